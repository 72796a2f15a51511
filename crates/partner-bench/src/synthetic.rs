//! Schemas made up to have many of them.

use std::fmt::Write;
use std::fs;
use std::path::Path;

const FAMILY: usize = 30;

/// Writes schemas of 12 properties, of the kinds that the real ones have, in families; one in eight
/// is followed by an open enum that it uses.
///
/// # Panics
///
/// Where the folder can't be written.
pub fn write_schemas(folder: &Path, count: usize) {
    for number in 0..count {
        let family = format!("family-{}", number / FAMILY);
        fs::create_dir_all(folder.join(&family)).expect("the folder is ours");
        let path = format!("{family}/resource-{number}.schema.json");
        fs::write(folder.join(&path), resource(&path, number)).expect("the folder is ours");
        if number % 8 == 0 {
            let path = format!("{family}/kind-{number}.schema.json");
            fs::write(folder.join(&path), kind(&path)).expect("the folder is ours");
        }
    }
}

fn head(path: &str) -> String {
    format!(
        r#""$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://schemas.partner-models.invalid/{path}",
  "description": "A resource that is made up.",
  "externalDocs": {{ "url": "https://example.invalid" }},"#
    )
}

fn kind(path: &str) -> String {
    let head = head(path);
    format!(
        "{{\n  {head}\n  \"anyOf\": [{{ \"enum\": [\"alpha\", \"beta\", \"gamma\", \"delta\"] }}, {{ \"type\": \"string\" }}]\n}}"
    )
}

fn resource(path: &str, number: usize) -> String {
    // To the one before in its family, where there is one; to itself otherwise.
    let other = if number.is_multiple_of(FAMILY) { number } else { number - 1 };
    let other = format!(r#""$ref": "resource-{other}.schema.json""#);
    let kind = if number.is_multiple_of(8) {
        format!(r#""$ref": "kind-{number}.schema.json""#)
    } else {
        r#""type": "string", "format": "date-time""#.to_owned()
    };
    let kinds: [&str; 12] = [
        r#""type": "string""#,
        &kind,
        r#""type": ["string", "null"]"#,
        r#""type": "integer""#,
        r#""type": "number""#,
        r#""type": "boolean""#,
        r#""type": "array", "items": { "type": "string" }"#,
        &format!(r#""type": "array", "items": {{ {other} }}"#),
        &other,
        r#""type": "object", "additionalProperties": { "type": "string" }"#,
        r#""type": "string""#,
        r#""type": "string""#,
    ];
    // One says in its body what it is, so that there is a `Resource` as the real ones have it.
    let (object_type, attributes) = if number == 0 {
        let attributes = r#", "attributes": { "description": "What it is.", "type": "object", "properties": { "objectType": { "description": "What it is.", "type": "string" } } }"#;
        (r#""x-object-type": "Resource0","#, attributes)
    } else {
        ("", "")
    };
    let mut properties = String::new();
    for (at, kind) in kinds.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        write!(
            properties,
            "{comma}\n    \"someProperty{at}\": {{ \"description\": \"What it is.\", {kind} }}"
        )
        .expect("a string takes everything");
    }
    let head = head(path);
    format!(
        "{{\n  {head}\n  {object_type}\"type\": \"object\",\n  \"properties\": {{{properties}{attributes}\n  }}\n}}"
    )
}
