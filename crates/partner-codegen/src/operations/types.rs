//! What a `$ref` into the schema files means in Rust.

use crate::diagnostic::Diagnostic;
use crate::json::Node;
use crate::load::Source;
use crate::model::{Item, ItemKind, Model, Module, Type};

use super::load::locate;
use super::model::TypePath;

/// The types of the models, as a file of the description refers to them.
#[derive(Clone, Copy)]
pub(super) struct Types<'a> {
    pub(super) source: &'a Source,
    /// The schema files.
    pub(super) sources: &'a [Source],
    pub(super) models: &'a Model,
}

/// What a schema means.
pub(super) struct Found<'a> {
    pub(super) ty: TypePath,
    /// The type, or the list that it is one of.
    pub(super) item: &'a Item,
    /// Of a list: what its items are.
    pub(super) of: Option<&'a Item>,
    /// Of a list: whether it comes page by page.
    pub(super) pages: Option<bool>,
}

impl<'a> Types<'a> {
    /// The same, as another file refers to them.
    pub(super) fn of(self, source: &'a Source) -> Self {
        Self { source, ..self }
    }

    /// The type of a schema: a `$ref` alone, or one to a list with what its items are.
    pub(super) fn find(&self, schema: &Node) -> Result<Found<'a>, Diagnostic> {
        let reference = schema.get("$ref").unwrap_or(schema);
        let (module, item) = self.target(reference)?;
        let open = match &item.kind {
            ItemKind::Struct(structure) => structure.parameters.as_slice(),
            _ => &[],
        };
        let mut ty = path(module, item);
        let bindings = schema.get("$defs").map(Node::members).unwrap_or_default();
        if open.is_empty() {
            if let Some(binding) = bindings.first() {
                return Err(self.source.problem(
                    binding.name_span.clone(),
                    format!("`{}` has nothing that could be bound", item.name),
                    "leave `$defs` out, or refer to a schema with a `$dynamicAnchor`",
                ));
            }
            return Ok(Found {
                ty,
                item,
                of: self.alias_items(item),
                pages: self.alias_pages(item),
            });
        }
        let [binding] = bindings else {
            return Err(self.source.problem(
                bindings.get(1).map_or(&reference.span, |second| &second.name_span).clone(),
                format!("`{}` does not say of what it is", item.name),
                "bind it beside the `$ref`: `\"$defs\": {\"item\": {\"$dynamicAnchor\": \"item\", \"$ref\": \"…\"}}`",
            ));
        };
        let anchor = binding.value.get("$dynamicAnchor");
        let declared = self.schema(module).and_then(|source| source.root.get("$defs"));
        let known = declared.map(Node::members).unwrap_or_default();
        let wanted = known.iter().find_map(|def| def.value.str("$dynamicAnchor"));
        if anchor.and_then(Node::as_str) != wanted || wanted.is_none() {
            return Err(self.source.problem(
                anchor.map_or(&binding.name_span, |anchor| &anchor.span).clone(),
                format!("`{}` has no such `$dynamicAnchor`", item.name),
                format!("its own is `{}`", wanted.unwrap_or_default()),
            ));
        }
        let Some(of) = binding.value.get("$ref") else {
            return Err(self.source.problem(
                binding.name_span.clone(),
                "this does not say what the items are",
                "`$ref` their schema",
            ));
        };
        let (of_module, of_item) = self.target(of)?;
        if matches!(&of_item.kind, ItemKind::Struct(of) if !of.parameters.is_empty()) {
            return Err(self.source.problem(
                of.span.clone(),
                format!("`{}` does not say of what it is", of_item.name),
                "refer to a schema that is whole",
            ));
        }
        ty.of = Some(Box::new(path(of_module, of_item)));
        Ok(Found { ty, item, of: Some(of_item), pages: Some(self.comes_in_pages(module)) })
    }

    /// What a `$ref` means.
    fn target(&self, reference: &Node) -> Result<(&'a Module, &'a Item), Diagnostic> {
        let text = reference.as_str().unwrap_or_default();
        let (file, pointer) = locate(&self.source.path, text);
        let module = self.models.modules.iter().find(|module| module.schema == file);
        let wanted = |item: &&Item| item.pointer.as_deref() == Some(pointer.as_str());
        let found = module.and_then(|module| Some((module, module.items.iter().find(wanted)?)));
        found.ok_or_else(|| {
            self.source.problem(
                reference.span.clone(),
                format!("no schema is at `{text}`"),
                "write the path of a schema file from the folder of this one, such as `../common/collection.schema.json`, or of an entry of its `$defs` (`…#/$defs/name`)",
            )
        })
    }

    /// The object type that bodies of this type say they have.
    pub(super) fn object_type(&self, item: &Item) -> Option<String> {
        match &item.kind {
            ItemKind::Struct(structure) => structure.object_type.clone(),
            ItemKind::Alias(Type::Named(name, _)) => self.object_type(self.named(name)?.1),
            _ => None,
        }
    }

    /// Of another name for a list: whether it comes page by page.
    fn alias_pages(&self, item: &Item) -> Option<bool> {
        match &item.kind {
            ItemKind::Alias(Type::Named(name, arguments)) if arguments.len() == 1 => {
                Some(self.comes_in_pages(self.named(name)?.0))
            }
            _ => None,
        }
    }

    /// Of another name for a list: what its items are.
    fn alias_items(&self, item: &Item) -> Option<&'a Item> {
        let ItemKind::Alias(Type::Named(_, arguments)) = &item.kind else { return None };
        let [Type::Named(name, _)] = arguments.as_slice() else { return None };
        Some(self.named(name)?.1)
    }

    /// Whether an envelope says where its next page is.
    fn comes_in_pages(&self, module: &Module) -> bool {
        self.schema(module).is_some_and(|source| source.root.get("x-next-page").is_some())
    }

    fn named(&self, name: &str) -> Option<(&'a Module, &'a Item)> {
        let mut all = self
            .models
            .modules
            .iter()
            .flat_map(|module| module.items.iter().map(move |item| (module, item)));
        all.find(|(_, item)| item.name == name)
    }

    fn schema(&self, module: &Module) -> Option<&'a Source> {
        self.sources.iter().find(|source| source.path == module.schema)
    }
}

fn path(module: &Module, item: &Item) -> TypePath {
    let folder = module.path[..module.path.len() - 1].to_vec();
    TypePath { folder, name: item.name.clone(), of: None }
}
