//! What people in a room would notice of the matcher.
#![allow(clippy::expect_used)]
use domain::access::Actor;
use domain::ids::CardId;
use domain::matches::{Counterpart, Flag, Reason};
use domain::resource::ResourceDraft;
use domain::time::Timestamp;
use domain::workshop::{
    AnswerDraft, Command, ParticipantDraft, Phase, Proposal, Recorded, Workshop, WorkshopDraft, decide,
};
use matching::Matcher;
use proptest::prelude::*;
use std::sync::Arc;

/// A workshop with cards, each of an organisation: (organisation, kind, title).
fn room(cards: &[(&str, &str, &str)]) -> Workshop {
    let mut workshop = Workshop::default();
    let description = WorkshopDraft {
        title: "Atelier".into(),
        date: "2026-11-24".into(),
        language: "fr".into(),
        programme: "P".into(),
        ..Default::default()
    };
    act(&mut workshop, Actor::Facilitator, &Command::DescribeWorkshop { workshop: description });
    act(&mut workshop, Actor::Facilitator, &Command::ChangePhase { phase: Phase::HavesWants, from: None });
    for (organisation, kind, title) in cards {
        let participant =
            ParticipantDraft { name: "N".into(), organisation: (*organisation).into(), ..Default::default() };
        act(&mut workshop, Actor::Visitor, &Command::Join { participant });
        let who = *workshop.participants.keys().next_back().expect("joined");
        let card = ResourceDraft {
            kind: (*kind).into(),
            title: (*title).into(),
            category: "material".into(),
            ..Default::default()
        };
        act(&mut workshop, Actor::Participant(who), &Command::PostCard { card, on_behalf_of: None });
    }
    workshop
}

fn act(workshop: &mut Workshop, actor: Actor, command: &Command) {
    let events = decide(workshop, actor, command).expect("accepted");
    for (event, seq) in events.into_iter().zip(1..) {
        workshop.apply(&Recorded { seq, at: Timestamp(0), event });
    }
}

fn partners(proposals: &[Proposal], card: u32) -> Vec<u32> {
    let other = |proposal: &Proposal| match proposal.counterpart {
        Counterpart::Card(other) if proposal.card.0 == card => Some(other.0),
        Counterpart::Card(_) => Some(proposal.card.0),
        Counterpart::Participant(_) => None,
    };
    proposals.iter().filter_map(other).collect()
}

/// What is proposed for a card of a room that has just been opened.
fn proposals_for(workshop: &Workshop, card: CardId) -> Vec<Proposal> {
    matching::Room::new(Arc::new(Matcher::new())).proposals(workshop, [card])
}

/// The cards proposed to the first one.
fn proposed(cards: &[(&str, &str, &str)]) -> Vec<u32> {
    partners(&proposals_for(&room(cards), CardId(1)), 1)
}

#[test]
fn one_thing_in_two_languages_in_the_plural_without_accents_and_with_a_slip_is_found() {
    for want in ["cherche sciures pour litière", "looking for sawdust", "SCIURE", "besoin de sciurre"] {
        assert_eq!(proposed(&[("A", "have", "Sciure de bois sèche"), ("B", "want", want)]), [2], "{want}");
    }
    assert_eq!(proposed(&[("A", "want", "drêches de brasserie"), ("B", "have", "spent grain, 6 t a week")]), [2]);
}

#[test]
fn asking_time_and_praise_make_no_match() {
    let have = ("A", "have", "palettes disponibles en bon état, 300 par mois");
    for want in ["cherche cuve en bon état", "besoin disponible chaque mois", "300 par mois", "🙂🙂", "!!!"] {
        assert_eq!(proposed(&[have, ("B", "want", want)]), [0u32; 0], "{want}");
    }
}

#[test]
fn colleagues_and_two_haves_are_never_brought_together() {
    assert_eq!(proposed(&[("Scierie", "have", "sciure"), ("SCIERIE ", "want", "sciure")]), [0u32; 0]);
    assert_eq!(proposed(&[("A", "have", "sciure"), ("B", "have", "sciure")]), [0u32; 0]);
}

#[test]
fn two_haves_of_which_both_say_that_they_are_too_little_alone_are_proposed_as_a_pool() {
    let cards = [
        ("A", "have", "néons usagés, trop peu pour une collecte"),
        ("B", "have", "néons usagés, personne ne collecte si peu"),
        ("C", "have", "néons usagés"),
    ];
    for asked in [1, 2] {
        let proposals = proposals_for(&room(&cards), CardId(asked));
        assert_eq!(proposals.len(), 1, "{proposals:?}");
        assert_eq!((proposals[0].card, proposals[0].counterpart), (CardId(1), Counterpart::Card(CardId(2))));
        assert!(proposals[0].reasons.contains(&Reason::Pool), "{proposals:?}");
    }
    assert_eq!(proposals_for(&room(&cards), CardId(3)), []);
    // Colleagues are none.
    assert_eq!(proposed(&[cards[0], ("A", "have", cards[1].2)]), [0u32; 0]);
}

#[test]
fn shared_needs_meet_each_other_and_haves_that_would_serve_them() {
    let cards = [
        ("A", "shared_need", "collecte commune de cartons"),
        ("B", "shared_need", "collecter nos cartons"),
        ("C", "have", "collecte de carton par tournée"),
    ];
    let mut found = proposed(&cards);
    found.sort_unstable();
    assert_eq!(found, [2, 3]);
    for asked in [1, 2] {
        let proposals = proposals_for(&room(&cards), CardId(asked));
        let together: Vec<_> =
            proposals.iter().filter(|proposal| proposal.reasons.contains(&Reason::SameNeed)).collect();
        assert_eq!(together.len(), 1, "{proposals:?}");
        // The earlier of the two stands first, whoever asks.
        assert_eq!((together[0].card, together[0].counterpart), (CardId(1), Counterpart::Card(CardId(2))));
    }
}

#[test]
fn what_left_the_table_is_not_proposed() {
    let mut workshop = room(&[("A", "have", "sciure"), ("B", "want", "sciure"), ("C", "want", "sciure")]);
    act(&mut workshop, Actor::Facilitator, &Command::HideCard { card_id: CardId(2), hidden: true });
    assert_eq!(partners(&proposals_for(&workshop, CardId(1)), 1), [3]);
    assert!(proposals_for(&workshop, CardId(2)).is_empty());
}

#[test]
fn what_its_author_took_back_is_not_proposed() {
    let mut workshop = room(&[("A", "have", "sciure"), ("B", "want", "sciure"), ("C", "want", "sciure")]);
    let author = workshop.cards[&CardId(3)].author.expect("known");
    act(&mut workshop, Actor::Participant(author), &Command::WithdrawCard { card_id: CardId(3) });
    assert_eq!(partners(&proposals_for(&workshop, CardId(1)), 1), [2]);
    assert!(proposals_for(&workshop, CardId(3)).is_empty());
}

#[test]
fn shape_state_and_false_friends_are_a_faint_guess_at_most() {
    for (have, want) in [
        ("chutes de mousse, découpe", "chutes de découpe acier"),
        ("sciure fraîche", "farine fraîche"),
        ("grave recyclée 0/20", "tech grade ethanol"),
        ("sapin scié", "satin imprimé"),
        ("terres inertes", "gaz pour inerter une cuve"),
        ("copeaux en sac", "terre en sac"),
        ("wet sawdust, fresh", "wet fresh vegetables"),
    ] {
        let proposals = proposals_for(&room(&[("A", "have", have), ("B", "want", want)]), CardId(1));
        assert!(proposals.iter().all(|found| found.score < 0.4), "{have} / {want}: {proposals:?}");
    }
}

#[test]
fn the_description_helps_when_the_title_says_little() {
    let mut workshop = room(&[("A", "have", "à venir chercher"), ("B", "want", "sciure"), ("C", "want", "palettes")]);
    let card = workshop.cards.get_mut(&CardId(1)).expect("posted");
    let draft =
        ResourceDraft { description: "Sciure de hêtre, en silo".into(), ..ResourceDraft::from(&card.resource) };
    card.resource = draft.parse().expect("valid");
    assert_eq!(partners(&proposals_for(&workshop, CardId(1)), 1), [2]);
}

#[test]
fn a_handful_is_proposed_the_same_every_time_best_first() {
    let better_last = [("A", "want", "palettes"), ("B", "have", "palettes et verre plat"), ("C", "have", "palettes")];
    assert_eq!(proposed(&better_last), [3, 2]);
    let organisations: Vec<String> = (0..20).map(|number| format!("O{number}")).collect();
    let mut cards = vec![("A", "want", "palettes")];
    cards.extend(organisations.iter().map(|organisation| (organisation.as_str(), "have", "palettes")));
    let workshop = room(&cards);
    let proposals = proposals_for(&workshop, CardId(1));
    assert_eq!(partners(&proposals, 1), [2, 3, 4, 5, 6]);
    assert_eq!(proposals, proposals_for(&workshop, CardId(1)));
    assert!(proposals.is_sorted_by(|one, next| one.score >= next.score));
}

#[test]
fn hostile_texts_are_read_and_match_nothing() {
    for text in [
        "a".repeat(80),
        "😀".repeat(80),
        "\u{202e}مرحبا شركة".into(),
        "ﬁ ẞ İ ǆ 🅰️ ñ̃".into(),
        "-".repeat(80),
        "œœœœœœ ÆÆÆÆÆ".into(),
        "١٢٣ ৳".into(),
    ] {
        let text: &str = &text;
        for kind in ["have", "shared_need"] {
            assert_eq!(proposed(&[("A", kind, text), ("B", "want", "palettes")]), [0u32; 0], "{text}");
        }
    }
}

#[test]
fn what_is_shared_is_told_in_both_languages() {
    let proposals = proposals_for(&room(&[("A", "have", "Sciures de Résineux"), ("B", "want", "sawdust")]), CardId(2));
    assert_eq!(
        proposals[0].reasons.first(),
        Some(&Reason::Told { fr: "en commun\u{a0}: sciure".into(), en: "in common: sawdust".into() })
    );
}

#[test]
fn a_use_links_what_shares_no_word() {
    for (have, want) in [
        ("cendres volantes de centrale, 5 000 t", "substitut au clinker"),
        ("laitier d'aciérie", "stone for a road foundation"),
        ("écumes de sucrerie", "remonter le pH de nos champs"),
        ("camion qui rentre à vide de Lyon", "cherche transporteur pour palettes"),
    ] {
        let proposals = proposals_for(&room(&[("A", "have", have), ("B", "want", want)]), CardId(1));
        assert_eq!(partners(&proposals, 1), [2], "{have} / {want}");
        let told = proposals[0]
            .reasons
            .iter()
            .any(|reason| matches!(reason, Reason::Told { fr, .. } if fr.starts_with("usage")));
        assert!(told, "{:?}", proposals[0].reasons);
    }
}

fn with_quantity(workshop: &mut Workshop, card: u32, quantity: &str, unit: &str, frequency: &str) {
    let card = workshop.cards.get_mut(&CardId(card)).expect("posted");
    let draft = ResourceDraft {
        quantity: quantity.into(),
        unit: unit.into(),
        frequency: frequency.into(),
        ..ResourceDraft::from(&card.resource)
    };
    card.resource = draft.parse().expect("valid");
}

#[test]
fn enough_is_better_than_next_to_nothing_and_both_are_said() {
    let mut workshop = room(&[("A", "want", "palettes"), ("B", "have", "palettes"), ("C", "have", "palettes")]);
    with_quantity(&mut workshop, 1, "100", "pieces", "month");
    with_quantity(&mut workshop, 2, "1", "pieces", "month");
    with_quantity(&mut workshop, 3, "30", "pieces", "week");
    let proposals = proposals_for(&workshop, CardId(1));
    assert_eq!(partners(&proposals, 1), [3, 2]);
    assert!(proposals[0].reasons.iter().any(|reason| matches!(reason, Reason::QuantityCovers { .. })), "{proposals:?}");
    assert!(proposals[1].reasons.iter().any(|reason| matches!(reason, Reason::QuantityPart { .. })), "{proposals:?}");
}

#[test]
fn a_refused_pair_does_not_come_back_and_what_is_like_it_falls() {
    let cards = [
        ("A", "have", "sciure de bois"),
        ("B", "want", "sciure pour litière"),
        ("C", "want", "sciure pour litière de chevaux"),
        ("D", "want", "sciure"),
    ];
    let mut workshop = room(&cards);
    let before = proposals_for(&workshop, CardId(1));
    let found = before.iter().find(|proposal| proposal.counterpart == Counterpart::Card(CardId(2))).expect("proposed");
    act(&mut workshop, Actor::Facilitator, &Command::ChangePhase { phase: Phase::Matching, from: None });
    act(&mut workshop, Actor::Matcher, &Command::ProposeMatches { proposals: vec![found.clone()] });
    let who = workshop.cards[&CardId(1)].author;
    let answer = AnswerDraft { answer: "not_for_us".into(), reason: "unrelated".into(), note: String::new() };
    let match_id = *workshop.matches.keys().next().expect("found");
    act(&mut workshop, Actor::Facilitator, &Command::AnswerMatch { match_id, answer, on_behalf_of: who });
    let after = proposals_for(&workshop, CardId(1));
    let score = |proposals: &[Proposal], card| {
        proposals
            .iter()
            .find(|proposal| proposal.counterpart == Counterpart::Card(CardId(card)))
            .map(|proposal| proposal.score)
    };
    assert_eq!(score(&after, 2), None);
    assert!(score(&after, 3).unwrap_or(0.0) < score(&before, 3).expect("proposed"), "{after:?}");
    // Posted once more in the same words, it is the same pair.
    let again = ResourceDraft {
        kind: "want".into(),
        title: "sciure pour litière".into(),
        category: "material".into(),
        ..Default::default()
    };
    let author = workshop.cards[&CardId(2)].author;
    act(&mut workshop, Actor::Facilitator, &Command::PostCard { card: again, on_behalf_of: author });
    assert_eq!(score(&proposals_for(&workshop, CardId(1)), 5), None);
}

#[test]
fn interest_in_a_card_raises_what_is_like_it() {
    let cards =
        [("A", "want", "litière pour chevaux"), ("B", "have", "copeaux de bois"), ("C", "have", "copeaux de rabotage")];
    let mut workshop = room(&cards);
    let score = |workshop: &Workshop| {
        let proposals = proposals_for(workshop, CardId(1));
        proposals.iter().find(|proposal| proposal.card == CardId(3)).map_or(0.0, |proposal| proposal.score)
    };
    let before = score(&workshop);
    let who = workshop.cards[&CardId(1)].author;
    act(
        &mut workshop,
        Actor::Facilitator,
        &Command::ShowInterest { card_id: CardId(2), interested: true, on_behalf_of: who },
    );
    assert!(score(&workshop) > before);
}

#[test]
fn the_use_that_is_told_is_that_of_the_whole_need() {
    for (want, purpose) in [
        ("absorbant pour sols atelier (sciure sèche...)", "absorber"),
        ("litière volaille : copeaux, sciure sèche", "litière"),
    ] {
        let workshop = room(&[("A", "have", "sciure fraîche résineux, env. 12 t/sem"), ("B", "want", want)]);
        let proposals = proposals_for(&workshop, CardId(1));
        let reasons = &proposals.first().expect("proposed").reasons;
        let told = |reason: &Reason| matches!(reason, Reason::Told { fr, .. } if fr.contains(purpose));
        assert!(reasons.iter().any(told), "{want}: {reasons:?}");
    }
}

#[test]
fn hazardous_waste_is_flagged_and_dates_that_do_not_meet_are_told() {
    let mut workshop = room(&[("A", "have", "huiles moteur usagées"), ("B", "want", "huiles usagées à régénérer")]);
    let proposals = proposals_for(&workshop, CardId(1));
    let reasons = &proposals.first().expect("proposed").reasons;
    assert!(reasons.contains(&Reason::Check { flag: Flag::Hazardous }), "{reasons:?}");
    for (card, from, until) in [(1, "2026-12-01", "2027-01-31"), (2, "2027-03-01", "")] {
        let card = workshop.cards.get_mut(&CardId(card)).expect("posted");
        let draft = ResourceDraft {
            available_from: from.into(),
            available_until: until.into(),
            ..ResourceDraft::from(&card.resource)
        };
        card.resource = draft.parse().expect("valid");
    }
    // Where the dates leave so little that it is not proposed at all, nothing has to be told.
    assert!(proposals_for(&workshop, CardId(1)).iter().all(|proposal| proposal.reasons.contains(&Reason::DatesApart)));
}

#[test]
fn three_organisations_with_one_need_are_gathered_and_what_finds_nobody_is_a_gap() {
    let cards = [
        ("A", "want", "formation secouriste pour 2 salariés"),
        ("B", "want", "first aid training for 3 people"),
        ("C", "shared_need", "session SST à partager"),
        ("D", "want", "palettes"),
        ("E", "have", "boues de forage"),
        ("F", "have", "drilling mud"),
        ("G", "have", "bentonite usée de forage"),
    ];
    let workshop = room(&cards);
    let mut kept = matching::Room::new(Arc::new(Matcher::new()));
    let shared = matching::needs::shared(&mut kept, &workshop);
    assert_eq!(
        shared.iter().map(|family| (family.cards.clone(), family.organisations)).collect::<Vec<_>>(),
        [(vec![CardId(1), CardId(2), CardId(3)], 3)]
    );
    let gaps = matching::needs::gaps(&mut kept, &workshop);
    assert!(gaps.iter().any(|gap| gap.cards == [CardId(5), CardId(6), CardId(7)]), "{gaps:?}");
}

#[test]
fn a_room_that_is_kept_proposes_what_one_that_is_opened_anew_does() {
    let mut workshop =
        room(&[("A", "have", "sciure"), ("B", "want", "litière pour chevaux"), ("C", "want", "palettes")]);
    let mut kept = matching::Room::new(Arc::new(Matcher::new()));
    drop(kept.proposals(&workshop, [CardId(1)]));
    let author = workshop.cards[&CardId(3)].author;
    let again = ResourceDraft {
        kind: "want".into(),
        title: "sawdust".into(),
        category: "material".into(),
        ..Default::default()
    };
    act(&mut workshop, Actor::Facilitator, &Command::PostCard { card: again, on_behalf_of: author });
    act(&mut workshop, Actor::Facilitator, &Command::HideCard { card_id: CardId(2), hidden: true });
    assert_eq!(
        kept.proposals(&workshop, [CardId(1), CardId(4)]),
        matching::Room::new(Arc::new(Matcher::new())).proposals(&workshop, [CardId(1), CardId(4)])
    );
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{1,200}",
        "((sciure|pallets|chaleur fatale|drêches|de|fraîche|sawdust|12 t|acier|pour|3 bennes/mois|CO2)[ ,]){1,40}"
    ]
}

proptest! {
    #[test]
    fn any_two_texts_give_a_score_between_nothing_and_all(one in any_text(), other in any_text()) {
        let matcher = Matcher::new();
        let (have, want) = (matcher.trace(&one), matcher.trace(&other));
        let mut comparer = matcher.comparer();
        comparer.take(&have);
        let score = matcher.score(&comparer.with(&have, &want));
        prop_assert!((0.0..=1.0).contains(&score), "{score}");
    }
}

#[test]
fn endless_and_strange_texts_are_read_without_harm() {
    let matcher = Matcher::new();
    let mut comparer = matcher.comparer();
    let texts = [
        "a".repeat(10_000),
        "palettes ".repeat(2_000),
        "12 ".repeat(5_000),
        "😀".repeat(3_000),
        "\u{202e}شركة ".repeat(900),
        "9".repeat(10_000),
        "-/°%,".repeat(2_000),
        "é".repeat(10_000),
        String::new(),
        " \n\t".into(),
    ];
    for text in &texts {
        let trace = matcher.trace(text);
        comparer.take(&trace);
        let score = matcher.score(&comparer.with(&trace, &trace));
        assert!((0.0..=1.0).contains(&score));
        assert!(matching::codes::waste_codes(text).len() <= matching::codes::MOST);
    }
}

#[test]
fn seasons_that_do_not_meet_are_not_proposed_and_heat_that_is_not_warm_enough_counts_for_less_and_is_said() {
    let cold = proposals_for(
        &room(&[
            ("A", "want", "stockage froid juin-août"),
            ("B", "have", "chambre froide libre déc-mars"),
            ("C", "have", "chambre froide libre mai-sept"),
        ]),
        CardId(1),
    );
    assert_eq!(partners(&cold, 1)[0], 3, "{cold:?}");
    assert!(
        cold.iter().skip(1).all(|found| found.score < 0.2 && found.reasons.contains(&Reason::DatesApart)),
        "{cold:?}"
    );
    let heat = proposals_for(
        &room(&[
            ("A", "want", "chaleur 60° pour séchage"),
            ("B", "have", "chaleur 35-40°"),
            ("C", "have", "chaleur 80°"),
        ]),
        CardId(1),
    );
    assert_eq!(partners(&heat, 1), [3, 2]);
    let told = |reason: &Reason| matches!(reason, Reason::Unmet { en, .. } if en == "temperature");
    assert!(heat[1].reasons.iter().any(told) && !heat[0].reasons.iter().any(told), "{heat:?}");
    let agree = |reason: &Reason| matches!(reason, Reason::Agrees { fr, .. } if fr == "température");
    assert!(heat[0].reasons.iter().any(agree), "{heat:?}");
}

#[test]
fn what_the_law_forbids_is_never_proposed() {
    assert_eq!(
        proposed(&[("A", "have", "têtes et arêtes de saumon"), ("B", "want", "aliment pour nos vaches laitières")]),
        [0u32; 0]
    );
    assert_eq!(
        proposed(&[("A", "have", "drêches de brasserie"), ("B", "want", "aliment pour nos vaches laitières")]),
        [2]
    );
}

#[test]
fn two_who_need_the_same_are_brought_together() {
    let proposals = proposals_for(
        &room(&[("A", "want", "atex niveau 1 pour 5 nouveaux"), ("B", "want", "refaire l'atex pour 6 gars")]),
        CardId(2),
    );
    assert_eq!(partners(&proposals, 2), [1]);
    assert!(proposals[0].reasons.contains(&Reason::SameNeed), "{proposals:?}");
    // Another course is another need.
    assert_eq!(
        proposed(&[("A", "want", "atex niveau 1 pour 5 nouveaux"), ("B", "want", "habilitation électrique pour 6")]),
        [0u32; 0]
    );
}

#[test]
fn who_has_to_be_rid_of_something_meets_who_needs_it() {
    let proposals = proposals_for(
        &room(&[
            ("A", "want", "aliment pour nos vaches laitières"),
            ("B", "want", "se débarrasser des drêches de brasserie"),
        ]),
        CardId(1),
    );
    assert_eq!(partners(&proposals, 1), [2]);
    assert_eq!(proposals[0].card, CardId(2), "what is there comes first");
    assert!(!proposals[0].reasons.contains(&Reason::SameNeed), "{proposals:?}");
}
