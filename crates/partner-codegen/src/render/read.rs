//! `Deserialize` of modules that stand alone: a visitor that keeps what it does not know.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Field, Item, Struct, Type};
use crate::render::{article, ty};

/// The impl of `Deserialize` for a struct.
pub(super) fn deserialize(item: &Item, structure: &Struct) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let expecting = format!("{} {} object", article(&item.name), item.name);
    let body = body(item, structure);
    quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct ObjectVisitor;

                impl<'de> Visitor<'de> for ObjectVisitor {
                    type Value = #name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(#expecting)
                    }

                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<#name, A::Error> {
                        #body
                    }
                }

                deserializer.deserialize_map(ObjectVisitor)
            }
        }
    }
}

/// Reads the members one by one, each into a variable of its field, and puts the object together.
fn body(item: &Item, structure: &Struct) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let extra = format_ident!("{}", structure.extra);
    let fields = structure.fields.iter().map(|field| {
        let local = local(&field.name);
        quote! { let mut #local = None; }
    });
    let arms = structure.fields.iter().map(arm);
    let values = structure.fields.iter().map(value);
    let additional = structure.additional.as_ref().map(|(name, _)| local(name));
    let additional_start = additional.iter().map(|map| quote! { let mut #map = BTreeMap::new(); });
    let additional_value = structure.additional.iter().map(|(name, _)| {
        let local = local(name);
        initialise(name, &quote! { #local })
    });
    let otherwise = match &additional {
        None => quote! { _ => rest.read(name, &mut map)? },
        Some(additional) => quote! {
            _ => rest.entry(name, &mut map, &mut #additional)?,
        },
    };
    let extra_value = match &additional {
        None => quote! { extra },
        Some(additional) => {
            quote! { extra.without_nulls_of(|name| #additional.contains_key(name)) }
        }
    };
    quote! {
        #(#fields)*
        #(#additional_start)*
        let mut rest = Rest::default();
        while let Some(key) = map.next_key::<Key<'de>>()? {
            let name = key.as_str();
            match name {
                #(#arms)*
                #otherwise
            }
        }
        let (extra, _) = rest.finish().unwrap_or_default();
        Ok(#name {
            #(#values,)*
            #extra: #extra_value,
            #(#additional_value,)*
        })
    }
}

/// The field's place in the expression that makes the struct.
fn value(field: &Field) -> TokenStream {
    let local = local(&field.name);
    if field.required {
        let property = &field.property;
        initialise(&field.name, &quote! { required(#local, #property)? })
    } else {
        initialise(&field.name, &quote! { #local })
    }
}

fn initialise(field: &str, value: &TokenStream) -> TokenStream {
    let field = format_ident!("{field}");
    if field == value.to_string() {
        quote! { #field }
    } else {
        quote! { #field: #value }
    }
}

fn arm(field: &Field) -> TokenStream {
    let local = local(&field.name);
    let property = &field.property;
    if field.required {
        quote! { #property => #local = Some(map.next_value()?), }
    } else {
        let read = match ty::value(&field.ty) {
            Type::List(_) => quote! { optional_list },
            _ => quote! { optional },
        };
        quote! { #property => #local = #read(&mut map, name, &mut rest)?, }
    }
}

/// The variable for a field, kept apart from those that every impl has; no field's name ends so.
fn local(name: &str) -> Ident {
    if [
        "extra",
        "rest",
        "key",
        "map",
        "name",
        "value",
        "deserializer",
        "entry",
        "optional",
        "required",
    ]
    .contains(&name)
    {
        format_ident!("{name}__")
    } else {
        format_ident!("{name}")
    }
}
