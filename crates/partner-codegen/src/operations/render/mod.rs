//! Stage 3: the client as tokens, one Rust file an operation and one a sub-client.

mod call_options;
mod client;
mod index;
mod operation;
mod options;
mod parameter;
mod tree;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::render::{RenderedFile, docs};

use super::load::FILE;
use super::model::{Api, TypePath};

/// Renders everything.
pub(super) fn render(api: &Api) -> Vec<RenderedFile> {
    let nodes = tree::nodes(api);
    let mut files: Vec<_> = api.operations.iter().map(operation::file).collect();
    files.extend(nodes.iter().filter(|node| !node.links.is_empty()).map(client::file));
    files.push(call_options::file(&api.every_call));
    files.extend(index::files(api, &nodes));
    files
}

fn header() -> String {
    crate::render::header(&format!("schemas/{FILE}"))
}

fn file(path: &str, tokens: TokenStream) -> RenderedFile {
    RenderedFile { path: path.into(), header: header(), tokens }
}

/// The path of a type of the models.
fn path(ty: &TypePath) -> TokenStream {
    let folders = ty.folder.iter().map(|part| format_ident!("{part}"));
    let name = format_ident!("{}", ty.name);
    quote! { partner_models::#(#folders::)*#name }
}

/// Paragraphs of documentation.
fn paragraphs<'a>(texts: impl IntoIterator<Item = &'a str>) -> TokenStream {
    let texts =
        texts.into_iter().filter(|text| !text.is_empty()).enumerate().map(|(index, text)| {
            let text = docs::text(text);
            let blank = (index > 0).then(|| quote! { #[doc = ""] });
            quote! { #blank #text }
        });
    quote! { #(#texts)* }
}
