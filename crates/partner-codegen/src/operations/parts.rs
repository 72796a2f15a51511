//! Parts of a description that are read alike wherever they stand.

/// The media type of a form in parts.
pub(super) const MULTIPART: &str = "multipart/form-data";

/// The media type of a form as browsers send it.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// Whether a media type is JSON, such as `application/json` or `application/merge-patch+json`.
pub(super) fn is_json(media: &str) -> bool {
    media == "application/json" || media.starts_with("application/") && media.ends_with("+json")
}

/// Whether it can be a media type: two names with a slash between them, and no parameters.
pub(super) fn is_media_type(text: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    text.split_once('/').is_some_and(|(kind, name)| is_name(kind) && is_name(name))
}

/// The names in braces of a path; `None` where one is only half of one, or has nothing that tells it from the
/// next: `/orders/{id}`, `/sheets(market='{market}',view='{view}')`.
pub(super) fn placeholders(path: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    for part in path.strip_prefix('/')?.split('/') {
        if part.is_empty() || part.contains("}{") {
            return None;
        }
        let mut rest = part;
        while let Some((before, behind)) = rest.split_once('{') {
            let (name, behind) = behind.split_once('}')?;
            if name.is_empty() || !is_literal(before) || name.contains('{') {
                return None;
            }
            names.push(name);
            rest = behind;
        }
        if !is_literal(rest) {
            return None;
        }
    }
    Some(names)
}

/// Whether it can stand in a path as it is.
fn is_literal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte))
}
