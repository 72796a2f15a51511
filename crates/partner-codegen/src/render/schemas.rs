//! The schemas themselves, for the models to carry: copies of the files, and a Rust file that says
//! which type each belongs to.

use std::path::PathBuf;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::json::Node;
use crate::load::Source;
use crate::model::{Item, ItemKind, Model, Module, dedent};
use crate::render::doctests::raw_string;
use crate::render::{RenderedFile, header};
use crate::resolve::Resolved;

/// The copies of the schema files, with the line ends of a committed file. They stand among the Rust
/// files, so that the crate has them wherever it is unpacked.
pub fn copies(resolved: &Resolved<'_>) -> impl Iterator<Item = (PathBuf, String)> {
    let copy = |source: &Source| (PathBuf::from(&source.path), source.text.replace("\r\n", "\n"));
    resolved.sources.iter().map(copy)
}

/// The file with the list of schemas and a line for every type.
#[must_use]
pub fn schema_files(model: &Model, resolved: &Resolved<'_>) -> RenderedFile {
    let files = resolved.sources.iter().map(|source| {
        let (path, id) = (&source.path, id(source));
        quote! { SchemaFile { path: #path, id: #id, text: include_str!(#path) } }
    });
    let types: Vec<_> = model
        .modules
        .iter()
        .zip(resolved.sources)
        .flat_map(|(module, source)| {
            module.items.iter().filter_map(move |item| described(module, source, item, resolved))
        })
        .collect();
    let lines = types.iter().map(|(line, _)| line);
    let definitions = types.iter().map(|(_, definition)| definition);
    RenderedFile {
        path: "schema_files.rs".into(),
        header: header("schemas/"),
        tokens: quote! {
            //! The schemas, and which type each of them describes.
            #![allow(unused_imports)]

            use super::*;
            use crate::features::{alias, described, guid};
            #[cfg(feature = "schemars")]
            use crate::features::schemars::Definition;
            use crate::schema::SchemaFile;

            /// The schema files, in the order of their paths.
            pub(crate) const FILES: &[SchemaFile] = &[#(#files),*];

            #(#lines)*

            /// How each schema is referred to in a document of schemas.
            #[cfg(feature = "schemars")]
            pub(crate) const DEFINITIONS: &[Definition] = &[#(#definitions),*];
        },
    }
}

/// The line of a type, and its entry in the table of definitions.
fn described(
    module: &Module,
    source: &Source,
    item: &Item,
    resolved: &Resolved<'_>,
) -> Option<(TokenStream, TokenStream)> {
    let (pointer, node) = source.root.at(&item.place.0)?;
    let (id, text) = if pointer.is_empty() {
        let path = &source.path;
        (id(source).to_owned(), quote! { include_str!(#path) })
    } else {
        let text = dedent(&source.text, node);
        let literal: Literal = raw_string(&text).parse().ok()?;
        (format!("{}#{pointer}", id(source)), quote! { #literal })
    };
    let name = format_ident!("{}", item.name);
    let folder = module.path[..module.path.len() - 1].iter().map(|part| format_ident!("{part}"));
    let path = quote! { #(#folder::)*#name };
    let definition = |ty: TokenStream| quote! { Definition::of::<#ty>(#id) };
    Some(match &item.kind {
        ItemKind::Struct(structure) if !structure.parameters.is_empty() => {
            let parameters: Vec<_> =
                structure.parameters.iter().map(|name| format_ident!("{name}")).collect();
            let anchors = anchors(source, resolved);
            let open = vec![quote! { crate::RawJson }; parameters.len()];
            (
                quote! { described!(#path<#(#parameters),*>, #id, #text, #(#parameters = #anchors),*); },
                definition(quote! { #path<#(#open),*> }),
            )
        }
        // Another name of a Rust type is no type to hang a schema on; a reference to it still has one.
        ItemKind::Alias(_) if binds(source, &pointer, resolved) => {
            (TokenStream::new(), definition(path))
        }
        ItemKind::Alias(_) => (quote! { alias!(#name, #id, #text); }, definition(quote! { #name })),
        ItemKind::Text if node.str("format") == Some("uuid") => {
            (quote! { described!(#path, #id, #text); guid!(#path); }, definition(path))
        }
        _ => (quote! { described!(#path, #id, #text); }, definition(path)),
    })
}

/// The dynamic anchors that the types of a file leave open, in the order of their parameters.
fn anchors<'a>(source: &Source, resolved: &'a Resolved<'_>) -> &'a [&'a str] {
    let open = resolved
        .types
        .iter()
        .find(|def| resolved.sources[def.source].path == source.path && !def.parameters.is_empty());
    open.map_or(&[], |def| &def.parameters)
}

fn binds(source: &Source, pointer: &str, resolved: &Resolved<'_>) -> bool {
    resolved.types.iter().any(|def| {
        resolved.sources[def.source].path == source.path
            && def.pointer == pointer
            && !def.bindings.is_empty()
    })
}

/// The `$id`, which every schema file has: the dialect asks for it.
fn id(source: &Source) -> &str {
    source.root.get("$id").and_then(Node::as_str).unwrap_or_default()
}
