//! Objects: the properties of the schema, and ones that it does not know.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, prop_oneof};
use proptest::strategy::{BoxedStrategy, Strategy};
use serde_json::{Map, Value};

use super::any::{self, quote};
use super::schema::{Bindings, Place, bound};

/// How often a property is there that may be left out.
const OFTEN: f64 = 0.7;

/// A member: its name and the text of its value.
type Member = (String, String);

/// The JSON texts of objects with the properties and bounds of a schema.
pub(super) fn texts(
    place: Place<'_>,
    keywords: &Map<String, Value>,
    bindings: &Bindings,
) -> BoxedStrategy<String> {
    let least = bound(keywords, "minProperties").unwrap_or(0);
    let most = bound(keywords, "maxProperties").unwrap_or(usize::MAX);
    let required: Vec<&str> = keywords
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let properties = keywords.get("properties").and_then(Value::as_object);
    let mut known: Vec<String> = required.iter().map(|&name| name.to_owned()).collect();
    let mut members: Vec<BoxedStrategy<Option<Member>>> = Vec::new();
    for name in
        required.iter().filter(|name| properties.is_none_or(|all| !all.contains_key(**name)))
    {
        members.push(member(name, any::json()).prop_map(Some).boxed());
    }
    for (name, schema) in properties.into_iter().flatten() {
        let is_required = required.contains(&name.as_str());
        if !is_required {
            known.push(name.clone());
        }
        if is_required || place.depth > 0 {
            let member = member(name, place.below().texts(schema, bindings));
            members.push(if is_required {
                member.prop_map(Some).boxed()
            } else {
                option::weighted(OFTEN, member).boxed()
            });
        }
    }
    let needed = required.len();
    let others = others(place, keywords, bindings, least);
    (members, others)
        .prop_filter_map("too few properties", move |(members, others)| {
            let mut object: Vec<Member> = members.into_iter().flatten().collect();
            // The required ones first: what is one too many is then one that may go.
            object.sort_by_key(|(name, _)| !known[..needed].contains(name));
            for (name, value) in others {
                let taken = |other: &String| other.eq_ignore_ascii_case(&name);
                if !known.iter().any(taken) && !object.iter().any(|(other, _)| taken(other)) {
                    object.push((name, value));
                }
            }
            object.truncate(most.max(needed));
            (object.len() >= least).then_some(object)
        })
        // In any order, as far as the service's promises go.
        .prop_shuffle()
        .prop_map(|object| {
            let members: Vec<_> =
                object.iter().map(|(name, value)| format!("{}:{value}", quote(name))).collect();
            format!("{{{}}}", members.join(","))
        })
        .boxed()
}

fn member(name: &str, texts: BoxedStrategy<String>) -> BoxedStrategy<Member> {
    let name = name.to_owned();
    texts.prop_map(move |text| (name.clone(), text)).boxed()
}

/// Members under names that the schema does not have.
fn others(
    place: Place<'_>,
    keywords: &Map<String, Value>,
    bindings: &Bindings,
    least: usize,
) -> BoxedStrategy<Vec<Member>> {
    let values = match keywords.get("additionalProperties") {
        Some(Value::Bool(false)) => None,
        Some(schema @ Value::Object(_)) => {
            let nests = place.depth > 0 || least > 0;
            nests.then(|| place.below().texts(schema, bindings))
        }
        _ => Some(any::json()),
    };
    let Some(values) = values else { return Just(Vec::new()).boxed() };
    let names = prop_oneof!["[a-z]{1,3}_[a-z]{1,6}", ".{0,5}"];
    vec((names, values), 0..least.saturating_add(3)).boxed()
}
