//! Identifiers and open enums.

/// Reading and writing of a type that is text: of an identifier, which is a `Text`, or of an open enum,
/// which has `as_str` and `From<&str>`.
macro_rules! direct_text {
    (identifier $name:ident, $expected:literal) => {
        impl $crate::json::object::Value for $name {
            fn fill_by_serde<'de, D: ::serde::Deserializer<'de>>(
                &mut self,
                json: D,
            ) -> Result<(), D::Error> {
                $crate::json::by_serde::object::fill_text(&mut self.0, $expected, json)
            }
        }

        $crate::json::direct_text!(
            @impls $name, $expected,
            Self($crate::Text::new()),
            |it, reader| reader.text(&mut it.0),
            |it, writer| writer.text(&it.0)
        );
    };
    (open enum $name:ident, $expected:literal) => {
        impl $crate::json::object::Value for $name {}

        $crate::json::direct_text!(
            @impls $name, $expected,
            Self::from(""),
            |it, reader| reader.string(|text| *it = Self::from(text)),
            |it, writer| writer.string(it.as_str())
        );
    };
    (
        @impls $name:ident, $expected:literal, $blank:expr,
        |$place:ident, $reader:ident| $read:expr, |$it:ident, $writer:ident| $write:expr
    ) => {
        impl $crate::json::FromJson for $name {
            fn shape() -> &'static $crate::json::Shape {
                &$crate::json::Shape::Text($expected)
            }

            #[inline]
            fn blank() -> Self {
                $blank
            }

            #[inline]
            fn fill(&mut self, $reader: &mut $crate::json::Reader<'_>) -> Option<()> {
                let $place = self;
                $read
            }
        }

        impl $crate::json::ToJson for $name {
            fn write(&self, $writer: &mut $crate::json::Writer) {
                let $it = self;
                $write;
            }
        }
    };
}

pub(crate) use direct_text;
