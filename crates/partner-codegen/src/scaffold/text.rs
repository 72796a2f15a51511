//! JSON text as it is written in `schemas/`: in the order that was chosen, short objects on one line.

use serde_json::Value;

/// The longest object or list that stands on one line, with what is before it.
const WIDTH: usize = 160;

/// A JSON object in the order that it is written in.
#[derive(Debug, Clone, Default)]
pub(super) struct Object(pub(super) Vec<(String, Part)>);

/// A value of an [`Object`].
#[derive(Debug, Clone)]
pub(super) enum Part {
    Value(Value),
    Object(Object),
    List(Vec<Object>),
}

impl Object {
    pub(super) fn with(mut self, name: impl Into<String>, value: impl Into<Part>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(own, _)| own == name)
    }

    /// The text of a file.
    pub(super) fn file(&self) -> String {
        let mut text = String::new();
        print_object(&self.0, 0, true, &mut text);
        text + "\n"
    }
}

impl From<Value> for Part {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::Value(text.into())
    }
}

impl From<Object> for Part {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl From<Vec<Object>> for Part {
    fn from(objects: Vec<Object>) -> Self {
        Self::List(objects)
    }
}

/// On one line.
fn line(part: &Part) -> String {
    let list = |items: Vec<String>| {
        if items.is_empty() { "[]".into() } else { format!("[{}]", items.join(", ")) }
    };
    match part {
        Part::Value(Value::Object(members)) => {
            let members = members.iter().map(|(name, value)| (name.clone(), value.clone().into()));
            line(&Part::Object(Object(members.collect())))
        }
        Part::Value(Value::Array(items)) => {
            list(items.iter().map(|item| line(&item.clone().into())).collect())
        }
        Part::Value(value) => value.to_string(),
        Part::List(objects) => {
            list(objects.iter().map(|object| line(&object.clone().into())).collect())
        }
        Part::Object(Object(members)) if members.is_empty() => "{}".into(),
        Part::Object(Object(members)) => {
            let member = |(name, part): &(String, Part)| {
                format!("{}: {}", Value::from(name.as_str()), line(part))
            };
            format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
    }
}

fn print(part: &Part, depth: usize, before: usize, text: &mut String) {
    let short = line(part);
    let fits = before + short.len() < WIDTH;
    match part {
        Part::Object(Object(members)) if !fits => print_object(members, depth, false, text),
        Part::List(objects) if !fits => {
            text.push('[');
            for (at, object) in objects.iter().enumerate() {
                text.push_str(if at == 0 { "\n" } else { ",\n" });
                let indent = 2 * (depth + 1);
                text.push_str(&" ".repeat(indent));
                print(&object.clone().into(), depth + 1, indent, text);
            }
            text.push('\n');
            text.push_str(&" ".repeat(2 * depth));
            text.push(']');
        }
        _ => text.push_str(&short),
    }
}

/// The properties of an object and the paths of a description stand below each other, however short.
fn print_object(members: &[(String, Part)], depth: usize, is_file: bool, text: &mut String) {
    text.push('{');
    for (at, (name, part)) in members.iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        let start = format!("{}{}: ", " ".repeat(2 * (depth + 1)), Value::from(name.as_str()));
        text.push_str(&start);
        match part {
            Part::Object(Object(inner))
                if is_file && !inner.is_empty() && name != "externalDocs" =>
            {
                print_object(inner, depth + 1, false, text);
            }
            part => print(part, depth + 1, start.len(), text),
        }
    }
    text.push('\n');
    text.push_str(&" ".repeat(2 * depth));
    text.push('}');
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_short_stands_on_one_line() {
        let short = Object::default().with("type", "string");
        let long = Object::default()
            .with("description", "x".repeat(WIDTH).as_str())
            .with("anyOf", vec![short.clone(), short.clone()]);
        let properties = Object::default().with("a", short).with("b", long);
        let file = Object::default()
            .with("externalDocs", json!({ "url": "u" }))
            .with("properties", properties)
            .with("none", Object::default());
        let text = file.file();
        assert_eq!(
            text,
            format!(
                "{{\n  \"externalDocs\": {{ \"url\": \"u\" }},\n  \"properties\": {{\n    \
                 \"a\": {{ \"type\": \"string\" }},\n    \"b\": {{\n      \
                 \"description\": \"{}\",\n      \
                 \"anyOf\": [{{ \"type\": \"string\" }}, {{ \"type\": \"string\" }}]\n    }}\n  }},\n  \
                 \"none\": {{}}\n}}\n",
                "x".repeat(WIDTH)
            )
        );
    }
}
