//! Strings of the page of leads: what the matcher knows beyond matches.

use domain::NaiveDate;
use domain::archive::Leave;
use domain::model::{ModelNotice, ModelUse};

use super::texts;
use crate::{Language, format};

texts! {
    short: "Pistes", "Leads";
    title: "Pistes et points à vérifier", "Leads and points to check";
    lead: "Ce que l’outil lit dans les fiches au-delà des correspondances. Ce sont des suggestions : rien n’est \
        attribué, rien n’est décidé à votre place.",
        "What the tool reads in the cards beyond matches. These are suggestions: nothing is assigned, nothing is \
            decided for you.";
    shared: "Besoins partagés", "Shared needs";
    shared_help: "Trois organisations ou plus cherchent la même chose : une mutualisation à proposer.",
        "Three organisations or more look for the same: something they could buy, build or run together.";
    no_shared: "Aucun besoin partagé par trois organisations pour l’instant.",
        "No need shared by three organisations so far.";
    gaps: "Ce qui ne trouve pas de contrepartie", "What finds no counterpart";
    gaps_help: "Plusieurs fiches d’une même famille sans correspondance convaincante : une activité intermédiaire \
        (collecte, tri, préparation, stockage) manque peut-être sur le territoire.",
        "Several cards of one family without a convincing match: an activity in between (collecting, sorting, \
            preparing, storing) may be missing in the area.";
    no_gaps: "Aucune famille de trois fiches sans contrepartie.", "No family of three cards without a counterpart.";
    haves: "proposé", "on offer";
    wants: "recherché", "wanted";
    archive: "Dans les ateliers passés", "In past workshops";
    archive_help: "Fiches d’ateliers clos du même programme qui en ont donné l’autorisation. Les personnes n’y sont \
        jamais nommées ; demandez au responsable du programme avant de prendre contact.",
        "Cards of closed workshops of the same programme that gave leave. Persons are never named; ask the \
            programme’s manager before getting in touch.";
    archive_caption: "Fiches passées, proches de celles de cet atelier",
        "Past cards that are close to those of this workshop";
    no_archive: "Rien d’assez proche dans les ateliers passés, ou aucun n’a donné d’autorisation.",
        "Nothing close enough in past workshops, or none gave leave.";
    this_card: "Fiche de cet atelier", "Card of this workshop";
    past_card: "Fiche d’un atelier passé", "Card of a past workshop";
    why: "Pourquoi", "Why";
    score: "Score", "Score";
    model: "Modèle de langage", "Language model";
    model_help: "L’hébergeur a choisi un modèle qui relit les paires, sans les noms. Son avis est signalé ; sans \
        réponse de sa part, les propositions de l’outil restent.",
        "The host has chosen a model that judges pairs as well, without names. Its opinion is marked; where it does \
            not answer, the tool’s proposals stand.";
    checks: "À vérifier avant d’échanger", "To check before an exchange";
    checks_help: "Des règles qui peuvent s’appliquer, avec leur référence et le jour où elle a été lue. Ce n’est pas \
        un avis juridique.",
        "Rules that may apply, with their reference and the day on which it was read. This is no legal advice.";
    no_checks: "Aucune correspondance ne signale de règle à vérifier.", "No match points to a rule to check.";
    reference: "Référence\u{a0}:", "Reference:";
    codes: "Codes suggérés", "Suggested codes";
    codes_help: "Liste des déchets (dix codes au plus, le plus vraisemblable d’abord) et division NACE, d’après les \
        mots de la fiche. À choisir par une personne ; l’astérisque signale un déchet dangereux.",
        "List of Waste (ten codes at most, the likeliest first) and NACE division, from the words of the card. For a \
            person to choose; an asterisk marks hazardous waste.";
    codes_caption: "Codes suggérés pour chaque fiche", "Codes suggested for each card";
    card: "Fiche", "Card";
    waste_codes: "Liste des déchets", "List of Waste";
    division: "NACE", "NACE";
    no_code: "aucun", "none";
    no_cards: "Aucune fiche pour l’instant.", "No cards so far.";
    leave: "Cet atelier dans les archives", "This workshop in the archive";
    leave_help: "Une fois l’atelier clos, ses fiches peuvent servir aux animateurs des ateliers suivants du même \
        programme. Dites-le aux participants avant de l’autoriser ; vous pouvez revenir en arrière à tout moment. Les \
        fiches retirées, masquées ou réservées à l’animation n’en font jamais partie.",
        "Once the workshop is closed, its cards can serve the facilitators of later workshops of the same programme. \
            Tell the participants before you give leave; you can take it back at any time. Cards that were taken \
            back, hidden, or for facilitators only are never part of it.";
    save: "Enregistrer", "Save";
    saved: "C’est enregistré.", "Saved.";
    back: "Retour à l’animation", "Back to the desk";
    organisations: "organisations", "organisations";
}

/// Which model reads along, and what it was asked.
#[must_use]
#[allow(clippy::cast_precision_loss)] // to be read
pub fn model_used(language: Language, notice: &ModelNotice, used: ModelUse, most: u32) -> String {
    let ModelNotice { name, host } = notice;
    let tokens = format::number(language, used.tokens as f64, 0);
    match language {
        Language::French => format!(
            "{name}, chez {host}\u{a0}: {} questions sur {most} au plus, {tokens} jetons lus et écrits.",
            used.questions
        ),
        Language::English => format!(
            "{name}, at {host}: {} questions of {most} at most, {tokens} tokens read and written.",
            used.questions
        ),
    }
}

/// When a reference was read.
#[must_use]
pub fn read_on(language: Language, day: NaiveDate) -> String {
    match language {
        Language::French => format!("(lue le {})", format::date(language, day)),
        Language::English => format!("(read on {})", format::date(language, day)),
    }
}

/// How many matches a rule may concern.
#[must_use]
pub fn concerns(language: Language, matches: usize) -> String {
    match language {
        Language::French => {
            format!("Concerne {}", format::count(language, matches, "correspondance", "correspondances"))
        }
        Language::English => format!("Concerns {}", format::count(language, matches, "match", "matches")),
    }
}

/// A leave in words.
#[must_use]
pub const fn of_leave(language: Language, leave: Leave) -> &'static str {
    match (leave, language) {
        (Leave::Nothing, Language::French) => "ne rien montrer",
        (Leave::Nothing, Language::English) => "show nothing",
        (Leave::Cards, Language::French) => "montrer les fiches, sans aucun nom",
        (Leave::Cards, Language::English) => "show the cards, without any name",
        (Leave::Organisations, Language::French) => "montrer les fiches avec le nom de l’organisation",
        (Leave::Organisations, Language::English) => "show the cards with the organisation’s name",
    }
}
