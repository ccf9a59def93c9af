//! What supports a synergy and its figures: files, and links. Files are kept as they came, are only ever given back to
//! be saved, and only of kinds that do nothing when they are opened.

use domain::access::Right;
use domain::ids::SynergyId;
use domain::problem::{Problem, Refusal};
use domain::programme::Command;
use domain::synergy::Evidence;
use domain::text::Line;

use crate::Backend;
use crate::db::Beside;
use crate::error::Result;
use crate::people::{Account, Caller, Member};

/// The largest file, in bytes.
pub const FILE_MAX: usize = 5 * 1024 * 1024;

/// Kinds of files that are taken: the end of the name, the media type, and how the content begins.
const KINDS: &[(&str, &str, &[u8])] = &[
    ("pdf", "application/pdf", b"%PDF-"),
    ("png", "image/png", b"\x89PNG\r\n\x1a\n"),
    ("jpg", "image/jpeg", b"\xff\xd8\xff"),
    ("jpeg", "image/jpeg", b"\xff\xd8\xff"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet", b"PK\x03\x04"),
    ("odt", "application/vnd.oasis.opendocument.text", b"PK\x03\x04"),
    ("csv", "text/csv", b""),
    ("txt", "text/plain", b""),
];
/// The kind of a link.
const LINK: &str = "link";

/// Whether a media type is one that we take.
pub(crate) fn is_known(media_type: &str) -> bool {
    media_type == LINK || KINDS.iter().any(|(_, known, _)| *known == media_type)
}

/// Whether this is an address that a browser opens as a page of its own, and nothing that it would run.
pub(crate) fn is_web_address(link: &str) -> bool {
    link.starts_with("https://") || link.starts_with("http://")
}

/// The media type of a file, if it is one that is taken: by its name, and its content must begin accordingly.
fn media_type(name: &str, content: &[u8]) -> Option<&'static str> {
    let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
    let (_, media_type, beginning) = KINDS.iter().find(|(known, _, _)| *known == ending)?;
    content.starts_with(beginning).then_some(*media_type)
}

impl Backend {
    /// The evidence of a synergy, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn evidence(&self, caller: &Caller, id: SynergyId) -> Result<Vec<Evidence>> {
        self.db().evidence(caller.workshop(), id).await
    }

    /// Keeps a file.
    ///
    /// # Errors
    /// At `file`: [`Problem::Missing`], [`Problem::TooLarge`], [`Problem::UnknownChoice`] for a kind of file that is
    /// not taken.
    pub async fn add_file(
        &self,
        account: &Account,
        caller: &Caller,
        id: SynergyId,
        name: &str,
        content: Vec<u8>,
    ) -> Result<()> {
        let by = self.member_at(account, caller.workshop(), Right::FollowUp).await?;
        let at = |problem| Refusal::at("file", problem);
        let name = Line::parse(name.rsplit(['/', '\\']).next().unwrap_or_default()).map_err(at)?;
        if content.is_empty() {
            return Err(at(Problem::Missing).into());
        }
        if content.len() > FILE_MAX {
            return Err(at(Problem::TooLarge).into());
        }
        let media_type = media_type(&name, &content).ok_or_else(|| at(Problem::UnknownChoice))?;
        self.keep(&by, caller, id, &name, media_type, Some(content), None).await
    }

    /// Keeps a link.
    ///
    /// # Errors
    /// At `link`: [`Problem::Missing`], [`Problem::UnknownChoice`] for anything but a web address.
    pub async fn add_link(&self, account: &Account, caller: &Caller, id: SynergyId, link: &str) -> Result<()> {
        let by = self.member_at(account, caller.workshop(), Right::FollowUp).await?;
        let link = Line::parse(link).map_err(|problem| Refusal::at("link", problem))?;
        if !is_web_address(&link) {
            return Err(Refusal::at("link", Problem::UnknownChoice).into());
        }
        let to = link.to_string();
        self.keep(&by, caller, id, &to, LINK, None, Some(to.clone())).await
    }

    #[allow(clippy::too_many_arguments)] // what an attachment is
    async fn keep(
        &self,
        by: &Member,
        caller: &Caller,
        id: SynergyId,
        name: &str,
        kind: &str,
        content: Option<Vec<u8>>,
        link: Option<String>,
    ) -> Result<()> {
        let size = content.as_ref().map_or(0, |content| content.len() as u64);
        let (name, media_type) = (name.to_owned(), kind.to_owned());
        let command = Command::Attach { synergy: (caller.workshop(), id), name, media_type, size, link };
        self.follow(by.signed(), command, Beside { content, ..Beside::default() }).await.map(drop)
    }

    /// A file with its content.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when this synergy has no such file.
    pub async fn file(&self, caller: &Caller, id: SynergyId, number: i64) -> Result<(Evidence, Vec<u8>)> {
        let known = self
            .db()
            .evidence(caller.workshop(), id)
            .await?
            .into_iter()
            .find(|evidence| evidence.number == number)
            .ok_or(Problem::NotFound)?;
        let content = self.db().evidence_content(number).await?.ok_or(Problem::NotFound)?;
        Ok((known, content))
    }
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn only_files_that_do_nothing_are_taken_and_only_when_they_are_what_they_say() {
        assert_eq!(media_type("Bon de pesée.PDF", b"%PDF-1.7"), Some("application/pdf"));
        assert_eq!(media_type("a.pdf", b"<html>"), None);
        for name in ["page.html", "image.svg", "run.exe", "noending", "a.pdf.js"] {
            assert_eq!(media_type(name, b"%PDF-"), None, "{name}");
        }
    }
}
