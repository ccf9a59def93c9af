//! Strings of the facilitator's console.

use domain::ids::CardId;

use super::texts;
use crate::Language;

texts! {
    console: "Console de l’animateur", "Facilitator’s console";
    needs_script: "La console a besoin de JavaScript. Les téléphones des participants, non.",
        "The console needs JavaScript. Participants’ phones do not.";
    open_board: "Tableau partagé", "Shared board";
    print: "Imprimer QR et tables", "Print QR and tables";
    prepare: "Préparer", "Prepare";
    afterwards: "Après l’atelier", "Afterwards";
    invitation: "Invitation", "Invitation";
    registrations: "Inscriptions", "Registrations";
    paper: "Fiches papier", "Paper cards";
    minutes: "Compte rendu", "Minutes";
    satisfaction: "Avis des participants", "What participants said";
    describe: "Modifier l’atelier", "Change the workshop";
    follow_up: "Suivi", "Follow-up";
    all_workshops: "Tous les ateliers", "All workshops";
    opens_in_new_window: "(nouvelle fenêtre)", "(new window)";
    links: "Pages de l’atelier", "Pages of the workshop";
    phases: "Phases de l’atelier", "Phases of the workshop";
    next_phase: "Passer à", "Go on to";
    panels: "Rubriques de la console", "Parts of the console";
    panel_cards: "Fiches", "Cards";
    panel_matches: "Correspondances", "Matches";
    panel_synergies: "Synergies", "Synergies";
    panel_people: "Participants", "Participants";
    panel_way_in: "Accès", "Way in";
    all_keys: "Toutes les clés", "All keys";
    connection_lost: "Connexion perdue, nouvel essai en cours. Cet écran n’est plus à jour",
        "Connection lost, trying again. This screen has been out of date";
    close: "Fermer", "Close";
    now_phase: "Phase", "Phase";
    step_begun: "Étape commencée", "Step begun";
    card_posted: "Fiche publiée", "Card posted";
    done: "C’est fait.", "Done.";

    // Cards.
    post_for: "Publier pour quelqu’un", "Post for someone";
    search_cards: "Chercher une fiche ou une entreprise", "Look for a card or a company";
    show_put_away: "Montrer aussi les fiches masquées, fusionnées ou retirées",
        "Also show hidden, merged or withdrawn cards";
    no_card: "Aucune fiche ici.", "No card here.";
    anonymous_card: "anonyme pour la salle", "anonymous to the room";
    for_facilitators: "visible des animateurs seulement", "seen by facilitators only";
    typed_by_facilitator: "saisie par l’animateur", "typed by the facilitator";
    hidden: "masquée", "hidden";
    withdrawn: "retirée", "withdrawn";
    merged_into: "fusionnée avec n°", "merged into no.";
    hide: "Masquer", "Hide";
    remove_photo: "Retirer la photo", "Remove the photo";
    show_again: "Réafficher", "Show again";
    merge: "Fusionner…", "Merge…";
    note_interest: "Noter un intérêt…", "Note an interest…";
    interested_are: "Intéressés", "Interested";
    for_whom: "Pour qui ?", "For whom?";
    post: "Publier", "Post";
    merge_heading: "Fusionner un doublon", "Merge a duplicate";
    merge_help: "La fiche ci-dessous disparaît ; les intérêts passent à celle que vous gardez.",
        "The card below disappears; interest in it passes to the one that you keep.";
    merge_kept: "Fiche à garder", "Card to keep";
    merge_do: "Fusionner", "Merge";
    interest_heading: "Noter un intérêt", "Note an interest";
    interest_help: "Pour quelqu’un qui l’a dit à table, sans téléphone.",
        "For somebody who said so at the table, without a phone.";
    interest_who: "Qui est intéressé ?", "Who is interested?";
    interest_do: "Noter l’intérêt", "Note the interest";

    // Matches.
    to_confirm: "À confirmer (accord des deux côtés)", "To confirm (both sides say yes)";
    confirmed: "Devenues synergies", "Became synergies";
    waiting: "En attente", "Waiting";
    guesses: "Pistes peu sûres", "Long shots";
    dismissed: "Écartées", "Dismissed";
    all: "Toutes", "All";
    no_match: "Aucune correspondance ici.", "No match here.";
    score: "ressemblance", "likeness";
    no_answer: "pas encore de réponse", "no answer yet";
    says_yes: "intéressé", "interested";
    says_no: "pas pour nous", "not for us";
    confirm_synergy: "En faire une synergie…", "Make it a synergy…";
    absurd: "Absurde", "Makes no sense";
    take_absurd_back: "Ce n’est pas absurde", "It does make sense";
    said_absurd: "Écartée par l’animateur : absurde", "Dismissed by the facilitator: makes no sense";
    answer_for: "Répondre pour quelqu’un", "Answer for someone";
    unknown_person: "Personne inconnue", "Unknown person";
    by_interest: "est intéressé, sans fiche", "is interested, without a card";
    is_synergy: "Synergie", "Synergy";
    synergy_heading: "Confirmer une synergie", "Confirm a synergy";
    synergy_title: "Intitulé", "Title";
    synergy_kind: "Famille", "Family";
    synergy_stage: "Première étape", "First stage";
    synergy_giver: "Responsable côté offre", "Owner on the giving side";
    synergy_receiver: "Responsable côté demande", "Owner on the receiving side";
    synergy_next_step: "Prochaine action", "Next step";
    synergy_next_step_hint: "Ex. envoyer un échantillon, visite du site", "E.g. send a sample, visit the site";
    synergy_next_step_due: "Pour le", "By";
    synergy_do: "Confirmer la synergie", "Confirm the synergy";
    phase_too_early: "Les synergies se confirment à partir de la phase Rencontres.",
        "Synergies are confirmed from the phase Matching on.";

    // Synergies.
    no_synergy: "Aucune synergie confirmée pour l’instant.", "No synergy confirmed yet.";
    open_synergy: "Suivre", "Follow up";
    no_next_step: "pas de prochaine action", "no next step";
    and: "et", "and";

    // People.
    add_person: "Ajouter une personne sans téléphone", "Add somebody without a phone";
    no_person: "Personne n’est encore entré. Projetez le tableau ou donnez le code.",
        "Nobody has come in yet. Show the board or give the code.";
    column_person: "Personne", "Person";
    column_organisation: "Organisation", "Organisation";
    column_table: "Table", "Table";
    column_cards: "Fiches", "Cards";
    column_phone: "Téléphone", "Phone";
    with_phone: "oui", "yes";
    without_phone: "sans : l’animateur agit pour elle", "without: the facilitator acts for them";
    no_table: "aucune", "none";
    person_heading: "Personne sans téléphone", "Somebody without a phone";
    person_do: "Ajouter", "Add";

    // Way in.
    code: "Code", "Code";
    address: "Adresse du QR code", "Address in the QR code";
    board_address: "Adresse du tableau", "Address of the board";
    keep_board_address: "Pour le vidéoprojecteur ; s’ouvre sans compte.",
        "For the projector; opens without an account.";
    door_is_open: "Les entrées sont ouvertes.", "The door is open.";
    door_is_closed: "Les entrées sont fermées : plus personne ne peut rejoindre l’atelier.",
        "The door is closed: nobody else can join the workshop.";
    close_door: "Fermer les entrées", "Close the door";
    open_door: "Rouvrir les entrées", "Open the door again";
    door_ends_with_phase: "L’atelier est clos : revenez à une phase antérieure pour rouvrir les entrées.",
        "The workshop is over: go back to an earlier phase to open the door again.";
    qr_label: "QR code pour rejoindre l’atelier", "QR code to join the workshop";
}

/// `n°12`.
#[must_use]
pub fn card_number(language: Language, card: CardId) -> String {
    match language {
        Language::French => format!("n°{card}"),
        Language::English => format!("no. {card}"),
    }
}

/// The label of a field of the form for a new synergy, by its name on the wire.
#[must_use]
pub fn synergy_label(language: Language, field: &str) -> &'static str {
    match field {
        "title" => synergy_title(language),
        "kind" => synergy_kind(language),
        "stage" => synergy_stage(language),
        "giver" => synergy_giver(language),
        "receiver" => synergy_receiver(language),
        "next_step" => synergy_next_step(language),
        "next_step_due" => synergy_next_step_due(language),
        _ => "",
    }
}

/// What a phase is for, in a sentence for the facilitator.
#[must_use]
pub const fn phase_help(language: Language, phase: domain::workshop::Phase) -> &'static str {
    use domain::workshop::Phase;
    match (language, phase) {
        (Language::French, Phase::Preparation) => {
            "Réglez l’atelier, imprimez le QR code. Les entreprises invitées peuvent déjà préparer leurs fiches."
        }
        (Language::English, Phase::Preparation) => {
            "Set up the workshop, print the QR code. Invited companies can prepare their cards already."
        }
        (Language::French, Phase::Welcome) => "Projetez le tableau : les participants scannent, entrent et s’assoient.",
        (Language::English, Phase::Welcome) => "Show the board: participants scan, come in and sit down.",
        (Language::French, Phase::HavesWants) => {
            "Tour de table : chacun dit et publie ce qu’il a et ce qu’il cherche ; les autres touchent « Intéressé »."
        }
        (Language::English, Phase::HavesWants) => {
            "Round the table: everyone says and posts what they have and want; others tap “Interested”."
        }
        (Language::French, Phase::Matching) => {
            "Chacun répond à ses correspondances : intéressé, ou pas pour nous et pourquoi."
        }
        (Language::English, Phase::Matching) => "Everyone answers their matches: interested, or not for us and why.",
        (Language::French, Phase::Engagement) => {
            "Confirmez les synergies : un responsable de chaque côté, une prochaine action, une date."
        }
        (Language::English, Phase::Engagement) => "Confirm the synergies: an owner on each side, a next step, a date.",
        (Language::French, Phase::Closed) => {
            "L’atelier est clos. Tout reste lisible ; les synergies se suivent dans le programme."
        }
        (Language::English, Phase::Closed) => {
            "The workshop is over. Everything stays readable; synergies are followed in the programme."
        }
    }
}
