//! Names in Rust.

use heck::{ToPascalCase, ToSnakeCase};

use crate::resolve::is_identifier;

/// `listUserLicenses` → `list_user_licenses`, `MS-RequestId` → `request_id`: the prefixes that mark
/// Microsoft's headers say nothing to whoever reads the name of a field.
pub(super) fn field(name: &str) -> String {
    let name = name.strip_prefix("MS-").or_else(|| name.strip_prefix("X-")).unwrap_or(name);
    name.to_snake_case()
}

/// `listUserLicenses` → `ListUserLicenses`
pub(super) fn type_name(name: &str) -> String {
    name.to_pascal_case()
}

/// Whether it can be the name of a field, a method or a module.
pub(super) fn is_lower(name: &str) -> bool {
    is_identifier(name)
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The sub-client at the end of these names: `customer`, `users` → `CustomerUsersClient`.
pub(super) fn client<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(type_name).collect::<String>() + "Client"
}
