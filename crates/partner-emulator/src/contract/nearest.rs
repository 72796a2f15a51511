//! The operation that somebody may have meant.

use super::{Contract, Operation, Segment};

/// What it costs to leave a part out, or to put one in; nothing that is the same costs anything.
const MISSING: usize = 10;

/// What it costs that a part is a parameter: less than a wrong word, more than the right one.
const PARAMETER: usize = 2;

impl Contract {
    /// The described method and path that are nearest to those of a call; `None` where nothing is
    /// described.
    pub(crate) fn nearest(&self, method: &str, path: &[String]) -> Option<String> {
        let parts: Vec<_> = path.iter().map(|part| part.to_lowercase()).collect();
        let cost = |operation: &&Operation| {
            // Of those with the same path the one with the method.
            2 * distance(&operation.segments, &parts) + usize::from(operation.method != method)
        };
        let nearest = self.operations.iter().min_by_key(cost)?;
        Some(format!("{} {}", nearest.method, nearest.template))
    }
}

/// How much there is to change until the parts are a template's (Levenshtein's distance, by parts).
fn distance(template: &[Segment], parts: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=parts.len()).map(|count| count * MISSING).collect();
    for (index, segment) in template.iter().enumerate() {
        let mut before = row[0];
        row[0] = (index + 1) * MISSING;
        for (column, part) in parts.iter().enumerate() {
            let replaced = before + difference(segment, part);
            before = row[column + 1];
            row[column + 1] = replaced.min(row[column] + MISSING).min(before + MISSING);
        }
    }
    row[parts.len()]
}

/// From 0 for the same to twice the cost of a missing part.
fn difference(segment: &Segment, part: &str) -> usize {
    match segment {
        Segment::Parameter(_) => PARAMETER,
        Segment::Text(text) => {
            let longest = text.chars().count().max(part.chars().count()).max(1);
            2 * MISSING * strsim::levenshtein(text, part) / longest
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_have_been_meant_is_told() {
        let contract = Contract::embedded().unwrap_or_else(|error| panic!("{error}"));
        let nearest = |method, path: &str| {
            let parts: Vec<_> =
                path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
            contract.nearest(method, &parts).unwrap_or_default()
        };
        for (method, path, expected) in [
            ("GET", "/v1/customers/A/user", "GET /v1/customers/{customer-id}/users"),
            ("GET", "/v1/customer/A/users/B", "GET /v1/customers/{customer-id}/users/{user-id}"),
            (
                "GET",
                "/customers/A/subscribedSkus",
                "GET /v1/customers/{customer-id}/subscribedskus",
            ),
            (
                "GET",
                "/v1/customers/A/users/B/licences",
                "GET /v1/customers/{customer-id}/users/{user-id}/licenses",
            ),
            (
                "POST",
                "/v1/customers/A/users/B/licenseupdate",
                "POST /v1/customers/{customer-id}/users/{user-id}/licenseupdates",
            ),
        ] {
            assert_eq!(nearest(method, path), expected, "{path}");
        }
        assert!(!nearest("GET", "/").is_empty());
        let none = Contract::read(r#"{"paths": {}}"#).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(none.nearest("GET", &[]), None);
    }
}
