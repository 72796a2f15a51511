//! What is around lists: which fields hold the items, their number, and where the next page is.
//!
//! All of it follows from the schema of an envelope: the items are its one property of the open type, the number
//! is its one whole number, and `x-next-page` says how the list goes on.

use crate::diagnostic::Diagnostic;
use crate::json::Node;
use crate::load::Source;
use crate::model::{Field, Item, ItemKind, Model, Module, Struct, Type};

use super::model::TypePath;
use super::types::Types;

/// An envelope.
#[derive(Debug)]
pub(super) struct Envelope {
    /// Its type.
    pub(super) ty: TypePath,
    /// The field that holds the items.
    pub(super) items: Place,
    /// The property of that field.
    pub(super) property: String,
    /// The field that says how many there are.
    pub(super) count: Option<Place>,
    /// The field that holds links.
    pub(super) links: Option<Place>,
    /// The field that says after which token the next page comes.
    pub(super) token: Option<Place>,
    /// The field that says where the next page is.
    pub(super) address: Option<Place>,
    /// The parameter of the query that counts the items before a page.
    pub(super) offset: Option<String>,
    /// The field that holds everything else.
    pub(super) extra: String,
}

/// A field of an envelope.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) field: String,
    pub(super) required: bool,
}

/// The type of links, which a client can follow.
const LINKS: &str = "ResourceLinks";

/// The envelopes of the models.
pub(super) fn all(
    sources: &[Source],
    models: &Model,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Envelope> {
    let mut envelopes = Vec::new();
    for module in &models.modules {
        let Some(source) = sources.iter().find(|source| source.path == module.schema) else {
            continue;
        };
        let types = Types { source, sources, models };
        let root = module.items.iter().find(|item| item.pointer.as_deref() == Some(""));
        let found = root.and_then(|item| envelope(&types, module, item));
        match found {
            Some(Ok(envelope)) => envelopes.push(envelope),
            Some(Err(problem)) => problems.push(problem),
            None => {
                if let Some(next) = source.root.get("x-next-page") {
                    problems.push(source.problem(
                        next.span.clone(),
                        "this is no envelope of a list, so it has no next page",
                        "leave it out, or describe the items with one property that is an array of a `$dynamicRef`",
                    ));
                }
            }
        }
    }
    envelopes
}

fn envelope(
    types: &Types<'_>,
    module: &Module,
    item: &Item,
) -> Option<Result<Envelope, Diagnostic>> {
    let ItemKind::Struct(structure) = &item.kind else { return None };
    let items = structure.list_items()?;
    let folder = module.path[..module.path.len() - 1].to_vec();
    let envelope = Envelope {
        ty: TypePath { folder, name: item.name.clone(), of: None },
        items: place(items),
        property: items.property.clone(),
        count: one(structure, |ty| *ty == Type::Integer),
        links: one(structure, |ty| is_named(ty, LINKS)),
        token: None,
        address: None,
        offset: None,
        extra: structure.extra.clone(),
    };
    Some(with_next_page(envelope, types, structure))
}

fn place(field: &Field) -> Place {
    Place { field: field.name.clone(), required: field.required }
}

/// The one field of such a type.
fn one(structure: &Struct, is: impl Fn(&Type) -> bool) -> Option<Place> {
    let mut fields = structure.fields.iter().filter(|field| is(&field.ty));
    fields.next().filter(|_| fields.next().is_none()).map(place)
}

fn is_named(ty: &Type, wanted: &str) -> bool {
    matches!(ty, Type::Named(name, _) if name == wanted)
}

/// The envelope with what `x-next-page` says.
fn with_next_page(
    mut envelope: Envelope,
    types: &Types<'_>,
    structure: &Struct,
) -> Result<Envelope, Diagnostic> {
    let root = &types.source.root;
    let Some(next) = root.get("x-next-page") else { return Ok(envelope) };
    if let Some(query) = next.str("query") {
        envelope.offset = Some(query.to_owned());
        return Ok(envelope);
    }
    let name = next.as_str().unwrap_or_default();
    let field = structure.fields.iter().find(|field| field.property == name);
    let Some(field) = field else { return Ok(envelope) };
    let is_address = root
        .get("properties")
        .and_then(|properties| properties.get(name)?.str("format"))
        .is_some_and(|format| matches!(format, "uri" | "uri-reference"));
    match &field.ty {
        ty if is_named(ty, LINKS) => envelope.links = Some(place(field)),
        ty if is_text(types, ty) && is_address => envelope.address = Some(place(field)),
        ty if is_text(types, ty) => envelope.token = Some(place(field)),
        _ => return Err(wrong(types, next, name)),
    }
    Ok(envelope)
}

fn is_text(types: &Types<'_>, ty: &Type) -> bool {
    match ty {
        Type::Text => true,
        Type::Nullable(inner) => is_text(types, inner),
        Type::Named(name, _) => types.is_text(name),
        _ => false,
    }
}

fn wrong(types: &Types<'_>, next: &Node, name: &str) -> Diagnostic {
    types.source.problem(
        next.span.clone(),
        format!("`{name}` can't say where the next page is"),
        "name a property that is a token (text), an address (text with `format: uri-reference`) or links (`common/resource-links.schema.json`); or write `{\"query\": \"offset\"}` where the request counts the items before a page",
    )
}
