//! What is refused of types, names and references.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::cycles;
use crate::diagnostic::Diagnostic;
use crate::json::Node;
use crate::load::{Form, Source, form};
use crate::resolve::Resolved;
use crate::resolve::names::{RESERVED, RESERVED_MODULES, is_identifier, module_path};

/// Reports every fault; what follows references is checked only where all of them lead somewhere.
pub(super) fn check(resolved: &Resolved<'_>, problems: &mut Vec<Diagnostic>) {
    check_apart(resolved, &[], problems);
    resolved.check_parameters(problems);
    if problems.is_empty() {
        resolved.check_aliases(problems);
        resolved.check_bindings(problems);
    }
}

/// Reports what is wrong with each name and each reference, whatever else is.
pub(super) fn check_apart(
    resolved: &Resolved<'_>,
    unreadable: &[String],
    problems: &mut Vec<Diagnostic>,
) {
    resolved.check_modules(problems);
    resolved.check_names(problems);
    for (index, source) in resolved.sources.iter().enumerate() {
        resolved.check_references(index, &source.root, unreadable, problems);
    }
}

impl<'a> Resolved<'a> {
    fn span(&self, index: usize) -> Range<usize> {
        let def = &self.types[index];
        let root = &self.source(index).root;
        // The name of a `$defs` entry is what names its type; a file's name is not in the file.
        let defs = root.get("$defs").map(Node::members).unwrap_or_default();
        defs.iter().find(|member| std::ptr::eq(&raw const member.value, def.node)).map_or_else(
            || root.member("$id").map_or(0..1, |id| id.value.span.clone()),
            |member| member.name_span.clone(),
        )
    }

    fn check_modules(&self, problems: &mut Vec<Diagnostic>) {
        let mut folders: HashMap<Vec<String>, &Source> = HashMap::new();
        for source in self.sources {
            let path = module_path(source);
            for depth in 1..path.len() {
                folders.entry(path[..depth].to_vec()).or_insert(source);
            }
        }
        let mut seen: HashMap<Vec<String>, &Source> = HashMap::new();
        for source in self.sources {
            let path = module_path(source);
            let span = source.root.member("$id").map_or(0..1, |id| id.value.span.clone());
            let unusable = path.iter().enumerate().find(|(depth, part)| {
                let taken = if *depth == 0 { RESERVED_MODULES } else { &["by_hand", "mod"] };
                let lower = |c| matches!(c, 'a'..='z' | '0'..='9' | '_');
                !is_identifier(part) || !part.chars().all(lower) || taken.contains(&part.as_str())
            });
            if let Some((_, part)) = unusable {
                problems.push(source.problem(
                    span.clone(),
                    format!("`{part}` can't be the name of a module of the models"),
                    "name files and folders in lower-case words, such as \
                     `licenses/service-plan.schema.json`",
                ));
            }
            if let Some(other) = folders.get(&path) {
                problems.push(source.problem(
                    span.clone(),
                    format!("this file and the folder of {} want the same Rust module", other.path),
                    "rename one of the two",
                ));
            }
            if let Some(other) = seen.insert(path, source) {
                problems.push(source.problem(
                    span,
                    format!("this file and {} want the same Rust module", other.path),
                    "rename one of the two",
                ));
            }
        }
    }

    fn check_names(&self, problems: &mut Vec<Diagnostic>) {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (index, def) in self.types.iter().enumerate() {
            let name = def.name.as_str();
            let source = self.source(index);
            if !is_identifier(name) || RESERVED.contains(&name) {
                problems.push(source.problem(
                    self.span(index),
                    format!("`{name}` can't be the name of a generated type"),
                    "name the file or the `$defs` entry in words, such as `service-plan`; generated \
                     code uses some names of its own",
                ));
            }
            if let Some(first) = seen.insert(name, index) {
                let (first, other) = (self.source(first), self.span(first));
                let line = first.text[..other.start].matches('\n').count() + 1;
                problems.push(source.problem(
                    self.span(index),
                    format!(
                        "two schemas want the Rust name `{name}`: this and {}:{line}",
                        first.path
                    ),
                    "rename one of the two",
                ));
            }
        }
    }

    /// A type parameter is declared once, says nothing of its values, and is used in the properties of
    /// the object that has it.
    fn check_parameters(&self, problems: &mut Vec<Diagnostic>) {
        for (index, def) in self.types.iter().enumerate() {
            let source = self.source(index);
            let root = &source.root;
            let defs = root.get("$defs").map(Node::members).unwrap_or_default();
            let mut seen = HashSet::new();
            for name in &def.parameters {
                let mut declared =
                    defs.iter().filter(|def| def.value.str("$dynamicAnchor") == Some(name));
                let at = declared.next_back().map_or(&root.span, |def| &def.name_span).clone();
                let mut refuse = |message: String, help: &str| {
                    problems.push(source.problem(at.clone(), message, help));
                };
                if !seen.insert(name) {
                    refuse(
                        format!("the type parameter `{name}` is declared twice"),
                        "remove one of the two",
                    );
                    continue;
                }
                let declaration =
                    defs.iter().find(|def| def.value.str("$dynamicAnchor") == Some(name));
                if declaration.is_some_and(|def| form(&def.value) != Ok(Form::Any)) {
                    refuse(
                        format!("the type parameter `{name}` says what its values are"),
                        "leave that to the schemas that bind it",
                    );
                }
                if form(root) != Ok(Form::Object) || root.get("properties").is_none() {
                    refuse(
                        "only an object with `properties` can have type parameters".into(),
                        "remove the `$dynamicAnchor`, or describe the object",
                    );
                } else if !uses(root, name) {
                    refuse(
                        format!("the type parameter `{name}` is not used"),
                        "refer to it with `$dynamicRef` in a property, or remove it",
                    );
                }
            }
            let inside = defs
                .iter()
                .filter(|entry| !def.parameters.is_empty() && has_dynamic_ref(&entry.value));
            for entry in inside {
                problems.push(source.problem(
                    entry.name_span.clone(),
                    "a type parameter can be used in the root of its file only",
                    "move this schema to a file of its own, with type parameters of its own",
                ));
            }
        }
    }

    fn check_references(
        &self,
        source: usize,
        node: &Node,
        unreadable: &[String],
        problems: &mut Vec<Diagnostic>,
    ) {
        if let Some(reference) = node.get("$ref")
            && let Err(problem) = self.target(source, reference)
            && !self.leads_to(source, reference, unreadable)
        {
            problems.push(problem);
        }
        if let Some(reference) = node.get("$dynamicRef") {
            let name = reference.as_str().unwrap_or_default().trim_start_matches('#');
            let is_parameter =
                self.types.iter().any(|def| def.source == source && def.parameters.contains(&name));
            if !is_parameter {
                problems.push(self.sources[source].problem(
                    reference.span.clone(),
                    format!("`{name}` is no type parameter of this file"),
                    "declare it: an entry of the root's `$defs` with that `$dynamicAnchor`",
                ));
            }
        }
        // Data is not schema: a `$ref` in an example is not a reference.
        let schemas = node.members().iter().filter(|member| {
            !matches!(
                member.name.as_str(),
                "examples" | "default" | "enum" | "const" | "externalDocs"
            )
        });
        for member in schemas {
            if matches!(member.name.as_str(), "properties" | "$defs") {
                for entry in member.value.members() {
                    self.check_references(source, &entry.value, unreadable, problems);
                }
            } else {
                self.check_references(source, &member.value, unreadable, problems);
                for element in member.value.elements() {
                    self.check_references(source, element, unreadable, problems);
                }
            }
        }
    }

    /// Whether a reference means one of these files.
    fn leads_to(&self, source: usize, reference: &Node, files: &[String]) -> bool {
        let uri = reference.as_str().unwrap_or_default().split('#').next().unwrap_or_default();
        let relative = self.path(source, uri);
        files
            .iter()
            .any(|file| relative.as_ref() == Some(file) || uri.ends_with(&format!("/{file}")))
    }

    /// An alias that leads back to itself without a struct on the way is no type at all.
    fn check_aliases(&self, problems: &mut Vec<Diagnostic>) {
        let targets = |at: usize| {
            let references = self.aliased(at).into_iter();
            references.filter_map(|to| self.target(self.types[at].source, to).ok()).collect()
        };
        let edges: Vec<Vec<usize>> = (0..self.types.len()).map(targets).collect();
        for start in cycles::candidates(&edges) {
            let (mut seen, mut open) = (HashSet::new(), vec![start]);
            while let Some(at) = open.pop() {
                open.extend(edges[at].iter().filter(|target| seen.insert(**target)));
            }
            if seen.contains(&start) {
                let span = self.aliased(start).first().map_or(0..1, |node| node.span.clone());
                problems.push(self.source(start).problem(
                    span,
                    "this `$ref` leads back to itself",
                    "let one of the schemas on the way be an object with `properties`, or a type \
                     without a `$ref`",
                ));
            }
        }
    }

    /// The references that an alias is made of; none where the type is a struct.
    fn aliased(&self, index: usize) -> Vec<&'a Node> {
        fn walk<'a>(node: &'a Node, references: &mut Vec<&'a Node>) {
            match form(node) {
                Ok(Form::Ref(reference)) => references.push(reference),
                Ok(Form::Nullable(inner)) => walk(inner, references),
                Ok(Form::Array) => {
                    if let Some(items) = node.get("items") {
                        walk(items, references);
                    }
                }
                Ok(Form::Object) if node.get("properties").is_none() => {
                    if let Some(values) = node.get("additionalProperties") {
                        walk(values, references);
                    }
                }
                _ => {}
            }
        }
        let def = &self.types[index];
        let mut references = Vec::new();
        if form(def.node) != Ok(Form::Object) {
            walk(def.node, &mut references);
        }
        def.bindings.iter().for_each(|(_, schema)| walk(schema, &mut references));
        references
    }

    /// A binding binds what its target leaves open, no more and no less, and holds no other binding of
    /// the same anchor: to a validator the outer one would count for both.
    fn check_bindings(&self, problems: &mut Vec<Diagnostic>) {
        for (index, def) in self.types.iter().enumerate() {
            if def.bindings.is_empty() {
                continue;
            }
            let Some(reference) = def.node.get("$ref") else { continue };
            let Ok(target) = self.target(def.source, reference) else { continue };
            let open = &self.types[target].parameters;
            let mut bound: Vec<_> = def.bindings.iter().map(|(name, _)| *name).collect();
            let mut wanted = open.clone();
            bound.sort_unstable();
            wanted.sort_unstable();
            if bound != wanted {
                problems.push(self.source(index).problem(
                    reference.span.clone(),
                    format!(
                        "this binds the dynamic anchors {bound:?}, and `{}` leaves {wanted:?} open",
                        self.types[target].name,
                    ),
                    "bind each of them once in `$defs`",
                ));
            }
            let inner = self.reachable(index).into_iter().find(|other| {
                let anchors = &self.types[*other].bindings;
                *other != index && anchors.iter().any(|(name, _)| bound.contains(name))
            });
            if let Some(inner) = inner {
                problems.push(self.source(index).problem(
                    reference.span.clone(),
                    format!(
                        "`{}` holds `{}`, which binds the same dynamic anchor; a validator would take this \
                         binding for both",
                        def.name, self.types[inner].name,
                    ),
                    "describe the inner one as an object of its own, without the envelope",
                ));
            }
        }
    }

    /// The types that a type refers to, and those that these refer to.
    fn reachable(&self, start: usize) -> HashSet<usize> {
        let (mut seen, mut open) = (HashSet::new(), vec![start]);
        while let Some(at) = open.pop() {
            let def = &self.types[at];
            let mut references = Vec::new();
            all_references(def.node, &mut references);
            let targets = references.into_iter().filter_map(|to| self.target(def.source, to).ok());
            open.extend(targets.filter(|target| seen.insert(*target)));
        }
        seen
    }
}

/// Whether a schema refers to the type parameter, outside of what it defines.
pub(crate) fn uses(node: &Node, name: &str) -> bool {
    node.str("$dynamicRef").is_some_and(|reference| reference.trim_start_matches('#') == name)
        || node.members().iter().any(|member| member.name != "$defs" && uses(&member.value, name))
        || node.elements().iter().any(|element| uses(element, name))
}

fn has_dynamic_ref(node: &Node) -> bool {
    node.get("$dynamicRef").is_some()
        || node.members().iter().any(|member| has_dynamic_ref(&member.value))
}

/// Every `$ref` of a schema, those of the types in its `$defs` not among them.
fn all_references<'a>(node: &'a Node, found: &mut Vec<&'a Node>) {
    found.extend(node.get("$ref"));
    for member in node.members() {
        match member.name.as_str() {
            "examples" | "default" => {}
            "properties" => {
                member.value.members().iter().for_each(|entry| all_references(&entry.value, found));
            }
            // A binding is part of its type; any other definition is a type that a `$ref` leads to.
            "$defs" => member
                .value
                .members()
                .iter()
                .filter(|def| def.value.get("$dynamicAnchor").is_some())
                .for_each(|def| all_references(&def.value, found)),
            _ => all_references(&member.value, found),
        }
    }
    for element in node.elements() {
        all_references(element, found);
    }
}
