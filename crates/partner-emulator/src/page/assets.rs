//! The files of the page.

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_ENCODING, CONTENT_SECURITY_POLICY};
use axum::http::{HeaderValue, Response, StatusCode};

use super::{Visit, plain, vendored, with_body};

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The page loads its own files and asks its own server, and makes no markup of text.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'";

/// Swagger UI makes markup of its own, and has pictures in its style sheet.
const REFERENCE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The emulator's own files: where they are below `/_emulator`, what they are, and their text.
const OWN: [(&str, &str, &str); 5] = [
    ("page.css", CSS, include_str!("files/page.css")),
    ("page.js", SCRIPT, include_str!("files/page.js")),
    ("reference", HTML, include_str!("files/reference.html")),
    ("reference.css", CSS, include_str!("files/reference.css")),
    ("reference.js", SCRIPT, include_str!("files/reference.js")),
];

const VENDORED: [(&str, &str); 2] = [("swagger-ui-bundle.js", SCRIPT), ("swagger-ui.css", CSS)];

/// A file below `/_emulator`; the page itself without a name.
pub(super) fn file(visit: &Visit<'_>, name: Option<&str>) -> Response<Body> {
    let Some(name) = name else {
        return page(visit, PAGE_POLICY, include_str!("files/page.html"));
    };
    if let Some((_, kind, text)) = OWN.iter().find(|(own, ..)| *own == name) {
        return match *kind {
            HTML => page(visit, REFERENCE_POLICY, text),
            kind => with_body(visit, kind, Bytes::from_static(text.as_bytes())),
        };
    }
    let known = VENDORED.iter().find(|(vendored, _)| *vendored == name);
    match known.and_then(|(name, kind)| Some((kind, vendored::gzip(name)?))) {
        Some((kind, body)) => {
            let mut response = with_body(visit, kind, body.into());
            if response.status() == StatusCode::OK {
                response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
            response
        }
        None => plain(StatusCode::NOT_FOUND, "The emulator's page has no such part."),
    }
}

fn page(visit: &Visit<'_>, policy: &'static str, text: &'static str) -> Response<Body> {
    let mut response = with_body(visit, HTML, Bytes::from_static(text.as_bytes()));
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::Fault;

    const PAGE: &str = include_str!("files/page.html");

    #[test]
    fn no_file_of_ours_leads_elsewhere() {
        for (name, text) in OWN.iter().map(|(name, _, text)| (*name, *text)).chain([("/", PAGE)]) {
            for place in ["http:", "https:", "\"//", "'//", "url(", "@import", "eval(", "innerHTML"]
            {
                assert!(!text.contains(place), "{name} has {place}");
            }
            assert!(text.len() < 32 << 10, "{name} is meant to be small");
        }
        for (name, text) in [("/", PAGE), ("reference", OWN[2].2)] {
            for inline in ["<style", " style=", "<script>", " onclick=", "javascript:"] {
                assert!(!text.contains(inline), "{name} has {inline}, which its policy forbids");
            }
        }
    }

    /// What stands in quotes behind a text.
    fn values<'a>(text: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
        text.split(before).skip(1).filter_map(|rest| rest.split('"').next())
    }

    #[test]
    fn every_file_that_a_page_asks_for_is_there() {
        let own = OWN.iter().map(|(name, ..)| *name);
        let all: Vec<_> = own.chain(VENDORED.iter().map(|(name, _)| *name)).collect();
        for page in [PAGE, OWN[2].2] {
            for wanted in values(page, "src=\"").chain(values(page, "href=\"")) {
                let name = wanted.strip_prefix("/_emulator/");
                let is_elsewhere = matches!(wanted, "/" | "data:,") || wanted.starts_with('#');
                assert!(is_elsewhere || name.is_some_and(|name| all.contains(&name)), "{wanted}");
            }
        }
    }

    #[test]
    fn the_page_offers_every_kind_of_fault_and_no_other() {
        let form = PAGE.split("id=\"fault-kind\"").nth(1).expect("the choice of faults");
        let form = form.split("</select>").next().expect("it ends");
        let offered: Vec<_> = values(form, "<option value=\"").collect();
        for fault in &offered {
            assert!(fault.parse::<Fault>().is_ok(), "{fault}");
        }
        let all = "none".parse::<Fault>().expect_err("there is no such fault").to_string();
        let (_, all) = all.split_once("one of ").expect("the error tells all kinds");
        let kinds = all.trim_end_matches(" is wanted").replace(" and ", ", ");
        for kind in kinds.split(", ") {
            let name = kind.split('=').next().unwrap_or_default();
            let is_offered = |fault: &&&str| fault.split('=').next() == Some(name);
            assert!(offered.iter().any(|fault| is_offered(&fault)), "{name} is not offered");
        }
    }
}
