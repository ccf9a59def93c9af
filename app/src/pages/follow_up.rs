//! Asking companies: the page that they open by their link, and the manager's list of who was asked and who answered.
//! Forms without script, rendered by the server.

mod answer;
mod list;

pub use answer::AnswerPage;
pub use list::FollowUpList;

use domain::follow_up::Asked;
use domain::workshop::Language;

use crate::locale::follow_up::{Mail, Question, mail};

/// The mail that asks one side of a synergy, with their personal link on the server of this origin.
#[must_use]
pub fn mail_to(asked: &Asked, language: Language, origin: &str) -> Mail {
    let (_, partner) = asked.companies();
    let link = format!("{origin}{}", crate::routes::answer_by_link(asked.link.token.as_deref().unwrap_or_default()));
    mail(
        language,
        &Question {
            title: &asked.record.title,
            partner,
            programme: &asked.record.programme,
            workshop: &asked.record.workshop_title,
            day: asked.record.workshop_date,
            link: &link,
            again: asked.link.asked > 0,
        },
    )
}
