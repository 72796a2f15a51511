//! The words of a description, object by object: what each may say, and of what type it is.

use crate::json::{Kind, Node};

/// The words of an object, and the way out for the others.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) noun: &'static str,
    pub(super) allowed: &'static [(&'static str, Is)],
    pub(super) help: &'static str,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Is {
    Text,
    Bool,
    Object,
    List,
    /// Anything: it is looked at elsewhere, or is JSON Schema.
    Any,
}

impl Is {
    /// What a value should be, where it is something else.
    pub(super) fn misses(self, value: &Node) -> Option<&'static str> {
        match (self, &value.kind) {
            (Text, Kind::String(_))
            | (Bool, Kind::Bool(_))
            | (Object, Kind::Object(_))
            | (List, Kind::Array(_))
            | (Any, _) => None,
            (Text, _) => Some("text"),
            (Bool, _) => Some("`true` or `false`"),
            (Object, _) => Some("an object"),
            (List, _) => Some("a list"),
        }
    }
}

use Is::{Any, Bool, List, Object, Text};

pub(super) const DOCUMENT: Words = Words {
    noun: "the description",
    allowed: &[
        ("openapi", Text),
        ("info", Object),
        ("jsonSchemaDialect", Text),
        ("externalDocs", Object),
        ("servers", List),
        ("tags", List),
        ("security", List),
        ("x-every-operation", Object),
        ("x-every-write", Object),
        ("paths", Object),
        ("components", Object),
    ],
    help: "leave it out; operations are described below `paths`, in the `operations.json` of a family",
};
pub(super) const EVERY_OPERATION: Words = Words {
    noun: "`x-every-operation`",
    allowed: &[("parameters", List), ("headers", Object), ("responses", Object)],
    help: "say it at each operation",
};
pub(super) const EVERY_WRITE: Words = Words {
    noun: "`x-every-write`",
    allowed: &[("headers", Object), ("responses", Object)],
    help: "say it at each operation that changes something, or at `x-every-operation`",
};
pub(super) const FAMILY: Words = Words {
    noun: "the operations of a family",
    allowed: &[
        ("description", Text),
        ("externalDocs", Object),
        ("x-clouds", List),
        ("x-reviewed", Text),
        ("paths", Object),
        ("components", Object),
    ],
    help: "say it in `openapi.json`, or at each operation",
};
pub(super) const INFO: Words = Words {
    noun: "`info`",
    allowed: &[
        ("title", Text),
        ("summary", Text),
        ("description", Text),
        ("termsOfService", Text),
        ("contact", Object),
        ("license", Object),
        ("version", Text),
    ],
    help: "leave it out, or correct the spelling",
};
pub(super) const CONTACT: Words = Words {
    noun: "`contact`",
    allowed: &[("name", Text), ("url", Text), ("email", Text)],
    help: "leave it out, or correct the spelling",
};
pub(super) const LICENSE: Words = Words {
    noun: "`license`",
    allowed: &[("name", Text), ("identifier", Text), ("url", Text)],
    help: "leave it out, or correct the spelling",
};
pub(super) const SERVER: Words = Words {
    noun: "a server",
    allowed: &[("url", Text), ("description", Text)],
    help: "write the `url` without variables, and leave the rest out",
};
pub(super) const OPERATION_SERVER: Words = Words {
    noun: "a server of an operation",
    allowed: &[("url", Text), ("description", Text), ("x-scope", Text), ("x-clouds", List)],
    help: "write the `url` without variables, and leave the rest out",
};
pub(super) const TAG: Words = Words {
    noun: "a tag",
    allowed: &[("name", Text), ("description", Text), ("externalDocs", Object)],
    help: "leave it out, or correct the spelling",
};
pub(super) const DOCS: Words = Words {
    noun: "`externalDocs`",
    allowed: &[("url", Text), ("description", Text)],
    help: "leave it out, or correct the spelling",
};
pub(super) const COMPONENTS: Words = Words {
    noun: "`components`",
    allowed: &[
        ("parameters", Object),
        ("headers", Object),
        ("responses", Object),
        ("securitySchemes", Object),
    ],
    help: "a schema goes into a file of its own; anything else stands where it is used",
};
pub(super) const PATH: Words = Words {
    noun: "a path",
    allowed: &[
        ("get", Object),
        ("post", Object),
        ("put", Object),
        ("patch", Object),
        ("delete", Object),
        ("head", Object),
        ("parameters", List),
    ],
    help: "a path has the operations get, post, put, patch, delete and head, and the `parameters` that they share; anything else stands at each",
};
pub(super) const OPERATION: Words = Words {
    noun: "an operation",
    allowed: &[
        ("operationId", Text),
        ("tags", List),
        ("summary", Text),
        ("description", Text),
        ("externalDocs", Object),
        ("deprecated", Bool),
        ("parameters", List),
        ("requestBody", Object),
        ("responses", Object),
        ("security", List),
        ("servers", List),
        ("x-clouds", List),
        ("x-reviewed", Text),
        ("x-status", Text),
        ("x-rust-chain", Text),
        ("x-webhook-event", Text),
    ],
    help: "leave it out: the client has nothing that it could become",
};
pub(super) const PARAMETER: Words = Words {
    noun: "a parameter",
    allowed: &[
        ("name", Text),
        ("in", Text),
        ("description", Text),
        ("required", Bool),
        ("deprecated", Bool),
        ("schema", Object),
        ("content", Object),
        ("style", Text),
        ("explode", Bool),
        ("x-from", Text),
        ("x-personal", Bool),
        ("x-rust-name", Text),
    ],
    help: "give the parameter a `schema`; what it says beyond that is part of its `description`",
};
/// Beside a `$ref` there is nothing.
pub(super) const REFERENCE: Words = Words {
    noun: "a reference",
    allowed: &[("$ref", Text)],
    help: "what is said beside a `$ref` would be ignored: say it where the `$ref` leads",
};
pub(super) const PARAMETER_SCHEMA: Words = Words {
    noun: "the schema of a parameter",
    allowed: &[
        ("type", Any),
        ("items", Object),
        ("format", Text),
        ("default", Any),
        ("enum", List),
        ("const", Any),
        ("minimum", Any),
        ("maximum", Any),
        ("minLength", Any),
        ("maxLength", Any),
        ("pattern", Text),
        ("minItems", Any),
        ("maxItems", Any),
    ],
    help: "move the schema to a file of its own and `$ref` it",
};
/// A body: a type, a list with what its items are, or a value without a schema of its own.
pub(super) const BODY_SCHEMA: Words = Words {
    noun: "the schema of a body",
    allowed: &[("$ref", Text), ("$defs", Object), ("type", Text), ("items", Object)],
    help: "move the schema to a file of its own and `$ref` it",
};
pub(super) const BINDING: Words = Words {
    noun: "what the items of a list are",
    allowed: &[("$dynamicAnchor", Text), ("$ref", Text)],
    help: "write `{\"$dynamicAnchor\": \"item\", \"$ref\": \"…\"}`",
};
pub(super) const BODY: Words = Words {
    noun: "a request body",
    allowed: &[
        ("description", Text),
        ("required", Bool),
        ("content", Object),
        ("x-rust-name", Text),
    ],
    help: "describe the body in its schema",
};
/// The parts of a form, each a parameter.
pub(super) const FORM: Words = Words {
    noun: "a form in parts",
    allowed: &[("type", Text), ("properties", Object), ("required", List)],
    help: "list the parts as `properties`",
};
pub(super) const PART: Words = Words {
    noun: "a part of a form",
    allowed: &[
        ("description", Text),
        ("type", Text),
        ("format", Text),
        ("contentMediaType", Text),
        ("$ref", Text),
        ("x-personal", Bool),
        ("x-rust-name", Text),
    ],
    help: "a part is a value, or a file: `{\"type\": \"string\", \"contentMediaType\": \"application/octet-stream\"}`",
};
pub(super) const MEDIA_TYPE: Words = Words {
    noun: "a media type",
    allowed: &[("schema", Object), ("examples", Object)],
    help: "describe the body in its schema; an example goes among the `examples` there",
};
pub(super) const RESPONSE: Words = Words {
    noun: "a response",
    allowed: &[("description", Text), ("headers", Object), ("content", Object), ("links", Object)],
    help: "describe the answer in its schema",
};
pub(super) const LINK: Words = Words {
    noun: "a link",
    allowed: &[("operationId", Text), ("description", Text)],
    help: "name the operation that the answer's header `Location` leads to; its parameters are in the address",
};
pub(super) const HEADER: Words = Words {
    noun: "a header",
    allowed: &[
        ("description", Text),
        ("required", Bool),
        ("deprecated", Bool),
        ("schema", Object),
        ("example", Any),
    ],
    help: "leave it out, or correct the spelling",
};
pub(super) const SECURITY_SCHEME: Words = Words {
    noun: "a security scheme",
    allowed: &[
        ("type", Text),
        ("description", Text),
        ("flows", Object),
        ("openIdConnectUrl", Text),
        ("scheme", Text),
        ("bearerFormat", Text),
    ],
    help: "the service takes tokens of OAuth; leave the rest out",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_words_is_what_the_readme_shows() {
        let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schemas/README.md");
        let readme = std::fs::read_to_string(readme).expect("schemas/README.md can be read");
        let (_, table) =
            readme.split_once("| object | words |\n|---|---|\n").expect("the table is there");
        let rows: Vec<_> = table.lines().take_while(|line| line.starts_with('|')).collect();
        let all = [
            &DOCUMENT,
            &EVERY_OPERATION,
            &EVERY_WRITE,
            &FAMILY,
            &INFO,
            &CONTACT,
            &LICENSE,
            &SERVER,
            &OPERATION_SERVER,
            &TAG,
            &DOCS,
            &COMPONENTS,
            &PATH,
            &OPERATION,
            &PARAMETER,
            &REFERENCE,
            &PARAMETER_SCHEMA,
            &BODY_SCHEMA,
            &BINDING,
            &BODY,
            &FORM,
            &PART,
            &MEDIA_TYPE,
            &RESPONSE,
            &LINK,
            &HEADER,
            &SECURITY_SCHEME,
        ];
        let expected: Vec<_> = all
            .iter()
            .map(|words| {
                let names: Vec<_> =
                    words.allowed.iter().map(|(name, _)| format!("`{name}`")).collect();
                format!("| {} | {} |", words.noun, names.join(", "))
            })
            .collect();
        assert_eq!(rows, expected);
    }
}
