//! What people in a room would notice of the matcher.
#![allow(clippy::expect_used)]

use domain::access::Actor;
use domain::ids::CardId;
use domain::matches::{Counterpart, Reason};
use domain::resource::ResourceDraft;
use domain::time::Timestamp;
use domain::workshop::{Command, ParticipantDraft, Phase, Proposal, Recorded, Workshop, WorkshopDraft, decide};
use matching::{Corpus, Reading, proposals_for};
use proptest::prelude::*;

/// A workshop with cards, each of an organisation: (organisation, kind, title).
fn room(cards: &[(&str, &str, &str)]) -> Workshop {
    let mut workshop = Workshop::default();
    let description = WorkshopDraft { title: "Atelier".into(), date: "2026-11-24".into(), language: "fr".into(), programme: "P".into(), ..Default::default() };
    act(&mut workshop, Actor::Facilitator, &Command::DescribeWorkshop { workshop: description });
    act(&mut workshop, Actor::Facilitator, &Command::ChangePhase { phase: Phase::HavesWants, from: None });
    for (organisation, kind, title) in cards {
        let participant = ParticipantDraft { name: "N".into(), organisation: (*organisation).into(), ..Default::default() };
        act(&mut workshop, Actor::Visitor, &Command::Join { participant });
        let who = *workshop.participants.keys().next_back().expect("joined");
        let card = ResourceDraft { kind: (*kind).into(), title: (*title).into(), category: "material".into(), ..Default::default() };
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
fn colleagues_and_cards_of_one_kind_are_never_brought_together() {
    assert_eq!(proposed(&[("Scierie", "have", "sciure"), ("SCIERIE ", "want", "sciure")]), [0u32; 0]);
    assert_eq!(proposed(&[("A", "have", "sciure"), ("B", "have", "sciure")]), [0u32; 0]);
    assert_eq!(proposed(&[("A", "want", "sciure"), ("B", "want", "sciure")]), [0u32; 0]);
}

#[test]
fn shared_needs_meet_each_other_and_haves_that_would_serve_them() {
    let cards =
        [("A", "shared_need", "collecte commune de cartons"), ("B", "shared_need", "collecter nos cartons"), ("C", "have", "collecte de carton par tournée")];
    let mut found = proposed(&cards);
    found.sort_unstable();
    assert_eq!(found, [2, 3]);
    for asked in [1, 2] {
        let proposals = proposals_for(&room(&cards), CardId(asked));
        let together: Vec<_> = proposals.iter().filter(|proposal| proposal.reasons.contains(&Reason::SameNeed)).collect();
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
fn shape_state_and_false_friends_make_no_match() {
    for (have, want) in [
        ("chutes de mousse, découpe", "chutes de découpe acier"),
        ("sciure fraîche", "farine fraîche"),
        ("grave recyclée 0/20", "tech grade ethanol"),
        ("sapin scié", "satin imprimé"),
        ("terres inertes", "gaz pour inerter une cuve"),
        ("copeaux en sac", "terre en sac"),
        ("wet sawdust, fresh", "wet fresh vegetables"),
    ] {
        assert_eq!(proposed(&[("A", "have", have), ("B", "want", want)]), [0u32; 0], "{have} / {want}");
    }
}

#[test]
fn the_description_helps_when_the_title_says_little() {
    let mut workshop = room(&[("A", "have", "à venir chercher"), ("B", "want", "sciure"), ("C", "want", "palettes")]);
    let card = workshop.cards.get_mut(&CardId(1)).expect("posted");
    let draft = ResourceDraft { description: "Sciure de hêtre, en silo".into(), ..ResourceDraft::from(&card.resource) };
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
    for text in ["a".repeat(80), "😀".repeat(80), "\u{202e}مرحبا شركة".into(), "ﬁ ẞ İ ǆ 🅰️ ñ̃".into(), "-".repeat(80), "œœœœœœ ÆÆÆÆÆ".into(), "١٢٣ ৳".into()]
    {
        let text: &str = &text;
        for kind in ["have", "shared_need"] {
            assert_eq!(proposed(&[("A", kind, text), ("B", "want", "palettes")]), [0u32; 0], "{text}");
        }
    }
}

#[test]
fn the_reason_names_the_words_as_they_were_typed() {
    let proposals = proposals_for(&room(&[("A", "have", "Sciures de Résineux"), ("B", "want", "sawdust")]), CardId(2));
    assert_eq!(proposals[0].reasons.first(), Some(&Reason::SharedWords { words: vec!["Sciures".into()] }));
}

fn resource(kind: &str, title: &str, quantity: &str, unit: &str, frequency: &str) -> domain::resource::Resource {
    let draft = ResourceDraft {
        kind: kind.into(),
        title: title.into(),
        category: "material".into(),
        quantity: quantity.into(),
        unit: unit.into(),
        frequency: frequency.into(),
        ..Default::default()
    };
    draft.parse().expect("valid")
}

#[test]
fn enough_is_better_than_a_part_and_both_are_said() {
    let want = resource("want", "palettes", "100", "pieces", "month");
    let enough = resource("have", "palettes", "30", "pieces", "week");
    let part = resource("have", "palettes", "10", "pieces", "month");
    let other_unit = resource("have", "palettes", "2", "t", "month");
    let [want, enough, part, other_unit] = [&want, &enough, &part, &other_unit].map(Reading::of);
    let corpus = Corpus::new([&want, &enough, &part, &other_unit]);
    let fit = |have| corpus.fit(have, &want).expect("they fit");
    assert!(fit(&enough).reasons.iter().any(|reason| matches!(reason, Reason::QuantityCovers { .. })));
    assert!(fit(&part).reasons.iter().any(|reason| matches!(reason, Reason::QuantityPart { .. })));
    assert!(!fit(&other_unit).reasons.iter().any(|reason| matches!(reason, Reason::QuantityPart { .. } | Reason::QuantityCovers { .. })));
    assert!(fit(&enough).score > fit(&part).score);
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{1,80}", "((sciure|pallets|chaleur fatale|drêches|de|fraîche|sawdust|12 t|acier)[ ,]){1,6}"]
}

proptest! {
    #[test]
    fn any_text_gives_a_score_between_nothing_and_all_in_any_order(one in any_text(), other in any_text(), third in any_text()) {
        let draft = |kind: &str, title: &str| ResourceDraft { kind: kind.into(), title: title.into(), category: "water".into(), ..Default::default() };
        let (Ok(have), Ok(want), Ok(third)) = (draft("have", &one).parse(), draft("want", &other).parse(), draft("want", &third).parse()) else {
            return Ok(());
        };
        let (have, want, third) = (Reading::of(&have), Reading::of(&want), Reading::of(&third));
        let fit = Corpus::new([&have, &want, &third]).fit(&have, &want);
        prop_assert_eq!(&fit, &Corpus::new([&third, &want, &have]).fit(&have, &want));
        if let Some(fit) = fit {
            prop_assert!((0.0..=1.0).contains(&fit.score), "{}", fit.score);
            prop_assert!(!fit.reasons.is_empty());
        }
    }
}
