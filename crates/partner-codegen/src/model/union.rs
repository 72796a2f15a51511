//! Open unions: which object is of which arm's type.

use std::collections::HashMap;

use heck::ToSnakeCase;

use crate::diagnostic::Diagnostic;
use crate::json::Node;
use crate::load::union::{Condition, conditions};
use crate::load::{Form, form};
use crate::model::shape::Shapes;
use crate::model::{Arm, Tag, Told, Union};
use crate::resolve::{Resolved, TypeDef, is_identifier};

/// The names of methods that every union has, or that hide those of its traits.
const TAKEN: &[&str] = &["clone", "eq", "fmt", "from", "into", "write", "look", "read"];

/// Where resources say what they are.
pub(crate) const OBJECT_TYPE: &[&str] = &["attributes", "objectType"];

/// What an arm of the schema says.
struct Said<'a> {
    node: &'a Node,
    /// The number of its type.
    target: usize,
    /// The paths, and the texts at each of them.
    conditions: Vec<(Vec<&'a str>, Vec<&'a str>)>,
}

/// The union that a schema describes; what is wrong with it goes to the problems.
pub(super) fn union(
    resolved: &Resolved<'_>,
    shapes: &Shapes,
    def: &TypeDef<'_>,
    arms: &[Node],
    problems: &mut Vec<Diagnostic>,
) -> Union {
    let source = &resolved.sources[def.source];
    let mut said = Vec::new();
    for arm in arms {
        match arm_of(resolved, def, arm) {
            Ok(arm) => said.push(arm),
            Err(problem) => problems.push(problem),
        }
    }
    for (index, arm) in said.iter().enumerate() {
        if let Some(other) = said[..index].iter().find(|other| !are_apart(other, arm)) {
            let other = source.problem(other.node.span.clone(), "", "").position().0;
            problems.push(source.problem(
                first(arm.node),
                format!("an object may be of this arm and of the one in line {other}"),
                "let both say different texts at one path: texts are compared without regard to case",
            ));
        }
    }
    let tags = tags(&said);
    let mut union = Union { arms: Vec::new(), tags };
    for arm in &said {
        let ty = &resolved.types[arm.target];
        let alternative: Vec<_> = arm
            .conditions
            .iter()
            .map(|(path, texts)| {
                let tag = union.tags.iter().position(|tag| tag.path == *path).unwrap_or(0);
                (tag, texts.iter().map(|text| (*text).to_owned()).collect())
            })
            .collect();
        match union.arms.iter_mut().find(|known| known.ty == ty.name) {
            Some(known) => known.alternatives.push(alternative),
            None => union.arms.push(Arm {
                ty: ty.name.clone(),
                parameters: 0,
                alternatives: vec![alternative],
                told: Vec::new(),
                description: arm
                    .node
                    .str("description")
                    .or_else(|| ty.node.str("description"))
                    .unwrap_or_default()
                    .to_owned(),
            }),
        }
    }
    for (arm, target) in told(&union, &said, resolved) {
        let told = union.tags.iter().enumerate();
        let told =
            told.map(|(index, tag)| of_arm(&union.arms[arm], index, tag, target, resolved, shapes));
        union.arms[arm].told = told.collect();
    }
    union
}

/// The number of each arm and of its type.
fn told(union: &Union, said: &[Said<'_>], resolved: &Resolved<'_>) -> Vec<(usize, usize)> {
    let target = |arm: &Arm| {
        said.iter().map(|said| said.target).find(|target| resolved.types[*target].name == arm.ty)
    };
    let arms = union.arms.iter().enumerate();
    arms.filter_map(|(index, arm)| Some((index, target(arm)?))).collect()
}

/// What an arm says of itself, if that is right.
fn arm_of<'a>(
    resolved: &Resolved<'a>,
    def: &TypeDef<'_>,
    arm: &'a Node,
) -> Result<Said<'a>, Diagnostic> {
    let source = &resolved.sources[def.source];
    let reference = arm.get("$ref").unwrap_or(arm);
    let target = resolved.target(def.source, reference)?;
    let ty = &resolved.types[target];
    let problem = |node: &Node, message: String, help: &str| {
        Err(source.problem(node.span.clone(), message, help))
    };
    if form(ty.node) != Ok(Form::Object) || !ty.parameters.is_empty() {
        return problem(
            reference,
            format!("`{}` can't be an arm of an open union", ty.name),
            "an arm is an object with a file of its own; the arms of another union are listed here one by one",
        );
    }
    if ty.name == "Unknown" || ty.name == def.name {
        return problem(
            reference,
            format!("`{}` can't be the name of a variant of `{}`", ty.name, def.name),
            "rename the file",
        );
    }
    let stated: Vec<Condition<'_>> = conditions(arm)
        .map_err(|(node, message, help)| source.problem(node.span.clone(), message, help))?;
    if stated.is_empty() {
        let Some(object_type) = ty.node.str("x-object-type") else {
            return problem(
                reference,
                format!("nothing says which objects are a `{}`", ty.name),
                "say beside the `$ref` what they have, `\"properties\": {\"type\": {\"const\": …}}, \"required\": \
                 [\"type\"]`, or give the type an `x-object-type`",
            );
        };
        let conditions = vec![(OBJECT_TYPE.to_vec(), vec![object_type])];
        return Ok(Said { node: arm, target, conditions });
    }
    for condition in &stated {
        if !is_described(resolved, ty.source, ty.node, &condition.path) {
            let path = condition.path.join(".");
            return problem(
                condition.node,
                format!("`{}` has no property `{path}`", ty.name),
                "describe it there, or correct the spelling",
            );
        }
    }
    let texts = |condition: &Condition<'a>| condition.texts.iter().map(|(_, text)| *text).collect();
    let conditions = stated.iter().map(|it| (it.path.clone(), texts(it))).collect();
    Ok(Said { node: arm, target, conditions })
}

/// Whether a type has the property at a path, or may have it.
fn is_described(resolved: &Resolved<'_>, source: usize, node: &Node, path: &[&str]) -> bool {
    let Some((name, rest)) = path.split_first() else { return true };
    match form(node) {
        Ok(Form::Object) => match node.get("properties") {
            Some(properties) => properties
                .get(name)
                .is_some_and(|property| is_described(resolved, source, property, rest)),
            None => true,
        },
        Ok(Form::Ref(reference)) => resolved.target(source, reference).is_ok_and(|target| {
            let ty = &resolved.types[target];
            is_described(resolved, ty.source, ty.node, path)
        }),
        Ok(Form::Nullable(inner)) => is_described(resolved, source, inner, path),
        Ok(Form::Any) => true,
        _ => false,
    }
}

/// Whether no object is of both arms: somewhere they say different texts.
fn are_apart(a: &Said<'_>, b: &Said<'_>) -> bool {
    a.conditions.iter().any(|(path, texts)| {
        b.conditions.iter().any(|(other, others)| {
            let shared = |text: &&str| others.iter().any(|other| other.eq_ignore_ascii_case(text));
            path == other && !texts.iter().any(shared)
        })
    })
}

/// The paths of all arms, each once, and the methods that give what is there.
fn tags(said: &[Said<'_>]) -> Vec<Tag> {
    let mut paths: Vec<&Vec<&str>> = Vec::new();
    for (path, _) in said.iter().flat_map(|arm| &arm.conditions) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    let last = |path: &[&str]| path.last().copied().unwrap_or_default().to_snake_case();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for path in &paths {
        *counts.entry(last(path)).or_default() += 1;
    }
    let mut tags: Vec<Tag> = Vec::new();
    for path in paths {
        let short = last(path);
        let is_clear = counts[&short] == 1;
        let mut name = if is_clear { short } else { path.join("_").to_snake_case() };
        if name.is_empty() || name.starts_with(|c: char| c.is_numeric()) {
            name.insert_str(0, "tag_");
        }
        let is_accessor = name.starts_with("as_");
        let taken = |name: &str| {
            !is_identifier(name)
                || TAKEN.contains(&name)
                || tags.iter().any(|tag: &Tag| tag.name == name)
        };
        while taken(&name) || is_accessor && !name.ends_with('_') {
            name.push('_');
        }
        tags.push(Tag { path: path.iter().map(|part| (*part).to_owned()).collect(), name });
    }
    tags
}

/// How the text of a tag is told of an arm's value.
fn of_arm(
    arm: &Arm,
    index: usize,
    tag: &Tag,
    target: usize,
    resolved: &Resolved<'_>,
    shapes: &Shapes,
) -> Told {
    let mut texts = arm.alternatives.iter().map(|conditions| {
        let at = conditions.iter().find(|(tag, _)| *tag == index);
        at.and_then(|(_, texts)| if let [text] = texts.as_slice() { Some(text) } else { None })
    });
    let first = texts.next().flatten();
    if let Some(text) = first.filter(|text| texts.all(|other| other == Some(*text))) {
        return Told::Always(text.clone());
    }
    let ty = &resolved.types[target];
    let [property] = tag.path.as_slice() else { return Told::Not };
    let properties = ty.node.get("properties");
    let Some(schema) = properties.and_then(|all| all.get(property)) else { return Told::Not };
    if !is_text(resolved, ty.source, schema) {
        return Told::Not;
    }
    let required = ty.node.get("required").map(Node::elements).unwrap_or_default();
    Told::Field {
        name: schema
            .str("x-rust-name")
            .unwrap_or_else(|| shapes.field(ty.source, schema))
            .to_owned(),
        required: required.iter().any(|name| name.as_str() == Some(property)),
    }
}

/// Whether the values of a property are text in Rust.
fn is_text(resolved: &Resolved<'_>, source: usize, schema: &Node) -> bool {
    match form(schema) {
        Ok(Form::String) => !matches!(schema.str("format"), Some("date-time" | "date")),
        Ok(Form::OpenSet(set)) => !set.numbers,
        Ok(Form::Nullable(inner)) => is_text(resolved, source, inner),
        Ok(Form::Ref(reference)) => resolved.target(source, reference).is_ok_and(|target| {
            let ty = &resolved.types[target];
            is_text(resolved, ty.source, ty.node)
        }),
        _ => false,
    }
}

/// The brace of an object.
fn first(node: &Node) -> std::ops::Range<usize> {
    node.span.start..node.span.start + 1
}
