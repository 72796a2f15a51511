//! An operation without a client: what its request says and what its answer is.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::operations::model::{Operation, Parameter, Server, SignIn};
use crate::render::RenderedFile;

use super::{answer, body, imports, options, paragraphs, parameter};

/// The file of an operation.
pub(super) fn file(operation: &Operation) -> RenderedFile {
    let (structure, options, implementation) =
        (structure(operation), options::options(operation), implementation(operation));
    let (either, follows) = (answer::either(operation), follows(operation));
    let paths = operation.body.iter().filter_map(body::path).chain(operation.output.types());
    let parameters = operation.path_parameters.iter().chain(&operation.options);
    let models = imports(paths, parameters);
    super::file(
        &format!("{}/{}.rs", super::folder(operation), operation.module),
        operation.family.as_deref(),
        quote! {
            #models
            use crate::{
                Answer, CallOptions, CloudName, Description, Error, Limits, Operation, SignIn,
            };
            use crate::request::RequestParts;

            #structure
            #follows
            #options
            #either
            #implementation
        },
    )
}

/// What `new` takes, besides the body: what a request makes no sense without.
pub(super) fn required(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    let others = operation.options.iter().filter(|one| one.required && one.fixed.is_none());
    operation.path_parameters.iter().chain(others)
}

/// The documentation of an operation.
pub(super) fn documentation(operation: &Operation) -> TokenStream {
    let summary = format!("{}.", operation.summary.trim_end_matches('.'));
    let request = format!("`{} {}`", operation.method, operation.path);
    let deprecated = operation.docs.deprecated.then(|| quote! { #[deprecated] });
    let texts = [summary.as_str(), operation.docs.description.as_str(), request.as_str()];
    let docs = paragraphs(texts.into_iter().chain(operation.docs.notes.iter().map(String::as_str)));
    quote! { #docs #deprecated }
}

fn structure(operation: &Operation) -> TokenStream {
    let docs = documentation(operation);
    let name = format_ident!("{}", operation.type_name);
    let options = format_ident!("{}Options", operation.type_name);
    let declarations = required(operation).map(parameter::declaration);
    let arguments = required(operation).map(|one| {
        let (name, (argument, _)) = (parameter::field(one), parameter::argument(one));
        quote! { #name: #argument }
    });
    let values = required(operation).map(|one| {
        let (name, (_, value)) = (parameter::field(one), parameter::argument(one));
        quote! { #name: #value }
    });
    let body = operation.body.as_ref();
    let body_field = body.map(body::declaration);
    let body_argument = body.map(body::argument);
    let body_value = body.map(body::value);
    let others: Vec<_> = body
        .map(body::debug)
        .into_iter()
        .chain([quote! { .field("options", &self.options) }])
        .collect();
    // Bytes are not shown.
    let derivable = body.is_none_or(|body| body.ty.is_some());
    let (derived, debug) = parameter::debug_of(&name, required(operation), &others, derivable);
    quote! {
        #docs
        #[derive(Clone, #derived PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#declarations,)*
            #body_field
            /// The optional parameters.
            pub options: #options,
        }

        impl #name {
            /// Creates a request without options.
            #[must_use]
            pub fn new(#(#arguments,)* #body_argument) -> Self {
                Self { #(#values,)* #body_value options: #options::new() }
            }
            /// Sets the options.
            #[must_use]
            pub fn with_options(mut self, options: impl Into<#options>) -> Self {
                self.options = options.into();
                self
            }
        }

        #debug
    }
}

fn implementation(operation: &Operation) -> TokenStream {
    let name = format_ident!("{}", operation.type_name);
    let output = answer::output(operation);
    let (id, template) = (&operation.id, &operation.path);
    let method = format_ident!("{}", operation.method);
    let sign_in = operation.sign_in.iter().map(|way| match way {
        SignIn::AppUser => quote! { SignIn::AppUser },
        SignIn::AppOnly => quote! { SignIn::AppOnly },
    });
    let clouds = clouds(operation.clouds.as_deref());
    let servers = operation.servers.iter().map(server);
    let accept = answer::accept(&operation.output);
    let of_self = quote! { self };
    let of_options = quote! { self.options };
    let field = operation.body.as_ref().map(|body| format_ident!("{}", body.field));
    let writes = operation.path_parameters.iter().chain(&operation.options).map(|one| {
        parameter::write(one, if one.required { &of_self } else { &of_options }, field.as_ref())
    });
    let body = operation.body.as_ref().map(body::write);
    let reading = answer::reading(operation);
    quote! {
        impl Operation for #name {
            type Output = #output;

            const DESCRIPTION: Description = Description {
                id: #id,
                method: http::Method::#method,
                path: #template,
                accept: #accept,
                sign_in: &[#(#sign_in),*],
                clouds: #clouds,
                servers: &[#(#servers),*],
            };

            fn request(&self, endpoint: &str) -> Result<http::Request<Vec<u8>>, Error> {
                let mut request = RequestParts::new(Self::DESCRIPTION);
                #(#writes)*
                self.options.call.write(&mut request);
                #body
                request.finish(endpoint)
            }

            #reading

            fn call_mut(&mut self) -> &mut CallOptions {
                &mut self.options.call
            }
        }
    }
}

fn clouds(clouds: Option<&[&'static str]>) -> TokenStream {
    match clouds {
        None => quote! { CloudName::ALL },
        Some(names) => {
            let names = names.iter().map(|name| format_ident!("{name}"));
            quote! { &[#(CloudName::#names),*] }
        }
    }
}

fn server(server: &Server) -> TokenStream {
    let (url, scope, clouds) = (&server.url, &server.scope, clouds(server.clouds.as_deref()));
    quote! { crate::Server { url: #url, scope: #scope, clouds: #clouds } }
}

/// The functions that follow the addresses of answers.
fn follows(operation: &Operation) -> Option<TokenStream> {
    let name = format_ident!("{}", operation.type_name);
    let functions = operation.follows.iter().map(|follow| {
        let function = format_ident!("{}", follow.name);
        let to_name = crate::operations::names::type_name(&follow.to);
        let to = format_ident!("{to_name}");
        let target = format!(
            "Follows the `Location` of an answer to [`{to_name}`](crate::operations::{to_name})."
        );
        let docs = paragraphs([target.as_str(), follow.description.as_str()]);
        quote! {
            #docs
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = ""]
            #[doc = " [`Category::Unreadable`](crate::Category::Unreadable): the answer has no such header."]
            pub fn #function(
                headers: &http::HeaderMap,
            ) -> Result<crate::Follow<crate::operations::#to>, Error> {
                crate::Follow::location(headers)
            }
        }
    });
    let functions: Vec<_> = functions.collect();
    (!functions.is_empty()).then(|| quote! { impl #name { #(#functions)* } })
}
