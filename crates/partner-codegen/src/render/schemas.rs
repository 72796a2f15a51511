//! The schemas themselves, for the models to carry: a Rust file with their text, that says which type each
//! belongs to. No file of the schemas stands in the tree a second time.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::json::Node;
use crate::load::Source;
use crate::model::{Item, ItemKind, Model, Module};
use crate::render::doctests::raw_string;
use crate::render::{RenderedFile, header};
use crate::resolve::Resolved;

/// The file with the list of schemas and a line for every type.
#[must_use]
pub fn schema_files(model: &Model, resolved: &Resolved<'_>) -> RenderedFile {
    let files = resolved.sources.iter().map(|source| {
        let (path, id, text) = (&source.path, id(source), literal(&source.text));
        quote! { SchemaFile { path: #path, id: #id, text: #text } }
    });
    let types: Vec<_> = model
        .modules
        .iter()
        .zip(resolved.sources)
        .enumerate()
        .flat_map(|(index, (module, source))| {
            let described = move |item| described(module, (index, source), item, resolved);
            module.items.iter().filter_map(described)
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
    (index, source): (usize, &Source),
    item: &Item,
    resolved: &Resolved<'_>,
) -> Option<(TokenStream, TokenStream)> {
    let (pointer, node) = source.root.at(&item.place.0)?;
    let (id, text) = if pointer.is_empty() {
        let index = Literal::usize_unsuffixed(index);
        (id(source).to_owned(), quote! { FILES[#index].text })
    } else {
        let text = literal(source.text.get(node.span.clone())?);
        (format!("{}#{pointer}", id(source)), quote! { #text })
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

/// JSON text as a literal, without the white space between its tokens.
fn literal(json: &str) -> Option<Literal> {
    let mut in_string = false;
    let mut escaped = false;
    let kept = json.chars().filter(|c| {
        let was_in_string = in_string;
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = in_string,
            '"' => in_string = !in_string,
            _ => {}
        }
        was_in_string || !c.is_ascii_whitespace()
    });
    raw_string(&kept.collect::<String>()).parse().ok()
}
