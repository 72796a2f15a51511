//! Objects without a type parameter: all but the envelopes of lists. Where their fields are is told
//! once, for serde and for reading and writing without it. The others are in `generic`: of a parameter,
//! serde and the models' own traits ask different things.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Field, Item, ItemKind, Struct};
use crate::render::{article, ty};

/// The struct, if it is such an object.
pub(super) fn of(item: &Item) -> Option<&Struct> {
    match &item.kind {
        ItemKind::Struct(structure) if structure.parameters.is_empty() => Some(structure),
        _ => None,
    }
}

/// How the object is read and written.
pub(super) fn impls(item: &Item, structure: &Struct) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let expected = format!("{} {} object", article(&item.name), item.name);
    let fields = structure.fields.iter().map(field);
    let additional = structure.additional.as_ref().map(|(_, values)| {
        let values = ty::ty(&ty::value(values));
        quote! {
            const ADDITIONAL: Option<fn() -> &'static json::Shape> =
                Some(<#values as json::FromJson>::shape);
        }
    });
    let blank = blank(structure);
    let read = read(structure);
    let keep = keep(structure, &quote! { self });
    let write = write(structure);
    quote! {
        impl Object for #name {
            const EXPECTED: &'static str = #expected;
            const FIELDS: &'static [json::Field] = &[#(#fields),*];
            #additional

            fn blank() -> Self {
                #blank
            }

            fn read<R: FieldReader>(&mut self, index: usize, reader: R) -> Result<(), R::Error> {
                #read
            }

            fn keep(&mut self, extra: Extra, spelling: Spelling) {
                #keep
            }

            fn write<W: FieldWriter>(&self, writer: &mut W) {
                #write
            }
        }

        impl_object!(#name);
    }
}

/// The description of a field.
pub(super) fn field(field: &Field) -> TokenStream {
    let (kind, ty) = match (field.required, field.lenient) {
        (true, _) => (quote! { Required }, ty::ty(&field.ty)),
        (false, true) => (quote! { Lenient }, ty::ty(&ty::value(&field.ty))),
        (false, false) => (quote! { Optional }, ty::ty(&ty::value(&field.ty))),
    };
    let name = &field.property;
    let json = serde_json::Value::from(name.as_str()).to_string();
    if json == format!("\"{name}\"") {
        quote! { json::field!(#kind, #ty, #name) }
    } else {
        let before = format!(",{json}:");
        quote! { json::field!(#kind, #ty, #name, #before) }
    }
}

/// What `new` makes of blank values.
fn blank(structure: &Struct) -> TokenStream {
    let required = structure.fields.iter().filter(|field| field.required).map(|field| {
        let ty = ty::ty(&field.ty);
        quote! { <#ty as json::FromJson>::blank() }
    });
    quote! { Self::new(#(#required),*) }
}

fn read(structure: &Struct) -> TokenStream {
    let arms = structure.fields.iter().enumerate().map(|(index, field)| {
        let index = Literal::usize_unsuffixed(index);
        let name = format_ident!("{}", field.name);
        let kind = if field.required {
            quote! { required }
        } else {
            quote! { optional }
        };
        quote! { #index => reader.#kind(&mut self.#name), }
    });
    let otherwise = match &structure.additional {
        None => quote! { reader.unknown() },
        Some((name, _)) => {
            let name = format_ident!("{name}");
            quote! { reader.additional(&mut self.#name) }
        }
    };
    quote! {
        match index {
            #(#arms)*
            _ => #otherwise,
        }
    }
}

/// Takes what is not in a field, and how the fields were spelt.
pub(super) fn keep(structure: &Struct, object: &TokenStream) -> TokenStream {
    let extra = format_ident!("{}", structure.extra);
    let kept = match &structure.additional {
        None => quote! { extra },
        Some((name, _)) => {
            let name = format_ident!("{name}");
            quote! { extra.without_nulls_of(|name| #object.#name.contains_key(name)) }
        }
    };
    let spelling = structure.spelling.iter().map(|name| format_ident!("{name}"));
    quote! {
        #object.#extra = #kept;
        #(#object.#spelling = spelling;)*
    }
}

fn write(structure: &Struct) -> TokenStream {
    let names = structure.spelling.iter().map(|name| format_ident!("{name}")).collect::<Vec<_>>();
    let fields = structure.fields.iter().enumerate().map(|(index, field)| {
        let index = Literal::usize_unsuffixed(index);
        let name = format_ident!("{}", field.name);
        let kind = if field.required {
            quote! { required }
        } else {
            quote! { optional }
        };
        quote! { writer.#kind(#(&self.#names,)* &Self::FIELDS[#index], &self.#name); }
    });
    let additional = structure.additional.iter().map(|(name, _)| {
        let name = format_ident!("{name}");
        quote! { writer.additional(&self.#name); }
    });
    let extra = format_ident!("{}", structure.extra);
    quote! {
        #(#fields)*
        #(#additional)*
        writer.rest(self, &self.#extra);
    }
}
