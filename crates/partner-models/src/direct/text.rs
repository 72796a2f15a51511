//! Identifiers and open enums.

/// Reading and writing of a type that is text: it has `as_str` and `From<&str>`.
macro_rules! direct_text {
    ($name:ident, $expected:literal) => {
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

        impl $crate::direct::ToJson for $name {
            fn write(&self, writer: &mut $crate::direct::Writer) {
                writer.string(self.as_str());
            }
        }
    };
}

pub(crate) use direct_text;
