//! What changed about one type or operation, as it is found.

use crate::diff::report::{Bump, Change, Effect};
use crate::model::Docs;

/// Takes down what changed about one type or operation.
pub(super) struct Notes<'a> {
    pub(super) schema: &'a str,
    pub(super) type_name: &'a str,
    pub(super) changes: &'a mut Vec<Change>,
}

impl Notes<'_> {
    /// A change that asks for at least this bump; what breaks anybody asks for a major one.
    pub(super) fn change(&mut self, least: Bump, what: String, rust: Effect, wire: Effect) {
        let breaks = rust.is_breaking() || wire.is_breaking();
        let bump = if breaks { Bump::Major } else { least };
        self.changes.push(Change {
            schema: self.schema.to_owned(),
            type_name: self.type_name.to_owned(),
            what,
            rust,
            wire,
            bump,
        });
    }

    /// A change that breaks nobody.
    pub(super) fn harmless(&mut self, bump: Bump, what: impl Into<String>) {
        self.change(bump, what.into(), Effect::compatible(""), Effect::compatible(""));
    }

    /// Documentation and deprecation; `of` says of what, and is empty for the type itself.
    pub(super) fn docs(&mut self, of: &str, old: &Docs, new: &Docs) {
        let of = if of.is_empty() { String::new() } else { format!(" of {of}") };
        match (old.deprecated, new.deprecated) {
            (false, true) => self.change(
                Bump::Minor,
                format!("deprecation{of}"),
                Effect::compatible("using it warns"),
                Effect::compatible(""),
            ),
            (true, false) => self.harmless(Bump::Minor, format!("end of the deprecation{of}")),
            _ => {}
        }
        if (&old.description, &old.notes) != (&new.description, &new.notes) {
            self.harmless(Bump::Patch, format!("documentation{of}"));
        }
    }
}
