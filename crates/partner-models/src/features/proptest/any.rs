//! Any JSON at all.

use proptest::collection::vec;
use proptest::prelude::{Just, any, prop_oneof};
use proptest::strategy::{BoxedStrategy, Strategy};
use serde_json::{Map, Value};

use super::{number, string};

/// JSON texts, a few levels deep.
pub(super) fn json() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        number::numbers(&Map::new()),
        string::plain(0..=10),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let member = (string::plain(0..=5), inner.clone());
        prop_oneof![
            vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            vec(member, 0..4).prop_map(object),
        ]
    })
    .boxed()
}

/// An object of members whose names are JSON text too. Of members of one name the first stays.
fn object(members: Vec<(String, String)>) -> String {
    let mut names = Vec::new();
    let mut text = Vec::new();
    for (name, value) in members {
        if !names.contains(&name) {
            text.push(format!("{name}:{value}"));
            names.push(name);
        }
    }
    format!("{{{}}}", text.join(","))
}

/// JSON text of a string.
pub(super) fn quote(text: &str) -> String {
    Value::from(text).to_string()
}
