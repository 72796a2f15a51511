//! `FromJson`: the fields by number, in the order in which the service sends them.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Field, Item, Struct, Type};
use crate::render::{article, generic_name, read, ty};

/// The impl of `FromJson` for a struct.
pub(super) fn from_json(item: &Item, structure: &Struct) -> TokenStream {
    let full = ty::ty(&generic_name(&item.name, &structure.parameters));
    let parameters: Vec<_> =
        structure.parameters.iter().map(|parameter| format_ident!("{parameter}")).collect();
    let bounds = (!parameters.is_empty()).then(|| quote! { <#(#parameters: FromJson),*> });
    let shape = shape(item, structure);
    let body = body(item, structure);
    quote! {
        impl #bounds FromJson for #full {
            fn shape() -> &'static direct::Shape {
                const { &#shape }
            }

            fn read(reader: &mut direct::Reader<'_>) -> Option<Self> {
                #body
            }
        }
    }
}

fn shape(item: &Item, structure: &Struct) -> TokenStream {
    let expected = format!("{} {} object", article(&item.name), item.name);
    let any_case = structure.spelling.is_some();
    let fields = structure.fields.iter().map(|field| {
        let name = &field.property;
        if field.required {
            let ty = ty::ty(&field.ty);
            quote! { direct::Field::required::<#ty>(#name) }
        } else {
            let ty = ty::ty(&ty::value(&field.ty));
            quote! { direct::Field::optional::<#ty>(#name) }
        }
    });
    let additional = match &structure.additional {
        None => quote! { None },
        Some((_, values)) => {
            let values = shape_path(&ty::value(values));
            quote! { Some(#values) }
        }
    };
    quote! {
        direct::Shape::Object {
            expected: #expected,
            fields: &[#(#fields),*],
            additional: #additional,
            any_case: #any_case,
        }
    }
}

fn shape_path(values: &Type) -> TokenStream {
    let values = ty::ty(values);
    quote! { <#values as FromJson>::shape }
}

fn body(item: &Item, structure: &Struct) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let locals = structure.fields.iter().map(|field| {
        let local = read::local(&field.name);
        quote! { let mut #local = None; }
    });
    let arms = structure.fields.iter().enumerate().map(|(index, field)| {
        let index = Literal::usize_unsuffixed(index);
        let local = read::local(&field.name);
        if field.required {
            quote! { #index => #local = Some(FromJson::read(reader)?), }
        } else {
            quote! { #index => #local = members.optional(reader)?, }
        }
    });
    let additional = structure.additional.iter().map(|(name, _)| {
        let local = read::local(name);
        quote! { let mut #local = BTreeMap::new(); }
    });
    let otherwise = match &structure.additional {
        None => quote! { _ => members.unknown(reader)?, },
        Some((name, _)) => {
            let local = read::local(name);
            quote! {
                _ => {
                    if let Some(value) = members.optional(reader)? {
                        #local.insert(members.name().to_owned(), value);
                    }
                }
            }
        }
    };
    let values = structure.fields.iter().map(value);
    let additional_value = structure.additional.iter().map(|(name, _)| {
        let local = read::local(name);
        read::initialise(name, &quote! { #local })
    });
    let extra = format_ident!("{}", structure.extra);
    let spelling = structure.spelling.iter().map(|name| {
        let name = format_ident!("{name}");
        quote! { #name: members.spelling() }
    });
    quote! {
        #(#locals)*
        #(#additional)*
        let mut members = reader.members(Self::shape())?;
        while let Some(index) = members.next(reader)? {
            match index {
                #(#arms)*
                #otherwise
            }
        }
        Some(#name {
            #(#values,)*
            #(#additional_value,)*
            #extra: members.extra(),
            #(#spelling,)*
        })
    }
}

fn value(field: &Field) -> TokenStream {
    let local = read::local(&field.name);
    let value = if field.required {
        quote! { #local? }
    } else {
        quote! { #local }
    };
    read::initialise(&field.name, &value)
}
