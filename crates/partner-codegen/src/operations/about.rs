//! What a family is about: the description of its tag, said once.

use crate::diagnostic::Diagnostic;
use crate::load::Source;

use super::load::Description;

/// Checks that the family of that file says what it is about, or that `openapi.json` has its tag.
pub(super) fn check(
    description: &Description,
    source: &Source,
    name: &str,
    problems: &mut Vec<Diagnostic>,
) {
    let tags = description.root().root.get("tags").map(crate::json::Node::elements);
    let mut tags = tags.unwrap_or_default().iter();
    let declared = tags.any(|tag| tag.str("name") == Some(name));
    let start = source.root.span.start;
    let (span, message, help) = match source.root.member("description") {
        None if !declared => (
            start..start + 1,
            format!("nothing says what the family `{name}` is about"),
            "say it in a `description`: it becomes that of the family's tag",
        ),
        Some(own) if declared => (
            own.name_span.clone(),
            format!("the tag `{name}` is declared in `openapi.json` too"),
            "say once what the family is about, here",
        ),
        _ => return,
    };
    problems.push(source.problem(span, message, help));
}
