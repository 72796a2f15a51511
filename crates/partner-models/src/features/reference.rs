//! What a `$ref` of one schema file means, among the others.

/// The absolute form of a reference in the schema of that `$id`.
pub(crate) fn resolve(base: &str, reference: &str) -> String {
    if reference.contains("://") {
        return reference.to_owned();
    }
    let file = base.split('#').next().unwrap_or(base);
    let (path, fragment) = match reference.split_once('#') {
        Some((path, fragment)) => (path, format!("#{fragment}")),
        None => (reference, String::new()),
    };
    if path.is_empty() {
        return format!("{file}{fragment}");
    }
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("{}{fragment}", parts.join("/"))
}

/// The embedded schema of that absolute reference.
#[cfg(feature = "proptest")]
pub(crate) fn lookup(reference: &str) -> Option<&'static serde_json::Value> {
    use std::collections::BTreeMap;
    use std::sync::OnceLock;

    use serde_json::Value;

    static FILES: OnceLock<BTreeMap<&'static str, Value>> = OnceLock::new();
    let files = FILES.get_or_init(|| {
        let parse = |file: &crate::schema::SchemaFile| {
            Some((file.id, serde_json::from_str(file.text).ok()?))
        };
        crate::schema::FILES.iter().filter_map(parse).collect()
    });
    let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    files.get(file)?.pointer(pointer)
}

#[cfg(test)]
mod tests {
    use super::resolve;

    const BASE: &str = "https://example.invalid/users/user.schema.json";

    #[test]
    fn references_are_relative_to_the_file() {
        for (reference, absolute) in [
            ("link.schema.json", "https://example.invalid/users/link.schema.json"),
            ("./link.schema.json", "https://example.invalid/users/link.schema.json"),
            ("../ids.schema.json#/$defs/a", "https://example.invalid/ids.schema.json#/$defs/a"),
            ("#/$defs/a", "https://example.invalid/users/user.schema.json#/$defs/a"),
            ("https://else.invalid/x", "https://else.invalid/x"),
        ] {
            assert_eq!(resolve(BASE, reference), absolute);
            assert_eq!(resolve(&format!("{BASE}#/$defs/b"), reference), absolute);
        }
    }

    #[cfg(feature = "proptest")]
    #[test]
    fn an_embedded_schema_is_found_by_id_and_pointer() {
        use super::lookup;
        use crate::licenses::{License, ServicePlanId};
        use crate::schema::HasSchema;

        let license = lookup(License::SCHEMA_ID).expect("it is embedded");
        assert_eq!(license["title"], "License");
        let id = lookup(ServicePlanId::SCHEMA_ID).expect("it is embedded");
        assert_eq!(Some(id.clone()), serde_json::from_str(ServicePlanId::SCHEMA).ok());
        assert_eq!(lookup("https://example.invalid/none"), None);
    }
}
