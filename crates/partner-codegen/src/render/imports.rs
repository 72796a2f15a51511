//! What the items of a module name, by `use`, so that the code below reads like any other.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Item, ItemKind, Module, Struct, Type};
use crate::render::{Impls, debug, object, ty};

/// The imports of a module. `homes` tells the folder of each type, `from` the path to the support code.
pub(super) fn imports(
    module: &Module,
    homes: &BTreeMap<&str, &[String]>,
    from: &TokenStream,
    impls: Impls,
) -> TokenStream {
    let has = |kind: fn(&ItemKind) -> bool| module.items.iter().any(|item| kind(&item.kind));
    let enums = has(|kind| matches!(kind, ItemKind::OpenEnum(_)));
    let texts = has(|kind| matches!(kind, ItemKind::Text));
    let types: Vec<&Type> = module.items.iter().flat_map(types).collect();
    let mut support: BTreeSet<&str> = types.iter().flat_map(|ty| ty::support(ty)).collect();
    if texts {
        support.insert("text::Text");
    }
    if impls == Impls::All && structs(module).any(|(item, _)| object::of(item).is_none()) {
        support.insert("raw::RawJson");
    }
    let map = types.iter().any(|ty| ty::has_map(ty))
        || structs(module).any(|(_, structure)| structure.additional.is_some());
    let map = map.then(|| quote! { use std::collections::BTreeMap; });
    let for_structs = for_structs(module, from, impls);
    let personal = module.items.iter().any(debug::is_personal);
    let unnamed = structs(module).any(|(_, structure)| {
        structure.additional.is_some()
            || structure.fields.iter().any(|it| debug::has_names(it) && !it.docs.personal)
    });
    let for_debug = match (personal, unnamed) {
        (true, true) => quote! { use #from::personal::{Personal, Unnamed}; },
        (true, false) => quote! { use #from::personal::Personal; },
        (false, true) => quote! { use #from::personal::Unnamed; },
        (false, false) => TokenStream::new(),
    };
    let for_enums = enums.then(|| {
        quote! {
            use #from::unknown::Unknown;
            use #from::open_set::{Spelt, respelt};
            use crate::json::open_set;
        }
    });
    let numbers = has(|kind| matches!(kind, ItemKind::OpenEnum(set) if set.numbers));
    let for_numbers = numbers.then(|| quote! { use std::borrow::Cow; });
    if numbers {
        support.insert("number::Number");
    }
    let for_unions = has(|kind| matches!(kind, ItemKind::Union(_))).then(|| {
        quote! {
            use #from::resource::UnknownResource;
            use crate::json::union;
        }
    });
    let json_text = types.iter().any(|ty| ty::has_json_text(ty));
    let json_text = json_text.then(|| quote! { use crate::JsonText; });
    let for_fmt = (enums || structs(module).next().is_some()).then(|| quote! { use std::fmt; });
    let for_text = texts.then(|| match impls {
        Impls::All => quote! { use crate::json::impl_text; },
        Impls::Serde => quote! {
            use #from::text_traits::{text_equality, text_traits};
            use #from::texts::text_by_serde;
        },
    });
    let support = support.iter().map(|path| {
        let path: TokenStream = path.parse().unwrap_or_default();
        quote! { use #from::#path; }
    });
    let resource = names_resource(module).then(|| quote! { use crate::Resource; });
    let generated = generated(module, homes, &types);
    quote! {
        #map #for_fmt #for_structs #for_debug #for_enums #for_numbers #for_unions #for_text
        #(#support)* #json_text #resource #generated
    }
}

/// Whether a module names the enum of all resources.
pub(super) fn names_resource(module: &Module) -> bool {
    module.items.iter().flat_map(types).any(ty::has_resource)
}

/// The types that an item names.
fn types(item: &Item) -> Vec<&Type> {
    match &item.kind {
        ItemKind::Struct(structure) => {
            let additional = structure.additional.iter().map(|(_, ty)| ty);
            structure.fields.iter().map(|field| &field.ty).chain(additional).collect()
        }
        ItemKind::OpenEnum(_) | ItemKind::Text | ItemKind::Union(_) => vec![],
        ItemKind::Alias(ty) => vec![ty],
    }
}

fn structs(module: &Module) -> impl Iterator<Item = (&Item, &Struct)> {
    module.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Struct(structure) => Some((item, structure)),
        _ => None,
    })
}

fn for_structs(module: &Module, from: &TokenStream, impls: Impls) -> TokenStream {
    let any = structs(module).next().is_some();
    // Those that have impls of serde's traits of their own.
    let written_out: Vec<_> = structs(module)
        .filter(|(item, _)| impls == Impls::Serde || object::of(item).is_none())
        .map(|(_, structure)| structure)
        .collect();
    let for_serde = (!written_out.is_empty()).then(|| match impls {
        Impls::All => for_generic(),
        Impls::Serde => for_serde(&written_out, from),
    });
    let extra = any.then(|| match impls {
        Impls::All => {
            let objects = structs(module).any(|(item, _)| object::of(item).is_some());
            let objects = objects.then(|| quote! { FieldReader, FieldWriter, Object, impl_object });
            let generics =
                (!written_out.is_empty()).then(|| quote! { FromJson, ToJson, by_serde, });
            quote! {
                use crate::json::{self, Spelling, #generics #objects};
                use #from::extra::Extra;
            }
        }
        Impls::Serde => quote! {
            use #from::extra::Extra;
            use #from::rest::Rest;
        },
    });
    quote! { #for_serde #extra }
}

fn for_generic() -> TokenStream {
    quote! {
        use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
        use serde::ser::{Serialize, SerializeMap, Serializer};
    }
}

fn for_serde(structures: &[&Struct], from: &TokenStream) -> TokenStream {
    let any = |has: &dyn Fn(&Struct) -> bool| structures.iter().any(|structure| has(structure));
    let optional = |structure: &Struct, list: bool| {
        structure
            .fields
            .iter()
            .any(|field| !field.required && matches!(ty::value(&field.ty), Type::List(_)) == list)
    };
    let required = any(&|it| it.fields.iter().any(|field| field.required));
    let required = required.then(|| quote! { required, });
    let lists = any(&|it| optional(it, true)).then(|| quote! { optional_list, });
    let optional = any(&|it| optional(it, false)).then(|| quote! { optional, });
    quote! {
        use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
        use serde::ser::{Serialize, SerializeMap, Serializer};
        use #from::fields::{Key, #optional #lists #required};
    }
}

/// The generated types of other modules.
fn generated(module: &Module, homes: &BTreeMap<&str, &[String]>, types: &[&Type]) -> TokenStream {
    let mut names = Vec::new();
    for ty in types {
        ty.names(&mut names);
    }
    for item in &module.items {
        if let ItemKind::Union(union) = &item.kind {
            names.extend(union.arms.iter().map(|arm| arm.ty.as_str()));
        }
    }
    let mut by_home: BTreeMap<&[String], BTreeSet<&str>> = BTreeMap::new();
    for name in names {
        let here = module.items.iter().any(|item| item.name == name);
        if let (false, Some(home)) = (here, homes.get(name)) {
            by_home.entry(home).or_default().insert(name);
        }
    }
    let folder = &module.path[..module.path.len() - 1];
    by_home
        .iter()
        .map(|(home, names)| {
            let names = names.iter().map(|name| format_ident!("{name}"));
            let home_path: Vec<_> = home.iter().map(|part| format_ident!("{part}")).collect();
            if *home == folder {
                quote! { use super::{#(#names),*}; }
            } else {
                quote! { use crate::{#(#home_path::)*{#(#names),*}}; }
            }
        })
        .collect()
}
