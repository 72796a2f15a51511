//! Property names whose case is not the schema's.

use std::fmt;

/// How an object's properties were spelt, where that differs from the schema in ASCII case.
///
/// Some requests are seen in `PascalCase`. They are read like any other and written back as they
/// were; what is built anew is spelt as the schema has it. The spelling is no part of the value:
/// objects that differ in nothing else are equal.
#[derive(Clone, Default)]
pub(crate) struct Spelling {
    /// The schema's name and the one that was sent.
    differing: Box<[(&'static str, Box<str>)]>,
}

impl Spelling {
    /// Whether all names are the schema's.
    pub(crate) fn is_known(&self) -> bool {
        self.differing.is_empty()
    }

    /// The name under which a property is written.
    pub(crate) fn of(&self, name: &'static str) -> &str {
        self.differing.iter().find(|(known, _)| *known == name).map_or(name, |(_, sent)| sent)
    }

    /// The schema's name for the property that is written under this one; nothing where none is.
    pub(crate) fn known<'a>(&self, sent: &'a str) -> &'a str
    where
        'static: 'a,
    {
        for (known, spelt) in &self.differing {
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
        f.debug_set().entries(self.differing.iter().map(|(_, sent)| sent)).finish()
    }
}

/// Collects a [`Spelling`] while an object is read. Costs nothing where all names are the schema's.
#[derive(Debug, Default)]
pub(crate) struct SpellingReader {
    /// A bit for each of the schema's names that was sent as it is; objects with more names than bits
    /// are none of ours.
    as_known: u128,
    differing: Vec<(&'static str, Box<str>)>,
}

impl SpellingReader {
    /// The schema's name for the property that was sent under this one, if it is among `names`. Of two
    /// spellings in one object the first is the property's; the other one is not known.
    pub(crate) fn read(&mut self, sent: &str, names: &[&'static str]) -> &'static str {
        self.find(sent, names.iter().copied()).map_or("", |index| names[index])
    }

    /// The same, as the number of the name.
    pub(crate) fn find(
        &mut self,
        sent: &str,
        names: impl Iterator<Item = &'static str>,
    ) -> Option<usize> {
        let (index, name) = names.enumerate().find(|(_, name)| name.eq_ignore_ascii_case(sent))?;
        let spelt =
            self.differing.iter().find(|(known, _)| *known == name).map(|(_, sent)| &**sent);
        match spelt {
            Some(spelt) => return (spelt == sent).then_some(index),
            None if name == sent => self.note(index),
            None if self.as_known & bit(index) != 0 => return None,
            None => self.differing.push((name, sent.into())),
        }
        Some(index)
    }

    /// Whether any name was spelt in another way than the schema's.
    pub(crate) fn has_other(&self) -> bool {
        !self.differing.is_empty()
    }

    /// Notes that the name of this number was sent as the schema has it.
    pub(crate) fn note(&mut self, index: usize) {
        self.as_known |= bit(index);
    }

    pub(crate) fn finish(self) -> Spelling {
        Spelling { differing: self.differing.into_boxed_slice() }
    }
}

fn bit(index: usize) -> u128 {
    u32::try_from(index).ok().and_then(|index| 1_u128.checked_shl(index)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::common::ResourceAttributes;

    fn round_trip(json: &str) -> (ResourceAttributes, String) {
        let read: ResourceAttributes = crate::from_str(json).expect("the attributes are read");
        let written = crate::to_string(&read).expect("the attributes are written");
        (read, written)
    }

    #[test]
    fn names_are_found_in_any_case_and_written_as_they_were() {
        let json = r#"{"ObjectType":"License","ETAG":null,"Other":1}"#;
        let (mut read, written) = round_trip(json);
        assert_eq!(read.object_type.as_deref(), Some("License"));
        assert_eq!(written, json);

        read.etag = Some("e".into());
        let written = crate::to_string(&read).expect("the attributes are written");
        assert_eq!(written, r#"{"ObjectType":"License","ETAG":"e","Other":1}"#);
    }

    #[test]
    fn two_spellings_in_one_object_are_both_kept() {
        for json in [r#"{"etag":"a","ETag":"b"}"#, r#"{"ETag":"b","etag":"a"}"#] {
            assert_eq!(round_trip(json).1, json);
        }
        let json = r#"{"ETag":null,"etag":"a"}"#;
        assert_eq!(round_trip(json).1, json);
    }

    #[test]
    fn spelling_is_no_part_of_the_value() {
        assert_eq!(round_trip(r#"{"ObjectType":"a"}"#).0, round_trip(r#"{"objectType":"a"}"#).0);
    }
}
