//! Reading and writing without serde: the impls of the models' own traits.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Item, ItemKind, Module};
use crate::render::{article, object};

/// What the items of a module need to be read and written directly: imports, and impls.
pub(super) fn impls(module: &Module) -> (TokenStream, TokenStream) {
    let structs = module
        .items
        .iter()
        .any(|item| matches!(item.kind, ItemKind::Struct(_)) && object::of(item).is_none());
    let objects = module.items.iter().any(|item| object::of(item).is_some());
    let texts = module.items.iter().any(|item| matches!(item.kind, ItemKind::Text));
    let traits = structs.then(|| quote! { , FromJson, ToJson });
    let macros = objects.then(|| quote! { , direct_object });
    let for_objects = objects.then(|| quote! { FieldReader, FieldWriter, Object, Rest, });
    let for_structs =
        structs.then(|| quote! { use crate::json::by_serde::members::{Anew, Members}; });
    let value = structs.then(|| quote! { Value, });
    let any = (structs || objects).then(|| {
        quote! {
            use crate::json::{self #traits #macros};
            use crate::json::object::{#for_objects #value};
        }
    });
    let serde = objects.then(|| quote! { use crate::json::by_serde::object::serde_object; });
    let texts = texts.then(|| quote! { use crate::json::direct_text; });
    let items = module.items.iter().map(item);
    (quote! { #for_structs #any #serde #texts }, items.collect())
}

fn item(item: &Item) -> TokenStream {
    match &item.kind {
        ItemKind::Text => {
            let name = format_ident!("{}", item.name);
            let expected = format!("{} {} string", article(&item.name), item.name);
            quote! { direct_text!(identifier #name, #expected); }
        }
        _ => TokenStream::new(),
    }
}
