//! What a description of operations may say here: every other word is refused, so that nothing in it is
//! ignored without notice. `schemas/README.md` tells the same to people.

use crate::diagnostic::Diagnostic;
use crate::json::{Kind, Member, Node};
use crate::load::Source;

use super::about;
use super::clouds;
use super::distinct;
use super::load::{Description, family};
use super::looked;
use super::model::Place;
use super::names;
use super::parts::MULTIPART;
use super::words::{self, Words};

/// Checks the whole description.
pub(super) fn check(description: &Description, problems: &mut Vec<Diagnostic>) {
    for source in description.files() {
        let mut check = Check { description, source, problems };
        if family(&source.path).is_some() {
            check.family();
        } else {
            check.document();
        }
        check.operations();
    }
    distinct::components(description, problems);
}

fn members(node: Option<&Node>) -> &[Member] {
    node.map(Node::members).unwrap_or_default()
}

fn elements(node: Option<&Node>) -> &[Node] {
    node.map(Node::elements).unwrap_or_default()
}

struct Check<'a> {
    description: &'a Description,
    source: &'a Source,
    problems: &'a mut Vec<Diagnostic>,
}

impl Check<'_> {
    /// `openapi.json`
    fn document(&mut self) {
        let root = &self.source.root;
        self.words(root, &words::DOCUMENT);
        match root.get("openapi") {
            Some(version) if version.as_str().is_some_and(|text| text.starts_with("3.1.")) => {}
            version => {
                let place = version.unwrap_or(root);
                self.problem(
                    place.span.start..place.span.end.min(place.span.start + 20),
                    "this is not an OpenAPI 3.1 description".into(),
                    "write `\"openapi\": \"3.1.1\"` and what that version means",
                );
            }
        }
        self.about(root);
        self.security(root);
        for (name, words) in
            [("x-every-operation", &words::EVERY_OPERATION), ("x-every-write", &words::EVERY_WRITE)]
        {
            let Some(every) = root.get(name) else { continue };
            self.words(every, words);
            for parameter in elements(every.get("parameters")) {
                self.parameter(parameter);
            }
            for header in members(every.get("headers")) {
                self.header(&header.value);
            }
            self.responses(every);
            for response in members(every.get("responses")) {
                if response.name.starts_with('2') {
                    self.problem(
                        response.name_span.clone(),
                        "what an operation answers when it succeeds is its own".into(),
                        "describe it at each operation",
                    );
                }
            }
        }
    }

    /// The `operations.json` of a family.
    fn family(&mut self) {
        let root = &self.source.root;
        self.words(root, &words::FAMILY);
        if let Some(clouds) = root.get("x-clouds") {
            clouds::check(self.source, clouds, self.problems);
        }
        looked::check(self.source, root, self.problems);
        let name = family(&self.source.path).unwrap_or_default();
        let module = names::field(name);
        if name.contains('/')
            || !names::is_lower(&module)
            || ["call_options", "clients", "envelopes", "operations"].contains(&module.as_str())
        {
            self.problem(
                first(root),
                format!("`{name}` can't be a family of operations"),
                "move the file to a folder of the schema folder, with another name",
            );
        }
        self.docs(root);
        about::check(self.description, self.source, name, self.problems);
    }

    /// What files of both kinds have.
    fn operations(&mut self) {
        let root = &self.source.root;
        for path in members(root.get("paths")) {
            self.words(&path.value, &words::PATH);
            for member in path.value.members() {
                if member.name == "parameters" {
                    for parameter in member.value.elements() {
                        self.parameter(parameter);
                    }
                } else {
                    self.operation(&member.value);
                }
            }
        }
        let Some(components) = root.get("components") else { return };
        self.words(components, &words::COMPONENTS);
        for parameter in members(components.get("parameters")) {
            self.parameter(&parameter.value);
        }
        for response in members(components.get("responses")) {
            self.response(&response.value);
        }
        for header in members(components.get("headers")) {
            self.words(&header.value, &words::HEADER);
        }
        for scheme in members(components.get("securitySchemes")) {
            self.words(&scheme.value, &words::SECURITY_SCHEME);
        }
    }

    /// What is for readers and other tools.
    fn about(&mut self, root: &Node) {
        if let Some(info) = root.get("info") {
            self.words(info, &words::INFO);
            for (name, words) in [("contact", &words::CONTACT), ("license", &words::LICENSE)] {
                if let Some(node) = info.get(name) {
                    self.words(node, words);
                }
            }
        }
        self.docs(root);
        for server in elements(root.get("servers")) {
            self.words(server, &words::SERVER);
        }
        for tag in elements(root.get("tags")) {
            self.words(tag, &words::TAG);
            self.docs(tag);
        }
    }

    fn docs(&mut self, node: &Node) {
        if let Some(docs) = node.get("externalDocs") {
            self.words(docs, &words::DOCS);
        }
    }

    fn operation(&mut self, operation: &Node) {
        self.words(operation, &words::OPERATION);
        self.docs(operation);
        for parameter in elements(operation.get("parameters")) {
            self.parameter(parameter);
        }
        if let Some(body) = operation.get("requestBody") {
            self.words(body, &words::BODY);
            self.content(body);
        }
        for server in elements(operation.get("servers")) {
            self.words(server, &words::OPERATION_SERVER);
            if let Some(clouds) = server.get("x-clouds") {
                clouds::check(self.source, clouds, self.problems);
            }
        }
        if let Some(clouds) = operation.get("x-clouds") {
            clouds::check(self.source, clouds, self.problems);
        }
        looked::check(self.source, operation, self.problems);
        self.responses(operation);
        let tags = self.description.tags();
        for tag in elements(operation.get("tags")) {
            let name = tag.as_str().unwrap_or_default();
            if !tags.contains(&name) {
                self.problem(
                    tag.span.clone(),
                    format!("there is no tag `{name}`"),
                    "declare it among the `tags` of the description, or correct the spelling",
                );
            }
        }
        self.security(operation);
    }

    fn responses(&mut self, node: &Node) {
        for response in members(node.get("responses")) {
            if !is_status(&response.name) {
                self.problem(
                    response.name_span.clone(),
                    format!("`{}` is no status", response.name),
                    "write a status such as `200`, all of a hundred such as `5XX`, or `default`",
                );
            }
            self.response(&response.value);
        }
    }

    fn security(&mut self, node: &Node) {
        let root = &self.description.root().root;
        let schemes = members(root.pointer("/components/securitySchemes"));
        for way in elements(node.get("security")).iter().flat_map(Node::members) {
            if !schemes.iter().any(|known| known.name == way.name) {
                self.problem(
                    way.name_span.clone(),
                    format!("there is no security scheme `{}`", way.name),
                    "declare it below `components`, in `securitySchemes`, or correct the spelling",
                );
            }
        }
    }

    fn response(&mut self, response: &Node) {
        if response.get("$ref").is_some() {
            self.words(response, &words::REFERENCE);
            return self.leads_somewhere(response);
        }
        self.words(response, &words::RESPONSE);
        for header in members(response.get("headers")) {
            self.header(&header.value);
        }
        for link in members(response.get("links")) {
            self.words(&link.value, &words::LINK);
        }
        self.content(response);
    }

    fn header(&mut self, header: &Node) {
        let is_reference = header.get("$ref").is_some();
        self.words(header, if is_reference { &words::REFERENCE } else { &words::HEADER });
        self.leads_somewhere(header);
    }

    fn content(&mut self, body: &Node) {
        for media_type in members(body.get("content")) {
            self.words(&media_type.value, &words::MEDIA_TYPE);
            let Some(schema) = media_type.value.get("schema") else { continue };
            if media_type.name == MULTIPART {
                self.words(schema, &words::FORM);
                for part in members(schema.get("properties")) {
                    self.words(&part.value, &words::PART);
                }
            } else {
                self.body_schema(schema);
            }
        }
    }

    fn body_schema(&mut self, schema: &Node) {
        self.words(schema, &words::BODY_SCHEMA);
        for binding in members(schema.get("$defs")) {
            self.words(&binding.value, &words::BINDING);
        }
        if let Some(items) = schema.get("items") {
            self.body_schema(items);
        }
    }

    /// That a reference within the description means something.
    fn leads_somewhere(&mut self, node: &Node) {
        let Some(reference) = node.get("$ref") else { return };
        let text = reference.as_str().unwrap_or_default();
        if self.description.find(&self.source.path, text).is_none() {
            self.problem(
                reference.span.clone(),
                "this leads nowhere".into(),
                "refer to `#/components/…` of this file, or of `../openapi.json` from a family's",
            );
        }
    }

    fn parameter(&mut self, parameter: &Node) {
        if parameter.get("$ref").is_some() {
            self.words(parameter, &words::REFERENCE);
            return self.leads_somewhere(parameter);
        }
        self.words(parameter, &words::PARAMETER);
        let place = place(parameter);
        if place.is_none() {
            let node = parameter.get("in").unwrap_or(parameter);
            self.problem(
                first(node),
                "a parameter is `in` the `path`, the `query` or a `header`".into(),
                "a client that signs in with tokens has no cookies",
            );
        }
        let style = if place == Some(Place::Query) { "form" } else { "simple" };
        if let Some(node) = parameter.get("style").filter(|node| node.as_str() != Some(style)) {
            self.problem(
                node.span.clone(),
                format!("the only style of such a parameter is `{style}`"),
                "leave it out",
            );
        }
        // Only a list in a query is written differently without `explode`.
        if let Some(node) = parameter.get("explode")
            && place == Some(Place::Query)
            && !parameter.is_true("explode")
        {
            self.problem(
                node.span.clone(),
                "a list is sent by repeating the name for each value".into(),
                "leave it out, or make the parameter a string and describe how it is put together",
            );
        }
        match parameter.get("schema") {
            None if parameter.get("content").is_some() => self.content(parameter),
            Some(schema) => [Some(schema), schema.get("items")]
                .into_iter()
                .flatten()
                .for_each(|schema| self.parameter_schema(schema)),
            None => self.problem(
                first(parameter),
                "the parameter has no `schema`".into(),
                "add one, such as `{\"type\": \"string\"}`",
            ),
        }
    }

    fn parameter_schema(&mut self, schema: &Node) {
        let is_reference = schema.get("$ref").is_some();
        self.words(schema, if is_reference { &words::REFERENCE } else { &words::PARAMETER_SCHEMA });
    }

    fn words(&mut self, node: &Node, words: &Words) {
        if !matches!(node.kind, Kind::Object(_)) {
            let message = format!("{} is an object", words.noun);
            self.problem(first(node), message, words.help);
        }
        for member in node.members() {
            let name = member.name.as_str();
            match words.allowed.iter().find(|(allowed, _)| *allowed == name) {
                None => self.problem(
                    member.name_span.clone(),
                    format!("`{name}` means nothing in {}", words.noun),
                    words.help,
                ),
                Some((_, is)) => {
                    if let Some(wanted) = is.misses(&member.value) {
                        self.problem(
                            member.value.span.clone(),
                            format!("the value of `{name}` is {wanted}"),
                            "correct it, or leave the word out",
                        );
                    }
                }
            }
        }
    }

    fn problem(&mut self, span: std::ops::Range<usize>, message: String, help: &str) {
        self.problems.push(self.source.problem(span, message, help));
    }
}

/// `200`, `5XX` or `default`.
fn is_status(name: &str) -> bool {
    let [hundreds, rest @ ..] = name.as_bytes() else { return false };
    name == "default"
        || matches!(hundreds, b'1'..=b'5')
            && (rest == b"XX" || rest.len() == 2 && rest.iter().all(u8::is_ascii_digit))
}

/// Where a parameter goes.
pub(super) fn place(parameter: &Node) -> Option<Place> {
    match parameter.str("in")? {
        "path" => Some(Place::Path),
        "query" => Some(Place::Query),
        "header" => Some(Place::Header),
        _ => None,
    }
}

/// The first character of a value, for a problem with the whole of it.
pub(super) fn first(node: &Node) -> std::ops::Range<usize> {
    node.span.start..node.span.start + 1
}
