//! The client, before it is text.

use std::collections::BTreeMap;

use crate::model::Docs;

use super::envelopes::Envelope;

/// Everything to generate.
#[derive(Debug)]
pub(super) struct Api {
    /// The operations, in the order of the description.
    pub(super) operations: Vec<Operation>,
    /// The headers that every operation takes.
    pub(super) every_call: Vec<Parameter>,
    /// What is around lists.
    pub(super) envelopes: Vec<Envelope>,
    /// The first example of each type of the models that has one, as JSON.
    pub(super) examples: Examples,
}

/// JSON by the name of its type.
pub(super) type Examples = BTreeMap<String, String>;

/// One operation.
#[derive(Debug)]
pub(super) struct Operation {
    /// Its `operationId`.
    pub(super) id: String,
    /// The family that it belongs to; `None` where `openapi.json` has it.
    pub(super) family: Option<String>,
    /// The name of its type; that of its options is this and `Options`.
    pub(super) type_name: String,
    /// The name of its module.
    pub(super) module: String,
    /// The HTTP method, in capitals.
    pub(super) method: &'static str,
    /// The path with its parameters in braces.
    pub(super) path: String,
    /// What it does; the first line is the summary.
    pub(super) summary: String,
    /// Its documentation, without the summary.
    pub(super) docs: Docs,
    /// The parameters that the path needs, in its order.
    pub(super) path_parameters: Vec<Parameter>,
    /// The other parameters, in the order of the description.
    pub(super) options: Vec<Parameter>,
    /// The body that it sends.
    pub(super) body: Option<Body>,
    /// What it answers with.
    pub(super) output: Output,
    /// Where its answers lead.
    pub(super) follows: Vec<Follow>,
    /// Its own hosts; none where it is on that of the API.
    pub(super) servers: Vec<Server>,
    /// Where it is to be had; `None` for every cloud.
    pub(super) clouds: Option<Vec<&'static str>>,
    /// The ways to sign in that it takes.
    pub(super) sign_in: Vec<SignIn>,
    /// How the client leads to it.
    pub(super) chain: Chain,
}

/// What answers a request that succeeded.
#[derive(Debug)]
pub(super) struct Output {
    /// The answers that are a success, in the order of the description.
    pub(super) successes: Vec<Success>,
    /// What they are together.
    pub(super) shape: Shape,
}

/// What the successes of an operation are together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// None has a body.
    Nothing,
    /// None has a body, and 404 is an answer, too.
    Exists,
    /// All have a body of one type.
    One,
    /// Some have a body, of one type.
    Maybe,
    /// Bodies of several types.
    Either,
}

/// A success.
#[derive(Debug)]
pub(super) struct Success {
    /// Its status: `200` or `2XX`.
    pub(super) status: String,
    /// What it is.
    pub(super) description: String,
    /// What its body is.
    pub(super) content: Content,
}

/// What the body of an answer is.
#[derive(Debug, PartialEq)]
pub(super) enum Content {
    /// There is none.
    Nothing,
    /// A file of one of these media types.
    File(Vec<String>),
    /// Text of that media type.
    Text(String),
    /// JSON.
    Json(Json),
}

/// JSON of a type.
#[derive(Debug, PartialEq)]
pub(super) struct Json {
    /// The type.
    pub(super) ty: ValueType,
    /// Of a list: whether it comes page by page.
    pub(super) pages: Option<bool>,
    /// Of a list in pages: the parameter of the query that counts the items before a page.
    pub(super) offset: Option<String>,
    /// The object type that a body of the type has.
    pub(super) object_type: Option<String>,
    /// That of the items of a list.
    pub(super) item_type: Option<String>,
}

impl Output {
    /// The body that all answers have that have any.
    pub(super) fn content(&self) -> Option<&Content> {
        let one = matches!(self.shape, Shape::One | Shape::Maybe);
        let mut all = self.successes.iter().map(|success| &success.content);
        all.find(|content| one && **content != Content::Nothing)
    }

    /// The JSON of an operation that always answers with it.
    pub(super) fn json(&self) -> Option<&Json> {
        match self.content() {
            Some(Content::Json(json)) => Some(json),
            _ => None,
        }
    }

    /// Whether the answer is a page of several.
    pub(super) fn is_paged(&self) -> bool {
        self.json().is_some_and(|json| json.pages == Some(true))
    }

    /// Whether the answer is a list.
    pub(super) fn is_list(&self) -> bool {
        self.json().is_some_and(|json| json.pages.is_some() || json.ty.is_list())
    }

    /// Whether the answer is a file.
    pub(super) fn is_file(&self) -> bool {
        matches!(self.content(), Some(Content::File(_)))
    }

    /// The types of the models that the answers name.
    pub(super) fn types(&self) -> impl Iterator<Item = &TypePath> {
        self.successes.iter().filter_map(|success| match &success.content {
            Content::Json(json) => json.ty.path(),
            _ => None,
        })
    }
}

/// The body of a request.
#[derive(Debug)]
pub(super) struct Body {
    /// The name of its field.
    pub(super) field: String,
    /// Its type; `None` for bytes.
    pub(super) ty: Option<ValueType>,
    /// Its media type.
    pub(super) media: String,
    /// Whether it is the fields of a form.
    pub(super) is_form: bool,
    /// What it is.
    pub(super) description: String,
}

/// The type of a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ValueType {
    /// A type of the models.
    Named(TypePath),
    /// A list without anything around it.
    List(Box<ValueType>),
    String,
    Integer,
    Number,
    Bool,
}

impl ValueType {
    /// The type of the models in it.
    pub(super) fn path(&self) -> Option<&TypePath> {
        match self {
            Self::Named(path) => Some(path),
            Self::List(items) => items.path(),
            _ => None,
        }
    }

    /// Whether it is a list without anything around it.
    pub(super) fn is_list(&self) -> bool {
        matches!(self, Self::List(_))
    }
}

/// A host of an operation that is not that of the API.
#[derive(Debug)]
pub(super) struct Server {
    /// Its URL.
    pub(super) url: String,
    /// What an access token for it is asked for.
    pub(super) scope: String,
    /// The clouds that have it; `None` for all.
    pub(super) clouds: Option<Vec<&'static str>>,
}

/// The way from an answer to another operation.
#[derive(Debug)]
pub(super) struct Follow {
    /// The name of the function.
    pub(super) name: String,
    /// The `operationId` of the other.
    pub(super) to: String,
    /// What there is to say.
    pub(super) description: String,
}

/// A parameter.
#[derive(Debug, Clone)]
pub(super) struct Parameter {
    /// Its name in the request.
    pub(super) name: String,
    /// Where it goes.
    pub(super) place: Place,
    /// The name of its field.
    pub(super) field: String,
    /// The type of its value.
    pub(super) ty: ParameterType,
    /// Whether a request without it makes no sense.
    pub(super) required: bool,
    /// What is sent where nothing is set.
    pub(super) default: Option<String>,
    /// What is always sent: nobody sets it.
    pub(super) fixed: Option<String>,
    /// The fields of the request that lead to what is sent where nothing is set.
    pub(super) from: Option<Vec<Step>>,
    /// Whether `Debug` must not show it.
    pub(super) personal: bool,
    /// Its documentation.
    pub(super) docs: Docs,
}

/// A step from a value to a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// The name of the field.
    pub(super) field: String,
    /// Whether it is always there.
    pub(super) required: bool,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
    /// A part of a form.
    Part,
}

/// The type of a parameter's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ParameterType {
    String,
    Integer,
    Bool,
    /// A type of the models that is text.
    Named(TypePath),
    /// A file to be sent.
    File,
    /// A value that is sent as the text of its JSON.
    Json(ValueType),
    /// Several; the name is repeated for each.
    List(Box<ParameterType>),
}

/// A type of the models.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TypePath {
    /// The family.
    pub(super) folder: Vec<String>,
    /// The name.
    pub(super) name: String,
    /// What it is a list of, where it is generic.
    pub(super) of: Option<Box<TypePath>>,
}

/// A way to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SignIn {
    AppUser,
    AppOnly,
}

/// The way from the client to an operation: `customer(customer-id).users.list`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chain {
    /// The sub-clients.
    pub(super) links: Vec<Link>,
    /// The method of the last one.
    pub(super) method: String,
}

/// A step from a client to a sub-client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// The name of the method.
    pub(super) name: String,
    /// The path parameter that it takes.
    pub(super) parameter: Option<String>,
}
