//! The verdicts, and how they are shown.

use std::fmt;

/// The part of the version that a change asks to raise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nobody has to know.
    Patch,
    /// There is something new to use, or to stop using.
    Minor,
    /// Somebody's code or messages may stop working.
    Major,
}

impl Bump {
    /// What the bump does to a version. Before 1.0.0 Cargo takes the middle number for the first and
    /// the last for both others.
    fn example(self) -> &'static str {
        match self {
            Self::Patch => "1.2.3 -> 1.2.4; before 1.0.0: 0.2.3 -> 0.2.4",
            Self::Minor => "1.2.3 -> 1.3.0; before 1.0.0: 0.2.3 -> 0.2.4",
            Self::Major => "1.2.3 -> 2.0.0; before 1.0.0: 0.2.3 -> 0.3.0",
        }
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

/// What a change does to one kind of user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// What worked goes on working; the text says why, where that is not plain.
    Compatible(String),
    /// What worked may stop working; the text says what.
    Breaking(String),
}

impl Effect {
    pub(super) fn compatible(why: impl Into<String>) -> Self {
        Self::Compatible(why.into())
    }

    pub(super) fn breaking(what: impl Into<String>) -> Self {
        Self::Breaking(what.into())
    }

    /// Whether what worked may stop working.
    #[must_use]
    pub fn is_breaking(&self) -> bool {
        matches!(self, Self::Breaking(_))
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (class, text) = match self {
            Self::Compatible(text) => ("compatible", text),
            Self::Breaking(text) => ("breaking", text),
        };
        f.write_str(class)?;
        if text.is_empty() { Ok(()) } else { write!(f, ": {text}") }
    }
}

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The schema file, as it is called now; as it was, where it is gone.
    pub schema: String,
    /// The type, as it is called now; as it was, where it is gone.
    pub type_name: String,
    /// What happened to it, in words.
    pub what: String,
    /// What it does to Rust code that uses the models.
    pub rust: Effect,
    /// What it does to the messages that are read and written.
    pub wire: Effect,
    /// The least that the version must be raised by.
    pub bump: Bump,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "[{}] {}: {}", self.bump, self.type_name, self.what)?;
        // Where both have nothing to add, one line says it.
        let plain = Effect::compatible("");
        if self.rust == plain && self.wire == plain {
            return writeln!(f, "        Rust and wire compatible");
        }
        writeln!(f, "        Rust {}", self.rust)?;
        writeln!(f, "        wire {}", self.wire)
    }
}

/// Everything that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The changes, those of one schema file together.
    pub changes: Vec<Change>,
}

impl Report {
    /// The bump of the whole: the largest that a change asks for; `None` without changes.
    #[must_use]
    pub fn bump(&self) -> Option<Bump> {
        self.changes.iter().map(|change| change.bump).max()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut file = "";
        for change in &self.changes {
            if change.schema != file {
                file = &change.schema;
                writeln!(f, "{file}")?;
            }
            for line in change.to_string().lines() {
                writeln!(f, "  {line}")?;
            }
        }
        if file.is_empty() {
            return write!(f, "bump of the whole: none; nothing that users see has changed");
        }
        let breaking = |of: fn(&Change) -> &Effect| {
            self.changes.iter().filter(|change| of(change).is_breaking()).count()
        };
        writeln!(
            f,
            "\n{} changed; breaking for Rust users: {}; breaking on the wire: {}",
            self.changes.len(),
            breaking(|change| &change.rust),
            breaking(|change| &change.wire),
        )?;
        match self.bump() {
            Some(bump) => write!(f, "bump of the whole: {bump} ({})", bump.example()),
            None => Ok(()),
        }
    }
}
