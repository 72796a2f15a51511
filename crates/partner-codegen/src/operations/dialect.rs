//! What a description of operations may say here: every other word is refused, so that nothing in it is
//! ignored without notice. `schemas/README.md` tells the same to people.

use crate::diagnostic::Diagnostic;
use crate::json::{Member, Node};
use crate::load::Source;

use super::model::Place;

/// The methods that a path may have.
pub(super) const METHODS: &[&str] = &["get", "post", "put", "patch", "delete"];

/// The words of an object, and the way out for the others.
struct Words {
    noun: &'static str,
    allowed: &'static [&'static str],
    help: &'static str,
}

const DOCUMENT: Words = Words {
    noun: "the description",
    allowed: &[
        "openapi",
        "info",
        "jsonSchemaDialect",
        "externalDocs",
        "servers",
        "tags",
        "paths",
        "components",
    ],
    help: "describe operations below `paths`; say how to sign in at each of them",
};
const COMPONENTS: Words = Words {
    noun: "`components`",
    allowed: &["parameters", "headers", "responses", "securitySchemes"],
    help: "a schema goes into a file of its own; anything else stands where it is used",
};
const PATH: Words = Words {
    noun: "a path",
    allowed: METHODS,
    help: "a path has the operations get, post, put, patch and delete; whatever they share is repeated at each",
};
const OPERATION: Words = Words {
    noun: "an operation",
    allowed: &[
        "operationId",
        "tags",
        "summary",
        "description",
        "externalDocs",
        "deprecated",
        "parameters",
        "requestBody",
        "responses",
        "security",
        "x-paged",
        "x-rust-chain",
    ],
    help: "leave it out: the client has nothing that it could become",
};
const PARAMETER: Words = Words {
    noun: "a parameter",
    allowed: &[
        "name",
        "in",
        "description",
        "required",
        "deprecated",
        "schema",
        "style",
        "explode",
        "x-every-call",
        "x-personal",
        "x-rust-name",
    ],
    help: "give the parameter a `schema`; what it says beyond that is part of its `description`",
};
const PARAMETER_SCHEMA: Words = Words {
    noun: "the schema of a parameter",
    allowed: &[
        "$ref",
        "type",
        "items",
        "format",
        "default",
        "enum",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
    ],
    help: "move the schema to a file of its own and `$ref` it",
};
const BODY: Words = Words {
    noun: "a request body",
    allowed: &["description", "required", "content"],
    help: "describe the body in its schema",
};
const RESPONSE: Words = Words {
    noun: "a response",
    allowed: &["description", "headers", "content"],
    help: "describe the answer in its schema",
};

/// Checks the whole description.
pub(super) fn check(source: &Source, problems: &mut Vec<Diagnostic>) {
    let mut check = Check { source, problems };
    let root = &source.root;
    check.words(root, &DOCUMENT);
    match root.get("openapi") {
        Some(version) if version.as_str().is_some_and(|text| text.starts_with("3.1.")) => {}
        version => {
            let place = version.unwrap_or(root);
            check.problem(
                place.span.start..place.span.end.min(place.span.start + 20),
                "this is not an OpenAPI 3.1 description".into(),
                "write `\"openapi\": \"3.1.1\"` and what that version means",
            );
        }
    }
    for path in members(root.get("paths")) {
        check.words(&path.value, &PATH);
        for operation in path.value.members() {
            check.operation(&operation.value);
        }
    }
    if let Some(components) = root.get("components") {
        check.words(components, &COMPONENTS);
        for parameter in members(components.get("parameters")) {
            check.parameter(&parameter.value);
        }
        for response in members(components.get("responses")) {
            check.words(&response.value, &RESPONSE);
        }
    }
}

fn members(node: Option<&Node>) -> &[Member] {
    node.map(Node::members).unwrap_or_default()
}

struct Check<'a> {
    source: &'a Source,
    problems: &'a mut Vec<Diagnostic>,
}

impl Check<'_> {
    fn operation(&mut self, operation: &Node) {
        self.words(operation, &OPERATION);
        for parameter in operation.get("parameters").map(Node::elements).unwrap_or_default() {
            if parameter.get("$ref").is_none() {
                self.parameter(parameter);
            }
        }
        if let Some(body) = operation.get("requestBody") {
            self.words(body, &BODY);
        }
        for response in members(operation.get("responses")) {
            if response.value.get("$ref").is_none() {
                self.words(&response.value, &RESPONSE);
            }
        }
    }

    fn parameter(&mut self, parameter: &Node) {
        self.words(parameter, &PARAMETER);
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
            Some(schema) => {
                self.words(schema, &PARAMETER_SCHEMA);
                if let Some(items) = schema.get("items") {
                    self.words(items, &PARAMETER_SCHEMA);
                }
            }
            None => self.problem(
                first(parameter),
                "the parameter has no `schema`".into(),
                "add one, such as `{\"type\": \"string\"}`",
            ),
        }
    }

    fn words(&mut self, node: &Node, words: &Words) {
        for member in node.members() {
            if !words.allowed.contains(&member.name.as_str()) {
                self.problem(
                    member.name_span.clone(),
                    format!("`{}` means nothing in {}", member.name, words.noun),
                    words.help,
                );
            }
        }
    }

    fn problem(&mut self, span: std::ops::Range<usize>, message: String, help: &str) {
        self.problems.push(self.source.problem(span, message, help));
    }
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
