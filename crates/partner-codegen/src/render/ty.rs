//! Types as they are written.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Field, Type};

/// A type.
pub(super) fn ty(ty: &Type) -> TokenStream {
    match ty {
        Type::Text => quote! { Text },
        Type::DateTime => quote! { DateTime },
        Type::Bool => quote! { bool },
        Type::Integer => quote! { Integer },
        Type::Number => quote! { Number },
        Type::NumberOrString => quote! { NumberOrString },
        Type::JsonText(inner) => {
            let inner = self::ty(inner);
            quote! { JsonText<#inner> }
        }
        Type::Resource => quote! { Resource },
        Type::Raw => quote! { RawJson },
        Type::Parameter(name) => {
            let name = format_ident!("{name}");
            quote! { #name }
        }
        Type::Named(name, arguments) => {
            let name = format_ident!("{name}");
            let arguments = arguments.iter().map(self::ty);
            if arguments.len() == 0 {
                quote! { #name }
            } else {
                quote! { #name<#(#arguments),*> }
            }
        }
        Type::List(inner) => {
            let inner = self::ty(inner);
            quote! { Vec<#inner> }
        }
        Type::Map(inner) => {
            let inner = self::ty(inner);
            quote! { BTreeMap<String, #inner> }
        }
        Type::Boxed(inner) => {
            let inner = self::ty(inner);
            quote! { Box<#inner> }
        }
        Type::Nullable(inner) => {
            let inner = self::ty(inner);
            quote! { Option<#inner> }
        }
    }
}

/// The type of a field: absent and null are the same to it where the property is optional, and the
/// `extra` of the struct tells them apart.
pub(super) fn field(field: &Field) -> TokenStream {
    if field.required {
        ty(&field.ty)
    } else {
        let value = ty(&value(&field.ty));
        quote! { Option<#value> }
    }
}

/// The type of a field's value, where there is one.
pub(super) fn value(ty: &Type) -> Type {
    match ty {
        Type::Nullable(inner) => value(inner),
        Type::Boxed(inner) => Type::Boxed(Box::new(value(inner))),
        other => other.clone(),
    }
}

/// The modules of `support` that the type names, with the name.
pub(super) fn support(ty: &Type) -> Vec<&'static str> {
    match ty {
        Type::Integer => vec!["number::Integer"],
        Type::Number => vec!["number::Number"],
        Type::NumberOrString => vec!["number_or_string::NumberOrString"],
        Type::Raw => vec!["raw::RawJson"],
        Type::Text => vec!["text::Text"],
        Type::DateTime => vec!["date::DateTime"],
        Type::List(inner) | Type::Map(inner) | Type::Boxed(inner) | Type::Nullable(inner) => {
            support(inner)
        }
        Type::JsonText(inner) => support(inner),
        Type::Named(_, arguments) => arguments.iter().flat_map(support).collect(),
        Type::Bool | Type::Resource | Type::Parameter(_) => vec![],
    }
}

/// Whether the type has JSON in a string.
pub(super) fn has_json_text(ty: &Type) -> bool {
    match ty {
        Type::JsonText(_) => true,
        Type::List(inner) | Type::Map(inner) | Type::Boxed(inner) | Type::Nullable(inner) => {
            has_json_text(inner)
        }
        Type::Named(_, arguments) => arguments.iter().any(has_json_text),
        _ => false,
    }
}

/// Whether the type names the enum of all resources.
pub(super) fn has_resource(ty: &Type) -> bool {
    match ty {
        Type::Resource => true,
        Type::List(inner)
        | Type::Map(inner)
        | Type::Boxed(inner)
        | Type::Nullable(inner)
        | Type::JsonText(inner) => has_resource(inner),
        Type::Named(_, arguments) => arguments.iter().any(has_resource),
        _ => false,
    }
}

/// Whether the type has a parameter in it.
pub(super) fn has_parameter(ty: &Type) -> bool {
    match ty {
        Type::Parameter(_) => true,
        Type::Map(inner) | Type::List(inner) | Type::Boxed(inner) | Type::Nullable(inner) => {
            has_parameter(inner)
        }
        Type::Named(_, arguments) => arguments.iter().any(has_parameter),
        _ => false,
    }
}

/// Whether the type names a map.
pub(super) fn has_map(ty: &Type) -> bool {
    match ty {
        Type::Map(_) => true,
        Type::List(inner) | Type::Boxed(inner) | Type::Nullable(inner) | Type::JsonText(inner) => {
            has_map(inner)
        }
        Type::Named(_, arguments) => arguments.iter().any(has_map),
        _ => false,
    }
}
