//! What generated types are made of.

use std::collections::BTreeMap;

use serde::de::Deserializer;

use crate::json::by_serde::object::{fill_list, fill_text};
use crate::json::reader::Reader;
use crate::json::room;
use crate::json::shape::Shape;
use crate::json::traits::{FromJson, Look, ToJson};
use crate::json::writer::Writer;
use crate::value::date::DateTime;
use crate::value::number::{Integer, Number};
use crate::value::number_or_string::NumberOrString;
use crate::value::raw::RawJson;
use crate::value::text::Text;

/// An impl of `FromJson` for a type whose values are small.
macro_rules! small {
    ($($name:ident $shape:ident $blank:expr, |$reader:ident| $read:expr;)*) => {$(
        impl FromJson for $name {
            fn shape() -> &'static Shape {
                &Shape::$shape
            }

            #[inline]
            fn blank() -> Self {
                $blank
            }

            #[inline]
            fn fill(&mut self, $reader: &mut Reader<'_>) -> Option<()> {
                *self = $read?;
                Some(())
            }
        }
    )*};
}

small! {
    bool Bool false, |reader| reader.bool();
    String String Self::new(), |reader| reader.string(str::to_owned);
    Integer Integer 0_i64.into(), |reader| Self::parse(reader.number()?);
    Number Number 0_i64.into(), |reader| Self::parse(reader.number()?);
    NumberOrString NumberOrString 0_i64.into(), |reader| if reader.peek()? == b'"' {
        reader.string(|text| text.into())
    } else {
        Number::parse(reader.number()?).map(Self::Number)
    };
    RawJson Raw Self::null(), |reader| reader.raw().map(Self::of);
    f64 F64 0.0, |reader| serde_json::from_str(reader.number()?).ok();
    i64 I64 0, |reader| serde_json::from_str(reader.number()?).ok();
    u64 U64 0, |reader| serde_json::from_str(reader.number()?).ok();
}

impl FromJson for Text {
    fn shape() -> &'static Shape {
        &Shape::String
    }

    #[inline]
    fn blank() -> Self {
        Self::new()
    }

    #[inline]
    fn fill(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        reader.text(self)
    }

    fn fill_by_serde<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        fill_text(self, "a string", json)
    }
}

impl FromJson for DateTime {
    fn shape() -> &'static Shape {
        &Shape::String
    }

    #[inline]
    fn blank() -> Self {
        Self::default()
    }

    #[inline]
    fn fill(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        reader.text(self.text_mut())
    }

    fn fill_by_serde<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        fill_text(self.text_mut(), "a string", json)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn shape() -> &'static Shape {
        const { &Shape::List(T::shape) }
    }

    fn blank() -> Self {
        Self::new()
    }

    fn fill(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        reader.open(b'[')?;
        while reader.more(self.is_empty(), b']')? {
            room::grow(self)?;
            self.push(T::blank());
            self.last_mut()?.fill(reader)?;
        }
        room::shrink(self);
        Some(())
    }

    fn fill_by_serde<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        fill_list(self, json)
    }
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn shape() -> &'static Shape {
        const { &Shape::Map(T::shape) }
    }

    fn blank() -> Self {
        Self::new()
    }

    fn fill(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        reader.open(b'{')?;
        while reader.more(self.is_empty(), b'}')? {
            room::take(size_of::<(String, T)>())?;
            let name = reader.string(str::to_owned)?;
            reader.punctuation(b':')?;
            let mut value = T::blank();
            value.fill(reader)?;
            self.insert(name, value);
        }
        Some(())
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn shape() -> &'static Shape {
        const { &Shape::Nullable(T::shape) }
    }

    fn blank() -> Self {
        None
    }

    fn fill(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        if reader.peek()? == b'n' {
            return reader.word("null");
        }
        self.insert(T::blank()).fill(reader)
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn shape() -> &'static Shape {
        T::shape()
    }

    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn fill(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        room::take(size_of::<T>())?;
        (**self).fill(reader)
    }

    fn fill_by_serde<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        (**self).fill_by_serde(json)
    }
}

/// Numbers that are written as `serde_json` does.
macro_rules! primitive {
    ($($name:ident)*) => {$(
        impl ToJson for $name {
            fn write(&self, writer: &mut Writer) {
                writer.serde(self);
            }
        }
    )*};
}

primitive!(f64 i64 u64);

impl ToJson for bool {
    fn write(&self, writer: &mut Writer) {
        writer.verbatim(if *self { "true" } else { "false" });
    }
}

impl ToJson for str {
    #[inline]
    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl ToJson for String {
    #[inline]
    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl ToJson for Text {
    #[inline]
    fn write(&self, writer: &mut Writer) {
        writer.text(self);
    }

    fn as_text(&self) -> Option<&str> {
        Some(self)
    }
}

impl ToJson for DateTime {
    #[inline]
    fn write(&self, writer: &mut Writer) {
        writer.text(self.text());
    }
}

impl ToJson for Integer {
    fn write(&self, writer: &mut Writer) {
        writer.number(self.as_small());
    }

    fn look_inside(&self, look: &mut Look<'_>) {
        look.is_void = true;
    }
}

impl ToJson for Number {
    fn write(&self, writer: &mut Writer) {
        writer.number(self.as_small());
    }

    fn look_inside(&self, look: &mut Look<'_>) {
        look.is_void = true;
    }
}

impl ToJson for NumberOrString {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Number(number) => number.write(writer),
            Self::String(text) => writer.string(text),
        }
    }
}

impl ToJson for RawJson {
    fn write(&self, writer: &mut Writer) {
        writer.verbatim(self.get());
    }
}

impl<T: ToJson> ToJson for [T] {
    fn write(&self, writer: &mut Writer) {
        let mut mark = "[";
        for item in self {
            writer.verbatim(mark);
            item.write(writer);
            mark = ",";
        }
        writer.verbatim(if self.is_empty() { "[]" } else { "]" });
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write(&self, writer: &mut Writer) {
        self.as_slice().write(writer);
    }

    fn look_inside(&self, look: &mut Look<'_>) {
        look.items(self);
    }
}

impl<T: ToJson> ToJson for BTreeMap<String, T> {
    fn write(&self, writer: &mut Writer) {
        let start = writer.open();
        writer.members(self);
        writer.close(start);
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.verbatim("null"),
        }
    }
}

impl<T: ToJson + ?Sized> ToJson for Box<T> {
    fn write(&self, writer: &mut Writer) {
        (**self).write(writer);
    }

    fn look(&self, look: &mut Look<'_>) {
        (**self).look(look);
    }
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn write(&self, writer: &mut Writer) {
        (**self).write(writer);
    }
}
