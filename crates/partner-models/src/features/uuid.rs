//! The feature `uuid`: identifiers as GUIDs.

/// Gives an identifier whose schema has `format: uuid` its view as one.
macro_rules! guid {
    ($ty:ty) => {
        impl $ty {
            /// The identifier as a GUID, in any case and in braces or without; `None` for the rare one
            /// that is none. The identifier itself keeps its spelling.
            #[must_use]
            pub fn as_uuid(&self) -> ::core::option::Option<::uuid::Uuid> {
                ::uuid::Uuid::try_parse(self.as_str()).ok()
            }
        }

        /// Spelt the way the service mostly does: in lower case, with hyphens.
        impl ::core::convert::From<::uuid::Uuid> for $ty {
            fn from(uuid: ::uuid::Uuid) -> Self {
                Self::from(&*uuid.hyphenated().encode_lower(&mut ::uuid::Uuid::encode_buffer()))
            }
        }
    };
}
pub(crate) use guid;

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use crate::licenses::ProductSkuId;

    const TEXT: &str = "efccb6f7-5641-4e0e-bd10-b4976e1bf68e";

    #[test]
    fn a_guid_is_seen_in_any_spelling() {
        let uuid = Uuid::try_parse(TEXT).expect("it is a GUID");
        for text in [TEXT.to_owned(), TEXT.to_uppercase(), format!("{{{TEXT}}}")] {
            let id = ProductSkuId::from(text.as_str());
            assert_eq!(id.as_uuid(), Some(uuid));
            assert_eq!(id.as_str(), text);
        }
        for text in ["", "CFQ7TTC0K5DR/0002", "efccb6f7-5641-4e0e-bd10-b4976e1bf68", "ü"] {
            assert_eq!(ProductSkuId::from(text).as_uuid(), None, "{text}");
        }
    }

    #[test]
    fn a_guid_becomes_an_id_in_lower_case() {
        let uuid = Uuid::try_parse(&TEXT.to_uppercase()).expect("it is a GUID");
        assert_eq!(ProductSkuId::from(uuid).as_str(), TEXT);
    }
}
