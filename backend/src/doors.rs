//! The keys of a workshop: what they open, how they are kept, and how they are made anew or ended. See
//! `docs/decisions/0010-server-key.md`.

pub(crate) mod key;

use domain::ids::{ParticipantId, WorkshopId};
use domain::problem::Problem;
use domain::time::Timestamp;

use crate::audit::{Deed, Entry};
use crate::db::Held;
pub use crate::doors::key::Kind;
use crate::doors::key::NewKey;
use crate::error::{Error, Result};
use crate::people::Caller;
use crate::{Backend, secrets, to_the_end};

/// A browser that came with a facilitator's key is signed out when it was not used for so long: an afternoon and an
/// evening.
pub(crate) const DESK_SESSION_MS: i64 = 12 * 60 * 60 * 1_000;

/// How people get into a workshop.
#[derive(Clone, Debug)]
pub struct Doors {
    /// What the QR code carries: opens the form by which people join.
    pub join_token: String,
    /// What is typed instead of that.
    pub join_code: String,
    /// What opens its board, unless that was ended.
    pub board_key: Option<String>,
}

/// A key of a workshop, as the page of keys shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyState {
    /// What it opens: the desk, the board, or the door.
    pub kind: Kind,
    /// When it was made, or made anew.
    pub made_at: Timestamp,
    /// When it last did, to the minute.
    pub used_at: Option<Timestamp>,
    /// Since when it does no more.
    pub ended_at: Option<Timestamp>,
}

/// Keys of a table or of a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldKeys {
    /// The table, or the participant's number.
    pub whose: u32,
    /// A participant's name and organisation.
    pub name: String,
    /// How many: phones, links and badges.
    pub count: u32,
    /// When the last one was made.
    pub made_at: Timestamp,
    /// When one was last used.
    pub used_at: Option<Timestamp>,
}

/// Everything that opens a door of a workshop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// The keys of desk, board and door, one of each kind at most.
    pub doors: Vec<KeyState>,
    /// Browsers that came with the facilitator's key and may go on.
    pub desks: u32,
    /// The tables that have a key: one each.
    pub tables: Vec<HeldKeys>,
    /// The participants who have keys, with how many.
    pub people: Vec<HeldKeys>,
}

impl Backend {
    /// Draws secrets of these kinds for a workshop.
    pub(crate) fn draw_keys<const N: usize>(
        &self,
        workshop: WorkshopId,
        kinds: [Kind; N],
    ) -> Result<([String; N], Vec<NewKey>)> {
        let mut secrets = Vec::with_capacity(N);
        let mut kept = Vec::with_capacity(N);
        for kind in kinds {
            let secret = kind.draw()?;
            kept.push(kind.kept(self.server_key(), workshop, &secret)?);
            secrets.push(secret);
        }
        let drawn = secrets.try_into().map_err(|_| Error::Corrupt("as many keys as kinds".to_owned()))?;
        Ok((drawn, kept))
    }

    /// How people get in. For facilitators and boards. What cannot be read any more, because the server's key was lost,
    /// is made anew.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for participants.
    pub async fn doors(&self, caller: &Caller) -> Result<Doors> {
        if !caller.is_facilitator() && !caller.is_board() {
            return Err(Problem::NotAllowed.into());
        }
        let workshop = caller.workshop();
        let rows = self.db().workshop_keys(workshop).await?;
        let read = |kind: Kind| {
            let row = rows.iter().find(|row| row.kind == kind.code() && row.ended_at.is_none())?;
            self.server_key().unseal_text(&kind.place(workshop), row.sealed.as_deref()?)
        };
        let (join_token, join_code) = match (read(Kind::Join), read(Kind::Code)) {
            (Some(token), Some(code)) => (token, code),
            _ => self.new_door(workshop).await?,
        };
        let board_ended = rows.iter().any(|row| row.kind == Kind::Board.code() && row.ended_at.is_some());
        let board_key = match read(Kind::Board) {
            None if !board_ended => {
                let ([board], keys) = self.draw_keys(workshop, [Kind::Board])?;
                self.keep_keys(workshop, keys, Vec::new()).await?;
                Some(board)
            }
            key => key,
        };
        Ok(Doors { join_token, join_code, board_key })
    }

    async fn new_door(&self, workshop: WorkshopId) -> Result<(String, String)> {
        let ([token, code], keys) = self.draw_keys(workshop, [Kind::Join, Kind::Code])?;
        self.keep_keys(workshop, keys, Vec::new()).await?;
        Ok((token, code))
    }

    async fn keep_keys(&self, workshop: WorkshopId, keys: Vec<NewKey>, entries: Vec<Entry>) -> Result<()> {
        let backend = self.clone();
        to_the_end(async move {
            backend.db().renew_keys(workshop, &keys, backend.clock().now().0, &entries).await?;
            backend.keys_ended(workshop);
            Ok(())
        })
        .await
    }

    /// Everything that opens a door of this workshop.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than facilitators.
    pub async fn keys(&self, caller: &Caller) -> Result<Keys> {
        facilitator(caller)?;
        let workshop = caller.workshop();
        self.inner.uses.write(self.db()).await?;
        let view = self.view(workshop).await?.workshop;
        let name = |whose: u32| {
            view.participants
                .get(&ParticipantId(whose))
                .map(|person| format!("{} – {}", person.name, person.organisation))
                .unwrap_or_default()
        };
        let held = |held: Held, name: String| HeldKeys {
            whose: held.whose,
            name,
            count: held.count,
            made_at: Timestamp(held.made_at),
            used_at: held.used_at.map(Timestamp),
        };
        let doors = self.db().workshop_keys(workshop).await?.into_iter().filter_map(|row| {
            let state = KeyState {
                kind: Kind::from_code(&row.kind)?,
                made_at: Timestamp(row.made_at),
                used_at: row.used_at.map(Timestamp),
                ended_at: row.ended_at.map(Timestamp),
            };
            Some(state)
        });
        let doors = doors.collect();
        let tables = self.db().table_keys(workshop).await?.into_iter().map(|row| held(row, String::new())).collect();
        let people = self.db().participant_keys(workshop).await?.into_iter().map(|row| {
            let name = name(row.whose);
            held(row, name)
        });
        Ok(Keys {
            doors,
            desks: self.db().desk_sessions(workshop, self.desk_used_since()).await?,
            tables,
            people: people.collect(),
        })
    }

    /// Makes a key anew; the old one, and whoever came with it, is out at once. The door is renewed as a whole, QR code
    /// and typed code. Gives the new facilitator's key, which is shown only now.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than facilitators.
    pub async fn renew_key(&self, caller: &Caller, kind: Kind) -> Result<Option<String>> {
        facilitator(caller)?;
        let workshop = caller.workshop();
        let entry = self.entry(Deed::KeyRenewed, caller.author()).at(workshop).with("kind", kind.code());
        let (shown, keys) = match kind {
            Kind::Desk => {
                let ([desk], keys) = self.draw_keys(workshop, [Kind::Desk])?;
                (Some(desk), keys)
            }
            Kind::Board => (None, self.draw_keys(workshop, [Kind::Board])?.1),
            Kind::Join | Kind::Code => (None, self.draw_keys(workshop, [Kind::Join, Kind::Code])?.1),
        };
        self.keep_keys(workshop, keys, vec![entry]).await?;
        Ok(shown)
    }

    /// Ends the key of the desk or of the board until one is made anew. A door is shut by closing it
    /// (`switch_joining`).
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than facilitators, [`Problem::UnknownChoice`] for a door.
    pub async fn end_key(&self, caller: &Caller, kind: Kind) -> Result<()> {
        facilitator(caller)?;
        if !matches!(kind, Kind::Desk | Kind::Board) {
            return Err(Problem::UnknownChoice.into());
        }
        let workshop = caller.workshop();
        let entry = self.entry(Deed::KeyEnded, caller.author()).at(workshop).with("kind", kind.code());
        let backend = self.clone();
        to_the_end(async move {
            backend.db().end_key(workshop, kind, backend.clock().now().0, &entry).await?;
            backend.keys_ended(workshop);
            Ok(())
        })
        .await
    }

    /// Ends the key of a table.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than facilitators.
    pub async fn end_table_key(&self, caller: &Caller, table: u8) -> Result<()> {
        facilitator(caller)?;
        let workshop = caller.workshop();
        let entry =
            self.entry(Deed::KeyEnded, caller.author()).at(workshop).with("kind", "table").to(table.to_string());
        let backend = self.clone();
        to_the_end(async move {
            backend.db().end_table_key(workshop, table, &entry).await?;
            backend.keys_ended(workshop);
            Ok(())
        })
        .await
    }

    /// Ends all phones, links and badges of a participant: by a facilitator, when a phone was lost, or by themselves.
    /// They stay in the room; a link from the desk or from a phone of theirs lets them back in.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for somebody else's.
    pub async fn end_phones(&self, caller: &Caller, who: ParticipantId) -> Result<()> {
        if caller.participant() != Some(who) {
            facilitator(caller)?;
        }
        self.end_keys_of(caller, who, None).await
    }

    /// Signs the phone out from which this comes; what its person brought stays.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than participants.
    pub async fn sign_phone_out(&self, caller: &Caller) -> Result<()> {
        let who = caller.participant().ok_or(Problem::NotAllowed)?;
        let only = caller.token_hash().map(<[u8]>::to_vec);
        self.end_keys_of(caller, who, only).await
    }

    async fn end_keys_of(&self, caller: &Caller, who: ParticipantId, only: Option<Vec<u8>>) -> Result<()> {
        let workshop = caller.workshop();
        let kind = if only.is_some() { "phone" } else { "phones" };
        let entry = self.entry(Deed::KeyEnded, caller.author()).at(workshop).with("kind", kind).to(who.to_string());
        let backend = self.clone();
        to_the_end(async move {
            backend.db().end_participant_keys(workshop, who, only.as_deref(), Some(&entry)).await?;
            backend.keys_ended(workshop);
            Ok(())
        })
        .await
    }

    /// A facilitator by the workshop's key, from the link that carries it: what their browser is recognised by from now
    /// on, so that the key itself is not kept there.
    ///
    /// # Errors
    /// [`Problem::LinkEnded`].
    pub async fn enter_desk(&self, key: &str) -> Result<(Caller, String)> {
        let caller = self.caller_by_facilitator_key(key).await?;
        let token = secrets::bearer_token()?;
        let (hash, workshop, backend) = (secrets::token_hash(&token), caller.workshop(), self.clone());
        to_the_end(async move { backend.db().insert_desk_session(&hash, workshop, backend.clock().now().0).await })
            .await?;
        Ok((caller, token))
    }

    /// Signs a browser out of the desk to which it came by a key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn leave_desk(&self, token: &str) -> Result<()> {
        self.db().end_desk_session(&secrets::token_hash(token), self.desk_used_since()).await?;
        self.right_ended();
        Ok(())
    }

    /// The moment since when a browser must have been used to still open a desk: milliseconds since 1970 (UTC).
    pub(crate) fn desk_used_since(&self) -> i64 {
        self.clock().now().0 - DESK_SESSION_MS
    }
}

fn facilitator(caller: &Caller) -> Result<()> {
    if caller.is_facilitator() { Ok(()) } else { Err(Problem::NotAllowed.into()) }
}
