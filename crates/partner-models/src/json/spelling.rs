//! Property names whose case is not the schema's.
//!
//! Requests, audit records and some answers are in `PascalCase`. A name is found whatever its ASCII
//! case, and written back as it was. Several spellings of one name may stand in one object; then the
//! schema's own spelling is the property, else the one that comes first in the order of bytes, and the
//! others are members without a field. So it does not matter in which order they stand, nor whether the
//! value fits: that of a lenient property leaves the field without a value, and gives it to no other.

use std::fmt;

/// A vector in a box: a slice would take twice the room in every object.
type Differing = Vec<(&'static str, Box<str>)>;

/// How an object's properties were spelt, where that differs from the schema in ASCII case.
///
/// What is built anew is spelt as the schema has it. The spelling is no part of the value: objects that
/// differ in nothing else are equal.
#[derive(Clone, Default)]
pub(crate) struct Spelling {
    /// The schema's name and the one that was sent. Most objects have none, and pay for a pointer.
    differing: Option<Box<Differing>>,
}

impl Spelling {
    /// The schema's names and those that were sent.
    pub(crate) fn new(differing: Differing) -> Self {
        Self { differing: (!differing.is_empty()).then(|| Box::new(differing)) }
    }

    /// Whether all names are the schema's.
    #[inline]
    pub(crate) fn is_known(&self) -> bool {
        self.differing.is_none()
    }

    /// The name under which a property is written.
    pub(crate) fn of(&self, name: &'static str) -> &str {
        let mut differing = self.differing.iter().flat_map(|differing| differing.iter());
        differing.find(|(known, _)| *known == name).map_or(name, |(_, sent)| sent)
    }

    /// The schema's name for the property that is written under this one; nothing where none is.
    pub(crate) fn known<'a>(&self, sent: &'a str) -> &'a str
    where
        'static: 'a,
    {
        for (known, spelt) in self.differing.iter().flat_map(|differing| differing.iter()) {
            if **spelt == *sent {
                return known;
            }
            if *known == sent {
                return ""; // the field goes by another name, so this is a second one beside it
            }
        }
        sent
    }
}

impl PartialEq for Spelling {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl fmt::Debug for Spelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let differing = self.differing.iter().flat_map(|differing| differing.iter());
        f.debug_set().entries(differing.map(|(_, sent)| sent)).finish()
    }
}

/// The number of the field that has this name, and whether it is spelt so.
pub(crate) fn find(
    sent: &str,
    names: impl Iterator<Item = &'static str> + Clone,
) -> Option<(usize, bool)> {
    let exact = names.clone().position(|name| name == sent).map(|index| (index, true));
    exact.or_else(|| {
        names
            .into_iter()
            .position(|name| name.eq_ignore_ascii_case(sent))
            .map(|index| (index, false))
    })
}

#[cfg(test)]
mod tests {
    use crate::common::ResourceAttributes;
    use crate::{Collection, Integer, RawJson, with_serde};

    fn round_trip(json: &str) -> (ResourceAttributes, String) {
        let read: ResourceAttributes = crate::from_str(json).expect("the attributes are read");
        let by_serde: ResourceAttributes = with_serde::from_str(json).expect("by serde as well");
        assert_eq!(read, by_serde, "{json}");
        let written = crate::to_vec(&read);
        assert_eq!(with_serde::to_vec(&by_serde).expect("it is written"), written);
        (read, String::from_utf8(written).expect("JSON is UTF-8"))
    }

    #[test]
    fn names_are_found_in_any_case_and_written_as_they_were() {
        let json = r#"{"ObjectType":"License","ETAG":null,"Other":1}"#;
        let (mut read, written) = round_trip(json);
        assert_eq!(read.object_type.as_deref(), Some("License"));
        assert_eq!(written, json);

        read.etag = Some("e".into());
        let written = crate::to_string(&read);
        assert_eq!(written, r#"{"ObjectType":"License","ETAG":"e","Other":1}"#);
    }

    #[test]
    fn of_several_spellings_the_schemas_own_counts() {
        for (json, etag, written) in [
            (r#"{"etag":"a","ETag":"b"}"#, Some("a"), r#"{"etag":"a","ETag":"b"}"#),
            (r#"{"ETag":"b","etag":"a"}"#, Some("a"), r#"{"etag":"a","ETag":"b"}"#),
            (r#"{"ETag":5,"etag":"a"}"#, Some("a"), r#"{"etag":"a","ETag":5}"#),
            (r#"{"etag":"a","ETag":5}"#, Some("a"), r#"{"etag":"a","ETag":5}"#),
            (r#"{"ETag":null,"etag":"a"}"#, Some("a"), r#"{"etag":"a","ETag":null}"#),
            (r#"{"etag":null,"ETag":"a"}"#, None, r#"{"etag":null,"ETag":"a"}"#),
            (r#"{"etag":"a","ETag":"b","etag":null}"#, None, r#"{"ETag":"b","etag":null}"#),
            (
                r#"{"ETag":"b","ETAG":"c","etaG":"d"}"#,
                Some("c"),
                r#"{"ETAG":"c","ETag":"b","etaG":"d"}"#,
            ),
            (r#"{"ETAG":"c","ETag":"b"}"#, Some("c"), r#"{"ETAG":"c","ETag":"b"}"#),
            (r#"{"ETag":"b","ETAG":null}"#, None, r#"{"ETag":"b","ETAG":null}"#),
            (r#"{"ETag":"b","ETag":"c"}"#, Some("c"), r#"{"ETag":"c"}"#),
        ] {
            let (read, rewritten) = round_trip(json);
            assert_eq!(read.etag.as_deref(), etag, "{json}");
            assert_eq!(rewritten, written, "{json}");
            assert_eq!(round_trip(&rewritten), (read, rewritten), "{json}");
        }
    }

    #[test]
    fn a_value_that_does_not_fit_and_refuses_nothing_gives_the_field_to_no_other() {
        for (json, count, written) in [
            (r#"{"TOTALCOUNT":"4","TotalCount":5}"#, None, r#"{"TOTALCOUNT":"4","TotalCount":5}"#),
            (r#"{"TotalCount":5,"TOTALCOUNT":"4"}"#, None, r#"{"TotalCount":5,"TOTALCOUNT":"4"}"#),
            (r#"{"TotalCount":5,"totalCount":"4"}"#, None, r#"{"TotalCount":5,"totalCount":"4"}"#),
            (r#"{"totalCount":"4","TotalCount":5}"#, None, r#"{"totalCount":"4","TotalCount":5}"#),
            (
                r#"{"totalCount":3,"totalCount":"4","TotalCount":5}"#,
                None,
                r#"{"totalCount":"4","TotalCount":5}"#,
            ),
            (
                r#"{"TotalCount":"4","totalCount":3}"#,
                Some(3),
                r#"{"totalCount":3,"TotalCount":"4"}"#,
            ),
            (r#"{"totalCount":"4","totalCount":3}"#, Some(3), r#"{"totalCount":3}"#),
            (
                r#"{"totalCount":"4","totalCount":[],"totalCount":null}"#,
                None,
                r#"{"totalCount":null}"#,
            ),
            (r#"{"TotalCount":"4","TotalCount":3}"#, Some(3), r#"{"TotalCount":3}"#),
            (
                r#"{"TotalCount":null,"TotalCount":3,"TOTALCOUNT":4}"#,
                Some(4),
                r#"{"TOTALCOUNT":4,"TotalCount":3}"#,
            ),
        ] {
            let read: Collection<RawJson> = crate::from_str(json).expect("it is read");
            assert_eq!(with_serde::from_str(json).as_ref(), Ok(&read), "{json}");
            assert_eq!(read.total_count.as_ref().and_then(Integer::as_i64), count, "{json}");
            assert_eq!(crate::to_string(&read), written, "{json}");
            assert_eq!(crate::from_str(written).as_ref(), Ok(&read), "{json}");
        }
        let mut list: Collection<RawJson> =
            crate::from_str(r#"{"TotalCount":"4"}"#).expect("it is read");
        list.total_count = Some(4.into());
        assert_eq!(crate::to_string(&list), r#"{"TotalCount":4}"#);
    }

    #[test]
    fn the_spelling_that_counts_must_fit() {
        for json in [r#"{"ETag":5}"#, r#"{"ETAG":5,"ETag":"b"}"#, r#"{"ETag":"b","ETAG":5}"#] {
            let error = crate::from_str::<ResourceAttributes>(json).expect_err(json);
            let by_serde = with_serde::from_str::<ResourceAttributes>(json).expect_err(json);
            assert_eq!(error, by_serde, "{json}");
            assert!(error.path().eq_ignore_ascii_case("etag"), "{error}");
        }
    }

    #[test]
    fn spelling_is_no_part_of_the_value() {
        assert_eq!(round_trip(r#"{"ObjectType":"a"}"#).0, round_trip(r#"{"objectType":"a"}"#).0);
    }
}
