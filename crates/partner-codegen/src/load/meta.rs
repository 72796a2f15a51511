//! The 2020-12 meta-schema's judgement of a file.

use crate::diagnostic::Diagnostic;
use crate::load::Source;

pub(super) fn check(source: &Source) -> Vec<Diagnostic> {
    let value = source.root.to_value();
    let validator = jsonschema::draft202012::meta::validator();
    validator
        .iter_errors(&value)
        .map(|error| {
            let node = source.root.pointer(error.instance_path().as_str());
            let span = node.map_or(0..source.text.len(), |node| node.span.clone());
            source.problem(
                span,
                format!("not a JSON Schema: {error}"),
                "write what the 2020-12 meta-schema allows for this keyword",
            )
        })
        .collect()
}
