//! Parameters as fields, arguments and statements.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::operations::model::{Parameter, ParameterType, Place, Step};
use crate::prose;
use crate::render::docs;

use super::{path, value};

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
        ParameterType::File => quote! { crate::Upload },
        ParameterType::Json(json) => value(json),
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
    let what = prose::first_sentence(&parameter.docs.description);
    let summary = format!("Sets {}. {what}", prose::code(&parameter.name));
    let summary = docs::text(summary.trim_end());
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
/// `body` is the field that has the body.
pub(super) fn write(parameter: &Parameter, of: &TokenStream, body: Option<&Ident>) -> TokenStream {
    let (name, text) = (field(parameter), &parameter.name);
    let method = match parameter.place {
        Place::Path => return quote! { request.path(&#of.#name); },
        Place::Query => quote! { query },
        Place::Header => quote! { header },
        Place::Part if parameter.ty == ParameterType::File => quote! { file },
        Place::Part => quote! { part },
    };
    if let Some(fixed) = &parameter.fixed {
        return quote! { request.#method(#text, [#fixed]); };
    }
    if let Some(taken) = parameter.from.as_deref().and_then(|steps| taken(steps, body?)) {
        return quote! {
            request.#method(#text, #of.#name.as_deref().or_else(|| #taken));
        };
    }
    let values = match (&parameter.ty, parameter.required, &parameter.default) {
        (ParameterType::Json(_), true, _) => quote! { [partner_models::to_string(&#of.#name)] },
        (ParameterType::Json(_), false, _) => {
            quote! { #of.#name.as_ref().map(|value| partner_models::to_string(value)) }
        }
        (_, false, Some(default)) => quote! { [#of.#name.as_deref().unwrap_or(#default)] },
        (ParameterType::List(_), true, _) => quote! { &#of.#name },
        (_, true, _) => quote! { [&#of.#name] },
        (ParameterType::List(_), false, None) => quote! { #of.#name.iter().flatten() },
        (_, false, None) => quote! { &#of.#name },
    };
    quote! { request.#method(#text, #values); }
}

/// The text that is a part of the body, if it is there and not empty.
fn taken(steps: &[Step], body: &Ident) -> Option<TokenStream> {
    let (last, way) = steps.split_last()?;
    let mut value = quote! { self.#body };
    for step in way.iter().chain([last]) {
        let field = format_ident!("{}", step.field);
        let there = (!step.required).then(|| quote! { .as_ref()? });
        value = quote! { #value.#field #there };
    }
    let value = if last.required {
        quote! { &*#value }
    } else {
        quote! { &**#value }
    };
    Some(quote! { Some(#value).filter(|text| !text.is_empty()) })
}

/// What makes a struct `Debug` that has these parameters, and these fields besides: a trait to be derived, or an
/// implementation if a parameter is personal, or a field shows itself in another way.
pub(super) fn debug_of<'a>(
    name: &Ident,
    parameters: impl Iterator<Item = &'a Parameter>,
    others: &[TokenStream],
    derivable: bool,
) -> (Option<TokenStream>, Option<TokenStream>) {
    let parameters: Vec<_> = parameters.collect();
    if derivable && parameters.iter().all(|parameter| !parameter.personal) {
        return (Some(quote! { Debug, }), None);
    }
    let (text, lines) = (name.to_string(), parameters.into_iter().map(debug));
    let implementation = quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#text) #(#lines)* #(#others)* .finish()
            }
        }
    };
    (None, Some(implementation))
}

/// The line of a `Debug` implementation for it.
fn debug(parameter: &Parameter) -> TokenStream {
    let (name, text) = (field(parameter), &parameter.field);
    match (parameter.personal, parameter.required) {
        (true, true) => quote! { .field(#text, &format_args!("[redacted]")) },
        (true, false) => quote! {
            .field(#text, &self.#name.as_ref().map(|_| format_args!("[redacted]")))
        },
        (false, _) => quote! { .field(#text, &self.#name) },
    }
}
