//! What reading, writing, comparing and showing takes grows like the document and no faster. Counted by an
//! allocator, not by a clock: every byte that is allocated counts, also one that is freed again, so that
//! copying over and over shows as well. A program of its own, with one test, because all of it is counted.

use std::alloc::System;
use std::fmt::Debug;

use partner_models::common::{ResourceAttributes, ResourceLinks};
use partner_models::licenses::{License, LicenseUpdate, ProductSku};
use partner_models::users::CustomerUser;
use partner_models::{
    Collection, ErrorBody, FromJson, NumberOrString, RawJson, Resource, ToJson, stream,
};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Documents of any size that are meant to hurt, and what is done with them.
struct Trap {
    name: &'static str,
    /// What is before, once; what is repeated, where `~` is a number; what is behind.
    document: [&'static str; 3],
    separator: &'static str,
    work: fn(&str),
    /// How many bytes may be allocated, in all, for each byte of the document.
    most: usize,
}

const fn trap(
    name: &'static str,
    document: [&'static str; 3],
    separator: &'static str,
    work: fn(&str),
    most: usize,
) -> Trap {
    Trap { name, document, separator, work, most }
}

impl Trap {
    fn document(&self, count: usize) -> String {
        let [before, repeated, behind] = self.document;
        let middle: Vec<_> =
            (0..count).map(|index| repeated.replace('~', &format!("{index:07}"))).collect();
        format!("{before}{}{behind}", middle.join(self.separator))
    }
}

fn all<T: FromJson + ToJson + Clone + PartialEq + Debug>(json: &str) {
    let value: T = partner_models::from_str(json).expect("the document is read");
    let written = partner_models::to_string(&value);
    let again: T = partner_models::from_str(&written).expect("it is read again");
    assert!(value == again && value.clone() == again);
    assert!(!format!("{value:?}").is_empty());
}

fn error<T: FromJson + Debug>(json: &str) {
    let error = partner_models::from_str::<T>(json).expect_err("the document is wrong");
    assert!(error.to_string().len() < 400, "the error repeats the document");
}

fn streamed(json: &str) {
    let mut stream = stream::items::<License, _>(json.as_bytes()).max_len(json.len());
    let read = stream.by_ref().count();
    assert!(stream.into_envelope().is_ok() || read > 0);
}

fn body(json: &str) {
    assert!(!format!("{:?}", ErrorBody::read(json.as_bytes())).is_empty());
}

#[rustfmt::skip]
const TRAPS: &[Trap] = &[
    trap("unknown members", ["{", r#""later~":1~.50"#, "}"], ",", all::<ProductSku>, 120),
    trap("one unknown member many times", ["{", r#""later":null"#, "}"], ",", all::<ProductSku>, 120),
    trap("one field many times", ["{", r#""name":"a~""#, "}"], ",", all::<ProductSku>, 20),
    trap("one field, null or not", ["{", r#""name":null,"l~":1,"name":"a""#, "}"], ",", all::<ProductSku>, 120),
    trap("nulls of a field", ["{", r#""name":null"#, "}"], ",", all::<ProductSku>, 20),
    trap("an object many times", ["{", r#""productSku":{"id":"~"}"#, "}"], ",", all::<License>, 20),
    trap("spellings", ["{", r#""eTag":"~","etag":"~","Etag":null"#, "}"], ",", all::<ResourceAttributes>, 120),
    trap("an open map", ["{", r#""a~":{"uri":"x"}"#, "}"], ",", all::<ResourceLinks>, 120),
    trap("an open map, null or not", ["{", r#""a~":null,"a~":{}"#, "}"], ",", all::<ResourceLinks>, 160),
    trap("nulls of an open map", ["{", r#""a~":null"#, "}"], ",", all::<ResourceLinks>, 120),
    trap("items", [r#"{"totalCount":18446744073709551615,"items":["#, r#"{"servicePlans":[{"id":"~"}],"later":1~}"#, "]}"], ",", all::<Collection<License>>, 90),
    trap("small items", [r#"{"items":["#, "1", "]}"], ",", all::<Collection<RawJson>>, 160),
    trap("an escaped value", [r#"{"name":""#, r"\u00e9\n~", r#""}"#], "", all::<ProductSku>, 20),
    trap("an escaped name", [r#"{""#, r"\u00e9\n~", r#"":1}"#], "", all::<ProductSku>, 60),
    trap("digits", [r#"{"totalCount":"#, "1~", "}"], "", all::<Collection<License>>, 40),
    trap("an exponent", ["1e", "1~", ""], "", all::<NumberOrString>, 40),
    trap("arrays in what is kept", [r#"{"later":["#, "[[[1~]]]", "]}"], ",", all::<License>, 100),
    trap("resources", [r#"{"items":["#, r#"{"a":1~,"attributes":{"objectType":"License"}}"#, r#"],"attributes":{"objectType":"Collection"}}"#], ",", all::<Resource>, 120),
    trap("names of resources", [r#"{"attributes":{"#, r#""objectType":"License","o~":1"#, "}}"], ",", all::<Resource>, 120),
    trap("personal data", ["{", r#""displayName":"~","x~":1"#, "}"], ",", all::<CustomerUser>, 120),
    trap("identifiers", [r#"{"licensesToAssign":["#, r#"{"skuId":"~-~-~-~-~-~-~"}"#, "]}"], ",", all::<LicenseUpdate>, 60),
    trap("an error at the end", [r#"{"items":["#, "{\"later~\":[\n1~]}", r#",{"servicePlans":1}]}"#], ",", error::<Collection<License>>, 40),
    trap("no end", [r#"{"items":["#, r#"{"later~":[{}]}"#, ","], ",", error::<Collection<License>>, 40),
    trap("a long name at fault", [r#"{"items":[{"servicePlans":[{"id":{""#, "a~", r#"":1}}]}]}"#], "", error::<Collection<License>>, 20),
    trap("a long value at fault", [r#"{"servicePlans":""#, "a, expected ~", r#""}"#], "", error::<License>, 20),
    trap("brackets", ["", "[[[[[[", ""], "", error::<Collection<License>>, 40),
    trap("a stream", [r#"{"items":["#, r#"{"servicePlans":[{"id":"~"}]}"#, "]}"], ",", streamed, 60),
    trap("a stream of wrong items", [r#"{"items":["#, r#"{"servicePlans":[{"id":1~}]}"#, "]}"], ",", streamed, 60),
    trap("a stream of lists", ["{", r#""items":[{},{}],"a~":[]"#, "}"], ",", streamed, 60),
    trap("a stream of all but items", ["{", "\"a~\" : \n [ ]", r#","items":[]}"#], " ,", streamed, 60),
    trap("an error body", ["{", r#""data":[1~],"x~":1"#, "}"], ",", body, 60),
    trap("no error body", ["<", "&~;\u{fffd}", ">"], ",", body, 60),
];

/// What the work allocates, in bytes.
fn allocated(trap: &Trap, document: &str) -> usize {
    let region = Region::new(ALLOCATOR);
    (trap.work)(document);
    let change = region.change();
    change.bytes_allocated + change.allocations * 16
}

#[test]
fn what_it_takes_grows_like_the_document() {
    let mut failures = Vec::new();
    for trap in TRAPS {
        let taken: Vec<_> = [500, 1_000, 2_000, 4_000]
            .into_iter()
            .map(|count| {
                let document = trap.document(count);
                allocated(trap, &document) * 10 / document.len()
            })
            .collect();
        println!("{:<32} {taken:>5?} bytes for ten of the document", trap.name);
        // A vector that doubles may have just done so, or be about to.
        let grows = taken[3] > taken[0] * 3 / 2 + 10;
        if grows || taken.iter().any(|taken| *taken > trap.most * 10) {
            failures
                .push(format!("{}: {taken:?} for ten bytes, of {} for one", trap.name, trap.most));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");

    // What the service counts is data: nothing is set aside for it.
    let claims = |count: &str| {
        let json = format!(
            r#"{{"totalCount":{count},"items":[],"later":"{}"}}"#,
            "x".repeat(40 - count.len())
        );
        let region = Region::new(ALLOCATOR);
        all::<Collection<License>>(&json);
        streamed(&json);
        region.change().bytes_allocated
    };
    let (one, all_there_are) = (claims("1"), claims("18446744073709551615"));
    assert!(all_there_are < one + 400, "{one} bytes for one, {all_there_are} for all there are");
}
