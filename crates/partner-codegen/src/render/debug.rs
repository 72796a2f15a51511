//! `Debug`: of a struct it shows what there is, and nothing personal; of text it is derived, unless that is
//! personal.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Field, Item, ItemKind, Struct, Type};
use crate::render::{generic_name, ty};

/// Whether the `Debug` of an item leaves something out.
pub(super) fn is_personal(item: &Item) -> bool {
    match &item.kind {
        ItemKind::Struct(structure) => structure.fields.iter().any(|field| field.docs.personal),
        ItemKind::Text => item.docs.personal,
        ItemKind::OpenEnum(_) | ItemKind::Union(_) | ItemKind::Alias(_) => false,
    }
}

/// What to derive for a type that is text.
pub(super) fn derived(item: &Item) -> Option<TokenStream> {
    (!is_personal(item)).then(|| quote! { Debug, })
}

/// The impl of `Debug` for a struct: it leaves out how names were spelt, and what is unknown where nothing
/// is.
pub(super) fn of_struct(item: &Item, structure: &Struct) -> TokenStream {
    let name = &item.name;
    let full = ty::ty(&generic_name(name, &structure.parameters));
    let parameters: Vec<_> =
        structure.parameters.iter().map(|parameter| format_ident!("{parameter}")).collect();
    let bounds = (!parameters.is_empty()).then(|| quote! { <#(#parameters: fmt::Debug),*> });
    let fields = structure.fields.iter().map(|field| {
        let text = &field.name;
        let name = format_ident!("{text}");
        match (field.docs.personal, field.required) {
            (false, false) if has_names(field) => {
                quote! { .field(#text, &self.#name.as_ref().map(Unnamed)) }
            }
            (false, _) => quote! { .field(#text, &self.#name) },
            (true, true) => quote! { .field(#text, &Personal(&self.#name)) },
            (true, false) => quote! { .field(#text, &self.#name.as_ref().map(Personal)) },
        }
    });
    let additional = structure.additional.iter().map(|(text, _)| {
        let name = format_ident!("{text}");
        quote! { .field(#text, &Unnamed(&self.#name)) }
    });
    let extra_text = &structure.extra;
    let extra = format_ident!("{extra_text}");
    quote! {
        impl #bounds fmt::Debug for #full {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut shown = f.debug_struct(#name);
                #(shown #fields;)*
                #(shown #additional;)*
                if !self.#extra.is_empty() {
                    shown.field(#extra_text, &self.#extra);
                }
                shown.finish()
            }
        }
    }
}

/// Whether names are a part of the field's value.
pub(super) fn has_names(field: &Field) -> bool {
    !field.required && matches!(ty::value(&field.ty), Type::Map(_))
}

/// The impl of `Debug` for a type that is text, where it is not derived.
pub(super) fn of_text(item: &Item) -> Option<TokenStream> {
    let name = &item.name;
    let ty = format_ident!("{name}");
    is_personal(item).then(|| {
        quote! {
            impl ::core::fmt::Debug for #ty {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    f.debug_tuple(#name).field(&Personal(&self.0)).finish()
                }
            }
        }
    })
}
