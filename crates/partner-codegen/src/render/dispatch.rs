//! `Resource`: a body whose type only its own `attributes.objectType` tells.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Arm, Item, ItemKind, Model, OBJECT_TYPE, Struct, Tag, Told, Union};
use crate::render::union::{Rendered, union};
use crate::render::{RenderedFile, header, imports};

/// A resource that is known by its object type.
struct Known<'a> {
    item: &'a Item,
    structure: &'a Struct,
    object_type: &'a str,
    folder: &'a [String],
}

fn known(model: &Model) -> Vec<Known<'_>> {
    let mut known: Vec<_> = model
        .modules
        .iter()
        .flat_map(|module| {
            module.items.iter().filter_map(|item| match &item.kind {
                ItemKind::Struct(structure) => Some(Known {
                    item,
                    structure,
                    object_type: structure.object_type.as_deref()?,
                    folder: &module.path[..module.path.len() - 1],
                }),
                _ => None,
            })
        })
        .collect();
    known.sort_by_key(|known| known.object_type);
    known
}

/// Whether there is such an enum: there are resources that it knows, or something refers to it.
fn is_needed(model: &Model, known: &[Known<'_>]) -> bool {
    !known.is_empty() || model.modules.iter().any(imports::names_resource)
}

/// The file with the enum; none where nothing needs it.
pub(super) fn file(model: &Model) -> Option<RenderedFile> {
    let known = known(model);
    is_needed(model, &known).then(|| RenderedFile {
        path: "resource.rs".into(),
        header: header("schemas/"),
        tokens: tokens(&known),
    })
}

/// Makes the enum public in the root module.
pub(super) fn add_to_root(model: &Model, files: &mut [RenderedFile]) {
    let root = files.iter_mut().find(|file| file.path.as_os_str() == "mod.rs");
    if let (Some(root), true) = (root, is_needed(model, &known(model))) {
        root.tokens.extend(quote! {
            mod resource;
            pub use resource::Resource;
        });
    }
}

fn tokens(known: &[Known<'_>]) -> TokenStream {
    let imports = known.iter().map(|known| {
        let folder = known.folder.iter().map(|part| format_ident!("{part}"));
        let name = format_ident!("{}", known.item.name);
        quote! { use crate::#(#folder::)*#name; }
    });
    let texts: Vec<_> = known.iter().map(|known| known.object_type).collect();
    let arms = known.iter().map(|known| Arm {
        ty: known.item.name.clone(),
        parameters: known.structure.parameters.len(),
        alternatives: vec![vec![(0, vec![known.object_type.to_owned()])]],
        told: vec![Told::Always(known.object_type.to_owned())],
        description: known.item.docs.description.clone(),
    });
    let tag = Tag {
        path: OBJECT_TYPE.iter().map(|part| (*part).to_owned()).collect(),
        name: "object_type".into(),
    };
    let docs = quote! {
        /// A resource of any type: which one it is, the body says itself, in `attributes.objectType`.
        ///
        /// For audit records, webhooks and whatever else holds resources of several types. A list holds
        /// resources of its own, so that each of its items is told by itself. Nothing is refused for an
        /// object type that has no variant, or for having none. A body that says what it is and does not
        /// fit is an error with the path of what does not.
        ///
        /// Which resource it is shows when it is read; one that is made here is written as it is, with
        /// the `attributes` that it was given.
    };
    let constants = quote! {
        /// The object types that have a variant.
        pub const OBJECT_TYPES: &'static [&'static str] = &[#(#texts),*];
    };
    let resource = union(&Rendered {
        name: "Resource",
        docs,
        union: &Union { tags: vec![tag], arms: arms.collect() },
        takes_all: true,
        constants,
    });
    quote! {
        use crate::value::resource::UnknownResource;
        use crate::json::union;
        #(#imports)*

        #resource
    }
}
