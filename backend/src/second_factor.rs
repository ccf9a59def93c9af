//! The second factor: a code of an application on the owner's phone (TOTP, RFC 6238), asked for after the password, and
//! recovery codes for when the phone is gone.
//!
//! The secret is sealed by the server's key. A code works for half a minute before and after its own, and once. Guesses
//! at codes are counted as those at passwords are (`domain::sign_in`). Nobody is locked out for good: recovery codes,
//! another administrator, and whoever keeps the server (`maillage account reset --without-second-factor`) lead back in;
//! the last two are entered in the audit log.

use domain::ids::AccountId;
use domain::problem::{Problem, Refusal};
use totp_rs::{Algorithm, TOTP};
use zeroize::Zeroizing;

use crate::audit::{Author, Deed};
use crate::db::{Guard, Proof};
use crate::error::{Error, Result};
use crate::people::Account;
use crate::sign_in::{Browser, SignedIn, too_early};
use crate::{Backend, secrets, to_the_end};

/// Bytes of a secret (RFC 4226 recommends 160 bits).
const SECRET: usize = 20;
/// Seconds for which a code stands in the application.
const STEP_S: u64 = 30;
/// So long a proposed secret waits for its first code, in milliseconds: whoever finds the browser open later must not
/// put it into their phone.
const PROPOSED_MS: i64 = 60 * 60 * 1_000;
/// Digits of a code.
const DIGITS: usize = 6;
/// How many recovery codes there are.
const RECOVERY_CODES: usize = 8;
/// Symbols of one: 31¹⁰ = 8 × 10¹⁴ codes.
const RECOVERY_LENGTH: usize = 10;
/// By which name applications show the account.
const ISSUER: &str = "Maillage";

/// A second factor that waits for its first code.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// For the QR code: `otpauth://…`.
    pub address: String,
    /// The same secret to be typed, in groups of four.
    pub typed: String,
}

/// What somebody typed as a code.
enum Typed {
    Code(String),
    Recovery(String),
}

fn read(typed: &str) -> Option<Typed> {
    let digits: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
    if digits.len() == DIGITS && digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Some(Typed::Code(digits));
    }
    secrets::read_symbols(typed, RECOVERY_LENGTH).map(Typed::Recovery)
}

/// The application's side of a secret. Addresses with a colon, which only quoted ones have, are left out of the name.
fn totp(secret: &[u8], email: &str) -> Result<TOTP> {
    let name = email.replace(':', " ");
    TOTP::new(Algorithm::SHA1, DIGITS, 1, STEP_S, secret.to_vec(), Some(ISSUER.to_owned()), name)
        .map_err(|error| Error::Corrupt(error.to_string()))
}

/// The step of which this is the code: the one of now, or the one before or after it, for clocks that differ and
/// fingers that are slow.
fn step_of(totp: &TOTP, code: &str, now_s: u64) -> Option<u64> {
    let now = now_s / STEP_S;
    [now, now.saturating_sub(1), now + 1].into_iter().find(|step| is_same(&totp.generate(step * STEP_S), code))
}

/// Compares in the same time wherever they differ.
fn is_same(one: &str, other: &str) -> bool {
    one.len() == other.len()
        && one.bytes().zip(other.bytes()).fold(0, |differs, (one, other)| differs | (one ^ other)) == 0
}

fn place(account: AccountId) -> String {
    format!("second factor of {account}")
}

fn wrong_code() -> Error {
    Refusal::at("code", Problem::WrongFactorCode).into()
}

impl Backend {
    /// Proposes a second factor, with a new secret. It is asked for once a code of it was typed
    /// ([`Self::confirm_second_factor`]).
    ///
    /// # Errors
    /// [`Problem::NotYourPassword`] at `current`; [`Problem::NothingToDo`] where there is one; [`Error::TooEarly`]
    /// after many wrong passwords.
    pub async fn propose_second_factor(&self, account: &Account, password: String) -> Result<()> {
        let guard = self.own_password(account, password).await?;
        let secret = Zeroizing::new(secrets::random::<SECRET>()?);
        let sealed = self.server_key().seal(&place(account.id()), secret.as_slice())?;
        self.db().forget_tries(&guard).await?;
        let kept = self.db().propose_factor(account.id(), &sealed, self.clock().now()).await?;
        if kept { Ok(()) } else { Err(Problem::NothingToDo.into()) }
    }

    /// The second factor that waits for its first code.
    ///
    /// # Errors
    /// [`Problem::NotFound`] where none waits.
    pub async fn proposed_second_factor(&self, account: &Account) -> Result<Proposed> {
        let (_, totp) = self.waiting_factor(account).await?;
        let secret = totp.get_secret_base32();
        let groups: Vec<&str> =
            secret.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
        Ok(Proposed { address: totp.get_url(), typed: groups.join(" ") })
    }

    async fn waiting_factor(&self, account: &Account) -> Result<(Vec<u8>, TOTP)> {
        let sealed = self
            .db()
            .proposed_secret(account.id(), self.clock().now().0 - PROPOSED_MS)
            .await?
            .ok_or(Problem::NotFound)?;
        let totp = self.unsealed(account.id(), &sealed).await?;
        Ok((sealed, totp))
    }

    async fn unsealed(&self, account: AccountId, sealed: &[u8]) -> Result<TOTP> {
        let secret = self
            .server_key()
            .unseal(&place(account), sealed)
            .ok_or_else(|| Error::Corrupt(format!("the second factor of {account} was sealed by another key")))?;
        totp(&secret, &self.db().account_address(account).await?.0)
    }

    /// Confirms the second factor by its first code: from now on it is asked for. Gives the recovery codes, this once.
    ///
    /// # Errors
    /// [`Problem::WrongFactorCode`] at `code`; [`Problem::NotFound`] where none waits; [`Error::TooEarly`] after many
    /// wrong ones.
    pub async fn confirm_second_factor(&self, account: &Account, typed: &str) -> Result<Vec<String>> {
        let (sealed, totp) = self.waiting_factor(account).await?;
        let guard = self.guard("first code", &account.id().to_string(), domain::sign_in::KNOWN_BROWSER);
        too_early(self.db().count_try(std::slice::from_ref(&guard), self.clock().now()).await?)?;
        let Some(Typed::Code(code)) = read(typed) else { return Err(wrong_code()) };
        let step = step_of(&totp, &code, self.now_s()).ok_or_else(wrong_code)?;
        let codes = (0..RECOVERY_CODES).map(|_| secrets::symbols(RECOVERY_LENGTH)).collect::<Result<Vec<String>>>()?;
        let digests: Vec<Vec<u8>> = codes.iter().map(|code| self.recovery_digest(account.id(), code)).collect();
        let entry = self.entry(Deed::SecondFactorAdded, account.author());
        let (db, id, step) = (self.db().clone(), account.id(), i64::try_from(step).unwrap_or(i64::MAX));
        let done = to_the_end(async move {
            db.forget_tries(&guard).await?;
            db.confirm_factor(id, &sealed, step, &digests, &entry).await
        });
        if !done.await? {
            return Err(Problem::NotFound.into());
        }
        Ok(codes
            .into_iter()
            .map(|code| format!("{}-{}", &code[..RECOVERY_LENGTH / 2], &code[RECOVERY_LENGTH / 2..]))
            .collect())
    }

    /// Takes the own second factor off.
    ///
    /// # Errors
    /// [`Problem::NotYourPassword`] at `current`; [`Problem::NothingToDo`] where there is none; [`Error::TooEarly`]
    /// after many wrong passwords.
    pub async fn remove_second_factor(&self, account: &Account, password: String) -> Result<()> {
        let guard = self.own_password(account, password).await?;
        self.db().forget_tries(&guard).await?;
        let entry = self.entry(Deed::SecondFactorRemoved, account.author());
        let (db, id) = (self.db().clone(), account.id());
        let done = to_the_end(async move { db.remove_factor(id, &entry).await }).await?;
        if done { Ok(()) } else { Err(Problem::NothingToDo.into()) }
    }

    /// Takes the second factor off the account with this address; false where it has none. For the command line.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when no open account has this address.
    pub async fn take_second_factor_off(&self, email: &str) -> Result<bool> {
        let email = email.trim().to_lowercase();
        let (account, _) = self.db().account_by_email(&email).await?.ok_or(Problem::NotFound)?;
        let entry = self.entry(Deed::SecondFactorRemoved, Author::command_line()).to(email);
        let db = self.db().clone();
        to_the_end(async move { db.remove_factor(account, &entry).await }).await
    }

    /// Whether a browser still waits for a code.
    ///
    /// # Errors
    /// [`Problem::NotSignedIn`] when it does not.
    pub async fn waits_for_code(&self, half: &str) -> Result<()> {
        self.half_signed_in(half).await.map(|_| ())
    }

    async fn half_signed_in(&self, half: &str) -> Result<AccountId> {
        let account = self.db().account_by_half_session(&secrets::token_hash(half), self.clock().now()).await?;
        account.ok_or_else(|| Problem::NotSignedIn.into())
    }

    /// Signs in, after the password, by a code of the second factor or a recovery code.
    ///
    /// # Errors
    /// [`Problem::WrongFactorCode`] at `code`; [`Problem::NotSignedIn`] when the password was typed too long ago;
    /// [`Error::TooEarly`] when there were too many wrong ones.
    pub async fn sign_in_by_code(&self, half: &str, typed: &str, browser: &Browser) -> Result<SignedIn> {
        let account = self.half_signed_in(half).await?;
        let (own, others) = self.guards("code ", &account.to_string(), Some(account), browser).await?;
        let guards: Vec<Guard> = own.iter().chain(&others).cloned().collect();
        too_early(self.db().count_try(&guards, self.clock().now()).await?)?;
        let name = self.db().account_name(account).await?;
        if let Some(proof) = self.proof(account, typed).await? {
            let entry = self
                .entry(Deed::SignedIn, Author::account(account, &name, &browser.from))
                .with("second_factor", proof_name(&proof));
            let (backend, browser, hash) = (self.clone(), browser.clone(), secrets::token_hash(half));
            let signed_in = to_the_end(async move {
                let (session, signed_in) = backend.new_session(account, &browser)?;
                let done = backend.db().complete_half_session(&hash, &proof, &session, (&own, &others), &entry).await?;
                Ok(done.then_some(signed_in))
            });
            if let Some(signed_in) = signed_in.await? {
                return Ok(signed_in);
            }
        }
        self.record(
            &self.entry(Deed::SignInRefused, Author::nobody(&browser.from)).to(name).with("second_factor", "code"),
        )
        .await?;
        Err(wrong_code())
    }

    async fn proof(&self, account: AccountId, typed: &str) -> Result<Option<Proof>> {
        match read(typed) {
            Some(Typed::Code(code)) => {
                let Some(sealed) = self.db().factor_secret(account).await? else { return Ok(None) };
                let step = step_of(&self.unsealed(account, &sealed).await?, &code, self.now_s());
                Ok(step.and_then(|step| i64::try_from(step).ok()).map(Proof::Step))
            }
            Some(Typed::Recovery(code)) => Ok(Some(Proof::Recovery(self.recovery_digest(account, &code)))),
            None => Ok(None),
        }
    }

    fn recovery_digest(&self, account: AccountId, code: &str) -> Vec<u8> {
        self.server_key().digest("recovery code", &format!("{account} {code}"))
    }

    /// Seconds since 1970.
    fn now_s(&self) -> u64 {
        u64::try_from(self.clock().now().0 / 1_000).unwrap_or_default()
    }
}

const fn proof_name(proof: &Proof) -> &'static str {
    match proof {
        Proof::Step(_) => "code",
        Proof::Recovery(_) => "recovery",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238_and_hold_for_a_step_before_and_after() {
        // Appendix B of the RFC, the last six of its eight digits.
        let totp = totp(b"12345678901234567890", "claire@maillage.example").unwrap();
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            let step = seconds / STEP_S;
            assert_eq!(step_of(&totp, code, seconds), Some(step));
            assert_eq!(step_of(&totp, code, (step + 2) * STEP_S - 1), Some(step), "the step after");
            assert_eq!(step_of(&totp, code, (step - 1) * STEP_S), Some(step), "the step before");
            assert_eq!(step_of(&totp, code, (step + 2) * STEP_S), None, "too late");
        }
        assert!(totp.get_url().starts_with("otpauth://totp/Maillage:claire%40maillage.example?secret=GEZDGNBV"));
    }

    #[test]
    fn codes_are_read_however_they_are_typed() {
        assert!(matches!(read(" 123 456 "), Some(Typed::Code(code)) if code == "123456"));
        assert!(matches!(read("abcde-fgh23"), Some(Typed::Recovery(code)) if code == "ABCDEFGH23"));
        for wrong in ["", "12345", "1234567", "ABCDE", "éééééé", "ABCDEFGH2O"] {
            assert!(read(wrong).is_none(), "{wrong}");
        }
    }
}
