//! The log of programmes that were kept before there was one: made once, from the rows that are now made from it. In
//! order of moment; facts of one moment in the order in which the trail has always told them. Calls and the evaluation
//! came into the log later, and are entered at its end ([`whole`]).

pub(super) mod whole;

use std::collections::{BTreeMap, HashMap};

use domain::follow_up::{Answer, SideOfSynergy};
use domain::ids::{SynergyId, WorkshopId};
use domain::ledger::SynergyKey;
use domain::programme::{BESIDE_WORKSHOP, Beginning, Change, Event, Origin, Owner, Recorded};
use domain::resource::Quantity;
use domain::synergy::{
    Assumptions, Detail, Figure, Flow, Indicator, LostReason, NextStep, Stage, SynergyKind, Verification,
};
use domain::text::Line;
use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::numbers::stored;
use super::row::row;
use super::transfer::rows::{
    AnswerRow, AssumptionsRow, ChangeRow, FigureRow, FundingRow, FundingUseRow, HistoryRow, JoinRow, LinkRow,
    MessageRow, SynergyRow, WithdrawalRow,
};
use super::{Db, programme_log};
use crate::error::{Error, Result};

/// The rows of a programme.
struct Rows {
    synergies: Vec<SynergyRow>,
    history: Vec<HistoryRow>,
    changes: Vec<ChangeRow>,
    figures: Vec<FigureRow>,
    withdrawals: Vec<WithdrawalRow>,
    assumptions: Vec<AssumptionsRow>,
    joins: Vec<JoinRow>,
    links: Vec<LinkRow>,
    messages: Vec<MessageRow>,
    answers: Vec<AnswerRow>,
    evidence: Vec<EvidenceRow>,
    funding: Vec<FundingRow>,
    uses: Vec<FundingUseRow>,
    /// The numbers of the figures.
    numbers: Vec<i64>,
}

row! {
    /// A piece of evidence, without what it holds.
    struct EvidenceRow {
        number: i64,
        workshop_id: String,
        synergy_id: i64,
        at: i64,
        author: String,
        name: String,
        media_type: String,
        size: i64,
        link: Option<String>,
    }
}

/// A row that goes by its entry from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// The figure of this number; while facts are gathered, its place among those of the programme, from 0.
    Figure(i64),
    /// The evidence of this number.
    Evidence(i64),
}

/// Something that happened, on its way into the log.
struct Fact {
    /// Where it stands among the others: the moment, never before that of what was written earlier of the same kind
    /// about the same synergy (a clock may have been set back); then the kind; then its place in its table.
    order: (i64, u8, usize),
    at: i64,
    author: String,
    event: Event,
    named: Option<Named>,
}

fn corrupt(what: &str) -> Error {
    Error::Corrupt(format!("{what} cannot be read"))
}

fn key(workshop: &str, synergy: i64) -> Result<SynergyKey> {
    let workshop: WorkshopId = workshop.parse().map_err(|_| corrupt("a workshop id"))?;
    Ok((workshop, SynergyId(u32::try_from(synergy).map_err(|_| corrupt("a synergy's number"))?)))
}

fn stage(code: &str) -> Result<Stage> {
    Stage::from_code(code).ok_or_else(|| corrupt("a stage"))
}

fn reason(code: Option<&str>) -> Result<Option<LostReason>> {
    code.map(|code| LostReason::from_code(code).ok_or_else(|| corrupt("a reason"))).transpose()
}

fn side(code: &str) -> Result<SideOfSynergy> {
    SideOfSynergy::from_code(code).ok_or_else(|| corrupt("a side"))
}

/// A change out of its texts; what cannot be read is not known.
fn change(detail: Detail, before: Option<&str>, after: Option<&str>) -> Change {
    let line = |text: Option<&str>| text.and_then(|text| Line::parse(text).ok());
    let quantity = |text: Option<&str>| text.and_then(|text| serde_json::from_str::<Quantity>(text).ok());
    let number = |text: Option<&str>| text.and_then(|text| text.parse().ok());
    let day = |text: Option<&str>| text.and_then(|text| text.parse().ok());
    let name = |text: Option<&str>| text.map(str::to_owned);
    match detail {
        Detail::Flow => Change::Flow { before: line(before), after: line(after) },
        Detail::Quantity => Change::Quantity { before: quantity(before), after: quantity(after) },
        Detail::Distance => Change::Distance { before: number(before), after: number(after) },
        Detail::GiverOwner => Change::GiverOwner { before: name(before), after: name(after) },
        Detail::ReceiverOwner => Change::ReceiverOwner { before: name(before), after: name(after) },
        Detail::NextStep => Change::NextStep { before: line(before), after: line(after) },
        Detail::Due => Change::Due { before: day(before), after: day(after) },
    }
}

fn figure(row: &FigureRow) -> Result<Figure> {
    Ok(Figure {
        year: i32::try_from(row.year).map_err(|_| corrupt("a year"))?,
        indicator: Indicator::from_code(&row.indicator).ok_or_else(|| corrupt("an indicator"))?,
        amount: row.amount,
        verification: Verification::from_code(&row.verification).ok_or_else(|| corrupt("a verification"))?,
        declared_by: row.declared_by.clone(),
        uncertainty: row.uncertainty,
        basis: row.basis.as_deref().map(serde_json::from_str).transpose()?,
    })
}

/// What a synergy was before its changes: where one of a detail is kept, what stood before the first of them.
fn beginning(row: &SynergyRow, firsts: &HashMap<Detail, &ChangeRow>, begun: &[&HistoryRow]) -> Result<Beginning> {
    let before = |detail: Detail, now: Option<&str>| match firsts.get(&detail) {
        Some(first) => first.before.clone(),
        None => now.map(str::to_owned),
    };
    let distance = match firsts.get(&Detail::Distance) {
        Some(first) => first.before.as_deref().and_then(|text| text.parse().ok()),
        None => row.distance_km,
    };
    let owner = |detail, name: &str, organisation: &str| Owner {
        name: before(detail, Some(name)).unwrap_or_default(),
        organisation: organisation.to_owned(),
    };
    let line = |text: Option<String>| text.and_then(|text| Line::parse(&text).ok());
    let due = before(Detail::Due, row.next_step_due.as_deref());
    let next_step = line(before(Detail::NextStep, row.next_step.as_deref()))
        .map(|what| NextStep { what, due: due.and_then(|day| day.parse().ok()) });
    // What came out of a table had its reason in the synergy alone.
    let (at_first, lost_reason) = match begun {
        [] => (&row.stage, row.lost_reason.as_deref()),
        [only] => (&only.stage, only.lost_reason.as_deref().or(row.lost_reason.as_deref())),
        [first, ..] => (&first.stage, first.lost_reason.as_deref()),
    };
    Ok(Beginning {
        title: row.title.clone(),
        kind: SynergyKind::from_code(&row.kind).ok_or_else(|| corrupt("a kind"))?,
        stage: stage(at_first)?,
        lost_reason: reason(lost_reason)?,
        giver: owner(Detail::GiverOwner, &row.giver_name, &row.giver_organisation),
        receiver: owner(Detail::ReceiverOwner, &row.receiver_name, &row.receiver_organisation),
        cards: serde_json::from_str(&row.cards)?,
        flow: Flow {
            what: line(before(Detail::Flow, row.flow.as_deref())),
            quantity: before(Detail::Quantity, row.quantity.as_deref())
                .as_deref()
                .map(serde_json::from_str)
                .transpose()?,
            distance_km: distance,
        },
        next_step,
    })
}

impl Rows {
    async fn read(tx: &mut SqliteConnection, programme: &str) -> Result<Self> {
        Ok(Self {
            synergies: SynergyRow::read(tx, programme).await?,
            history: HistoryRow::read(tx, programme).await?,
            changes: ChangeRow::read(tx, programme).await?,
            figures: FigureRow::read(tx, programme).await?,
            withdrawals: WithdrawalRow::read(tx, programme).await?,
            assumptions: AssumptionsRow::read(tx, programme).await?,
            joins: JoinRow::read(tx, programme).await?,
            links: LinkRow::read(tx, programme).await?,
            messages: MessageRow::read(tx, programme).await?,
            answers: AnswerRow::read(tx, programme).await?,
            evidence: sqlx::query_as(
                "select e.number, e.workshop_id, e.synergy_id, e.at, e.author, e.name, e.media_type, e.size, e.link \
                    from evidence e join workshop w on w.id = e.workshop_id where w.programme_id = $1 order by \
                    e.number",
            )
            .bind(programme)
            .fetch_all(&mut *tx)
            .await?,
            funding: FundingRow::read(tx, programme).await?,
            uses: FundingUseRow::read(tx, programme).await?,
            numbers: sqlx::query_as::<_, (i64,)>(
                "select f.number from figure f join workshop w on w.id = f.workshop_id where w.programme_id = $1 order \
                    by f.number",
            )
            .bind(programme)
            .fetch_all(&mut *tx)
            .await?
            .into_iter()
            .map(|(number,)| number)
            .collect(),
        })
    }

    /// How each synergy began.
    fn beginnings(&self) -> Result<BTreeMap<SynergyKey, Fact>> {
        let mut firsts: HashMap<SynergyKey, HashMap<Detail, &ChangeRow>> = HashMap::new();
        for row in &self.changes {
            let detail = Detail::from_code(&row.detail).ok_or_else(|| corrupt("a detail"))?;
            firsts.entry(key(&row.workshop_id, row.synergy_id)?).or_default().entry(detail).or_insert(row);
        }
        let mut histories: HashMap<SynergyKey, Vec<&HistoryRow>> = HashMap::new();
        for row in &self.history {
            histories.entry(key(&row.workshop_id, row.synergy_id)?).or_default().push(row);
        }
        let mut beginnings = BTreeMap::new();
        for row in &self.synergies {
            let synergy = key(&row.workshop_id, row.id)?;
            let firsts = firsts.remove(&synergy).unwrap_or_default();
            let history = histories.remove(&synergy).unwrap_or_default();
            let origin = if synergy.1.0 > BESIDE_WORKSHOP { Origin::Earlier } else { Origin::Workshop };
            let beginning = Box::new(beginning(row, &firsts, &history)?);
            let first = history.first();
            let fact = Fact {
                order: (0, 0, 0),
                at: first.map_or(row.changed_at, |first| first.at),
                author: first.map(|first| first.author.clone()).unwrap_or_default(),
                event: Event::Began { synergy, origin, beginning },
                named: None,
            };
            beginnings.insert(synergy, fact);
        }
        Ok(beginnings)
    }

    /// Everything that happened, the beginning of each synergy as its first move.
    fn facts(&self) -> Result<Vec<Fact>> {
        let mut facts = Facts::default();
        for row in &self.answers {
            let event = Event::Answered {
                synergy: key(&row.workshop_id, row.synergy_id)?,
                side: side(&row.side)?,
                state: Answer::from_code(&row.state).ok_or_else(|| corrupt("an answer"))?,
                reason: reason(row.reason.as_deref())?,
                note: row.note.clone(),
                by_manager: row.by_manager,
            };
            facts.add(0, row.at, &row.author, event, None);
        }
        for row in &self.history {
            let event = Event::Moved {
                synergy: key(&row.workshop_id, row.synergy_id)?,
                stage: stage(&row.stage)?,
                lost_reason: reason(row.lost_reason.as_deref())?,
                note: row.note.clone(),
            };
            facts.add(1, row.at, &row.author, event, None);
        }
        for row in &self.changes {
            let detail = Detail::from_code(&row.detail).ok_or_else(|| corrupt("a detail"))?;
            let change = change(detail, row.before.as_deref(), row.after.as_deref());
            let event = Event::Changed { synergy: key(&row.workshop_id, row.synergy_id)?, change };
            facts.add(2, row.at, &row.author, event, None);
        }
        for (place, row) in (0..).zip(&self.figures) {
            let event = Event::FigureRecorded {
                synergy: key(&row.workshop_id, row.synergy_id)?,
                figure: figure(row)?,
                note: row.note.clone(),
            };
            facts.add(3, row.recorded_at, &row.author, event, Some(Named::Figure(place)));
        }
        for row in &self.withdrawals {
            let place = usize::try_from(row.figure - 1).map_err(|_| corrupt("a withdrawal"))?;
            let of = self.figures.get(place).ok_or_else(|| corrupt("a withdrawal"))?;
            // The entry of the figure is known when it has one.
            let event = Event::FigureWithdrawn {
                synergy: key(&of.workshop_id, of.synergy_id)?,
                figure: place as u64,
                reason: row.reason.clone(),
            };
            facts.add(4, row.at, &row.author, event, None);
        }
        for row in &self.assumptions {
            let assumptions = Assumptions {
                lifetime_years: u8::try_from(row.lifetime_years).map_err(|_| corrupt("a lifetime"))?,
                retention: row.retention,
                attribution: row.attribution,
            };
            let synergy = key(&row.workshop_id, row.synergy_id)?;
            facts.add(
                5,
                row.at,
                &row.author,
                Event::Assumed { synergy, assumptions, reason: row.reason.clone() },
                None,
            );
        }
        for row in &self.messages {
            let (synergy, side) = (key(&row.workshop_id, row.synergy_id)?, side(&row.side)?);
            let event = Event::Asked { synergy, side, way: row.way.clone(), failed: row.failed.clone() };
            facts.add(6, row.at, "", event, None);
        }
        for row in &self.links {
            if let Some(at) = row.refused_at {
                let synergy = key(&row.workshop_id, row.synergy_id)?;
                facts.add(7, at, "", Event::Refused { synergy, side: side(&row.side)? }, None);
            }
        }
        for row in &self.evidence {
            let event = Event::EvidenceAttached {
                synergy: key(&row.workshop_id, row.synergy_id)?,
                name: row.name.clone(),
                media_type: row.media_type.clone(),
                size: u64::try_from(row.size).unwrap_or_default(),
                link: row.link.clone(),
            };
            facts.add(8, row.at, &row.author, event, Some(Named::Evidence(row.number)));
        }
        let titles: HashMap<SynergyKey, &str> = self
            .synergies
            .iter()
            .map(|row| Ok((key(&row.workshop_id, row.id)?, &*row.title)))
            .collect::<Result<_>>()?;
        for row in &self.joins {
            let into = row.into_workshop_id.as_deref().zip(row.into_synergy_id);
            let into = into.map(|(workshop, id)| key(workshop, id)).transpose()?;
            let into = into.and_then(|other| Some((other, (*titles.get(&other)?).to_owned())));
            let synergy = key(&row.workshop_id, row.synergy_id)?;
            facts.add(9, row.at, &row.author, Event::Joined { synergy, into, reason: row.reason.clone() }, None);
        }
        for row in &self.uses {
            let (Some(workshop), Some(id)) = (&row.workshop_id, row.synergy_id) else { continue };
            let call = u32::try_from(row.funding_id).map_err(|_| corrupt("a call"))?;
            let of = usize::try_from(row.funding_id - 1).ok().and_then(|place| self.funding.get(place));
            let name = of.ok_or_else(|| corrupt("a call"))?.name.clone();
            facts.add(10, row.at, &row.author, Event::Funded { synergy: key(workshop, id)?, call, name }, None);
        }
        let mut all = facts.all;
        all.sort_by_key(|fact| fact.order);
        Ok(all)
    }

    /// The log, and which row goes by which entry from now on.
    fn log(&self) -> Result<Made> {
        let mut waiting = self.beginnings()?;
        let (mut log, mut named): (Vec<Recorded>, Vec<(Named, u64)>) = (Vec::new(), Vec::new());
        let mut entries: HashMap<i64, u64> = HashMap::new();
        let mut withdrawn = Vec::new();
        let mut enter = |fact: Fact, entries: &mut HashMap<i64, u64>| {
            let seq = log.len() as u64 + 1;
            if let Some(row) = fact.named {
                named.push((row, seq));
            }
            if let Some(Named::Figure(place)) = fact.named {
                entries.insert(place, seq);
            }
            let (at, author) = (Timestamp(fact.at), fact.author);
            log.push(Recorded { seq, at, author, command: None, event: fact.event });
        };
        for fact in self.facts()? {
            if let Some(begun) = fact.event.synergy().and_then(|key| waiting.remove(&key)) {
                let is_first_move = matches!(fact.event, Event::Moved { .. });
                enter(begun, &mut entries);
                if is_first_move {
                    continue;
                }
            }
            // A clock that was set back must not withdraw a figure before there is one.
            if let Event::FigureWithdrawn { figure, .. } = &fact.event
                && !i64::try_from(*figure).is_ok_and(|place| entries.contains_key(&place))
            {
                withdrawn.push(fact);
                continue;
            }
            enter(with_entry(fact, &entries), &mut entries);
        }
        for fact in withdrawn.into_iter().chain(waiting.into_values()) {
            enter(with_entry(fact, &entries), &mut entries);
        }
        Ok(Made { log, named })
    }
}

/// A withdrawal that names the entry of its figure instead of its place.
fn with_entry(mut fact: Fact, entries: &HashMap<i64, u64>) -> Fact {
    if let Event::FigureWithdrawn { figure, .. } = &mut fact.event
        && let Some(entry) = i64::try_from(*figure).ok().and_then(|place| entries.get(&place))
    {
        *figure = *entry;
    }
    fact
}

/// Facts as they are gathered.
#[derive(Default)]
struct Facts {
    all: Vec<Fact>,
    /// The last moment of each kind about each synergy.
    last: HashMap<(u8, Option<SynergyKey>), i64>,
}

impl Facts {
    fn add(&mut self, kind: u8, at: i64, author: &str, event: Event, named: Option<Named>) {
        let last = self.last.entry((kind, event.synergy())).or_insert(at);
        *last = (*last).max(at);
        let order = (*last, kind, self.all.len());
        self.all.push(Fact { order, at, author: author.to_owned(), event, named });
    }
}

/// The log of a programme, made from its rows.
pub(super) struct Made {
    pub log: Vec<Recorded>,
    /// Rows that go by an entry from now on.
    pub named: Vec<(Named, u64)>,
}

impl Made {
    pub(super) async fn from_rows(connection: &mut SqliteConnection, programme: &str) -> Result<Self> {
        let rows = Rows::read(connection, programme).await?;
        let Self { log, named } = rows.log()?;
        let by_number = |(row, seq)| {
            let row = match row {
                Named::Figure(place) => {
                    let number = usize::try_from(place).ok().and_then(|place| rows.numbers.get(place));
                    Named::Figure(*number.ok_or_else(|| corrupt("a figure"))?)
                }
                evidence @ Named::Evidence(_) => evidence,
            };
            Ok((row, seq))
        };
        Ok(Self { log, named: named.into_iter().map(by_number).collect::<Result<_>>()? })
    }
}

/// Notes by which entry this row goes.
pub(super) async fn name(tx: &mut SqliteConnection, row: Named, seq: u64) -> Result<()> {
    let (sql, number) = match row {
        Named::Figure(number) => ("update figure set entry = $1 where number = $2", number),
        Named::Evidence(number) => ("update evidence set entry = $1 where number = $2", number),
    };
    sqlx::query(sql).bind(stored(seq)?).bind(number).execute(tx).await?;
    Ok(())
}

impl Db {
    /// Makes the logs that lack, each in one transaction: what was cut begins anew at the next start. A programme that
    /// is being taken in has its log made there.
    pub(super) async fn make_logs(&self) -> Result<()> {
        let lacking: Vec<(String,)> = sqlx::query_as(
            "select p.id from programme p
             where exists (select 1 from workshop w join synergy s on s.workshop_id = w.id where w.programme_id = p.id)
                 and not exists (select 1 from programme_event e where e.programme_id = p.id)
                 and not exists (select 1 from import_under_way u where u.id = 'programme ' || p.id)
             order by p.created_at, p.id",
        )
        .fetch_all(&self.writer)
        .await?;
        for (programme,) in lacking {
            let mut transaction = self.begin().await?;
            let tx = transaction.connection()?;
            let Made { log, named } = Made::from_rows(tx, &programme).await?;
            programme_log::append(tx, &programme, &log).await?;
            for (row, seq) in named {
                name(tx, row, seq).await?;
            }
            transaction.commit().await?;
            tracing::info!(%programme, entries = log.len(), "the log of a programme was made from its tables");
        }
        Ok(())
    }
}

#[cfg(test)]
pub(super) mod tests;
