//! Stage 3: the client as tokens, one Rust file an operation and one a sub-client.

mod call_options;
mod client;
mod index;
mod operation;
mod options;
mod parameter;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::render::{RenderedFile, docs};

use super::load::FILE;
use super::model::{Api, Output, Parameter, ParameterType, TypePath};

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

/// The type of the models, as it is written where [`imports`] has it.
fn path(ty: &TypePath) -> TokenStream {
    let name = format_ident!("{}", ty.name);
    if is_taken(&ty.name) {
        let folders = ty.folder.iter().map(|part| format_ident!("{part}"));
        quote! { partner_models::#(#folders::)*#name }
    } else {
        quote! { #name }
    }
}

/// The type of an answer.
fn output(output: &Output) -> TokenStream {
    match &output.ty {
        None => quote! { crate::NoContent },
        Some(ty) if output.may_be_empty => {
            let ty = path(ty);
            quote! { Option<#ty> }
        }
        Some(ty) => path(ty),
    }
}

/// Names that the generated code uses for something else.
fn is_taken(name: &str) -> bool {
    const TAKEN: &[&str] = &[
        "CallOptions",
        "Description",
        "Integer",
        "Limits",
        "NoContent",
        "Operation",
        "Pager",
        "PartnerClient",
        "RequestParts",
        "Response",
        "SignIn",
    ];
    TAKEN.contains(&name) || name.ends_with("Options") || name.ends_with("Client")
}

/// The types of the models that a file names, and that of whole numbers.
fn imports<'a>(
    paths: impl Iterator<Item = &'a TypePath>,
    parameters: impl Iterator<Item = &'a Parameter>,
) -> TokenStream {
    let mut by_folder: BTreeMap<&[String], BTreeSet<&str>> = BTreeMap::new();
    let mut integer = false;
    let mut add = |path: &'a TypePath| {
        if !is_taken(&path.name) {
            by_folder.entry(&path.folder).or_default().insert(&path.name);
        }
    };
    paths.for_each(&mut add);
    for parameter in parameters {
        let mut ty = &parameter.ty;
        while let ParameterType::List(items) = ty {
            ty = items;
        }
        match ty {
            ParameterType::Named(path) => add(path),
            ParameterType::Integer => integer = true,
            _ => {}
        }
    }
    let uses = by_folder.iter().map(|(folder, names)| {
        let folder = folder.iter().map(|part| format_ident!("{part}"));
        let names = names.iter().map(|name| format_ident!("{name}"));
        quote! { use partner_models::#(#folder::)*{#(#names),*}; }
    });
    let integer = integer.then(|| quote! { use partner_models::Integer; });
    quote! { #integer #(#uses)* }
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
