//! Talking to other servers over HTTP: within bounds of time and size, without following redirects, in the open only to
//! this very machine.

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use url::{Host, Url};

/// No honest answer is larger: keys, what is known of one person, a page of judgements.
const ANSWER_MAX: usize = 256 * 1024;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoAnswer {
    #[error("{0} is not https: only this very machine is spoken to in the open")]
    InTheOpen(String),
    #[error("the other server cannot be reached: {0}")]
    Unreached(String),
    #[error("the other server says that it is broken: {0}")]
    Broken(http::StatusCode),
    #[error("the answer broke off, or is larger than {ANSWER_MAX} bytes: {0}")]
    Unread(String),
}

/// The way to another server.
#[derive(Clone)]
pub(crate) struct Talk(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl Talk {
    /// A way that trusts the certificate authorities of the web.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub(crate) fn new() -> Result<Self, String> {
        let tls = hyper_rustls::HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(rustls::crypto::ring::default_provider())
            .map_err(|error| error.to_string())?;
        Ok(Self(Client::builder(TokioExecutor::new()).build(tls.https_or_http().enable_http1().build())))
    }

    /// Asks, and reads the answer to its end. The caller bounds the time.
    pub(crate) async fn ask(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, NoAnswer> {
        let address = request.uri().to_string();
        if !Url::parse(&address).is_ok_and(|url| is_private(&url)) {
            return Err(NoAnswer::InTheOpen(address));
        }
        let (parts, body) = request.into_parts();
        let request = http::Request::from_parts(parts, Full::new(Bytes::from(body)));
        let why = |error: &dyn std::error::Error| {
            error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
        };
        let (parts, body) =
            self.0.request(request).await.map_err(|error| NoAnswer::Unreached(why(&error)))?.into_parts();
        if parts.status.is_server_error() {
            return Err(NoAnswer::Broken(parts.status));
        }
        let body =
            Limited::new(body, ANSWER_MAX).collect().await.map_err(|error| NoAnswer::Unread(error.to_string()))?;
        Ok(http::Response::from_parts(parts, body.to_bytes().to_vec()))
    }
}

/// Whether nobody on the way reads what goes to this address.
pub(crate) fn is_private(url: &Url) -> bool {
    let is_here = || match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_here())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn another_server_is_spoken_to_in_the_open_on_this_machine_only() {
        for (address, private) in [
            ("https://identity.example/x", true),
            ("http://127.0.0.1:9/x", true),
            ("http://[::1]:9/x", true),
            ("http://localhost/x", true),
            ("http://identity.example/x", false),
            ("http://127.0.0.1.identity.example/x", false),
            ("http://192.168.1.10/x", false),
            ("ftp://127.0.0.1/x", false),
        ] {
            assert_eq!(is_private(&Url::parse(address).unwrap()), private, "{address}");
        }
    }
}
