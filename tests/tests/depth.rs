//! Nesting of 100,000 levels is an error wherever it is, and what is read can be written, compared, shown
//! and dropped. Threads of tests have 2 MiB of stack, as the main thread has 8: what does not fit there
//! would end the process.

use partner_models::common::{ResourceLinks, SeekBasedCollection};
use partner_models::errors::ApiError;
use partner_models::licenses::{License, LicenseUpdate, ServicePlan};
use partner_models::users::CustomerUser;
use partner_models::{
    Collection, Error, ErrorBody, FromJson, Integer, NumberOrString, RawJson, Resource, ToJson,
    stream, with_serde,
};

const LEVELS: usize = 100_000;

/// Opens and closes, with something inside.
const NESTS: [(&str, &str, &str); 4] = [
    ("[", "1", "]"),
    (r#"{"a":"#, "null", "}"),
    (r#"{"items":["#, "{}", "]}"),
    (r#"[{"later":"#, "{}", "}]"),
];

fn nested((open, inside, close): (&str, &str, &str), levels: usize) -> String {
    format!("{}{inside}{}", open.repeat(levels), close.repeat(levels))
}

fn refuse<T: FromJson>(json: &str, path: &str) -> Error {
    let Err(error) = partner_models::from_str::<T>(json) else {
        panic!("{} levels were read", json.matches(['[', '{']).count());
    };
    assert!(error.path().starts_with(path), "{error}");
    assert!(error.to_string().len() < 400, "{error}");
    error
}

#[test]
fn it_is_an_error_everywhere() {
    for nest in NESTS {
        for deep in [nested(nest, LEVELS), nest.0.repeat(LEVELS)] {
            refuse::<RawJson>(&deep, "");
            refuse::<Resource>(&deep, "");
            refuse::<Collection<License>>(&deep, "");
            refuse::<Integer>(&deep, "");
            refuse::<NumberOrString>(&deep, "");
            refuse::<License>(&format!(r#"{{"later":{deep}}}"#), "later");
            refuse::<License>(&format!(r#"{{"servicePlans":{deep}}}"#), "servicePlans");
            refuse::<License>(
                &format!(r#"{{"servicePlans":[{{"id":{deep}}}]}}"#),
                "servicePlans[0].id",
            );
            refuse::<License>(
                &format!(r#"{{"productSku":{{"later":{deep}}}}}"#),
                "productSku.later",
            );
            refuse::<Collection<RawJson>>(&format!(r#"{{"items":[1,{deep}]}}"#), "items[1]");
            refuse::<Collection<Resource>>(&format!(r#"{{"items":[1,{deep}]}}"#), "items[1]");
            refuse::<Collection<License>>(&format!(r#"{{"totalCount":{deep}}}"#), "totalCount");
            refuse::<SeekBasedCollection<ServicePlan>>(
                &format!(r#"{{"continuationToken":{deep}}}"#),
                "continuationToken",
            );
            refuse::<LicenseUpdate>(
                &format!(r#"{{"licensesToRemove":{deep}}}"#),
                "licensesToRemove",
            );
            refuse::<ResourceLinks>(&format!(r#"{{"next":{deep}}}"#), "next");
            refuse::<ResourceLinks>(&format!(r#"{{"own":{deep}}}"#), "own");
            refuse::<ApiError>(&format!(r#"{{"data":[{deep}]}}"#), "data");
            refuse::<ApiError>(&format!(r#"{{"code":{deep}}}"#), "code");
            refuse::<CustomerUser>(&format!(r#"{{"passwordProfile":{deep}}}"#), "passwordProfile");
            assert!(with_serde::from_str::<serde_json::Value>(&deep).is_err());
            let body = ErrorBody::read(deep.as_bytes());
            assert!(matches!(&body, ErrorBody::Other(text) if text.len() == deep.len()));
        }
    }
}

#[test]
fn a_stream_reports_the_item_and_goes_on() {
    for nest in NESTS {
        let deep = nested(nest, LEVELS);
        let json = format!(r#"{{"later":1,"items":[1,{deep},{{"later":{deep}}},2]}}"#);
        let mut stream = stream::items::<RawJson, _>(json.as_bytes());
        let read: Vec<_> = stream.by_ref().collect();
        let read: Vec<_> = read
            .iter()
            .map(|item| item.as_ref().map_or_else(Error::to_string, |item| item.get().to_owned()))
            .map(|text| text.split(" at ").next().unwrap_or_default().to_owned())
            .collect();
        let refused = |index| format!("items[{index}]: recursion limit exceeded");
        assert_eq!(read, ["1".to_owned(), refused(1), refused(2), "2".to_owned()]);
        assert!(stream.into_envelope().is_ok());
        let around = format!(r#"{{"items":[1],"later":{deep}}}"#);
        assert!(stream::items::<RawJson, _>(around.as_bytes()).into_envelope().is_err());
    }
}

/// Everything that can be done with a value.
fn use_all<T: FromJson + ToJson + Clone + PartialEq + std::fmt::Debug>(json: &str) {
    let value: T = partner_models::from_str(json).expect("so deep is not too deep");
    let written = partner_models::to_string(&value);
    assert_eq!(written, json);
    let spaced: T = partner_models::from_str(&json.replace(':', ": ")).expect("the same");
    assert!(value == spaced && value.clone() == value);
    assert!(!format!("{value:?}{value:#?}").is_empty());
    drop(value);
}

#[test]
fn as_deep_as_may_be_is_written_compared_shown_and_dropped() {
    for nest in NESTS {
        let per_level = nest.0.matches(['[', '{']).count();
        let inside = nest.1.matches('{').count();
        let deep = nested(nest, (126 - inside) / per_level);
        use_all::<RawJson>(&deep);
        use_all::<Resource>(&deep);
        use_all::<License>(&format!(r#"{{"later":{deep}}}"#));
        use_all::<Collection<License>>(&format!(r#"{{"items":[{{"later":{deep}}}]}}"#));
    }
    // Each level is told and read anew.
    let mut json = r#"{"attributes":{"objectType":"License"}}"#.to_owned();
    for _ in 0..62 {
        json = format!(r#"{{"items":[{json}],"attributes":{{"objectType":"Collection"}}}}"#);
    }
    use_all::<Resource>(&json);
}

#[test]
fn the_depth_that_can_be_read_again_is_the_one_that_can_be_set() {
    let mut license = License::new();
    let deep = |levels| -> RawJson {
        partner_models::from_str(&nested(NESTS[0], levels)).expect("so deep is not too deep")
    };
    license.extra.insert("later", &deep(126)).expect("it is written");
    let json = partner_models::to_string(&license);
    assert!(partner_models::from_str::<License>(&json).is_ok());
    assert!(license.extra.insert("later", &[deep(126)]).is_err(), "it could not be read again");
    assert!(RawJson::from_value(&[deep(126)]).is_err(), "it could not be read again");
    assert_eq!(partner_models::to_string(&license), json);
}
