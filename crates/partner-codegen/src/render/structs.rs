//! Structs: the fields, how one is made, and its serde impls.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Field, Item, Struct, Type};
use crate::prose;
use crate::render::{Impls, article, debug, docs, generic, generic_name, object, read, ty, write};

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
            /// The values of all other names.
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
    let debug_impl = debug::of_struct(item, structure);
    let impls = match impls {
        Impls::All if object::of(item).is_some() => object::impls(item, structure),
        Impls::All => generic::impls(item, structure),
        Impls::Serde => {
            let read = read::deserialize(item, structure);
            let write = write::serialize(item, structure);
            quote! { #read #write }
        }
    };
    quote! {
        #docs
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct #name #generics {
            #(#fields,)*
            #(#additional,)*
            /// Members without a field here, and fields sent as an explicit `null`, kept verbatim.
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
        format!("Creates an empty `{}`.", item.name)
    } else {
        format!(
            "Creates {} `{}` with the properties that it requires.",
            article(&item.name),
            item.name
        )
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
    let summary = format!(
        "Sets {}. {}",
        prose::code(&field.property),
        prose::first_sentence(&field.docs.description)
    );
    let summary = docs::text(summary.trim_end());
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
    let summary = docs::text(&format!(
        "Returns {}, or an empty slice if it is absent.",
        prose::code(&field.property)
    ));
    quote! {
        #summary
        #[must_use]
        pub fn #name(&self) -> &[#items] {
            self.#name.as_deref().unwrap_or_default()
        }
    }
}
