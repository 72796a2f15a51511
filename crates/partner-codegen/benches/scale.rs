//! How long codegen takes over many schemas: `cargo bench -p partner-codegen --bench scale`.
//!
//! Each run writes schemas of 12 properties to a temporary folder, generates the models from nothing,
//! and generates them again over what is there. It prints the best of a few runs, and what one schema
//! costs: where that stays the same from line to line, growth is linear.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

const SIZES: &[usize] = &[30, 300, 3000];
const RUNS: usize = 3;
const FAMILY: usize = 30;

fn main() {
    println!("| schemas | in memory | to an empty folder | over what is there | per schema |");
    println!("|---:|---:|---:|---:|---:|");
    for &size in SIZES {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        write_schemas(folder.path(), size);
        let best = |run: &dyn Fn() -> Duration| (0..RUNS).map(|_| run()).min().unwrap_or_default();
        let memory = best(&|| timed(|| drop(generate(folder.path()))));
        let empty = best(&|| {
            let out = tempfile::tempdir().expect("a temporary folder can be made");
            timed(|| write_models(folder.path(), out.path()))
        });
        let out = tempfile::tempdir().expect("a temporary folder can be made");
        write_models(folder.path(), out.path());
        let over = best(&|| timed(|| write_models(folder.path(), out.path())));
        let each = empty / u32::try_from(size).unwrap_or(u32::MAX);
        println!(
            "| {size} | {} ms | {} ms | {} ms | {} µs |",
            memory.as_millis(),
            empty.as_millis(),
            over.as_millis(),
            each.as_micros()
        );
    }
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn generate(schemas: &Path) -> partner_codegen::Output {
    partner_codegen::generate_all(schemas).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What `cargo xtask codegen` does.
fn write_models(schemas: &Path, out: &Path) {
    let models = generate(schemas).models;
    for change in models.compare(out).expect("the folder can be read") {
        change.apply(out).expect("the folder is ours");
    }
}

/// Schemas of 12 properties, of the kinds that the real ones have, in families.
fn write_schemas(folder: &Path, count: usize) {
    for number in 0..count {
        let family = folder.join(format!("family-{}", number / FAMILY));
        fs::create_dir_all(&family).expect("the folder is ours");
        let name = |number: usize| format!("resource-{number}.schema.json");
        let text = schema(&format!("family-{}/{}", number / FAMILY, name(number)), number);
        fs::write(family.join(name(number)), text).expect("the folder is ours");
    }
}

fn schema(path: &str, number: usize) -> String {
    // To the one before in its family, where there is one; to itself otherwise.
    let other = if number.is_multiple_of(FAMILY) { number } else { number - 1 };
    let other = format!(r#""$ref": "resource-{other}.schema.json""#);
    let kinds: [&str; 12] = [
        r#""type": "string""#,
        r#""type": "string", "format": "date-time""#,
        r#""type": ["string", "null"], "x-personal": true"#,
        r#""type": "integer", "minimum": 0"#,
        r#""type": "number""#,
        r#""type": "boolean""#,
        r#""type": "array", "items": { "type": "string" }"#,
        &format!(r#""type": "array", "items": {{ {other} }}"#),
        &other,
        r#""type": "object", "additionalProperties": { "type": "string" }"#,
        r#""type": "object", "properties": { "inner": { "description": "Inside.", "type": "string" } }"#,
        r#""type": ["number", "string"], "deprecated": true"#,
    ];
    let mut properties = String::new();
    for (at, kind) in kinds.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        write!(
            properties,
            "{comma}\n    \"someProperty{at}\": {{ \"description\": \"What it is.\", {kind} }}"
        )
        .expect("a string takes everything");
    }
    format!(
        r#"{{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://schemas.partner-models.invalid/{path}",
  "description": "A resource that is made up.",
  "externalDocs": {{ "url": "https://example.invalid" }},
  "type": "object",
  "properties": {{{properties}
  }}
}}"#
    )
}
