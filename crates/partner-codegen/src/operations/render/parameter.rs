//! Parameters as fields, arguments and statements.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::operations::model::{Parameter, ParameterType, Place};
use crate::prose;
use crate::render::docs;

use super::path;

/// The name of the field.
pub(super) fn field(parameter: &Parameter) -> Ident {
    format_ident!("{}", parameter.field)
}

/// The type of the value.
pub(super) fn ty(ty: &ParameterType) -> TokenStream {
    match ty {
        ParameterType::String => quote! { String },
        ParameterType::Integer => quote! { Integer },
        ParameterType::Bool => quote! { bool },
        ParameterType::Named(named) => path(named),
        ParameterType::List(items) => {
            let items = self::ty(items);
            quote! { Vec<#items> }
        }
    }
}

/// The type of an argument that becomes the value, and the expression that makes it one.
pub(super) fn argument(parameter: &Parameter) -> (TokenStream, TokenStream) {
    let name = field(parameter);
    match &parameter.ty {
        ParameterType::List(items) => {
            let items = ty(items);
            let argument = quote! { impl IntoIterator<Item = impl Into<#items>> };
            (argument, quote! { #name.into_iter().map(Into::into).collect() })
        }
        other => {
            let other = ty(other);
            (quote! { impl Into<#other> }, quote! { #name.into() })
        }
    }
}

/// The field of a struct for it.
pub(super) fn declaration(parameter: &Parameter) -> TokenStream {
    let docs = docs::docs(&parameter.docs);
    let (name, ty) = (field(parameter), ty(&parameter.ty));
    let ty = if parameter.required {
        ty
    } else {
        quote! { Option<#ty> }
    };
    quote! { #docs pub #name: #ty }
}

/// The method that sets an optional one.
pub(super) fn setter(parameter: &Parameter) -> TokenStream {
    let summary = docs::text(&format!("Sets {}.", prose::code(&parameter.name)));
    let (name, with) = (field(parameter), format_ident!("with_{}", parameter.field));
    let (argument, value) = argument(parameter);
    quote! {
        #summary
        #[must_use]
        pub fn #with(mut self, #name: #argument) -> Self {
            self.#name = Some(#value);
            self
        }
    }
}

/// The statement that writes it into a request; `of` is the struct that has the field.
pub(super) fn write(parameter: &Parameter, of: &TokenStream) -> TokenStream {
    let (name, text) = (field(parameter), &parameter.name);
    let method = match parameter.place {
        Place::Path => return quote! { request.path(&#of.#name); },
        Place::Query => quote! { query },
        Place::Header => quote! { header },
    };
    let values = match (&parameter.ty, parameter.required, &parameter.default) {
        (_, false, Some(default)) => quote! { [#of.#name.as_deref().unwrap_or(#default)] },
        (ParameterType::List(_), true, _) => quote! { &#of.#name },
        (_, true, _) => quote! { [&#of.#name] },
        (ParameterType::List(_), false, None) => quote! { #of.#name.iter().flatten() },
        (_, false, None) => quote! { &#of.#name },
    };
    quote! { request.#method(#text, #values); }
}

/// The line of a `Debug` implementation for it.
pub(super) fn debug(parameter: &Parameter) -> TokenStream {
    let (name, text) = (field(parameter), &parameter.field);
    match (parameter.personal, parameter.required) {
        (true, true) => quote! { .field(#text, &format_args!("[redacted]")) },
        (true, false) => quote! {
            .field(#text, &self.#name.as_ref().map(|_| format_args!("[redacted]")))
        },
        (false, _) => quote! { .field(#text, &self.#name) },
    }
}
