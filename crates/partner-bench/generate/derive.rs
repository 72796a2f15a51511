//! What somebody would write by hand with serde's derive, for the same types.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use partner_codegen::model::{Field, Item, ItemKind, Model, Struct, Type};

/// The types, with a map for unknown members or without.
#[must_use]
pub fn types(model: &Model, flatten: bool) -> TokenStream {
    let items =
        model.modules.iter().flat_map(|module| &module.items).map(|item| item_of(item, flatten));
    quote! {
        use serde::{Deserialize, Serialize};
        use std::collections::BTreeMap;

        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(untagged)]
        pub enum NumberOrString {
            Number(f64),
            String(String),
        }

        #(#items)*
    }
}

fn item_of(item: &Item, flatten: bool) -> TokenStream {
    let name = format_ident!("{}", item.name);
    match &item.kind {
        ItemKind::Struct(structure) => structure_of(item, structure, flatten),
        ItemKind::OpenEnum(set) => {
            let variants = set.variants.iter().map(|variant| {
                let (name, text) = (format_ident!("{}", variant.name), &variant.text);
                quote! { #[serde(rename = #text)] #name }
            });
            quote! {
                #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
                pub enum #name { #(#variants,)* #[serde(untagged)] Unknown(String) }
            }
        }
        ItemKind::Text => quote! {
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct #name(pub String);
        },
        ItemKind::Union(_) => quote! { pub type #name = serde_json::Value; },
        ItemKind::Alias(target) => {
            let target = ty(target);
            quote! { pub type #name = #target; }
        }
    }
}

fn structure_of(item: &Item, structure: &Struct, flatten: bool) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let parameters: Vec<_> =
        structure.parameters.iter().map(|parameter| format_ident!("{parameter}")).collect();
    let generics = (!parameters.is_empty()).then(|| quote! { <#(#parameters),*> });
    let fields = structure.fields.iter().map(field);
    let additional = structure.additional.iter().map(|(name, values)| {
        let (name, values) = (format_ident!("{name}"), ty(values));
        quote! { #[serde(flatten)] pub #name: BTreeMap<String, #values> }
    });
    let extra = (flatten && structure.additional.is_none()).then(|| {
        let name = format_ident!("{}", structure.extra);
        quote! { #[serde(flatten)] pub #name: BTreeMap<String, serde_json::Value> }
    });
    quote! {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct #name #generics { #(#fields,)* #(#additional,)* #extra }
    }
}

fn field(field: &Field) -> TokenStream {
    let (name, property) = (format_ident!("{}", field.name), &field.property);
    let ty = match &field.ty {
        Type::Nullable(inner) if !field.required => ty(inner),
        other => ty(other),
    };
    if field.required {
        quote! { #[serde(rename = #property)] pub #name: #ty }
    } else {
        quote! {
            #[serde(rename = #property, skip_serializing_if = "Option::is_none")]
            pub #name: Option<#ty>
        }
    }
}

fn ty(ty: &Type) -> TokenStream {
    match ty {
        // What derive would give a consumer: the text as it was sent.
        Type::Text | Type::DateTime | Type::JsonText(_) => quote! { String },
        Type::Bool => quote! { bool },
        Type::Integer => quote! { i64 },
        Type::Number => quote! { f64 },
        Type::NumberOrString => quote! { NumberOrString },
        Type::Raw | Type::Resource => quote! { serde_json::Value },
        Type::Parameter(name) => {
            let name = format_ident!("{name}");
            quote! { #name }
        }
        Type::Named(name, arguments) => {
            let name = format_ident!("{name}");
            let arguments: Vec<_> = arguments.iter().map(self::ty).collect();
            let arguments = (!arguments.is_empty()).then(|| quote! { <#(#arguments),*> });
            quote! { #name #arguments }
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
