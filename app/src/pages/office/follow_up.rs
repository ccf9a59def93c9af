//! Which synergies are pressing: next steps that are overdue, and those of which nothing has been heard.

use domain::NaiveDate;
use domain::programme::SynergyRecord;
use domain::time::Timestamp;

/// Whether the next step should have been done before today.
pub(super) fn is_overdue(record: &SynergyRecord, today: NaiveDate) -> bool {
    record.stage.is_open() && record.next_step.as_ref().and_then(|next| next.due).is_some_and(|due| due < today)
}

/// For how many days nothing has happened; none for what is done or given up.
pub(super) fn silence(record: &SynergyRecord, today: NaiveDate) -> Option<i64> {
    let Timestamp(changed) = record.changed_at;
    record.stage.is_open().then(|| (i64::from(today.to_epoch_days()) - changed.div_euclid(86_400_000)).max(0))
}

#[cfg(test)]
mod tests {
    use domain::ids::{SynergyId, WorkshopId};
    use domain::programme::Owner;
    use domain::synergy::{NextStep, Stage, SynergyKind};
    use domain::text::Line;

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).expect("a day")
    }

    fn record(id: u32, title: &str, stage: Stage, due: Option<u32>) -> SynergyRecord {
        let owner =
            |organisation: &str| Owner { name: "Anne Le Goff".to_owned(), organisation: organisation.to_owned() };
        SynergyRecord {
            workshop_id: WorkshopId(uuid::Uuid::nil()),
            id: SynergyId(id),
            workshop_title: "Vallée".to_owned(),
            workshop_date: day(1),
            territory: None,
            programme: "P".to_owned(),
            programme_id: domain::ids::ProgrammeId(uuid::Uuid::nil()),
            title: title.to_owned(),
            kind: SynergyKind::Substitution,
            stage,
            lost_reason: None,
            giver: owner("Scierie de l’Étang"),
            receiver: owner("B"),
            flow: domain::synergy::Flow::default(),
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
    fn silence_is_counted_in_days_and_only_while_the_synergy_is_open() {
        let quiet = |stage| SynergyRecord {
            changed_at: Timestamp(i64::from(day(1).to_epoch_days()) * 86_400_000 + 5),
            ..record(1, "a", stage, None)
        };
        assert_eq!(silence(&quiet(Stage::Discussion), day(24)), Some(23));
        assert_eq!(silence(&quiet(Stage::Discussion), day(1)), Some(0));
        assert_eq!(silence(&quiet(Stage::Realised), day(24)), None);
    }
}
