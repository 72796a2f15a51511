//! Problems, shown where they stand in a schema.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::prose;

/// The longest part of one line that is shown before and behind what is at fault.
const AROUND: usize = 120;

/// The longest part of a text that is shown as being at fault.
const MOST: usize = 2_000;

/// One problem of one schema file.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// The file, relative to the schema folder.
    pub file: String,
    /// Its text; empty where the file could not be read.
    pub text: Arc<str>,
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

    /// The lines at fault, and whether that is less than all of them: a schema may be one long line.
    fn excerpt(&self) -> (Range<usize>, bool) {
        let text = &*self.text;
        // The end of a text is shown behind its last line.
        let last = text.trim_end_matches('\n').len();
        let begin = text[..self.span.start.min(last)].rfind('\n').map_or(0, |end| end + 1);
        let at_fault = self.span.end.min(text.len());
        let end = text[at_fault..].find('\n').map_or(text.len(), |end| at_fault + end);
        let mut cut = begin.max(self.span.start.saturating_sub(AROUND))
            ..end.min(at_fault + AROUND).min(self.span.start + MOST);
        while !text.is_char_boundary(cut.start) {
            cut.start += 1;
        }
        while !text.is_char_boundary(cut.end) {
            cut.end -= 1;
        }
        let is_cut = cut.start > begin && end - begin > 4 * AROUND;
        if is_cut || end - begin > MOST { (cut, is_cut) } else { (begin..end, false) }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names and values of a schema are in these: to a terminal they are text.
        let plain = |text: &str| text.split('\n').map(prose::shown).collect::<Vec<_>>().join("\n");
        let (file, message, help) =
            (prose::shown(&self.file), plain(&self.message), plain(&self.help));
        let title = Level::ERROR.primary_title(&message);
        let (line, column) = self.position();
        let (excerpt, is_cut) = self.excerpt();
        let span = self.span.start - excerpt.start..self.span.end.min(excerpt.end) - excerpt.start;
        let snippet = || {
            Snippet::source(&self.text[excerpt.clone()])
                .line_start(self.text[..excerpt.start].matches('\n').count() + 1)
                .annotation(AnnotationKind::Primary.span(span))
        };
        let origin = Origin::path(&*file);
        let group = if self.text.is_empty() {
            title.element(origin)
        } else if is_cut {
            title.element(origin.line(line).char_column(column)).element(snippet())
        } else {
            title.element(snippet().path(&*file))
        };
        let report = [group.element(Level::HELP.message(&help))];
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
