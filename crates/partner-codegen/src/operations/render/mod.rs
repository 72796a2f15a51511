//! Stage 3: the client as tokens, one Rust file an operation, and one the sub-clients of a chain's beginning.

mod answer;
mod body;
mod call_options;
mod client;
mod envelopes;
mod example;
mod index;
mod operation;
mod options;
mod parameter;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::render::{RenderedFile, docs};

use super::model::{Api, Operation, Parameter, ParameterType, TypePath, ValueType};
use crate::load::files::OPERATIONS;

/// Renders everything.
pub(super) fn render(api: &Api) -> Vec<RenderedFile> {
    let nodes = tree::nodes(api);
    let mut files: Vec<_> = api.operations.iter().map(operation::file).collect();
    files.extend(tree::by_root(&nodes).map(|nodes| client::file(&nodes, &api.examples)));
    files.push(call_options::file(&api.every_call));
    files.push(envelopes::file(&api.envelopes));
    files.extend(index::files(api, &nodes));
    files
}

/// A file that is made of the descriptions of one family, or of all.
fn file(path: &str, family: Option<&str>, tokens: TokenStream) -> RenderedFile {
    let origin = match family {
        Some(family) => format!("schemas/{family}/{OPERATIONS}"),
        None => "schemas/".into(),
    };
    RenderedFile { path: path.into(), header: crate::render::header(&origin), tokens }
}

/// The folder of an operation.
fn folder(operation: &Operation) -> String {
    operation.family.as_deref().map_or("operations".into(), ToSnakeCase::to_snake_case)
}

/// The type of the models, as it is written where [`imports`] has it.
fn path(ty: &TypePath) -> TokenStream {
    let name = format_ident!("{}", ty.name);
    let of = ty.of.as_ref().map(|of| {
        let of = path(of);
        quote! { <#of> }
    });
    if is_taken(&ty.name) {
        let folders = ty.folder.iter().map(|part| format_ident!("{part}"));
        quote! { partner_models::#(#folders::)*#name #of }
    } else {
        quote! { #name #of }
    }
}

/// The type of a JSON value.
fn value(ty: &ValueType) -> TokenStream {
    match ty {
        ValueType::Named(named) => path(named),
        ValueType::List(items) => {
            let items = value(items);
            quote! { Vec<#items> }
        }
        ValueType::String => quote! { String },
        ValueType::Integer => quote! { partner_models::Integer },
        ValueType::Number => quote! { partner_models::Number },
        ValueType::Bool => quote! { bool },
    }
}

/// Names that the generated code uses for something else.
fn is_taken(name: &str) -> bool {
    const TAKEN: &[&str] = &[
        "CallOptions",
        "CloudName",
        "Answer",
        "Description",
        "Download",
        "Error",
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
        for path in std::iter::successors(Some(path), |path| path.of.as_deref()) {
            if !is_taken(&path.name) {
                by_folder.entry(&path.folder).or_default().insert(&path.name);
            }
        }
    };
    paths.for_each(&mut add);
    for parameter in parameters {
        let mut ty = &parameter.ty;
        while let ParameterType::List(items) = ty {
            ty = items;
        }
        match ty {
            _ if parameter.fixed.is_some() => {}
            ParameterType::Named(path) => add(path),
            ParameterType::Json(value) => value.path().into_iter().for_each(&mut add),
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
