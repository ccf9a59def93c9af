//! Strings of what a facilitator does before the day: list of workshops, description, print sheets; and of the
//! masthead.

use super::texts;
use crate::Language;

texts! {
    places: "Rubriques", "Sections";
    workshop_name: "Atelier", "Workshop";

    // The list.
    no_workshop_yet: "Aucun atelier pour l’instant. Un titre, une date, un nombre de tables : c’est tout ce qu’il \
        faut pour commencer.",
        "No workshop yet. A title, a date, a number of tables: that is all it takes to begin.";
    open_desk: "Animer", "Run";
    open_follow_up: "Suivi", "Follow-up";
    open_print: "Fiches à imprimer", "Print sheets";
    in_progress: "En cours", "Under way";
    past: "Terminés", "Over";
    organisation_one: "organisation", "organisation";
    organisation_many: "organisations", "organisations";
    card_one: "fiche", "card";
    card_many: "fiches", "cards";
    match_one: "correspondance", "match";
    match_many: "correspondances", "matches";
    synergy_one: "synergie", "synergy";
    synergy_many: "synergies", "synergies";

    // The form.
    title: "Titre de l’atelier", "Title of the workshop";
    title_hint: "Les participants le lisent en entrant. Ex. Atelier synergies, vallée de l’Aubraine",
        "Participants read it when they enter. E.g. Synergy workshop, Aubraine valley";
    date: "Date", "Date";
    place: "Lieu", "Place";
    place_hint: "Salle, commune", "Room, town";
    language_field: "Langue de la salle", "Language of the room";
    language_hint: "Celle de l’écran projeté. Chacun lit son téléphone dans la sienne.",
        "That of the projected board. Everyone reads their phone in their own.";
    french: "Français", "French";
    english: "Anglais", "English";
    programme: "Programme (démarche)", "Programme";
    programme_hint: "Les ateliers d’un même programme sont suivis ensemble.",
        "Workshops of one programme are followed together.";
    programme_fixed: "Un atelier reste dans son programme : ses synergies y sont comptées.",
        "A workshop stays in its programme: its synergies are counted there.";
    territory: "Territoire", "Territory";
    territory_hint: "Ex. val d’Aubraine", "E.g. Aubraine valley";
    tables: "Nombre de tables", "Number of tables";
    tables_hint: "De 0 (places libres) à 40. Une carte à poser est imprimée par table.",
        "From 0 (free seating) to 40. A card to stand up is printed for each table.";
    create: "Créer l’atelier", "Create the workshop";
    the_day: "La journée", "The day";
    the_frame: "Le cadre", "The frame";
    nothing_final: "Tout se modifie jusqu’à la clôture.", "Everything can be changed until the workshop is closed.";

    // The sheets.
    preview: "Aperçu des fiches", "Preview of the sheets";
    print_help: "Imprimez avec Ctrl + P (⌘ + P), au format A4 : une affiche d’entrée, puis une carte par table.",
        "Print with Ctrl + P (⌘ + P), on A4: one poster for the door, then a card for each table.";
    back_to_desk: "Retour à l’animation", "Back to the desk";
    // Sheets carry both languages: the room may read either.
    join_the_workshop: "Entrer dans l’atelier", "Join the workshop";
    or_type: "ou tapez l’adresse", "or type the address";
    and_the_code: "et le code", "and the code";
    step_scan: "Scannez le QR code avec l’appareil photo du téléphone.", "Scan the QR code with your phone’s camera.";
    step_name: "Donnez votre nom et votre organisation. Rien à installer.",
        "Give your name and organisation. Nothing to install.";
    step_post: "Publiez ce que vous avez et ce que vous cherchez.", "Post what you have and what you want.";
    table: "Table", "Table";
    qr_opens: "QR code qui ouvre la page d’entrée de l’atelier", "QR code that opens the door of the workshop";
}

/// The label of a field of the workshop form, by its name on the wire.
#[must_use]
pub fn field_label(language: Language, field: &str) -> &'static str {
    match field {
        "title" => title(language),
        "date" => date(language),
        "place" => place(language),
        "language" => language_field(language),
        "programme" => programme(language),
        "territory" => territory(language),
        "tables" => tables(language),
        _ => "",
    }
}
