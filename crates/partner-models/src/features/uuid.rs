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
