//! Reading and writing without serde: the impls of the models' own traits.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Item, ItemKind, Module, Struct};
use crate::render::{article, direct_read, direct_write, generic_name, object, ty};

/// What the items of a module need to be read and written directly: imports, and impls.
pub(super) fn impls(module: &Module) -> (TokenStream, TokenStream) {
    let structs = module
        .items
        .iter()
        .any(|item| matches!(item.kind, ItemKind::Struct(_)) && object::of(item).is_none());
    let objects = module.items.iter().any(|item| object::of(item).is_some());
    let texts =
        module.items.iter().any(|item| matches!(item.kind, ItemKind::OpenEnum(_) | ItemKind::Text));
    let traits = structs.then(|| quote! { , FromJson, ToJson });
    let macros = objects.then(|| quote! { , direct_object });
    let for_objects = objects.then(|| quote! { FieldReader, FieldWriter, Object, Rest, });
    let value = structs.then(|| quote! { Value, });
    let any = (structs || objects).then(|| {
        quote! {
            use crate::direct::{self #traits #macros};
            use crate::support::object::{#for_objects #value};
        }
    });
    let serde = objects.then(|| quote! { use crate::support::object_serde::serde_object; });
    let texts = texts.then(|| quote! { use crate::direct::direct_text; });
    let items = module.items.iter().map(item);
    (quote! { #any #serde #texts }, items.collect())
}

fn item(item: &Item) -> TokenStream {
    match &item.kind {
        ItemKind::Struct(_) if object::of(item).is_some() => TokenStream::new(),
        ItemKind::Struct(structure) => {
            let read = direct_read::from_json(item, structure);
            let write = direct_write::to_json(item, structure);
            let value = value(item, structure);
            quote! { #read #write #value }
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

/// The type may be that of an object's field.
fn value(item: &Item, structure: &Struct) -> TokenStream {
    let full = ty::ty(&generic_name(&item.name, &structure.parameters));
    let parameters: Vec<_> =
        structure.parameters.iter().map(|parameter| format_ident!("{parameter}")).collect();
    let bounds = (!parameters.is_empty()).then(|| quote! { <#(#parameters: Value),*> });
    quote! { impl #bounds Value for #full {} }
}
