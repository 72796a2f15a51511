//! Identifiers and open enums.

/// All that a type has for being text: of an identifier, which is a `Text`, or of an open enum, which has
/// `as_str` and `From<&str>`. A GUID is an identifier that is compared as one.
macro_rules! impl_text {
    (identifier $name:ident, $expected:literal) => {
        $crate::value::text_traits::text_equality!($name);
        $crate::json::impl_text!(@in place $name, $expected);
    };
    (guid $name:ident, $expected:literal) => {
        $crate::value::guid::guid_traits!($name);
        $crate::json::impl_text!(@in place $name, $expected);
    };
    // What it is equal to, `open_set!` says.
    (open enum $name:ident, $expected:literal) => {
        $crate::json::impl_text!(
            @json $name, $expected,
            Self::from(""),
            |it, reader| reader.string(|text| *it = Self::from(text)),
            |it, json| {
                *it = ::serde::Deserialize::deserialize(json)?;
                Ok(())
            },
            |it, writer| writer.string(it.as_str())
        );
    };
    (@in place $name:ident, $expected:literal) => {
        $crate::json::impl_text!(
            @json $name, $expected,
            Self($crate::Text::new()),
            |it, reader| reader.text(&mut it.0),
            |it, json| $crate::json::by_serde::object::fill_text(&mut it.0, $expected, json),
            |it, writer| writer.text(&it.0)
        );
    };
    (
        @json $name:ident, $expected:literal, $blank:expr,
        |$place:ident, $reader:ident| $read:expr,
        |$its:ident, $json:ident| $by_serde:expr,
        |$it:ident, $writer:ident| $write:expr
    ) => {
        $crate::value::text_traits::text_traits!($name);
        $crate::json::by_serde::texts::text_by_serde!($name, $expected);

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

            fn fill_by_serde<'de, D: ::serde::Deserializer<'de>>(
                &mut self,
                $json: D,
            ) -> Result<(), D::Error> {
                let $its = self;
                $by_serde
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

pub(crate) use impl_text;
