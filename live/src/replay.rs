//! A past workshop as a board plays it back: the entries one after the other, as far apart as they were, only faster.

use std::time::Duration;

use domain::time::Timestamp;
use domain::workshop::{Event, Participant, Recorded};

/// The longest wait between two entries, in milliseconds: nobody sits through a lunch break again.
const LONGEST_MS: f64 = 3_000.0;

/// How long a board that plays `speed` times faster waits between an entry of this moment and the next one.
#[must_use]
pub fn wait(before: Timestamp, next: Timestamp, speed: f64) -> Duration {
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    // milliseconds of a day
    Duration::from_millis(((next.0 - before.0) as f64 / speed).clamp(0.0, LONGEST_MS) as u64)
}

/// The same entry with numbers for names of people and companies, and without photos.
#[must_use]
pub fn without_names(recorded: Recorded) -> Recorded {
    let event = match recorded.event {
        Event::ParticipantJoined { participant, table, sector, by_facilitator, .. } => {
            let Participant { name, organisation, .. } = Participant::gone(participant);
            Event::ParticipantJoined { participant, name, organisation, table, sector, by_facilitator }
        }
        // A picture may show a name.
        Event::PhotoChanged { .. } => Event::Withheld,
        other => other,
    };
    Recorded { event, ..recorded }
}

#[cfg(test)]
mod tests {
    use domain::ids::{CardId, ParticipantId};
    use domain::text::Line;

    use super::*;

    #[test]
    fn entries_come_as_far_apart_as_they_were_and_no_pause_is_long() {
        let after = |milliseconds: i64, speed| wait(Timestamp(1_000), Timestamp(1_000 + milliseconds), speed);
        assert_eq!(after(5_000, 10.0), Duration::from_millis(500));
        assert_eq!(after(3_600_000, 10.0), Duration::from_secs(3));
        // The clock was set back.
        assert_eq!(after(-5_000, 10.0), Duration::ZERO);
    }

    #[test]
    fn whoever_plays_it_without_names_shows_none() {
        let entry = |event| Recorded { seq: 3, at: Timestamp(5), event };
        let name = |text: &str| Line::parse(text).expect("a name");
        let joined = Event::ParticipantJoined {
            participant: ParticipantId(4),
            name: name("Léa Martin"),
            organisation: name("Bois du Val"),
            table: Some(2),
            sector: None,
            by_facilitator: false,
        };
        let shown = without_names(entry(joined));
        assert_eq!((shown.seq, shown.at), (3, Timestamp(5)));
        let told = format!("{:?}", shown.event);
        assert!(!told.contains("Léa") && !told.contains("Bois"), "{told}");
        assert!(told.contains("ParticipantId(4)") && told.contains("table: Some(2)"), "{told}");
        assert_eq!(without_names(entry(Event::PhotoChanged { card: CardId(1), taken: true })).event, Event::Withheld);
        let hidden = Event::CardHidden { card: CardId(1), hidden: true };
        assert_eq!(without_names(entry(hidden.clone())), entry(hidden));
    }
}
