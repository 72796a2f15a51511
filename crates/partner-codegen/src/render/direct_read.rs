//! `FromJson`: the fields by number, in the order in which the service sends them.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Field, Item, Struct, Type};
use crate::render::{article, generic_name, ty};

/// The impl of `FromJson` for a struct.
pub(super) fn from_json(item: &Item, structure: &Struct) -> TokenStream {
    let full = ty::ty(&generic_name(&item.name, &structure.parameters));
    let parameters: Vec<_> =
        structure.parameters.iter().map(|parameter| format_ident!("{parameter}")).collect();
    let bounds = (!parameters.is_empty()).then(|| quote! { <#(#parameters: FromJson),*> });
    let shape = shape(item, structure);
    let blank = blank(structure);
    let steps = fill(structure);
    quote! {
        impl #bounds FromJson for #full {
            fn shape() -> &'static direct::Shape {
                const { &#shape }
            }

            fn blank() -> Self {
                #blank
            }

            fn fill(&mut self, reader: &mut direct::Reader<'_>) -> Option<()> {
                #steps
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
            quote! { direct::required!(#ty, #name) }
        } else {
            let ty = ty::ty(&ty::value(&field.ty));
            quote! { direct::optional!(#ty, #name) }
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

/// What `new` makes of blank values.
fn blank(structure: &Struct) -> TokenStream {
    let required = structure.fields.iter().filter(|field| field.required).map(|field| {
        let ty = ty::ty(&field.ty);
        quote! { <#ty as FromJson>::blank() }
    });
    quote! { Self::new(#(#required),*) }
}

fn fill(structure: &Struct) -> TokenStream {
    let arms = structure.fields.iter().enumerate().map(|(index, field)| {
        let index = Literal::usize_unsuffixed(index);
        let name = format_ident!("{}", field.name);
        if field.required {
            let seen = seen(field);
            quote! {
                #index => {
                    #seen = true;
                    reader.value(&mut self.#name)
                }
            }
        } else {
            quote! { #index => members.optional(reader, &mut self.#name), }
        }
    });
    let otherwise = match &structure.additional {
        None => quote! { members.unknown(reader) },
        Some((name, _)) => {
            let name = format_ident!("{name}");
            quote! { members.additional(reader, &mut self.#name) }
        }
    };
    let seen: Vec<_> = structure.fields.iter().filter(|field| field.required).map(seen).collect();
    let all_seen = if seen.is_empty() {
        quote! { Some(()) }
    } else {
        quote! { (#(#seen)&&*).then_some(()) }
    };
    let extra = format_ident!("{}", structure.extra);
    let kept = match &structure.additional {
        None => quote! { members.rest.extra() },
        Some((name, _)) => {
            let name = format_ident!("{name}");
            quote! { members.rest.extra_beside(&self.#name) }
        }
    };
    let spelling = structure.spelling.iter().map(|name| format_ident!("{name}"));
    quote! {
        let mut members = reader.members(<Self as FromJson>::shape())?;
        #(let mut #seen = false;)*
        while let direct::Next::Member(index) = members.next(reader)? {
            match index {
                #(#arms)*
                _ => #otherwise,
            }?;
        }
        self.#extra = #kept;
        #(self.#spelling = members.rest.spelling();)*
        #all_seen
    }
}

/// The variable that tells whether a required property was there; no field's name ends so.
fn seen(field: &Field) -> Ident {
    format_ident!("{}__", field.name)
}
