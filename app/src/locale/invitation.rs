//! Strings of the invitation, the paper cards, and what participants say at the end.

use super::texts;

texts! {
    // The public page.
    you_are_invited: "Vous êtes invité à un atelier de synergies", "You are invited to a synergy workshop";
    when: "Quand", "When";
    at_place: "Où", "Where";
    by: "À l’initiative de", "By";
    questions: "Une question ?", "A question?";
    add_to_calendar: "Ajouter à mon agenda (.ics)", "Add to my calendar (.ics)";
    prepare_cards: "Préparer mes fiches", "Prepare my cards";
    prepare_title: "Préparer vos fiches, en dix minutes", "Prepare your cards, in ten minutes";
    prepare_how: "Donnez votre nom et votre organisation, puis une fiche par ressource : un titre suffit. Avant \
        l’atelier, personne d’autre que les animateurs ne voit vos fiches.",
        "Give your name and your organisation, then one card for each resource: a title is enough. Before the \
            workshop nobody but the facilitators sees your cards.";
    prepare_same: "Le jour venu, revenez avec le même téléphone : vos fiches vous attendent. Pour changer d’appareil, \
        touchez votre nom en haut de l’écran.",
        "On the day, come back with the same phone: your cards are waiting. To change devices, tap your name at the \
            top of the screen.";
    look_around_have: "Ce que vous avez", "What you have";
    look_around_have_ideas: "Chutes, emballages et palettes ; chaleur, eau ou air comprimé perdus ; place en \
        entrepôt ; camion qui revient vide ; machine qui dort ; savoir-faire, formation.",
        "Offcuts, packaging and pallets; lost heat, water or compressed air; warehouse space; a lorry that comes back \
            empty; an idle machine; know-how, training.";
    look_around_want: "Ce que vous cherchez", "What you want";
    look_around_want_ideas: "Matières que vous achetez et qui existent peut-être à côté ; collectes, contrats ou \
        embauches à partager ; équipement pour quelques jours par mois.",
        "Materials that you buy and that may exist next door; collections, contracts or jobs to share; equipment for \
            a few days a month.";
    look_around_bring: "À emporter", "To bring along";
    look_around_bring_ideas: "Votre téléphone, les ordres de grandeur (tonnes, kWh, m², par an), et l’envie de parler \
        à vos voisins.",
        "Your phone, orders of magnitude (tonnes, kWh, m², a year), and the wish to talk to your neighbours.";
    the_day: "Le déroulé", "The day";
    the_day_ends: "fin", "end";
    doors_closed: "Les entrées sont fermées.", "The doors are closed.";

    // The facilitator's form.
    form_title: "Invitation", "Invitation";
    form_lead: "Une page publique à envoyer aux entreprises : date, lieu, déroulé, agenda, et comment préparer ses \
        fiches.",
        "A public page to send to companies: date, place, running order, calendar, and how to prepare one’s cards.";
    begins_at: "Heure d’accueil", "Time of arrival";
    begins_at_hint: "Exemple : 13:30. Les heures des étapes suivent du déroulé.",
        "Example: 13:30. The times of the steps follow from the running order.";
    words: "Votre mot d’invitation", "Your words of invitation";
    words_hint: "Pourquoi venir, qui sera là, s’il y a un repas.",
        "Why to come, who will be there, whether there is a meal.";
    contact: "Contact pour les questions", "Contact for questions";
    contact_hint: "Nom, téléphone ou courriel, montrés sur la page.", "Name, telephone or e-mail, shown on the page.";
    saved: "L’invitation est enregistrée.", "The invitation is saved.";
    its_address: "Adresse de la page", "Address of the page";
    see_page: "Voir la page", "See the page";
    no_order_yet: "Pas encore de déroulé : la page ne montrera pas d’étapes.",
        "No running order yet: the page will show no steps.";

    // Paper.
    paper_title: "Fiches papier", "Paper cards";
    paper_lead: "Quatre fiches par feuille, à couper : « j’ai », « je cherche », « besoin partagé ». Imprimez chaque \
        feuille autant de fois qu’il faut.",
        "Four cards on a sheet, to cut: “have”, “want”, “shared need”. Print each sheet as often as needed.";
    paper_entry: "Ensuite, saisie rapide à une table : une ligne par fiche. La place est le numéro de la personne à \
        sa table.",
        "Then, fast entry at a table: one line for each card. The seat is the person’s number at the table.";
    paper_who: "Nom, organisation", "Name, organisation";
    paper_table: "Table", "Table";
    paper_seat: "Place", "Seat";
    paper_what: "Quoi ?", "What?";
    paper_how_much: "Combien ?", "How much?";
    paper_unit: "unité", "unit";
    paper_how_often: "À quel rythme ?", "How often?";
    paper_know: "À savoir (forme, qualité, dates, prix, déchet ou non)",
        "To know (form, quality, dates, price, waste or not)";
    paper_interest: "Qui est intéressé ? (table, place)", "Who is interested? (table, seat)";
    preview: "Aperçu avant impression", "Preview before printing";
    back: "Retour à l’animation", "Back to the desk";

    // What participants say at the end.
    your_view: "Votre avis", "Your view";
    your_view_lead: "Trois questions, une minute. Vos réponses sont additionnées et montrées sans votre nom.",
        "Three questions, one minute. Your answers are added up and shown without your name.";
    give_view: "Donner mon avis sur l’atelier", "Say what I think of the workshop";
    useful: "Cet atelier vous a-t-il été utile ?", "Was this workshop useful to you?";
    organised: "Était-il bien mené ?", "Was it well run?";
    lead: "Repartez-vous avec au moins une piste à suivre ?", "Do you go home with at least one lead to follow?";
    comment: "Ce qui a manqué, ce qu’il faut garder", "What was missing, what to keep";
    send: "Envoyer mon avis", "Send my view";
    thanks: "Merci ! Vous pouvez changer votre réponse ici.", "Thank you! You can change your answer here.";
    back_to_me: "Retour à ma page", "Back to my page";
    results: "Avis des participants", "What participants said";
    results_lead: "Sans noms. Les participants donnent leur avis depuis leur page, dès la phase des correspondances.",
        "Without names. Participants say it on their own page, from the phase of matches on.";
    no_answers: "Aucune réponse pour l’instant.", "No answers yet.";
    answers: "réponses", "answers";
    answer: "réponse", "answer";
    of_participants: "participants", "participants";
    of_participant: "participant", "participant";
    useful_short: "Utile", "Useful";
    organised_short: "Bien mené", "Well run";
    lead_short: "Une piste à suivre", "A lead to follow";
    comments: "En leurs mots", "In their words";
    question: "Question", "Question";
}
