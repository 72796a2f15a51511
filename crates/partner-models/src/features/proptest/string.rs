//! Strings.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::prelude::{any, prop_oneof};
use proptest::sample::select;
use proptest::strategy::{BoxedStrategy, Strategy};
use proptest::string::string_regex;
use serde_json::{Map, Value};

use super::any::quote;
use super::schema::bound;

/// How much longer than it must be a string gets.
const SPREAD: usize = 40;

/// The JSON texts of strings with the bounds of a schema.
pub(super) fn texts(keywords: &Map<String, Value>) -> BoxedStrategy<String> {
    let least = bound(keywords, "minLength").unwrap_or(0);
    let most = bound(keywords, "maxLength").unwrap_or(usize::MAX);
    let length = least..=most.max(least).min(least.saturating_add(SPREAD));
    let fits = move |text: &String| (least..=most).contains(&text.chars().count());
    if let Some(matching) = keywords.get("pattern").and_then(Value::as_str).and_then(matching) {
        return matching
            .prop_filter("the length is not within its bounds", fits)
            .prop_map(|text| quote(&text))
            .boxed();
    }
    let mut choices = vec![(3, plain(length))];
    // What the schema's author thinks of, and what the service mostly sends.
    let examples: Vec<_> = keywords
        .get("examples")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .filter(fits)
        .map(|text| quote(&text))
        .collect();
    if !examples.is_empty() {
        choices.push((2, select(examples).boxed()));
    }
    let formatted = keywords.get("format").and_then(Value::as_str).and_then(formatted);
    if let Some(formatted) = formatted.filter(|_| least <= 20 && most >= 36) {
        choices.push((5, formatted));
    }
    proptest::strategy::Union::new_weighted(choices).boxed()
}

/// The JSON texts of strings of any characters.
pub(super) fn plain(length: RangeInclusive<usize>) -> BoxedStrategy<String> {
    let ordinary = vec(proptest::char::range(' ', '~'), length.clone());
    let any = vec(any::<char>(), length);
    prop_oneof![ordinary, any].prop_map(|text| quote(&text.into_iter().collect::<String>())).boxed()
}

/// Strings that match a pattern, which may match a part of them; `None` for one that proptest can't
/// turn round.
fn matching(pattern: &str) -> Option<BoxedStrategy<String>> {
    let bare = pattern.strip_prefix('^').unwrap_or(pattern);
    let bare = match bare.strip_suffix('$') {
        Some(rest) if !rest.ends_with('\\') => rest,
        _ => bare,
    };
    string_regex(bare).ok().map(Strategy::boxed)
}

/// Strings of a format, as JSON text.
fn formatted(format: &str) -> Option<BoxedStrategy<String>> {
    let strategy = match format {
        "uuid" => any::<u128>().prop_map(guid).boxed(),
        "date-time" => ((1970..2100_u16, 1..=12_u8, 1..=28_u8), (0..24_u8, 0..60_u8, 0..60_u8))
            .prop_map(|((year, month, day), (hour, minute, second))| {
                format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
            })
            .boxed(),
        _ => return None,
    };
    Some(strategy.prop_map(|text| quote(&text)).boxed())
}

fn guid(value: u128) -> String {
    let digits = format!("{value:032x}");
    let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
    parts.join("-")
}
