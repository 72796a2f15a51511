//! Objects with type parameters: the envelopes of lists. They hold whatever serde reads, and are read
//! directly where their items are.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Item, Struct};
use crate::render::{article, generic_name, object, ty, write};

/// How the object is read and written.
pub(super) fn impls(item: &Item, structure: &Struct) -> TokenStream {
    let full = ty::ty(&generic_name(&item.name, &structure.parameters));
    let name = format_ident!("{}", item.name);
    let parameters: Vec<_> =
        structure.parameters.iter().map(|parameter| format_ident!("{parameter}")).collect();
    let expected = format!("{} {} object", article(&item.name), item.name);
    let deserialize = deserialize(&full, &name, &parameters, &expected, structure);
    let serialize = write::serialize(item, structure);
    let from_json = from_json(&full, &parameters, &expected, structure);
    let to_json = to_json(&full, &parameters, structure);
    quote! {
        #deserialize
        #serialize
        #from_json
        #to_json
    }
}

fn deserialize(
    full: &TokenStream,
    name: &Ident,
    parameters: &[Ident],
    expected: &str,
    structure: &Struct,
) -> TokenStream {
    let bounds = quote! { <'de #(, #parameters: DeserializeOwned)*> };
    let names = structure.fields.iter().map(|field| {
        let name = &field.property;
        let kind = if field.lenient {
            quote! { Lenient }
        } else {
            quote! { Optional }
        };
        quote! { json::field!(#kind, RawJson, #name) }
    });
    let arms = structure.fields.iter().enumerate().map(|(index, field)| {
        let index = Literal::usize_unsuffixed(index);
        let name = format_ident!("{}", field.name);
        // What serde alone reads is made anew.
        let place = if ty::has_parameter(&field.ty) {
            quote! { by_serde::Anew }
        } else {
            quote! { json::Optional }
        };
        quote! { #index => members.field(&mut map, &mut #place(&mut object.#name)), }
    });
    let otherwise = match &structure.additional {
        None => quote! { members.unknown(&mut map) },
        Some((name, _)) => {
            let name = format_ident!("{name}");
            quote! { members.additional(&mut map, &mut object.#name) }
        }
    };
    let keep = object::keep(structure, &quote! { object });
    quote! {
        impl #bounds Deserialize<'de> for #full {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                /// The names alone: what the items are, serde knows.
                const NAMES: &[json::Field] = &[#(#names),*];

                struct ObjectVisitor<#(#parameters),*>(#full);

                impl #bounds Visitor<'de> for ObjectVisitor<#(#parameters),*> {
                    type Value = #full;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(#expected)
                    }

                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<#full, A::Error> {
                        let mut object = self.0;
                        let mut members = by_serde::Members::new(NAMES);
                        while let Some(index) = members.next(&mut map)? {
                            match index {
                                #(#arms)*
                                _ => #otherwise,
                            }?;
                        }
                        let (extra, spelling) = members.finish()?;
                        #keep
                        Ok(object)
                    }
                }

                deserializer.deserialize_map(ObjectVisitor(#name::new()))
            }
        }
    }
}

fn from_json(
    full: &TokenStream,
    parameters: &[Ident],
    expected: &str,
    structure: &Struct,
) -> TokenStream {
    let fields = structure.fields.iter().map(object::field);
    let additional = match &structure.additional {
        None => quote! { None },
        Some((_, values)) => {
            let values = ty::ty(&ty::value(values));
            quote! { Some(<#values as FromJson>::shape) }
        }
    };
    let arms = structure.fields.iter().enumerate().map(|(index, field)| {
        let index = Literal::usize_unsuffixed(index);
        let name = format_ident!("{}", field.name);
        quote! { #index => members.optional(reader, &mut self.#name), }
    });
    let otherwise = match &structure.additional {
        None => quote! { members.unknown(reader) },
        Some((name, _)) => {
            let name = format_ident!("{name}");
            quote! { members.additional(reader, &mut self.#name) }
        }
    };
    let keep = object::keep(structure, &quote! { self });
    quote! {
        impl<#(#parameters: FromJson),*> FromJson for #full {
            fn shape() -> &'static json::Shape {
                const {
                    &json::Shape::Object {
                        expected: #expected,
                        fields: &[#(#fields),*],
                        additional: #additional,
                    }
                }
            }

            fn blank() -> Self {
                Self::new()
            }

            fn fill(&mut self, reader: &mut json::Reader<'_>) -> Option<()> {
                let mut members = json::Members::open(reader, <Self as FromJson>::shape())?;
                while let json::Next::Member(index) = members.next(reader)? {
                    match index {
                        #(#arms)*
                        _ => #otherwise,
                    }?;
                }
                let (extra, spelling) = members.finish(false)?;
                #keep
                Some(())
            }
        }
    }
}

fn to_json(full: &TokenStream, parameters: &[Ident], structure: &Struct) -> TokenStream {
    let members = structure.fields.iter().map(|field| {
        let name = format_ident!("{}", field.name);
        let sent = write::sent(structure, &field.property);
        quote! { writer.optional_named(#sent, self.#name.as_ref()); }
    });
    let additional = structure.additional.iter().map(|(name, _)| {
        let name = format_ident!("{name}");
        quote! { writer.members(&self.#name); }
    });
    let extra = format_ident!("{}", structure.extra);
    let is_field = write::is_field(structure);
    let looks = structure.fields.iter().map(|field| {
        let (name, property) = (format_ident!("{}", field.name), &field.property);
        quote! {
            if let Some(value) = &self.#name {
                look.field(#property, #property, value);
            }
        }
    });
    quote! {
        impl<#(#parameters: ToJson),*> ToJson for #full {
            fn write(&self, writer: &mut json::Writer) {
                let start = writer.open();
                #(#members)*
                #(#additional)*
                writer.extra(&self.#extra, |name| #is_field);
                writer.close(start);
            }

            fn look(&self, look: &mut json::Look<'_>) {
                #(#looks)*
            }
        }
    }
}
