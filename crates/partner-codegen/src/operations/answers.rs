//! What answers a request that succeeded: its kinds, and what they are together.

use crate::diagnostic::Diagnostic;
use crate::json::{Member, Node};
use crate::load::Source;

use super::build::Builder;
use super::dialect::first;
use super::links;
use super::model::{Content, Follow, Json, Output, Shape, Success};
use super::parts::{is_json, is_media_type};
use super::types::{Types, Value};

impl<'a> Builder<'a> {
    /// The answers of an operation, and where they lead.
    pub(super) fn answers(
        &self,
        node: &'a Node,
        method: &str,
    ) -> Result<(Output, Vec<Follow>), Diagnostic> {
        let responses = node.get("responses").map(Node::members).unwrap_or_default();
        let mut successes = Vec::new();
        let mut follows = Vec::new();
        for response in responses.iter().filter(|response| response.name.starts_with('2')) {
            let (source, described) = self.dereference(&response.value)?;
            let content = content(source, described, &self.types.of(source))?;
            if method == "head" && content != Content::Nothing {
                return Err(source.problem(
                    described.get("content").map_or_else(|| first(described), first),
                    "an answer to HEAD has no body",
                    "leave `content` out",
                ));
            }
            links::read(source, described, &mut follows)?;
            successes.push(Success {
                status: response.name.clone(),
                description: described.str("description").unwrap_or_default().to_owned(),
                content,
            });
        }
        if successes.is_empty() {
            return Err(self.source.problem(
                node.get("responses").map_or_else(|| first(node), first),
                "there is no answer with a status from 200 to 299",
                "describe what the operation answers when it succeeds",
            ));
        }
        let is_answer = |response: &Member| response.name == "404";
        let shape = shape(&successes, method == "head" && responses.iter().any(is_answer));
        let output = Output { successes, shape };
        self.check_mix(&output, node)?;
        Ok((output, follows))
    }

    /// That the successes can be told apart by whoever asks.
    fn check_mix(&self, output: &Output, node: &Node) -> Result<(), Diagnostic> {
        let place = node.get("responses").map_or_else(|| first(node), first);
        let refuse =
            |message: &str, help: &str| Err(self.source.problem(place.clone(), message, help));
        let paged = |success: &Success| matches!(&success.content, Content::Json(json) if json.pages == Some(true));
        if output.shape != Shape::One && output.successes.iter().any(paged) {
            return refuse(
                "an answer of another kind is no page of the list that others are",
                "describe the list as the only success",
            );
        }
        let file = |success: &Success| matches!(success.content, Content::File(_));
        if output.shape == Shape::Either && output.successes.iter().any(file) {
            return refuse(
                "a file comes as a stream, and the other bodies do not",
                "describe the file as the only success, or beside answers without a body",
            );
        }
        let ranges = output.successes.iter().filter(|success| success.status == "2XX").count();
        if output.shape == Shape::Either && ranges > 0 {
            return refuse(
                "the type of the body does not follow from the status `2XX`",
                "write the status of each success",
            );
        }
        Ok(())
    }
}

/// What the successes are together.
fn shape(successes: &[Success], is_question: bool) -> Shape {
    let mut bodies = successes.iter().map(|success| &success.content);
    let empty = bodies.clone().any(|content| *content == Content::Nothing);
    let first = bodies.find(|content| **content != Content::Nothing);
    let same =
        |success: &Success| success.content == Content::Nothing || Some(&success.content) == first;
    match first {
        None if is_question => Shape::Exists,
        None => Shape::Nothing,
        Some(_) if !successes.iter().all(same) => Shape::Either,
        Some(_) if empty => Shape::Maybe,
        Some(_) => Shape::One,
    }
}

/// What a body is.
fn content(source: &Source, body: &Node, types: &Types<'_>) -> Result<Content, Diagnostic> {
    let Some(node) = body.get("content") else { return Ok(Content::Nothing) };
    let media = node.members();
    if let Some(odd) = media.iter().find(|media| !is_media_type(&media.name)) {
        return Err(not_a_media_type(source, odd));
    }
    let schema = |media: &Member| media.value.get("schema").is_some();
    match media {
        [] => Err(source.problem(
            first(node),
            "the `content` says nothing",
            "leave it out where there is no body, or name a media type",
        )),
        [json] if is_json(&json.name) => self::json(source, json, types).map(Content::Json),
        [text] if text.name.starts_with("text/") && schema(text) => self::text(source, text),
        all => {
            if let Some(json) = all.iter().find(|media| is_json(&media.name)) {
                return Err(source.problem(
                    json.name_span.clone(),
                    "an answer is JSON or a file, not one of the two",
                    "describe the one that the operation is to ask for",
                ));
            }
            if let Some(schema) = all.iter().find_map(|media| media.value.get("schema")) {
                return Err(source.problem(
                    first(schema),
                    "a file is bytes, and has no schema",
                    "leave `schema` out: `\"content\": {\"application/pdf\": {}}`",
                ));
            }
            Ok(Content::File(all.iter().map(|media| media.name.clone()).collect()))
        }
    }
}

/// That a name of `content` is no media type.
pub(super) fn not_a_media_type(source: &Source, media: &Member) -> Diagnostic {
    source.problem(
        media.name_span.clone(),
        format!("`{}` is not a media type", media.name),
        "write one such as `application/json` or `text/csv`, without parameters and wildcards",
    )
}

/// The schema of JSON.
pub(super) fn json_schema<'b>(source: &Source, media: &'b Member) -> Result<&'b Node, Diagnostic> {
    media.value.get("schema").ok_or_else(|| {
        source.problem(
            first(&media.value),
            "the body has no `schema`",
            "`$ref` one: `\"schema\": {\"$ref\": \"…\"}`",
        )
    })
}

fn json(source: &Source, media: &Member, types: &Types<'_>) -> Result<Json, Diagnostic> {
    let Value { ty, found } = types.value(json_schema(source, media)?)?;
    let Some(found) = found else {
        return Ok(Json { ty, pages: None, offset: None, object_type: None, item_type: None });
    };
    // The items of a list without anything around it are looked at as those of any other.
    let bare = ty.is_list();
    let object_type = types.object_type(found.item);
    Ok(Json {
        item_type: match found.of {
            Some(of) => types.object_type(of),
            None => object_type.clone().filter(|_| bare),
        },
        object_type: object_type.filter(|_| !bare),
        pages: found.pages.filter(|_| !bare),
        offset: found.offset.filter(|_| !bare),
        ty,
    })
}

fn text(source: &Source, media: &Member) -> Result<Content, Diagnostic> {
    match media.value.get("schema") {
        Some(schema) if schema.str("type") == Some("string") => {
            Ok(Content::Text(media.name.clone()))
        }
        schema => Err(source.problem(
            schema.map_or_else(|| first(&media.value), first),
            "an answer of text is a string",
            "write `\"schema\": {\"type\": \"string\"}`; without a `schema` it is a file",
        )),
    }
}
