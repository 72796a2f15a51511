//! Stage 2: the Rust types of the client.

use crate::diagnostic::{Diagnostic, Diagnostics, finish};
use crate::json::{Member, Node};
use crate::load::Source;
use crate::model::{Docs, Model};

use super::chain;
use super::dialect::first;
use super::distinct;
use super::model::{Api, Body, Chain, Operation, Output, Parameter, Place, SignIn};
use super::names;
use super::parameters::parameter;
use super::types::Types;

/// Decides the Rust types of all operations.
pub(super) fn build(source: &Source, models: &Model) -> Result<Api, Diagnostics> {
    let mut builder = Builder { source, types: Types { source, models }, problems: Vec::new() };
    let every_call = builder.every_call();
    let mut operations = Vec::new();
    for path in source.root.get("paths").map(Node::members).unwrap_or_default() {
        for method in path.value.members() {
            match builder.operation(path, method, &every_call) {
                Ok(operation) => operations.push((operation, &method.value)),
                // What every call takes is looked at again where an operation refers to it.
                Err(problem) if builder.problems.contains(&problem) => {}
                Err(problem) => builder.problems.push(problem),
            }
        }
    }
    distinct::check(source, &operations, &mut builder.problems);
    let operations = operations.into_iter().map(|(operation, _)| operation).collect();
    let every_call = every_call.into_iter().map(|(parameter, _)| parameter).collect();
    finish(Api { operations, every_call }, builder.problems)
}

struct Builder<'a> {
    source: &'a Source,
    types: Types<'a>,
    problems: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    /// The headers that every operation takes, with the places where they are described.
    fn every_call(&mut self) -> Vec<(Parameter, &'a Node)> {
        let all = self.source.root.pointer("/components/parameters").map(Node::members);
        let mut found: Vec<(Parameter, &Node)> = Vec::new();
        for member in all.unwrap_or_default() {
            if member.value.is_true("x-every-call") {
                match parameter(&member.value, &self.types) {
                    Ok(parameter) => found.push((parameter, &member.value)),
                    Err(problem) => self.problems.push(problem),
                }
            }
        }
        found
    }

    fn operation(
        &mut self,
        path: &Member,
        method: &Member,
        every_call: &[(Parameter, &Node)],
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
        let (path_parameters, options) = self.parameters(path, node, every_call)?;
        let output = self.output(node)?;
        Ok(Operation {
            id: id.to_owned(),
            type_name: names::type_name(id),
            module,
            method: match method.name.as_str() {
                "post" => "POST",
                "put" => "PUT",
                "patch" => "PATCH",
                "delete" => "DELETE",
                _ => "GET",
            },
            path: path.name.clone(),
            summary: summary.to_owned(),
            docs,
            chain: self.chain(node, &path_parameters)?,
            path_parameters,
            options,
            body: self.body(node)?,
            output,
            paged: node.is_true("x-paged"),
            sign_in: self.sign_in(node)?,
        })
    }

    /// The parameters of the path in its order, and the others beyond those of every call.
    fn parameters(
        &mut self,
        path: &Member,
        node: &Node,
        every_call: &[(Parameter, &Node)],
    ) -> Result<(Vec<Parameter>, Vec<Parameter>), Diagnostic> {
        let mut common: Vec<bool> = vec![false; every_call.len()];
        let mut own: Vec<(Parameter, &Node)> = Vec::new();
        for entry in node.get("parameters").map(Node::elements).unwrap_or_default() {
            let described = self.dereference(entry)?;
            if let Some(index) =
                every_call.iter().position(|(_, other)| std::ptr::eq(*other, described))
            {
                common[index] = true;
                continue;
            }
            let parameter = parameter(described, &self.types)?;
            if let Some((other, _)) = own.iter().find(|(other, _)| {
                other.field == parameter.field
                    || (other.name == parameter.name && other.place == parameter.place)
            }) {
                return Err(self.at(
                    entry,
                    format!(
                        "`{}` and `{}` both become the field `{}`",
                        other.name, parameter.name, parameter.field
                    ),
                    "give one of them an `x-rust-name`, or leave it out",
                ));
            }
            own.push((parameter, entry));
        }
        if let Some(index) = common.iter().position(|there| !there) {
            return Err(self.source.problem(
                node.get("parameters").map_or_else(|| first(node), first),
                format!("the operation does not take `{}`", every_call[index].0.name),
                "every call does (`x-every-call`): `$ref` it among the `parameters`",
            ));
        }
        let (mut of_path, options): (Vec<_>, Vec<_>) =
            own.into_iter().partition(|(parameter, _)| parameter.place == Place::Path);
        let wanted = placeholders(&path.name).ok_or_else(|| {
            self.source.problem(
                path.name_span.clone(),
                format!("`{}` is not a path", path.name),
                "write a path such as `/v1/customers/{customer-id}/users`, each parameter a part of its own",
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
            let Some(index) = index else {
                return Err(self.source.problem(
                    path.name_span.clone(),
                    format!("the path parameter `{name}` is not described, or stands there twice"),
                    "add it to the `parameters` of each operation of this path",
                ));
            };
            ordered.push(of_path.remove(index).0);
        }
        Ok((ordered, options.into_iter().map(|(parameter, _)| parameter).collect()))
    }

    fn body(&self, node: &Node) -> Result<Option<Body>, Diagnostic> {
        let Some(body) = node.get("requestBody") else { return Ok(None) };
        if !body.is_true("required") {
            return Err(self.source.problem(
                first(body),
                "the body may be left out, and the client always sends one",
                "write `\"required\": true`, or leave the body out",
            ));
        }
        let ty = self.types.find(self.content(body)?)?.0;
        Ok(Some(Body {
            field: names::field(&ty.name),
            ty,
            description: body.str("description").unwrap_or_default().to_owned(),
        }))
    }

    /// What answers a request that succeeded.
    fn output(&self, node: &Node) -> Result<Output, Diagnostic> {
        let responses = node.get("responses").map(Node::members).unwrap_or_default();
        let mut found = Output::default();
        let mut any = false;
        for response in responses.iter().filter(|response| response.name.starts_with('2')) {
            any = true;
            let body = self.dereference(&response.value)?;
            if body.get("content").is_none() {
                found.may_be_empty = true;
                continue;
            }
            let schema = self.content(body)?;
            let (ty, item) = self.types.find(schema)?;
            if node.is_true("x-paged") && !Types::is_envelope(item) {
                return Err(self.at(
                    schema,
                    format!("`{}` is no list, so it can't come page by page", ty.name),
                    "leave `x-paged` out, or refer to a schema that binds the items of a list",
                ));
            }
            if found.ty.as_ref().is_some_and(|other| *other != ty) {
                return Err(self.at(
                    schema,
                    "this operation succeeds with bodies of several types".into(),
                    "describe one type that all of them fit",
                ));
            }
            found.object_type = self.types.object_type(item);
            found.is_list = Types::is_envelope(item);
            found.ty = Some(ty);
        }
        if !any {
            return Err(self.source.problem(
                node.get("responses").map_or_else(|| first(node), first),
                "there is no answer with a status from 200 to 299",
                "describe what the operation answers when it succeeds",
            ));
        }
        if node.is_true("x-paged") && (found.ty.is_none() || found.may_be_empty) {
            return Err(self.at(
                node.get("x-paged").unwrap_or(node),
                "an answer without a body is no page".into(),
                "leave `x-paged` out, or describe a body of each success",
            ));
        }
        Ok(found)
    }

    /// The reference to the schema of a JSON body.
    fn content<'b>(&self, body: &'b Node) -> Result<&'b Node, Diagnostic> {
        let content = body.get("content").map(Node::members).unwrap_or_default();
        match content {
            [json] if json.name == "application/json" => {
                json.value.pointer("/schema/$ref").ok_or_else(|| {
                    self.source.problem(
                        first(&json.value),
                        "the body has no `schema` that is a `$ref`",
                        "move the schema to a file of its own and `$ref` it",
                    )
                })
            }
            _ => Err(self.source.problem(
                body.get("content").map_or_else(|| first(body), first),
                "a body is described by `application/json` and nothing else",
                "write `\"content\": {\"application/json\": {\"schema\": {\"$ref\": \"…\"}}}`",
            )),
        }
    }

    fn chain(&self, node: &Node, path: &[Parameter]) -> Result<Chain, Diagnostic> {
        let text = self.text(node, "x-rust-chain", "customer(customer-id).users.list")?;
        let place = node.get("x-rust-chain").unwrap_or(node);
        let chain = chain::parse(text).map_err(|message| {
            self.at(
                place,
                format!("this is no chain: {message}"),
                "write sub-clients and a method, such as `customer(customer-id).users.list`",
            )
        })?;
        let taken: Vec<_> =
            chain.links.iter().filter_map(|link| link.parameter.as_deref()).collect();
        let wanted: Vec<_> = path.iter().map(|parameter| parameter.name.as_str()).collect();
        if taken == wanted {
            return Ok(chain);
        }
        Err(self.at(
            place,
            format!("the chain takes [{}], the path [{}]", taken.join(", "), wanted.join(", ")),
            "name the parameters of the path in its order: `customer(customer-id)`",
        ))
    }

    fn sign_in(&self, node: &Node) -> Result<Vec<SignIn>, Diagnostic> {
        let alternatives = node.get("security").map(Node::elements).unwrap_or_default();
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
                "the operation does not say how to sign in",
                "write `\"security\": [{\"appUser\": […]}]`, with `appOnly` beside it where that will do",
            )
        })
    }

    /// The parameter or response that a `$ref` within the description means.
    fn dereference(&self, node: &'a Node) -> Result<&'a Node, Diagnostic> {
        let Some(reference) = node.get("$ref") else { return Ok(node) };
        reference
            .as_str()
            .and_then(|text| self.source.root.pointer(text.strip_prefix('#')?))
            .filter(|target| target.get("$ref").is_none())
            .ok_or_else(|| {
                self.at(
                    reference,
                    "this leads nowhere".into(),
                    "refer to `#/components/parameters/…` or `#/components/responses/…`",
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

    fn at(&self, node: &Node, message: String, help: &str) -> Diagnostic {
        self.source.problem(node.span.clone(), message, help)
    }
}

/// The names in braces of a path; `None` where a part is only half of one.
fn placeholders(path: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    for part in path.strip_prefix('/')?.split('/') {
        match part.strip_prefix('{').map(|part| part.strip_suffix('}')) {
            Some(Some(name)) if !name.is_empty() && !name.contains(['{', '}']) => names.push(name),
            None if !part.is_empty() && !part.contains(['{', '}', '?', '#', ' ']) => {}
            _ => return None,
        }
    }
    Some(names)
}
