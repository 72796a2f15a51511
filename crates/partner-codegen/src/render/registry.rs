//! A table of all types, for tests that go through every one of them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Item, ItemKind, Model};
use crate::render::{RenderedFile, header};

/// A file with a `TYPES` table: for each schema the `Entry` of its type. What an entry holds is up to
/// the crate that the file belongs to. Schemas with open type parameters have none: their bindings do.
#[must_use]
pub fn registry(model: &Model) -> RenderedFile {
    let entries = model.modules.iter().flat_map(|module| {
        module.items.iter().filter(|item| !has_parameters(item)).filter_map(move |item| {
            let schema = match item.pointer.as_deref()? {
                "" => module.schema.clone(),
                pointer => format!("{}#{pointer}", module.schema),
            };
            let name = &item.name;
            let folder =
                module.path[..module.path.len() - 1].iter().map(|part| format_ident!("{part}"));
            let ty = format_ident!("{name}");
            let path: TokenStream = quote! { partner_models::#(#folder::)*#ty };
            Some(quote! { Entry::of::<#path>(#schema, #name) })
        })
    });
    RenderedFile {
        path: "registry.rs".into(),
        header: header("schemas/"),
        tokens: quote! {
            //! Every type of the models that a schema describes.
            use crate::registry::Entry;

            /// The types, in the order of their schemas.
            pub const TYPES: &[Entry] = &[#(#entries),*];
        },
    }
}

fn has_parameters(item: &Item) -> bool {
    matches!(&item.kind, ItemKind::Struct(structure) if !structure.parameters.is_empty())
}
