//! Companies as typed in the forms of their page: every field a text, blank where nothing was said.

use serde::{Deserialize, Serialize};

use super::{Activity, Confirmation, Coordinates, Ending, Identifier, Identity, Site, Size, StandingFlow};
use crate::problem::{Findings, Problem, Refusal};
use crate::resource::{Frequency, Kind, Quantity, Unit, parse_date};
use crate::text::{Line, Paragraph, optional, parse_number};

/// The most former names of one company.
const FORMER_MOST: usize = 20;

/// What a company is known by, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CompanyDraft {
    /// The name that it goes by.
    pub name: String,
    /// Other spellings and former names, one a line.
    pub former: String,
    /// SIRET, SIREN, or another identifier.
    pub identifier: String,
    /// Code of NAF or NACE.
    pub activity: String,
    /// Code of the size.
    pub size: String,
    /// Whatever else is worth knowing.
    pub notes: String,
}

impl CompanyDraft {
    /// What a form begins with.
    #[must_use]
    pub fn of(identity: &Identity) -> Self {
        let Identity { name, former, identifier, activity, size, notes } = identity;
        Self {
            name: name.to_string(),
            former: former.iter().map(|name| &**name).collect::<Vec<_>>().join("\n"),
            identifier: text(identifier.as_ref()),
            activity: text(activity.as_ref()),
            size: size.map(|size| size.code().to_owned()).unwrap_or_default(),
            notes: text(notes.as_ref()),
        }
    }

    /// Reads the draft.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub fn parse(&self) -> Result<Identity, Refusal> {
        let mut findings = Findings::default();
        let name = findings.check("name", Line::parse(&self.name));
        let former: Result<Vec<Line>, Problem> =
            self.former.lines().filter(|line| !line.trim().is_empty()).map(Line::parse).collect();
        let former = former.and_then(|all| if all.len() > FORMER_MOST { Err(Problem::TooMany) } else { Ok(all) });
        let former = findings.check("former", former);
        let identifier = findings.check("identifier", optional(&self.identifier, Identifier::parse));
        let activity = findings.check("activity", optional(&self.activity, Activity::parse));
        let size =
            findings.check("size", optional(&self.size, |code| Size::from_code(code).ok_or(Problem::UnknownChoice)));
        let notes = findings.check("notes", Paragraph::parse_optional(&self.notes));
        let read = (|| {
            Some(Identity {
                name: name?,
                former: former?,
                identifier: identifier?,
                activity: activity?,
                size: size?,
                notes: notes?,
            })
        })();
        findings.into_result(read)
    }
}

/// A site as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SiteDraft {
    /// What people call it.
    pub site_name: String,
    /// Street and number.
    pub address: String,
    /// The commune in which it lies.
    pub commune: String,
    /// Degrees north, and degrees east, as a map gives them: `45.7640, 4.8357`.
    pub place: String,
    /// How one gets in.
    pub access: String,
}

impl SiteDraft {
    /// What a form begins with.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        let Site { name, address, commune, place, access } = site;
        Self {
            site_name: text(name.as_ref()),
            address: text(address.as_ref()),
            commune: text(commune.as_ref()),
            place: place
                .map(|Coordinates { latitude, longitude }| format!("{latitude}, {longitude}"))
                .unwrap_or_default(),
            access: text(access.as_ref()),
        }
    }

    /// Reads the draft.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub fn parse(&self) -> Result<Site, Refusal> {
        let mut findings = Findings::default();
        let name = findings.check("site_name", Line::parse_optional(&self.site_name));
        let address = findings.check("address", Line::parse_optional(&self.address));
        let commune = findings.check("commune", Line::parse_optional(&self.commune));
        let place = findings.check("place", optional(&self.place, coordinates));
        let access = findings.check("access", Paragraph::parse_optional(&self.access));
        if matches!((&name, &address, &commune), (Some(None), Some(None), Some(None))) {
            findings.note("commune", Problem::Missing);
        }
        let read =
            (|| Some(Site { name: name?, address: address?, commune: commune?, place: place?, access: access? }))();
        findings.into_result(read)
    }
}

/// A pair of degrees, with a comma, a semicolon or a space between them; decimals with a point, or with a comma where
/// something else stands between.
fn coordinates(typed: &str) -> Result<Coordinates, Problem> {
    let (north, east) = match typed.split_once(';') {
        Some(pair) => pair,
        None if typed.contains('.') => {
            typed.split_once(',').or_else(|| typed.trim().split_once(' ')).ok_or(Problem::NotAPlace)?
        }
        None => typed.trim().split_once(' ').ok_or(Problem::NotAPlace)?,
    };
    let degrees = |typed: &str| parse_number(typed).map_err(|_| Problem::NotAPlace);
    let (latitude, longitude) = (degrees(north)?, degrees(east)?);
    if latitude.abs() <= 90.0 && longitude.abs() <= 180.0 {
        Ok(Coordinates { latitude, longitude })
    } else {
        Err(Problem::NotAPlace)
    }
}

/// A standing flow as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FlowDraft {
    /// The entry of the site, or blank.
    pub site: String,
    /// `have` or `want`.
    pub kind: String,
    /// What the company has, or wants.
    pub what: String,
    /// How much, or blank.
    pub amount: String,
    /// Code of the unit.
    pub unit: String,
    /// Code of the frequency.
    pub frequency: String,
    /// How it is dealt with today.
    pub today: String,
    /// ISO date, or blank.
    pub since: String,
    /// Who said so.
    pub told_by: String,
}

impl FlowDraft {
    /// What a form begins with.
    #[must_use]
    pub fn of(flow: &StandingFlow) -> Self {
        let StandingFlow { site, kind, what, quantity, today, since, told_by } = flow;
        Self {
            site: text(site.as_ref()),
            kind: kind.code().to_owned(),
            what: what.to_string(),
            amount: quantity.map(|quantity| quantity.amount.to_string()).unwrap_or_default(),
            unit: quantity.map(|quantity| quantity.unit.code().to_owned()).unwrap_or_default(),
            frequency: quantity.map(|quantity| quantity.frequency.code().to_owned()).unwrap_or_default(),
            today: text(today.as_ref()),
            since: text(since.as_ref()),
            told_by: text(told_by.as_ref()),
        }
    }

    /// Reads the draft.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub fn parse(&self) -> Result<StandingFlow, Refusal> {
        let mut findings = Findings::default();
        let site = optional(&self.site, |entry| entry.parse().map_err(|_| Problem::UnknownChoice));
        let site = findings.check("site", site);
        let kind = Kind::from_code(self.kind.trim()).filter(|kind| *kind != Kind::SharedNeed);
        let kind = findings.check("kind", kind.ok_or(Problem::UnknownChoice));
        let what = findings.check("what", Line::parse(&self.what));
        let quantity = findings.check("amount", optional(&self.amount, |amount| self.quantity(amount)));
        let today = findings.check("today", Paragraph::parse_optional(&self.today));
        let since = findings.check("since", parse_date(&self.since));
        let told_by = findings.check("told_by", Line::parse_optional(&self.told_by));
        let read = (|| {
            Some(StandingFlow {
                site: site?,
                kind: kind?,
                what: what?,
                quantity: quantity?,
                today: today?,
                since: since?,
                told_by: told_by?,
            })
        })();
        findings.into_result(read)
    }

    fn quantity(&self, amount: &str) -> Result<Quantity, Problem> {
        let unit = Unit::from_code(self.unit.trim()).ok_or(Problem::UnknownUnit)?;
        let frequency = Frequency::from_code(self.frequency.trim()).ok_or(Problem::Incomplete)?;
        Quantity::new(parse_number(amount)?, unit, frequency)
    }
}

/// A confirmation as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConfirmationDraft {
    /// The day on which it was confirmed: an ISO date (`2026-11-24`).
    pub day: String,
    /// Who confirmed it, or blank.
    pub by: String,
}

impl ConfirmationDraft {
    /// Reads the draft.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub fn parse(&self) -> Result<Confirmation, Refusal> {
        let mut findings = Findings::default();
        let day = findings.check("day", day(&self.day));
        let by = findings.check("by", Line::parse_optional(&self.by));
        findings.into_result((|| Some(Confirmation { day: day?, by: by? }))())
    }
}

/// An ending as typed. Blank altogether: it goes on after all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EndingDraft {
    /// The day from which it is over: an ISO date (`2026-11-24`).
    pub day: String,
    /// Why it is over, or blank.
    pub reason: String,
}

impl EndingDraft {
    /// Reads the draft.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub fn parse(&self) -> Result<Ending, Refusal> {
        let mut findings = Findings::default();
        let day = findings.check("day", day(&self.day));
        let reason = findings.check("reason", Line::parse_optional(&self.reason));
        findings.into_result((|| Some(Ending { day: day?, reason: reason? }))())
    }
}

fn day(typed: &str) -> Result<chrono::NaiveDate, Problem> {
    parse_date(typed)?.ok_or(Problem::Missing)
}

fn text<T: std::fmt::Display>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_a_map_gives_it() {
        for typed in ["45.764, 4.8357", "45.764 4.8357", "45,764; 4,8357", "45,764 4,8357", "45.764,4.8357"] {
            assert_eq!(coordinates(typed), Ok(Coordinates { latitude: 45.764, longitude: 4.8357 }), "{typed}");
        }
        for wrong in ["ici", "45.764", "95.1, 4.8", "au nord; à l’est"] {
            assert_eq!(coordinates(wrong), Err(Problem::NotAPlace), "{wrong}");
        }
    }

    #[test]
    fn a_form_says_everything_that_is_wrong_and_reads_back_what_it_was_filled_with() {
        let wrong = CompanyDraft { identifier: "123".into(), activity: "bois".into(), ..CompanyDraft::default() };
        let refusal = wrong.parse().unwrap_err();
        let fields: Vec<&str> = refusal.problems().iter().filter_map(|found| found.field.as_deref()).collect();
        assert_eq!(fields, ["name", "identifier", "activity"]);
        let draft = CompanyDraft {
            name: "Scierie".into(),
            former: "Scierie Martin\n\nScierie du Val".into(),
            identifier: "732 829 320 00074".into(),
            activity: "1610a".into(),
            size: "small".into(),
            notes: "Fermée en août".into(),
        };
        let identity = draft.parse().unwrap();
        assert_eq!(CompanyDraft::of(&identity).parse(), Ok(identity));
        let flow = FlowDraft {
            kind: "have".into(),
            what: "Sciure".into(),
            amount: "12,5".into(),
            unit: "t".into(),
            frequency: "month".into(),
            ..FlowDraft::default()
        };
        let read = flow.parse().unwrap();
        assert_eq!(FlowDraft::of(&read).parse(), Ok(read));
        assert!(FlowDraft { kind: "shared_need".into(), ..flow }.parse().is_err());
        let site = SiteDraft { place: "45.764, 4.8357".into(), commune: "Lyon".into(), ..SiteDraft::default() };
        let read = site.parse().unwrap();
        assert_eq!(SiteDraft::of(&read).parse(), Ok(read));
        assert!(SiteDraft { commune: String::new(), ..site }.parse().is_err());
    }
}
