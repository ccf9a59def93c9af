//! Signing in: what a password must be, and how long somebody who guesses waits.
//!
//! **Guesses.** Every try counts before it is looked at, and stops counting when it was right. Tries count for the
//! account that was named (whether there is one or not, so that waiting tells nobody which accounts exist) and for the
//! network they come from. After a few slips each further wrong try makes the next one wait twice as long, up to a
//! quarter of an hour; a try that comes too early is turned away unread, also with the right password, and lengthens
//! nothing. After a day without a wrong try all is forgotten.
//!
//! **Owners are not locked out.** A browser in which the account signed in before carries a mark of its own, and its
//! tries count for that mark alone: whatever others guess, the owner's browser passes. Who has neither such a browser
//! nor the patience asks for a link to a new password, by mail or of whoever keeps the server, which ends the wait
//! (`maillage account reset`). The mark opens nothing by itself: tries with it are limited as well, and a new password
//! ends it.
//!
//! **Codes of a second factor** are guesses like any other, counted apart: who guesses at passwords makes nobody wait
//! who has theirs.

use crate::problem::Problem;
use crate::time::Timestamp;

/// The shortest password, in characters (NIST SP 800-63B asks for 8, ANSSI for more where there is no second factor).
pub const PASSWORD_MIN: usize = 10;
/// The longest: more would only cost time to hash.
pub const PASSWORD_MAX: usize = 200;

/// How long a browser may take for the code of the second factor, after the right password, in seconds.
pub const HALF_SESSION_S: i64 = 10 * 60;

/// How many wrong tries are slips, and how waits grow after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// How many wrong tries go without a wait.
    pub slips: u32,
    /// The wait after the last slip, in seconds; each further try doubles it.
    pub first_s: i64,
    /// The longest wait, in seconds.
    pub most_s: i64,
}

/// After so many seconds without a try, all tries before are forgotten.
pub const FORGOTTEN_S: i64 = 24 * 60 * 60;

/// For the account that is named, from browsers that it does not know.
pub const ACCOUNT: Patience = Patience { slips: 3, first_s: 1, most_s: 15 * 60 };
/// For one browser in which the account signed in before.
pub const KNOWN_BROWSER: Patience = Patience { slips: 10, first_s: 1, most_s: 15 * 60 };
/// For one network: a whole office may stand behind it.
pub const NETWORK: Patience = Patience { slips: 30, first_s: 1, most_s: 15 * 60 };

/// Links to a new password by mail, for the address that was typed: others must not fill somebody's letter box.
pub const MAILED_LINKS: Patience = Patience { slips: 3, first_s: 60, most_s: 60 * 60 };
/// The same links, counted for one network.
pub const MAILED_LINKS_NETWORK: Patience = Patience { slips: 20, first_s: 60, most_s: 60 * 60 };

impl Patience {
    /// How long the next try waits after so many, in seconds.
    #[must_use]
    pub fn wait_s(&self, tries: u32) -> i64 {
        if tries < self.slips {
            return 0;
        }
        let doubled = (tries - self.slips).min(30);
        (self.first_s << doubled).min(self.most_s)
    }

    /// How many seconds are left of the wait, after so many tries of which this was the last; a second that has begun
    /// is whole.
    #[must_use]
    pub fn left_s(&self, tries: u32, last: Timestamp, now: Timestamp) -> i64 {
        let gone = now.0 - last.0;
        // A clock that was set back must not make anybody wait for years.
        if !(0..FORGOTTEN_S * 1_000).contains(&gone) {
            return 0;
        }
        (self.wait_s(tries) * 1_000 - gone).max(0).div_euclid(1_000)
            + i64::from((self.wait_s(tries) * 1_000 - gone).max(0) % 1_000 > 0)
    }

    /// How many tries there are with this one.
    #[must_use]
    pub fn counted(tries: u32, last: Timestamp, now: Timestamp) -> u32 {
        if now.0 - last.0 >= FORGOTTEN_S * 1_000 { 1 } else { tries.saturating_add(1) }
    }
}

/// What people type first when they are asked for a password; also with digits and signs around it.
const COMMON: &[&str] = &[
    "motdepasse",
    "password",
    "passw0rd",
    "passwort",
    "azertyuiop",
    "qwertyuiop",
    "qwertzuiop",
    "azerty",
    "qwerty",
    "maillage",
    "bonjour",
    "soleil",
    "doudou",
    "loulou",
    "chouchou",
    "marseille",
    "admin",
    "administrateur",
    "administrator",
    "bienvenue",
    "welcome",
    "changeme",
    "letmein",
    "iloveyou",
    "jetaime",
    "secret",
    "test",
    "atelier",
    "entreprise",
    "abcdefghij",
];

/// Whether this may be a password of somebody with this address. Not what it is made of counts, but whether it is among
/// the first that a guesser tries: digits alone, one's own address, a few signs over and over, the commonest words.
///
/// # Errors
/// [`Problem::Missing`], [`Problem::PasswordTooShort`], [`Problem::PasswordTooLong`] or [`Problem::PasswordTooCommon`].
pub fn check_password(password: &str, email: &str) -> Result<(), Problem> {
    let length = password.chars().count();
    if length == 0 {
        return Err(Problem::Missing);
    }
    if length < PASSWORD_MIN {
        return Err(Problem::PasswordTooShort);
    }
    if length > PASSWORD_MAX {
        return Err(Problem::PasswordTooLong);
    }
    if is_common(&password.trim().to_lowercase(), &email.trim().to_lowercase()) {
        Err(Problem::PasswordTooCommon)
    } else {
        Ok(())
    }
}

fn is_common(password: &str, email: &str) -> bool {
    let signs: Vec<char> = password.chars().collect();
    let distinct = signs.iter().collect::<std::collections::BTreeSet<_>>().len();
    // Blanks between repeats are no difference.
    let dense: Vec<char> = signs.iter().copied().filter(|sign| !sign.is_whitespace()).collect();
    let repeats =
        (1..=dense.len() / 2).any(|length| dense.iter().enumerate().all(|(at, sign)| *sign == dense[at % length]));
    let steps =
        |step: i64| signs.windows(2).all(|two| i64::from(u32::from(two[1])) - i64::from(u32::from(two[0])) == step);
    let word = password.trim_matches(|sign: char| !sign.is_alphabetic());
    let letters: String = word.chars().filter(|sign| sign.is_alphanumeric()).collect();
    let name = email.split('@').next().unwrap_or_default();
    let own = !email.is_empty() && (password == email || (name.len() > 3 && (word == name || password == name)));
    letters.is_empty() || distinct < 4 || repeats || steps(1) || steps(-1) || own || COMMON.contains(&letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_after_slips_and_end_at_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (0..16).map(|tries| ACCOUNT.wait_s(tries)).collect();
        assert_eq!(waits, [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        assert_eq!(ACCOUNT.wait_s(u32::MAX), 900);
        let last = Timestamp(1_000_000);
        let left = |tries, gone| ACCOUNT.left_s(tries, last, Timestamp(last.0 + gone));
        assert_eq!(
            [left(5, 0), left(5, 1), left(5, 1_000), left(5, 3_999), left(5, 4_000), left(2, 0)],
            [4, 4, 3, 1, 0, 0]
        );
        assert_eq!(left(u32::MAX, FORGOTTEN_S * 1_000), 0, "a day later");
        assert_eq!(left(9, -1), 0, "the clock was set back");
        assert_eq!(Patience::counted(9, last, Timestamp(last.0 + 5)), 10);
        assert_eq!(Patience::counted(9, last, Timestamp(last.0 + FORGOTTEN_S * 1_000)), 1);
    }

    #[test]
    fn nobody_who_waits_can_make_others_wait_longer_than_a_quarter_of_an_hour() {
        for patience in [ACCOUNT, KNOWN_BROWSER, NETWORK] {
            assert!((0..100).all(|tries| patience.wait_s(tries) <= 900));
            assert!((0..100).all(|tries| patience.wait_s(tries) <= patience.wait_s(tries + 1)), "waits never shrink");
        }
    }

    #[test]
    fn what_everybody_tries_first_is_no_password() {
        let check = |password: &str| check_password(password, "claire.martin@cci.example");
        for common in [
            "1234567890",
            "0612345678",
            "aaaaaaaaaaaa",
            "abababababab",
            "lalalalalala",
            "claire.martin@cci.example",
            "Claire.Martin",
            "claire.martin2026!",
            "MotDePasse2026",
            "password123!",
            "azertyuiop",
            "abcdefghijklm",
            "0987654321",
            "Mot de passe 1",
            "bonjour12345",
            "soleil soleil ",
            "!!!!!!!!!!!!",
        ] {
            assert_eq!(check(common), Err(Problem::PasswordTooCommon), "{common}");
        }
        for good in [
            "une phrase assez longue",
            "Vélo-bleu/47 km",
            "correct horse",
            "ça passera bien",
            "j4nv13rf3vr13r",
            "abcdefghij klm nop",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        assert_eq!(check(""), Err(Problem::Missing));
        assert_eq!(check("éééàààçç!"), Err(Problem::PasswordTooShort));
        assert_eq!(check(&"phrase ".repeat(40)), Err(Problem::PasswordTooLong));
        assert_eq!(check_password("une phrase assez longue", ""), Ok(()));
    }
}
