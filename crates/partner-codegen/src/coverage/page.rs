//! The coverage as a page of documentation.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::coverage::left_out::LeftOut;
use crate::coverage::report::{Body, Coverage, Described};

/// The page, in Markdown. It is the same for the same schemas and facts.
#[must_use]
pub fn page(coverage: &Coverage, left_out: &LeftOut) -> String {
    let mut text = String::from(
        "# Coverage\n\n<!-- Written by `cargo xtask coverage --write`. Do not edit. -->\n\n\
         What Microsoft's documentation describes, and what of it is in [`schemas/`](../schemas). An operation counts \
         once, however many pages describe it. What is [left out](#left-out-on-purpose) on purpose does not count.\n\n\
         | | documented | here | missing |\n|---|--:|--:|--:|\n",
    );
    for (name, count) in coverage.counts() {
        let (documented, here) = (count.documented, count.here);
        let _ = writeln!(text, "| {name} | {documented} | {here} | {} |", documented - here);
    }
    here(coverage, &mut text);
    differences(coverage, &mut text);
    missing(coverage, &mut text);
    text.push_str("\n## Left out on purpose\n");
    for kind in left_out.kinds() {
        let _ = writeln!(text, "\n{}:\n", capital(kind));
        for (name, reason) in left_out.of(kind) {
            let _ = writeln!(text, "- `{name}`: {reason}");
        }
    }
    text
}

fn here(coverage: &Coverage, text: &mut String) {
    text.push_str("\n## Operations that are here\n");
    let mut family = "";
    for of in &coverage.described {
        if of.family != family {
            family = &of.family;
            let _ = write!(
                text,
                "\n### {family}\n\n| operation | sends | returns | status | last looked at |\n|---|---|---|---|---|\n"
            );
        }
        let body =
            |body: &Option<Body>| body.as_ref().map(|of| format!("`{of}`")).unwrap_or_default();
        let Described { method, path, url, status, reviewed, .. } = of;
        let (request, answer) = (body(&of.request), body(&of.answer));
        let _ = writeln!(
            text,
            "| [{method} `{path}`]({url}) | {request} | {answer} | {status} | {reviewed} |"
        );
    }
}

fn differences(coverage: &Coverage, text: &mut String) {
    text.push_str("\n## What differs\n\n");
    let before = text.len();
    for (documented, path) in &coverage.other_paths {
        let _ = writeln!(
            text,
            "- `{} {}` is described as `{path}`.",
            documented.method, documented.path
        );
    }
    for operation in &coverage.undocumented {
        let _ = writeln!(text, "- No page describes `{operation}`.");
    }
    for (name, documented, here) in &coverage.other_bodies {
        let _ = writeln!(text, "- `{name}`: documented is {documented}, here is {here}.");
    }
    for difference in &coverage.different {
        let mut parts = Vec::new();
        let list = |names: &[String]| {
            names.iter().map(|of| format!("`{of}`")).collect::<Vec<_>>().join(", ")
        };
        if !difference.not_in_schema.is_empty() {
            parts.push(format!("missing: {}", list(&difference.not_in_schema)));
        }
        if !difference.not_documented.is_empty() {
            parts.push(format!("not in the tables: {}", list(&difference.not_documented)));
        }
        if !parts.is_empty() {
            let _ = writeln!(
                text,
                "- `{}` ({}): {}.",
                difference.type_name,
                difference.schema,
                parts.join("; ")
            );
        }
    }
    if text.len() == before {
        text.push_str("Nothing.\n");
    }
}

fn missing(coverage: &Coverage, text: &mut String) {
    text.push_str("\n## Operations that are missing\n\n");
    for operation in &coverage.missing_operations {
        let pages = operation.pages.join(", ");
        let _ = writeln!(text, "- `{} {}` ({pages})", operation.method, operation.path);
    }
    text.push_str("\n## Resources that are missing, by page\n\n");
    let mut pages: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for missing in &coverage.missing {
        pages.entry(missing.pages.join(", ")).or_default().push(&missing.name);
    }
    for (page, names) in pages {
        let _ = writeln!(text, "- {page}: {}", names.join(", "));
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}
