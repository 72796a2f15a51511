//! JSON texts compared by value: the digits of numbers count, the order of members does not.

use partner_codegen::json::{Kind, Node, parse};

/// Where two JSON texts differ, each with its path; empty where they hold the same value.
///
/// # Panics
///
/// Where one of them is not JSON.
#[must_use]
pub fn differences(expected: &str, actual: &str) -> Vec<String> {
    let strip = |text: &'_ str| text.trim_start_matches('\u{feff}').to_owned();
    let (expected_text, actual_text) = (strip(expected), strip(actual));
    let expected = parse(&expected_text).expect("the expected text is JSON");
    let actual = parse(&actual_text).expect("the actual text is JSON");
    let mut found = Vec::new();
    compare("$", (&expected, &expected_text), (&actual, &actual_text), &mut found);
    found
}

fn compare(path: &str, expected: (&Node, &str), actual: (&Node, &str), found: &mut Vec<String>) {
    match (&expected.0.kind, &actual.0.kind) {
        (Kind::Object(before), Kind::Object(after)) => {
            for member in before {
                let path = format!("{path}.{}", member.name);
                match actual.0.get(&member.name) {
                    Some(value) => {
                        compare(&path, (&member.value, expected.1), (value, actual.1), found);
                    }
                    None => found.push(format!("{path}: lost")),
                }
            }
            for member in after.iter().filter(|member| expected.0.get(&member.name).is_none()) {
                found.push(format!("{path}.{}: made up", member.name));
            }
        }
        (Kind::Array(before), Kind::Array(after)) if before.len() == after.len() => {
            for (index, pair) in before.iter().zip(after).enumerate() {
                compare(
                    &format!("{path}[{index}]"),
                    (pair.0, expected.1),
                    (pair.1, actual.1),
                    found,
                );
            }
        }
        (before, after) if before == after => {}
        _ => {
            let text = |(node, text): (&Node, &str)| text[node.span.clone()].to_owned();
            found.push(format!("{path}: {} became {}", text(expected), text(actual)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn every_kind_of_difference_is_found() {
        let found = differences(
            r#"{"a": 1.50, "b": [1, 2], "c": null, "e": {"f": "x"}}"#,
            r#"{"e": {"f": "y"}, "a": 1.5, "b": [1], "d": null}"#,
        );
        assert_eq!(
            found,
            [
                "$.a: 1.50 became 1.5",
                "$.b: [1, 2] became [1]",
                "$.c: lost",
                "$.e.f: \"x\" became \"y\"",
                "$.d: made up",
            ]
        );
    }

    #[test]
    fn order_and_space_are_no_difference() {
        assert_eq!(differences("{\"a\":1,\"b\":[]}", "{ \"b\": [ ], \"a\": 1 }"), [""; 0]);
    }
}
