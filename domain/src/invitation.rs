//! The invitation to a workshop: what it says beside the description, and at what time of day each step begins.

use serde::{Deserialize, Serialize};

use crate::problem::{Findings, Problem, Refusal};
use crate::text::{Line, Paragraph};
use crate::workshop::Step;

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay {
    /// Minutes since midnight, below 24 × 60.
    minutes: u32,
}

impl TimeOfDay {
    /// `13:30`, `13h30`, `13 h`, `9`.
    ///
    /// # Errors
    /// [`Problem::NotATime`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let plain: String = typed
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .map(|letter| if matches!(letter, 'h' | 'H') { ':' } else { letter })
            .collect();
        let (hours, minutes) = plain.split_once(':').unwrap_or((&plain, ""));
        let number = |digits: &str| {
            if digits.len() <= 2 {
                digits.parse::<u32>().map_err(|_| Problem::NotATime)
            } else {
                Err(Problem::NotATime)
            }
        };
        let (hours, minutes) = (number(hours)?, if minutes.is_empty() { 0 } else { number(minutes)? });
        if hours < 24 && minutes < 60 { Ok(Self { minutes: hours * 60 + minutes }) } else { Err(Problem::NotATime) }
    }

    /// Later by so many minutes; past midnight it begins again.
    #[must_use]
    pub fn later(self, minutes: u32) -> Self {
        Self { minutes: (self.minutes + minutes) % (24 * 60) }
    }

    /// The hour, from 0 to 23, and the minute, from 0 to 59.
    #[must_use]
    pub fn parts(self) -> (u32, u32) {
        (self.minutes / 60, self.minutes % 60)
    }
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (hours, minutes) = self.parts();
        write!(formatter, "{hours:02}:{minutes:02}")
    }
}

/// What an invitation says beside the workshop's description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invitation {
    /// The time of day at which people are expected.
    pub begins_at: Option<TimeOfDay>,
    /// The host's own words.
    pub words: Option<Paragraph>,
    /// Who answers questions, and how they are reached.
    pub contact: Option<Line>,
}

/// The form as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvitationDraft {
    /// The time of day at which people are expected, or blank.
    pub begins_at: String,
    /// The host's own words.
    pub words: String,
    /// Who answers questions, or blank.
    pub contact: String,
}

impl InvitationDraft {
    /// # Errors
    /// All problems, each at its field.
    pub fn parse(&self) -> Result<Invitation, Refusal> {
        let mut findings = Findings::default();
        let begins_at = match self.begins_at.trim() {
            "" => Some(None),
            typed => findings.check("begins_at", TimeOfDay::parse(typed)).map(Some),
        };
        let words = findings.check("words", Paragraph::parse_optional(&self.words));
        let contact = findings.check("contact", Line::parse_optional(&self.contact));
        let invitation = (|| Some(Invitation { begins_at: begins_at?, words: words?, contact: contact? }))();
        findings.into_result(invitation)
    }
}

impl From<&Invitation> for InvitationDraft {
    fn from(invitation: &Invitation) -> Self {
        Self {
            begins_at: invitation.begins_at.as_ref().map(ToString::to_string).unwrap_or_default(),
            words: invitation.words.as_ref().map(ToString::to_string).unwrap_or_default(),
            contact: invitation.contact.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

impl Invitation {
    /// When each step begins, and when the last one ends; nothing without a beginning or without steps.
    #[must_use]
    pub fn times(&self, steps: &[Step]) -> Option<(Vec<TimeOfDay>, TimeOfDay)> {
        let mut now = self.begins_at.filter(|_| !steps.is_empty())?;
        let mut times = Vec::with_capacity(steps.len());
        for step in steps {
            times.push(now);
            now = now.later(step.minutes);
        }
        Some((times, now))
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;
    use crate::workshop::Template;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        for (typed, read) in
            [("13:30", "13:30"), ("9h", "09:00"), ("9 h 05", "09:05"), ("8", "08:00"), ("00:00", "00:00")]
        {
            assert_eq!(TimeOfDay::parse(typed).expect(typed).to_string(), read);
        }
        for wrong in ["", "24:00", "12:60", "midi", "12:30:00", "130"] {
            assert_eq!(TimeOfDay::parse(wrong), Err(Problem::NotATime), "{wrong}");
        }
    }

    #[test]
    fn each_step_begins_when_the_one_before_ends() {
        let invitation =
            InvitationDraft { begins_at: "13h30".into(), ..InvitationDraft::default() }.parse().expect("good");
        let (times, end) = invitation.times(&Template::Short.steps()).expect("there is a beginning");
        let told: Vec<String> = times.iter().map(ToString::to_string).collect();
        assert_eq!(
            (told[0].as_str(), told[1].as_str(), told[2].as_str(), end.to_string().as_str()),
            ("13:30", "13:45", "13:55", "15:35")
        );
        assert_eq!(Invitation::default().times(&Template::Short.steps()), None);
        assert_eq!(invitation.times(&[]), None);
    }
}
