//! The support code that a self-contained module carries with it: the models' own, less what only the
//! models need.

use std::sync::OnceLock;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit_mut::VisitMut;

/// The files of the models' support code that generated types call.
const FILES: &[(&str, &str)] = &[
    ("date", include_str!("../../../partner-models/src/value/date.rs")),
    ("date_parts", include_str!("../../../partner-models/src/value/date_parts.rs")),
    ("decimal", include_str!("../../../partner-models/src/value/decimal.rs")),
    ("extra", include_str!("../../../partner-models/src/value/extra.rs")),
    ("inside", include_str!("../../../partner-models/src/value/inside.rs")),
    ("number", include_str!("../../../partner-models/src/value/number.rs")),
    ("number_or_string", include_str!("../../../partner-models/src/value/number_or_string.rs")),
    ("personal", include_str!("../../../partner-models/src/value/personal.rs")),
    ("raw", include_str!("../../../partner-models/src/value/raw.rs")),
    ("same", include_str!("../../../partner-models/src/value/same.rs")),
    ("scan", include_str!("../../../partner-models/src/value/scan.rs")),
    ("text", include_str!("../../../partner-models/src/value/text.rs")),
    ("text_traits", include_str!("../../../partner-models/src/value/text_traits.rs")),
    ("kept", include_str!("../../../partner-models/src/json/kept.rs")),
    ("spelling", include_str!("../../../partner-models/src/json/spelling.rs")),
    ("rest", include_str!("../../../partner-models/src/json/rest.rs")),
    ("capture", include_str!("../../../partner-models/src/json/by_serde/capture.rs")),
    ("plain", include_str!("../../../partner-models/src/json/by_serde/plain.rs")),
    ("texts", include_str!("../../../partner-models/src/json/by_serde/texts.rs")),
    ("values", include_str!("../../../partner-models/src/json/by_serde/values.rs")),
    ("fields", include_str!("fields.rs.txt")),
    // In place of the models' own module of that name.
    ("raw_value", include_str!("raw_value.rs.txt")),
];

/// The module `support`. It is text made once: parsing it for each of many schemas would be most of
/// the work.
pub(super) fn tokens() -> TokenStream {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| build().to_string()).parse().unwrap_or_default()
}

fn build() -> TokenStream {
    let modules = FILES.iter().map(|(name, text)| {
        let name = format_ident!("{name}");
        // What the models have at their root has a place in `error` here.
        let text = text
            .replace("crate::value::", "super::")
            .replace("crate::json::by_serde::", "super::")
            .replace("crate::json::", "super::")
            .replace("crate::with_serde::", "super::error::")
            .replace("crate::", "super::error::");
        let mut file = syn::parse_file(&text)
            .unwrap_or_else(|error| panic!("the support code of the models is not Rust: {error}"));
        Strip.visit_file_mut(&mut file);
        let items = file.items.iter().filter(|item| !is_test(item));
        quote! { pub mod #name { #(#items)* } }
    });
    quote! {
        /// What the types above are made of.
        mod support {
            #(#modules)*

            pub mod error {
                pub use serde_json::{Error, from_str, to_string};
            }

            /// The models note here where a value ends that they refuse; here nobody asks.
            pub mod mark {
                pub fn set(_: &str) {}
            }
        }
    }
}

/// Takes documentation away: it is in the models, whose names its examples use.
struct Strip;

impl VisitMut for Strip {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
        attributes.retain(|attribute| !attribute.path().is_ident("doc"));
    }
}

fn is_test(item: &syn::Item) -> bool {
    matches!(item, syn::Item::Mod(module) if module.attrs.iter().any(|attribute| attribute.path().is_ident("cfg")))
}
