//! `Deserialize`: a visitor that keeps what it does not know.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Field, Item, Struct, Type};
use crate::render::{article, generic_name, ty};

/// The impl of `Deserialize` for a struct.
pub(super) fn deserialize(item: &Item, structure: &Struct) -> TokenStream {
    let full = ty::ty(&generic_name(&item.name, &structure.parameters));
    let parameters: Vec<_> =
        structure.parameters.iter().map(|parameter| format_ident!("{parameter}")).collect();
    let bounds = quote! { <'de #(, #parameters: Deserialize<'de>)*> };
    let (visitor, visitor_type, visitor_value) = if parameters.is_empty() {
        let name = quote! { ObjectVisitor };
        (quote! { struct #name; }, name.clone(), name)
    } else {
        let marker = quote! { std::marker::PhantomData };
        (
            quote! {
                struct ObjectVisitor<#(#parameters),*>(#marker<fn() -> (#(#parameters,)*)>);
            },
            quote! { ObjectVisitor<#(#parameters),*> },
            quote! { ObjectVisitor(#marker) },
        )
    };
    let expecting = format!("{} {} object", article(&item.name), item.name);
    let body = body(item, structure);
    quote! {
        impl #bounds Deserialize<'de> for #full {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #visitor

                impl #bounds Visitor<'de> for #visitor_type {
                    type Value = #full;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(#expecting)
                    }

                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<#full, A::Error> {
                        #body
                    }
                }

                deserializer.deserialize_map(#visitor_value)
            }
        }
    }
}

/// Reads the members one by one, each into a variable of its field, and puts the object together.
fn body(item: &Item, structure: &Struct) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let extra = format_ident!("{}", structure.extra);
    let fields = structure.fields.iter().map(|field| {
        let local = local(&field.name);
        quote! { let mut #local = None; }
    });
    let arms = structure.fields.iter().map(arm);
    let values = structure.fields.iter().map(value);
    let additional = structure.additional.as_ref().map(|(name, _)| local(name));
    let additional_start = additional.iter().map(|map| quote! { let mut #map = BTreeMap::new(); });
    let additional_value = structure.additional.iter().map(|(name, _)| {
        let local = local(name);
        initialise(name, &quote! { #local })
    });
    let otherwise = match &additional {
        None => quote! { _ => extra.read(name, &mut map)? },
        Some(additional) => quote! {
            _ => entry(&mut map, name, &mut extra, &mut #additional)?,
        },
    };
    let extra_value = match &additional {
        None => quote! { extra.finish() },
        Some(additional) => {
            quote! { extra.finish_without_nulls_of(|name| #additional.contains_key(name)) }
        }
    };
    let spelling = structure.spelling.as_ref().map(|name| local(name));
    let spelling_start =
        spelling.iter().map(|local| quote! { let mut #local = SpellingReader::default(); });
    let spelling_value = structure.spelling.iter().map(|name| {
        let local = local(name);
        initialise(name, &quote! { #local.finish() })
    });
    let matched = match &spelling {
        None => quote! { name },
        Some(local) => {
            let names = structure.fields.iter().map(|field| &field.property);
            quote! { #local.read(name, &[#(#names),*]) }
        }
    };
    quote! {
        #(#fields)*
        #(#additional_start)*
        #(#spelling_start)*
        let mut extra = ExtraReader::default();
        while let Some(key) = map.next_key::<Key<'de>>()? {
            let name = key.as_str();
            match #matched {
                #(#arms)*
                #otherwise
            }
        }
        Ok(#name {
            #(#values,)*
            #extra: #extra_value,
            #(#additional_value,)*
            #(#spelling_value,)*
        })
    }
}

/// The field's place in the expression that makes the struct.
fn value(field: &Field) -> TokenStream {
    let local = local(&field.name);
    if field.required {
        let property = &field.property;
        initialise(&field.name, &quote! { required(#local, #property)? })
    } else {
        initialise(&field.name, &quote! { #local })
    }
}

fn initialise(field: &str, value: &TokenStream) -> TokenStream {
    let field = format_ident!("{field}");
    if field == value.to_string() {
        quote! { #field }
    } else {
        quote! { #field: #value }
    }
}

fn arm(field: &Field) -> TokenStream {
    let local = local(&field.name);
    let property = &field.property;
    if field.required {
        quote! { #property => #local = Some(map.next_value()?), }
    } else {
        let read = match ty::value(&field.ty) {
            Type::List(_) => quote! { optional_list },
            _ => quote! { optional },
        };
        quote! { #property => #local = #read(&mut map, name, &mut extra)?, }
    }
}

/// The variable for a field, kept apart from those that every impl has; no field's name ends so.
fn local(name: &str) -> Ident {
    if [
        "spelling",
        "extra",
        "key",
        "map",
        "name",
        "value",
        "deserializer",
        "entry",
        "optional",
        "required",
    ]
    .contains(&name)
    {
        format_ident!("{name}__")
    } else {
        format_ident!("{name}")
    }
}
