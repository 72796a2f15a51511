//! What samples are made of.

use crate::json::{Kind, Member, Node};

/// What was seen at one place, over all samples.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Seen {
    pub(super) null: bool,
    pub(super) boolean: bool,
    /// Whether the numbers are all whole; none where no number was seen.
    pub(super) whole: Option<bool>,
    /// What the strings have in common; none where none was seen.
    pub(super) text: Option<TextKind>,
    /// The elements of arrays; none where no array was seen.
    pub(super) list: Option<Box<Seen>>,
    /// The members of objects, in the order of the first; none where no object was seen.
    pub(super) object: Option<Vec<(String, Seen)>>,
    /// Whether the names of an object all began with capitals, as those of requests do.
    pub(super) pascal: bool,
}

/// What strings have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum TextKind {
    /// Each is a GUID.
    Guid,
    /// Each is a date and a time with a zone, as RFC 3339 has it.
    DateTime,
    /// Nothing.
    Any,
}

impl Seen {
    /// Adds a value.
    pub(super) fn add(&mut self, node: &Node) {
        match &node.kind {
            Kind::Null => self.null = true,
            Kind::Bool(_) => self.boolean = true,
            Kind::Number(text) => {
                let whole = !text.contains(['.', 'e', 'E']);
                self.whole = Some(self.whole.unwrap_or(true) && whole);
            }
            Kind::String(text) => {
                let kind = TextKind::of(text);
                let same = self.text.is_none_or(|seen| seen == kind);
                self.text = Some(if same { kind } else { TextKind::Any });
            }
            Kind::Array(elements) => {
                let list = self.list.get_or_insert_default();
                for element in elements {
                    list.add(element);
                }
            }
            Kind::Object(members) => {
                let is_pascal =
                    |member: &Member| member.name.starts_with(|c: char| c.is_ascii_uppercase());
                self.pascal |= !members.is_empty() && members.iter().all(is_pascal);
                let object = self.object.get_or_insert_default();
                for member in members {
                    // `ETag` and `etag` are one thing: the service takes either. The spelling of answers
                    // counts, which begins in lower case.
                    let at =
                        object.iter().position(|(name, _)| name.eq_ignore_ascii_case(&member.name));
                    if let Some((name, _)) = at.map(|at| &mut object[at])
                        && name.starts_with(|c: char| c.is_ascii_uppercase())
                        && member.name.starts_with(|c: char| c.is_ascii_lowercase())
                    {
                        name.clone_from(&member.name);
                    }
                    let at = at.unwrap_or_else(|| {
                        object.push((member.name.clone(), Self::default()));
                        object.len() - 1
                    });
                    object[at].1.add(&member.value);
                }
            }
        }
    }
}

impl TextKind {
    fn of(text: &str) -> Self {
        if is_shaped(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx") {
            Self::Guid
        } else if is_date_time(text) {
            Self::DateTime
        } else {
            Self::Any
        }
    }
}

fn is_date_time(text: &str) -> bool {
    let Some((moment, rest)) = text.split_at_checked("0000-00-00T00:00:00".len()) else {
        return false;
    };
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            if zone.len() == fraction.len() {
                return false;
            }
            zone
        }
        None => rest,
    };
    is_shaped(moment, "0000-00-00T00:00:00")
        && (rest == "Z" || is_shaped(rest, "+00:00") || is_shaped(rest, "-00:00"))
}

/// Whether a text is like a pattern of `0` for a digit and `x` for a hexadecimal one.
fn is_shaped(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.chars().zip(pattern.chars()).all(|(c, like)| match like {
            '0' => c.is_ascii_digit(),
            'x' => c.is_ascii_hexdigit(),
            exact => c == exact,
        })
}
