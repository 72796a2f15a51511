//! What generated types are made of.

use std::collections::BTreeMap;

use super::{FromJson, Reader, Shape, ToJson, Writer};
use crate::support::number::{Integer, Number};
use crate::support::number_or_string::NumberOrString;
use crate::support::raw::RawJson;

impl FromJson for bool {
    fn shape() -> &'static Shape {
        &Shape::Bool
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let value = reader.peek()? == b't';
        reader.word(if value { "true" } else { "false" })?;
        Some(value)
    }
}

impl FromJson for String {
    fn shape() -> &'static Shape {
        &Shape::String
    }

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.string(str::to_owned)
    }
}

impl FromJson for Integer {
    fn shape() -> &'static Shape {
        &Shape::Integer
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Self::parse(reader.number()?)
    }
}

impl FromJson for Number {
    fn shape() -> &'static Shape {
        &Shape::Number
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Self::parse(reader.number()?)
    }
}

impl FromJson for NumberOrString {
    fn shape() -> &'static Shape {
        &Shape::NumberOrString
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        if reader.peek()? == b'"' {
            String::read(reader).map(Self::String)
        } else {
            Number::read(reader).map(Self::Number)
        }
    }
}

impl FromJson for RawJson {
    fn shape() -> &'static Shape {
        &Shape::Raw
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.raw().map(Self::of)
    }
}

macro_rules! primitive_numbers {
    ($($name:ident $shape:ident),*) => {$(
        impl FromJson for $name {
            fn shape() -> &'static Shape {
                &Shape::$shape
            }

            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                serde_json::from_str(reader.number()?).ok()
            }
        }

        impl ToJson for $name {
            fn write(&self, writer: &mut Writer) {
                writer.serde(self);
            }
        }
    )*};
}

primitive_numbers!(f64 F64, i64 I64, u64 U64);

impl<T: FromJson> FromJson for Vec<T> {
    fn shape() -> &'static Shape {
        const { &Shape::List(T::shape) }
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut items = Self::new();
        reader.open(b'[')?;
        while reader.more(items.is_empty(), b']')? {
            items.push(T::read(reader)?);
        }
        Some(items)
    }
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn shape() -> &'static Shape {
        const { &Shape::Map(T::shape) }
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut entries = Self::new();
        reader.open(b'{')?;
        while reader.more(entries.is_empty(), b'}')? {
            let name = String::read(reader)?;
            reader.punctuation(b':')?;
            entries.insert(name, T::read(reader)?);
        }
        Some(entries)
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn shape() -> &'static Shape {
        const { &Shape::Nullable(T::shape) }
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        if reader.peek()? != b'n' {
            return T::read(reader).map(Some);
        }
        reader.word("null")?;
        Some(None)
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn shape() -> &'static Shape {
        T::shape()
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        T::read(reader).map(Self::new)
    }
}

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

impl ToJson for Integer {
    fn write(&self, writer: &mut Writer) {
        writer.number(self.as_small());
    }
}

impl ToJson for Number {
    fn write(&self, writer: &mut Writer) {
        writer.number(self.as_small());
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
}

impl<T: ToJson + ?Sized> ToJson for &T {
    fn write(&self, writer: &mut Writer) {
        (**self).write(writer);
    }
}
