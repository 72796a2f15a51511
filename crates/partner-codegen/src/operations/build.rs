//! Stage 2: the Rust types of the client.

use crate::diagnostic::{Diagnostic, Diagnostics, finish};
use crate::json::{Member, Node};
use crate::load::Source;
use crate::model::{Docs, Model};

use super::bodies::{BODY, Sent};
use super::chain;
use super::clouds;
use super::dialect::first;
use super::distinct;
use super::envelopes;
use super::links;
use super::load::{Description, family};
use super::model::{Api, Body, Chain, Operation, Parameter, Place, SignIn};
use super::names;
use super::parameters::parameter;
use super::parts::placeholders;
use super::types::Types;

/// Decides the Rust types of all operations.
pub(super) fn build(
    description: &Description,
    sources: &[Source],
    models: &Model,
) -> Result<Api, Diagnostics> {
    let types = |source| Types { source, sources, models };
    let root =
        Builder { description, source: description.root(), types: types(description.root()) };
    let mut problems = Vec::new();
    let every_call = root.every_call(&mut problems);
    let mut operations = Vec::new();
    for source in description.files() {
        let builder = Builder { description, source, types: types(source) };
        for path in source.root.get("paths").map(Node::members).unwrap_or_default() {
            let methods = path.value.members().iter();
            for method in methods.filter(|member| member.name != "parameters") {
                match builder.operation(path, method, &every_call) {
                    Ok(operation) => operations.push((operation, source, method)),
                    // What several operations refer to is looked at for each.
                    Err(problem) if problems.contains(&problem) => {}
                    Err(problem) => problems.push(problem),
                }
            }
        }
    }
    distinct::check(&operations, &mut problems);
    links::check(&operations, &mut problems);
    let operations = operations.into_iter().map(|(operation, ..)| operation).collect();
    let every_call = every_call.into_iter().map(|(parameter, _)| parameter);
    let every_call = every_call.filter(|parameter| parameter.place == Place::Header).collect();
    let envelopes = envelopes::all(sources, models, &mut problems);
    let examples = models.examples(sources);
    finish(Api { operations, every_call, envelopes, examples }, problems)
}

/// What reads the operations of one file.
pub(super) struct Builder<'a> {
    description: &'a Description,
    pub(super) source: &'a Source,
    pub(super) types: Types<'a>,
}

impl<'a> Builder<'a> {
    /// The parameters that every operation takes, with the places where they are described: headers, and
    /// those of the path where it names them.
    fn every_call(&self, problems: &mut Vec<Diagnostic>) -> Vec<(Parameter, &'a Node)> {
        let mut found: Vec<(Parameter, &Node)> = Vec::new();
        let every = self.source.root.get("x-every-operation");
        let listed = every.and_then(|every| every.get("parameters"));
        for entry in listed.map(Node::elements).unwrap_or_default() {
            let read = self.dereference(entry).and_then(|(source, node)| {
                let parameter = parameter(node, &self.types.of(source))?;
                let refuse = |at: &Node, message: &str, help: &str| {
                    Err(source.problem(at.span.clone(), message, help))
                };
                if let Some(from) = node.get("x-from") {
                    let help = "say it at the operations that send a body";
                    return refuse(from, "not every operation sends what this is taken from", help);
                }
                if parameter.place == Place::Query {
                    let help = "list it at the operations that take it";
                    return refuse(node, "not every operation can take a query", help);
                }
                if parameter.place == Place::Header && parameter.required {
                    let at = node.get("required").unwrap_or(node);
                    let help =
                        "leave `required` out, and write a `default` to be sent where nothing is set";
                    return refuse(at, "what every call may say, no call must say", help);
                }
                if let Some((other, _)) = found.iter().find(|(other, _)| {
                    other.name == parameter.name || other.field == parameter.field
                }) {
                    return Err(self.at(
                        entry,
                        format!("every operation has `{}` already", other.name),
                        "give one of them an `x-rust-name`, or leave it out",
                    ));
                }
                Ok((parameter, node))
            });
            match read {
                Ok(parameter) => found.push(parameter),
                Err(problem) => problems.push(problem),
            }
        }
        found
    }

    fn operation(
        &self,
        path: &'a Member,
        method: &'a Member,
        every_call: &[(Parameter, &'a Node)],
    ) -> Result<Operation, Diagnostic> {
        let node = &method.value;
        let id = self.text(node, "operationId", "listThings")?;
        let module = names::field(id);
        if !names::is_lower(&module) {
            return Err(self.at(
                node.get("operationId").unwrap_or(node),
                format!("`{id}` can't be the name of a type"),
                "write a name such as `listUserLicenses`",
            ));
        }
        let summary = self.text(node, "summary", "List the things of a customer")?;
        self.text(node, "description", "What it does, in your own words.")?;
        let docs = Docs::of(node);
        if node.pointer("/externalDocs/url").is_none() {
            return Err(self.source.problem(
                first(node),
                "the operation has no `externalDocs`",
                "add the page that it comes from: `\"externalDocs\": {\"url\": \"https://…\"}`",
            ));
        }
        let Sent { body, parts } = self.body(node, &method.name)?;
        let (path_parameters, mut options) =
            self.parameters(path, node, every_call, body.as_ref())?;
        options.extend(parts.unwrap_or_default());
        self.check_fields(node, &path_parameters, &options, body.as_ref())?;
        let (output, follows) = self.answers(node, &method.name)?;
        if let Some(offset) = output.json().and_then(|json| json.offset.as_ref())
            && !options
                .iter()
                .any(|one| one.place == Place::Query && one.name == *offset && one.fixed.is_none())
        {
            return Err(self.source.problem(
                first(node),
                format!("the pages of the list are asked for with `{offset}`, and the operation has no such parameter of the query"),
                "add it to the `parameters`, or answer with another envelope",
            ));
        }
        Ok(Operation {
            id: id.to_owned(),
            family: family(&self.source.path).map(str::to_owned),
            type_name: names::type_name(id),
            module,
            method: match method.name.as_str() {
                "post" => "POST",
                "put" => "PUT",
                "patch" => "PATCH",
                "delete" => "DELETE",
                "head" => "HEAD",
                _ => "GET",
            },
            path: path.name.clone(),
            summary: summary.to_owned(),
            docs,
            chain: self.chain(path, method, &path_parameters, output.is_list())?,
            path_parameters,
            options,
            body,
            output,
            follows,
            servers: links::servers(self.source, node)?,
            clouds: clouds::of(self.source, node),
            sign_in: self.sign_in(node)?,
        })
    }

    /// The parameters of the path in its order, and the others beyond those of every call.
    fn parameters(
        &self,
        path: &'a Member,
        node: &'a Node,
        every_call: &[(Parameter, &'a Node)],
        body: Option<&Body>,
    ) -> Result<(Vec<Parameter>, Vec<Parameter>), Diagnostic> {
        let mut own: Vec<(Parameter, &Node)> = Vec::new();
        let shared = path.value.get("parameters").into_iter().chain(node.get("parameters"));
        for entry in shared.flat_map(Node::elements) {
            let (source, described) = self.dereference(entry)?;
            let mut parameter = parameter(described, &self.types.of(source))?;
            if let Some(from) = described.get("x-from") {
                parameter.from = Some(self.from(source, from, &parameter, body)?);
                let text = from.as_str().unwrap_or_default();
                parameter.docs.notes.push(format!(
                    "Where it is not set, the body's `{}` is sent, if it has one.",
                    text.trim_start_matches(BODY).trim_start_matches('/').replace('/', ".")
                ));
            }
            let same = |other: &Parameter| {
                other.field == parameter.field
                    || (other.name == parameter.name && other.place == parameter.place)
            };
            if let Some((other, _)) = own.iter().find(|(other, _)| same(other)) {
                return Err(self.at(
                    entry,
                    format!(
                        "`{}` and `{}` both become the field `{}`",
                        other.name, parameter.name, parameter.field
                    ),
                    "give one of them an `x-rust-name`, or leave it out",
                ));
            }
            let every = every_call.iter().map(|(other, _)| other);
            if every
                .clone()
                .any(|other| other.name == parameter.name && other.place == parameter.place)
            {
                return Err(self.at(
                    entry,
                    format!("every operation has `{}` already", parameter.name),
                    "leave it out: `x-every-operation` says it",
                ));
            }
            own.push((parameter, entry));
        }
        let (mut of_path, options): (Vec<_>, Vec<_>) =
            own.into_iter().partition(|(parameter, _)| parameter.place == Place::Path);
        let wanted = placeholders(&path.name).ok_or_else(|| {
            self.source.problem(
                path.name_span.clone(),
                format!("`{}` is not a path", path.name),
                "write a path such as `/v1/customers/{customer-id}/users`, and something between two parameters",
            )
        })?;
        if let Some((_, entry)) =
            of_path.iter().find(|(parameter, _)| !wanted.contains(&parameter.name.as_str()))
        {
            return Err(self.at(
                entry,
                "the path has no such parameter".into(),
                "leave it out, or put it in braces into the path",
            ));
        }
        let mut ordered = Vec::new();
        for name in wanted {
            let index = of_path.iter().position(|(parameter, _)| parameter.name == name);
            let taken = ordered.iter().any(|other: &Parameter| other.name == name);
            let every = every_call.iter().map(|(parameter, _)| parameter);
            let common = every.clone().find(|of| of.place == Place::Path && of.name == name);
            if let Some(common) = common.filter(|_| !taken) {
                ordered.push(common.clone());
                continue;
            }
            let Some(index) = index else {
                return Err(self.source.problem(
                    path.name_span.clone(),
                    format!("the path parameter `{name}` is not described, or stands there twice"),
                    "add it to the `parameters` of the path",
                ));
            };
            ordered.push(of_path.remove(index).0);
        }
        Ok((ordered, options.into_iter().map(|(parameter, _)| parameter).collect()))
    }

    /// The way to the operation: what `x-rust-chain` says, or what follows from the path.
    fn chain(
        &self,
        path: &Member,
        method: &Member,
        parameters: &[Parameter],
        is_list: bool,
    ) -> Result<Chain, Diagnostic> {
        let node = &method.value;
        let (place, chain) = match node.get("x-rust-chain") {
            Some(given) => (&given.span, chain::parse(given.as_str().unwrap_or_default())),
            None => (&path.name_span, chain::of_path(&path.name, &method.name, is_list)),
        };
        let chain = chain.map_err(|message| {
            self.source.problem(
                place.clone(),
                format!("this is no chain: {message}"),
                "write sub-clients and a method as `x-rust-chain`, such as `customer(customer-id).users.list`",
            )
        })?;
        let taken: Vec<_> =
            chain.links.iter().filter_map(|link| link.parameter.as_deref()).collect();
        let wanted: Vec<_> = parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        if taken == wanted {
            return Ok(chain);
        }
        Err(self.source.problem(
            place.clone(),
            format!("the chain takes [{}], the path [{}]", taken.join(", "), wanted.join(", ")),
            "name the parameters of the path in its order: `customer(customer-id)`",
        ))
    }

    fn sign_in(&self, node: &Node) -> Result<Vec<SignIn>, Diagnostic> {
        let security =
            node.get("security").or_else(|| self.description.root().root.get("security"));
        let alternatives = security.map(Node::elements).unwrap_or_default();
        let ways: Option<Vec<_>> = alternatives
            .iter()
            .map(|alternative| match alternative.members() {
                [way] if way.name == "appUser" => Some(SignIn::AppUser),
                [way] if way.name == "appOnly" => Some(SignIn::AppOnly),
                _ => None,
            })
            .collect();
        ways.filter(|ways| !ways.is_empty()).ok_or_else(|| {
            self.source.problem(
                node.get("security").map_or_else(|| first(node), |node| node.span.clone()),
                "neither the operation nor `openapi.json` says how to sign in",
                "write `\"security\": [{\"appUser\": […]}]`, with `appOnly` beside it where that will do",
            )
        })
    }

    /// The parameter or response that a `$ref` within the description means, and its file.
    pub(super) fn dereference(&self, node: &'a Node) -> Result<(&'a Source, &'a Node), Diagnostic> {
        let Some(reference) = node.get("$ref") else { return Ok((self.source, node)) };
        reference
            .as_str()
            .and_then(|text| self.description.find(&self.source.path, text))
            .filter(|(_, target)| target.get("$ref").is_none())
            .ok_or_else(|| {
                self.at(
                    reference,
                    "this leads nowhere".into(),
                    "refer to `#/components/…` of this file, or of `../openapi.json` from a family's",
                )
            })
    }

    fn text<'b>(&self, node: &'b Node, name: &str, example: &str) -> Result<&'b str, Diagnostic> {
        node.str(name).filter(|text| !text.trim().is_empty()).ok_or_else(|| {
            self.source.problem(
                node.get(name).map_or_else(|| first(node), |node| node.span.clone()),
                format!("the operation has no `{name}`"),
                format!("write one, such as `\"{name}\": \"{example}\"`"),
            )
        })
    }

    pub(super) fn at(&self, node: &Node, message: String, help: &str) -> Diagnostic {
        self.source.problem(node.span.clone(), message, help)
    }
}
