//! Structs: their properties, and what they are besides.

use crate::diff::notes::Notes;
use crate::diff::pairs::Pairs;
use crate::diff::report::{Bump, Effect};
use crate::diff::rust::expand;
use crate::diff::wire;
use crate::model::{Field, Struct, Type};

pub(super) fn compare(old: &Struct, new: &Struct, pairs: &Pairs<'_>, notes: &mut Notes<'_>) {
    if old.parameters != new.parameters {
        notes.change(
            Bump::Major,
            format!("type parameters: {}, before {}", list(&new.parameters), list(&old.parameters)),
            Effect::breaking("whoever names the type must name its arguments as well"),
            Effect::compatible("the properties are listed on their own"),
        );
    }
    for was in &old.fields {
        match counterpart(was, old, new) {
            Some(is) => field(was, is, pairs, notes),
            None => removed(was, notes),
        }
    }
    for is in &new.fields {
        let is_new = !old.fields.iter().any(|was| counterpart(was, old, new) == Some(is));
        if is_new {
            added(is, notes);
        }
    }
    order(old, new, notes);
    additional(old, new, pairs, notes);
    if old.extra != new.extra {
        notes.change(
            Bump::Major,
            format!("what is unknown is in the field `{}`, before `{}`", new.extra, old.extra),
            Effect::breaking("the field has another name, because a property took it"),
            Effect::compatible(""),
        );
    }
    object_type(old, new, notes);
}

/// What the resource is known by is a variant of `Resource`.
fn object_type(old: &Struct, new: &Struct, notes: &mut Notes<'_>) {
    match (&old.object_type, &new.object_type) {
        (None, Some(is)) => notes.change(
            Bump::Minor,
            format!("a body of the object type `{is}` is known to be one"),
            Effect::compatible("`Resource` has one more variant, and is `#[non_exhaustive]`"),
            Effect::compatible("such a body was kept as it was; one that does not fit is refused"),
        ),
        (Some(was), is) if is.as_ref() != Some(was) => notes.change(
            Bump::Major,
            format!("a body of the object type `{was}` is no longer known to be one"),
            Effect::breaking("`Resource` reads it as another variant"),
            Effect::compatible("nothing is lost: it is kept as it is sent"),
        ),
        _ => {}
    }
}

/// The property of that name; where it is gone, a new one that took over its field, as when a
/// misspelt name is corrected.
fn counterpart<'a>(was: &Field, old: &Struct, new: &'a Struct) -> Option<&'a Field> {
    new.fields.iter().find(|is| is.property == was.property).or_else(|| {
        new.fields
            .iter()
            .find(|is| is.name == was.name)
            .filter(|is| !old.fields.iter().any(|other| other.property == is.property))
    })
}

fn field(was: &Field, is: &Field, pairs: &Pairs<'_>, notes: &mut Notes<'_>) {
    let property = format!("the property `{}`", is.property);
    if was.property != is.property {
        notes.change(
            Bump::Major,
            format!("the property `{}` is `{}` now", was.property, is.property),
            Effect::compatible(format!("the field is still `{}`", is.name)),
            Effect::breaking(format!(
                "`{}` is sent where `{}` was, which is unknown now",
                is.property, was.property
            )),
        );
    }
    if was.name != is.name {
        notes.change(
            Bump::Major,
            format!("the field of {property} is `{}`, before `{}`", is.name, was.name),
            Effect::breaking(format!("no field `{}` and what goes with it any more", was.name)),
            Effect::compatible("the name on the wire is the same"),
        );
    }
    match (was.required, is.required) {
        (true, false) => notes.change(
            Bump::Major,
            format!("{property} is optional, before required"),
            Effect::breaking("the field is an `Option`, and `new` takes one argument less"),
            Effect::compatible("answers without it are read as well"),
        ),
        (false, true) => notes.change(
            Bump::Major,
            format!("{property} is required, before optional"),
            Effect::breaking("the field is no `Option`, and `new` takes one argument more"),
            Effect::breaking("an answer without it is refused"),
        ),
        _ => {}
    }
    if was.ty != is.ty {
        field_types(was, is, &property, pairs, notes);
    }
    notes.docs(&property, &was.docs, &is.docs);
}

fn field_types(was: &Field, is: &Field, property: &str, pairs: &Pairs<'_>, notes: &mut Notes<'_>) {
    // Both are looked at as the new one stands: that one became required is a change of its own.
    let as_now = Field { required: is.required, ..was.clone() };
    let (old, new) = (as_now.whole_type(), is.whole_type());
    let what = format!("{property} is `{new}`, before `{old}`");
    if old == new {
        notes.change(
            Bump::Patch,
            format!("whether {property} may be null"),
            Effect::compatible("an optional field is an `Option` in any case"),
            Effect::compatible("null is read and kept in any case"),
        );
    } else if expand(&old, &pairs.old) == expand(&new, &pairs.new) {
        notes.change(
            Bump::Patch,
            what,
            Effect::compatible("two names of one type"),
            Effect::compatible(""),
        );
    } else {
        let rust = Effect::breaking("the field has another type");
        notes.change(Bump::Major, what, rust, wire::of_types(&old, &new, pairs));
    }
}

fn removed(was: &Field, notes: &mut Notes<'_>) {
    let required = if was.required { "required " } else { "" };
    let goes = if was.required {
        format!("no field `{}`, and `new` takes one argument less", was.name)
    } else {
        format!("no field `{0}` and no `with_{0}` any more", was.name)
    };
    notes.change(
        Bump::Major,
        format!("the {required}property `{}` is gone", was.property),
        Effect::breaking(goes),
        Effect::compatible("it is read and kept as an unknown property"),
    );
}

fn added(is: &Field, notes: &mut Notes<'_>) {
    let ty = is.whole_type();
    if is.required {
        notes.change(
            Bump::Major,
            format!("new required property `{}`: `{ty}`", is.property),
            Effect::breaking("`new` takes one argument more, and there is no `Default`"),
            Effect::breaking("an answer without it is refused"),
        );
    } else {
        notes.change(
            Bump::Minor,
            format!("new optional property `{}`: `{ty}`", is.property),
            Effect::compatible("structs are non-exhaustive"),
            Effect::compatible("it was kept as an unknown property before"),
        );
    }
}

/// The order of properties that both have: that of required ones is the order of `new`'s arguments.
fn order(old: &Struct, new: &Struct, notes: &mut Notes<'_>) {
    let both = |from: &Struct, of: &Struct, required: bool| -> Vec<String> {
        let in_both = |field: &&Field| {
            of.fields.iter().any(|other| {
                other.property == field.property
                    && (!required || (field.required && other.required))
            })
        };
        from.fields.iter().filter(in_both).map(|field| field.property.clone()).collect()
    };
    if both(old, new, true) != both(new, old, true) {
        notes.change(
            Bump::Major,
            "the required properties stand in another order".into(),
            Effect::breaking("the arguments of `new` are in another order"),
            Effect::compatible("order means nothing in JSON"),
        );
    } else if both(old, new, false) != both(new, old, false) {
        notes.harmless(Bump::Patch, "the properties stand in another order");
    }
}

fn additional(old: &Struct, new: &Struct, pairs: &Pairs<'_>, notes: &mut Notes<'_>) {
    match (&old.additional, &new.additional) {
        (None, Some((name, ty))) => notes.change(
            Bump::Major,
            format!("properties of other names are `{ty}`, in the field `{name}`"),
            Effect::breaking(format!("they were in `{}` before", old.extra)),
            wire::of_types(&Type::Raw, ty, pairs),
        ),
        (Some((name, _)), None) => notes.change(
            Bump::Major,
            "properties of other names have no type any more".into(),
            Effect::breaking(format!("no field `{name}`; they are in `{}`", new.extra)),
            Effect::compatible("they are kept as unknown properties"),
        ),
        (Some((old_name, old)), Some((new_name, new))) => {
            if old_name != new_name {
                notes.change(
                    Bump::Major,
                    format!(
                        "properties of other names are in the field `{new_name}`, before `{old_name}`"
                    ),
                    Effect::breaking("the field has another name, because a property took it"),
                    Effect::compatible(""),
                );
            }
            if old != new {
                let what = format!("properties of other names are `{new}`, before `{old}`");
                if expand(old, &pairs.old) == expand(new, &pairs.new) {
                    notes.harmless(Bump::Patch, what);
                } else {
                    let rust = Effect::breaking("the field has another type");
                    notes.change(Bump::Major, what, rust, wire::of_types(old, new, pairs));
                }
            }
        }
        (None, None) => {}
    }
}

fn list(parameters: &[String]) -> String {
    if parameters.is_empty() { "none".into() } else { format!("`{}`", parameters.join(", ")) }
}
