//! E-mail addresses, as people type them and as they are kept.

use domain::problem::Problem;
use domain::text::Line;

/// An address as it is kept: in lower case, so that one address has one account.
///
/// # Errors
/// What is wrong with it: too long, no line, or no address.
pub(crate) fn read_email(typed: &str) -> Result<String, Problem> {
    let email = Line::parse(typed)?;
    domain::text::check_email(&email)?;
    Ok(email.to_lowercase())
}
