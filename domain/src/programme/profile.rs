//! What a programme is besides its name.

use serde::{Deserialize, Serialize};

use crate::codes::coded;
use crate::ids::ProgrammeId;
use crate::problem::{Findings, Problem, Refusal};
use crate::text::{Line, Paragraph, optional};

coded! {
    /// What kind of territory a programme works in.
    TerritoryLevel {
        /// A *région*.
        Region = "region",
        /// A *département*.
        Departement = "departement",
        /// Communes that act together: an *intercommunalité*.
        Intercommunality = "intercommunality",
        /// An industrial area or a port.
        IndustrialArea = "industrial_area",
        /// Several regions, or the country.
        National = "national",
    }
}

/// A programme, with what it says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    pub id: ProgrammeId,
    pub name: String,
    /// Where it works.
    pub territory: Option<String>,
    /// What kind of territory that is.
    pub level: Option<TerritoryLevel>,
    /// The names of its partners.
    pub partners: Vec<String>,
    /// Who runs it.
    pub managers: Vec<String>,
    /// Who pays for it.
    pub funders: Vec<String>,
    /// Whether its sums may be read by everybody, without small cells.
    pub published: bool,
    /// Whether its data were made up for a demonstration.
    pub is_example: bool,
    /// Days between two questions to the companies; 0: none are sent.
    pub reminder_days: u32,
    /// Whether cards of its workshops stay away from a language model that the host has set up.
    pub model_forbidden: bool,
}

/// What a programme says of itself, as typed. Lists are one name a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgrammeDraft {
    /// What it is called.
    pub name: String,
    /// Where it works.
    pub territory: String,
    /// Code of the territory's level, or blank.
    pub level: String,
    /// The names of its partners, one a line.
    pub partners: String,
    /// The names of those who run it, one a line.
    pub managers: String,
    /// The names of those who pay for it, one a line.
    pub funders: String,
    /// `yes` when everybody may read its sums.
    pub published: String,
    /// Days between two questions to the companies; blank or 0: none.
    pub reminder_days: String,
    /// `yes` when cards of its workshops stay away from a language model.
    pub model_forbidden: String,
}

impl ProgrammeDraft {
    /// The draft that would change nothing.
    #[must_use]
    pub fn of(programme: &Programme) -> Self {
        Self {
            name: programme.name.clone(),
            territory: programme.territory.clone().unwrap_or_default(),
            level: programme.level.map(TerritoryLevel::code).unwrap_or_default().to_owned(),
            partners: programme.partners.join("\n"),
            managers: programme.managers.join("\n"),
            funders: programme.funders.join("\n"),
            published: if programme.published { "yes" } else { "" }.to_owned(),
            reminder_days: programme.reminder_days.to_string(),
            model_forbidden: if programme.model_forbidden { "yes" } else { "" }.to_owned(),
        }
    }

    /// The programme as it is to be.
    ///
    /// # Errors
    /// Every problem, each at its field. Questions come at most once a week and at least once in two years.
    pub fn parse(&self, before: &Programme) -> Result<Programme, Refusal> {
        let mut findings = Findings::default();
        let name = findings.check("name", Line::parse(&self.name));
        let territory = findings.check("territory", Line::parse_optional(&self.territory));
        let level = optional(&self.level, |code| TerritoryLevel::from_code(code).ok_or(Problem::UnknownChoice));
        let level = findings.check("level", level);
        let lists = [("partners", &self.partners), ("managers", &self.managers), ("funders", &self.funders)];
        let mut lists =
            lists.map(|(field, text)| findings.check(field, names(text))).into_iter().map(Option::unwrap_or_default);
        let reminder_days = findings.check(
            "reminder_days",
            match self.reminder_days.trim() {
                "" => Ok(0),
                typed => typed.parse::<u32>().map_err(|_| Problem::NotANumber).and_then(|days| {
                    if days == 0 || (7..=730).contains(&days) { Ok(days) } else { Err(Problem::Absurd) }
                }),
            },
        );
        let mut next = || lists.next().unwrap_or_default();
        let (partners, managers, funders) = (next(), next(), next());
        let read = (|| {
            Some(Programme {
                id: before.id,
                name: name?.to_string(),
                territory: territory?.map(|line| line.to_string()),
                level: level?,
                partners,
                managers,
                funders,
                published: self.published == "yes",
                is_example: before.is_example,
                reminder_days: reminder_days?,
                model_forbidden: self.model_forbidden == "yes",
            })
        })();
        findings.into_result(read)
    }
}

fn names(text: &str) -> Result<Vec<String>, Problem> {
    let paragraph = Paragraph::parse_optional(text)?;
    let lines = paragraph.iter().flat_map(|paragraph| paragraph.lines()).map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Line::parse(line).map(|line| line.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn programme() -> Programme {
        Programme {
            id: ProgrammeId(uuid::Uuid::nil()),
            name: "Démarche".into(),
            territory: None,
            level: None,
            partners: vec![],
            managers: vec![],
            funders: vec![],
            published: false,
            is_example: false,
            reminder_days: 0,
            model_forbidden: false,
        }
    }

    #[test]
    fn what_is_typed_comes_back_the_same_and_names_are_one_a_line() {
        let draft = ProgrammeDraft {
            partners: "CCI du Val\n\n  Agglomération ".into(),
            reminder_days: "30".into(),
            ..ProgrammeDraft::of(&programme())
        };
        let read = draft.parse(&programme()).ok();
        assert_eq!(read.as_ref().map(|read| read.partners.join("|")).as_deref(), Some("CCI du Val|Agglomération"));
        assert_eq!(read.as_ref().map(|read| ProgrammeDraft::of(read).parse(read).ok()), Some(read.clone()));
    }

    #[test]
    fn questions_do_not_come_every_day() {
        let days = |typed: &str| {
            ProgrammeDraft { reminder_days: typed.into(), ..ProgrammeDraft::of(&programme()) }.parse(&programme())
        };
        assert!(
            days("3").is_err() && days("1000").is_err() && days("").is_ok() && days("0").is_ok() && days("7").is_ok()
        );
    }
}
