//! Strings of the participant pages.

use super::texts;

texts! {}
