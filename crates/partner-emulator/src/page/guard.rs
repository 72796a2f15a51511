//! Who may see the page and command.
//!
//! There is no token to ask for: whoever can call from this machine may. What is kept out are other
//! machines, and the pages of web sites that a browser on this machine has open:
//!
//! - The connection must come from this machine (loopback), whatever address the emulator listens on.
//! - `Host` must name this machine. A site whose own name leads to 127.0.0.1 (DNS rebinding) fails here.
//! - `Origin` must be the emulator's own, if the browser sends it; it does so with every `POST`.
//! - `Sec-Fetch-Site` must say that the request is the page's own, unless somebody follows a link.
//! - No answer has a CORS header, and each says that it is not to be embedded.

use axum::body::Body;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HOST, HeaderName, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, Response};

use super::Visit;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// What a page may load where nothing else is said: nothing.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

/// Why a visit is refused, if it is.
pub(super) fn admit(visit: &Visit<'_>) -> Result<(), &'static str> {
    let is_near = visit.peer.is_some_and(|peer| peer.0.ip().to_canonical().is_loopback());
    if !is_near {
        return Err("The page and commands are for this machine alone.");
    }
    let host = one(visit.headers, &HOST)
        .filter(|host| is_loopback(host))
        .ok_or("Host: localhost, 127.0.0.1 or [::1] is wanted.")?;
    if visit.headers.contains_key(ORIGIN) {
        let origin = one(visit.headers, &ORIGIN).unwrap_or_default();
        let own = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        if !own.is_some_and(|own| own.eq_ignore_ascii_case(host)) {
            return Err("Another page may not command.");
        }
    }
    let site = one(visit.headers, &FETCH_SITE);
    let is_own = matches!(site, None | Some("same-origin" | "none"));
    let is_link = one(visit.headers, &FETCH_MODE) == Some("navigate");
    if !(is_own || is_link && *visit.method == Method::GET) {
        return Err("Another page may not ask.");
    }
    Ok(())
}

/// The one value of a header; `None` where there are several.
fn one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() { None } else { value.to_str().ok() }
}

/// Whether a host, with or without a port, is this machine.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let address = name.parse::<std::net::IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// Adds the headers that keep an answer from being used by other pages, and guessed at.
pub(super) fn protect(response: &mut Response<Body>) {
    let headers = response.headers_mut();
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (RESOURCE_POLICY, "same-origin"),
        (OPENER_POLICY, "same-origin"),
        (CONTENT_SECURITY_POLICY, NOTHING),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Peer;
    use super::*;

    #[test]
    fn hosts_of_this_machine_are_known() {
        for host in
            ["localhost", "LOCALHOST:8443", "127.0.0.1:1", "127.9.9.9", "[::1]:8443", "[::1]"]
        {
            assert!(is_loopback(host), "{host}");
        }
        for host in
            ["", "evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "10.0.0.1", "[::2]"]
        {
            assert!(!is_loopback(host), "{host}");
        }
    }

    /// Whether a call with these headers is let in, from that address.
    fn is_let_in(from: &str, method: &Method, headers: &[(&'static str, &'static str)]) -> bool {
        let mut all = HeaderMap::new();
        for (name, value) in headers {
            all.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let peer = Some(Peer(from.parse().expect("an address")));
        let visit = Visit { peer, method, path: "/", query: None, headers: &all, body: b"" };
        admit(&visit).is_ok()
    }

    #[test]
    fn other_machines_and_pages_are_kept_out() {
        let (get, post, near) = (&Method::GET, &Method::POST, "127.0.0.1:9");
        let host = ("host", "localhost:8443");
        assert!(is_let_in(near, post, &[host]), "curl");
        assert!(is_let_in("[::ffff:127.0.0.1]:9", post, &[host]), "curl, by IPv6");
        assert!(!is_let_in("192.0.2.1:9", get, &[host]), "another machine");
        assert!(!is_let_in(near, get, &[]), "no host");
        assert!(!is_let_in(near, get, &[host, ("host", "evil.example")]), "two hosts");
        assert!(!is_let_in(near, get, &[("host", "evil.example:8443")]), "rebinding");
        for (origin, expected) in [
            ("https://localhost:8443", true),
            ("http://localhost:8443", true),
            ("https://localhost:3000", false),
            ("https://evil.example", false),
            ("null", false),
        ] {
            assert_eq!(is_let_in(near, post, &[host, ("origin", origin)]), expected, "{origin}");
        }
        let from = |site, mode| [host, ("sec-fetch-site", site), ("sec-fetch-mode", mode)];
        assert!(is_let_in(near, get, &from("none", "navigate")), "typed");
        assert!(is_let_in(near, get, &from("same-origin", "cors")), "the page's own");
        assert!(is_let_in(near, get, &from("cross-site", "navigate")), "a link");
        assert!(!is_let_in(near, post, &from("cross-site", "navigate")), "a form");
        assert!(!is_let_in(near, get, &from("same-site", "no-cors")), "a script of another port");
    }
}
