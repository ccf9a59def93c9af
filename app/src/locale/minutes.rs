//! Strings of the minutes of a workshop.

use super::texts;

texts! {
    title: "Compte rendu", "Minutes";
    as_pdf: "Télécharger en PDF", "Download as PDF";
    file_name: "compte-rendu", "minutes";
    back: "Retour à l’animation", "Back to the desk";
    who: "Participants", "Participants";
    course: "Déroulé", "Running order";
    synergies: "Synergies engagées", "Synergies under way";
    no_synergy: "Aucune synergie confirmée.", "No synergy confirmed.";
    synergy: "Synergie", "Synergy";
    giver: "Donne", "Gives";
    receiver: "Reçoit", "Receives";
    next_step: "Prochaine action", "Next step";
    stage: "Étape", "Stage";
    waiting: "D’accord des deux côtés, à confirmer", "Both sides say yes, to be confirmed";
    cards: "Fiches", "Cards";
    not_matched: "sans correspondance", "without a match";
}
