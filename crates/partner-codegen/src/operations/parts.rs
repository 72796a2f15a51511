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

/// The names in braces of a path; `None` where a part is only half of one.
pub(super) fn placeholders(path: &str) -> Option<Vec<&str>> {
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
