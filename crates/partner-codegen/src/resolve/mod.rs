//! Stage 2: which Rust types there are, and what every reference means.

mod check;
mod names;

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Diagnostics, finish};
use crate::json::Node;
use crate::load::{Form, Source, form};

pub(crate) use check::uses;
use names::type_name;
pub(crate) use names::{RESERVED, is_identifier, module_path};

/// The types of all files, by number.
#[derive(Debug)]
pub struct Resolved<'a> {
    /// The files, in the order of their paths.
    pub sources: &'a [Source],
    /// The types, in the order of the files and within each as it stands.
    pub types: Vec<TypeDef<'a>>,
    by_place: HashMap<(usize, String), usize>,
    by_path: HashMap<&'a str, usize>,
    by_id: HashMap<&'a str, usize>,
}

/// A schema that becomes a Rust type.
#[derive(Debug)]
pub struct TypeDef<'a> {
    /// The number of its file.
    pub source: usize,
    /// The schema.
    pub node: &'a Node,
    /// Where it is in its file: a JSON pointer, empty for the root.
    pub pointer: String,
    /// The name of the Rust type.
    pub name: String,
    /// The dynamic anchors that the schema leaves open: its type parameters.
    pub parameters: Vec<&'a str>,
    /// For a schema that binds another one's dynamic anchors: the anchors and their schemas.
    pub bindings: Vec<(&'a str, &'a Node)>,
}

/// Names every type and finds the type parameters and bindings.
///
/// # Errors
///
/// Two schemas that want the same Rust name, and references that lead nowhere or round in a circle.
pub fn resolve(sources: &[Source]) -> Result<Resolved<'_>, Diagnostics> {
    let resolved = Resolved::of(sources);
    let mut problems = Vec::new();
    check::check(&resolved, &mut problems);
    finish(resolved, problems)
}

/// What is wrong with the names and references of files in which other things are wrong already. What
/// may come of those is not said: nothing of references into files that could not be read, nor of what
/// only shows where every schema has a form.
#[must_use]
pub fn problems_of(sources: &[Source], unreadable: &[String]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    check::check_apart(&Resolved::of(sources), unreadable, &mut problems);
    problems
}

impl<'a> Resolved<'a> {
    fn of(sources: &'a [Source]) -> Self {
        let numbered = || sources.iter().enumerate();
        let mut resolved = Resolved {
            sources,
            types: Vec::new(),
            by_place: HashMap::new(),
            by_path: numbered().map(|(index, source)| (source.path.as_str(), index)).collect(),
            by_id: numbered()
                .filter_map(|(index, source)| Some((source.root.str("$id")?, index)))
                .collect(),
        };
        for index in 0..sources.len() {
            resolved.collect(index);
        }
        resolved
    }

    fn collect(&mut self, index: usize) {
        let source = &self.sources[index];
        let root = &source.root;
        let defs = root.get("$defs").map(Node::members).unwrap_or_default();
        let anchors: Vec<_> = defs
            .iter()
            .filter_map(|def| Some((def.value.str("$dynamicAnchor")?, &def.value)))
            .collect();
        // A file of nothing but `$defs` is a library: it has no type of its own.
        if form(root) != Ok(Form::Any) || defs.is_empty() {
            let binds = matches!(form(root), Ok(Form::Ref(_)));
            let parameters = anchors.iter().filter(|_| !binds).map(|(name, _)| *name).collect();
            self.add(TypeDef {
                source: index,
                node: root,
                pointer: String::new(),
                name: type_name(source.stem()),
                parameters,
                bindings: if binds { anchors } else { vec![] },
            });
        }
        for def in defs.iter().filter(|def| def.value.get("$dynamicAnchor").is_none()) {
            let pointer = format!("/$defs/{}", def.name.replace('~', "~0").replace('/', "~1"));
            self.add(TypeDef {
                source: index,
                node: &def.value,
                pointer,
                name: type_name(&def.name),
                parameters: vec![],
                bindings: vec![],
            });
        }
    }

    fn add(&mut self, def: TypeDef<'a>) {
        self.by_place.insert((def.source, def.pointer.clone()), self.types.len());
        self.types.push(def);
    }

    /// The file of a type.
    #[must_use]
    pub fn source(&self, index: usize) -> &'a Source {
        &self.sources[self.types[index].source]
    }

    /// The type that a `$ref` of a file means.
    ///
    /// # Errors
    ///
    /// Where there is no such type.
    pub fn target(&self, source: usize, reference: &Node) -> Result<usize, Diagnostic> {
        let text = reference.as_str().unwrap_or_default();
        let (uri, pointer) = text.split_once('#').unwrap_or((text, ""));
        let problem = |message: String, help: &str| {
            Err(self.sources[source].problem(reference.span.clone(), message, help))
        };
        let file = if uri.is_empty() { Some(source) } else { self.file(source, uri) };
        let Some(file) = file else {
            return problem(
                format!("no schema file is at `{uri}`"),
                "write the path of the file relative to this one, such as `../common/link.schema.json`",
            );
        };
        match self.by_place.get(&(file, pointer.to_owned())) {
            Some(&index) => Ok(index),
            None => problem(
                format!("`{}` has no type at `#{pointer}`", self.sources[file].path),
                "refer to a whole file, or to an entry of a file's `$defs` as `#/$defs/name`",
            ),
        }
    }

    fn file(&self, source: usize, uri: &str) -> Option<usize> {
        if uri.contains("://") {
            return self.by_id.get(uri).copied();
        }
        self.by_path.get(self.path(source, uri)?.as_str()).copied()
    }

    /// The path that a relative reference of a file leads to; `None` where it leaves the folder.
    fn path(&self, source: usize, uri: &str) -> Option<String> {
        let from = &self.sources[source].path;
        let mut parts: Vec<&str> = from.split('/').collect();
        parts.pop();
        for part in uri.split('/') {
            match part {
                "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(parts.join("/"))
    }
}
