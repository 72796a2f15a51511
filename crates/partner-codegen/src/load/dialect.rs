//! The dialect: which keywords a schema may use where, and what is said about the others.
//!
//! A schema takes one of a few [`Form`]s, by the keywords that decide its Rust type. Each form allows
//! the keywords that mean something to it; every other one is refused, so that nothing in a schema is
//! ever ignored without a word. `schemas/README.md` tells the same to people.

use crate::diagnostic::Diagnostic;
use crate::json::{Kind, Node};
use crate::load::Source;
use crate::load::form::{Form, form, type_allows_null};
use crate::load::union::{self, Fault};
use crate::load::words::{ANNOTATIONS, RESOURCE, ROOT, constraints, honoured, noun, refusal};

/// Where a schema stands decides what it must say about itself.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Root,
    Def,
    Property,
    /// An item, the other side of null, the value of a map.
    Inner,
}

impl Place {
    /// Whether the schema becomes a type of its own.
    fn is_named(self) -> bool {
        matches!(self, Self::Root | Self::Def)
    }
}

pub(super) fn check(source: &Source, problems: &mut Vec<Diagnostic>) {
    Checker { source, problems }.file();
}

struct Checker<'a> {
    source: &'a Source,
    problems: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    fn refuse(&mut self, node: &Node, keyword: &str, message: String, help: String) {
        // Several lines would drown the message: the keyword alone is underlined, and where it is
        // missing, the brace that should hold it.
        let is_long = |node: &Node| self.source.text[node.span.clone()].contains('\n');
        let span = match node.member(keyword) {
            Some(member) if is_long(&member.value) => member.name_span.clone(),
            Some(member) => member.name_span.start..member.value.span.end,
            None if is_long(node) => node.span.start..node.span.start + 1,
            None => node.span.clone(),
        };
        self.problems.push(self.source.problem(span, message, help));
    }

    fn file(&mut self) {
        let root = &self.source.root;
        match root.str("$schema") {
            Some("https://json-schema.org/draft/2020-12/schema") => {}
            _ => self.refuse(
                root,
                "$schema",
                "the schema does not say that it is JSON Schema 2020-12".into(),
                "begin with \"$schema\": \"https://json-schema.org/draft/2020-12/schema\"".into(),
            ),
        }
        let expected = format!("/{}", self.source.path);
        if !root.str("$id").is_some_and(|id| id.ends_with(&expected)) {
            self.refuse(
                root,
                "$id",
                "the `$id` does not name this file".into(),
                format!(
                    "give it an absolute URI that ends with `{expected}`, so that validators \
                         resolve `$ref`s the way codegen does"
                ),
            );
        }
        self.schema(root, Place::Root);
    }

    fn schema(&mut self, node: &Node, place: Place) {
        let form = match node.kind {
            Kind::Object(_) => form(node),
            Kind::Bool(true) => Ok(Form::Any),
            _ => {
                let span = node.span.clone();
                self.problems.push(self.source.problem(
                    span,
                    "a schema that no value satisfies has no Rust type",
                    "leave it out",
                ));
                return;
            }
        };
        let form = match form {
            Ok(form) => form,
            Err((keyword, message, help)) => {
                let keyword = keyword.to_owned();
                self.refuse(node, &keyword, message, help);
                return;
            }
        };
        self.keywords(node, &form, place);
        self.own_keywords(node);
        self.next_page(node);
        self.content(node, &form);
        self.documentation(node, &form, place);
        self.required_is_defined(node, &form);
        for member in node.members() {
            match (member.name.as_str(), &form) {
                ("properties", _) => {
                    for property in member.value.members() {
                        self.schema(&property.value, Place::Property);
                    }
                }
                ("$defs", _) => {
                    for def in member.value.members() {
                        self.schema(&def.value, Place::Def);
                    }
                }
                ("additionalProperties", Form::Object)
                    if matches!(member.value.kind, Kind::Object(_)) =>
                {
                    self.schema(&member.value, Place::Inner);
                }
                ("items", Form::Array) | ("contentSchema", Form::JsonText(_)) => {
                    self.schema(&member.value, Place::Inner);
                }
                ("anyOf", Form::Nullable(inner)) => self.schema(inner, Place::Inner),
                ("anyOf", Form::Union(arms)) => {
                    for fault in arms.iter().filter_map(|arm| union::conditions(arm).err()) {
                        self.fault(fault);
                    }
                }
                _ => {}
            }
        }
        if type_allows_null(node) && place.is_named() {
            self.refuse(
                node,
                "type",
                "a type of its own can't be null".into(),
                "write the type alone, and `anyOf: [{\"$ref\": …}, {\"type\": \"null\"}]` where null \
                 is allowed"
                    .into(),
            );
        }
        // What binds a type parameter is no type of its own.
        let named =
            place == Place::Root || (place == Place::Def && node.get("$dynamicAnchor").is_none());
        if matches!(form, Form::OpenSet(_) | Form::Union(_)) && !named {
            self.refuse(
                node,
                "anyOf",
                format!("{} needs a name, and here it has none", noun(&form)),
                "move it to a file of its own or to `$defs`, and `$ref` it".into(),
            );
        }
    }

    fn keywords(&mut self, node: &Node, form: &Form<'_>, place: Place) {
        for member in node.members() {
            let name = member.name.as_str();
            let known = ANNOTATIONS.contains(&name)
                || honoured(form).contains(&name)
                || constraints(form).contains(&name)
                || (place == Place::Root && ROOT.contains(&name))
                || (place == Place::Root && *form == Form::Object && RESOURCE.contains(&name))
                || (place == Place::Def && name == "$dynamicAnchor")
                || (place == Place::Property
                    && matches!(name, "x-rust-name" | "x-personal" | "x-lenient"))
                || (place.is_named() && *form == Form::Object && name == "x-lenient")
                || (place.is_named() && *form == Form::String && name == "x-personal");
            if !known {
                let (message, help) = refusal(name, form);
                self.refuse(node, name, message, help);
            }
        }
    }

    /// The meta-schema knows nothing of our own keywords.
    fn own_keywords(&mut self, node: &Node) {
        for (keyword, fits, wanted) in [
            ("x-rust-name", Node::as_str as fn(&Node) -> Option<&str>, "a string"),
            ("x-personal", boolean, "`true` or `false`"),
            ("x-lenient", boolean, "`true` or `false`"),
            ("x-object-type", not_blank, "a string that is not blank"),
            ("x-next-page", next_page, "the name of a property, or `{\"query\": \"…\"}`"),
        ] {
            if node.get(keyword).is_some_and(|value| fits(value).is_none()) {
                let message = format!("the value of `{keyword}` is {wanted}");
                self.refuse(node, keyword, message, "correct it, or leave the keyword out".into());
            }
        }
    }

    /// That the property which names the next page is there.
    fn next_page(&mut self, node: &Node) {
        let Some(name) = node.str("x-next-page") else { return };
        if node.get("properties").is_none_or(|properties| properties.get(name).is_none()) {
            let message = format!("there is no property `{name}`");
            let help = "name the property that says where the next page is".to_owned();
            self.refuse(node, "x-next-page", message, help);
        }
    }

    /// That a string which holds something holds JSON.
    fn content(&mut self, node: &Node, form: &Form<'_>) {
        if !matches!(form, Form::JsonText(_)) {
            return;
        }
        match node.get("contentMediaType").map(|it| it.as_str().unwrap_or_default()) {
            Some("application/json") => {}
            Some(other) => self.refuse(
                node,
                "contentMediaType",
                format!("a string of the media type `{other}` has no Rust type"),
                "write `application/json`, or leave it out and say it in the description".into(),
            ),
            None => self.refuse(
                node,
                "contentSchema",
                "`contentSchema` means nothing without `contentMediaType`".into(),
                "add `\"contentMediaType\": \"application/json\"`".into(),
            ),
        }
    }

    /// Something wrong with an arm of a union.
    fn fault(&mut self, (node, message, help): Fault<'_>) {
        let is_long = self.source.text[node.span.clone()].contains('\n');
        let end = if is_long { node.span.start + 1 } else { node.span.end };
        self.problems.push(self.source.problem(node.span.start..end, message, help));
    }

    fn documentation(&mut self, node: &Node, form: &Form<'_>, place: Place) {
        let library = place == Place::Root && *form == Form::Any && node.get("$defs").is_some();
        let parameter = node.get("$dynamicAnchor").is_some();
        let inline_struct = *form == Form::Object && node.get("properties").is_some();
        if (place != Place::Inner || inline_struct)
            && !parameter
            && node
                .get("description")
                .is_none_or(|text| text.as_str().is_some_and(|text| text.trim().is_empty()))
        {
            self.refuse(
                node,
                "description",
                "there is no `description`".into(),
                "say in a sentence what it is; it becomes the documentation of the Rust item"
                    .into(),
            );
        }
        let type_of_its_own = place.is_named() && !parameter;
        if type_of_its_own
            && !library
            && node.get("externalDocs").and_then(|docs| docs.str("url")).is_none()
        {
            self.refuse(
                node,
                "externalDocs",
                "there is no `externalDocs` with a `url`".into(),
                "link the page of Microsoft's documentation that describes the type".into(),
            );
        }
    }

    fn required_is_defined(&mut self, node: &Node, form: &Form<'_>) {
        if *form != Form::Object {
            return;
        }
        for name in node.get("required").map(Node::elements).unwrap_or_default() {
            let text = name.as_str().unwrap_or_default();
            if node.get("properties").and_then(|properties| properties.get(text)).is_none() {
                self.problems.push(self.source.problem(
                    name.span.clone(),
                    format!("`{text}` is required and not among the `properties`"),
                    "describe it there, or correct the spelling",
                ));
            }
        }
    }
}

/// The name of a property, or of the parameter of the query that counts the items before a page.
fn next_page(node: &Node) -> Option<&str> {
    let query = || match node.members() {
        [member] if member.name == "query" => not_blank(&member.value),
        _ => None,
    };
    node.as_str().or_else(query)
}

fn not_blank(node: &Node) -> Option<&str> {
    node.as_str().filter(|text| !text.trim().is_empty())
}

fn boolean(node: &Node) -> Option<&str> {
    matches!(node.kind, Kind::Bool(_)).then_some("")
}
