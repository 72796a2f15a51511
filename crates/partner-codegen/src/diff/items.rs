//! The two of a pair, as a whole.

use crate::diff::notes::Notes;
use crate::diff::pairs::{Pair, Pairs, Place};
use crate::diff::report::{Bump, Change, Effect};
use crate::diff::rust::expand;
use crate::diff::{enums, structs, unions, wire};
use crate::model::{Item, ItemKind, Module};

pub(super) fn compare(pair: &Pair<'_>, pairs: &Pairs<'_>, changes: &mut Vec<Change>) {
    let Some(shown) = pair.new.or(pair.old) else { return };
    let mut notes = Notes { schema: &shown.module.schema, type_name: &shown.item.name, changes };
    match (&pair.old, &pair.new) {
        (Some(old), Some(new)) => both(old, new, pairs, &mut notes),
        (None, _) => notes.harmless(Bump::Minor, format!("the {} is new", noun(shown.item))),
        (_, None) => notes.change(
            Bump::Major,
            format!("the {} is gone", noun(shown.item)),
            Effect::breaking(format!("no `{}` any more", path(shown.module, shown.item))),
            Effect::compatible("what held it is listed where it stands"),
        ),
    }
}

fn both(old: &Place<'_>, new: &Place<'_>, pairs: &Pairs<'_>, notes: &mut Notes<'_>) {
    let (was, is) = (path(old.module, old.item), path(new.module, new.item));
    if was != is {
        let verb = if old.item.name == new.item.name { "moved" } else { "renamed" };
        notes.change(
            Bump::Major,
            format!("{verb} from `{was}` to `{is}`"),
            Effect::breaking(format!("no `{was}` any more; an alias there would keep it")),
            Effect::compatible("names of types are not sent"),
        );
    }
    let start = notes.changes.len();
    notes.docs("", &old.item.docs, &new.item.docs);
    let kind = pairs.today(&old.item.kind);
    match (&kind, &new.item.kind) {
        (ItemKind::Struct(old), ItemKind::Struct(new)) => {
            structs::compare(old, new, pairs, notes);
        }
        (ItemKind::OpenEnum(old), ItemKind::OpenEnum(new)) => enums::compare(old, new, notes),
        (ItemKind::Union(old), ItemKind::Union(new)) => unions::compare(old, new, notes),
        (ItemKind::Alias(old), ItemKind::Alias(new)) if old != new => {
            let (old_spelt, new_spelt) = (old.to_string(), new.to_string());
            let what = format!("stands for `{new_spelt}`, before for `{old_spelt}`");
            if expand(old, &pairs.old) == expand(new, &pairs.new) {
                notes.harmless(Bump::Patch, what);
            } else {
                let rust = Effect::breaking("it is another type");
                notes.change(Bump::Major, what, rust, wire::of_types(old, new, pairs));
            }
        }
        (old_kind, new_kind)
            if std::mem::discriminant(old_kind) != std::mem::discriminant(new_kind) =>
        {
            notes.change(
                Bump::Major,
                format!("was {}, is {} now", described(old_kind), described(new_kind)),
                Effect::breaking("it is another type"),
                wire::of_kinds(old_kind, new_kind, pairs),
            );
        }
        _ => {}
    }
    // The model may learn to hold what this module has no words for: that is never passed over.
    if notes.changes.len() == start && kind != new.item.kind {
        notes.change(
            Bump::Major,
            "changed in a way that `diff` has no words for".into(),
            Effect::breaking("perhaps: compare the generated files"),
            Effect::breaking("perhaps: compare the generated files"),
        );
    }
}

/// Where users find a type: families are public modules, the files in them are not.
fn path(module: &Module, item: &Item) -> String {
    let mut parts: Vec<&str> = module.path.iter().map(String::as_str).collect();
    parts.pop();
    parts.push(&item.name);
    parts.join("::")
}

fn noun(item: &Item) -> &'static str {
    described(&item.kind).split_once(' ').map_or("type", |(_, noun)| noun)
}

fn described(kind: &ItemKind) -> &'static str {
    match kind {
        ItemKind::Struct(_) => "a struct",
        ItemKind::OpenEnum(_) => "an enum",
        ItemKind::Union(_) => "a union",
        ItemKind::Text => "a text type",
        ItemKind::Alias(_) => "an alias",
        #[allow(unreachable_patterns, reason = "kinds to come")]
        _ => "a type",
    }
}
