//! `ToJson`: the fields in the schema's order, then everything else.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Field, Item, Struct};
use crate::render::{generic_name, ty, write};

/// The impl of `ToJson` for a struct.
pub(super) fn to_json(item: &Item, structure: &Struct) -> TokenStream {
    let full = ty::ty(&generic_name(&item.name, &structure.parameters));
    let parameters: Vec<_> =
        structure.parameters.iter().map(|parameter| format_ident!("{parameter}")).collect();
    let bounds = (!parameters.is_empty()).then(|| quote! { <#(#parameters: ToJson),*> });
    let members = structure.fields.iter().map(|field| member(field, structure));
    let additional = structure.additional.iter().map(|(name, _)| {
        let name = format_ident!("{name}");
        quote! { writer.members(&self.#name); }
    });
    let extra = format_ident!("{}", structure.extra);
    let is_field = write::is_field(structure);
    quote! {
        impl #bounds ToJson for #full {
            fn write(&self, writer: &mut direct::Writer) {
                let start = writer.open();
                #(#members)*
                #(#additional)*
                writer.extra(&self.#extra, |name| #is_field);
                writer.close(start);
            }
        }
    }
}

fn member(field: &Field, structure: &Struct) -> TokenStream {
    let name = format_ident!("{}", field.name);
    let property = &field.property;
    let before = format!(",{}:", serde_json::Value::from(property.as_str()));
    match (&structure.spelling, field.required) {
        (Some(spelling), required) => {
            let spelling = format_ident!("{spelling}");
            let sent = quote! { self.#spelling.of(#property) };
            if required {
                quote! { writer.named(#sent, &self.#name); }
            } else {
                quote! { writer.optional_named(#sent, self.#name.as_ref()); }
            }
        }
        (None, true) => quote! { writer.member(#before, &self.#name); },
        (None, false) => quote! { writer.optional(#before, self.#name.as_ref()); },
    }
}
