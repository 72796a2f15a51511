//! Documentation comments.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Docs;
use crate::prose;
use crate::render::doctests;

/// The attributes that document an item.
pub(crate) fn docs(docs: &Docs) -> TokenStream {
    let text = text(&docs.description);
    let notes = docs.notes.iter().map(|note| {
        let note = self::text(note);
        quote! { #[doc = ""] #note }
    });
    let deprecated = docs.deprecated.then(|| quote! { #[deprecated] });
    let doctests = doctests::attributes(&docs.doctests);
    quote! { #text #(#notes)* #doctests #deprecated }
}

/// Text as lines of documentation.
pub(crate) fn text(text: &str) -> TokenStream {
    let lines = prose::markdown(text).into_iter().map(|line| {
        let line = if line.is_empty() { line } else { format!(" {line}") };
        quote! { #[doc = #line] }
    });
    quote! { #(#lines)* }
}
