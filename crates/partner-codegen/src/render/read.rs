//! `Deserialize`: a visitor that keeps what it does not know.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Field, Item, Struct};
use crate::render::{article, generic_name, ty};

/// The impl of `Deserialize` for a struct.
pub(super) fn deserialize(item: &Item, structure: &Struct) -> TokenStream {
    let name = format_ident!("{}", item.name);
    let full = ty::ty(&generic_name(&item.name, &structure.parameters));
    let parameters: Vec<_> =
        structure.parameters.iter().map(|parameter| format_ident!("{parameter}")).collect();
    let bounds = quote! { <'de #(, #parameters: Deserialize<'de>)*> };
    let (visitor, visitor_value) = if parameters.is_empty() {
        (quote! { struct ObjectVisitor; }, quote! { ObjectVisitor })
    } else {
        (
            quote! {
                struct ObjectVisitor<#(#parameters),*>(
                    std::marker::PhantomData<fn() -> (#(#parameters,)*)>,
                );
            },
            quote! { ObjectVisitor(std::marker::PhantomData) },
        )
    };
    let visitor_type = if parameters.is_empty() {
        quote! { ObjectVisitor }
    } else {
        quote! { ObjectVisitor<#(#parameters),*> }
    };
    let expecting = format!("{} {} object", article(&item.name), item.name);

    let declarations = structure.fields.iter().map(|field| {
        let local = local(&field.name);
        quote! { let mut #local = None; }
    });
    let spelling: Vec<_> =
        structure.spelling.iter().map(|name| (format_ident!("{name}"), local(name))).collect();
    let spelling_declaration =
        spelling.iter().map(|(_, local)| quote! { let mut #local = SpellingReader::default(); });
    let spelling_fields = spelling.iter().map(|(name, local)| quote! { #name: #local.finish() });
    let matched = match spelling.first() {
        Some((_, local)) => {
            let names = structure.fields.iter().map(|field| &field.property);
            quote! { #local.read(name, &[#(#names),*]) }
        }
        None => quote! { name },
    };
    let arms = structure.fields.iter().map(arm);
    let additional: Vec<_> = structure
        .additional
        .iter()
        .map(|(name, _)| (format_ident!("{name}"), local(name)))
        .collect();
    let additional_declaration =
        additional.iter().map(|(_, local)| quote! { let mut #local = BTreeMap::new(); });
    let otherwise = match additional.first() {
        None => quote! { _ => extra.read(name, &mut map)? },
        Some((_, local)) => quote! {
            _ => {
                if let Some(value) = optional(&mut map, name, &mut extra)? {
                    #local.insert(name.to_owned(), value);
                }
            }
        },
    };
    let fields = structure.fields.iter().map(|field| {
        let name = format_ident!("{}", field.name);
        let local = local(&field.name);
        if field.required {
            let property = &field.property;
            quote! { #name: required(#local, #property)? }
        } else if local == name {
            quote! { #name }
        } else {
            quote! { #name: #local }
        }
    });
    let additional_fields = additional.iter().map(|(name, local)| quote! { #name: #local });
    let extra = format_ident!("{}", structure.extra);
    quote! {
        impl #bounds Deserialize<'de> for #full {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #visitor

                impl #bounds Visitor<'de> for #visitor_type {
                    type Value = #full;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(#expecting)
                    }

                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<#full, A::Error> {
                        #(#declarations)*
                        #(#additional_declaration)*
                        #(#spelling_declaration)*
                        let mut extra = ExtraReader::default();
                        while let Some(key) = map.next_key::<Key<'de>>()? {
                            let name = key.as_str();
                            match #matched {
                                #(#arms)*
                                #otherwise
                            }
                        }
                        Ok(#name {
                            #(#fields,)*
                            #(#additional_fields,)*
                            #extra: extra.finish(),
                            #(#spelling_fields,)*
                        })
                    }
                }

                deserializer.deserialize_map(#visitor_value)
            }
        }
    }
}

fn arm(field: &Field) -> TokenStream {
    let local = local(&field.name);
    let property = &field.property;
    if field.required {
        quote! { #property => #local = Some(map.next_value()?), }
    } else {
        quote! { #property => #local = optional(&mut map, name, &mut extra)?, }
    }
}

/// The variable for a field, kept apart from those that every impl has.
fn local(name: &str) -> Ident {
    if ["spelling", "extra", "key", "map", "name", "value", "deserializer", "optional", "required"]
        .contains(&name)
    {
        format_ident!("{name}_")
    } else {
        format_ident!("{name}")
    }
}
