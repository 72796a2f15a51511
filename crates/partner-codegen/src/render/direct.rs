//! Reading and writing without serde: the impls of the models' own traits.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Item, ItemKind, Module};
use crate::render::{article, direct_read, direct_write};

/// What the items of a module need to be read and written directly: imports, and impls.
pub(super) fn impls(module: &Module) -> (TokenStream, TokenStream) {
    let structs = module.items.iter().any(|item| matches!(item.kind, ItemKind::Struct(_)));
    let texts =
        module.items.iter().any(|item| matches!(item.kind, ItemKind::OpenEnum(_) | ItemKind::Text));
    let structs = structs.then(|| quote! { use crate::direct::{self, FromJson, ToJson}; });
    let texts = texts.then(|| quote! { use crate::direct::direct_text; });
    let items = module.items.iter().map(item);
    (quote! { #structs #texts }, items.collect())
}

fn item(item: &Item) -> TokenStream {
    match &item.kind {
        ItemKind::Struct(structure) => {
            let read = direct_read::from_json(item, structure);
            let write = direct_write::to_json(item, structure);
            quote! { #read #write }
        }
        ItemKind::OpenEnum(_) | ItemKind::Text => {
            let name = format_ident!("{}", item.name);
            let expected = format!("{} {} string", article(&item.name), item.name);
            let kind = match &item.kind {
                ItemKind::Text => quote! { identifier },
                _ => quote! { open enum },
            };
            quote! { direct_text!(#kind #name, #expected); }
        }
        ItemKind::Alias(_) => TokenStream::new(),
    }
}
