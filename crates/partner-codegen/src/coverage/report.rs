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
    /// How many properties are documented of the resources that have a schema.
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
    fn totals(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<12}{:>12}{:>8}{:>9}", "", "documented", "here", "missing")?;
        let mut row = |name: &str, documented: usize, missing: usize| {
            writeln!(f, "{name:<12}{documented:>12}{:>8}{missing:>9}", documented - missing)
        };
        row("resources", self.resources, self.missing.len())?;
        row("properties", self.properties, self.properties - self.properties_found)?;
        row("operations", self.operations, self.missing_operations.len())?;
        writeln!(f, "(properties: of the resources that have a schema)")
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
