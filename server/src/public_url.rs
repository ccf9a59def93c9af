//! The address at which people reach this server: what the host declares, and what requests may say of it.

use url::{Host, Url};

/// Why an address cannot be the one that people use.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// No scheme that browsers use, or no host.
    #[error(
        "--public-url must be a whole address as people use it, such as https://ateliers.example.org, and not \"{0}\""
    )]
    NotWhole(String),
    /// Something follows the host, such as a path.
    #[error(
        "--public-url must end with the host (and its port), because Maillage answers at the root of one: give \
            {origin}, without \"{rest}\""
    )]
    NotAtTheRoot {
        /// The part that would be right.
        origin: String,
        /// The part that has to go.
        rest: String,
    },
}

/// The origin that this address names: scheme, host in small letters, and the port where it is not the scheme's own; no
/// slash at the end.
///
/// # Errors
/// When it is no address, or names more than an origin.
pub fn parse(typed: &str) -> Result<String, Error> {
    let url = web(typed.trim()).ok_or_else(|| Error::NotWhole(typed.to_owned()))?;
    let origin = url.origin().ascii_serialization();
    let rest = [
        url.username(),
        url.password().unwrap_or_default(),
        url.path().trim_matches('/'),
        url.query().unwrap_or_default(),
        url.fragment().unwrap_or_default(),
    ];
    match rest.into_iter().find(|rest| !rest.is_empty()) {
        Some(rest) => Err(Error::NotAtTheRoot { origin, rest: rest.to_owned() }),
        None => Ok(origin),
    }
}

fn web(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some())
}

/// The origin of a request's `Origin` header, in the form of [`parse`].
pub(crate) fn origin_of(header: &str) -> Option<String> {
    web(header).map(|url| url.origin().ascii_serialization())
}

/// The origin of this `Host` header under a scheme.
pub(crate) fn origin_at(scheme: &str, host: &str) -> Option<String> {
    // A host header holds no more than host and port.
    let plain = !host.contains(['/', '?', '#', '@', '\\']);
    web(&format!("{scheme}://{host}")).filter(|_| plain).map(|url| url.origin().ascii_serialization())
}

/// How this server was reached, by a name that nobody far away can have given it: an address, or a name of this machine
/// or its network. Links and QR codes may be made of it. Any other name could be made up by whoever sends the request,
/// or lead here by a trick of their DNS: it has to be declared (`--public-url`).
pub(crate) fn reached_nearby(host: &str) -> Option<String> {
    /// Names that no public DNS gives out (RFC 6761, 6762, 8375; `.internal`: ICANN 2024; `.lan`, `.home`: what routers
    /// of homes and halls use).
    const NEARBY: &[&str] = &[".localhost", ".local", ".home.arpa", ".internal", ".lan", ".home"];
    let origin = origin_at("http", host)?;
    let is_near = match web(&origin)?.host()? {
        Host::Ipv4(_) | Host::Ipv6(_) => true,
        // A single word is a name of this network.
        Host::Domain(name) => {
            !name.trim_end_matches('.').contains('.')
                || NEARBY.iter().any(|end| name.trim_end_matches('.').ends_with(end))
        }
    };
    is_near.then_some(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_an_origin_and_is_kept_in_one_form() {
        for (typed, origin) in [
            ("https://ateliers.example.org", "https://ateliers.example.org"),
            ("https://EXAMPLE.org:443/", "https://example.org"),
            ("http://192.168.1.10:3000", "http://192.168.1.10:3000"),
            ("http://[2001:DB8::1]:80", "http://[2001:db8::1]"),
            ("https://écologie.example", "https://xn--cologie-9xa.example"),
        ] {
            assert_eq!(parse(typed).as_deref(), Ok(origin), "{typed}");
        }
    }

    #[test]
    fn what_is_no_origin_is_refused_in_a_sentence_that_says_what_would_be_right() {
        for typed in [
            "",
            "ateliers.example",
            "ateliers.example:3000",
            "ftp://example.org",
            "https://",
            "/maillage",
            "https//example.org",
        ] {
            let said = parse(typed).map_err(|error| error.to_string());
            assert!(
                said.as_ref().is_err_and(|said| said.contains("https://ateliers.example.org")),
                "{typed}: {said:?}"
            );
        }
        for typed in [
            "https://example.org/maillage",
            "https://example.org/?a",
            "https://example.org/#b",
            "https://claire@example.org",
        ] {
            let said = parse(typed).map_err(|error| error.to_string());
            assert!(said.as_ref().is_err_and(|said| said.contains("give https://example.org,")), "{typed}: {said:?}");
        }
    }

    #[test]
    fn a_name_that_others_can_make_up_has_to_be_declared() {
        for near in [
            "127.0.0.1:3000",
            "192.168.1.10",
            "[::1]:3000",
            "localhost",
            "portable:3000",
            "maillage.local",
            "box.lan.",
            "LAPTOP.home.arpa:80",
        ] {
            assert!(reached_nearby(near).is_some(), "{near}");
        }
        for far in [
            "evil.example",
            "evil.example:3000",
            "local.evil.example",
            "127.0.0.1.evil.example",
            "",
            "a/b",
            "localhost@evil.example",
            "evil.example#.local",
        ] {
            assert_eq!(reached_nearby(far), None, "{far}");
        }
        assert_eq!(reached_nearby("LOCALHOST:80").as_deref(), Some("http://localhost"));
    }
}
