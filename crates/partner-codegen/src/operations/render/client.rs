//! A sub-client: the identifiers given so far, and where to go from here.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::operations::model::{Examples, Operation, Output, ParameterType, Shape};
use crate::render::RenderedFile;

use super::operation::{documentation, required};
use super::tree::{Node, client_name, module};
use super::{answer, body, example, imports, paragraphs, parameter};

/// The file of the sub-clients that begin with one link.
pub(super) fn file(nodes: &[&Node<'_>], examples: &Examples) -> RenderedFile {
    let clients = nodes.iter().map(|node| client(node, examples));
    let operations = || nodes.iter().flat_map(|node| &node.operations).copied();
    let (used, options) = operation_types(operations());
    let uses_pager = operations().any(|operation| operation.output.is_paged());
    let uses_download = operations().any(|operation| operation.output.is_file());
    let is_other = |output: &Output| !output.is_paged() && !output.is_file();
    let uses_response = operations().any(|operation| is_other(&operation.output));
    let response = uses_response.then(|| quote! { Response, });
    let pager = uses_pager.then(|| quote! { Pager, });
    let download = uses_download.then(|| quote! { Download, });
    let answers = operations().filter_map(answer::enum_name);
    let results = operations().next().map(|_| {
        quote! {
            use crate::Error;
            use crate::client::{#download #pager #response};
            use crate::operations::{#(#used, #options,)* #(#answers,)*};
        }
    });
    let models = imports(
        operations().flat_map(|operation| {
            // What is one of several is named by its enum.
            let answers =
                operation.output.types().filter(|_| operation.output.shape != Shape::Either);
            operation.body.iter().filter_map(body::path).chain(answers)
        }),
        nodes
            .iter()
            .flat_map(|node| node.parameters)
            .chain(operations().flat_map(required))
            .chain(nodes.iter().flat_map(|node| &node.children).filter_map(|(_, taken)| *taken)),
    );
    super::file(
        &format!("clients/{}.rs", module(nodes[0].links)),
        None,
        quote! {
            #models
            use crate::PartnerClient;
            #results

            #(#clients)*
        },
    )
}

/// A sub-client.
fn client(node: &Node<'_>, examples: &Examples) -> TokenStream {
    let name = format_ident!("{}", client_name(node.links));
    let docs = paragraphs([format!("`{}`: {}.", chain(node), contents(node)).as_str()]);
    let names: Vec<_> = node.parameters.iter().map(parameter::field).collect();
    let types: Vec<_> = node.parameters.iter().map(|one| parameter::ty(&one.ty)).collect();
    let (derived, debug) = parameter::debug_of(&name, node.parameters.iter(), &[], true);
    let children = children(node);
    let operations = node.operations.iter().map(|operation| method(operation, node, examples));
    quote! {
        #docs
        #[derive(Clone, #derived)]
        pub struct #name {
            client: PartnerClient,
            #(#names: #types,)*
        }

        impl #name {
            pub(crate) fn new(client: PartnerClient, #(#names: #types,)*) -> Self {
                Self { client, #(#names,)* }
            }
            #children
            #(#operations)*
        }

        #debug
    }
}

/// The methods that lead to other sub-clients.
pub(super) fn children(node: &Node<'_>) -> TokenStream {
    let of_client = node.links.is_empty();
    let client = if of_client {
        quote! { self.clone() }
    } else {
        quote! { self.client.clone() }
    };
    let given: Vec<_> = node.parameters.iter().map(parameter::field).collect();
    let methods = node.children.iter().map(|(links, taken)| {
        let name = format_ident!("{}", links[links.len() - 1].name);
        let child = client_name(links);
        let ident = format_ident!("{child}");
        // The client's own methods are in a file of their own.
        let ty = if of_client {
            quote! { super::#ident }
        } else {
            quote! { #ident }
        };
        let to = format!("Returns the [`{child}`](crate::clients::{child}).");
        let docs = paragraphs(
            [to.as_str()].into_iter().chain(taken.iter().map(|one| one.docs.description.as_str())),
        );
        let (argument, value) = taken
            .map(|one| {
                let (field, (argument, value)) = (parameter::field(one), parameter::argument(one));
                (quote! { #field: #argument }, quote! { #value, })
            })
            .unzip();
        quote! {
            #docs
            #[must_use]
            pub fn #name(&self, #argument) -> #ty {
                #ty::new(#client, #(self.#given.clone(),)* #value)
            }
        }
    });
    quote! { #(#methods)* }
}

/// The types of operations and options that the methods name.
fn operation_types<'a>(
    operations: impl Iterator<Item = &'a Operation>,
) -> (Vec<proc_macro2::Ident>, Vec<proc_macro2::Ident>) {
    operations
        .map(|operation| {
            let name = &operation.type_name;
            (format_ident!("{name}"), format_ident!("{name}Options"))
        })
        .unzip()
}

fn method(operation: &Operation, node: &Node<'_>, examples: &Examples) -> TokenStream {
    let docs = documentation(operation);
    let example = example::example(operation, node, examples);
    let name = format_ident!("{}", operation.chain.method);
    let (ty, options) =
        (format_ident!("{}", operation.type_name), format_ident!("{}Options", operation.type_name));
    let output = answer::output(operation);
    let further: Vec<_> = required(operation).skip(node.parameters.len()).collect();
    let arguments = further.iter().map(|one| {
        let (name, (argument, _)) = (parameter::field(one), parameter::argument(one));
        quote! { #name: #argument, }
    });
    let given = node.parameters.iter().map(|one| {
        let field = parameter::field(one);
        // A value that is copied needs no clone.
        if one.ty == ParameterType::Bool {
            quote! { self.#field, }
        } else {
            quote! { self.#field.clone(), }
        }
    });
    let passed = further.iter().map(|one| {
        let name = parameter::field(one);
        quote! { #name, }
    });
    let body = operation.body.as_ref().map(|body| {
        let (name, argument) = (format_ident!("{}", body.field), body::argument(body));
        (quote! { #argument, }, quote! { #name, })
    });
    let (body_argument, body_value) = body.unwrap_or_default();
    let signature = quote! {
        (&self, #(#arguments)* #body_argument options: impl Into<Option<#options>>)
    };
    let make = quote! {
        #ty::new(#(#given)* #(#passed)* #body_value)
            .with_options(options.into().unwrap_or_default())
    };
    let errors = quote! {
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = ""]
    };
    if operation.output.is_paged() {
        quote! {
            #docs
            #[doc = ""]
            #[doc = " The pager asks for page after page until there is no next one: see [`Pager`]."]
            #errors
            #[doc = " If the operation does not exist for this sign-in or in this cloud. The"]
            #[doc = " errors of the pager contain an [`Error`]."]
            #example
            pub fn #name #signature -> Result<Pager<#output>, Error> {
                self.client.pages(#make)
            }
        }
    } else if operation.output.is_file() {
        let maybe = operation.output.shape == Shape::Maybe;
        let (send, ty) = if maybe {
            (quote! { download_if_any }, quote! { Option<Download> })
        } else {
            (quote! { download }, quote! { Download })
        };
        quote! {
            #docs
            #[doc = ""]
            #[doc = " The file comes as a stream, piece by piece: see [`Download`]."]
            #errors
            #[doc = " If no answer comes, or the answer is no success or no such file: see [`Error`]."]
            #example
            pub async fn #name #signature -> Result<#ty, Error> {
                self.client.#send(#make).await
            }
        }
    } else {
        quote! {
            #docs
            #errors
            #[doc = " If no answer comes, or the answer is no success or can't be read: see [`Error`]."]
            #example
            pub async fn #name #signature -> Result<Response<#output>, Error> {
                self.client.call(#make).await
            }
        }
    }
}

/// `customer(…).users()`
fn chain(node: &Node<'_>) -> String {
    let parts = node.links.iter().map(|link| {
        let argument = if link.parameter.is_some() { "…" } else { "" };
        format!("{}({argument})", link.name)
    });
    parts.collect::<Vec<_>>().join(".")
}

/// What a sub-client has, as links.
fn contents(node: &Node<'_>) -> String {
    let operations = node.operations.iter().map(|operation| &operation.chain.method);
    let children = node.children.iter().map(|(links, _)| &links[links.len() - 1].name);
    let all = operations.chain(children).map(|name| format!("[`{name}`](Self::{name})"));
    all.collect::<Vec<_>>().join(", ")
}
