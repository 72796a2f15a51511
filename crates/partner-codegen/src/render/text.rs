//! Distinct types that are text: identifiers.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Item, ItemKind};
use crate::render::{Impls, article, debug, docs};

/// A type that is text, with everything that belongs to it.
pub(super) fn text(item: &Item, impls: Impls) -> TokenStream {
    let docs = docs::docs(&item.docs);
    let name = format_ident!("{}", item.name);
    let debug = debug::derived(item);
    let debug_impl = debug::of_text(item);
    let expected = format!("{} {} string", article(&item.name), item.name);
    let (derived, traits) = if is_guid(item, impls) {
        (None, quote! { guid_traits!(#name); })
    } else {
        (Some(quote! { PartialEq, Eq, PartialOrd, Ord, Hash }), quote! { text_equality!(#name); })
    };
    quote! {
        #docs
        #[derive(Clone, #debug #derived)]
        pub struct #name(Text);

        impl #name {
            /// The text as it is sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl From<&str> for #name {
            fn from(text: &str) -> Self {
                Self(Text::from(text))
            }
        }

        #debug_impl

        #traits
        text_traits!(#name, #expected);
    }
}

/// Whether the type is compared as GUIDs are.
pub(super) fn is_guid(item: &Item, impls: Impls) -> bool {
    impls == Impls::All && matches!(item.kind, ItemKind::Text) && item.docs.guid
}
