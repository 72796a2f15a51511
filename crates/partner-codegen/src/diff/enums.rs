//! The values of open enums.

use crate::diff::notes::Notes;
use crate::diff::report::{Bump, Effect};
use crate::model::{OpenEnum, Variant};

pub(super) fn compare(old: &OpenEnum, new: &OpenEnum, notes: &mut Notes<'_>) {
    if old.numbers != new.numbers {
        let (what, wire) = if new.numbers {
            ("may be a number as well", Effect::compatible("every value that was read is read"))
        } else {
            ("may no longer be a number", Effect::breaking("a number is refused"))
        };
        let rust = Effect::breaking("`as_str` is there for texts, `text` where numbers may come");
        notes.change(Bump::Major, what.into(), rust, wire);
    }
    values(&old.variants, &new.variants, notes);
}

fn values(old: &[Variant], new: &[Variant], notes: &mut Notes<'_>) {
    for was in old {
        if let Some(is) = new.iter().find(|is| is.text == was.text) {
            if is.name != was.name {
                notes.change(
                    Bump::Major,
                    format!("the variant of `{}` is `{}`, before `{}`", is.text, is.name, was.name),
                    Effect::breaking(format!("no variant `{}` any more", was.name)),
                    Effect::compatible("the text is the same"),
                );
            }
            if is.description != was.description {
                notes.harmless(Bump::Patch, format!("documentation of the value `{}`", is.text));
            }
        } else if let Some(is) = respelt(was, old, new) {
            notes.change(
                Bump::Major,
                format!("the value `{}` is `{}` now", was.text, is.text),
                Effect::compatible(format!("the variant is still `{}`", is.name)),
                if is.text.eq_ignore_ascii_case(&was.text) {
                    Effect::compatible("a value is known in any case")
                } else {
                    Effect::breaking(format!(
                        "`{}` is sent where `{}` was, which is unknown now",
                        is.text, was.text
                    ))
                },
            );
        } else {
            notes.change(
                Bump::Major,
                format!("the value `{}` is gone", was.text),
                Effect::breaking(format!("no variant `{}` any more", was.name)),
                Effect::compatible("it is read and kept as an unknown value"),
            );
        }
    }
    let is_new = |is: &&Variant| {
        !old.iter().any(|was| was.text == is.text || respelt(was, old, new) == Some(*is))
    };
    for is in new.iter().filter(is_new) {
        notes.change(
            Bump::Minor,
            format!("new value `{}`", is.text),
            Effect::compatible("enums are non-exhaustive"),
            Effect::compatible("it was read as an unknown value before"),
        );
    }
    let kept = |from: &[Variant], of: &[Variant]| -> Vec<String> {
        let stays = |variant: &&Variant| of.iter().any(|other| other.text == variant.text);
        from.iter().filter(stays).map(|variant| variant.text.clone()).collect()
    };
    if kept(old, new) != kept(new, old) {
        notes.harmless(Bump::Patch, "the values stand in another order");
    }
}

/// A value that kept its variant and is spelt otherwise, such as `one_time` and `oneTime`.
fn respelt<'a>(was: &Variant, old: &[Variant], new: &'a [Variant]) -> Option<&'a Variant> {
    new.iter()
        .find(|is| is.name == was.name)
        .filter(|is| !old.iter().any(|other| other.text == is.text))
}
