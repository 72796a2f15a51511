//! What a `$ref` into the schema files means in Rust.

use crate::diagnostic::Diagnostic;
use crate::json::Node;
use crate::load::Source;
use crate::model::{Item, ItemKind, Model, Module, Type};

use super::dialect::first;
use super::load::locate;
use super::model::{Step, TypePath, ValueType};

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
    /// Of a list in pages: the parameter of the query that counts the items before a page.
    pub(super) offset: Option<String>,
}

/// What the schema of a body means.
pub(super) struct Value<'a> {
    pub(super) ty: ValueType,
    /// The type of the models that it is, or that its items are.
    pub(super) found: Option<Found<'a>>,
}

impl<'a> Types<'a> {
    /// The same, as another file refers to them.
    pub(super) fn of(self, source: &'a Source) -> Self {
        Self { source, ..self }
    }

    /// The type of the schema of a body: a `$ref`, an array of such, or a value without parts.
    pub(super) fn value(&self, schema: &Node) -> Result<Value<'a>, Diagnostic> {
        let refuse = |node: &Node, message: &str, help: &str| {
            Err(self.source.problem(first(node), message, help))
        };
        if schema.get("$ref").is_some() {
            if let Some(other) = schema.get("type").or_else(|| schema.get("items")) {
                let help = "what the items of a list are is bound by `$defs`";
                return refuse(other, "beside a `$ref` there is no `type`", help);
            }
            let found = self.find(schema)?;
            return Ok(Value { ty: ValueType::Named(found.ty.clone()), found: Some(found) });
        }
        if let Some(defs) = schema.get("$defs") {
            return refuse(defs, "there is no `$ref` whose items this could bind", "leave it out");
        }
        let ty = match (schema.str("type"), schema.get("items")) {
            (Some("array"), Some(items)) => {
                let value = self.value(items)?;
                return Ok(Value { ty: ValueType::List(Box::new(value.ty)), found: value.found });
            }
            (Some("array"), None) => {
                return refuse(schema, "the list does not say of what", "write its `items`");
            }
            (_, Some(items)) => {
                return refuse(items, "only an array has `items`", "leave it out");
            }
            (Some("string"), _) => ValueType::String,
            (Some("integer"), _) => ValueType::Integer,
            (Some("number"), _) => ValueType::Number,
            (Some("boolean"), _) => ValueType::Bool,
            _ => {
                return refuse(
                    schema,
                    "this says neither which schema the body has nor which type",
                    "move the schema to a file of its own and `$ref` it, or write the `type` of a value without parts",
                );
            }
        };
        Ok(Value { ty, found: None })
    }

    /// The fields that a pointer into a value of a type leads through, to one that is text.
    pub(super) fn steps(&self, path: &TypePath, pointer: &str) -> Option<Vec<Step>> {
        let mut item = self.named(&path.name)?.1;
        let mut steps = Vec::new();
        let mut names = pointer.strip_prefix('/')?.split('/').peekable();
        while let Some(name) = names.next() {
            let ItemKind::Struct(structure) = &item.kind else { return None };
            let field = structure.fields.iter().find(|field| field.property == name)?;
            steps.push(Step { field: field.name.clone(), required: field.required });
            match &field.ty {
                Type::Named(name, _) if names.peek().is_some() => item = self.named(name)?.1,
                Type::Text if names.peek().is_none() => return Some(steps),
                Type::Named(name, _) if self.is_text(name) => return Some(steps),
                _ => return None,
            }
        }
        None
    }

    /// Whether a type is text.
    pub(super) fn is_text(&self, name: &str) -> bool {
        let item = self.named(name).map(|(_, item)| &item.kind);
        matches!(item, Some(ItemKind::Text | ItemKind::OpenEnum(_)))
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
            let envelope = self.alias_envelope(item);
            return Ok(Found {
                ty,
                item,
                of: self.alias_items(item),
                pages: envelope.map(|envelope| self.next_page(envelope).is_some()),
                offset: envelope.and_then(|envelope| self.offset(envelope)),
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
        Ok(Found {
            ty,
            item,
            of: Some(of_item),
            pages: Some(self.next_page(module).is_some()),
            offset: self.offset(module),
        })
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

    /// Of another name for a list: its envelope.
    fn alias_envelope(&self, item: &Item) -> Option<&'a Module> {
        match &item.kind {
            ItemKind::Alias(Type::Named(name, arguments)) if arguments.len() == 1 => {
                Some(self.named(name)?.0)
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

    /// Where an envelope says its next page is.
    fn next_page(&self, module: &Module) -> Option<&'a Node> {
        self.schema(module)?.root.get("x-next-page")
    }

    /// The parameter of the query that counts the items before a page.
    fn offset(&self, module: &Module) -> Option<String> {
        self.next_page(module)?.str("query").map(str::to_owned)
    }

    pub(super) fn named(&self, name: &str) -> Option<(&'a Module, &'a Item)> {
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
