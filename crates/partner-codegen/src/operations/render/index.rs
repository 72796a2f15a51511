//! The `mod.rs` files, and where the chains begin.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::operations::model::{Api, Operation};
use crate::render::RenderedFile;

use super::tree::{self, Node, by_root, client_name};
use super::{answer, client, file, imports};

pub(super) fn files(api: &Api, nodes: &[Node<'_>]) -> Vec<RenderedFile> {
    let families: BTreeSet<&str> =
        api.operations.iter().filter_map(|operation| operation.family.as_deref()).collect();
    let mut files = vec![root(&families), operations(api), clients(nodes), entry(nodes)];
    files.extend(families.into_iter().map(|name| family(api, name)));
    files
}

fn root(families: &BTreeSet<&str>) -> RenderedFile {
    let families = families.iter().map(|family| module(family));
    file(
        "mod.rs",
        None,
        quote! {
            //! Everything that `schemas/openapi.json` and the `operations.json` of the families say.

            mod call_options;
            #[cfg(feature = "client")]
            pub mod clients;
            mod envelopes;
            #(mod #families;)*
            pub mod operations;

            pub use call_options::CallOptions;
        },
    )
}

/// The name of a family as a module.
fn module(family: &str) -> Ident {
    format_ident!("{}", family.to_snake_case())
}

/// The modules of operations, and their types.
fn modules<'a>(operations: impl Iterator<Item = &'a Operation>) -> TokenStream {
    let (modules, types): (Vec<_>, Vec<_>) = operations
        .map(|operation| (format_ident!("{}", operation.module), types(operation)))
        .unzip();
    quote! {
        #(mod #modules;)*
        #(pub use #modules::{#types};)*
    }
}

fn types(operation: &Operation) -> TokenStream {
    let name = &operation.type_name;
    let (ty, options) = (format_ident!("{name}"), format_ident!("{name}Options"));
    let answer = answer::enum_name(operation).map(|answer| quote! { , #answer });
    quote! { #ty, #options #answer }
}

fn operations(api: &Api) -> RenderedFile {
    let own = modules(api.operations.iter().filter(|operation| operation.family.is_none()));
    let of_families = api.operations.iter().filter_map(|operation| {
        let (family, types) = (module(operation.family.as_deref()?), types(operation));
        Some(quote! { pub use super::#family::{#types}; })
    });
    file(
        "operations/mod.rs",
        None,
        quote! {
            //! The operations, each with its parameters and without a client: see [`Operation`](crate::Operation).

            #own
            #(#of_families)*
        },
    )
}

fn family(api: &Api, name: &str) -> RenderedFile {
    let docs = format!(" The operations of `{name}`.");
    let modules = modules(api.operations.iter().filter(|it| it.family.as_deref() == Some(name)));
    file(
        &format!("{}/mod.rs", name.to_snake_case()),
        Some(name),
        quote! { #![doc = #docs] #modules },
    )
}

fn clients(nodes: &[Node<'_>]) -> RenderedFile {
    let (modules, types): (Vec<_>, Vec<_>) = by_root(nodes)
        .map(|nodes| {
            let types = nodes.iter().map(|node| format_ident!("{}", client_name(node.links)));
            (format_ident!("{}", tree::module(nodes[0].links)), quote! { #(#types),* })
        })
        .unzip();
    file(
        "clients/mod.rs",
        None,
        quote! {
            //! The sub-clients, as [`PartnerClient`](crate::PartnerClient) leads to them.

            mod entry;
            #(mod #modules;)*
            #(pub use #modules::{#types};)*
        },
    )
}

/// Where the chains begin.
fn entry(nodes: &[Node<'_>]) -> RenderedFile {
    let root = || nodes.iter().filter(|node| node.links.is_empty());
    let methods = root().map(client::children);
    let taken = root().flat_map(|node| node.children.iter().filter_map(|(_, taken)| *taken));
    let models = imports(std::iter::empty(), taken);
    file(
        "clients/entry.rs",
        None,
        quote! {
            #models
            use crate::PartnerClient;

            /// Where the chains begin.
            impl PartnerClient {
                #(#methods)*
            }
        },
    )
}
