//! How much an answer may be.

/// How much an answer may be before it is an error: [`Category::TooLarge`](crate::Category::TooLarge), or
/// [`Category::Paging`](crate::Category::Paging) where it is about links and pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How many bytes the body of a success may have: 64 MiB unless set. Reading stops there.
    pub answer_bytes: usize,
    /// How many bytes the body of any other answer may have: 1 MiB unless set.
    pub error_bytes: usize,
    /// How many bytes of memory the lists and maps of an answer may take: 512 MiB unless set. A body of a
    /// few megabytes can hold a list of empty objects that takes a gigabyte.
    pub answer_memory: usize,
    /// How many bytes a link may have, its headers included: 32 KiB unless set.
    pub link_bytes: usize,
    /// How many headers a link may ask for: 32 unless set.
    pub link_headers: usize,
    /// How many pages without an item may come one after another: 100 unless set.
    pub empty_pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            answer_bytes: 64 << 20,
            error_bytes: 1 << 20,
            answer_memory: 512 << 20,
            link_bytes: 32 << 10,
            link_headers: 32,
            empty_pages: 100,
        }
    }
}

macro_rules! setters {
    ($($(#[$docs:meta])* $setter:ident $field:ident)*) => {$(
        $(#[$docs])*
        #[must_use]
        pub fn $setter(mut self, $field: usize) -> Self {
            self.$field = $field;
            self
        }
    )*};
}

impl Limits {
    /// The limits as they are unless set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Sets how many bytes the body of a success may have.
        with_answer_bytes answer_bytes
        /// Sets how many bytes the body of any other answer may have.
        with_error_bytes error_bytes
        /// Sets how many bytes of memory the lists and maps of an answer may take.
        with_answer_memory answer_memory
        /// Sets how many bytes a link may have.
        with_link_bytes link_bytes
        /// Sets how many headers a link may ask for.
        with_link_headers link_headers
        /// Sets how many pages without an item may come one after another.
        with_empty_pages empty_pages
    }
}
