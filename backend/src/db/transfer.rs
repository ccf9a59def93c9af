//! A whole programme, row by row: out of one database, into another.

use domain::ids::{AccountId, ProgrammeId};
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::earlier::{Made, name};
use super::transaction::Transaction;
use super::{Db, programme_log};
use crate::audit::Entry;
use crate::error::Result;

#[cfg(test)]
mod tests;

/// A programme with everything that belongs to it. Secrets (tokens, keys) and accounts stay behind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Whole {
    pub programme: ProgrammeRow,
    pub workshops: Vec<WorkshopRow>,
    pub events: Vec<EventRow>,
    pub contacts: Vec<ContactRow>,
    pub synergies: Vec<SynergyRow>,
    pub history: Vec<HistoryRow>,
    pub figures: Vec<FigureRow>,
    pub withdrawals: Vec<WithdrawalRow>,
    pub assumptions: Vec<AssumptionsRow>,
    pub joins: Vec<JoinRow>,
    pub evidence: Vec<EvidenceRow>,
    /// Missing in documents of before.
    #[serde(default)]
    pub links: Vec<LinkRow>,
    #[serde(default)]
    pub messages: Vec<MessageRow>,
    #[serde(default)]
    pub answers: Vec<AnswerRow>,
    #[serde(default)]
    pub referentials: Vec<ReferentialRow>,
    #[serde(default)]
    pub evaluation: Vec<EvaluationRow>,
    #[serde(default)]
    pub changes: Vec<ChangeRow>,
    #[serde(default)]
    pub funding: Vec<FundingRow>,
    #[serde(default)]
    pub funding_uses: Vec<FundingUseRow>,
    #[serde(default)]
    pub invitations: Vec<InvitationRow>,
    #[serde(default)]
    pub satisfaction: Vec<SatisfactionRow>,
    #[serde(default)]
    pub leaves: Vec<LeaveRow>,
    #[serde(default)]
    pub photos: Vec<PhotoRow>,
    #[serde(default)]
    pub publications: Vec<PublicationRow>,
    /// Documents of before have none: it is made of the rows.
    #[serde(default)]
    pub log: Vec<LogRow>,
}

/// Declares the rows of a table: how they are read, and how they are written.
macro_rules! rows {
    ($($(#[$meta:meta])* $name:ident: $select:literal, $insert:literal { $($field:ident: $kind:ty),+ $(,)? })+) => {$(
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
        $(#[$meta])*
        pub(crate) struct $name { $(pub $field: $kind),+ }

        impl $name {
            pub(super) async fn read(tx: &mut SqliteConnection, programme: &str) -> Result<Vec<Self>> {
                Ok(sqlx::query_as($select).bind(programme).fetch_all(tx).await?)
            }

            /// Writes the row, and gives the number that it has here.
            async fn write(&self, tx: &mut SqliteConnection) -> Result<i64> {
                let done = sqlx::query($insert)$(.bind(&self.$field))+.execute(tx).await?;
                Ok(done.last_insert_rowid())
            }
        }
    )+};
}

rows! {
    /// Documents of before lack what was added since.
    #[serde(default)]
    ProgrammeRow: "select id, name, territory, territory_level, partners, managers, funders, published, is_example, \
        reminder_days, created_at, model_forbidden from programme where id = $1",
        "insert into programme (id, name, territory, territory_level, partners, managers, funders, published, \
            is_example, reminder_days, created_at, model_forbidden) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
            $11, $12)" {
        id: String, name: String, territory: Option<String>, territory_level: Option<String>, partners: String, managers: String, funders: String,
        published: bool, is_example: bool, reminder_days: i64, created_at: i64,
        model_forbidden: bool,
    }
    /// The keys of a workshop are made anew when they are first shown; `epoch` changes, so that no screen takes one log
    /// for the other.
    WorkshopRow: "select id, programme_id, phase, description, counts, summary_seq, created_at, '' as epoch from \
        workshop where programme_id = $1 order by created_at, id",
        "insert into workshop (id, programme_id, phase, description, counts, summary_seq, created_at, epoch, \
            join_token, join_code, board_key, facilitator_key) values ($1, $2, $3, $4, $5, $6, $7, $8, $1, $1, $1, \
            cast($1 as blob))" {
        id: String, programme_id: String, phase: String, description: String, counts: String, summary_seq: i64, created_at: i64, epoch: String,
    }
    EventRow: "select e.workshop_id, e.seq, e.at, e.actor, e.payload from event e join workshop w on w.id = \
        e.workshop_id where w.programme_id = $1 order by e.workshop_id, e.seq",
        "insert into event (workshop_id, seq, at, actor, payload) values ($1, $2, $3, $4, $5)" {
        workshop_id: String, seq: i64, at: i64, actor: String, payload: String,
    }
    ContactRow: "select c.workshop_id, c.participant_id, c.email, c.consented_at from contact c join workshop w on \
        w.id = c.workshop_id where w.programme_id = $1 order by c.workshop_id, c.participant_id",
        "insert into contact (workshop_id, participant_id, email, consented_at) values ($1, $2, $3, $4)" {
        workshop_id: String, participant_id: i64, email: String, consented_at: i64,
    }
    InvitationRow: "select i.workshop_id, i.begins_at, i.words, i.contact from invitation i join workshop w on w.id = \
        i.workshop_id where w.programme_id = $1 order by i.workshop_id",
        "insert into invitation (workshop_id, begins_at, words, contact) values ($1, $2, $3, $4)" {
        workshop_id: String, begins_at: String, words: String, contact: String,
    }
    SatisfactionRow: "select s.workshop_id, s.participant_id, s.useful, s.organised, s.lead, s.comment from \
        satisfaction s join workshop w on w.id = s.workshop_id where w.programme_id = $1 order by s.workshop_id, \
        s.participant_id",
        "insert into satisfaction (workshop_id, participant_id, useful, organised, lead, comment) values ($1, $2, $3, \
            $4, $5, $6)" {
        workshop_id: String, participant_id: i64, useful: String, organised: String, lead: String, comment: String,
    }
    LeaveRow: "select l.workshop_id, l.leave, l.at, l.author from archive_leave l join workshop w on w.id = \
        l.workshop_id where w.programme_id = $1 order by l.workshop_id",
        "insert into archive_leave (workshop_id, leave, at, author) values ($1, $2, $3, $4)" {
        workshop_id: String, leave: String, at: i64, author: String,
    }
    /// `content` is hexadecimal here.
    PhotoRow: "select p.workshop_id, p.card_id, hex(p.content) as content from photo p join workshop w on w.id = \
        p.workshop_id where w.programme_id = $1 order by p.workshop_id, p.card_id",
        "insert into photo (workshop_id, card_id, content) values ($1, $2, unhex($3))" {
        workshop_id: String, card_id: i64, content: String,
    }
    PublicationRow: "select programme_id, as_of, content from publication where programme_id = $1 order by as_of",
        "insert into publication (programme_id, as_of, content) values ($1, $2, $3)" {
        programme_id: String, as_of: i64, content: String,
    }
    SynergyRow: "select s.* from synergy s join workshop w on w.id = s.workshop_id where w.programme_id = $1 order by \
        s.workshop_id, s.id",
        "insert into synergy (workshop_id, id, title, kind, stage, lost_reason, giver_name, giver_organisation, receiver_name, receiver_organisation, next_step, next_step_due, cards, changed_at, search, flow, quantity, distance_km)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)" {
        workshop_id: String, id: i64, title: String, kind: String, stage: String, lost_reason: Option<String>, giver_name: String, giver_organisation: String,
        receiver_name: String, receiver_organisation: String, next_step: Option<String>, next_step_due: Option<String>, cards: String, changed_at: i64,
        search: String, flow: Option<String>, quantity: Option<String>, distance_km: Option<f64>,
    }
    HistoryRow: "select h.workshop_id, h.synergy_id, h.at, h.author, h.stage, h.lost_reason, h.note from \
        synergy_history h join workshop w on w.id = h.workshop_id where w.programme_id = $1 order by h.number",
        "insert into synergy_history (workshop_id, synergy_id, at, author, stage, lost_reason, note) values ($1, $2, \
            $3, $4, $5, $6, $7)" {
        workshop_id: String, synergy_id: i64, at: i64, author: String, stage: String, lost_reason: Option<String>, note: Option<String>,
    }
    ChangeRow: "select c.workshop_id, c.synergy_id, c.at, c.author, c.detail, c.before, c.after from synergy_change c \
        join workshop w on w.id = c.workshop_id where w.programme_id = $1 order by c.number",
        "insert into synergy_change (workshop_id, synergy_id, at, author, detail, before, after) values ($1, $2, $3, \
            $4, $5, $6, $7)" {
        workshop_id: String, synergy_id: i64, at: i64, author: String, detail: String, before: Option<String>, after: Option<String>,
    }
    /// What it says of commands stays behind: nobody sends them again there.
    LogRow: "select programme_id, seq, at, author, workshop_id, synergy_id, payload from programme_event where \
        programme_id = $1 order by seq",
        "insert into programme_event (programme_id, seq, at, author, workshop_id, synergy_id, payload) values ($1, $2, \
            $3, $4, $5, $6, $7)" {
        programme_id: String, seq: i64, at: i64, author: String, workshop_id: String, synergy_id: i64, payload: String,
    }
    /// `place` is where the figure stands among those of the programme: withdrawals name it by that.
    #[serde(default)]
    FigureRow: "select f.workshop_id, f.synergy_id, f.year, f.indicator, f.amount, f.verification, f.declared_by, \
        f.note, f.author, f.recorded_at, f.uncertainty, f.basis, f.entry from figure f join workshop w on w.id = \
        f.workshop_id where w.programme_id = $1 order by f.number",
        "insert into figure (workshop_id, synergy_id, year, indicator, amount, verification, declared_by, note, \
            author, recorded_at, uncertainty, basis, entry) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
            $13)" {
        workshop_id: String, synergy_id: i64, year: i64, indicator: String, amount: f64, verification: String, declared_by: String, note: Option<String>,
        author: String, recorded_at: i64, uncertainty: Option<f64>, basis: Option<String>, entry: Option<i64>,
    }
    /// `figure` counts the programme's figures from one.
    WithdrawalRow: "select (select count(*) from figure g join workshop v on v.id = g.workshop_id where v.programme_id = $1 and g.number <= d.figure) as figure, d.at, d.author, d.reason
         from figure_withdrawal d join figure f on f.number = d.figure join workshop w on w.id = f.workshop_id where w.programme_id = $1 order by d.figure",
        "insert into figure_withdrawal (figure, at, author, reason) values ($1, $2, $3, $4)" {
        figure: i64, at: i64, author: String, reason: String,
    }
    AssumptionsRow: "select a.workshop_id, a.synergy_id, a.at, a.author, a.lifetime_years, a.retention, \
        a.attribution, a.reason from synergy_assumptions a join workshop w on w.id = a.workshop_id where \
        w.programme_id = $1 order by a.number",
        "insert into synergy_assumptions (workshop_id, synergy_id, at, author, lifetime_years, retention, \
            attribution, reason) values ($1, $2, $3, $4, $5, $6, $7, $8)" {
        workshop_id: String, synergy_id: i64, at: i64, author: String, lifetime_years: i64, retention: f64, attribution: f64, reason: String,
    }
    JoinRow: "select j.workshop_id, j.synergy_id, j.at, j.author, j.into_workshop_id, j.into_synergy_id, j.reason \
        from synergy_join j join workshop w on w.id = j.workshop_id where w.programme_id = $1 order by j.number",
        "insert into synergy_join (workshop_id, synergy_id, at, author, into_workshop_id, into_synergy_id, reason) \
            values ($1, $2, $3, $4, $5, $6, $7)" {
        workshop_id: String, synergy_id: i64, at: i64, author: String, into_workshop_id: Option<String>, into_synergy_id: Option<i64>, reason: String,
    }
    /// The link itself is made anew at the next question: one that was mailed opens one server only.
    LinkRow: "select f.workshop_id, f.synergy_id, f.side, f.email, f.language, f.created_at, f.refused_at, \
        f.ended_at, f.ended_by, '' as handle from follow_up f join workshop w on w.id = f.workshop_id where \
        w.programme_id = $1 order by f.workshop_id, f.synergy_id, f.side",
        "insert into follow_up (workshop_id, synergy_id, side, email, language, created_at, refused_at, ended_at, \
            ended_by, handle) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)" {
        workshop_id: String, synergy_id: i64, side: String, email: Option<String>, language: String, created_at: i64, refused_at: Option<i64>,
        ended_at: Option<i64>, ended_by: Option<String>, handle: String,
    }
    MessageRow: "select f.workshop_id, f.synergy_id, f.side, m.at, m.way, m.failed from follow_up_message m join \
        follow_up f on f.handle = m.handle join workshop w on w.id = f.workshop_id where w.programme_id = $1 order by \
        m.number",
        "insert into follow_up_message (handle, at, way, failed) select handle, $4, $5, $6 from follow_up where \
            workshop_id = $1 and synergy_id = $2 and side = $3" {
        workshop_id: String, synergy_id: i64, side: String, at: i64, way: String, failed: Option<String>,
    }
    AnswerRow: "select f.workshop_id, f.synergy_id, f.side, a.at, a.state, a.reason, a.note, a.author, a.by_manager \
        from follow_up_answer a join follow_up f on f.handle = a.handle join workshop w on w.id = f.workshop_id where \
        w.programme_id = $1 order by a.number",
        "insert into follow_up_answer (handle, at, state, reason, note, author, by_manager) select handle, $4, $5, \
            $6, $7, $8, $9 from follow_up where workshop_id = $1 and synergy_id = $2 and side = $3" {
        workshop_id: String, synergy_id: i64, side: String, at: i64, state: String, reason: Option<String>, note: Option<String>, author: String, by_manager: bool,
    }
    ReferentialRow: "select programme_id, at, author, content from referential where programme_id = $1 order by number",
        "insert into referential (programme_id, at, author, content) values ($1, $2, $3, $4)" {
        programme_id: String, at: i64, author: String, content: String,
    }
    EvaluationRow: "select programme_id, at, author, year, indicator, value, note from evaluation where programme_id \
        = $1 order by number",
        "insert into evaluation (programme_id, at, author, year, indicator, value, note) values ($1, $2, $3, $4, $5, \
            $6, $7)" {
        programme_id: String, at: i64, author: String, year: i64, indicator: String, value: Option<f64>, note: Option<String>,
    }
    FundingRow: "select programme_id, at, author, name, funder, kind, opens, closes, amount, conditions from funding \
        where programme_id = $1 order by id",
        "insert into funding (programme_id, at, author, name, funder, kind, opens, closes, amount, conditions) values \
            ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)" {
        programme_id: String, at: i64, author: String, name: String, funder: String, kind: String, opens: Option<String>, closes: Option<String>, amount: Option<f64>, conditions: Option<String>,
    }
    /// `funding_id` counts the programme's calls from one.
    FundingUseRow: "select (select count(*) from funding g where g.programme_id = $1 and g.id <= u.funding_id) as funding_id, u.workshop_id, u.synergy_id, u.at, u.author
         from funding_use u join funding f on f.id = u.funding_id where f.programme_id = $1 order by u.rowid",
        "insert into funding_use (funding_id, workshop_id, synergy_id, at, author) values ($1, $2, $3, $4, $5)" {
        funding_id: i64, workshop_id: Option<String>, synergy_id: Option<i64>, at: i64, author: String,
    }
    /// `content` is hexadecimal here.
    #[serde(default)]
    EvidenceRow: "select e.workshop_id, e.synergy_id, e.at, e.author, e.name, e.media_type, e.size, hex(e.content) as \
        content, e.link, e.entry from evidence e join workshop w on w.id = e.workshop_id where w.programme_id = $1 \
        order by e.number",
        "insert into evidence (workshop_id, synergy_id, at, author, name, media_type, size, content, link, entry) \
            values ($1, $2, $3, $4, $5, $6, $7, nullif(unhex($8), x''), $9, $10)" {
        workshop_id: String, synergy_id: i64, at: i64, author: String, name: String, media_type: String, size: i64,
        content: Option<String>, link: Option<String>, entry: Option<i64>,
    }
}

impl Db {
    /// Everything of a programme, as it stands at one commit.
    pub(crate) async fn whole(&self, programme: ProgrammeId) -> Result<Option<Whole>> {
        let mut tx = self.readers.begin().await?;
        let id = programme.to_string();
        let Some(row) = ProgrammeRow::read(&mut tx, &id).await?.into_iter().next() else { return Ok(None) };
        Ok(Some(Whole {
            programme: row,
            workshops: WorkshopRow::read(&mut tx, &id).await?,
            events: EventRow::read(&mut tx, &id).await?,
            contacts: ContactRow::read(&mut tx, &id).await?,
            synergies: SynergyRow::read(&mut tx, &id).await?,
            history: HistoryRow::read(&mut tx, &id).await?,
            changes: ChangeRow::read(&mut tx, &id).await?,
            figures: FigureRow::read(&mut tx, &id).await?,
            withdrawals: WithdrawalRow::read(&mut tx, &id).await?,
            assumptions: AssumptionsRow::read(&mut tx, &id).await?,
            joins: JoinRow::read(&mut tx, &id).await?,
            evidence: EvidenceRow::read(&mut tx, &id).await?,
            links: LinkRow::read(&mut tx, &id).await?,
            messages: MessageRow::read(&mut tx, &id).await?,
            answers: AnswerRow::read(&mut tx, &id).await?,
            referentials: ReferentialRow::read(&mut tx, &id).await?,
            evaluation: EvaluationRow::read(&mut tx, &id).await?,
            funding: FundingRow::read(&mut tx, &id).await?,
            funding_uses: FundingUseRow::read(&mut tx, &id).await?,
            invitations: InvitationRow::read(&mut tx, &id).await?,
            satisfaction: SatisfactionRow::read(&mut tx, &id).await?,
            leaves: LeaveRow::read(&mut tx, &id).await?,
            photos: PhotoRow::read(&mut tx, &id).await?,
            publications: PublicationRow::read(&mut tx, &id).await?,
            log: LogRow::read(&mut tx, &id).await?,
        }))
    }

    /// Keeps a programme from elsewhere, all of it or nothing; `member` becomes its first member. False when this
    /// server has a programme of this name, or one of its workshops, already.
    ///
    /// It is written a part at a time, so that a live room never waits for it. Until the last part it has no member:
    /// nobody sees it, and it asks and publishes nothing.
    pub(crate) async fn insert_whole(&self, whole: &Whole, member: AccountId, entry: &Entry) -> Result<bool> {
        if !self.begin_whole(whole, entry).await? {
            return Ok(false);
        }
        let mut parts = Parts { db: self, transaction: None, weight: 0 };
        let written = async {
            write_parts(&mut parts, whole).await?;
            parts.end().await?;
            if whole.log.is_empty() {
                self.write_log_of_rows(&mut parts, &whole.programme.id).await?;
            }
            self.end_whole(whole, member, entry).await
        };
        let written = written.await;
        drop(parts);
        if let Err(error) = written {
            // Where even this fails, the next start does it.
            if let Err(error) = self.take_back_whole(&whole.programme.id).await {
                tracing::error!(%error, "a programme that was not taken in to its end could not be taken back yet");
            }
            return Err(error);
        }
        Ok(true)
    }

    /// The log of a document of before, made of its rows.
    async fn write_log_of_rows(&self, parts: &mut Parts<'_>, programme: &str) -> Result<()> {
        let made = Made::from_rows(&mut *self.readers.acquire().await?, programme).await?;
        for entry in &made.log {
            programme_log::append(parts.next(0).await?, programme, std::slice::from_ref(entry)).await?;
        }
        for (row, seq) in made.named {
            name(parts.next(0).await?, row, seq).await?;
        }
        parts.end().await
    }

    /// The programme itself, and that it is under way.
    async fn begin_whole(&self, whole: &Whole, entry: &Entry) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let known: Option<(i64,)> = sqlx::query_as(
            "select 1 from programme where id = $1 or name = $2 union all select 1 from workshop where \
                id in (select value from json_each($3))",
        )
        .bind(&whole.programme.id)
        .bind(&whole.programme.name)
        .bind(serde_json::to_string(&whole.workshops.iter().map(|row| &row.id).collect::<Vec<_>>())?)
        .fetch_optional(&mut *tx)
        .await?;
        if known.is_some() {
            return Ok(false);
        }
        ProgrammeRow { published: false, reminder_days: 0, ..whole.programme.clone() }.write(tx).await?;
        sqlx::query("insert into import_under_way (id, started_at) values ($1, $2)")
            .bind(under_way(&whole.programme.id))
            .bind(entry.at.0)
            .execute(&mut *tx)
            .await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// From this transaction on it is there for good.
    async fn end_whole(&self, whole: &Whole, member: AccountId, entry: &Entry) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let ProgrammeRow { id, published, reminder_days, .. } = &whole.programme;
        let set = "update programme set published = $2, reminder_days = $3 where id = $1";
        sqlx::query(set).bind(id).bind(published).bind(reminder_days).execute(&mut *tx).await?;
        let first = "insert into programme_member (programme_id, account_id) values ($1, $2)";
        sqlx::query(first).bind(id).bind(member.to_string()).execute(&mut *tx).await?;
        sqlx::query("delete from import_under_way where id = $1").bind(under_way(id)).execute(&mut *tx).await?;
        super::audit::write(tx, entry).await?;
        transaction.commit().await
    }

    /// Removes what was written of a programme that did not come to its end, a part at a time, last of all that it was
    /// under way.
    pub(super) async fn take_back_whole(&self, programme: &str) -> Result<()> {
        for some in [
            "delete from event where (workshop_id, seq) in
                 (select e.workshop_id, e.seq from event e join workshop w on w.id = e.workshop_id where w.programme_id = $1 limit 500)",
            "delete from programme_event where programme_id = $1 and seq in (select seq from programme_event where \
                programme_id = $1 limit 500)",
            "delete from photo where rowid in (select p.rowid from photo p join workshop w on w.id = p.workshop_id \
                where w.programme_id = $1 limit 5)",
            "delete from evidence where rowid in (select e.rowid from evidence e join workshop w on w.id = \
                e.workshop_id where w.programme_id = $1 limit 5)",
            "delete from synergy where rowid in (select s.rowid from synergy s join workshop w on w.id = \
                s.workshop_id where w.programme_id = $1 limit 25)",
            "delete from workshop where rowid in (select rowid from workshop where programme_id = $1 limit 25)",
        ] {
            while sqlx::query(some).bind(programme).execute(&self.writer).await?.rows_affected() > 0 {}
        }
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("delete from programme where id = $1").bind(programme).execute(&mut *tx).await?;
        sqlx::query("delete from import_under_way where id = $1").bind(under_way(programme)).execute(&mut *tx).await?;
        transaction.commit().await
    }
}

/// What a programme is called while it is taken in, beside imports of tables.
const UNDER_WAY: &str = "programme ";

fn under_way(programme: &str) -> String {
    [UNDER_WAY, programme].concat()
}

/// The programme that is taken in under this name; none for an import of a table.
pub(super) fn programme_under_way(import: &str) -> Option<&str> {
    import.strip_prefix(UNDER_WAY)
}

/// A part holds about so many bytes: a few milliseconds of writing. A row counts for what it costs besides.
const PART: usize = 256 * 1024;
const ROW: usize = 1024;

/// Rows, as many to a transaction as a room may wait for.
struct Parts<'a> {
    db: &'a Db,
    transaction: Option<Transaction>,
    weight: usize,
}

impl Parts<'_> {
    /// Where the next row of this size is written.
    async fn next(&mut self, size: usize) -> Result<&mut SqliteConnection> {
        if self.weight > 0 && self.weight + size > PART {
            self.end().await?;
        }
        self.weight += size + ROW;
        let transaction = match self.transaction.take() {
            Some(transaction) => transaction,
            None => self.db.begin().await?,
        };
        self.transaction.insert(transaction).connection()
    }

    async fn end(&mut self) -> Result<()> {
        self.weight = 0;
        match self.transaction.take() {
            Some(transaction) => transaction.commit().await,
            None => Ok(()),
        }
    }
}

async fn write_parts(parts: &mut Parts<'_>, whole: &Whole) -> Result<()> {
    macro_rules! write_all {
        ($($rows:ident),+) => {$( for row in &whole.$rows { row.write(parts.next(0).await?).await?; } )+};
    }
    write_all!(workshops);
    for row in &whole.events {
        row.write(parts.next(row.payload.len()).await?).await?;
    }
    write_all!(contacts, invitations, satisfaction, leaves);
    for row in &whole.photos {
        row.write(parts.next(row.content.len()).await?).await?;
    }
    write_all!(synergies, history, changes);
    let mut numbers = Vec::with_capacity(whole.figures.len());
    for row in &whole.figures {
        numbers.push(row.write(parts.next(0).await?).await?);
    }
    for row in &whole.withdrawals {
        if let Some(figure) = usize::try_from(row.figure - 1).ok().and_then(|place| numbers.get(place)) {
            WithdrawalRow { figure: *figure, ..row.clone() }.write(parts.next(0).await?).await?;
        }
    }
    write_all!(assumptions, joins);
    for row in &whole.evidence {
        row.write(parts.next(row.content.as_ref().map_or(0, String::len)).await?).await?;
    }
    write_all!(links, messages, answers);
    for row in &whole.referentials {
        row.write(parts.next(row.content.len()).await?).await?;
    }
    write_all!(evaluation, publications);
    let mut calls = Vec::with_capacity(whole.funding.len());
    for row in &whole.funding {
        calls.push(row.write(parts.next(0).await?).await?);
    }
    for row in &whole.funding_uses {
        if let Some(call) = usize::try_from(row.funding_id - 1).ok().and_then(|place| calls.get(place)) {
            FundingUseRow { funding_id: *call, ..row.clone() }.write(parts.next(0).await?).await?;
        }
    }
    for row in &whole.log {
        row.write(parts.next(row.payload.len()).await?).await?;
    }
    Ok(())
}
