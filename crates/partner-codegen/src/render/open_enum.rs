//! Open enums: the known values in any case, and any other text.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Item, OpenEnum, Variant};
use crate::prose;
use crate::render::{article, docs};

/// An open enum with everything that belongs to it.
pub(super) fn open_enum(item: &Item, set: &OpenEnum) -> TokenStream {
    let variants = &set.variants;
    let docs = docs::docs(&item.docs);
    let name = format_ident!("{}", item.name);
    let names: Vec<_> = variants.iter().map(|variant| format_ident!("{}", variant.name)).collect();
    let names_as_text: Vec<_> = variants.iter().map(|variant| &variant.name).collect();
    let texts: Vec<_> = variants.iter().map(|variant| &variant.text).collect();
    let indices: Vec<_> = (0..variants.len()).map(Literal::usize_unsuffixed).collect();
    let constants: Vec<_> =
        variants.iter().map(|variant| format_ident!("{}", variant.constant)).collect();
    let docs_of_variants = variants.iter().map(docs_of_variant);
    let docs_of_constants = variants
        .iter()
        .map(|variant| docs::text(&format!("The value {}, spelt so.", prose::code(&variant.text))));
    let number = set.numbers.then(|| {
        quote! {
            /// A number, which is sent here in place of a text, with its digits.
            Number(Number),
        }
    });
    let debug_of_number = set.numbers.then(|| {
        quote! { Self::Number(number) => f.debug_tuple("Number").field(number).finish(), }
    });
    let as_text = as_text(set);
    let traits = if set.numbers {
        quote! { open_set!(numbers #name); }
    } else {
        let expected = format!("{} {} string", article(&item.name), item.name);
        quote! { open_set!(#name, #expected); }
    };
    quote! {
        #docs
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs_of_variants #names(Spelt),)*
            #number
            /// A value that was not known when this was written, kept as it was sent.
            Unknown(Unknown<Self>),
        }

        impl #name {
            #(#docs_of_constants pub const #constants: Self = Self::#names(Spelt::AS_KNOWN);)*

            /// The values that are known, without the one for everything else.
            pub const KNOWN: &'static [Self] = &[#(Self::#constants),*];

            #as_text
        }

        impl From<&str> for #name {
            fn from(text: &str) -> Self {
                match text {
                    #(#texts => Self::#constants,)*
                    _ => match respelt(text, &[#(#texts),*]) {
                        #(Some((#indices, spelt)) => Self::#names(spelt),)*
                        _ => Self::Unknown(Unknown::new(text)),
                    },
                }
            }
        }

        impl fmt::Debug for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    #(Self::#names(spelt) => spelt.show(#names_as_text, f),)*
                    #debug_of_number
                    Self::Unknown(text) => f.debug_tuple("Unknown").field(text).finish(),
                }
            }
        }

        #traits
    }
}

fn docs_of_variant(variant: &Variant) -> TokenStream {
    let code = prose::code(&variant.text);
    docs::text(&match &variant.description {
        Some(description) => format!("{code}: {description}"),
        None => code,
    })
}

/// The methods that give the text of a value.
fn as_text(set: &OpenEnum) -> TokenStream {
    let names: Vec<_> =
        set.variants.iter().map(|variant| format_ident!("{}", variant.name)).collect();
    let texts: Vec<_> = set.variants.iter().map(|variant| &variant.text).collect();
    if set.numbers {
        quote! {
            /// Returns the text or the digits as they are sent: `ACTIVE`, if a known `Active` was spelt so.
            #[must_use]
            pub fn text(&self) -> Cow<'_, str> {
                match self {
                    #(Self::#names(spelt) => Cow::Borrowed(spelt.or(#texts)),)*
                    Self::Number(number) => number.text(),
                    Self::Unknown(text) => Cow::Borrowed(text.as_str()),
                }
            }

            /// Returns the text as the schema spells it. What is not known is returned as it was sent.
            #[must_use]
            pub fn canonical(&self) -> Cow<'_, str> {
                match self {
                    #(Self::#names(_) => Cow::Borrowed(#texts),)*
                    other => other.text(),
                }
            }
        }
    } else {
        quote! {
            /// Returns the text as it is sent: `ACTIVE`, if a known `Active` was spelt so.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names(spelt) => spelt.or(#texts),)*
                    Self::Unknown(text) => text.as_str(),
                }
            }

            /// Returns the text as the schema spells it. What is not known is returned as it was sent.
            #[must_use]
            pub fn canonical(&self) -> &str {
                match self {
                    #(Self::#names(_) => #texts,)*
                    Self::Unknown(text) => text.as_str(),
                }
            }
        }
    }
}
