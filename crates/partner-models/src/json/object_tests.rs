use super::*;
use crate::json::{self, impl_object};
use crate::value::text::Text;
use crate::with_serde;

/// Names that no schema of the repository has: one with escapes, and none at all.
#[derive(Debug, Default, PartialEq)]
struct Odd {
    quoted: Option<Text>,
    nameless: Option<Text>,
    extra: Extra,
    spelling: Spelling,
}

impl Odd {
    fn new() -> Self {
        Self::default()
    }
}

impl Object for Odd {
    const EXPECTED: &'static str = "an Odd object";
    const FIELDS: &'static [Field] = &[
        json::field!(Optional, Text, "a\"b\n", ",\"a\\\"b\\n\":"),
        json::field!(Optional, Text, ""),
    ];

    fn blank() -> Self {
        Self::new()
    }

    fn read<R: FieldReader>(&mut self, index: usize, reader: R) -> Result<(), R::Error> {
        match index {
            0 => reader.optional(&mut self.quoted),
            1 => reader.optional(&mut self.nameless),
            _ => reader.unknown(),
        }
    }

    fn keep(&mut self, extra: Extra, spelling: Spelling) {
        self.extra = extra;
        self.spelling = spelling;
    }

    fn write<W: FieldWriter>(&self, writer: &mut W) {
        writer.optional(&self.spelling, &Self::FIELDS[0], &self.quoted);
        writer.optional(&self.spelling, &Self::FIELDS[1], &self.nameless);
        writer.rest(self, &self.extra);
    }
}

impl_object!(Odd);

#[test]
fn odd_names_are_read_and_written() {
    for json in [
        r#"{"a\"b\n":"x","":"y"}"#,
        r#"{"":"y"}"#,
        r#"{"a\"b\n":"x","":null,"c":1}"#,
        r#"{"a\"b\n":null}"#,
        "{}",
    ] {
        let read: Odd = crate::from_str(json).expect(json);
        assert_eq!(crate::to_string(&read), json);
        assert_eq!(with_serde::to_string(&read).expect(json), json);
        assert_eq!(with_serde::from_str::<Odd>(json).as_ref(), Ok(&read), "{json}");
        assert_eq!(read.nameless.as_deref(), json.contains(r#""":"y""#).then_some("y"));
    }
    let swapped: Odd = crate::from_str(r#"{"":"y","a\u0022b\u000a":"x"}"#).expect("any order");
    assert_eq!(crate::to_string(&swapped), r#"{"a\"b\n":"x","":"y"}"#);
}
