//! Files that are saved by whoever asked for them.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use backend::error::{Error, Result};

/// A file to be saved, never opened in the page's place.
pub(crate) fn file(kind: &'static str, name: &str, content: Vec<u8>) -> Response {
    // Names of files are plain: letters, digits, dashes and dots.
    let plain: String = name
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || "-._".contains(letter) { letter } else { '-' })
        .collect();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{plain}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, disposition)], content)
        .into_response()
}

/// The file that was written; when writing failed, the log says why and the reader reads "unavailable".
pub(crate) fn content(
    written: std::result::Result<documents::Result<Vec<u8>>, tokio::task::JoinError>,
) -> Result<Vec<u8>> {
    written.map_err(|error| Error::Corrupt(error.to_string()))?.map_err(|error| Error::Corrupt(error.to_string()))
}
