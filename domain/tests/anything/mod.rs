//! Any command, sent by anybody, and any card: what the properties of the rules are tried with, here and in `live`.

use domain::NaiveDate;
use domain::access::Actor;
use domain::ids::{CardId, MatchId, ParticipantId};
use domain::matches::{Counterpart, Reason};
use domain::resource::{Annual, Base, Frequency, Quantity, ResourceDraft, Understood, Unit};
use domain::text::Title;
use domain::time::Timestamp;
use domain::workshop::{
    AnswerDraft, Command, Language, ParticipantDraft, Phase, Proposal, Recorded, Scene, Seat, Seating, StepDraft,
    StepKind, SynergyDraft, TableRole, Translated, Workshop, WorkshopDraft, decide,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::Wire;

/// Runs the commands from an open workshop; gives the log and, after each entry, the live state.
pub fn run(commands: &[(Actor, Command)]) -> (Vec<Recorded>, Vec<Workshop>) {
    let mut live = Workshop::default();
    let (mut log, mut states) = (Vec::new(), Vec::new());
    for (actor, command) in std::iter::once(&(Actor::Facilitator, opening())).chain(commands) {
        let Ok(events) = decide(&live, *actor, command) else { continue };
        for event in events {
            let seq = log.len() as u64 + 1;
            let recorded = Recorded { seq, at: Timestamp(1_000 * seq as i64), event };
            live.apply(&recorded);
            log.push(recorded);
            states.push(live.clone());
        }
    }
    (log, states)
}

/// Browsers read what serde wrote, and write what serde would have written.
pub fn travels_alike<T: Wire + Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
    value: &T,
) -> Result<(), TestCaseError> {
    let text = serde_json::to_string(value).expect("JSON");
    let read = wire::from_str::<T>(&text);
    prop_assert_eq!(read.as_ref(), Some(value), "{}", text);
    is_written_alike(value)
}

/// What serde would have written; not every command is read by a browser.
pub fn is_written_alike<T: Wire + Serialize>(value: &T) -> Result<(), TestCaseError> {
    let text = serde_json::to_string(value).expect("JSON");
    // Serde writes tiny numbers as `1e-7`, browsers as `0.0000001`.
    prop_assert!(wire::to_string(value) == text || text.contains("e-"), "{}", text);
    Ok(())
}

/// A reason that quotes, and another one for each score.
fn told(score: f64) -> Reason {
    Reason::Told { fr: format!("mots {score}"), en: format!("words {score}") }
}

pub fn opening() -> Command {
    let workshop = WorkshopDraft {
        title: "Atelier".into(),
        date: "2026-11-24".into(),
        language: "fr".into(),
        programme: "Démarche".into(),
        tables: "4".into(),
        ..Default::default()
    };
    Command::DescribeWorkshop { workshop }
}

fn draft() -> impl Strategy<Value = ResourceDraft> {
    let kind = prop::sample::select(vec!["have", "want", "shared_need", "gift"]);
    let visibility = prop::sample::select(vec!["", "room", "anonymous", "facilitators"]);
    let quantity = prop::sample::select(vec!["", "3", "-1", "1e99", "douze"]);
    (kind, visibility, quantity, "[a-z<>&\u{202e} ]{0,12}").prop_map(|(kind, visibility, quantity, title)| {
        ResourceDraft {
            kind: kind.into(),
            title,
            category: "material".into(),
            quantity: quantity.into(),
            unit: "t".into(),
            frequency: "week".into(),
            visibility: visibility.into(),
            ..Default::default()
        }
    })
}

fn someone() -> impl Strategy<Value = Option<ParticipantId>> {
    prop::option::of((1..6u32).prop_map(ParticipantId))
}

pub fn command() -> impl Strategy<Value = Command> {
    let card = || (1..9u32).prop_map(CardId);
    let found = || (1..9u32).prop_map(MatchId);
    let name = prop::sample::select(vec!["Aline", "Bachir", ""]);
    let organisation = prop::sample::select(vec!["Scierie", "SCIERIE ", "Laiterie", "Verrerie"]);
    prop_oneof![
        1 => Just(opening()),
        2 => prop::sample::select(Phase::ALL).prop_map(|phase| Command::ChangePhase { phase, from: None }),
        1 => any::<bool>().prop_map(|open| Command::SwitchJoining { open }),
        4 => (name, organisation, "[0-9]{0,2}").prop_map(|(name, organisation, table)| Command::Join {
            participant: ParticipantDraft {
                name: name.into(),
                organisation: organisation.into(),
                table,
                ..Default::default()
            },
        }),
        1 => (someone(), "[0-9]{0,2}").prop_map(|(participant, table)| Command::MoveTo { participant, table }),
        6 => (draft(), someone()).prop_map(|(card, on_behalf_of)| Command::PostCard { card, on_behalf_of }),
        2 => (card(), draft()).prop_map(|(card_id, card)| Command::EditCard { card_id, card }),
        1 => card().prop_map(|card_id| Command::WithdrawCard { card_id }),
        1 => (card(), any::<bool>()).prop_map(|(card_id, taken)| Command::ChangePhoto { card_id, taken }),
        1 => (card(), any::<bool>()).prop_map(|(card_id, hidden)| Command::HideCard { card_id, hidden }),
        1 => (card(), card()).prop_map(|(kept, duplicate)| Command::MergeCards { kept, duplicate }),
        5 => (card(), any::<bool>(), someone())
            .prop_map(|(card_id, interested, on_behalf_of)| Command::ShowInterest {
                card_id,
                interested,
                on_behalf_of,
            }),
        4 => (found(), prop::sample::select(vec!["interested", "not_for_us", "nothing", "perhaps"]), someone())
            .prop_map(|(match_id, answer, on_behalf_of)| Command::AnswerMatch {
                match_id,
                answer: AnswerDraft { answer: answer.into(), note: "trop loin".into(), ..Default::default() },
                on_behalf_of,
            }),
        2 => (found(), any::<bool>()).prop_map(|(match_id, dismissed)| Command::DismissMatch { match_id, dismissed }),
        2 => found().prop_map(|match_id| Command::ConfirmSynergy { match_id, synergy: SynergyDraft::default() }),
        6 => running(),
        1 => (someone(), any::<bool>())
            .prop_map(|(participant, with_anonymous)| Command::Leave { participant, with_anonymous }),
        4 => who_one_is(),
        3 => (card(), understood()).prop_map(|(card_id, understood)| Command::UnderstandCard { card_id, understood }),
        2 => (card(), translated()).prop_map(|(card_id, translated)| Command::TranslateCard { card_id, translated }),
        4 => vec((card(), card(), -0.5..1.5f64, any::<bool>()), 0..4).prop_map(|pairs| Command::ProposeMatches {
            proposals: pairs
                .into_iter()
                .map(|(card, other, score, judged)| {
                    let reasons = [told(score)].into_iter().chain(judged.then_some(Reason::Judged)).collect();
                    Proposal { card, counterpart: Counterpart::Card(other), score, reasons }
                })
                .collect(),
        }),
    ]
}

/// What a model may have made of the words of a card, nonsense too.
pub fn understood() -> impl Strategy<Value = Understood> {
    let quantity = prop::option::of((-1.0..1e3f64).prop_map(|amount| Quantity {
        amount,
        unit: Unit::CubicMetre,
        frequency: Frequency::Week,
    }));
    let day = || prop::option::of((1..28u32).prop_map(|day| NaiveDate::from_ymd_opt(2026, 12, day).expect("a day")));
    (quantity, day(), day()).prop_map(|(quantity, available_from, available_until)| Understood {
        quantity,
        available_from,
        available_until,
    })
}

/// What a model may have made of a title: another, or the same once more.
fn translated() -> impl Strategy<Value = Translated> {
    let title = prop::sample::select(vec!["Dry sawdust", "Bedding", "litière", "sciure"]);
    title.prop_map(|title| Translated { language: Language::English, title: Title::parse(title).expect("a title") })
}

/// Who belongs together, and who is whom.
fn who_one_is() -> impl Strategy<Value = Command> {
    let person = || (1..6u32).prop_map(ParticipantId);
    prop_oneof![
        3 => (person(), any::<bool>()).prop_map(|(with, same_person)| Command::AskToBeLetIn { with, same_person }),
        3 => (person(), any::<bool>()).prop_map(|(participant, yes)| Command::LetIn { participant, yes }),
        2 => (person(), person()).prop_map(|(participant, with)| Command::AdmitColleague { participant, with }),
        1 => someone().prop_map(|participant| Command::EndColleague { participant }),
        1 => (person(), person()).prop_map(|(kept, duplicate)| Command::MergeParticipants { kept, duplicate }),
    ]
}

/// What the facilitator does to run the day.
fn running() -> impl Strategy<Value = Command> {
    let step = (prop::sample::select(StepKind::ALL), 0..120u32).prop_map(|(kind, minutes)| StepDraft {
        kind: kind.code().into(),
        minutes: minutes.to_string(),
        ..StepDraft::default()
    });
    let seats = vec((1..6u32, 0..6u8).prop_map(|(who, table)| Seat { participant: ParticipantId(who), table }), 0..4);
    prop_oneof![
        2 => vec(step, 0..5).prop_map(|steps| Command::SetRunningOrder { steps }),
        3 => (0..5u32, prop::option::of(0..5u32)).prop_map(|(step, from)| Command::BeginStep { step, from }),
        2 => any::<bool>().prop_map(|paused| Command::PauseClock { paused }),
        1 => (-300..300i64).prop_map(|minutes| Command::ExtendStep { minutes }),
        1 => (prop::option::of(prop::sample::select(Scene::ALL)), prop::option::of((1..9u32).prop_map(MatchId)))
            .prop_map(|(scene, match_id)| Command::ShowScene { scene, match_id }),
        2 => vec(seats, 0..3).prop_map(|rounds| Command::SetSeating { seating: Seating { rounds, apart: Vec::new() } }),
        1 => (1..6u32, prop::option::of(prop::sample::select(TableRole::ALL)))
            .prop_map(|(who, role)| Command::GiveRole { participant: ParticipantId(who), role }),
    ]
}

pub fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        1 => Just(Actor::Visitor),
        4 => (1..6u32).prop_map(|id| Actor::Participant(ParticipantId(id))),
        4 => Just(Actor::Facilitator),
        2 => Just(Actor::Matcher),
        2 => (1..4u8).prop_map(|table| Actor::Scribe { table, since: Timestamp(0) }),
    ]
}

/// A card with everything in it, beside those that people type in haste.
pub fn full_draft() -> impl Strategy<Value = ResourceDraft> {
    // Of nothing there is no card.
    let parts = "[0-9]{1,6}\\.[0-9]{1,6}"
        .prop_filter("more than nothing", |amount| amount.contains(|digit| ('1'..='9').contains(&digit)));
    let amount = prop_oneof![(1..1_000_000u32).prop_map(|whole| whole.to_string()), parts];
    let code = |codes: &'static [&'static str]| prop::sample::select(codes).prop_map(str::to_owned);
    let line = "[\\PC\t\n\"\\\\]{1,30}";
    let choices = (
        code(&["have", "want", "shared_need"]),
        code(&["material", "energy", "people"]),
        code(&["kg", "t", "m3", "person_days"]),
        code(&["once", "day", "quarter"]),
        code(&["", "pickup", "either"]),
        code(&["", "pay_to_remove"]),
        code(&["", "anonymous", "facilitators"]),
        code(&["", "immediate"]),
    );
    (choices, amount, "[a-zé\u{1f98a}]{2,20}", line, 0..100_000u32, "20[0-9]{2}-0[1-9]-1[0-9]").prop_map(
        |(
            (kind, category, unit, frequency, transport, price, visibility, contact_release),
            quantity,
            title,
            line,
            number,
            date,
        )| ResourceDraft {
            kind,
            category,
            unit,
            frequency,
            transport,
            price,
            visibility,
            contact_release,
            quantity,
            title,
            description: line.clone(),
            form: line.clone(),
            quality: line,
            available_from: date,
            max_km: number.to_string(),
            cost_per_tonne: format!("{}.{:02}", number / 7, number % 100),
            current_route: "landfill".into(),
            status: "inert".into(),
            waste_code: "15 01 03".into(),
            ..Default::default()
        },
    )
}

pub fn reason() -> impl Strategy<Value = Reason> {
    let annual = || (0.0..1e9f64, any::<bool>()).prop_map(|(amount, once)| Annual { amount, unit: Base::Tonne, once });
    prop_oneof![
        vec("\\PC{1,12}", 0..3).prop_map(|words| Reason::SharedWords { words }),
        (annual(), annual()).prop_map(|(offered, wanted)| Reason::QuantityCovers { offered, wanted }),
        (annual(), annual()).prop_map(|(offered, wanted)| Reason::QuantityPart { offered, wanted }),
        prop::sample::select(vec![Reason::SameCategory, Reason::Interest, Reason::SameNeed]),
    ]
}
