//! The body of a request, as a field, an argument and a statement.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::operations::model::{Body, TypePath, ValueType};
use crate::render::docs;

fn field(body: &Body) -> Ident {
    format_ident!("{}", body.field)
}

fn ty(body: &Body) -> TokenStream {
    body.ty.as_ref().map_or_else(|| quote! { Vec<u8> }, super::value)
}

/// The type of the models that it is.
pub(super) fn path(body: &Body) -> Option<&TypePath> {
    body.ty.as_ref()?.path()
}

/// The field of a struct for it.
pub(super) fn declaration(body: &Body) -> TokenStream {
    let (name, ty, docs) = (field(body), ty(body), docs::text(&body.description));
    quote! { #docs pub #name: #ty, }
}

/// The argument that becomes it.
pub(super) fn argument(body: &Body) -> TokenStream {
    let (name, ty) = (field(body), ty(body));
    if is_given(body) {
        quote! { #name: #ty }
    } else {
        quote! { #name: impl Into<#ty> }
    }
}

/// The member of a struct expression.
pub(super) fn value(body: &Body) -> TokenStream {
    let name = field(body);
    if is_given(body) {
        quote! { #name, }
    } else {
        quote! { #name: #name.into(), }
    }
}

/// Whether the argument is the value itself.
fn is_given(body: &Body) -> bool {
    matches!(body.ty, Some(ValueType::Named(_) | ValueType::List(_)))
}

/// The line of a `Debug` implementation for it.
pub(super) fn debug(body: &Body) -> TokenStream {
    let (name, text) = (field(body), &body.field);
    if body.ty.is_some() {
        quote! { .field(#text, &self.#name) }
    } else {
        quote! { .field(#text, &format_args!("[{} bytes]", self.#name.len())) }
    }
}

/// The statement that writes it into a request.
pub(super) fn write(body: &Body) -> TokenStream {
    let (name, media) = (field(body), &body.media);
    match (&body.ty, body.is_form) {
        (None, _) => quote! { request.body(#media, self.#name.clone()); },
        (Some(_), true) => quote! { request.form(&partner_models::to_vec(&self.#name)); },
        (Some(_), false) => {
            quote! { request.body(#media, partner_models::to_vec(&self.#name)); }
        }
    }
}
