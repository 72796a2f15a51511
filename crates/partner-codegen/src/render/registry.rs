//! A table of all types, for tests that go through every one of them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Item, ItemKind, Model};
use crate::render::{RenderedFile, header};

/// A list that an operation describes in place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct List {
    /// The schemas of the envelope and of the items: `common/collection.schema.json?item=…`.
    pub schema: String,
    /// The names of both types: `LicenseCollection`.
    pub name: String,
    /// The path of the envelope's type, below the crate.
    pub envelope: Vec<String>,
    /// The path of the items' type.
    pub item: Vec<String>,
}

/// A file with a `TYPES` table: for each schema the `Entry` of its type. What an entry holds is up to
/// the crate that the file belongs to. Schemas with open type parameters have none: their bindings do.
#[must_use]
pub fn registry(model: &Model, lists: &[List]) -> RenderedFile {
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
    let lists = lists.iter().map(|list| {
        let (schema, name) = (&list.schema, &list.name);
        let path = |path: &[String]| {
            let parts = path.iter().map(|part| format_ident!("{part}"));
            quote! { partner_models::#(#parts)::* }
        };
        let (envelope, item) = (path(&list.envelope), path(&list.item));
        quote! { Entry::of::<#envelope<#item>>(#schema, #name) }
    });
    let entries = entries.chain(lists);
    RenderedFile {
        path: "registry.rs".into(),
        header: header("schemas/"),
        tokens: quote! {
            //! Every type of the models that a schema describes.
            use crate::registry::Entry;

            /// The types, in the order of their schemas; then the lists that operations describe in place.
            pub const TYPES: &[Entry] = &[#(#entries),*];
        },
    }
}

fn has_parameters(item: &Item) -> bool {
    matches!(&item.kind, ItemKind::Struct(structure) if !structure.parameters.is_empty())
}
