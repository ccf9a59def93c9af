//! Strings of the programme pages.

use super::texts;

texts! {}
