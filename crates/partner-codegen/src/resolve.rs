//! Stage 2: which Rust types there are, and what every reference means.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Diagnostics, finish};
use crate::json::Node;
use crate::load::{Form, Source, form};

/// The types of all files, by number.
#[derive(Debug)]
pub struct Resolved<'a> {
    /// The files, in the order of their paths.
    pub sources: &'a [Source],
    /// The types, in the order of the files and within each as it stands.
    pub types: Vec<TypeDef<'a>>,
    by_place: HashMap<(usize, String), usize>,
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

/// Names that generated code uses for something else.
const RESERVED: &[&str] = &[
    "A",
    "Box",
    "BTreeMap",
    "Clone",
    "D",
    "Debug",
    "Default",
    "Deserialize",
    "Deserializer",
    "Display",
    "E",
    "Error",
    "ErrorKind",
    "Extra",
    "ExtraReader",
    "From",
    "IdText",
    "Integer",
    "Into",
    "Key",
    "MapAccess",
    "None",
    "Number",
    "NumberOrString",
    "Ok",
    "Err",
    "ObjectVisitor",
    "Option",
    "OutOfRange",
    "PartialEq",
    "RawJson",
    "Result",
    "S",
    "Self",
    "Serialize",
    "SerializeMap",
    "Serializer",
    "Some",
    "Spelling",
    "SpellingReader",
    "String",
    "T",
    "U",
    "V",
    "Unknown",
    "Vec",
    "Visitor",
];

/// Modules that the models crate has beside the generated ones.
const RESERVED_MODULES: &[&str] =
    &["collection", "error_body", "generated", "json", "licensing", "mod", "support"];

/// Names every type and finds the type parameters and bindings.
///
/// # Errors
///
/// Two schemas that want the same Rust name, and references that lead nowhere or round in a circle.
pub fn resolve(sources: &[Source]) -> Result<Resolved<'_>, Diagnostics> {
    let mut resolved = Resolved { sources, types: Vec::new(), by_place: HashMap::new() };
    let mut problems = Vec::new();
    for index in 0..sources.len() {
        resolved.collect(index);
    }
    resolved.check_modules(&mut problems);
    resolved.check_names(&mut problems);
    resolved.check_parameters(&mut problems);
    for (index, source) in sources.iter().enumerate() {
        resolved.check_references(index, &source.root, &mut problems);
    }
    if problems.is_empty() {
        resolved.check_aliases(&mut problems);
        resolved.check_bindings(&mut problems);
    }
    finish(resolved, problems)
}

impl<'a> Resolved<'a> {
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
        let by_id =
            |id: &str| self.sources.iter().position(|other| other.root.str("$id") == Some(id));
        if uri.contains("://") {
            return by_id(uri);
        }
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
        let path = parts.join("/");
        self.sources.iter().position(|other| other.path == path)
    }

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
        let mut seen: HashMap<Vec<String>, &Source> = HashMap::new();
        for source in self.sources {
            let path = module_path(source);
            let span = source.root.member("$id").map_or(0..1, |id| id.value.span.clone());
            let unusable = path.iter().enumerate().find(|(depth, part)| {
                let taken = if *depth == 0 { RESERVED_MODULES } else { &["mod"] };
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
            let in_folder = |other: &&Source| {
                let other = module_path(other);
                other.len() > path.len() && other.starts_with(&path)
            };
            if let Some(other) = self.sources.iter().find(in_folder) {
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

    fn check_references(&self, source: usize, node: &Node, problems: &mut Vec<Diagnostic>) {
        if let Some(reference) = node.get("$ref")
            && let Err(problem) = self.target(source, reference)
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
                    self.check_references(source, &entry.value, problems);
                }
            } else {
                self.check_references(source, &member.value, problems);
                for element in member.value.elements() {
                    self.check_references(source, element, problems);
                }
            }
        }
    }

    /// An alias that leads back to itself without a struct on the way is no type at all.
    fn check_aliases(&self, problems: &mut Vec<Diagnostic>) {
        for start in 0..self.types.len() {
            let (mut seen, mut open) = (HashSet::new(), vec![start]);
            while let Some(at) = open.pop() {
                let source = self.types[at].source;
                let references = self.aliased(at).into_iter();
                let targets = references.filter_map(|to| self.target(source, to).ok());
                open.extend(targets.filter(|target| seen.insert(*target)));
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

    /// A binding must bind what its target leaves open, no more and no less; and a schema with open
    /// parameters is used through a binding only.
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
        }
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

/// `licenses/service-plan.schema.json` → `licenses`, `service_plan`.
pub(crate) fn module_path(source: &Source) -> Vec<String> {
    source.segments().map(|segment| segment.replace(['-', '.'], "_")).collect()
}

/// Whether the text, as it stands, is a name in Rust. syn alone would pass over blanks and comments
/// around one, take `r#type`, and not know the keyword that the 2024 edition added.
pub(crate) fn is_identifier(text: &str) -> bool {
    let plain = !text.starts_with("r#") && text != "gen";
    plain && syn::parse_str::<syn::Ident>(text).is_ok_and(|identifier| identifier == text)
}

/// `service-plan` → `ServicePlan`. typify makes the names of fields and of inline types; these names
/// are the project's own rule, so that a reader knows the type from the file.
fn type_name(kebab: &str) -> String {
    kebab
        .split(|c: char| !c.is_alphanumeric())
        .flat_map(|word| {
            let mut chars = word.chars();
            chars.next().into_iter().flat_map(char::to_uppercase).chain(chars)
        })
        .collect()
}
