//! Structs: the fields, how one is made, and its serde impls.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Field, Item, Struct, Type};
use crate::prose;
use crate::render::{Impls, article, debug, docs, generic_name, object, read, ty, write};

/// A struct with everything that belongs to it.
pub(super) fn structure(item: &Item, structure: &Struct, impls: Impls) -> TokenStream {
    let docs = docs::docs(&item.docs);
    let name = format_ident!("{}", item.name);
    let full = ty::ty(&generic_name(&item.name, &structure.parameters));
    let parameters: Vec<_> =
        structure.parameters.iter().map(|parameter| format_ident!("{parameter}")).collect();
    let generics = (!parameters.is_empty()).then(|| quote! { <#(#parameters),*> });
    let fields = structure.fields.iter().map(|field| {
        let docs = docs::docs(&field.docs);
        let name = format_ident!("{}", field.name);
        let ty = ty::field(field);
        quote! { #docs pub #name: #ty }
    });
    let additional = structure.additional.iter().map(|(name, values)| {
        let name = format_ident!("{name}");
        let values = ty::ty(values);
        quote! {
            /// The values under every other name.
            pub #name: BTreeMap<String, #values>
        }
    });
    let extra = format_ident!("{}", structure.extra);
    let spelling = structure.spelling.iter().map(|name| {
        let name = format_ident!("{name}");
        quote! { #name: Spelling }
    });
    let constructor = constructor(item, structure);
    let default = default(&full, generics.as_ref(), structure);
    let setters = structure.fields.iter().filter(|field| !field.required).map(setter);
    let lists =
        structure.fields.iter().filter(|field| has_accessor(field, structure)).map(accessor);
    let debug = debug::derived(item);
    let debug_impl = debug::of_struct(item, structure);
    let impls = if impls == Impls::All && object::of(item).is_some() {
        object::impls(item, structure)
    } else {
        let read = read::deserialize(item, structure);
        let write = write::serialize(item, structure);
        quote! { #read #write }
    };
    quote! {
        #docs
        #[derive(Clone, #debug PartialEq)]
        #[non_exhaustive]
        pub struct #name #generics {
            #(#fields,)*
            #(#additional,)*
            /// What was sent beyond these properties, and the explicit nulls among them.
            pub #extra: Extra,
            #(#spelling,)*
        }

        impl #generics #full {
            #constructor
            #(#setters)*
            #(#lists)*
        }

        #default
        #debug_impl
        #impls
    }
}

fn constructor(item: &Item, structure: &Struct) -> TokenStream {
    let required: Vec<_> = structure.fields.iter().filter(|field| field.required).collect();
    let summary = docs::text(&if required.is_empty() {
        format!("Makes {} `{}` without any property.", article(&item.name), item.name)
    } else {
        format!("Makes {} `{}` of what it can't be without.", article(&item.name), item.name)
    });
    let arguments = required.iter().map(|field| {
        let name = format_ident!("{}", field.name);
        match &field.ty {
            Type::Nullable(_) => {
                let ty = ty::ty(&field.ty);
                quote! { #name: #ty }
            }
            other => {
                let ty = ty::ty(unboxed(other));
                quote! { #name: impl Into<#ty> }
            }
        }
    });
    let fields = structure.fields.iter().map(|field| {
        let name = format_ident!("{}", field.name);
        match &field.ty {
            _ if !field.required => quote! { #name: None },
            Type::Nullable(_) => quote! { #name },
            Type::Boxed(_) => quote! { #name: Box::new(#name.into()) },
            _ => quote! { #name: #name.into() },
        }
    });
    let additional = structure.additional.iter().map(|(name, _)| {
        let name = format_ident!("{name}");
        quote! { #name: BTreeMap::new() }
    });
    let extra = format_ident!("{}", structure.extra);
    let spelling = structure.spelling.iter().map(|name| format_ident!("{name}"));
    quote! {
        #summary
        #[must_use]
        pub fn new(#(#arguments),*) -> Self {
            Self {
                #(#fields,)*
                #(#additional,)*
                #extra: Extra::default(),
                #(#spelling: Spelling::default(),)*
            }
        }
    }
}

fn default(full: &TokenStream, generics: Option<&TokenStream>, structure: &Struct) -> TokenStream {
    if structure.fields.iter().any(|field| field.required) {
        return TokenStream::new();
    }
    quote! {
        impl #generics Default for #full {
            fn default() -> Self {
                Self::new()
            }
        }
    }
}

fn setter(field: &Field) -> TokenStream {
    let name = format_ident!("{}", field.name);
    let setter = format_ident!("with_{}", field.name);
    let value = ty::value(&field.ty);
    let ty = ty::ty(unboxed(&value));
    let converted = if matches!(value, Type::Boxed(_)) {
        quote! { Box::new(#name.into()) }
    } else {
        quote! { #name.into() }
    };
    let summary = docs::text(&format!("Sets {}.", prose::code(&field.property)));
    quote! {
        #summary
        #[must_use]
        pub fn #setter(mut self, #name: impl Into<#ty>) -> Self {
            self.#name = Some(#converted);
            self
        }
    }
}

fn unboxed(ty: &Type) -> &Type {
    match ty {
        Type::Boxed(inner) => inner,
        other => other,
    }
}

/// An optional list can be looked at as a slice, where no other method has the name.
fn has_accessor(field: &Field, structure: &Struct) -> bool {
    let is_setter = |of: &str| structure.fields.iter().any(|other| other.name == of);
    let taken = field.name == "new" || field.name.strip_prefix("with_").is_some_and(is_setter);
    !field.required && !taken && matches!(ty::value(&field.ty), Type::List(_))
}

fn accessor(field: &Field) -> TokenStream {
    let Type::List(items) = ty::value(&field.ty) else { return TokenStream::new() };
    let name = format_ident!("{}", field.name);
    let items = ty::ty(&items);
    let summary =
        docs::text(&format!("The {}; none where they are absent.", prose::code(&field.property)));
    quote! {
        #summary
        #[must_use]
        pub fn #name(&self) -> &[#items] {
            self.#name.as_deref().unwrap_or_default()
        }
    }
}
