//! What browsers load: wasm, scripts, style sheets and static files, made by `cargo xtask site`.
//!
//! A release build holds them in the binary; a debug build reads them from `target/site` as they are asked for.

use app::routes;
use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::routing::get;
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../target/site/"]
struct Site;

/// Where the site's files are to be found: names by what they are, addresses by their content.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    list: BTreeMap<String, String>,
}

impl Assets {
    /// Reads the list that the site build wrote. Without one the site is not built, and pages come without style and
    /// wasm.
    #[must_use]
    pub fn load() -> Self {
        let list = Site::get("assets.json")
            .and_then(|file| serde_json::from_slice::<BTreeMap<String, String>>(&file.data).ok())
            .unwrap_or_default();
        if list.is_empty() {
            tracing::warn!("the site is not built: run `cargo xtask site`");
        }
        Self { list }
    }

    /// The address of a file: `phone.js` gives `/assets/pkg/phone.<hash>.js`.
    #[must_use]
    pub fn url(&self, logical: &str) -> String {
        let name = self.list.get(logical).map_or_else(
            || {
                tracing::warn!(file = logical, "not in the built site: run `cargo xtask site`");
                logical
            },
            String::as_str,
        );
        format!("/assets/{name}")
    }

    /// The content of a text file of the site; empty when the site is not built.
    #[must_use]
    pub fn text(&self, logical: &str) -> String {
        let file = self.list.get(logical).and_then(|name| Site::get(name));
        file.map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default()
    }
}

/// Serves every file of the site under `/assets/`.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route(routes::ASSETS, get(serve)).route(routes::SERVICE_WORKER, get(service_worker))
}

/// A service worker rules the paths below its own: this one those of all pages. It may fetch from here and do nothing
/// else.
async fn service_worker(request: HeaderMap) -> Response<Body> {
    let mut response = respond::<Site>("sw.js", &request);
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; connect-src 'self'"));
    response
}

async fn serve(Path(path): Path<String>, request: HeaderMap) -> Response<Body> {
    respond::<Site>(&path, &request)
}

/// How the content of a file is compressed, as `Content-Encoding` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Brotli,
    Gzip,
    Plain,
}

impl Coding {
    /// What follows the name of a file that is compressed this way, without the dot.
    const fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gz",
            Self::Plain => "",
        }
    }

    /// The codings that the browser accepts (`Accept-Encoding`), the smallest first.
    fn acceptable(request: &HeaderMap) -> impl Iterator<Item = Self> {
        let values = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let accepted: Vec<&str> = values.flat_map(|value| value.split(',')).collect();
        let takes = |name: &str| {
            accepted.iter().any(|entry| {
                let mut parts = entry.split(';').map(str::trim);
                parts.next().is_some_and(|coding| coding.eq_ignore_ascii_case(name)) && !parts.any(refuses)
            })
        };
        let (brotli, gzip) = (takes("br"), takes("gzip"));
        [(Self::Brotli, brotli), (Self::Gzip, gzip), (Self::Plain, true)]
            .into_iter()
            .filter(|(_, taken)| *taken)
            .map(|(coding, _)| coding)
    }
}

/// `q=0` means "not this one".
fn refuses(parameter: &str) -> bool {
    parameter.strip_prefix("q=").and_then(|quality| quality.trim().parse::<f32>().ok()) == Some(0.0)
}

fn respond<Files: RustEmbed>(path: &str, request: &HeaderMap) -> Response<Body> {
    let Some((coding, file)) = find::<Files>(path, request) else {
        return answer(StatusCode::NOT_FOUND, Body::empty());
    };
    // Another coding is another sequence of bytes, so it has another tag.
    let digest: String = file.metadata.sha256_hash().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{digest}{}\"", coding.suffix());
    let unchanged = is_known(request, &tag);
    let mut response =
        if unchanged { answer(StatusCode::NOT_MODIFIED, Body::empty()) } else { answer(StatusCode::OK, body(file)) };
    let headers = response.headers_mut();
    // Names under pkg/ carry their content: what they stand for never changes.
    let cache = if path.starts_with("pkg/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    if !unchanged {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
        match coding {
            Coding::Brotli => drop(headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"))),
            Coding::Gzip => drop(headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))),
            Coding::Plain => {}
        }
    }
    response
}

fn find<Files: RustEmbed>(path: &str, request: &HeaderMap) -> Option<(Coding, EmbeddedFile)> {
    // A debug build turns the path into one on disk: nothing but plain names gets that far.
    if path.split('/').any(|part| part.is_empty() || part.starts_with('.')) || path.contains(['\\', '\0', ':']) {
        return None;
    }
    Coding::acceptable(request).find_map(|coding| {
        let file = match coding {
            Coding::Plain => Files::get(path),
            Coding::Brotli | Coding::Gzip => Files::get(&format!("{path}.{}", coding.suffix())),
        };
        file.map(|file| (coding, file))
    })
}

fn is_known(request: &HeaderMap, tag: &str) -> bool {
    let known = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

fn body(file: EmbeddedFile) -> Body {
    Body::from(match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    })
}

fn answer(status: StatusCode, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}

/// The media type, by the extension. Browsers compile a wasm while it arrives only when it is announced as one.
fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "jpeg" | "jpg" => "image/jpeg",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small site of known content, for the tests.
    struct Example;

    impl RustEmbed for Example {
        fn get(name: &str) -> Option<EmbeddedFile> {
            let content: &'static [u8] = match name {
                "pkg/phone.0a.wasm" => b"plain",
                "pkg/phone.0a.wasm.br" => b"brotli",
                "pkg/phone.0a.wasm.gz" => b"gzip",
                "icon.png" => b"picture",
                _ => return None,
            };
            let mut digest = [0; 32];
            digest.iter_mut().zip(content).for_each(|(place, byte)| *place = *byte);
            Some(EmbeddedFile {
                data: Cow::Borrowed(content),
                metadata: rust_embed::Metadata::__rust_embed_new(digest, None, None),
            })
        }

        fn iter() -> impl Iterator<Item = Cow<'static, str>> + 'static {
            std::iter::empty()
        }
    }

    fn ask(path: &str, headers: &[(header::HeaderName, &'static str)]) -> Response<Body> {
        let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        respond::<Example>(path, &headers)
    }

    fn value(response: &Response<Body>, name: header::HeaderName) -> Option<&str> {
        response.headers().get(name).and_then(|value| value.to_str().ok())
    }

    #[test]
    fn the_best_coding_that_the_browser_reads_is_chosen() {
        for (accepted, coding) in [
            ("gzip, deflate, br, zstd", Some("br")),
            ("gzip;q=1.0, BR;q=0.5", Some("br")),
            ("gzip, br;q=0", Some("gzip")),
            ("gzip;q=0.0", None),
            ("deflate", None),
            ("", None),
        ] {
            let response = ask("pkg/phone.0a.wasm", &[(header::ACCEPT_ENCODING, accepted)]);
            assert_eq!(response.status(), StatusCode::OK);
            assert_eq!(value(&response, header::CONTENT_ENCODING), coding, "{accepted}");
            assert_eq!(value(&response, header::CONTENT_TYPE), Some("application/wasm"));
            assert_eq!(value(&response, header::VARY), Some("accept-encoding"));
        }
        assert_eq!(value(&ask("icon.png", &[(header::ACCEPT_ENCODING, "br")]), header::CONTENT_ENCODING), None);
    }

    #[test]
    fn names_with_a_hash_are_kept_for_ever_and_others_are_asked_again() {
        let wasm = ask("pkg/phone.0a.wasm", &[]);
        assert_eq!(value(&wasm, header::CACHE_CONTROL), Some("public, max-age=31536000, immutable"));
        assert_eq!(value(&ask("icon.png", &[]), header::CACHE_CONTROL), Some("no-cache"));
    }

    #[test]
    fn a_known_tag_is_answered_without_a_body() {
        let first = ask("icon.png", &[]);
        let tag: &'static str = value(&first, header::ETAG).expect("a tag").to_owned().leak();
        let again = ask("icon.png", &[(header::IF_NONE_MATCH, tag)]);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(value(&again, header::ETAG), Some(tag));
        assert_eq!(ask("icon.png", &[(header::IF_NONE_MATCH, "\"other\"")]).status(), StatusCode::OK);
        let brotli = ask("pkg/phone.0a.wasm", &[(header::ACCEPT_ENCODING, "br")]);
        assert_ne!(value(&brotli, header::ETAG), value(&ask("pkg/phone.0a.wasm", &[]), header::ETAG));
    }

    #[test]
    fn nothing_outside_the_site_is_given() {
        for path in [
            "../Cargo.toml",
            "pkg/../../../Cargo.toml",
            "/etc/passwd",
            "pkg//phone.0a.wasm",
            "pkg\\..\\x",
            ".hidden",
            "",
            "missing.css",
        ] {
            assert_eq!(ask(path, &[]).status(), StatusCode::NOT_FOUND, "{path}");
            let headers = HeaderMap::new();
            assert_eq!(respond::<Site>(path, &headers).status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn addresses_come_from_the_list() {
        let assets = Assets { list: BTreeMap::from([("phone.js".to_owned(), "pkg/phone.0a.js".to_owned())]) };
        assert_eq!(assets.url("phone.js"), "/assets/pkg/phone.0a.js");
        assert_eq!(assets.url("icon.svg"), "/assets/icon.svg");
    }

    #[test]
    fn what_the_list_names_is_served() {
        let assets = Assets::load();
        for name in assets.list.values() {
            assert_eq!(respond::<Site>(name, &HeaderMap::new()).status(), StatusCode::OK, "{name}");
        }
    }

    #[test]
    fn the_router_serves_below_assets() {
        let _: Router<()> = router();
        assert_eq!(content_type("pkg/phone.0a.js"), "text/javascript; charset=utf-8");
    }
}
