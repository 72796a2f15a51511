//! The client, before it is text.

use crate::model::Docs;

/// Everything to generate.
#[derive(Debug)]
pub(super) struct Api {
    /// The operations, in the order of the description.
    pub(super) operations: Vec<Operation>,
    /// The headers that every operation takes.
    pub(super) every_call: Vec<Parameter>,
}

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
    /// Where it is to be had; `None` for every cloud.
    pub(super) clouds: Option<Vec<&'static str>>,
    /// The ways to sign in that it takes.
    pub(super) sign_in: Vec<SignIn>,
    /// How the client leads to it.
    pub(super) chain: Chain,
}

/// What answers a request that succeeded.
#[derive(Debug, Default)]
pub(super) struct Output {
    /// The type of the body; `None` where there is none.
    pub(super) ty: Option<TypePath>,
    /// Whether there may be no body.
    pub(super) may_be_empty: bool,
    /// Whether the type is a list.
    pub(super) is_list: bool,
    /// Whether it is a page of several.
    pub(super) paged: bool,
    /// The object type that a body of the type has.
    pub(super) object_type: Option<String>,
    /// That of the items of a list.
    pub(super) item_type: Option<String>,
}

/// The body of a request.
#[derive(Debug)]
pub(super) struct Body {
    /// The name of its field.
    pub(super) field: String,
    /// Its type.
    pub(super) ty: TypePath,
    /// What it is.
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
    /// Whether `Debug` must not show it.
    pub(super) personal: bool,
    /// Its documentation.
    pub(super) docs: Docs,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
}

/// The type of a parameter's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ParameterType {
    String,
    Integer,
    Bool,
    /// A type of the models that is text.
    Named(TypePath),
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
