//! What the server says to a request, and what a page makes of it. A captive portal answers as well: what is believed
//! is in our own words.

use std::time::Duration;

use domain::problem::{FieldProblem, Problem};
use domain::workshop::Recorded;
use serde::{Deserialize, Serialize};
use wire::Wire;

/// A request without any answer after this time is given up.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// What the server answers to a command it carried out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
pub struct Acknowledged {
    /// The last entry of the log that the command wrote (or the log's end when there was nothing to do).
    pub seq: u64,
    /// What the command wrote, as its sender may see it.
    pub events: Vec<Recorded>,
}

/// What the server answers to a command it refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub struct Refused {
    /// The first of `problems`: it decides the status of the answer and its sentence.
    pub code: Problem,
    /// A sentence in the reader's language.
    pub message: String,
    /// The field of the form to which the first problem belongs; none when it concerns the whole command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// All problems, each with its field, so that a form can show them side by side.
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
}

impl From<Problem> for Refused {
    /// A refusal without the server's words: the page says it in its own.
    fn from(code: Problem) -> Self {
        Self { code, message: String::new(), field: None, problems: vec![FieldProblem { code, field: None }] }
    }
}

/// Why a request is to be sent again as it is: no answer came that settles it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// Nothing that the server said: no network, a captive portal.
    Network,
    /// The server does not know who asks (any more).
    Ended,
    /// The server cannot just now (its disk is full, its database is busy), and says so in the reader's language.
    Busy(String),
}

/// What was fetched, from the status and the body of the answer.
///
/// # Errors
/// [`NoAnswer`] when this is not it.
pub fn fetched<T: Wire>(status: u16, body: &str) -> Result<T, NoAnswer> {
    match status {
        200 => wire::from_str(body).ok_or(NoAnswer::Network),
        401 | 403 | 404 if wire::from_str::<Refused>(body).is_some() => Err(NoAnswer::Ended),
        _ => Err(NoAnswer::Network),
    }
}

/// What came of something that was sent, or why it was refused, from the status and the body of the answer.
///
/// # Errors
/// [`NoAnswer`] when it is not settled and has to be sent again.
pub fn outcome<T: Wire>(status: u16, body: &str) -> Result<Result<T, Refused>, NoAnswer> {
    let refused = || wire::from_str::<Refused>(body);
    match status {
        200 => wire::from_str(body).map(Ok).ok_or(NoAnswer::Network),
        // Again: the request timed out, came too fast, or the server cannot just now.
        408 | 429 | 500.. => Err(refused().map_or(NoAnswer::Network, |refused| NoAnswer::Busy(refused.message))),
        400.. => Ok(Err(refused().unwrap_or_else(|| Problem::Malformed.into()))),
        _ => Err(NoAnswer::Network),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSED: &str = r#"{"code": "unknown_card", "message": "Cette fiche n’existe pas.", "problems": []}"#;
    const DONE: &str = r#"{"seq": 7, "events": []}"#;
    const PORTAL: &str = "<html>Bienvenue sur le Wi-Fi</html>";

    fn posted(status: u16, body: &str) -> Result<Result<Acknowledged, Refused>, NoAnswer> {
        outcome(status, body)
    }

    #[test]
    fn what_is_settled_is_not_sent_again() {
        assert_eq!(posted(200, DONE), Ok(Ok(Acknowledged { seq: 7, events: Vec::new() })));
        for status in [400, 401, 403, 404, 409, 422] {
            assert!(matches!(posted(status, REFUSED), Ok(Err(refused)) if refused.code == Problem::UnknownCard));
        }
        assert!(matches!(posted(413, PORTAL), Ok(Err(refused)) if refused.code == Problem::Malformed));
    }

    #[test]
    fn a_captive_portal_and_a_busy_server_settle_nothing() {
        for status in [200, 302, 511, 502] {
            assert_eq!(posted(status, PORTAL), Err(NoAnswer::Network), "{status}");
        }
        let busy = NoAnswer::Busy("Cette fiche n’existe pas.".into());
        for status in [408, 429, 500, 503] {
            assert_eq!(posted(status, REFUSED), Err(busy.clone()), "{status}");
        }
    }

    #[test]
    fn only_the_server_s_own_words_end_a_page() {
        assert_eq!(fetched(200, DONE), Ok(Acknowledged { seq: 7, events: Vec::new() }));
        for status in [401, 403, 404] {
            assert_eq!(fetched::<Acknowledged>(status, REFUSED), Err(NoAnswer::Ended), "{status}");
            assert_eq!(fetched::<Acknowledged>(status, PORTAL), Err(NoAnswer::Network), "{status}");
        }
        for (status, body) in [(200, PORTAL), (302, ""), (503, REFUSED)] {
            assert_eq!(fetched::<Acknowledged>(status, body), Err(NoAnswer::Network), "{status}");
        }
    }
}
