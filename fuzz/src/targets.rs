//! What the fuzz targets check. The tests of the repository run the same functions, so this file is in
//! two crates and needs nothing but partner-models and `serde_json`.

use partner_models::analytics::{
    AnalyticsPage, CommercialLicenseDeployment, CommercialLicenseUsage,
};
use partner_models::common::{ResourceLinks, SeekBasedCollection};
use partner_models::errors::ApiError;
use partner_models::licenses::{License, LicenseUpdate, ServicePlan, SubscribedSku};
use partner_models::users::CustomerUser;
use partner_models::{
    Collection, Error, ErrorBody, FromJson, Integer, NumberOrString, RawJson, Resource, ToJson,
    stream,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reading, writing and reading again, as types of all kinds.
///
/// # Panics
///
/// Where anything is lost, or the second time is not as the first.
pub fn read_write(data: &[u8]) {
    round_trip::<RawJson>(data);
    round_trip::<Resource>(data);
    round_trip::<Collection<License>>(data);
    round_trip::<SeekBasedCollection<ServicePlan>>(data);
    round_trip::<AnalyticsPage<CommercialLicenseDeployment>>(data);
    round_trip::<CommercialLicenseUsage>(data);
    round_trip::<SubscribedSku>(data);
    round_trip::<LicenseUpdate>(data);
    round_trip::<CustomerUser>(data);
    round_trip::<ResourceLinks>(data);
    round_trip::<ApiError>(data);
    round_trip::<Integer>(data);
    round_trip::<NumberOrString>(data);
    let body = ErrorBody::read(data);
    assert!(body == body.clone() && !format!("{body:?} {body}").is_empty());
}

fn round_trip<T>(data: &[u8])
where
    T: FromJson + ToJson + DeserializeOwned + Serialize + PartialEq + Clone + std::fmt::Debug,
{
    let value = match partner_models::from_slice::<T>(data) {
        Ok(value) => value,
        Err(error) => return check_error(&error, data),
    };
    assert!(!format!("{value:?}").is_empty());
    let written = partner_models::to_vec(&value);
    let again = partner_models::from_slice::<T>(&written).expect("what was written is read");
    let second = partner_models::to_vec(&again);
    assert!(written == second, "the second time is another text");
    let json = data.strip_prefix("\u{feff}".as_bytes()).unwrap_or(data);
    // A Value holds no number beyond f64 and no half of a surrogate pair.
    if let Ok(before) = serde_json::from_slice::<Value>(json) {
        assert!(value == value.clone(), "a clone is not equal");
        assert!(value == again, "the second time is another value");
        let after = serde_json::from_slice::<Value>(&written).expect("what was written is JSON");
        assert_eq!(before, after, "something was lost");
        // Without its feature `float_roundtrip`, serde_json reads some numbers a bit off, and what it has
        // written from them as yet another.
        let is_stable = serde_json::from_str(&before.to_string()).ok().as_ref() == Some(&before);
        if let (true, Ok(by_value)) = (is_stable, serde_json::from_value::<T>(before)) {
            let written = serde_json::to_value(&by_value).expect("what was read is written");
            assert_eq!(written, after, "something was lost on the way by a Value");
        }
    }
}

fn check_error(error: &Error, data: &[u8]) {
    assert!(!format!("{error}{error:?}").is_empty());
    let lines = data.split(|&byte| byte == b'\n').count();
    assert!((1..=lines).contains(&error.line()), "{error}: there are {lines} lines");
    assert!(error.column() <= data.len(), "{error}: there are {} bytes", data.len());
}

/// A stream gives what reading as a whole gives.
///
/// # Panics
///
/// Where it does not.
pub fn streaming(data: &[u8]) {
    stream_as::<License>(data);
    stream_as::<RawJson>(data);
    stream_as::<Resource>(data);
}

fn stream_as<T: DeserializeOwned + FromJson + ToJson + PartialEq>(data: &[u8]) {
    let (mut items, mut errors) = (Vec::new(), Vec::new());
    // How many errors there were before the list that counts began.
    let mut before = None;
    let mut stream = stream::items::<T, _>(data);
    for item in stream.by_ref() {
        match item {
            Ok(item) => items.push(item),
            Err(error) if error.kind() == partner_models::ErrorKind::Replaced => {
                items.clear();
                before = Some(errors.len());
            }
            Err(error) => errors.push(error),
        }
    }
    let envelope = stream.into_envelope();
    for error in &errors {
        check_error(error, data);
    }
    match partner_models::from_slice::<Collection<T>>(data) {
        Ok(mut whole) => {
            assert_eq!(errors[before.unwrap_or(0)..], [], "the whole is read");
            let text = |value: &Vec<T>| partner_models::to_string(value);
            let expected = whole.items.as_mut().map(std::mem::take).unwrap_or_default();
            assert_eq!(text(&items), text(&expected));
            let envelope = envelope.expect("the whole is read");
            // The items of a list that does not count are in the whole, and not around the stream.
            if before.is_none() {
                let written = partner_models::to_string(&envelope);
                assert_eq!(written, partner_models::to_string(&whole));
            }
        }
        Err(error) if std::str::from_utf8(data).is_ok() => {
            // Of names in another case, what is wrong is told at the end of their object.
            let told = errors.contains(&error) || !errors.is_empty() && has_other_case(data);
            assert!(told, "{error} is not among {errors:?}");
        }
        Err(_) => assert!(!errors.is_empty(), "the whole is refused"),
    }
}

/// Whether there is a name that only its case keeps from being that of the list.
fn has_other_case(data: &[u8]) -> bool {
    let names = data.windows(5).filter(|name| name.eq_ignore_ascii_case(b"items"));
    names.into_iter().any(|name| name != b"items")
}

/// Editing what no schema knows is editing a map.
///
/// # Panics
///
/// Where it is not.
pub fn extras(data: &[u8]) {
    let Ok(mut license) = partner_models::from_slice::<License>(data) else { return };
    let names: Vec<String> = license.extra.iter().map(|(name, _)| name.into_owned()).collect();
    for name in names.iter().take(8) {
        let value = license.extra.get(name).expect("the name is there").to_owned();
        assert!(license.extra.parse::<RawJson>(name).is_ok_and(|raw| raw.is_some()));
        license.extra.insert(name, &7).expect("a number is written");
        assert_eq!(license.extra.get(name), Some("7"));
        assert!(license.extra.remove(name) && license.extra.get(name).is_none());
        let raw: RawJson = partner_models::from_str(&value).expect("it was read before");
        license.extra.insert(name, &raw).expect("it was read before");
        assert_eq!(license.extra.get(name), Some(value.trim_ascii()));
    }
    assert!(names.iter().take(8).all(|name| license.extra.get(name).is_some()));
    let written = partner_models::to_vec(&license);
    let again = partner_models::from_slice::<License>(&written).expect("it is read");
    assert_eq!(partner_models::to_vec(&again), written);
}
