//! What the description says of a document, by its path.

use serde_json::Value;

use super::{Contract, Segment};

/// What is described of a document at a path.
pub(crate) enum Place<'a> {
    /// Its schema.
    Described(&'a Value),
    /// Paths of operations lead through it, and nothing says what it is.
    OnTheWay,
}

impl Contract {
    /// What a document at a path is; `None` where no operation's path leads there.
    pub(crate) fn place(&self, path: &[String]) -> Option<Place<'_>> {
        if let Some(schema) = self.read_at(path)
            && self.schemas.items(schema).is_none()
        {
            return Some(Place::Described(schema));
        }
        if let Some((_, list)) = path.split_last()
            && let Some((_, item)) =
                self.read_at(list).and_then(|schema| self.schemas.items(schema))
        {
            return Some(Place::Described(item));
        }
        let leads_through = |segments: &[Segment]| {
            segments.len() >= path.len()
                && segments.iter().zip(path).all(|(segment, part)| match segment {
                    Segment::Text(text) => *text == part.to_lowercase(),
                    Segment::Parameter(_) => true,
                })
        };
        let mut operations = self.operations.iter();
        operations.any(|operation| leads_through(&operation.segments)).then_some(Place::OnTheWay)
    }

    /// The schema of what is read at a path.
    fn read_at(&self, path: &[String]) -> Option<&Value> {
        let index = self.find(path)?.method("GET")?;
        self.operations.get(index)?.success.schema.as_ref()
    }

    /// The last part of a document's path in a list: its `id`, the property that is called as the
    /// parameter of its path, or the `id` of the one object in it that has one.
    pub(crate) fn id_of(&self, list: &[String], value: &Value) -> Option<String> {
        let members = value.as_object()?;
        let text = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let own = |name: &str| {
            let found = members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.and_then(|(_, value)| text(value))
        };
        let mut names = self.operations.iter().filter_map(|operation| {
            let (before, rest) = operation.segments.split_at_checked(list.len())?;
            let is_list = before.iter().zip(list).all(|(segment, part)| match segment {
                Segment::Text(text) => *text == part.to_lowercase(),
                Segment::Parameter(_) => true,
            });
            match rest.first() {
                Some(Segment::Parameter(name)) if is_list => Some(name.replace('-', "")),
                _ => None,
            }
        });
        let within = || {
            let mut ids = members.values().filter_map(|value| text(value.get("id")?));
            ids.next().filter(|_| ids.next().is_none())
        };
        own("id")
            .or_else(|| names.find_map(|name| own(&name)))
            .or_else(within)
            .filter(|id| !id.is_empty())
    }
}
