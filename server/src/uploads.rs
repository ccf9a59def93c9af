//! Files that forms bring.

use axum::extract::Multipart;
use domain::problem::{Problem, Refusal};

/// The first file of a form: its name and its content. Larger than allowed is refused at the field, not by a broken
/// connection.
pub(crate) async fn first_file(mut form: Multipart) -> std::result::Result<(String, Vec<u8>), Refusal> {
    let too_large = || Refusal::at("file", Problem::TooLarge);
    while let Some(field) = form.next_field().await.map_err(|_| too_large())? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            let content = field.bytes().await.map_err(|_| too_large())?;
            return Ok((name, content.to_vec()));
        }
    }
    Err(Refusal::at("file", Problem::Missing))
}
