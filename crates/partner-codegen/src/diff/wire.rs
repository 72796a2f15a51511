//! Whether every value that one type reads, another reads as well.
//!
//! What is written follows from that: values are written as they were read or as they were built, and
//! a built value of the new type is one that Rust users choose anew.

// Each arm is a rule with a reason of its own, whatever it answers.
#![allow(clippy::match_same_arms)]

use crate::diff::pairs::Pairs;
use crate::diff::report::Effect;

use crate::model::{Field, ItemKind, Struct, Type};

/// The effect on the wire of a value's type becoming another.
pub(super) fn of_types(old: &Type, new: &Type, pairs: &Pairs<'_>) -> Effect {
    let mut reader = Reader { pairs, assumed: Vec::new() };
    effect(reader.reads(old, new))
}

/// The effect on the wire of a type becoming one of another kind.
pub(super) fn of_kinds(old: &ItemKind, new: &ItemKind, pairs: &Pairs<'_>) -> Effect {
    let mut reader = Reader { pairs, assumed: Vec::new() };
    effect(reader.reads_kind(old, new))
}

fn effect(reads: bool) -> Effect {
    if reads {
        Effect::compatible("every value that was read is read")
    } else {
        Effect::breaking("values that were read are refused")
    }
}

struct Reader<'a> {
    pairs: &'a Pairs<'a>,
    /// Pairs of types in question: what contains itself is read if nothing else speaks against it.
    /// That holds because one refusal anywhere refuses the whole, so that no answer outlives it.
    assumed: Vec<(String, String)>,
}

impl Reader<'_> {
    /// Whether the new type reads every value that the old one does.
    fn reads(&mut self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (_, Type::Raw) => true,
            (Type::Boxed(old), _) => self.reads(old, new),
            (_, Type::Boxed(new)) => self.reads(old, new),
            (Type::Nullable(old), Type::Nullable(_)) => self.reads(old, new),
            (_, Type::Nullable(new)) => self.reads(old, new),
            (Type::Named(old_name, old_arguments), Type::Named(new_name, new_arguments)) => {
                // Changes within a type are listed at the type.
                if old_name == new_name && old_arguments.len() == new_arguments.len() {
                    old_arguments.iter().zip(new_arguments).all(|(old, new)| self.reads(old, new))
                } else {
                    self.reads_named(old, new)
                }
            }
            (Type::Named(..), _) | (_, Type::Named(..)) => self.reads_named(old, new),
            (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => {
                self.reads(old, new)
            }
            (Type::Integer, Type::Number | Type::NumberOrString)
            | (Type::Number | Type::Text | Type::DateTime, Type::NumberOrString)
            // A date is any string that is read as a date on request.
            | (Type::Text, Type::DateTime)
            // JSON in text is read on request as well.
            | (Type::Text | Type::DateTime | Type::JsonText(_), Type::JsonText(_))
            | (Type::JsonText(_), Type::Text | Type::DateTime | Type::NumberOrString)
            | (Type::DateTime, Type::Text) => true,
            (old, new) => old == new,
        }
    }

    /// As [`Self::reads`], by what the named types are.
    fn reads_named(&mut self, old: &Type, new: &Type) -> bool {
        let question = (old.to_string(), new.to_string());
        if self.assumed.contains(&question) {
            return true;
        }
        self.assumed.push(question);
        let kind = |ty: &Type, kind: Option<&ItemKind>| match (ty, kind) {
            (Type::Named(_, arguments), Some(ItemKind::Struct(structure))) => {
                Some(ItemKind::Struct(bind(structure, arguments)))
            }
            (Type::Named(..), kind) => kind.cloned(),
            (other, _) => Some(ItemKind::Alias(other.clone())),
        };
        let of_old = named(old).and_then(|name| self.pairs.old.kind(name));
        let of_old = kind(old, of_old.map(|kind| self.pairs.today(kind)).as_ref());
        let of_new = kind(new, named(new).and_then(|name| self.pairs.new.kind(name)));
        match (of_old, of_new) {
            (Some(old), Some(new)) => self.reads_kind(&old, &new),
            _ => false,
        }
    }

    fn reads_kind(&mut self, old: &ItemKind, new: &ItemKind) -> bool {
        match (old, new) {
            (ItemKind::Alias(old), ItemKind::Alias(new)) => self.reads(old, new),
            (ItemKind::Struct(old), ItemKind::Struct(new)) => self.reads_struct(old, new),
            (ItemKind::Union(_), ItemKind::Union(_)) => true,
            (ItemKind::OpenEnum(old), new) if old.numbers => {
                self.reads_kind(&ItemKind::Alias(Type::NumberOrString), new)
            }
            (ItemKind::Alias(old), ItemKind::OpenEnum(new)) if new.numbers => {
                self.reads(old, &Type::NumberOrString)
            }
            // Text and open enums hold any string.
            (ItemKind::Text | ItemKind::OpenEnum(_), ItemKind::Text | ItemKind::OpenEnum(_)) => {
                true
            }
            (ItemKind::Text | ItemKind::OpenEnum(_), ItemKind::Alias(new)) => {
                self.reads(&Type::Text, new)
            }
            (ItemKind::Alias(old), ItemKind::Text | ItemKind::OpenEnum(_)) => {
                self.reads(old, &Type::Text)
            }
            (ItemKind::Alias(old @ Type::Named(..)), _) => match self.alias(old, true) {
                Some(old) => self.reads_kind(&old, new),
                None => false,
            },
            (_, ItemKind::Alias(new @ Type::Named(..))) => match self.alias(new, false) {
                Some(new) => self.reads_kind(old, &new),
                None => false,
            },
            (ItemKind::Struct(_), ItemKind::Alias(Type::Raw)) => true,
            (ItemKind::Struct(_), ItemKind::Alias(Type::Map(values))) => **values == Type::Raw,
            _ => false,
        }
    }

    /// What the target of an alias is.
    fn alias(&self, ty: &Type, is_old: bool) -> Option<ItemKind> {
        let name = named(ty)?;
        let kind = if is_old {
            self.pairs.today(self.pairs.old.kind(name)?)
        } else {
            self.pairs.new.kind(name)?.clone()
        };
        match (kind, ty) {
            (ItemKind::Struct(structure), Type::Named(_, arguments)) => {
                Some(ItemKind::Struct(bind(&structure, arguments)))
            }
            (kind, _) => Some(kind),
        }
    }

    /// A property that only the new one has counts as any new optional property does: compatible.
    fn reads_struct(&mut self, old: &Struct, new: &Struct) -> bool {
        let fields = new.fields.iter().all(|is| {
            match old.fields.iter().find(|was| was.property == is.property) {
                Some(was) => (was.required || !is.required) && self.reads_field(was, is),
                None => !is.required,
            }
        });
        let others = match (&old.additional, &new.additional) {
            (_, None) => true,
            (None, Some((_, new))) => self.reads(&Type::Raw, new),
            (Some((_, old)), Some((_, new))) => self.reads(old, new),
        };
        fields && others
    }

    fn reads_field(&mut self, was: &Field, is: &Field) -> bool {
        let (old, new) = (was.whole_type(), is.whole_type());
        self.reads(&old, &new)
    }
}

fn named(ty: &Type) -> Option<&str> {
    match ty {
        Type::Named(name, _) => Some(name),
        _ => None,
    }
}

/// A generic struct with its parameters replaced.
fn bind(structure: &Struct, arguments: &[Type]) -> Struct {
    let mut bound = structure.clone();
    for field in &mut bound.fields {
        field.ty = replace(&field.ty, &structure.parameters, arguments);
    }
    bound
}

fn replace(ty: &Type, parameters: &[String], arguments: &[Type]) -> Type {
    let inside = |inner: &Type| Box::new(replace(inner, parameters, arguments));
    match ty {
        Type::Parameter(name) => {
            let index = parameters.iter().position(|parameter| parameter == name);
            index.and_then(|index| arguments.get(index)).unwrap_or(ty).clone()
        }
        Type::Named(name, inner) => {
            let inner = inner.iter().map(|ty| replace(ty, parameters, arguments)).collect();
            Type::Named(name.clone(), inner)
        }
        Type::List(inner) => Type::List(inside(inner)),
        Type::Map(inner) => Type::Map(inside(inner)),
        Type::Boxed(inner) => Type::Boxed(inside(inner)),
        Type::Nullable(inner) => Type::Nullable(inside(inner)),
        Type::JsonText(inner) => Type::JsonText(inside(inner)),
        other => other.clone(),
    }
}
