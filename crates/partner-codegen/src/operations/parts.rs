//! Parts of a description that are read alike wherever they stand.

use crate::diagnostic::Diagnostic;
use crate::json::Node;
use crate::load::Source;

use super::dialect::first;

/// The schema of a JSON body: a reference, with what binds its items where it is a list.
pub(super) fn content<'b>(source: &Source, body: &'b Node) -> Result<&'b Node, Diagnostic> {
    let content = body.get("content").map(Node::members).unwrap_or_default();
    match content {
        [json] if json.name == "application/json" => {
            let schema = json.value.get("schema").filter(|schema| schema.get("$ref").is_some());
            schema.ok_or_else(|| {
                source.problem(
                    first(&json.value),
                    "the body has no `schema` that is a `$ref`",
                    "move the schema to a file of its own and `$ref` it",
                )
            })
        }
        _ => Err(source.problem(
            body.get("content").map_or_else(|| first(body), first),
            "a body is described by `application/json` and nothing else",
            "write `\"content\": {\"application/json\": {\"schema\": {\"$ref\": \"…\"}}}`",
        )),
    }
}

/// The names in braces of a path; `None` where a part is only half of one.
pub(super) fn placeholders(path: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    for part in path.strip_prefix('/')?.split('/') {
        match part.strip_prefix('{').map(|part| part.strip_suffix('}')) {
            Some(Some(name)) if !name.is_empty() && !name.contains(['{', '}']) => names.push(name),
            None if !part.is_empty() && !part.contains(['{', '}', '?', '#', ' ']) => {}
            _ => return None,
        }
    }
    Some(names)
}
