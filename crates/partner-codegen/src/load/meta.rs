//! The 2020-12 meta-schema's judgement of a file.

use crate::diagnostic::Diagnostic;
use crate::load::Source;

pub(super) fn check(source: &Source) -> Vec<Diagnostic> {
    let value = source.root.to_value();
    let validator = jsonschema::draft202012::meta::validator();
    let mut problems: Vec<Diagnostic> = Vec::new();
    for error in validator.iter_errors(&value) {
        let path = error.instance_path().as_str();
        let node = source.root.pointer(path);
        let span = node.map_or(0..source.text.len(), |node| node.span.clone());
        let problem = if error.kind().keyword() == "anyOf" && path.ends_with("/type") {
            source.problem(
                span,
                format!("not a JSON Schema: {} is no type", error.instance()),
                "the types are array, boolean, integer, null, number, object and string",
            )
        } else {
            source.problem(
                span,
                format!("not a JSON Schema: {error}"),
                "write what the 2020-12 meta-schema allows for this keyword",
            )
        };
        // Each of the meta-schema's parts says the same of what is no schema at all.
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    problems
}
