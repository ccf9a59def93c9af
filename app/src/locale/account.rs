//! Strings of the account pages.

use super::texts;

texts! {}
