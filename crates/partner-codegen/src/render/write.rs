//! `Serialize`: the fields in the schema's order, then everything else.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Item, Struct};
use crate::render::{generic_name, ty};

/// The impl of `Serialize` for a struct.
pub(super) fn serialize(item: &Item, structure: &Struct) -> TokenStream {
    let full = ty::ty(&generic_name(&item.name, &structure.parameters));
    let parameters: Vec<_> =
        structure.parameters.iter().map(|parameter| format_ident!("{parameter}")).collect();
    let bounds = (!parameters.is_empty()).then(|| quote! { <#(#parameters: Serialize),*> });
    let entries = structure.fields.iter().map(|field| {
        let name = format_ident!("{}", field.name);
        let property = sent(structure, &field.property);
        if field.required {
            quote! { map.serialize_entry(#property, &self.#name)?; }
        } else {
            quote! {
                if let Some(value) = &self.#name {
                    map.serialize_entry(#property, value)?;
                }
            }
        }
    });
    let additional = structure.additional.iter().map(|(name, _)| {
        let name = format_ident!("{name}");
        quote! {
            for (name, value) in &self.#name {
                map.serialize_entry(name, value)?;
            }
        }
    });
    let is_field = is_field(structure);
    let extra = format_ident!("{}", structure.extra);
    quote! {
        impl #bounds Serialize for #full {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                #(#entries)*
                #(#additional)*
                self.#extra.write(&mut map, |name| #is_field)?;
                map.end()
            }
        }
    }
}

/// The name that a property is written under: an expression.
pub(super) fn sent(structure: &Struct, property: &str) -> TokenStream {
    match &structure.spelling {
        Some(spelling) => {
            let spelling = format_ident!("{spelling}");
            quote! { self.#spelling.of(#property) }
        }
        None => quote! { #property },
    }
}

/// Whether the field of the property `name` is written: an expression.
pub(super) fn is_field(structure: &Struct) -> TokenStream {
    let spelling = structure.spelling.as_ref().map(|name| format_ident!("{name}"));
    let arms = structure.fields.iter().map(|field| {
        let name = format_ident!("{}", field.name);
        let property = &field.property;
        if field.required {
            quote! { #property => true, }
        } else {
            quote! { #property => self.#name.is_some(), }
        }
    });
    let otherwise = match &structure.additional {
        None => quote! { false },
        Some((field, _)) => {
            let field = format_ident!("{field}");
            quote! { self.#field.contains_key(name) }
        }
    };
    let matched = match &spelling {
        Some(spelling) => quote! { self.#spelling.known(name) },
        None => quote! { name },
    };
    quote! {
        match #matched {
            #(#arms)*
            _ => #otherwise,
        }
    }
}
