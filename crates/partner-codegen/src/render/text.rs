//! Distinct types that are text: identifiers.

use proc_macro2::{Ident, TokenStream};
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
    let is_guid = is_guid(item, impls);
    let derived = (!is_guid).then(|| quote! { PartialEq, Eq, PartialOrd, Ord, Hash });
    let traits = match impls {
        Impls::All if is_guid => quote! { impl_text!(guid #name, #expected); },
        Impls::All => quote! { impl_text!(identifier #name, #expected); },
        Impls::Serde => by_serde(&name, &expected),
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
    }
}

/// The impls of a type that is text, in a module that has serde's traits alone.
pub(super) fn by_serde(name: &Ident, expected: &str) -> TokenStream {
    quote! {
        text_equality!(#name);
        text_traits!(#name);
        text_by_serde!(#name, #expected);
    }
}

/// Whether the type is compared as GUIDs are.
fn is_guid(item: &Item, impls: Impls) -> bool {
    impls == Impls::All && matches!(item.kind, ItemKind::Text) && item.docs.guid
}
