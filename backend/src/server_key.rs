//! The key of this server: what is kept in the database and must be read again (the links of doors and of companies,
//! the secrets of second factors) is sealed by it, and short codes are looked up by a digest that needs it. It lies in
//! a file of its own, so that a copy of the database alone opens nothing. See `docs/decisions/0010-server-key.md`.

use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use hmac::Mac as _;
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::{private_files, secrets};

/// The name of its file, beside the database.
pub const FILE_NAME: &str = "maillage.key";
/// What the file begins with.
const HEADING: &str = "maillage-key-1 ";
/// Bytes of a nonce: drawn by chance for each sealing, which 192 bits allow.
const NONCE: usize = 24;

type Hmac = hmac::Hmac<sha2::Sha256>;

/// Which key is in this file, which is not made.
///
/// # Errors
/// [`Error::Unfit`] with what is wrong.
pub(crate) fn fingerprint_in(file: &Path) -> Result<Vec<u8>> {
    match ServerKey::read(file) {
        Ok(Some(key)) => Ok(key.fingerprint()),
        Ok(None) => {
            Err(Error::Unfit(format!("key: {} holds no key. Put back the one from your backup", file.display())))
        }
        Err(error) => Err(Error::Unfit(format!(
            "key: {} cannot be read: {error}. Put back the one from your backup",
            file.display()
        ))),
    }
}

/// The key. Its bytes are wiped from memory with it and are never shown.
pub struct ServerKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerKey")
    }
}

impl ServerKey {
    /// The key in this file; a new one where the file is missing.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds no key.
    pub(crate) fn open(file: &Path) -> Result<Self> {
        let failed =
            |error: std::io::Error| Error::Corrupt(format!("the key file {} cannot be used: {error}", file.display()));
        match Self::read(file) {
            Ok(Some(key)) => {
                private_files::tighten(file);
                Ok(key)
            }
            Ok(None) => Err(Error::Corrupt(format!(
                "the key file {} holds no key: put back the one from your backup",
                file.display()
            ))),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Self::make(file)?;
                // Read back: another process may have been first.
                Self::read(file).map_err(failed)?.ok_or_else(|| failed(ErrorKind::InvalidData.into()))
            }
            Err(error) => Err(failed(error)),
        }
    }

    fn read(file: &Path) -> std::io::Result<Option<Self>> {
        let mut text = Zeroizing::new(String::new());
        std::fs::File::open(file)?.take(1_024).read_to_string(&mut text)?;
        let bytes =
            text.trim_end().strip_prefix(HEADING).and_then(|key| URL_SAFE_NO_PAD.decode(key).ok()).map(Zeroizing::new);
        Ok(bytes.and_then(|bytes| Some(Self(Zeroizing::new(bytes.as_slice().try_into().ok()?)))))
    }

    /// Writes a new key, whole and flushed before it has its name; one that is there already stays.
    fn make(file: &Path) -> Result<()> {
        let failed =
            |error: std::io::Error| Error::Corrupt(format!("the key file {} cannot be made: {error}", file.display()));
        let key = Zeroizing::new(secrets::random::<32>()?);
        let mut draft = file.as_os_str().to_owned();
        draft.push(format!(".{}", std::process::id()));
        let draft = PathBuf::from(draft);
        let line = format!("{HEADING}{}\n", URL_SAFE_NO_PAD.encode(*key));
        let write = |file: &Path| {
            let mut made = private_files::create(file)?;
            made.write_all(line.as_bytes())?;
            made.sync_all()
        };
        let is_there = |error: &std::io::Error| error.kind() == ErrorKind::AlreadyExists;
        let written = || {
            write(&draft)?;
            match std::fs::hard_link(&draft, file) {
                Err(error) if is_there(&error) => Ok(()),
                // Not every file system knows a second name.
                Err(_) => write(file).or_else(|error| if is_there(&error) { Ok(()) } else { Err(error) }),
                Ok(()) => Ok(()),
            }
        };
        let done = written();
        drop(std::fs::remove_file(&draft));
        done.map_err(failed)?;
        tracing::info!(file = %file.display(), "made the key of this server: keep a copy of it apart from those of \
            the database");
        Ok(())
    }

    /// A key for one purpose, so that what was made for one is worth nothing for another.
    fn of(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(mac(&self.0, purpose.as_bytes()))
    }

    /// What a text is looked up by, where guessing the texts themselves would be too easy for a plain hash.
    #[must_use]
    pub(crate) fn digest(&self, purpose: &str, text: &str) -> Vec<u8> {
        mac(&self.of(purpose), text.as_bytes()).to_vec()
    }

    /// Says which key this is, and nothing of it.
    #[must_use]
    pub(crate) fn fingerprint(&self) -> Vec<u8> {
        self.digest("fingerprint", "")
    }

    /// Seals a secret for this place (a row and a column), where alone it can be opened again.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub(crate) fn seal(&self, place: &str, secret: &[u8]) -> Result<Vec<u8>> {
        let nonce = secrets::random::<NONCE>()?;
        let payload = Payload { msg: secret, aad: place.as_bytes() };
        let sealed = self
            .cipher()
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::Corrupt("a secret could not be sealed".to_owned()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was sealed for this place; none when it was sealed by another key, for another place, or was changed.
    #[must_use]
    pub(crate) fn unseal(&self, place: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        self.cipher()
            .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: place.as_bytes() })
            .ok()
            .map(Zeroizing::new)
    }

    /// As [`Self::unseal`], for text.
    #[must_use]
    pub(crate) fn unseal_text(&self, place: &str, sealed: &[u8]) -> Option<String> {
        String::from_utf8(self.unseal(place, sealed)?.to_vec()).ok()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.of("seal")).into())
    }
}

/// HMAC-SHA-256 (RFC 2104) of a text.
fn mac(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    // A key that is shorter than a block is filled up with zeros (RFC 2104).
    let mut block = Zeroizing::new([0; 64]);
    block[..key.len()].copy_from_slice(key);
    let mut mac = <Hmac as hmac::digest::KeyInit>::new((&*block).into());
    mac.update(text);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_back_and_only_its_owner_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        let key = ServerKey::open(&file).unwrap();
        let mode = |file: &Path| std::fs::metadata(file).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&file), 0o600);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        let again = ServerKey::open(&file).unwrap();
        assert_eq!((again.fingerprint(), mode(&file)), (key.fingerprint(), 0o600));
        let other = ServerKey::open(&folder.path().join("other.key")).unwrap();
        assert_ne!(other.fingerprint(), key.fingerprint());
        std::fs::write(&file, "nothing").unwrap();
        let said = ServerKey::open(&file).unwrap_err().to_string();
        assert!(said.contains("holds no key"), "{said}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no draft is left behind");
    }

    #[test]
    fn what_is_sealed_opens_with_this_key_at_this_place_and_unchanged_only() {
        let folder = tempfile::tempdir().unwrap();
        let [key, other] = ["one", "other"].map(|name| ServerKey::open(&folder.path().join(name)).unwrap());
        let sealed = key.seal("board of 1", b"secret").unwrap();
        assert_ne!(key.seal("board of 1", b"secret").unwrap(), sealed, "the same is never sealed the same");
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(key.unseal_text("board of 1", &sealed).as_deref(), Some("secret"));
        assert_eq!(key.unseal("board of 2", &sealed), None);
        assert_eq!(other.unseal("board of 1", &sealed), None);
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(key.unseal("board of 1", &changed), None);
        assert_eq!(key.unseal("board of 1", &[]), None);
    }

    #[test]
    fn a_digest_needs_the_key_and_its_purpose() {
        let folder = tempfile::tempdir().unwrap();
        let [key, other] = ["one", "other"].map(|name| ServerKey::open(&folder.path().join(name)).unwrap());
        assert_eq!(key.digest("code", "K7M4QPX"), key.digest("code", "K7M4QPX"));
        assert_ne!(key.digest("code", "K7M4QPX"), other.digest("code", "K7M4QPX"));
        assert_ne!(key.digest("code", "K7M4QPX"), key.digest("link", "K7M4QPX"));
    }
}
