//! Documentation comments.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Docs;
use crate::render::doctests;

/// How long a line of documentation may be, without indentation and slashes.
const WIDTH: usize = 92;

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
    let mut in_code = false;
    let lines = text.lines().map(|line| {
        // Unmarked code would be compiled as an example of the crate's.
        let opens = line.trim() == "```" && !in_code;
        in_code ^= line.trim_start().starts_with("```");
        if opens { "```text" } else { line }
    });
    let lines = lines.flat_map(wrap).map(|line| {
        let line = if line.is_empty() { line } else { format!(" {line}") };
        quote! { #[doc = #line] }
    });
    quote! { #(#lines)* }
}

fn wrap(line: &str) -> Vec<String> {
    if line.starts_with('[') {
        return vec![line.to_owned()]; // a link reads worse in two lines than in a long one
    }
    let mut lines = vec![String::new()];
    for word in line.split_whitespace() {
        let last = lines.last_mut().expect("there is always a line");
        if !last.is_empty() && last.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}
