//! Asking companies: the page that they open by their link, and the manager's list of who was asked and who answered. Forms without
//! script, rendered by the server.

mod answer;
mod list;

pub use answer::AnswerPage;
pub use list::FollowUpList;

use domain::follow_up::{Due, Link, SideOfSynergy};
use domain::programme::SynergyRecord;
use domain::workshop::Language;

use crate::locale::follow_up::{Mail, Question, mail};

/// One side of a synergy, with what is expected of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The link.
    pub link: Link,
    /// The synergy.
    pub record: SynergyRecord,
    /// What is to be done.
    pub due: Due,
}

impl Asked {
    /// The company of this side, and the one of the other.
    #[must_use]
    pub fn companies(&self) -> (&str, &str) {
        let (giver, receiver) = (self.record.giver.organisation.as_str(), self.record.receiver.organisation.as_str());
        match self.link.side {
            SideOfSynergy::Giver => (giver, receiver),
            SideOfSynergy::Receiver => (receiver, giver),
        }
    }

    /// The mail that asks them, with their link under this origin.
    #[must_use]
    pub fn mail(&self, language: Language, origin: &str) -> Mail {
        let (_, partner) = self.companies();
        let link = format!("{origin}{}", crate::routes::answer_by_link(&self.link.token));
        mail(
            language,
            &Question {
                title: &self.record.title,
                partner,
                programme: &self.record.programme,
                workshop: &self.record.workshop_title,
                day: self.record.workshop_date,
                link: &link,
                again: self.link.asked > 0,
            },
        )
    }
}
