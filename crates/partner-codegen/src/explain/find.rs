//! Which type a word of the user means.

use std::fmt;

use crate::explain::Atlas;
use crate::model::{Item, Module};

/// A word that means no type, and what it may have been meant to be.
#[derive(Debug, Clone, PartialEq)]
pub struct NotFound {
    /// The word.
    pub wanted: String,
    /// The types with a similar name, the most similar first.
    pub similar: Vec<String>,
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no type and no schema is called `{}`", self.wanted)?;
        if !self.similar.is_empty() {
            write!(f, "; is it {}?", self.similar.join(" or "))?;
        }
        f.write_str(
            "\nname a type, such as `License`, or a schema, such as `licenses/license` or \
             `licenses/ids.schema.json#/$defs/product-sku-id`",
        )
    }
}

impl std::error::Error for NotFound {}

/// How many similar names are offered.
const OFFERED: usize = 3;

/// How similar a name must be to be offered, from 0 to 1.
const SIMILAR: f64 = 0.75;

impl Atlas {
    /// The types that a word means: the name of a type, with or without the modules it is in; the
    /// path of a schema file, with or without its ending and the schema folder; its `$id`. A file of
    /// several types means them all, unless `#/$defs/…` says which.
    pub(super) fn find(&self, wanted: &str) -> Result<Vec<(&Module, &Item)>, NotFound> {
        let name = wanted.rsplit("::").next().unwrap_or(wanted);
        let found: Vec<_> = self.items().filter(|(_, item)| item.name == name).collect();
        if !found.is_empty() {
            return Ok(found);
        }
        let (file, pointer) = match wanted.split_once('#') {
            Some((file, pointer)) => (file, Some(pointer)),
            None => (wanted, None),
        };
        let file = file.replace('\\', "/");
        let stripped = file.strip_prefix("./").unwrap_or(&file);
        let stripped = stripped.strip_prefix("schemas/").unwrap_or(stripped);
        let of_file = |module: &Module| {
            let path = module.schema.as_str();
            let id = || self.source(module).and_then(|source| source.root.str("$id"));
            path == stripped
                || path.strip_suffix(".schema.json") == Some(stripped)
                || id() == Some(file.as_str())
        };
        let found: Vec<_> = self
            .items()
            .filter(|(module, _)| of_file(module))
            .filter(|(_, item)| pointer.is_none() || item.pointer.as_deref() == pointer)
            .collect();
        if found.is_empty() { Err(self.not_found(wanted, name)) } else { Ok(found) }
    }

    fn not_found(&self, wanted: &str, name: &str) -> NotFound {
        // `product-sku`, `licenses/product_sku.json` and `productsku` are near `ProductSku`.
        let stem = name.rsplit('/').next().unwrap_or(name).split(['.', '#']).next();
        let plain = |text: &str| text.replace(['-', '_', ' '], "").to_lowercase();
        let stem = plain(stem.unwrap_or(name));
        let mut similar: Vec<_> = self
            .items()
            .map(|(_, item)| (strsim::jaro_winkler(&stem, &plain(&item.name)), &item.name))
            .filter(|(likeness, _)| *likeness >= SIMILAR)
            .collect();
        similar.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        NotFound {
            wanted: wanted.to_owned(),
            similar: similar
                .into_iter()
                .take(OFFERED)
                .map(|(_, name)| format!("`{name}`"))
                .collect(),
        }
    }
}
