//! Open enums: the known values and any other text.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Item, Variant};
use crate::prose;
use crate::render::{Impls, article, docs, text};

/// An open enum with everything that belongs to it.
pub(super) fn open_enum(item: &Item, variants: &[Variant], impls: Impls) -> TokenStream {
    let docs = docs::docs(&item.docs);
    let name = format_ident!("{}", item.name);
    let expected = format!("{} {} string", article(&item.name), item.name);
    let names: Vec<_> = variants.iter().map(|variant| format_ident!("{}", variant.name)).collect();
    let texts: Vec<_> = variants.iter().map(|variant| &variant.text).collect();
    let docs_of_variants = variants.iter().map(|variant| {
        let code = prose::code(&variant.text);
        docs::text(
            &variant
                .description
                .as_ref()
                .map_or_else(|| code.clone(), |description| format!("{code}: {description}")),
        )
    });
    let traits = match impls {
        Impls::All => quote! { impl_text!(open enum #name, #expected); },
        Impls::Serde => text::by_serde(&name, &expected),
    };
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs_of_variants #names,)*
            /// A value that was not known when this was written, kept as it was sent.
            Unknown(Unknown<Self>),
        }

        impl #name {
            /// The values that are known, without the one for everything else.
            pub const KNOWN: &'static [Self] = &[#(Self::#names),*];

            /// The text as it is sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #texts,)*
                    Self::Unknown(text) => text.as_str(),
                }
            }
        }

        impl From<&str> for #name {
            fn from(text: &str) -> Self {
                match text {
                    #(#texts => Self::#names,)*
                    _ => Self::Unknown(Unknown::new(text)),
                }
            }
        }

        #traits
    }
}
