//! Who fits whom.

pub mod amount;
pub mod archive;
pub mod cases;
pub mod category;
pub mod codes;
pub mod encoder;
pub mod eval;
pub mod explain;
mod feedback;
pub mod flags;
pub mod judge;
pub mod knowledge;
pub mod language;
pub mod law;
pub mod learnt;
pub mod matcher;
pub mod meaning;
pub mod model;
pub mod needs;
mod pairing;
pub mod past;
mod pool;
pub mod reading;
pub mod room;
pub mod score;
pub mod second_opinion;
pub mod standing;
pub mod text;
pub mod trace;

pub use matcher::Matcher;
pub use room::Room;
