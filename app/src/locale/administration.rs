//! Strings of the administrators' pages.

use super::texts;

texts! {
    title: "Administration du serveur", "Administration of the host";
    lead: "Les comptes, les démarches et le journal. Le contenu des démarches reste à leurs membres.",
        "Accounts, programmes and the log. What is in the programmes stays with their members.";
    accounts: "Comptes", "Accounts";
    since: "Depuis", "Since";
    programmes_of: "Démarches", "Programmes";
    state: "État", "State";
    open: "Ouvert", "Open";
    closed: "Fermé", "Closed";
    administrator: "Administrateur", "Administrator";
    close: "Fermer", "Close";
    open_again: "Rouvrir", "Open again";
    make_administrator: "Nommer administrateur", "Make administrator";
    end_administrator: "Retirer l’administration", "End administration";
    second_factor: "Second facteur", "Second factor";
    end_second_factor: "Retirer le second facteur", "Take the second factor off";
    programmes: "Démarches", "Programmes";
    managers: "Responsables", "Managers";
    members: "Membres", "Members";
    no_manager: "Personne", "Nobody";
    hand_over: "Confier à (adresse e-mail)", "Hand over to (e-mail address)";
    hand_over_do: "Inviter comme responsable", "Invite as manager";
    backups: "Sauvegardes", "Backups";
    no_backups: "Ce serveur ne fait aucune sauvegarde de lui-même. L’option --backup-every du serveur les demande, \
        par exemple toutes les heures.",
        "This server makes no backup by itself. The option --backup-every of the server asks for them, every hour for \
            instance.";
    newest_backup: "La plus récente (UTC)", "The newest (UTC)";
    none_there: "aucune", "none";
    backup_failed: "La dernière tentative a échoué (UTC)", "The last try failed (UTC)";
    audit: "Journal d’audit", "Audit log";
    audit_lead: "Qui a fait quoi, quand, d’où. Les adresses sont effacées à l’échéance.",
        "Who did what, when, from where. Addresses are erased after their period.";
    when: "Quand (UTC)", "When (UTC)";
    who: "Qui", "Who";
    from_where: "D’où", "From where";
    deed: "Quoi", "What";
    about: "Concerne", "Concerns";
    all_deeds: "Tout", "Everything";
    who_words: "Qui ou à qui", "Who or to whom";
    from_day: "Du", "From";
    until_day: "Au", "Until";
    show: "Afficher", "Show";
    as_csv: "Exporter en CSV", "Export as CSV";
    older: "Plus anciens", "Older";
    nothing: "Rien dans cette partie du journal.", "Nothing in this part of the log.";
}
