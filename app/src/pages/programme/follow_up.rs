//! What of the synergies is pressing, and which ones a search means.

use domain::NaiveDate;
use domain::programme::SynergyRecord;
use domain::synergy::Stage;

use super::SynergyFilter;

/// Whether the next step should have been done before today.
pub(super) fn is_overdue(record: &SynergyRecord, today: NaiveDate) -> bool {
    record.stage.is_open() && record.next_step.as_ref().and_then(|next| next.due).is_some_and(|due| due < today)
}

/// The synergies that the filter means, the most pressing first: by due date, then open ones without one, then those that
/// are done or given up. Within each, the order stays.
pub(super) fn narrowed(mut synergies: Vec<SynergyRecord>, filter: &SynergyFilter) -> Vec<SynergyRecord> {
    let stage = Stage::from_code(filter.stage.trim());
    let words: Vec<String> = folded(&filter.search).split_whitespace().map(str::to_owned).collect();
    synergies.retain(|record| stage.is_none_or(|stage| record.stage == stage) && holds(record, &words));
    synergies.sort_by_key(|record| {
        let due = record.next_step.as_ref().and_then(|next| next.due);
        (!record.stage.is_open(), due.is_none(), due.filter(|_| record.stage.is_open()))
    });
    synergies
}

fn holds(record: &SynergyRecord, words: &[String]) -> bool {
    let texts = [
        record.title.as_str(),
        &record.giver.organisation,
        &record.giver.name,
        &record.receiver.organisation,
        &record.receiver.name,
        &record.workshop_title,
        record.territory.as_deref().unwrap_or_default(),
        record.next_step.as_ref().map_or("", |next| &next.what),
    ];
    let text = folded(&texts.join(" "));
    words.iter().all(|word| text.contains(word))
}

/// Lower case, without the accents of French: people leave them out when they search.
fn folded(text: &str) -> String {
    let plain = |letter| match letter {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        '’' => '\'',
        other => other,
    };
    text.to_lowercase().replace('œ', "oe").chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use domain::ids::{SynergyId, WorkshopId};
    use domain::programme::Owner;
    use domain::synergy::{NextStep, SynergyKind};
    use domain::text::Line;
    use domain::time::Timestamp;

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).expect("a day")
    }

    fn record(id: u32, title: &str, stage: Stage, due: Option<u32>) -> SynergyRecord {
        let owner = |organisation: &str| Owner { name: "Anne Le Goff".to_owned(), organisation: organisation.to_owned() };
        SynergyRecord {
            workshop_id: WorkshopId(uuid::Uuid::nil()),
            id: SynergyId(id),
            workshop_title: "Vallée".to_owned(),
            workshop_date: day(1),
            territory: None,
            programme: "P".to_owned(),
            title: title.to_owned(),
            kind: SynergyKind::Substitution,
            stage,
            lost_reason: None,
            giver: owner("Scierie de l’Étang"),
            receiver: owner("B"),
            next_step: due.map(|due| NextStep { what: Line::parse("Appeler").expect("a line"), due: Some(day(due)) }),
            changed_at: Timestamp(0),
        }
    }

    #[test]
    fn a_step_is_overdue_the_day_after_and_only_while_the_synergy_is_open() {
        assert!(!is_overdue(&record(1, "a", Stage::Discussion, Some(24)), day(24)));
        assert!(is_overdue(&record(1, "a", Stage::Discussion, Some(23)), day(24)));
        assert!(!is_overdue(&record(1, "a", Stage::Realised, Some(23)), day(24)));
        assert!(!is_overdue(&record(1, "a", Stage::Idea, None), day(24)));
    }

    #[test]
    fn the_most_pressing_come_first_and_closed_ones_last() {
        let synergies = vec![
            record(1, "a", Stage::Realised, Some(1)),
            record(2, "b", Stage::Idea, None),
            record(3, "c", Stage::Discussion, Some(20)),
            record(4, "d", Stage::Idea, Some(10)),
        ];
        let order: Vec<_> = narrowed(synergies, &SynergyFilter::default()).iter().map(|record| record.id.0).collect();
        assert_eq!(order, [4, 3, 2, 1]);
    }

    #[test]
    fn a_search_needs_every_word_and_no_accents() {
        let found = |stage: &str, search: &str| {
            let synergies = vec![record(1, "Écorces de pin", Stage::Idea, None), record(2, "Palettes", Stage::Lost, None)];
            let filter = SynergyFilter { stage: stage.to_owned(), search: search.to_owned() };
            narrowed(synergies, &filter).iter().map(|record| record.id.0).collect::<Vec<_>>()
        };
        assert_eq!(found("", "ecorces etang"), [1]);
        assert_eq!(found("", "écorces palettes"), [0; 0]);
        assert_eq!(found("lost", ""), [2]);
        assert_eq!(found("nonsense", ""), [1, 2]);
    }
}
