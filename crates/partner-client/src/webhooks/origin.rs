//! Where certificates may be fetched from.

use http::Uri;

use super::WebhookError;

/// A scheme, a host and a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    is_https: bool,
    host: String,
    port: u16,
}

impl Origin {
    /// That of a URL. One with a user's name in it is none: it is there to deceive.
    pub(super) fn of(uri: &Uri) -> Option<Self> {
        let is_https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return None,
        };
        let authority = uri.authority()?;
        if authority.as_str().contains('@') || authority.host().is_empty() {
            return None;
        }
        // A port that is no number is not one that is left out.
        let port = match authority.as_str().strip_prefix(authority.host())? {
            "" => {
                if is_https {
                    443
                } else {
                    80
                }
            }
            port => port.strip_prefix(':')?.parse().ok()?,
        };
        Some(Self { is_https, host: authority.host().to_ascii_lowercase(), port })
    }

    /// That of a text that has nothing but an origin in it.
    pub(super) fn read(text: &str) -> Result<Self, WebhookError> {
        let uri: Uri = text.parse().map_err(|_| WebhookError::Origin)?;
        let is_bare =
            matches!(uri.path(), "" | "/") && uri.query().is_none() && !text.contains('#');
        Self::of(&uri).filter(|_| is_bare).ok_or(WebhookError::Origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Origin> {
        Origin::of(&text.parse().ok()?)
    }

    #[test]
    fn the_port_and_the_case_of_the_host_are_no_difference() {
        let origin = Origin::read("https://Example.com").expect("an origin");
        for same in
            ["https://example.com:443/a?b", "HTTPS://EXAMPLE.COM/", "https://example.com/@x"]
        {
            assert_eq!(of(same).as_ref(), Some(&origin), "{same}");
        }
        for other in [
            "http://example.com/",
            "https://example.com:444/",
            "https://example.com.evil.com/",
            "https://evil.com/example.com",
            "https://example.com./",
            "https://www.example.com/",
        ] {
            assert_ne!(of(other).as_ref(), Some(&origin), "{other}");
        }
        for none in [
            "https://example.com@evil.com/",
            "https://user@example.com/",
            "https://example.com:/",
            "https://example.com:99999/",
            "ftp://example.com/",
            "//example.com/",
            "/example.com",
            "example.com",
            "",
        ] {
            assert_eq!(of(none), None, "{none}");
        }
        for none in
            ["https://example.com/a", "https://example.com?a", "https://example.com#a", "https://"]
        {
            assert!(matches!(Origin::read(none), Err(WebhookError::Origin)), "{none}");
        }
        assert_ne!(of("http://[::1]:8080/"), of("http://[::1]/"));
    }
}
