//! Invitations to a programme on their way: by mail, or as a link to hand over.

use app::locale::members as texts;
use app::pages::office::MadeLink;
use app::routes;
use backend::members::NewInvitation;
use domain::workshop::Language;

use crate::App;
use crate::identity::Visitor;

/// The text of the mail that carries an invitation.
fn mail(language: Language, by: &str, programme: &str, role: &str, link: &str) -> String {
    format!(
        "{by} {} « {programme} » {} {role}.\n\n{link}\n\n{}\n",
        texts::invites_you(language),
        texts::invited_as(language),
        texts::mail_until(language)
    )
}

/// Mails the link of a new invitation where a relay is set; else, or when it does not leave, the link is shown.
pub(crate) async fn deliver(app: &App, visitor: &Visitor, by: &str, programme: &str, new: NewInvitation) -> MadeLink {
    let link = format!("{}{}", visitor.origin, routes::invited(&new.token));
    let Some(mailer) = &app.mail else { return MadeLink { email: new.email, link: Some(link), mail_failed: false } };
    let language = visitor.language;
    let body = mail(language, by, programme, texts::role_name(language, new.role), &link);
    match mailer.send(&new.email, texts::mail_subject(language), &body).await {
        Ok(()) => MadeLink { email: new.email, link: None, mail_failed: false },
        Err(why) => {
            tracing::warn!(%why, "an invitation could not be mailed");
            MadeLink { email: new.email, link: Some(link), mail_failed: true }
        }
    }
}
