//! Names of types and modules.

use crate::load::Source;

/// Names that generated code uses for something else.
pub(crate) const RESERVED: &[&str] = &[
    "A",
    "Box",
    "BTreeMap",
    "Clone",
    "Cow",
    "D",
    "Debug",
    "Default",
    "DateTime",
    "Deserialize",
    "Deserializer",
    "Display",
    "E",
    "Error",
    "ErrorKind",
    "Extra",
    "ExtraReader",
    "FieldReader",
    "FieldWriter",
    "From",
    "FromJson",
    "Integer",
    "JsonText",
    "Into",
    "Key",
    "MapAccess",
    "None",
    "Number",
    "NumberOrString",
    "Object",
    "Ok",
    "Err",
    "ObjectVisitor",
    "Option",
    "OutOfRange",
    "PartialEq",
    "Personal",
    "R",
    "RawJson",
    "Resource",
    "Rest",
    "Result",
    "S",
    "Self",
    "Serialize",
    "SerializeMap",
    "Serializer",
    "Some",
    "Spelling",
    "Spelt",
    "SpellingReader",
    "String",
    "T",
    "Text",
    "ToJson",
    "U",
    "V",
    "Value",
    "Unknown",
    "UnknownResource",
    "Vec",
    "Visitor",
    "W",
];

/// Modules that the models crate has beside the generated ones.
pub(super) const RESERVED_MODULES: &[&str] = &[
    "collection",
    "error_body",
    "families",
    "features",
    "generated",
    "json",
    "mod",
    "resource",
    "schema",
    "schema_files",
    "strategy",
    "stream",
    "validation",
    "value",
    "with_serde",
];

/// `licenses/service-plan.schema.json` → `licenses`, `service_plan`.
pub(crate) fn module_path(source: &Source) -> Vec<String> {
    source.segments().map(|segment| segment.replace(['-', '.'], "_")).collect()
}

/// Whether the text, as it stands, is a name in Rust. syn alone would pass over blanks and comments
/// around one, take `r#type`, and not know the keyword that the 2024 edition added.
pub(crate) fn is_identifier(text: &str) -> bool {
    let plain = !text.starts_with("r#") && text != "gen";
    plain && syn::parse_str::<syn::Ident>(text).is_ok_and(|identifier| identifier == text)
}

/// `service-plan` → `ServicePlan`. typify makes the names of fields and of inline types; these names
/// are the project's own rule, so that a reader knows the type from the file.
pub(super) fn type_name(kebab: &str) -> String {
    kebab
        .split(|c: char| !c.is_alphanumeric())
        .flat_map(|word| {
            let mut chars = word.chars();
            chars.next().into_iter().flat_map(char::to_uppercase).chain(chars)
        })
        .collect()
}
