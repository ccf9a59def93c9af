//! Strings of the board pages.

use super::texts;

texts! {}
