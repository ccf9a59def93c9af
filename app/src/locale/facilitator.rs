//! Strings of the facilitator pages.

use super::texts;

texts! {}
