//! The registration list: people who said that they would come, from a CSV file; each gets a badge whose code opens
//! their place.

use std::collections::BTreeSet;

use domain::access::Actor;
use domain::ids::CommandId;
use domain::problem::{FieldProblem, Problem};
use domain::text::organisation_key;
use domain::workshop::{Command, ParticipantDraft, Workshop, decide};
use uuid::Uuid;

use crate::audit::Deed;
use crate::error::Result;
use crate::people::Caller;
use crate::personal::LINKS;
use crate::{Backend, secrets, to_the_end};

/// The most people of one list.
const PEOPLE_MAX: usize = 300;

/// A line of the list, and what would become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The line in the file, counted from 1.
    pub line: usize,
    /// Who is registered: the form of joining, as the file fills it in.
    pub person: ParticipantDraft,
    /// They are on the list of the workshop already, or twice in the file.
    pub known: bool,
    /// What is wrong with the line, each at its field; one with problems is not taken.
    pub problems: Vec<FieldProblem>,
}

/// What lets somebody who was registered take their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    /// The name that stands on the badge.
    pub name: String,
    /// The organisation that stands on the badge.
    pub organisation: String,
    /// The token of their personal link.
    pub token: String,
}

impl Backend {
    /// Says, line by line, what registering this list would do. Writes nothing.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than facilitators, [`Problem::Malformed`] for a list without the columns of
    /// name and organisation.
    pub async fn preview_registration(&self, caller: &Caller, text: &str) -> Result<Vec<Registration>> {
        if !caller.is_facilitator() {
            return Err(Problem::NotAllowed.into());
        }
        let workshop = self.view(caller.workshop()).await?.workshop;
        Ok(preview(&workshop, read(text)?))
    }

    /// Registers the good lines that are not known yet; gives how many.
    ///
    /// # Errors
    /// As [`Self::preview_registration`].
    pub async fn register(&self, caller: &Caller, text: &str) -> Result<usize> {
        let good = self
            .preview_registration(caller, text)
            .await?
            .into_iter()
            .filter(|row| row.problems.is_empty() && !row.known);
        let mut count = 0;
        for row in good {
            self.command(caller, CommandId(Uuid::new_v4()), Command::Join { participant: row.person }).await?;
            count += 1;
        }
        Ok(count)
    }

    /// A badge for everybody whom a facilitator entered. Earlier badges go on working, up to [`LINKS`] of each person.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than facilitators.
    pub async fn badges(&self, caller: &Caller) -> Result<Vec<Badge>> {
        if !caller.is_facilitator() {
            return Err(Problem::NotAllowed.into());
        }
        let id = caller.workshop();
        let workshop = self.view(id).await?.workshop;
        let (mut badges, mut keys) = (Vec::new(), Vec::new());
        for person in workshop.present().filter(|person| person.by_facilitator) {
            let token = secrets::bearer_token()?;
            keys.push((secrets::token_hash(&token), person.id));
            badges.push(Badge { name: person.name.to_string(), organisation: person.organisation.to_string(), token });
        }
        let entry = self.entry(Deed::KeyMade, caller.author()).at(id).with("kind", "badge").with("count", keys.len());
        let backend = self.clone();
        to_the_end(async move {
            backend.db().add_participant_keys(id, &keys, ("badge", LINKS), &[], &entry).await?;
            backend.keys_ended(id);
            Ok(())
        })
        .await?;
        badges.sort_by(|one, other| {
            (organisation_key(&one.organisation), &one.name).cmp(&(organisation_key(&other.organisation), &other.name))
        });
        Ok(badges)
    }
}

/// The lines of the file, as people typed them.
fn read(text: &str) -> Result<Vec<(usize, ParticipantDraft)>> {
    let text = text.trim_start_matches('\u{feff}');
    let heading = text.lines().next().unwrap_or_default();
    let separator =
        [';', '\t', ','].into_iter().max_by_key(|separator| heading.matches(*separator).count()).unwrap_or(';');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(separator).unwrap_or(b';'))
        .flexible(true)
        .from_reader(text.as_bytes());
    let columns: Vec<String> = reader.headers().map_err(|_| Problem::Malformed)?.iter().map(organisation_key).collect();
    let column = |names: &[&str]| columns.iter().position(|column| names.contains(&column.as_str()));
    let name =
        column(&["nom", "name", "participant", "personne", "nomprénom", "prénomnom"]).ok_or(Problem::Malformed)?;
    let organisation =
        column(&["organisation", "organization", "entreprise", "société", "societe", "company", "structure"])
            .ok_or(Problem::Malformed)?;
    let (first, table, sector) =
        (column(&["prénom", "prenom", "firstname"]), column(&["table"]), column(&["secteur", "nace", "naf", "sector"]));
    let mut people = Vec::new();
    for (line, record) in (2..).zip(reader.records()) {
        let record = record.map_err(|_| Problem::Malformed)?;
        let field = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().trim().to_owned();
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let name = [field(first), field(Some(name))].join(" ").trim().to_owned();
        // `10.51A` and `10` both begin with the division.
        let sector = field(sector).chars().take(2).collect();
        people.push((
            line,
            ParticipantDraft {
                name,
                organisation: field(Some(organisation)),
                table: field(table),
                sector,
                ..ParticipantDraft::default()
            },
        ));
    }
    if people.len() > PEOPLE_MAX { Err(Problem::TooLarge.into()) } else { Ok(people) }
}

fn preview(workshop: &Workshop, people: Vec<(usize, ParticipantDraft)>) -> Vec<Registration> {
    let key = |name: &str, organisation: &str| (organisation_key(name), organisation_key(organisation));
    let mut seen: BTreeSet<_> = workshop.present().map(|person| key(&person.name, &person.organisation)).collect();
    let row = |(line, person): (usize, ParticipantDraft)| {
        let problems = decide(workshop, Actor::Facilitator, &Command::Join { participant: person.clone() }).err();
        let known = !seen.insert(key(&person.name, &person.organisation));
        Registration {
            line,
            person,
            known,
            problems: problems.map(|refusal| refusal.problems().to_vec()).unwrap_or_default(),
        }
    };
    people.into_iter().map(row).collect()
}
