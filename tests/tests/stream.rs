//! A collection read item by item is the collection read as a whole.

use std::collections::BTreeSet;
use std::error::Error as _;
use std::io::{self, Read};

use contract_tests::SAMPLE;
use contract_tests::instances::any_json;
use partner_models::analytics::{AnalyticsPage, CommercialLicenseUsage};
use partner_models::common::SeekBasedCollection;
use partner_models::licenses::{License, ServicePlan};
use partner_models::stream::{self, Envelope};
use partner_models::{Collection, Error, ErrorKind, RawJson, with_serde};
use proptest::prelude::*;
use serde::Serialize;

/// What a stream gives: the items, the errors in between, and the envelope.
struct Streamed<E: Envelope> {
    items: Vec<E::Item>,
    errors: Vec<Error>,
    envelope: Result<E, Error>,
}

fn streamed<E: Envelope>(reader: impl Read) -> Streamed<E> {
    let mut stream = stream::items_of::<E, _>(reader);
    let (mut items, mut errors) = (Vec::new(), Vec::new());
    for item in stream.by_ref() {
        match item {
            Ok(item) => items.push(item),
            Err(error) => {
                if error.kind() == ErrorKind::Replaced {
                    items.clear();
                }
                errors.push(error);
            }
        }
    }
    assert!(stream.next().is_none(), "there is nothing behind the end");
    Streamed { items, errors, envelope: stream.into_envelope() }
}

fn texts(errors: &[Error]) -> Vec<String> {
    errors.iter().map(Error::to_string).collect()
}

/// Gives its bytes in pieces of that many.
struct Pieces<'a>(&'a [u8], usize);

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.1.min(self.0.len()).min(buffer.len());
        let (now, later) = self.0.split_at(count);
        buffer[..count].copy_from_slice(now);
        self.0 = later;
        Ok(count)
    }
}

/// A collection that can be taken apart.
trait Parts: Envelope + Serialize {
    fn take_items(&mut self) -> Vec<Self::Item>;
}

macro_rules! parts {
    ($name:ident, $field:ident) => {
        impl<T: serde::de::DeserializeOwned + Serialize> Parts for $name<T> {
            fn take_items(&mut self) -> Vec<T> {
                self.$field.as_mut().map(std::mem::take).unwrap_or_default()
            }
        }
    };
}

parts!(Collection, items);
parts!(SeekBasedCollection, items);
parts!(AnalyticsPage, value);

/// The law: a stream gives what reading the whole gives; `both_ways` has it that reading directly gives the
/// same. The document is given in pieces of several lengths.
fn law<E: Parts>(json: &[u8]) -> Result<(), TestCaseError>
where
    E::Item: Serialize,
{
    [1, 3, usize::MAX].into_iter().try_for_each(|length| law_in_pieces::<E>(json, length))
}

/// Whether a name in quotes begins with a capital, or is in capitals.
fn has_other_spelling(json: &str) -> bool {
    json.split('"').any(|part| {
        part.starts_with(|c: char| c.is_ascii_uppercase())
            && ["items", "totalCount", "links", "attributes", "continuationToken", "value"]
                .iter()
                .any(|name| name.eq_ignore_ascii_case(part))
    })
}

fn law_in_pieces<E: Parts>(json: &[u8], length: usize) -> Result<(), TestCaseError>
where
    E::Item: Serialize,
{
    let streamed = streamed::<E>(Pieces(json, length));
    match with_serde::from_slice::<E>(json) {
        Ok(mut whole) => {
            let items = whole.take_items();
            let text = |items: &Vec<E::Item>| with_serde::to_string(items);
            prop_assert_eq!(text(&streamed.items), text(&items));
            // What is wrong with a list that does not count is no error of the whole.
            let is_replaced = |error: &Error| error.kind() == ErrorKind::Replaced;
            let last = streamed.errors.iter().rposition(is_replaced);
            let others = &streamed.errors[last.map_or(0, |last| last + 1)..];
            prop_assert!(others.is_empty(), "{:?}", others);
            let envelope = streamed.envelope.map(|envelope| with_serde::to_string(&envelope));
            // The items of a list that does not count are in the whole, and not around the stream.
            if last.is_none() {
                prop_assert_eq!(envelope, Ok(with_serde::to_string(&whole)));
            }
        }
        Err(error) => {
            let mut errors = streamed.errors.iter().filter(|e| e.kind() != ErrorKind::Replaced);
            let text = String::from_utf8_lossy(json);
            if has_other_spelling(&text) {
                // Of names in another case, what is wrong is told at the end of their object.
                prop_assert!(errors.next().is_some(), "{}: {}", text, error);
            } else {
                let first = errors.min_by_key(|error| (error.line(), error.column()));
                prop_assert_eq!(first, Some(&error), "{}", text);
            }
        }
    }
    Ok(())
}

#[track_caller]
fn assert_law(json: &str) {
    law::<Collection<License>>(json.as_bytes()).unwrap_or_else(|error| panic!("{json}: {error}"));
    law::<Collection<RawJson>>(json.as_bytes()).unwrap_or_else(|error| panic!("{json}: {error}"));
    law::<SeekBasedCollection<ServicePlan>>(json.as_bytes())
        .unwrap_or_else(|error| panic!("{json}: {error}"));
    let page = json.replace("items", "Value").replace("Items", "value");
    law::<AnalyticsPage<CommercialLicenseUsage>>(page.as_bytes())
        .unwrap_or_else(|error| panic!("{page}: {error}"));
}

#[test]
fn every_shape_of_document() {
    for json in [
        SAMPLE,
        "\u{feff}{\"items\":[{}]}",
        "{}",
        " \n{ } \r\n\t",
        r#"{"items":[]}"#,
        r#"{"items":null}"#,
        r#"{"items":[{},{}],"totalCount":18446744073709551615}"#,
        r#"{"totalCount":1,"later":[{"items":[1]}],"items":[{"id":null}],"links":{"next":{}}}"#,
        r#"{"ITEMS":[{}],"items":[{"a":1}],"TotalCount":1}"#,
        r#"{"items":[{}],"ITEMS":[{"a":1}]}"#,
        r#"{"it\u0065ms":[{"a":1},{}],"x":"\ud83d\ude00\""}"#,
        "{\n  \"items\" : [\n    {} ,\n {}\n  ] ,\n  \"later\" : { \"a\" : [ ] }\n}\n",
        r#"{"items":[{}],"items":[{"a":1},{"b":1}]}"#,
        r#"{"items":[{}],"items":null}"#,
        r#"{"items":null,"items":[{}]}"#,
        r#"{"items":[{}],"items":[]}"#,
    ] {
        assert_law(json);
    }
}

#[test]
fn every_sort_of_error() {
    for json in [
        "",
        " ",
        "\u{feff}",
        "\u{ff41}",
        "null",
        "12",
        "\"text\"",
        "[1]",
        "[",
        "tru",
        "]",
        "{",
        "{,}",
        "{1:2}",
        r#"{"a""#,
        r#"{"a":"#,
        r#"{"a":}"#,
        r#"{"a" 1}"#,
        r#"{"a":1"#,
        r#"{"a":1,"#,
        r#"{"a":1,}"#,
        r#"{"a":1 "b":2}"#,
        r#"{"a":1]"#,
        r#"{"a":1} x"#,
        r#"{"a":1}}"#,
        r#"{"a":tru}"#,
        r#"{"a":"\x"}"#,
        "{\"a\":\"\n\"}",
        r#"{"a\ud800":1}"#,
        r#"{"items"#,
        r#"{"items":"#,
        r#"{"items":["#,
        r#"{"items":[ "#,
        r#"{"items":[{}"#,
        r#"{"items":[{} "#,
        r#"{"items":[{},"#,
        r#"{"items":[{},]}"#,
        r#"{"items":[,{}]}"#,
        r#"{"items":[{} {}]}"#,
        r#"{"items":[{}:{}]}"#,
        r#"{"items":[1 2]}"#,
        r#"{"items":[1x]}"#,
        r#"{"items":[{}}"#,
        r#"{"items":[}"#,
        r#"{"items":[{"a":1]]}"#,
        r#"{"items":[{"a":[1},{"b":2}]}"#,
        r#"{"items":[{"a":"b"#,
        r#"{"items":[12"#,
        r#"{"items":[tru"#,
        r#"{"items":[{},{"a":nul}]}"#,
        r#"{"items":[{"id":7,"a":nul}]}"#,
        r#"{"items":{"a":1}}"#,
        "{\n\"items\":[{}],\n\n  \"totalCount\":\n\t\"x\" }",
        "{\n\"totalCount\" :   true,  \"items\":[{}]}",
        "{\"links\":{\"next\":{\"uri\":1}},\"items\":[7]}",
        "{\"items\":[{},\n  {\"id\":\n 7}, null, 3 , \"x\", [], true]\n}",
        r#"{"items":[{"productSku":{"id":{}},"id":{}}],"totalCount":{}}"#,
        r#"{"items":[{"id":"\ud800","productSku":{"id":"\ud800"}}]}"#,
        r#"{"items":[{} é]}"#,
        "{\"items\":[1\u{1F600}]}",
        r#"{"é":1 é}"#,
    ] {
        assert_law(json);
    }
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for depth in [120, 124, 125, 126, 127, 128, 1000] {
        assert_law(&format!(r#"{{"items":[{}]}}"#, deep(depth)));
        assert_law(&format!(r#"{{"items":[{{"later":{}}}]}}"#, deep(depth)));
        assert_law(&format!(r#"{{"later":{}}}"#, deep(depth)));
        law::<Collection<serde_json::Value>>(
            format!(r#"{{"items":[{}]}}"#, deep(depth)).as_bytes(),
        )
        .expect("the law holds");
    }
}

#[test]
fn every_prefix_and_every_broken_byte_of_the_sample() {
    for end in 0..SAMPLE.len() {
        law_in_pieces::<Collection<License>>(&SAMPLE.as_bytes()[..end], usize::MAX)
            .expect("the law holds");
    }
    for at in 0..SAMPLE.len() {
        for byte in [b'"', b'{', b']', b','] {
            let mut json = SAMPLE.as_bytes().to_vec();
            json[at] = byte;
            if std::str::from_utf8(&json).is_ok() {
                law_in_pieces::<Collection<License>>(&json, 64).expect("the law holds");
            }
        }
    }
}

#[test]
fn a_wrong_item_is_told_and_the_next_one_read() {
    let json = r#"{"items": [
  {"productSku": {"id": "a"}},
  {"servicePlans": [{}, {"id": 7}]},
  null,
  {"productSku": {"id": "\ud800"}},
  {"productSku": {"id": "b"}}
], "totalCount": "x"}"#;
    let streamed = streamed::<Collection<License>>(json.as_bytes());
    let ids: Vec<_> =
        streamed.items.iter().filter_map(|item| item.product_sku.as_ref()?.id.as_deref()).collect();
    assert_eq!(ids, ["a", "b"]);
    assert_eq!(
        texts(&streamed.errors),
        [
            "items[1].servicePlans[1].id: expected a ServicePlanId string, found a number at line 3 column 32",
            "items[2]: expected a License object, found null at line 4 column 6",
            "items[3].productSku.id: unexpected end of hex escape at line 5 column 32",
        ]
    );
    assert!(streamed.envelope.is_ok_and(|envelope| envelope.extra.get("totalCount").is_some()));
}

#[test]
fn a_list_that_comes_twice_is_told() {
    let json = r#"{"items":[1,2],"items":[3]}"#;
    let streamed = streamed::<Collection<RawJson>>(json.as_bytes());
    assert_eq!(
        texts(&streamed.errors),
        ["items: the list appears once more, and the last one counts at line 1 column 23"]
    );
    assert_eq!(streamed.items.iter().map(RawJson::get).collect::<Vec<_>>(), ["3"]);
}

#[test]
fn invalid_utf8_ends_the_stream_where_it_is() {
    for (json, expected) in [
        (
            &b"{\"items\":[{},\n{\"a\":\"\xff\"},{}]}"[..],
            "items[1].a: invalid UTF-8 at line 2 column 6",
        ),
        (b"{\"items\":[{}\xc3", "items: invalid UTF-8 at line 1 column 12"),
        (b"{\"items\":[{}],\"b\":\"\xff\"}", "b: invalid UTF-8 at line 1 column 19"),
        (b"\xef\xbbx", "invalid UTF-8 at line 1 column 0"),
        (b"\xff\xfe{\0}\0", "invalid UTF-8 at line 1 column 0"),
        (b"{\"items\":[]}\xf0\x9f", "invalid UTF-8 at line 1 column 12"),
    ] {
        let streamed = streamed::<Collection<License>>(json);
        assert_eq!(texts(&streamed.errors), [expected]);
        law::<Collection<License>>(json).expect("the law holds");
    }
}

#[test]
fn what_is_longer_than_allowed_is_told_and_not_kept() {
    let long = "x".repeat(5000);
    let json = format!(r#"{{"a":1,"items":[{{"a":"b"}},{{"a":"{long}"}},7,{{}}],"b":2}}"#);
    let stream = stream::items::<RawJson, _>(Pieces(json.as_bytes(), 1)).max_len(23);
    let read: Vec<_> = stream
        .map(|item| item.map_or_else(|error| error.to_string(), |item| item.get().to_owned()))
        .collect();
    let error = "items[1]: an item of more than 23 bytes at line 1 column 50";
    assert_eq!(read, [r#"{"a":"b"}"#, error, "7", "{}"]);
    let kind = |json: &str| {
        let streamed = stream::items::<RawJson, _>(json.as_bytes()).max_len(23).into_envelope();
        streamed.map_err(|error| error.to_string())
    };
    assert!(kind(&json).is_ok());
    let around = format!(r#"{{"a":1,"b":"{long}","items":[]}}"#);
    assert_eq!(
        kind(&around).map(|_| ()),
        Err("b: more than 23 bytes around the items at line 1 column 24".to_owned())
    );
}

#[test]
fn a_reader_that_fails_is_an_error_of_its_own() {
    struct Fails<'a>(&'a [u8]);
    impl Read for Fails<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.read(buffer) {
                Ok(0) => Err(io::Error::new(io::ErrorKind::ConnectionReset, "secret")),
                other => other,
            }
        }
    }
    for (json, path, items) in [
        ("", "", 0),
        (r#"{"totalCount":"#, "totalCount: ", 0),
        (r#"{"items":[{},{"id":"#, "items[1]: ", 1),
        (r#"{"items":[{},{}"#, "items[2]: ", 2),
        (r#"{"items":[{}]}"#, "", 1),
    ] {
        let streamed = streamed::<Collection<License>>(Fails(json.as_bytes()));
        let column = json.len();
        let expected =
            format!("{path}the reader failed: connection reset at line 1 column {column}");
        assert_eq!(texts(&streamed.errors), [expected]);
        assert_eq!(streamed.items.len(), items);
        let error = streamed.envelope.expect_err("the envelope is not complete");
        assert_eq!(error.kind(), ErrorKind::Io);
        assert_eq!(error.io().map(io::Error::kind), Some(io::ErrorKind::ConnectionReset));
        assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("secret"));
        assert!(!format!("{error:?}").contains("secret"));
    }
}

#[test]
fn interrupted_reads_are_tried_again() {
    struct Interrupted<'a>(&'a [u8], bool);
    impl Read for Interrupted<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                Err(io::ErrorKind::Interrupted.into())
            } else {
                Pieces(self.0, 1).read(buffer).inspect(|n| self.0 = &self.0[*n..])
            }
        }
    }
    let streamed = streamed::<Collection<License>>(Interrupted(SAMPLE.as_bytes(), false));
    assert_eq!((streamed.items.len(), streamed.errors.len()), (1, 0));
}

#[test]
fn nothing_has_to_be_read_for_the_envelope() {
    let envelope = stream::items::<License, _>(SAMPLE.as_bytes()).into_envelope();
    let envelope = envelope.expect("the sample is read");
    assert_eq!(envelope.total_count, Some(1.into()));
    assert_eq!(envelope.items, Some(Vec::new()));
    assert!(envelope.attributes.is_some());
}

/// Documents that are almost collections.
fn documents() -> impl Strategy<Value = String> {
    let member = prop_oneof![
        4 => proptest::collection::vec(any_json(), 0..4)
            .prop_map(|items| format!("\"items\":{}", serde_json::Value::Array(items))),
        1 => any_json().prop_map(|value| format!("\"items\" : {value}")),
        1 => any_json().prop_map(|value| format!("\"Items\":[{value} ]")),
        1 => any_json().prop_map(|value| format!("\"totalCount\": {value}")),
        1 => any::<u64>().prop_map(|value| format!("\n\"TotalCount\":{value}")),
        2 => (".{0,5}", any_json()).prop_map(|(name, value)| {
            format!("{} :\n{value}", serde_json::Value::from(name))
        }),
        1 => Just(format!("\"items\":[{SAMPLE},{{\"id\":1}} , {{\"productSku\":{{\"id\":[]}}}}]")),
    ];
    proptest::collection::vec(member, 0..5).prop_map(|members| format!("{{{}}}", members.join(",")))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn streaming_is_reading(json in documents()) {
        law::<Collection<License>>(json.as_bytes())?;
        law::<Collection<RawJson>>(json.as_bytes())?;
    }

    #[test]
    fn streaming_is_reading_whatever_is_wrong(
        json in documents(),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), "[\"{}\\[\\],:\\\\ \n1eé]{0,2}"), 1..4),
    ) {
        let mut json: Vec<char> = json.chars().collect();
        for (at, text) in edits {
            let at = at.index(json.len().max(1)).min(json.len());
            let end = json.len().min(at + 1);
            json.splice(at..end, text.chars());
        }
        let json: String = json.into_iter().collect();
        law::<Collection<License>>(json.as_bytes())?;
        law::<Collection<RawJson>>(json.as_bytes())?;
    }
}

#[test]
fn the_table_of_kinds_is_complete() {
    let kinds: BTreeSet<_> =
        [&b"{\"items\":[1],\"items\":[]}"[..], b"{\"items\":[1", b"{\"items\":[1}", b"\xff", b"[]"]
            .into_iter()
            .flat_map(|json| streamed::<Collection<RawJson>>(json).errors)
            .map(|error| format!("{:?}", error.kind()))
            .collect();
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        ["Data", "Replaced", "Syntax", "UnexpectedEnd", "Utf8"]
    );
}

#[test]
fn where_an_item_is_too_long_does_not_depend_on_the_readers_pieces() {
    let json = format!("{{\"items\":[\n{{}},\n  \"{}\", 1]}}", "x\n".repeat(50));
    let told = |pieces: usize| {
        let stream = stream::items::<RawJson, _>(Pieces(json.as_bytes(), pieces)).max_len(20);
        let errors: Vec<_> =
            stream.filter_map(Result::err).map(|error| error.to_string()).collect();
        errors
    };
    let expected = told(1);
    assert_eq!(expected, ["items[1]: an item of more than 20 bytes at line 13 column 0"]);
    for pieces in [2, 3, 7, 64, usize::MAX] {
        assert_eq!(told(pieces), expected, "{pieces}");
    }
}

#[test]
fn an_item_takes_no_more_memory_than_it_may() {
    let many = vec!["{}"; 100_000].join(",");
    let json = format!(r#"{{"items":[{{"servicePlans":[{many}]}},{{"servicePlans":[{{}}]}}]}}"#);
    let read = |bytes| {
        let stream = stream::items::<License, _>(json.as_bytes()).max_memory(bytes);
        stream
            .map(|item| item.map_err(|error| (error.kind(), error.path().to_owned())))
            .collect::<Vec<_>>()
    };
    let items = read(1 << 20);
    let (kind, path) = items[0].as_ref().expect_err("the first item is too large");
    assert_eq!(*kind, ErrorKind::TooLarge);
    assert!(path.starts_with("items[0].servicePlans["), "{path}");
    assert!(items[1].is_ok() && items.len() == 2, "the next item is read");
    assert!(read(usize::MAX).iter().all(Result::is_ok));
}

#[test]
fn what_is_wrong_around_the_items_is_told_where_the_text_ends_among_them() {
    for wrong in ["5", r#""\ud800""#, "[]", "1e999"] {
        for rest in ["", "{", "{}", "{},", "{} ", "{\"id\":\"", "x", "{},]", "\"", "1 2"] {
            let json = format!(r#"{{"continuationToken":{wrong},"items":[{rest}"#);
            let errors: Vec<_> =
                stream::items_of::<SeekBasedCollection<ServicePlan>, _>(json.as_bytes())
                    .filter_map(Result::err)
                    .collect();
            let told = errors.iter().any(|error| error.path() == "continuationToken");
            assert!(told && errors.len() > 1, "{json}: {errors:?}");
        }
    }
}
