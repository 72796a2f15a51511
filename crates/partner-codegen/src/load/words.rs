//! The keywords of the dialect: which each form allows, and what is said about the others.

use crate::load::form::Form;

/// Keywords that say something about a schema and nothing about its instances.
pub(super) const ANNOTATIONS: &[&str] = &[
    "$comment",
    "title",
    "description",
    "examples",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
];
/// Keywords of a file's root.
pub(super) const ROOT: &[&str] = &["$schema", "$id", "$defs"];
const OBJECT: &[&str] = &["type", "properties", "required", "additionalProperties"];
/// Of a file's root that is an object.
pub(super) const RESOURCE: &[&str] = &["x-object-type", "x-next-page"];
const OBJECT_CONSTRAINTS: &[&str] = &["minProperties", "maxProperties"];
const ARRAY: &[&str] = &["type", "items"];
const ARRAY_CONSTRAINTS: &[&str] = &["minItems", "maxItems", "uniqueItems"];
const STRING_CONSTRAINTS: &[&str] = &["format", "minLength", "maxLength", "pattern"];
/// Of a string that holds JSON.
const JSON_TEXT: &[&str] = &["type", "contentMediaType", "contentSchema"];
const JSON_TEXT_CONSTRAINTS: &[&str] = &["minLength", "maxLength"];
const NUMBER_CONSTRAINTS: &[&str] =
    &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"];

/// The keywords that a form's Rust type can't carry: documented, and left to validation.
#[must_use]
pub fn constraints(form: &Form<'_>) -> &'static [&'static str] {
    match form {
        Form::Object => OBJECT_CONSTRAINTS,
        Form::Array => ARRAY_CONSTRAINTS,
        Form::String => STRING_CONSTRAINTS,
        Form::JsonText(_) => JSON_TEXT_CONSTRAINTS,
        Form::Integer | Form::Number => NUMBER_CONSTRAINTS,
        _ => &[],
    }
}

pub(super) fn honoured(form: &Form<'_>) -> &'static [&'static str] {
    match form {
        Form::Ref(_) => &["$ref"],
        Form::DynamicRef(_) => &["$dynamicRef"],
        Form::Object => OBJECT,
        Form::Array => ARRAY,
        Form::String | Form::Integer | Form::Number | Form::Boolean | Form::NumberOrString => {
            &["type"]
        }
        Form::JsonText(_) => JSON_TEXT,
        Form::OpenSet(_) | Form::Union(_) | Form::Nullable(_) => &["anyOf"],
        Form::Any => &[],
    }
}

pub(super) fn noun(form: &Form<'_>) -> &'static str {
    match form {
        Form::Ref(_) | Form::DynamicRef(_) => "a reference",
        Form::Object => "an object",
        Form::Array => "an array",
        Form::String => "a string",
        Form::JsonText(_) => "a string that holds JSON",
        Form::Integer | Form::Number => "a number",
        Form::Boolean => "a boolean",
        Form::NumberOrString => "a number or a string",
        Form::OpenSet(_) => "an open set of values",
        Form::Union(_) => "an open union",
        Form::Nullable(_) => "a nullable value",
        Form::Any => "a value of any type",
    }
}

/// What is said of a keyword that a form does not allow.
pub(super) fn refusal(keyword: &str, form: &Form<'_>) -> (String, String) {
    let applies_elsewhere = [
        OBJECT,
        OBJECT_CONSTRAINTS,
        ARRAY,
        ARRAY_CONSTRAINTS,
        STRING_CONSTRAINTS,
        JSON_TEXT,
        NUMBER_CONSTRAINTS,
    ]
    .iter()
    .any(|keywords| keywords.contains(&keyword));
    let help = match keyword {
        "enum" | "const" => {
            "a closed set would refuse what the service adds: write `anyOf: [{\"enum\": […]}, \
             {\"type\": \"string\"}]`"
        }
        "contentEncoding" => "the service sends no encoded content: leave it out",
        "discriminator" => {
            "say in each arm what its objects have: `{\"$ref\": …, \"properties\": {\"type\": {\"const\": …}}, \
             \"required\": [\"type\"]}`"
        }
        "oneOf" | "not" if *form == Form::String => {
            "known values go into `anyOf: [{\"oneOf\": [{\"const\": …, \"description\": …}]}, {\"type\": \
             \"string\"}]`, in the place of `type`; other limits on text are `minLength`, `maxLength` and \
             `pattern`"
        }
        "oneOf" => {
            "one of several objects is an open union: `anyOf: [{\"$ref\": …}, …, {\"type\": \"object\"}]`"
        }
        "allOf" | "not" | "if" | "then" | "else" | "dependentSchemas" | "dependentRequired" => {
            "describe one object with every property, and `required` for those that are always there"
        }
        "prefixItems" | "contains" | "minContains" | "maxContains" | "unevaluatedItems" => {
            "describe the items that an array may have with `items`"
        }
        "patternProperties" | "propertyNames" | "unevaluatedProperties" => {
            "describe the values of an open map with `additionalProperties`"
        }
        "$anchor" | "$id" | "$schema" | "$vocabulary" | "$defs" => {
            "types live in files and in a file's `$defs`: refer to `file.schema.json` or \
             `file.schema.json#/$defs/name`"
        }
        "definitions" => "2020-12 spells it `$defs`",
        "$dynamicAnchor" => "declare a type parameter in the `$defs` of the file's root",
        "nullable" => "write `anyOf: [{…}, {\"type\": \"null\"}]`",
        "example" => "2020-12 spells it `examples`, a list",
        "x-personal" => {
            "put it on the properties that hold such data, or on a string with a name of its own"
        }
        "x-case-insensitive" => "names are read in any case, everywhere: leave it out",
        "x-lenient" => "put it on a property, or on an object with a name of its own",
        "x-rust-name" => "it names the field of a property; put it on the property",
        "x-next-page" => {
            "it says of a list that it comes page by page: put it on the envelope's root"
        }
        "x-object-type" => {
            "it names a resource: put it on the root of a file that is `\"type\": \"object\"`"
        }
        _ if applies_elsewhere && *form == Form::Any => {
            "say what it is about with `type`, such as `\"type\": \"object\"`"
        }
        _ if applies_elsewhere => "move it to the schema that it is about, or leave it out",
        _ => "schemas/README.md lists the keywords of the dialect",
    };
    (format!("`{keyword}` is not allowed on {}", noun(form)), help.to_owned())
}
