//! The `mod.rs` files, and where the chains begin.

use quote::{format_ident, quote};

use crate::operations::model::Api;
use crate::render::RenderedFile;

use super::tree::{Node, client_name, module};
use super::{client, file, imports};

pub(super) fn files(api: &Api, nodes: &[Node<'_>]) -> [RenderedFile; 4] {
    [root(), operations(api), clients(nodes), entry(nodes)]
}

fn root() -> RenderedFile {
    file(
        "mod.rs",
        quote! {
            //! Everything that `schemas/openapi.json` says.

            mod call_options;
            #[cfg(feature = "client")]
            pub mod clients;
            pub mod operations;

            pub use call_options::CallOptions;
        },
    )
}

fn operations(api: &Api) -> RenderedFile {
    let modules: Vec<_> =
        api.operations.iter().map(|operation| format_ident!("{}", operation.module)).collect();
    let types = api.operations.iter().map(|operation| {
        let name = &operation.type_name;
        let (ty, options) = (format_ident!("{name}"), format_ident!("{name}Options"));
        quote! { #ty, #options }
    });
    file(
        "operations/mod.rs",
        quote! {
            //! The operations, each with its parameters and without a client: see [`Operation`](crate::Operation).

            #(mod #modules;)*
            #(pub use #modules::{#types};)*
        },
    )
}

fn clients(nodes: &[Node<'_>]) -> RenderedFile {
    let below = || nodes.iter().filter(|node| !node.links.is_empty());
    let modules: Vec<_> = below().map(|node| format_ident!("{}", module(node.links))).collect();
    let types = below().map(|node| format_ident!("{}", client_name(node.links)));
    file(
        "clients/mod.rs",
        quote! {
            //! The sub-clients, as [`PartnerClient`](crate::PartnerClient) leads to them.

            mod entry;
            #(mod #modules;)*
            #(pub use #modules::#types;)*
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
