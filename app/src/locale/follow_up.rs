//! Strings of the questions to companies: the page on their phone, the mail, and the manager's list.

use domain::NaiveDate;
use domain::follow_up::{Answer, Due};

use super::texts;
use crate::{Language, format};

texts! {
    // The company's page.
    question: "Où en êtes-vous\u{202f}?", "How is it going?";
    with: "avec", "with";
    talking: "Nous en parlons encore", "We are still talking";
    agreed: "C’est convenu, ça se met en place", "Agreed, it is being set up";
    done: "C’est fait, ça tourne", "Done, it runs";
    stopped: "C’est arrêté", "It stopped";
    state: "Votre réponse", "Your answer";
    why: "Pourquoi c’est arrêté", "Why it stopped";
    choose_reason: "Choisissez une raison", "Choose a reason";
    this_year: "Cette année, si vous le savez", "This year, if you know";
    tonnes: "Tonnes réutilisées ou recyclées", "Tonnes reused or recycled";
    savings: "Euros économisés chez vous", "Euros saved at your company";
    figures_hint: "Un ordre de grandeur suffit. Laissez vide sinon.",
        "An order of magnitude will do. Leave blank otherwise.";
    note: "Un mot pour la suite", "A word on what comes next";
    send: "Envoyer", "Send";
    thanks: "Merci, c’est noté.", "Thank you, noted.";
    thanks_more: "Vous pouvez fermer cette page, ou corriger votre réponse ci-dessous.",
        "You can close this page, or correct your answer below.";
    refuse: "Ne plus me poser cette question", "Do not ask me this again";
    refused: "Nous ne vous poserons plus cette question, et ce lien n’ouvre plus rien. Si vous changez d’avis, la \
        démarche peut vous en envoyer un nouveau.",
        "We will not ask you again, and this link opens nothing any more. Should you change your mind, the programme \
            can send you a new one.";
    why_this_page: "Cette page ne concerne que cette synergie\u{202f}; personne d’autre ne répond par votre lien.",
        "This page is about this synergy only; nobody else answers by your link.";

    // The manager's list.
    title: "Nouvelles des entreprises", "News from the companies";
    lead: "Chaque côté d’une synergie répond par son lien, sans compte. Les questions partent seules à l’intervalle \
        de la démarche quand le serveur a un accès SMTP\u{202f}; sinon, les messages sont prêts ci-dessous.",
        "Each side of a synergy answers by its link, without an account. Questions leave by themselves at the \
            programme’s interval where the server has SMTP; otherwise the messages stand ready below.";
    not_asking: "Cette démarche ne pose pas de question\u{a0}: donnez un intervalle dans sa fiche.",
        "This programme asks no questions: set an interval on its own page.";
    company: "Entreprise", "Company";
    synergy: "Synergie", "Synergy";
    status: "État", "Status";
    last_asked: "Dernière question", "Last question";
    last_said: "Dernière réponse", "Last answer";
    address: "Adresse", "Address";
    no_address: "pas d’adresse", "no address";
    late: "à appeler", "to be phoned";
    to_ask: "à demander", "to be asked";
    to_remind: "à relancer", "to be reminded";
    waiting: "en attente", "waiting";
    later: "plus tard", "later";
    no_more: "ne plus demander", "not to be asked";
    ended: "lien fermé", "link ended";
    made: "Lien fait le", "Link made on";
    used: "Ouvert pour la dernière fois le", "Last opened on";
    never_used: "jamais ouvert", "never opened";
    link_ended: "Lien fermé le", "Link ended on";
    renew_link: "Faire un nouveau lien", "Make a new link";
    renew_help: "L’ancien n’ouvre plus rien.", "The old one opens nothing any more.";
    end_link: "Fermer ce lien", "End this link";
    all_links: "Fermer tous les liens", "End all links";
    all_links_help: "Plus personne ne répond par un lien déjà envoyé, et plus personne n’est interrogé tant qu’un \
        nouveau lien n’est pas fait. Utile si un message est parti au mauvais endroit, ou quand la démarche s’achève. \
        Un lien se ferme aussi de lui-même\u{a0}: quand la synergie est abandonnée, quand l’entreprise refuse la \
        question, et après trois ans sans question ni réponse.",
        "Nobody answers any more by a link that was sent, and nobody is asked until a new link is made. Useful when a \
            message went to the wrong place, or when the programme ends. A link also ends by itself: when the synergy \
            is given up, when the company refuses the question, and after three years without question or answer.";
    all_links_sure: "Oui, fermer tous les liens", "Yes, end all links";
    ready: "Message prêt", "Message ready";
    open_mail: "Ouvrir dans ma messagerie", "Open in my mail program";
    calendar: "Rappel .ics", "Reminder .ics";
    mail_now: "Envoyer par mail maintenant", "Send by mail now";
    mark_sent: "Je l’ai envoyé", "I have sent it";
    answer_for: "Répondre pour eux", "Answer for them";
    answered_by_phone: "Répondre pour cette entreprise, après un appel", "Answer for this company, after a call";
    save_address: "Enregistrer l’adresse", "Save the address";
    subject: "Objet", "Subject";
    nothing: "Personne à interroger\u{a0}: aucune synergie ouverte ou réalisée.",
        "Nobody to ask: no open or realised synergy.";
    list_caption: "Chaque côté de chaque synergie, les plus pressants d’abord",
        "Each side of each synergy, the most pressing first";
    all_ics: "Tous les rappels (.ics)", "All reminders (.ics)";
    open_list: "Nouvelles des entreprises", "News from the companies";
}

/// What a company says, in its own words.
#[must_use]
pub const fn answer(language: Language, answer: Answer) -> &'static str {
    match answer {
        Answer::Talking => talking(language),
        Answer::Agreed => agreed(language),
        Answer::Done => done(language),
        Answer::Stopped => stopped(language),
    }
}

/// What is to be done for a side.
#[must_use]
pub const fn due(language: Language, due: Due) -> &'static str {
    match due {
        Due::Refused => no_more(language),
        Due::Ended => ended(language),
        Due::Later => later(language),
        Due::Ask => to_ask(language),
        Due::Waiting => waiting(language),
        Due::Remind => to_remind(language),
        Due::Late => late(language),
    }
}

/// The label of a field, by its name on the wire.
#[must_use]
pub fn label(language: Language, field: &str) -> &'static str {
    match field {
        "state" => state(language),
        "reason" => why(language),
        "tonnes" => tonnes(language),
        "savings" => savings(language),
        "note" => note(language),
        "email" => address(language),
        _ => "",
    }
}

/// A question to a company, as a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub subject: String,
    /// The text, without markup.
    pub body: String,
}

/// What is told in a question to a company.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// Title of the synergy.
    pub title: &'a str,
    /// Name of the company on the other side.
    pub partner: &'a str,
    /// Name of the programme that asks.
    pub programme: &'a str,
    /// Title of the workshop in which the synergy was confirmed.
    pub workshop: &'a str,
    /// The day of that workshop.
    pub day: NaiveDate,
    /// The personal link by which the company answers.
    pub link: &'a str,
    /// Whether it was asked before, without an answer.
    pub again: bool,
}

/// The mail that asks. It names the concrete synergy: nobody answers a newsletter.
#[must_use]
pub fn mail(language: Language, question: &Question<'_>) -> Mail {
    let Question { title, partner, programme, workshop, day, link, again } = question;
    let day = format::date(language, *day);
    match language {
        Language::French => {
            let reminder = if *again { "Rappel\u{a0}: " } else { "" };
            Mail {
                subject: format!("{reminder}«\u{a0}{title}\u{a0}» avec {partner}\u{a0}: où en êtes-vous\u{a0}?"),
                body: format!(
                    "Bonjour,\n\nPendant l’atelier «\u{a0}{workshop}\u{a0}» ({day}), une synergie est née entre vous \
                        et {partner}\u{a0}:\n\n    {title}\n\nOù en êtes-vous\u{a0}? Un geste suffit, dix secondes, \
                        sans compte\u{a0}:\n\n    {link}\n\nToujours en discussion, convenue, faite, arrêtée\u{a0}: \
                        toute réponse nous aide. Sur la même page, vous pouvez aussi demander à ne plus recevoir \
                        cette question.\n\n{programme}\n"
                ),
            }
        }
        Language::English => {
            let reminder = if *again { "Reminder: " } else { "" };
            Mail {
                subject: format!("{reminder}“{title}” with {partner}: how is it going?"),
                body: format!(
                    "Hello,\n\nAt the workshop “{workshop}” ({day}) a synergy was born between you and \
                        {partner}:\n\n    {title}\n\nHow is it going? One tap is enough, ten seconds, without an \
                        account:\n\n    {link}\n\nStill talking, agreed, done, stopped: every answer helps. On the \
                        same page you can also ask not to get this question again.\n\n{programme}\n"
                ),
            }
        }
    }
}
