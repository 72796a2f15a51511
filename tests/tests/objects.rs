//! What holds for every object, whatever its properties. Serde and the direct path share the code that
//! knows where fields are, so holding one against the other does not try it: this does.

use contract_tests::TYPES;
use contract_tests::compare::differences;
use contract_tests::instances::instances;
use contract_tests::registry::Entry;
use contract_tests::schemas::Schemas;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value};

/// Members of an object, in their order.
type Members<'a> = Vec<(&'a String, &'a Value)>;

/// Runs a law for objects of every type, together with the names of their optional properties.
fn for_every_object(law: impl Fn(&Entry, &Map<String, Value>, &[&String])) {
    let schemas = Schemas::load();
    let mut tried = 0;
    for entry in TYPES {
        let schema = schemas.get(entry.schema).expect("there is such a schema");
        let Some(properties) = schema["properties"].as_object() else { continue };
        let required: Vec<_> = schema["required"].as_array().into_iter().flatten().collect();
        let optional: Vec<_> =
            properties.keys().filter(|name| !required.iter().any(|it| *it == *name)).collect();
        let config = Config { cases: 8, failure_persistence: None, ..Config::default() };
        TestRunner::new(config)
            .run(&instances(&schemas, entry.schema), |object| {
                law(entry, object.as_object().expect("it is an object"), &optional);
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{entry:?}: {error}"));
        tried += 1;
    }
    assert!(tried >= TYPES.len() / 3, "only {tried} of {} types are objects", TYPES.len());
}

fn text(members: &Members<'_>) -> String {
    let members =
        members.iter().map(|(name, value)| format!("{}:{value}", Value::from(name.as_str())));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// Asserts that one document is read and written like another one, both ways.
fn same(entry: &Entry, sent: &Members<'_>, expected: &Members<'_>) {
    let (sent, expected) = (text(sent), text(expected));
    let written = (entry.round_trip)(sent.as_bytes()).expect(&sent);
    assert_eq!(differences(&expected, &written), [""; 0], "{entry:?}: {sent} became {written}");
    assert_eq!((entry.both_ways)(sent.as_bytes()), Ok(true), "{entry:?}: {sent}");
}

#[test]
fn members_come_in_any_order() {
    for_every_object(|entry, object, _| {
        let mut members: Members<'_> = object.iter().collect();
        let expected = members.clone();
        members.reverse();
        same(entry, &members, &expected);
        let middle = members.len() / 2;
        members.rotate_left(middle);
        same(entry, &members, &expected);
    });
}

#[test]
fn an_explicit_null_survives() {
    for_every_object(|entry, object, optional| {
        let mut all_null = object.clone();
        for name in optional {
            let mut object = object.clone();
            object.insert((*name).clone(), Value::Null);
            all_null.insert((*name).clone(), Value::Null);
            same(entry, &object.iter().collect(), &object.iter().collect());
        }
        same(entry, &all_null.iter().collect(), &all_null.iter().collect());
    });
}

#[test]
fn of_a_value_and_a_null_the_last_one_counts() {
    for_every_object(|entry, object, optional| {
        for name in optional.iter().filter(|name| object.contains_key(**name)) {
            let members: Members<'_> = object.iter().collect();
            let mut null_first = members.clone();
            null_first.insert(0, (name, &Value::Null));
            same(entry, &null_first, &members);

            let mut null_last = members.clone();
            null_last.push((name, &Value::Null));
            let mut with_null = object.clone();
            with_null.insert((*name).clone(), Value::Null);
            same(entry, &null_last, &with_null.iter().collect());
        }
    });
}

/// What `Debug` shows of the fields of a value, with personal data.
fn fields(entry: &Entry, members: &Members<'_>) -> String {
    let shown = (entry.shown)(text(members).as_bytes()).expect("it is read").revealed;
    shown
        .split(", extra: {")
        .next()
        .map(|fields| fields.trim_end_matches(" }").to_owned())
        .unwrap_or_default()
}

/// The name in other cases: `ETAG`, `Etag`, `eTAG`.
fn other_spellings(name: &str) -> Vec<String> {
    let capital = |name: &str, first: usize| {
        let mut name = name.to_owned();
        name[..first].make_ascii_uppercase();
        name
    };
    let spellings = [
        name.to_ascii_uppercase(),
        name.to_ascii_lowercase(),
        capital(name, 1),
        capital(name, name.len() - 1),
    ];
    spellings.into_iter().filter(|spelling| spelling != name).collect()
}

#[test]
fn names_are_the_same_in_any_case() {
    for_every_object(|entry, object, optional| {
        let members: Members<'_> = object.iter().collect();
        let expected = fields(entry, &members);
        for which in 0..4 {
            let names: Vec<_> = members
                .iter()
                .map(|(name, _)| {
                    let other = optional.contains(name).then(|| other_spellings(name));
                    other.and_then(|all| all.get(which).cloned()).unwrap_or_else(|| (*name).clone())
                })
                .collect();
            let spelt: Members<'_> =
                names.iter().zip(&members).map(|(name, (_, value))| (name, *value)).collect();
            same(entry, &spelt, &spelt);
            assert_eq!(fields(entry, &spelt), expected, "{entry:?}: {}", text(&spelt));
        }
    });
}

#[test]
fn of_several_spellings_the_schemas_own_counts_wherever_it_stands() {
    for_every_object(|entry, object, optional| {
        for name in optional.iter().filter(|name| object.contains_key(**name)) {
            for other in other_spellings(name) {
                for value in [&Value::Null, &Value::from(5), &Value::from("x"), &object[*name]] {
                    let mut members: Members<'_> = object.iter().collect();
                    let expected = fields(entry, &members);
                    members.push((&other, value));
                    let last = members.clone();
                    members.rotate_right(1);
                    same(entry, &last, &last);
                    same(entry, &members, &last);
                    // From a value its members come in another order.
                    let sent: Value = serde_json::from_str(&text(&last)).expect("it is JSON");
                    let by_value = (entry.round_trip_by_value)(sent.clone()).expect("it is read");
                    assert_eq!(by_value, sent, "{entry:?}");
                    assert_eq!(fields(entry, &members), expected, "{entry:?}: {}", text(&members));
                }
            }
        }
    });
}
