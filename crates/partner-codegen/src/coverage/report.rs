//! What was found, and how it is shown.

use std::collections::BTreeMap;
use std::fmt;

/// What is documented and what of it is there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Coverage {
    /// How many resources are documented; several tables under one name are one.
    pub resources: usize,
    /// Those without a schema, by name.
    pub missing: Vec<Missing>,
    /// How many properties are documented, of all resources.
    pub properties: usize,
    /// How many of these the schemas have, in whatever case.
    pub properties_found: usize,
    /// The types that differ from their tables, by name.
    pub different: Vec<Difference>,
    /// How many operations are documented; several pages about one are one.
    pub operations: usize,
    /// Those that `openapi.json` does not have, by path.
    pub missing_operations: Vec<MissingOperation>,
    /// Those that `openapi.json` has under another path, with that path.
    pub other_paths: Vec<(MissingOperation, String)>,
    /// The method and path of operations of `openapi.json` that no page has.
    pub undocumented: Vec<String>,
    /// The bodies of requests.
    pub requests: Count,
    /// The bodies of successful answers.
    pub answers: Count,
    /// Bodies of operations that are here and of another type: which, as documented, and as described.
    pub other_bodies: Vec<(String, String, String)>,
    /// The operations that are here.
    pub described: Vec<Described>,
}

/// How many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// In the documentation.
    pub documented: usize,
    /// Of those, in the schemas.
    pub here: usize,
}

/// An operation of `openapi.json`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Described {
    /// Its family.
    pub family: String,
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The page that it comes from.
    pub url: String,
    /// `current`, `retiring` or `retired`.
    pub status: String,
    /// The day when it was last held against its page.
    pub reviewed: String,
    /// What is sent.
    pub request: Option<Body>,
    /// What a success returns.
    pub answer: Option<Body>,
}

impl Described {
    /// The page, by the last part of its address.
    pub(super) fn page(&self) -> &str {
        self.url.split('#').next().and_then(|url| url.rsplit('/').next()).unwrap_or_default()
    }
}

/// The type of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The name of the type; empty if it has none.
    pub name: String,
    /// Whether it is a list of those.
    pub is_list: bool,
}

impl Body {
    /// Whether that is the type that pages name so: they write `SKU resource`, and plurals.
    pub(super) fn is_called(&self, name: &str) -> bool {
        let plain = |name: &str| {
            let letters = name.chars().filter(|c| c.is_alphanumeric());
            let name: String = letters.flat_map(char::to_lowercase).collect();
            let name = name.trim_end_matches('s');
            name.strip_suffix("resource").unwrap_or(name).trim_end_matches('s').to_owned()
        };
        plain(&self.name) == plain(name)
    }
}

impl fmt::Display for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.name.is_empty() { "something" } else { &self.name };
        if self.is_list { write!(f, "list of {name}") } else { f.write_str(name) }
    }
}

/// A resource without a schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    /// Its name, as it is documented.
    pub name: String,
    /// The pages that describe it.
    pub pages: Vec<String>,
}

/// An operation that `openapi.json` does not have, at least not there.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingOperation {
    /// The method.
    pub method: String,
    /// The path, as it is documented.
    pub path: String,
    /// The pages that describe it.
    pub pages: Vec<String>,
}

/// How a type differs from its table: by properties, or by values where it is an enum.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Difference {
    /// The type.
    pub type_name: String,
    /// Its schema.
    pub schema: String,
    /// Names that differ in case only: as documented, as in the schema.
    pub case_only: Vec<(String, String)>,
    /// Documented, and not in the schema.
    pub not_in_schema: Vec<String>,
    /// In the schema, and not documented.
    pub not_documented: Vec<String>,
}

impl Difference {
    pub(super) fn is_empty(&self) -> bool {
        self.case_only.is_empty() && self.not_in_schema.is_empty() && self.not_documented.is_empty()
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.totals(f)?;
        if !self.different.is_empty() {
            writeln!(f, "\nschemas that differ from the documentation")?;
            for difference in &self.different {
                write!(f, "{difference}")?;
            }
        }
        if !self.other_paths.is_empty() {
            writeln!(f, "\noperations that openapi.json has under another path")?;
            for (documented, path) in &self.other_paths {
                writeln!(f, "  {documented}")?;
                writeln!(f, "  {:<6} {path}  in openapi.json", "")?;
            }
        }
        if !self.other_bodies.is_empty() {
            writeln!(f, "\nbodies of another type")?;
            for (name, documented, here) in &self.other_bodies {
                writeln!(f, "  {name}: documented is {documented}, here is {here}")?;
            }
        }
        if !self.undocumented.is_empty() {
            writeln!(f, "\noperations of openapi.json that no page describes")?;
            for operation in &self.undocumented {
                writeln!(f, "  {operation}")?;
            }
        }
        if !self.missing.is_empty() {
            writeln!(f, "\nresources without a schema, by page")?;
            let mut pages: BTreeMap<String, Vec<&str>> = BTreeMap::new();
            for missing in &self.missing {
                pages.entry(missing.pages.join(", ")).or_default().push(&missing.name);
            }
            for (page, names) in pages {
                writeln!(f, "  {page}: {}", names.join(", "))?;
            }
        }
        if !self.missing_operations.is_empty() {
            writeln!(f, "\noperations that openapi.json does not have")?;
            for operation in &self.missing_operations {
                writeln!(f, "  {operation}")?;
            }
        }
        Ok(())
    }
}

impl Coverage {
    /// What is counted, by its name.
    #[must_use]
    pub fn counts(&self) -> [(&'static str, Count); 5] {
        let count =
            |documented: usize, missing: usize| Count { documented, here: documented - missing };
        [
            ("operations", count(self.operations, self.missing_operations.len())),
            ("request types", self.requests),
            ("answer types", self.answers),
            ("resources", count(self.resources, self.missing.len())),
            ("properties", Count { documented: self.properties, here: self.properties_found }),
        ]
    }

    fn totals(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<14}{:>10}{:>8}{:>9}", "", "documented", "here", "missing")?;
        for (name, Count { documented, here }) in self.counts() {
            writeln!(f, "{name:<14}{documented:>10}{here:>8}{:>9}", documented - here)?;
        }
        Ok(())
    }

    /// The operations that nobody is known to have held against their page.
    pub fn never_looked_at(&self) -> impl Iterator<Item = &Described> {
        self.described.iter().filter(|of| of.reviewed.is_empty())
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {} ({})", self.type_name, self.schema)?;
        if !self.case_only.is_empty() {
            let pairs: Vec<_> =
                self.case_only.iter().map(|(from, to)| format!("{from} is {to}")).collect();
            writeln!(f, "    case only: {}", pairs.join(", "))?;
        }
        if !self.not_in_schema.is_empty() {
            writeln!(f, "    not in the schema: {}", self.not_in_schema.join(", "))?;
        }
        if !self.not_documented.is_empty() {
            writeln!(f, "    not documented: {}", self.not_documented.join(", "))?;
        }
        Ok(())
    }
}

impl fmt::Display for MissingOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<6} {}  ({})", self.method, self.path, self.pages.join(", "))
    }
}
