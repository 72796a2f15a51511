//! Identifiers and open enums.

/// Reading and writing of a type that is text: it has `as_str` and `From<&str>`. The words `in place`
/// tell that it is made of an `IdText`, the bytes of which can be written without a check.
macro_rules! direct_text {
    ($name:ident, $expected:literal) => {
        $crate::direct::direct_text!(@read $name, $expected);

        impl $crate::direct::ToJson for $name {
            fn write(&self, writer: &mut $crate::direct::Writer) {
                writer.string(self.as_str());
            }
        }
    };
    ($name:ident, $expected:literal, in place) => {
        $crate::direct::direct_text!(@read $name, $expected);

        impl $crate::direct::ToJson for $name {
            fn write(&self, writer: &mut $crate::direct::Writer) {
                if !writer.plain(self.0.as_bytes()) {
                    writer.string(self.as_str());
                }
            }
        }
    };
    (@read $name:ident, $expected:literal) => {
        impl $crate::direct::FromJson for $name {
            fn shape() -> &'static $crate::direct::Shape {
                &$crate::direct::Shape::Text($expected)
            }

            #[inline]
            fn blank() -> Self {
                Self::from("")
            }

            #[inline]
            fn fill(&mut self, reader: &mut $crate::direct::Reader<'_>) -> Option<()> {
                *self = reader.string(|text| Self::from(text))?;
                Some(())
            }
        }
    };
}

pub(crate) use direct_text;
