//! What forms send, and forms that come back with what was typed. Every form works without JavaScript.

use app::pages::Form;
use axum::body::Bytes;
use backend::error::{Error, Result};
use domain::ids::ParticipantId;
use domain::problem::{Problem, Refusal};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Reads a form. Unknown fields are ignored; a body that is no form counts as an empty one, whose problems are then
/// shown.
pub(crate) fn read_form<Draft: DeserializeOwned + Default>(body: &Bytes) -> Draft {
    serde_urlencoded::from_bytes(body).unwrap_or_default()
}

/// The form as it was sent, with what is wrong with it.
pub(crate) fn refused_form<Draft>(draft: Draft, refusal: &Refusal) -> Form<Draft> {
    Form { draft, problems: refusal.problems().to_vec() }
}

/// What came of a form: it was carried out, or refused in words that its page says. Whoever may not be there, or asks
/// for what is not there, gets no page of the form: that is an error, as every other is.
pub(crate) fn of_form<T>(done: Result<T>) -> Result<std::result::Result<T, Refusal>> {
    const ELSEWHERE: [Problem; 4] =
        [Problem::NotSignedIn, Problem::NotAllowed, Problem::NotFound, Problem::UnknownSynergy];
    match done {
        Ok(done) => Ok(Ok(done)),
        Err(Error::Refused(refusal)) if !ELSEWHERE.contains(&refusal.first()) => Ok(Err(refusal)),
        Err(error) => Err(error),
    }
}

/// A participant, named by their number.
pub(crate) fn participant_number(typed: &str) -> Result<ParticipantId> {
    typed.trim().parse().map(ParticipantId).map_err(|_| Problem::UnknownParticipant.into())
}

/// Whether every problem is at a field of the form, and can be said there.
pub(crate) fn is_about_fields(refusal: &Refusal) -> bool {
    refusal.problems().iter().all(|problem| problem.field.is_some())
}

/// What a form did just now, as a word in the address that it leads to, so that a reload does nothing twice.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Saved {
    pub saved: bool,
}

/// An address on this site to go back to, from a form; anything else leads home.
pub(crate) fn local_address(typed: &str) -> &str {
    // Browsers read `\` as `/`, and leave out tabs and line breaks before they read at all.
    let is_local =
        typed.starts_with('/') && !typed.starts_with("//") && !typed.contains(|c: char| c == '\\' || c.is_control());
    if is_local { typed } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local_address;

    #[test]
    fn forms_lead_back_to_this_site_only() {
        assert_eq!(local_address("/desk?x=1"), "/desk?x=1");
        for elsewhere in [
            "https://elsewhere",
            "//elsewhere",
            "/\\elsewhere",
            "elsewhere",
            "",
            "/a\r\nb",
            "/\t/elsewhere",
            "\t//elsewhere",
        ] {
            assert_eq!(local_address(elsewhere), "/", "{elsewhere}");
        }
    }
}
