//! Collections read item by item, in memory that does not grow with them.
//!
//! [`items`] takes any [`Read`] – a file, a socket, a decompressor – and gives the items of the
//! [`Collection`] in it one at a time. A million licences take the memory of one, and of a buffer.
//!
//! ```
//! use partner_models::licenses::License;
//! use partner_models::stream;
//!
//! # let body: &[u8] = br#"{"items": [
//! #   {"productSku": {"id": "efccb6f7-5641-4e0e-bd10-b4976e1bf68e", "skuPartNumber": "EMS"}},
//! #   {"productSku": {"id": 7}},
//! #   {"productSku": {"id": "f8a1db68-be16-40ed-86d5-cb42ce701560", "skuPartNumber": "POWER_BI"}}
//! # ], "totalCount": 3}"#;
//! let mut licenses = stream::items::<License, _>(body); // `body` may be any `Read`
//! for license in &mut licenses {
//!     match license {
//!         Ok(license) => println!("{} plans", license.service_plans().len()),
//!         // items[1].productSku.id: expected a ProductSkuId string, found a number at line 3 column 25
//!         Err(error) => eprintln!("{error}"),
//!     }
//! }
//! let envelope = licenses.into_envelope()?;
//! assert_eq!(envelope.total_count, Some(3.into()));
//! # Ok::<(), partner_models::Error>(())
//! ```
//!
//! # Reading leniently
//!
//! [`from_slice`](crate::from_slice) refuses a collection for one wrong item. A stream reports the
//! item, with its path, line and column in the whole document, and goes on with the next. A `&[u8]` is
//! a `Read`, so this is also how a document in memory is read leniently.
//!
//! # What is an error
//!
//! | [`ErrorKind`](crate::ErrorKind) | of | afterwards |
//! |---|---|---|
//! | `Data`, `Syntax` | an item that is JSON, but not of its type (a lone surrogate, nesting without end) | the next item |
//! | `TooLong` | an item longer than [`max_len`](Items::max_len) | the next item; nobody has looked at its text |
//! | `TooLarge` | an item that would take more memory than [`max_memory`](Items::max_memory) | the next item |
//! | `Replaced` | an array of items that comes a second time, or in a better spelling | its items: the last one counts, so forget those before |
//! | `Data` | what is around the items, told at the end | the end |
//! | `Syntax`, `UnexpectedEnd`, `Utf8` | the document: it is not JSON from here on | the end |
//! | `TooLong` | what is around the items | the end |
//! | `Io` | the reader | the end |
//!
//! Every document that `from_slice` reads gives the same items and the same envelope here, and of
//! every other one the error that comes first in the document is the one that `from_slice` reports.
//! Two errors have an order of their own: `from_slice` looks for invalid UTF-8 before anything else,
//! and knows no `TooLong` and no `TooLarge`. Where the list stands in several spellings, `from_slice` keeps the items of
//! those that do not count; here they were handed out, and `Replaced` told so.

mod ends;
mod envelope;
mod input;
mod items;
mod part;
mod value;
mod walk;

use std::io::Read;

use serde::de::DeserializeOwned;

use crate::common::Collection;

pub use items::Items;

/// How long an item may be, unless [`Items::max_len`] says otherwise: 16 MiB.
pub const MAX_LEN: usize = 16 << 20;

/// How much memory the values of an item may take, unless [`Items::max_memory`] says otherwise: 64 MiB.
pub const MAX_MEMORY: usize = 64 << 20;

/// The items of a [`Collection`], one at a time: see the [module](self).
///
/// The reader is buffered here.
pub fn items<T: DeserializeOwned, R: Read>(reader: R) -> Items<R, Collection<T>> {
    Items::new(reader)
}

/// The items of another envelope, one at a time.
///
/// ```
/// use partner_models::analytics::{AnalyticsPage, CommercialLicenseUsage};
/// use partner_models::stream;
///
/// let body: &[u8] = br#"{"Value":[{"workloadCode":"EXO"},{}],"@nextLink":null,"TotalCount":9}"#;
/// let mut rows = stream::items_of::<AnalyticsPage<CommercialLicenseUsage>, _>(body);
/// assert_eq!(rows.by_ref().filter_map(Result::ok).count(), 2);
/// assert_eq!(rows.into_envelope()?.total_count, Some(9.into()));
/// # Ok::<(), partner_models::Error>(())
/// ```
pub fn items_of<E: Envelope, R: Read>(reader: R) -> Items<R, E> {
    Items::new(reader)
}

/// What is around a list of items: an object with a property that holds them. It must also be readable
/// with an empty list. Every envelope of the schemas is one.
pub trait Envelope: DeserializeOwned {
    /// The type of an item.
    type Item: DeserializeOwned;
    /// The name of the property that holds the items, in whatever ASCII case it is sent.
    const ITEMS: &'static str;
}
