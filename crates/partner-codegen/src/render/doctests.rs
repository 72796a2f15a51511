//! The examples of a type as doctests.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::Doctest;
use crate::prose;

/// The attributes that hold the doctests of an item.
pub(super) fn attributes(doctests: &[Doctest]) -> TokenStream {
    let heading = match doctests.len() {
        0 => None,
        1 => Some(" # Example"),
        _ => Some(" # Examples"),
    };
    let heading = heading.map(|heading| quote! { #[doc = ""] #[doc = #heading] });
    let doctests = doctests.iter().map(doctest);
    quote! { #heading #(#doctests)* }
}

fn doctest(doctest: &Doctest) -> TokenStream {
    let Doctest { path, arguments, json, variable } = doctest;
    let name = path.rsplit("::").next().unwrap_or(path);
    let json = raw_string(json);
    let code = format!(
        "```\n\
         use partner_models::{path};\n\
         \n\
         let json = {json};\n\
         let {variable}: {name}{arguments} = partner_models::from_str(json)?;\n\
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
pub(crate) fn raw_string(text: &str) -> String {
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
