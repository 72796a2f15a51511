//! Distinct types that are text: identifiers.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::Item;
use crate::render::{article, debug, docs};

/// A type that is text, with everything that belongs to it.
pub(super) fn text(item: &Item) -> TokenStream {
    let docs = docs::docs(&item.docs);
    let name = format_ident!("{}", item.name);
    let debug = debug::derived(item);
    let debug_impl = debug::of_text(item);
    let expected = format!("{} {} string", article(&item.name), item.name);
    quote! {
        #docs
        #[derive(Clone, #debug PartialEq, Eq, PartialOrd, Ord, Hash)]
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

        text_traits!(#name, #expected);
    }
}
