//! Doctests: the ones to read are part of the documentation, the others are there for the test alone.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::Doctest;
use crate::prose;

/// The attributes that hold the doctests of an item.
pub(super) fn attributes(doctests: &[Doctest]) -> TokenStream {
    let (shown, hidden): (Vec<_>, Vec<_>) =
        doctests.iter().partition(|doctest| doctest.shown_as.is_some());
    let heading = match shown.len() {
        0 => None,
        1 => Some(" # Example"),
        _ => Some(" # Examples"),
    };
    let heading = heading.map(|heading| quote! { #[doc = ""] #[doc = #heading] });
    let shown = shown.into_iter().map(shown_attributes);
    let hidden = hidden.into_iter().map(|Doctest { path, arguments, json, .. }| {
        let ty = format!("{path}{arguments}");
        let json: Option<Literal> = raw_string(json).parse().ok();
        quote! { #[cfg_attr(doctest, doc = crate::features::example!(#ty, #json))] }
    });
    quote! { #heading #(#shown)* #(#hidden)* }
}

fn shown_attributes(doctest: &Doctest) -> TokenStream {
    let Doctest { path, arguments, json, shown_as } = doctest;
    let name = path.rsplit("::").next().unwrap_or(path);
    let variable = shown_as.as_deref().unwrap_or("value");
    let json = raw_string(json);
    let code = format!(
        "```\n\
         use partner_models::{path};\n\
         \n\
         let json = {json};\n\
         let {variable}: {name}{arguments} = partner_models::from_str(json)?;\n\
         # partner_models::schema::example::<{name}{arguments}>(json);\n\
         # Ok::<(), partner_models::Error>(())\n\
         ```"
    );
    let lines = code.lines().map(|line| {
        let line = if line.is_empty() { String::new() } else { format!(" {line}") };
        quote! { #[doc = #line] }
    });
    quote! { #[doc = ""] #(#lines)* }
}

/// A string literal of Rust: a raw one, unless it would hold what Rust takes in no raw string.
pub(super) fn raw_string(text: &str) -> String {
    if text.chars().any(|c| prose::is_hidden(c) && !matches!(c, '\n' | '\t')) {
        return Literal::string(text).to_string();
    }
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

#[cfg(test)]
mod tests {
    use super::raw_string;

    #[test]
    fn no_text_ends_its_literal_early() {
        assert_eq!(raw_string("a"), "r#\"a\"#");
        assert_eq!(raw_string("\"#1\""), "r##\"\"#1\"\"##");
        assert_eq!(raw_string("\r\u{202e}"), "\"\\r\\u{202e}\"");
    }
}
