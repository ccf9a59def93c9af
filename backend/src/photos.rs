//! Photos of what is on a card. A phone sends them small already; here they lose what a camera writes beside the
//! picture (place, time, device), and are refused when they are none.
//!
//! The log says only that there is a photo. The photo lies beside it, written in the same transaction.

mod picture;

use domain::audience::knows_of;
use domain::ids::{CardId, CommandId};
use domain::problem::{Problem, Refusal};
use domain::workshop::{CardStatus, Command};

use crate::error::{Error, Result};
use crate::people::Caller;
use crate::rooms::Beside;
use crate::{Backend, to_the_end};

/// The largest photo, in bytes: a room of a hundred phones loads it over one access point.
pub const PHOTO_MAX: usize = 400 * 1_024;

impl Backend {
    /// Puts a photo to a card of one's own, in the place of the one before.
    ///
    /// # Errors
    /// At `file`: [`Problem::Missing`], [`Problem::TooLarge`], [`Problem::UnknownChoice`] for what is no JPEG. What the
    /// rules say of changing the card.
    pub async fn put_photo(&self, caller: &Caller, card_id: CardId, id: CommandId, content: Vec<u8>) -> Result<()> {
        // One at a time: a picture that is drawn anew takes some ten times its pixels in memory.
        let turn = std::sync::Arc::clone(&self.inner.pictures).acquire_owned().await.map_err(|_| Error::Stopping)?;
        let cleaned = tokio::task::spawn_blocking(move || {
            let cleaned = picture::clean(content);
            drop(turn);
            cleaned
        });
        // A picture at which the decoder gives up is none.
        let photo =
            cleaned.await.unwrap_or(Err(Problem::UnknownChoice)).map_err(|problem| Refusal::at("file", problem))?;
        let (backend, caller) = (self.clone(), caller.clone());
        let command = Command::ChangePhoto { card_id, taken: true };
        to_the_end(async move { backend.command_with(&caller, id, command, Beside::Photo(photo)).await.map(|_| ()) })
            .await
    }

    /// The photo of a card that this caller may see, as JPEG.
    ///
    /// # Errors
    /// [`Problem::NotFound`] without one.
    pub async fn photo(&self, caller: &Caller, card_id: CardId) -> Result<Vec<u8>> {
        let workshop = self.view(caller.workshop()).await?.workshop;
        let card = workshop
            .cards
            .get(&card_id)
            .filter(|card| card.photo.is_some() && knows_of(caller.audience(), card))
            .ok_or(Problem::NotFound)?;
        let own = caller.is_facilitator() || (card.author.is_some() && card.author == caller.participant());
        match card.status {
            CardStatus::Open => {}
            CardStatus::Hidden | CardStatus::Merged(_) if own => {}
            _ => return Err(Problem::NotFound.into()),
        }
        Ok(self.db().photo(caller.workshop(), card_id).await?.ok_or(Problem::NotFound)?)
    }
}

/// Whether this hexadecimal text is a photo as we keep them.
pub(crate) fn is_photo(hexadecimal: &str) -> bool {
    let pairs =
        hexadecimal.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    pairs
        .collect::<Option<Vec<u8>>>()
        .is_some_and(|content| content.len() <= PHOTO_MAX && picture::plain(&content).is_some())
}
