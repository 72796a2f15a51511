//! An operation without a client: what its request says and what its answer is.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::operations::model::{Operation, Output, Parameter, SignIn};
use crate::render::{RenderedFile, docs};

use super::{imports, options, paragraphs, parameter, path};

/// The file of an operation.
pub(super) fn file(operation: &Operation) -> RenderedFile {
    let (structure, options, implementation) =
        (structure(operation), options::options(operation), implementation(operation));
    let paths = operation.body.iter().map(|body| &body.ty).chain(&operation.output.ty);
    let parameters = operation.path_parameters.iter().chain(&operation.options);
    let models = imports(paths, parameters);
    super::file(
        &format!("{}/{}.rs", super::folder(operation), operation.module),
        operation.family.as_deref(),
        quote! {
            use std::fmt;
            #models
            use crate::{CallOptions, CloudName, Description, Error, Limits, Operation, SignIn};
            use crate::request::RequestParts;

            #structure
            #options
            #implementation
        },
    )
}

/// What `new` takes, besides the body: what a request makes no sense without.
pub(super) fn required(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    let others = operation.options.iter().filter(|parameter| parameter.required);
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
    let debug = required(operation).map(parameter::debug);
    let body = operation.body.as_ref().map(|body| {
        let (name, ty) = (format_ident!("{}", body.field), path(&body.ty));
        let docs = docs::text(&body.description);
        let text = &body.field;
        (
            quote! { #docs pub #name: #ty, },
            quote! { #name: #ty, },
            quote! { #name, },
            quote! { .field(#text, &self.#name) },
        )
    });
    let (body_field, body_argument, body_value, body_debug) = body.unwrap_or_default();
    let name_text = &operation.type_name;
    quote! {
        #docs
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#declarations,)*
            #body_field
            /// What the request may say besides.
            pub options: #options,
        }

        impl #name {
            /// The request without options.
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

        impl fmt::Debug for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(#name_text) #(#debug)* #body_debug
                    .field("options", &self.options).finish()
            }
        }
    }
}

fn implementation(operation: &Operation) -> TokenStream {
    let name = format_ident!("{}", operation.type_name);
    let output = super::output(&operation.output);
    let (id, template) = (&operation.id, &operation.path);
    let method = format_ident!("{}", operation.method);
    let sign_in = operation.sign_in.iter().map(|way| match way {
        SignIn::AppUser => quote! { SignIn::AppUser },
        SignIn::AppOnly => quote! { SignIn::AppOnly },
    });
    let clouds = match &operation.clouds {
        None => quote! { CloudName::ALL },
        Some(names) => {
            let names = names.iter().map(|name| format_ident!("{name}"));
            quote! { &[#(CloudName::#names),*] }
        }
    };
    let of_self = quote! { self };
    let of_options = quote! { self.options };
    let writes = operation
        .path_parameters
        .iter()
        .chain(&operation.options)
        .map(|one| parameter::write(one, if one.required { &of_self } else { &of_options }));
    let body = operation.body.as_ref().map(|body| {
        let name = format_ident!("{}", body.field);
        quote! { request.body(partner_models::to_vec(&self.#name)); }
    });
    let check = (operation.output.is_list
        && !operation.output.paged
        && !operation.output.may_be_empty)
        .then(|| {
            quote! {
                fn check(answer: &Self::Output, headers: &http::HeaderMap) -> Result<(), String> {
                    crate::paging::whole(answer, headers)
                }
            }
        });
    let object_type = operation.output.object_type.as_ref().map(|object_type| {
        quote! { const OBJECT_TYPE: Option<&'static str> = Some(#object_type); }
    });
    let item_type = operation.output.item_type.as_ref().map(|item_type| {
        quote! { const ITEM_TYPE: Option<&'static str> = Some(#item_type); }
    });
    let reading = reading(&operation.output);
    quote! {
        impl Operation for #name {
            type Output = #output;

            const DESCRIPTION: Description = Description {
                id: #id,
                method: http::Method::#method,
                path: #template,
                sign_in: &[#(#sign_in),*],
                clouds: #clouds,
            };

            fn request(&self, endpoint: &str) -> Result<http::Request<Vec<u8>>, Error> {
                let mut request = RequestParts::new(Self::DESCRIPTION);
                #(#writes)*
                self.options.call.write(&mut request);
                #body
                request.finish(endpoint)
            }

            #object_type
            #item_type

            #reading

            #check

            fn call_mut(&mut self) -> &mut CallOptions {
                &mut self.options.call
            }
        }
    }
}

/// How an answer is read, and what it shows of what it is.
fn reading(output: &Output) -> TokenStream {
    match (&output.ty, output.may_be_empty) {
        (None, _) => quote! {
            fn read(_: &[u8], _: &Limits) -> Result<Self::Output, partner_models::Error> {
                Ok(crate::NoContent)
            }

            fn empty() -> Option<Self::Output> {
                Some(crate::NoContent)
            }
        },
        (Some(_), false) => quote! {
            fn read(body: &[u8], limits: &Limits) -> Result<Self::Output, partner_models::Error> {
                partner_models::from_slice_within(body, limits.answer_memory)
            }

            fn look(answer: &Self::Output, look: &mut partner_models::Look<'_>) {
                partner_models::ToJson::look(answer, look);
            }
        },
        (Some(_), true) => quote! {
            fn read(body: &[u8], limits: &Limits) -> Result<Self::Output, partner_models::Error> {
                partner_models::from_slice_within(body, limits.answer_memory).map(Some)
            }

            fn empty() -> Option<Self::Output> {
                Some(None)
            }

            fn look(answer: &Self::Output, look: &mut partner_models::Look<'_>) {
                if let Some(answer) = answer {
                    partner_models::ToJson::look(answer, look);
                }
            }
        },
    }
}
