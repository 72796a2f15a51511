//! Problems, shown where they stand in a schema.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// One problem of one schema file.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// The file, relative to the schema folder.
    pub file: String,
    /// Its text; empty where the file could not be read.
    pub text: String,
    /// The bytes at fault.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Diagnostic {
    /// The line and the column where the fault begins, both from 1; the column counts characters.
    #[must_use]
    pub fn position(&self) -> (usize, usize) {
        let before = &self.text[..self.span.start.min(self.text.len())];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = Level::ERROR.primary_title(&self.message);
        let group = if self.text.is_empty() {
            title.element(annotate_snippets::Origin::path(&self.file))
        } else {
            title.element(
                Snippet::source(&self.text)
                    .path(&self.file)
                    .annotation(AnnotationKind::Primary.span(self.span.clone())),
            )
        };
        let report = [group.element(Level::HELP.message(&self.help))];
        f.write_str(&Renderer::plain().render(&report))
    }
}

/// All the problems that a stage found; never empty.
#[derive(Clone, PartialEq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.0 {
            writeln!(f, "{diagnostic}\n")?;
        }
        match self.0.len() {
            1 => write!(f, "1 problem; nothing was written"),
            count => write!(f, "{count} problems; nothing was written"),
        }
    }
}

/// As `Display`: the text is what a failed `expect` should show.
impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for Diagnostics {}

/// The value, if there are no problems.
pub(crate) fn finish<T>(value: T, problems: Vec<Diagnostic>) -> Result<T, Diagnostics> {
    if problems.is_empty() { Ok(value) } else { Err(Diagnostics(problems)) }
}
