//! The envelopes of lists, as pages.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::operations::envelopes::{Envelope, Place};
use crate::render::RenderedFile;

/// The file of the envelopes.
pub(super) fn file(envelopes: &[Envelope]) -> RenderedFile {
    let envelopes = envelopes.iter().map(envelope);
    super::file(
        "envelopes.rs",
        None,
        quote! {
            //! The envelopes of lists: where the items are, how many there are, and how the list goes on.

            use crate::paging::{Page, Says};

            #(#envelopes)*
        },
    )
}

fn envelope(envelope: &Envelope) -> TokenStream {
    let folder = envelope.ty.folder.iter().map(|part| format_ident!("{part}"));
    let name = format_ident!("{}", envelope.ty.name);
    let (items, extra) =
        (format_ident!("{}", envelope.items.field), format_ident!("{}", envelope.extra));
    let property = &envelope.property;
    let (has_items, count, into_items) = if envelope.items.required {
        (quote! { true }, quote! { self.#items.len() }, quote! { self.#items })
    } else {
        (
            quote! {
                self.#items.is_some()
                    || crate::paging::is_empty(&self.#extra, #property, self.announced())
            },
            quote! { self.#items.as_ref().map_or(0, Vec::len) },
            quote! { self.#items.unwrap_or_default() },
        )
    };
    let announced = envelope.count.as_ref().map_or_else(|| quote! { None }, value);
    let says: Vec<_> = [
        ("links", envelope.links.as_ref().map(value)),
        ("token", envelope.token.as_ref().map(text)),
        ("address", envelope.address.as_ref().map(text)),
    ]
    .into_iter()
    .filter_map(|(name, value)| {
        let (name, value) = (format_ident!("{name}"), value?);
        Some(quote! { #name: #value })
    })
    .collect();
    let says = match says.len() {
        3 => quote! { Says { #(#says),* } },
        0 => quote! { Says::default() },
        _ => quote! { Says { #(#says,)* ..Says::default() } },
    };
    let offset = envelope.offset.as_ref().map(|query| {
        quote! { const OFFSET: Option<&'static str> = Some(#query); }
    });
    quote! {
        impl<T> Page for partner_models::#(#folder::)*#name<T> {
            type Item = T;

            #offset

            fn has_items(&self) -> bool {
                #has_items
            }

            fn count(&self) -> usize {
                #count
            }

            fn announced(&self) -> Option<u64> {
                crate::paging::announced(#announced, &self.#extra)
            }

            fn into_items(self) -> Vec<T> {
                #into_items
            }

            fn next(&self) -> Option<partner_models::common::Link> {
                crate::paging::link_of(&#says, &self.#extra)
            }
        }
    }
}

/// The value of a field, if there is one.
fn value(place: &Place) -> TokenStream {
    let field = format_ident!("{}", place.field);
    if place.required {
        quote! { Some(&self.#field) }
    } else {
        quote! { self.#field.as_ref() }
    }
}

/// The text of a field, if there is one.
fn text(place: &Place) -> TokenStream {
    let field = format_ident!("{}", place.field);
    if place.required {
        quote! { Some(&*self.#field) }
    } else {
        quote! { self.#field.as_deref() }
    }
}
