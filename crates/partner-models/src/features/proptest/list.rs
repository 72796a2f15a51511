//! Arrays.

use proptest::collection::vec;
use proptest::strategy::{BoxedStrategy, Strategy};
use serde_json::{Map, Value};

use super::any;
use super::schema::{Bindings, Place, bound};

/// How many more items than it must have a list gets.
const SPREAD: usize = 3;

/// The JSON texts of arrays with the items and bounds of a schema.
pub(super) fn texts(
    place: Place<'_>,
    keywords: &Map<String, Value>,
    bindings: &Bindings,
) -> BoxedStrategy<String> {
    let least = bound(keywords, "minItems").unwrap_or(0);
    let most = bound(keywords, "maxItems").unwrap_or(usize::MAX).max(least);
    let spread = if place.depth == 0 { 0 } else { SPREAD };
    let most = most.min(least.saturating_add(spread));
    let items = match keywords.get("items") {
        // A list without items need not know what they would be, which may be the list's own type.
        Some(_) if most == 0 => return proptest::strategy::Just("[]".to_owned()).boxed(),
        Some(schema) => place.below().texts(schema, bindings),
        None => any::json(),
    };
    let unique = keywords.get("uniqueItems") == Some(&Value::Bool(true));
    vec(items, least..=most)
        .prop_filter_map("too few different items", move |mut items| {
            if unique {
                items = different(items);
            }
            (items.len() >= least).then(|| format!("[{}]", items.join(",")))
        })
        .boxed()
}

/// Without the items whose value is there already.
fn different(items: Vec<String>) -> Vec<String> {
    let mut seen: Vec<Value> = Vec::new();
    let mut kept = Vec::new();
    for item in items {
        // By value: `1.0` is the same as `1` to a validator.
        let Ok(value) = serde_json::from_str::<Value>(&item) else { continue };
        let same = |other: &Value| match (other.as_f64(), value.as_f64()) {
            (Some(a), Some(b)) => a.total_cmp(&b).is_eq(),
            _ => *other == value,
        };
        if !seen.iter().any(same) {
            seen.push(value);
            kept.push(item);
        }
    }
    kept
}
