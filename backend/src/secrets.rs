//! Tokens, codes and passwords. Only hashes of tokens are stored; a copy of the database opens no door.

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::error::{Error, Result};

/// The 31 symbols of a typed code: no 0 O 1 I L, which look alike on a projector.
const CODE_SYMBOLS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Symbols in a typed code: 31⁷ = 2.7 × 10¹⁰ codes.
const CODE_LENGTH: usize = 7;

/// Bytes that nobody can guess.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|cause| Error::Corrupt(format!("the system gives no random numbers: {cause}")))?;
    Ok(bytes)
}

/// A 128-bit token for a QR code or a board address.
pub(crate) fn address_token() -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(random::<16>()?))
}

/// A 256-bit token that stands for a person or a facilitator.
pub(crate) fn bearer_token() -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(random::<32>()?))
}

/// What is stored of a bearer token.
pub(crate) fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// A code that people type.
pub(crate) fn typed_code() -> Result<String> {
    symbols(CODE_LENGTH)
}

/// So many symbols that people can type.
pub(crate) fn symbols(length: usize) -> Result<String> {
    let mut code = String::new();
    while code.len() < length {
        // 248 = 8 × 31: bytes above would make some symbols likelier than others.
        let symbols = random::<16>()?
            .into_iter()
            .filter(|byte| *byte < 248)
            .map(|byte| char::from(CODE_SYMBOLS[usize::from(byte) % 31]));
        code.extend(symbols.take(length - code.len()));
    }
    Ok(code)
}

/// A code as people type it (`k7m-4qpx`), in the form in which it is kept (`K7M4QPX`); none when it cannot be one.
pub(crate) fn read_typed_code(typed: &str) -> Option<String> {
    read_symbols(typed, CODE_LENGTH)
}

/// As [`read_typed_code`], for so many symbols.
pub(crate) fn read_symbols(typed: &str, length: usize) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '\u{2011}'))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    (code.len() == length && code.bytes().all(|symbol| CODE_SYMBOLS.contains(&symbol))).then_some(code)
}

/// Hashes a password with argon2id. Takes tens of milliseconds: call it off the async threads.
pub(crate) fn hash_password(password: &str) -> Result<String> {
    let failed = |cause: argon2::password_hash::Error| Error::Corrupt(cause.to_string());
    let salt = SaltString::encode_b64(&random::<16>()?).map_err(failed)?;
    Ok(argon2::Argon2::default().hash_password(password.as_bytes(), &salt).map_err(failed)?.to_string())
}

/// Whether this is the password.
pub(crate) fn verify_password(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| argon2::Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_code_is_read_however_it_is_typed() {
        let code = typed_code().expect("random numbers");
        assert_eq!(code.len(), 7);
        let typed = format!(" {}-{} ", &code[..3].to_lowercase(), &code[3..]);
        assert_eq!(read_typed_code(&typed), Some(code));
        for wrong in ["", "ABC", "ABCDEF0", "ABCDEFGH", "ABCDEFÉ"] {
            assert_eq!(read_typed_code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_password_is_recognised_and_another_is_not() {
        let hash = hash_password("une longue phrase").expect("hashed");
        assert!(hash.starts_with("$argon2id$"));
        assert!(verify_password("une longue phrase", &hash));
        assert!(!verify_password("une autre phrase", &hash));
    }
}
