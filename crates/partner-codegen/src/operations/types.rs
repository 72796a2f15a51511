//! What a `$ref` into the schema files means in Rust.

use crate::diagnostic::Diagnostic;
use crate::json::Node;
use crate::load::Source;
use crate::model::{Item, ItemKind, Model, Type};

use super::model::TypePath;

/// The types of the models.
pub(super) struct Types<'a> {
    pub(super) source: &'a Source,
    pub(super) models: &'a Model,
}

impl<'a> Types<'a> {
    /// The type that a `$ref` means.
    pub(super) fn find(&self, reference: &Node) -> Result<(TypePath, &'a Item), Diagnostic> {
        let text = reference.as_str().unwrap_or_default();
        let (path, pointer) = text.split_once('#').unwrap_or((text, ""));
        let found =
            self.models.modules.iter().find(|module| module.schema == path).and_then(|module| {
                let wanted = |item: &&Item| item.pointer.as_deref() == Some(pointer);
                Some((module, module.items.iter().find(wanted)?))
            });
        let Some((module, item)) = found else {
            return Err(self.source.problem(
                reference.span.clone(),
                format!("no schema is at `{text}`"),
                "write the path of a schema file below the folder of this one, such as `licenses/license.schema.json`, or of an entry of its `$defs` (`…#/$defs/name`)",
            ));
        };
        if matches!(&item.kind, ItemKind::Struct(structure) if !structure.parameters.is_empty()) {
            return Err(self.source.problem(
                reference.span.clone(),
                format!("`{}` does not say of what it is", item.name),
                "refer to a schema that binds it: `\"$defs\": {\"item\": {\"$dynamicAnchor\": \"item\", \"$ref\": \"…\"}}`",
            ));
        }
        let folder = module.path[..module.path.len() - 1].to_vec();
        Ok((TypePath { folder, name: item.name.clone() }, item))
    }

    /// The object type that bodies of this type say they have.
    pub(super) fn object_type(&self, item: &Item) -> Option<String> {
        match &item.kind {
            ItemKind::Struct(structure) => structure.object_type.clone(),
            ItemKind::Alias(Type::Named(name, _)) => {
                let mut items = self.models.modules.iter().flat_map(|module| &module.items);
                self.object_type(items.find(|item| item.name == *name)?)
            }
            _ => None,
        }
    }

    /// Whether a type is a list of something: an envelope that is bound to its items.
    pub(super) fn is_envelope(item: &Item) -> bool {
        matches!(&item.kind, ItemKind::Alias(Type::Named(_, arguments)) if arguments.len() == 1)
    }
}
