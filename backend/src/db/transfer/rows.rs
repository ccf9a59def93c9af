//! The rows of a programme as a document carries them: how each table is read, and how it is written.

use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use crate::db::row::row;
use crate::error::Result;

/// Declares the rows of a table: how they are read, and how they are written.
macro_rules! rows {
    ($($(#[$meta:meta])* $name:ident: $select:literal, $insert:literal { $($field:ident: $kind:ty),+ $(,)? })+) => {$(
        row! {
            #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
            $(#[$meta])*
            pub(crate) struct $name { $(pub $field: $kind,)+ }
        }

        impl $name {
            pub(in crate::db) async fn read(tx: &mut SqliteConnection, programme: &str) -> Result<Vec<Self>> {
                Ok(sqlx::query_as($select).bind(programme).fetch_all(tx).await?)
            }

            /// Writes the row, and gives the number that it has here.
            pub(in crate::db) async fn write(&self, tx: &mut SqliteConnection) -> Result<i64> {
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
        id: String, name: String, territory: Option<String>, territory_level: Option<String>, partners: String,
        managers: String, funders: String,
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
        id: String, programme_id: String, phase: String, description: String, counts: String, summary_seq: i64,
        created_at: i64, epoch: String,
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
        "insert into synergy (workshop_id, id, title, kind, stage, lost_reason, giver_name, giver_organisation, \
        receiver_name, receiver_organisation, next_step, next_step_due, cards, changed_at, search, flow, quantity, \
        distance_km)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)" {
        workshop_id: String, id: i64, title: String, kind: String, stage: String, lost_reason: Option<String>,
        giver_name: String, giver_organisation: String,
        receiver_name: String, receiver_organisation: String, next_step: Option<String>, next_step_due: Option<String>,
        cards: String, changed_at: i64,
        search: String, flow: Option<String>, quantity: Option<String>, distance_km: Option<f64>,
    }
    HistoryRow: "select h.workshop_id, h.synergy_id, h.at, h.author, h.stage, h.lost_reason, h.note from \
        synergy_history h join workshop w on w.id = h.workshop_id where w.programme_id = $1 order by h.number",
        "insert into synergy_history (workshop_id, synergy_id, at, author, stage, lost_reason, note) values ($1, $2, \
            $3, $4, $5, $6, $7)" {
        workshop_id: String, synergy_id: i64, at: i64, author: String, stage: String, lost_reason: Option<String>,
        note: Option<String>,
    }
    ChangeRow: "select c.workshop_id, c.synergy_id, c.at, c.author, c.detail, c.before, c.after from synergy_change c \
        join workshop w on w.id = c.workshop_id where w.programme_id = $1 order by c.number",
        "insert into synergy_change (workshop_id, synergy_id, at, author, detail, before, after) values ($1, $2, $3, \
            $4, $5, $6, $7)" {
        workshop_id: String, synergy_id: i64, at: i64, author: String, detail: String, before: Option<String>,
        after: Option<String>,
    }
    /// What it says of commands stays behind: nobody sends them again there.
    #[serde(default)]
    LogRow: "select programme_id, seq, at, author, workshop_id, synergy_id, payload, company from programme_event \
        where programme_id = $1 order by seq",
        "insert into programme_event (programme_id, seq, at, author, workshop_id, synergy_id, payload, company) values \
            ($1, $2, $3, $4, $5, $6, $7, $8)" {
        programme_id: String, seq: i64, at: i64, author: String, workshop_id: String, synergy_id: i64, payload: String,
        company: Option<i64>,
    }
    /// `place` is where the figure stands among those of the programme: withdrawals name it by that.
    #[serde(default)]
    FigureRow: "select f.workshop_id, f.synergy_id, f.year, f.indicator, f.amount, f.verification, f.declared_by, \
        f.note, f.author, f.recorded_at, f.uncertainty, f.basis, f.entry from figure f join workshop w on w.id = \
        f.workshop_id where w.programme_id = $1 order by f.number",
        "insert into figure (workshop_id, synergy_id, year, indicator, amount, verification, declared_by, note, \
            author, recorded_at, uncertainty, basis, entry) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
            $13)" {
        workshop_id: String, synergy_id: i64, year: i64, indicator: String, amount: f64, verification: String,
        declared_by: String, note: Option<String>,
        author: String, recorded_at: i64, uncertainty: Option<f64>, basis: Option<String>, entry: Option<i64>,
    }
    /// `figure` counts the programme's figures from one.
    WithdrawalRow: "select (select count(*) from figure g join workshop v on v.id = g.workshop_id where v.programme_id \
        = $1 and g.number <= d.figure) as figure, d.at, d.author, d.reason
         from figure_withdrawal d join figure f on f.number = d.figure join workshop w on w.id = f.workshop_id where \
         w.programme_id = $1 order by d.figure",
        "insert into figure_withdrawal (figure, at, author, reason) values ($1, $2, $3, $4)" {
        figure: i64, at: i64, author: String, reason: String,
    }
    AssumptionsRow: "select a.workshop_id, a.synergy_id, a.at, a.author, a.lifetime_years, a.retention, \
        a.attribution, a.reason from synergy_assumptions a join workshop w on w.id = a.workshop_id where \
        w.programme_id = $1 order by a.number",
        "insert into synergy_assumptions (workshop_id, synergy_id, at, author, lifetime_years, retention, \
            attribution, reason) values ($1, $2, $3, $4, $5, $6, $7, $8)" {
        workshop_id: String, synergy_id: i64, at: i64, author: String, lifetime_years: i64, retention: f64,
        attribution: f64, reason: String,
    }
    JoinRow: "select j.workshop_id, j.synergy_id, j.at, j.author, j.into_workshop_id, j.into_synergy_id, j.reason \
        from synergy_join j join workshop w on w.id = j.workshop_id where w.programme_id = $1 order by j.number",
        "insert into synergy_join (workshop_id, synergy_id, at, author, into_workshop_id, into_synergy_id, reason) \
            values ($1, $2, $3, $4, $5, $6, $7)" {
        workshop_id: String, synergy_id: i64, at: i64, author: String, into_workshop_id: Option<String>,
        into_synergy_id: Option<i64>, reason: String,
    }
    /// The link itself is made anew at the next question: one that was mailed opens one server only.
    LinkRow: "select f.workshop_id, f.synergy_id, f.side, f.email, f.language, f.created_at, f.refused_at, \
        f.ended_at, f.ended_by, '' as handle from follow_up f join workshop w on w.id = f.workshop_id where \
        w.programme_id = $1 order by f.workshop_id, f.synergy_id, f.side",
        "insert into follow_up (workshop_id, synergy_id, side, email, language, created_at, refused_at, ended_at, \
            ended_by, handle) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)" {
        workshop_id: String, synergy_id: i64, side: String, email: Option<String>, language: String, created_at: i64,
        refused_at: Option<i64>,
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
        workshop_id: String, synergy_id: i64, side: String, at: i64, state: String, reason: Option<String>,
        note: Option<String>, author: String, by_manager: bool,
    }
    #[serde(default)]
    ReferentialRow: "select programme_id, at, author, content, entry from referential where programme_id = $1 order by \
        number",
        "insert into referential (programme_id, at, author, content, entry) values ($1, $2, $3, $4, $5)" {
        programme_id: String, at: i64, author: String, content: String, entry: Option<i64>,
    }
    #[serde(default)]
    EvaluationRow: "select programme_id, at, author, year, indicator, value, note, entry from evaluation where \
        programme_id = $1 order by number",
        "insert into evaluation (programme_id, at, author, year, indicator, value, note, entry) values ($1, $2, $3, \
            $4, $5, $6, $7, $8)" {
        programme_id: String, at: i64, author: String, year: i64, indicator: String, value: Option<f64>,
        note: Option<String>, entry: Option<i64>,
    }
    /// Calls stand in the order of their numbers, which are not carried: they count from one.
    #[serde(default)]
    FundingRow: "select programme_id, at, author, name, funder, kind, opens, closes, amount, conditions, entry from \
        funding where programme_id = $1 order by number",
        "insert into funding (programme_id, at, author, name, funder, kind, opens, closes, amount, conditions, entry, \
            number) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, (select coalesce(max(number), 0) + 1 from \
            funding where programme_id = $1))" {
        programme_id: String, at: i64, author: String, name: String, funder: String, kind: String,
        opens: Option<String>, closes: Option<String>, amount: Option<f64>, conditions: Option<String>,
        entry: Option<i64>,
    }
    /// `funding_id` is the number of the call.
    FundingUseRow: "select f.number as funding_id, u.workshop_id, u.synergy_id, u.at, u.author
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
