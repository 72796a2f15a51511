//! An example of each method of a client: how one gets there, what it takes, and what comes back.

use proc_macro2::TokenStream;
use quote::quote;

use crate::operations::model::{
    Body, Examples, Operation, Parameter, ParameterType, Shape, TypePath, ValueType,
};
use crate::render::raw_string;

use super::operation::required;
use super::tree::Node;

/// The documentation that has the example.
pub(super) fn example(operation: &Operation, node: &Node<'_>, examples: &Examples) -> TokenStream {
    let call = call(operation, node, examples);
    let awaited = if call.contains('\n') { "\n    .await?" } else { ".await?" };
    let code = if operation.output.is_paged() {
        format!(
            "use futures::TryStreamExt;\n\n\
             let mut items = {call}?;\n\
             while let Some(item) = items.try_next().await? {{\n    println!(\"{{item:?}}\");\n}}"
        )
    } else if operation.output.is_file() {
        let open = if operation.output.shape == Shape::Maybe {
            format!("let Some(file) = {call}{awaited} else {{ return Ok(()) }};")
        } else {
            format!("let file = {call}{awaited};")
        };
        format!("{open}\nstd::fs::write(\"file\", file.into_bytes().await?)?;")
    } else if operation.output.shape == Shape::Nothing {
        format!("{call}{awaited};")
    } else {
        format!("let answer = {call}{awaited};\nprintln!(\"{{:?}}\", answer.into_model());")
    };
    let body = operation
        .body
        .as_ref()
        .map(|body| format!("let {} = {};\n", body.field, of_body(body, examples)));
    let body = body.unwrap_or_default();
    let code = format!(
        "```no_run\n\
         # async fn example(client: partner_client::PartnerClient) -> Result<(), Box<dyn std::error::Error>> {{\n\
         {body}{code}\n\
         # Ok(())\n\
         # }}\n\
         ```"
    );
    let lines = code.lines().map(|line| {
        let line = if line.is_empty() { String::new() } else { format!(" {line}") };
        quote! { #[doc = #line] }
    });
    quote! { #[doc = ""] #[doc = " # Example"] #[doc = ""] #(#lines)* }
}

/// `client.customer("…").users().list(None)`
fn call(operation: &Operation, node: &Node<'_>, examples: &Examples) -> String {
    let mut given = node.parameters.iter();
    let mut call = String::from("client");
    for link in node.links {
        let taken = link.parameter.as_ref().and_then(|_| given.next());
        let taken = taken.map(|one| value(one, examples)).unwrap_or_default();
        call.push_str(&format!("\n    .{}({taken})", link.name));
    }
    let further = required(operation).skip(node.parameters.len());
    let mut arguments: Vec<_> = further.map(|one| value(one, examples)).collect();
    arguments.extend(operation.body.as_ref().map(|body| body.field.clone()));
    arguments.push("None".into());
    call.push_str(&format!("\n    .{}({})", operation.chain.method, arguments.join(", ")));
    // A short chain stands in one line.
    let short = call.replace("\n    ", "");
    if short.len() <= 80 && !short.contains('\n') { short } else { call }
}

/// A value of a parameter.
fn value(parameter: &Parameter, examples: &Examples) -> String {
    of_type(&parameter.ty, examples)
}

fn of_type(ty: &ParameterType, examples: &Examples) -> String {
    match ty {
        ParameterType::String => "\"text\"".into(),
        ParameterType::Integer => "1".into(),
        ParameterType::Bool => "true".into(),
        ParameterType::File => {
            "partner_client::Upload::new(\"file\", std::fs::read(\"file\")?)".into()
        }
        ParameterType::Named(path) => of_text(path, examples),
        // What it is converted to is not seen: it says its type.
        ParameterType::Json(ValueType::Named(path)) => {
            let name = path
                .folder
                .iter()
                .chain([&path.name])
                .fold(String::new(), |all, part| all + "::" + part);
            let json = json(&ValueType::Named(path.clone()), examples);
            json.replacen("from_str", &format!("from_str::<partner_models{name}>"), 1)
        }
        ParameterType::Json(value) => json(value, examples),
        ParameterType::List(items) => format!("[{}]", of_type(items, examples)),
    }
}

/// A literal of what is text.
fn of_text(path: &TypePath, examples: &Examples) -> String {
    let text = examples.get(&path.name).and_then(|json| serde_json::from_str::<String>(json).ok());
    format!("{:?}", text.as_deref().unwrap_or("text"))
}

fn of_body(body: &Body, examples: &Examples) -> String {
    match &body.ty {
        Some(ty) => json(ty, examples),
        None => "std::fs::read(\"file\")?".into(),
    }
}

/// A value that is read from JSON: that of its type, or of the items of a list.
fn json(ty: &ValueType, examples: &Examples) -> String {
    let text = match ty {
        ValueType::Named(path) => examples.get(&path.name).cloned().unwrap_or_else(|| "{}".into()),
        ValueType::List(items) => match items.path().and_then(|path| examples.get(&path.name)) {
            Some(item) => format!("[{item}]"),
            None => "[]".into(),
        },
        ValueType::String => return "\"text\"".into(),
        ValueType::Integer | ValueType::Number => return "1".into(),
        ValueType::Bool => return "true".into(),
    };
    format!("partner_models::from_str({})?", raw_string(&text))
}
