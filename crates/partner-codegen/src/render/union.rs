//! Open unions: an enum with a variant for each known object, and one that keeps the others.

use heck::ToSnakeCase;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Arm, Told, Union};
use crate::prose;
use crate::render::{article, docs};

/// A union that is to be rendered.
pub(super) struct Rendered<'a> {
    /// The name of the enum.
    pub(super) name: &'a str,
    /// Its documentation.
    pub(super) docs: TokenStream,
    /// What it is.
    pub(super) union: &'a Union,
    /// Whether what is no object is kept as well.
    pub(super) takes_all: bool,
    /// What the enum has besides.
    pub(super) constants: TokenStream,
}

impl Rendered<'_> {
    fn name(&self) -> Ident {
        format_ident!("{}", self.name)
    }

    /// The type of an arm; a list holds what the union is.
    fn ty(&self, arm: &Arm) -> TokenStream {
        let (ty, name) = (format_ident!("{}", arm.ty), self.name());
        let arguments = std::iter::repeat_n(&name, arm.parameters);
        if arm.parameters == 0 {
            quote! { #ty }
        } else {
            quote! { #ty<#(#arguments),*> }
        }
    }

    /// The type of an arm as a path that an expression may have, which rustfmt reads.
    fn path(&self, arm: &Arm) -> TokenStream {
        let (ty, name) = (format_ident!("{}", arm.ty), self.name());
        let arguments = std::iter::repeat_n(&name, arm.parameters);
        if arm.parameters == 0 {
            quote! { #ty }
        } else {
            quote! { #ty::<#(#arguments),*> }
        }
    }
}

/// The enum with everything that belongs to it.
pub(super) fn union(of: &Rendered<'_>) -> TokenStream {
    let (name, docs, constants) = (of.name(), &of.docs, &of.constants);
    let arms = &of.union.arms;
    let names: Vec<_> = arms.iter().map(|arm| format_ident!("{}", arm.ty)).collect();
    let types: Vec<_> = arms.iter().map(|arm| of.ty(arm)).collect();
    let paths = arms.iter().map(|arm| of.path(arm));
    let docs_of_arms = arms.iter().map(|arm| {
        let said = said(of.union, arm);
        docs::text(&format!("{said}: {}", arm.description))
    });
    let tags = (0..of.union.tags.len()).map(|index| tag(of.union, index));
    let accessors = arms.iter().zip(&types).map(|(arm, ty)| accessor(arm, ty));
    let implementation = implementation(of, &types);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#docs_of_arms #names(Box<#types>),)*
            /// Everything else, kept as it was sent.
            Unknown(UnknownResource),
        }

        impl #name {
            #constants
            #(#tags)*
            #(#accessors)*
        }

        #implementation
        union::union!(#name #(, #names(#paths))*);
    }
}

/// What an object of an arm says, for people.
fn said(union: &Union, arm: &Arm) -> String {
    let condition = |(tag, texts): &(usize, Vec<String>)| {
        let texts: Vec<_> = texts.iter().map(|text| prose::code(text)).collect();
        let path = prose::code(&union.tags[*tag].path.join("."));
        let texts = texts.join(" or ");
        // Where they are said is the same for all: the enum's documentation has it.
        if union.tags.len() == 1 { texts } else { format!("{path} is {texts}") }
    };
    let alternatives = arm.alternatives.iter();
    let alternatives = alternatives
        .map(|conditions| conditions.iter().map(condition).collect::<Vec<_>>().join(" and "));
    alternatives.collect::<Vec<_>>().join(", or ")
}

/// The method that gives the text of a tag.
fn tag(union: &Union, index: usize) -> TokenStream {
    let tag = &union.tags[index];
    let method = format_ident!("{}", tag.name);
    let docs = docs::text(&format!(
        "Returns {}, by which an object is known. Of an unknown object it is what that says, if it says a text.",
        prose::code(&tag.path.join("."))
    ));
    let arms = union.arms.iter().map(|arm| {
        let name = format_ident!("{}", arm.ty);
        match arm.told.get(index) {
            Some(Told::Always(text)) => quote! { Self::#name(_) => Some(#text), },
            Some(Told::Field { name: field, required }) => {
                let field = format_ident!("{field}");
                let text = if *required {
                    quote! { Some(&object.#field) }
                } else {
                    quote! { object.#field.as_deref() }
                };
                quote! { Self::#name(object) => #text, }
            }
            _ => quote! { Self::#name(_) => None, },
        }
    });
    let index = Literal::usize_unsuffixed(index);
    quote! {
        #docs
        #[must_use]
        pub fn #method(&self) -> Option<&str> {
            match self {
                #(#arms)*
                Self::Unknown(object) => object.tag(#index),
            }
        }
    }
}

fn accessor(arm: &Arm, ty: &TokenStream) -> TokenStream {
    let name = format_ident!("{}", arm.ty);
    let method = format_ident!("as_{}", arm.ty.to_snake_case());
    let docs = docs::text(&format!("Returns the {}, if it is one.", prose::code(&arm.ty)));
    quote! {
        #docs
        #[must_use]
        pub fn #method(&self) -> Option<&#ty> {
            match self {
                Self::#name(object) => Some(object),
                _ => None,
            }
        }
    }
}

/// Where its objects say what they are, and what.
fn implementation(of: &Rendered<'_>, types: &[TokenStream]) -> TokenStream {
    let name = of.name();
    let tags = of.union.tags.iter().map(|tag| {
        let path = &tag.path;
        quote! { &[#(#path),*] }
    });
    let arms = of.union.arms.iter().zip(types).flat_map(|(arm, ty)| {
        arm.alternatives.iter().map(move |conditions| {
            let conditions = conditions.iter().map(|(tag, texts)| {
                let tag = Literal::usize_unsuffixed(*tag);
                quote! { (#tag, &[#(#texts),*]) }
            });
            quote! { union::Arm::of::<#ty>(&[#(#conditions),*]) }
        })
    });
    let expected = (!of.takes_all).then(|| {
        let expected = format!("{} {} object", article(of.name), of.name);
        quote! { const EXPECTED: Option<&'static str> = Some(#expected); }
    });
    quote! {
        impl union::Union for #name {
            #expected
            const TAGS: &'static [&'static [&'static str]] = &[#(#tags),*];
            const ARMS: &'static [union::Arm<Self>] = &[#(#arms),*];

            fn unknown(object: UnknownResource) -> Self {
                Self::Unknown(object)
            }
        }
    }
}
