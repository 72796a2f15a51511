//! What is around lists, for reading them item by item.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Item, ItemKind};

/// The implementation of `stream::Envelope`, if the type is an envelope.
pub(super) fn envelope(item: &Item) -> Option<TokenStream> {
    let ItemKind::Struct(structure) = &item.kind else { return None };
    let (name, property) = (format_ident!("{}", item.name), &structure.list_items()?.property);
    Some(quote! {
        impl<T: serde::de::DeserializeOwned> crate::stream::Envelope for #name<T> {
            type Item = T;
            const ITEMS: &'static str = #property;
        }
    })
}
