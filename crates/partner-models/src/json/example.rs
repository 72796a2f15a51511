//! An object by hand, as generated code has it: a reseller's seat, which has a number and may have a name.

use crate::json::{self, FieldReader, FieldWriter, Object, Spelling, impl_object};
use crate::value::extra::Extra;
use crate::value::number::Integer;
use crate::value::text::Text;
use crate::with_serde;

/// The struct: a field for each property, and two places for what the schema does not say.
#[derive(Debug, PartialEq)]
struct Seat {
    number: Integer,
    name: Option<Text>,
    /// Members without a field, and nulls.
    extra: Extra,
    /// Names that are not spelt as the schema has them.
    spelling: Spelling,
}

/// Where the fields are: the table is the shape of the type, and numbers them. Both ways of reading ask
/// `read` for the place of a field by its number, both ways of writing are shown all fields by `write`.
impl Object for Seat {
    const EXPECTED: &'static str = "a Seat object";
    const FIELDS: &'static [json::Field] =
        &[json::field!(Required, Integer, "number"), json::field!(Optional, Text, "name")];

    fn blank() -> Self {
        let (extra, spelling) = (Extra::default(), Spelling::default());
        Self { number: 0.into(), name: None, extra, spelling }
    }

    fn read<R: FieldReader>(&mut self, index: usize, reader: R) -> Result<(), R::Error> {
        match index {
            0 => reader.required(&mut self.number),
            1 => reader.optional(&mut self.name),
            _ => reader.unknown(),
        }
    }

    fn keep(&mut self, extra: Extra, spelling: Spelling) {
        self.extra = extra;
        self.spelling = spelling;
    }

    fn write<W: FieldWriter>(&self, writer: &mut W) {
        writer.required(&self.spelling, &Self::FIELDS[0], &self.number);
        writer.optional(&self.spelling, &Self::FIELDS[1], &self.name);
        writer.rest(self, &self.extra);
    }
}

// `FromJson`, `ToJson`, and serde's `Deserialize` and `Serialize`.
impl_object!(Seat);

#[test]
fn a_seat_is_read_and_written_both_ways() {
    for json in [
        r#"{"number":7,"name":"Ada"}"#,
        r#"{"NUMBER":7.0,"name":null,"row":[1,2.50]}"#, // any case, a null, a name without a field
    ] {
        let seat: Seat = crate::from_str(json).expect("generated code reads it");
        assert_eq!(seat.number, 7);
        assert_eq!(with_serde::from_str(json).as_ref(), Ok(&seat), "serde reads the same");
        assert_eq!(crate::to_string(&seat), json, "nothing is lost");
        assert_eq!(with_serde::to_string(&seat).as_deref(), Ok(json), "by serde neither");
    }
}

#[test]
fn what_is_no_seat_is_explained() {
    for (json, message) in [
        (r#"{"number":"7"}"#, "number: expected an integer, found a string at line 1 column 13"),
        (r#"{"name":"Ada"}"#, "missing field `number` at line 1 column 14"),
    ] {
        let error = crate::from_str::<Seat>(json).expect_err("it is no seat");
        assert_eq!(error.to_string(), message);
        assert_eq!(with_serde::from_str::<Seat>(json), Err(error), "both ways say the same");
    }
}
