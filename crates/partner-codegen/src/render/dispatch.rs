//! `Resource`: a body whose type only its own `attributes.objectType` tells.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Item, ItemKind, Model, Struct};
use crate::prose;
use crate::render::{RenderedFile, docs, header};

/// A resource that is known by its object type.
struct Known<'a> {
    item: &'a Item,
    structure: &'a Struct,
    object_type: &'a str,
    folder: &'a [String],
}

impl Known<'_> {
    fn variant(&self) -> Ident {
        format_ident!("{}", self.item.name)
    }

    /// The type; a list holds whatever it was sent.
    fn ty(&self) -> TokenStream {
        let name = self.variant();
        let arguments = self.structure.parameters.iter().map(|_| quote! { Resource });
        match self.structure.parameters.as_slice() {
            [] => quote! { #name },
            _ => quote! { #name<#(#arguments),*> },
        }
    }
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

/// The file with the enum; none where no resource is known by its object type.
pub(super) fn file(model: &Model) -> Option<RenderedFile> {
    let known = known(model);
    (!known.is_empty()).then(|| RenderedFile {
        path: "resource.rs".into(),
        header: header("schemas/"),
        tokens: tokens(&known),
    })
}

/// Makes the enum public in the root module.
pub(super) fn add_to_root(model: &Model, files: &mut [RenderedFile]) {
    let root = files.iter_mut().find(|file| file.path.as_os_str() == "mod.rs");
    if let (Some(root), false) = (root, known(model).is_empty()) {
        root.tokens.extend(quote! {
            mod resource;
            pub use resource::Resource;
        });
    }
}

fn tokens(known: &[Known<'_>]) -> TokenStream {
    let imports = known.iter().map(|known| {
        let folder = known.folder.iter().map(|part| format_ident!("{part}"));
        let name = known.variant();
        quote! { use crate::#(#folder::)*#name; }
    });
    let variants = known.iter().map(|known| {
        let docs = docs::text(&format!(
            "{}: {}",
            prose::code(known.object_type),
            known.item.docs.description
        ));
        let (variant, ty) = (known.variant(), known.ty());
        quote! { #docs #variant(Box<#ty>) }
    });
    let names: Vec<_> = known.iter().map(Known::variant).collect();
    let texts: Vec<_> = known.iter().map(|known| known.object_type).collect();
    let arms = known.iter().map(|known| {
        let (variant, text) = (known.variant(), known.object_type);
        quote! { Some(#text) => body.parse().map(Self::#variant), }
    });
    let froms = known.iter().map(|known| {
        let (variant, ty) = (known.variant(), known.ty());
        quote! {
            impl From<#ty> for Resource {
                fn from(resource: #ty) -> Self {
                    Self::#variant(Box::new(resource))
                }
            }
        }
    });
    let direct = direct(known);
    quote! {
        use serde::de::{Deserialize, Deserializer};
        use serde::ser::{Serialize, Serializer};
        use crate::json::{self, Body, FromJson, ToJson};
        use crate::value::resource::UnknownResource;
        #(#imports)*

        /// A resource of any type: which one it is, the body says itself, in `attributes.objectType`.
        ///
        /// For audit records, webhooks and whatever else holds resources of several types. A list holds
        /// resources of its own, so that each of its items is told by itself. Nothing is refused for an
        /// object type that has no variant, or for having none. A body that says what it is and does not
        /// fit is an error with the path of what does not.
        ///
        /// Which resource it is shows when it is read; one that is made here is written as it is, with
        /// the `attributes` that it was given.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Resource {
            #(#variants,)*
            /// Everything else, kept as it was sent.
            Unknown(UnknownResource),
        }

        impl Resource {
            /// The object types that have a variant.
            pub const OBJECT_TYPES: &'static [&'static str] = &[#(#texts),*];

            /// The object type that the variant stands for; of an unknown resource, the one that it says
            /// it has, if any.
            #[must_use]
            pub fn object_type(&self) -> Option<&str> {
                match self {
                    #(Self::#names(_) => Some(#texts),)*
                    Self::Unknown(resource) => resource.object_type(),
                }
            }
        }

        #(#froms)*

        impl<'de> Deserialize<'de> for Resource {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let body = Body::read(deserializer)?;
                match body.known(Self::OBJECT_TYPES) {
                    #(#arms)*
                    _ => body.keep().map(Self::Unknown),
                }
            }
        }

        impl Serialize for Resource {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#names(resource) => resource.serialize(serializer),)*
                    Self::Unknown(resource) => resource.serialize(serializer),
                }
            }
        }

        #direct
    }
}

/// The impls of the models' own traits.
fn direct(known: &[Known<'_>]) -> TokenStream {
    let names = known.iter().map(Known::variant);
    let direct_arms = known.iter().map(|known| {
        let (variant, text) = (known.variant(), known.object_type);
        quote! { Some(#text) => Self::#variant(json::attempt(body.text())?), }
    });
    let shape_arms = known.iter().map(|known| {
        let (ty, text) = (known.ty(), known.object_type);
        quote! { Some(#text) => Some(<#ty as FromJson>::shape()), }
    });
    quote! {
        impl Resource {
            /// The shape of the variant that a body says it is.
            fn shape_of(body: &Body<'_>) -> Option<&'static json::Shape> {
                match body.known(Self::OBJECT_TYPES) {
                    #(#shape_arms)*
                    _ => None,
                }
            }
        }

        impl FromJson for Resource {
            fn shape() -> &'static json::Shape {
                &json::Shape::Resource(Self::shape_of)
            }

            fn blank() -> Self {
                Self::Unknown(UnknownResource::null())
            }

            fn fill(&mut self, reader: &mut json::Reader<'_>) -> Option<()> {
                let body = Body::of(reader.raw()?);
                *self = match body.known(Self::OBJECT_TYPES) {
                    #(#direct_arms)*
                    _ => Self::Unknown(body.keep_as_it_is()),
                };
                Some(())
            }
        }

        impl ToJson for Resource {
            fn write(&self, writer: &mut json::Writer) {
                match self {
                    #(Self::#names(resource) => resource.write(writer),)*
                    Self::Unknown(resource) => resource.json().write(writer),
                }
            }
        }
    }
}
