//! The candidates' types, from the same schemas as the models: shared by the build script, for what
//! is measured at run time, and by the measurement of compile times.

pub mod derive;
pub mod typify;

use proc_macro2::TokenStream;

/// Tokens as formatted source text.
///
/// # Panics
///
/// Where they are no Rust.
#[must_use]
pub fn source(tokens: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens).expect("generated code is Rust"))
}
