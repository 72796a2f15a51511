//! The arms of open unions.

use crate::diff::notes::Notes;
use crate::diff::report::{Bump, Effect};
use crate::model::Union;

pub(super) fn compare(old: &Union, new: &Union, notes: &mut Notes<'_>) {
    for tag in &old.tags {
        if !new.tags.iter().any(|is| is.name == tag.name) {
            notes.change(
                Bump::Major,
                format!("`{}` tells nothing apart any more", tag.path.join(".")),
                Effect::breaking(format!("no method `{}` any more", tag.name)),
                Effect::compatible("what its objects say is kept"),
            );
        }
    }
    for was in &old.arms {
        match new.arms.iter().find(|is| is.ty == was.ty) {
            Some(is) if said(old, was) != said(new, is) || is.told != was.told => notes.change(
                Bump::Major,
                format!("other objects are a `{}` now", is.ty),
                Effect::compatible("the variant is the same"),
                Effect::breaking("objects are read as another type, or as unknown"),
            ),
            Some(_) => {}
            None => notes.change(
                Bump::Major,
                format!("`{}` is gone", was.ty),
                Effect::breaking(format!("no variant `{}` any more", was.ty)),
                Effect::compatible("its objects are read and kept as unknown"),
            ),
        }
    }
    for is in &new.arms {
        if !old.arms.iter().any(|was| was.ty == is.ty) {
            notes.change(
                Bump::Minor,
                format!("new `{}`", is.ty),
                Effect::compatible("enums are non-exhaustive"),
                Effect::compatible("its objects were read as unknown before"),
            );
        }
    }
}

/// What the objects of an arm say, whatever the numbers of the tags.
fn said<'a>(
    union: &'a Union,
    arm: &'a crate::model::Arm,
) -> Vec<Vec<(&'a [String], &'a [String])>> {
    let path = |(tag, texts): &'a (usize, Vec<String>)| {
        (union.tags[*tag].path.as_slice(), texts.as_slice())
    };
    arm.alternatives.iter().map(|all| all.iter().map(path).collect()).collect()
}
