//! Which type each body is of, by what its page says and by what it shows.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::corpus::{Corpus, Operation, Sample, SampleKind, Template, normal, template};
use crate::json::{self, Kind, Node};
use crate::scaffold::plan::{Entity, Plan, Type};

/// An operation, from all pages that describe it.
#[derive(Debug)]
pub(super) struct Call<'a> {
    pub(super) template: Template,
    pub(super) method: String,
    pub(super) pages: Vec<&'a Operation>,
    pub(super) request: Option<Body>,
    pub(super) answer: Option<Body>,
    /// Whether a sample answer has a body.
    pub(super) answers: bool,
}

/// What a body is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Body {
    pub(super) ty: Type,
    pub(super) list: List,
}

/// How a body has more than one of its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    No,
    Collection,
    /// A collection whose pages are found by a token.
    Seek,
    /// A list without an envelope.
    Bare,
}

/// The operations, each once, in the order of the pages; and those whose path is none of the API.
pub(super) fn calls(operations: &[Operation]) -> (Vec<Call<'_>>, Vec<&Operation>) {
    let mut calls: Vec<Call<'_>> = Vec::new();
    let mut index = BTreeMap::new();
    let mut other = Vec::new();
    for operation in operations {
        let Some(template) = template(&operation.path) else {
            other.push(operation);
            continue;
        };
        let key = (normal(&operation.path), operation.method.clone());
        let at = *index.entry(key).or_insert(calls.len());
        if at == calls.len() {
            let method = operation.method.clone();
            calls.push(Call {
                template,
                method,
                pages: vec![],
                request: None,
                answer: None,
                answers: false,
            });
        }
        calls[at].pages.push(operation);
    }
    (calls, other)
}

/// Gives every body of a sample its type, and every type its samples.
pub(super) fn assign(
    plan: &mut Plan,
    corpus: &Corpus,
    calls: &mut [Call<'_>],
    family_of: &dyn Fn(&Plan, &Call<'_>) -> Option<String>,
) {
    let mut parsed = Vec::new();
    for sample in &corpus.samples {
        let text = sample.body.trim_start_matches('\u{feff}');
        let Ok(root) = json::parse(text) else { continue };
        // An error is of a type of its own.
        if sample.status.is_none_or(|status| status < 400) {
            parsed.push((sample, root));
        }
    }
    for (sample, root) in &parsed {
        if sample.kind == SampleKind::Bare {
            let found = object_type(plan, root).or_else(|| {
                let of_page = |entity: &Entity| entity.page == sample.page;
                best(plan, root, 60, &of_page)
            });
            if let Some(Type::New(at)) = found {
                plan.absorb(at, root);
            }
            continue;
        }
        let Some(at) = call_of(sample, calls) else { continue };
        let (nodes, list) = resources(root);
        calls[at].answers |= sample.kind == SampleKind::Answer;
        let Some(first) = nodes.iter().find(|node| !node.members().is_empty()) else { continue };
        let known = match sample.kind {
            SampleKind::Request => calls[at].request.clone(),
            _ => calls[at].answer.clone(),
        };
        let ty = known.map(|body| body.ty);
        let Some(ty) = ty.or_else(|| choose(plan, &calls[at], sample.kind, first, family_of))
        else {
            continue;
        };
        if let Type::New(at) = ty {
            for node in &nodes {
                plan.absorb(at, node);
            }
        }
        let body = Some(Body { ty, list });
        match sample.kind {
            SampleKind::Request => calls[at].request = body,
            _ => calls[at].answer = body,
        }
    }
    // What no sample shows is what the page says.
    for call in calls {
        let named = |names: &[String]| names.iter().find_map(|name| plan.find(name));
        if call.request.is_none() && !matches!(call.method.as_str(), "GET" | "DELETE" | "HEAD") {
            let ty = call.pages.iter().find_map(|page| named(&page.request));
            call.request = ty.map(|ty| Body { ty, list: List::No });
        }
        if call.answer.is_none() {
            let answer = call.pages.iter().find_map(|page| {
                let answer = page.answer.as_ref()?;
                let list = if answer.is_list { List::Collection } else { List::No };
                Some(Body { ty: plan.find(&answer.name)?, list })
            });
            call.answer = answer;
        }
    }
}

/// The operation of a sample: that of its page if there is one of the method, or that of its path.
fn call_of(sample: &Sample, calls: &[Call<'_>]) -> Option<usize> {
    let uri = normal(&sample.uri);
    let uri: Vec<_> = uri.split('/').collect();
    let fits = |call: &Call<'_>| {
        let path = normal(&call.template.path);
        let path: Vec<_> = path.split('/').collect();
        path.len() == uri.len()
            && path.iter().zip(&uri).all(|(part, value)| *part == "{}" || part == value)
    };
    let same = |call: &&(usize, &Call<'_>)| call.1.method == sample.method;
    let all: Vec<_> = calls.iter().enumerate().collect();
    let by_path = all.iter().filter(same).filter(|(_, call)| fits(call));
    let by_path = by_path.min_by_key(|(_, call)| call.template.path.matches('{').count());
    let of_page =
        |(_, call): &&(usize, &Call<'_>)| call.pages.iter().any(|of| of.page == sample.page);
    let mut by_page = all.iter().filter(same).filter(of_page);
    let only = by_page.next().filter(|_| by_page.next().is_none());
    by_path.or(only).map(|(at, _)| *at)
}

/// The resources of a body, and how it has them.
fn resources(root: &Node) -> (Vec<&Node>, List) {
    if matches!(root.kind, Kind::Array(_)) {
        return (root.elements().iter().collect(), List::Bare);
    }
    let items = root.get("items").or_else(|| root.get("Items"));
    let is_envelope = ["totalCount", "TotalCount", "attributes", "links", "continuationToken"]
        .iter()
        .any(|name| root.get(name).is_some())
        || root.members().len() == 1;
    match items {
        Some(items) if is_envelope && matches!(items.kind, Kind::Array(_)) => {
            let seek = root.get("continuationToken").is_some();
            let list = if seek { List::Seek } else { List::Collection };
            (items.elements().iter().collect(), list)
        }
        _ => (vec![root], List::No),
    }
}

fn object_type(plan: &Plan, node: &Node) -> Option<Type> {
    plan.find(node.get("attributes")?.str("objectType").filter(|name| *name != "Collection")?)
}

/// The new type that has most of an object, and at least that share of it.
fn best(plan: &Plan, node: &Node, least: usize, filter: &dyn Fn(&Entity) -> bool) -> Option<Type> {
    let all = plan.entities.iter().enumerate();
    let all = all.filter(|(_, entity)| !entity.is_set && entity.rows.len() > 1 && filter(entity));
    let all = all.map(|(at, entity)| (entity.share(node), at)).filter(|(share, _)| *share >= least);
    let best = all.max_by_key(|(share, at)| (*share, std::cmp::Reverse(*at)));
    best.filter(|_| node.members().len() > 1).map(|(_, at)| Type::New(at))
}

/// The type of a body that is no list: what it says itself, what its page says if it is like that, what it is
/// most like, or a new one.
fn choose(
    plan: &mut Plan,
    call: &Call<'_>,
    kind: SampleKind,
    node: &Node,
    family_of: &dyn Fn(&Plan, &Call<'_>) -> Option<String>,
) -> Option<Type> {
    let is_request = kind == SampleKind::Request;
    let names: Vec<&str> = if is_request {
        call.pages.iter().flat_map(|page| page.request.iter().map(String::as_str)).collect()
    } else {
        call.pages.iter().filter_map(|page| Some(page.answer.as_ref()?.name.as_str())).collect()
    };
    let is_like = |ty: &Type| match ty {
        Type::There(_) => true,
        Type::New(at) => !plan.entities[*at].is_set && plan.entities[*at].share(node) >= 30,
    };
    let said = || names.iter().filter_map(|name| plan.find(name)).find(is_like);
    let found = object_type(plan, node).or_else(said).or_else(|| best(plan, node, 60, &|_| true));
    if found.is_some() {
        return found;
    }
    let family = family_of(plan, call)?;
    let parts = call
        .template
        .path
        .split('/')
        .filter(|part| !part.is_empty() && !part.contains(['{', '$', '(']));
    let parts: Vec<_> = parts.filter(|part| *part != "v1").collect();
    let end = if is_request { " request" } else { "" };
    let take = |count: usize| parts[parts.len().saturating_sub(count)..].join(" ") + end;
    let short = take(1).to_upper_camel_case();
    let name = if plan.free(&short) == short { short } else { plan.free(&take(2)) };
    let page = call.pages.first().map(|page| page.page.clone()).unwrap_or_default();
    let entity = Entity { name, family, page, ..Entity::default() };
    Some(Type::New(plan.add(entity)))
}

/// The family of an operation by its path: the first part that is about something of its own.
pub(super) fn family_of_path(path: &str) -> String {
    let parts = path.split('/').filter(|part| !part.is_empty() && !part.contains('{'));
    let skip = ["v1", "v1.0", "partner", "customers", "webhooks", "analytics"];
    let mut parts = parts.filter(|part| part.chars().all(|c| c.is_ascii_alphanumeric()));
    let part = parts.clone().find(|part| !skip.contains(part)).or_else(|| parts.next_back());
    part.unwrap_or("others").to_snake_case()
}
