//! A collection read item by item.

use std::fmt;

use partner_models::licenses::License;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::heap::{Heap, heap_of};

/// The heap that reading a collection of licences takes where each is dropped before the next is read,
/// from a reader that hands out 8 KiB at a time.
pub fn heap(json: &[u8]) -> Heap {
    heap_of(|| {
        let input = std::io::BufReader::with_capacity(8 << 10, json);
        let mut json = serde_json::Deserializer::from_reader(input);
        Items.deserialize(&mut json).expect("these are licences")
    })
}

struct Items;

impl<'de> DeserializeSeed<'de> for Items {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<usize, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Items {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a collection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<usize, A::Error> {
        let mut seen = 0;
        while let Some(name) = map.next_key::<String>()? {
            if name == "items" {
                seen = map.next_value_seed(Items)?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(seen)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<usize, A::Error> {
        let mut seen = 0;
        while items.next_element::<License>()?.is_some() {
            seen += 1;
        }
        Ok(seen)
    }
}
