//! Who stamps the certificates of this server: a key of its own in the data folder, and an authority outside if one is named.
//! The key is made when it is needed first, for the eyes of the server's own account only.

use super::outside::TsaUrl;
use crate::engines::timestamp::{Authority, Imprint, NoAuthority};
use chrono::Utc;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// What the key is called in the data folder.
const FILE: &str = "stamping-key.pem";
/// What one is called there whose certificate is over.
const OVER: &str = "stamping-key.over.pem";
/// What the authority is called in its certificate.
const NAME: &str = "Faultline time stamps";

/// Why no key is kept.
#[derive(Debug, thiserror::Error)]
enum StampsError {
    /// The key cannot be read or written.
    #[error("the key for time stamps, {path}, cannot be read or written: {reason}")]
    Folder {
        /// Where it is.
        path: PathBuf,
        /// Why not.
        #[source]
        reason: io::Error,
    },
    /// What is there is no key.
    #[error("{path}: {reason}")]
    Key {
        /// Where it is.
        path: PathBuf,
        /// Why not.
        #[source]
        reason: NoAuthority,
    },
}

/// The stamp of an authority outside.
#[derive(Debug)]
pub struct OutsideStamp {
    /// Its answer as it came.
    pub stamp: Vec<u8>,
    /// Its certificate, as PEM.
    pub authority: String,
}

/// Who stamps.
#[derive(Debug, Clone)]
pub struct Stamps(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    own: Mutex<Option<Arc<Authority>>>,
    outside: Option<TsaUrl>,
}

impl Stamps {
    /// A key in this folder, and an authority outside.
    #[must_use]
    pub fn new(folder: &Path, outside: Option<TsaUrl>) -> Self {
        Self(Arc::new(Inner { folder: folder.to_owned(), own: Mutex::default(), outside }))
    }

    /// The key of one's own, which is made when there is none yet. Where it can be neither read nor kept, that is logged and
    /// one is made for as long as the process runs: no decision is lost for it.
    ///
    /// # Errors
    /// [`NoAuthority`] when the system gives no random numbers.
    pub fn own(&self) -> Result<Arc<Authority>, NoAuthority> {
        let mut own = self.0.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = own.as_ref().filter(|own| own.holds(Utc::now())) {
            return Ok(own.clone());
        }
        let read = match kept_or_made(&self.0.folder) {
            Ok(read) => read,
            Err(error) => {
                tracing::error!(%error, "time stamps are made with a key that ends with this process");
                Authority::make(NAME, Utc::now())?.0
            }
        };
        let read = Arc::new(read);
        *own = Some(read.clone());
        Ok(read)
    }

    /// Whether an authority outside is named.
    #[must_use]
    pub fn has_outside(&self) -> bool {
        self.0.outside.is_some()
    }

    /// Asks the authority outside, if one is named, within a bounded time. That it gives no stamp is logged.
    pub async fn ask(&self, imprint: Imprint) -> Option<OutsideStamp> {
        match self.0.outside.as_ref()?.stamp(imprint).await {
            Ok((stamp, authority)) => Some(OutsideStamp { stamp, authority }),
            Err(error) => {
                tracing::warn!(%error, "the time-stamping authority outside gave no stamp");
                None
            }
        }
    }
}

/// Where the key of a data folder is kept.
#[must_use]
pub fn key_file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// The text that the key of a data folder is kept as; none when none was made yet.
///
/// # Errors
/// When it is there and cannot be read.
pub fn kept_key(folder: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(key_file(folder)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Keeps the text of a key whole and at once, for whoever runs this alone. Where one is there already that one stays, and
/// the answer is no.
///
/// # Errors
/// When the folder cannot be written.
pub fn keep_key(folder: &Path, text: &str) -> io::Result<bool> {
    if !folder.is_dir() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let beside = folder.join(format!("{FILE}.{}", Uuid::now_v7()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    let kept = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    let linked = kept.and_then(|()| fs::hard_link(&beside, key_file(folder)));
    fs::remove_file(&beside)?;
    match linked {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

fn kept_or_made(folder: &Path) -> Result<Authority, StampsError> {
    let path = key_file(folder);
    let failed = |reason| StampsError::Folder { path: path.clone(), reason };
    let unread = |reason| StampsError::Key { path: path.clone(), reason };
    if let Some(text) = kept_key(folder).map_err(failed)? {
        let kept = Authority::read(&text).map_err(unread)?;
        if kept.holds(Utc::now()) {
            return Ok(kept);
        }
        fs::rename(&path, folder.join(OVER)).map_err(failed)?;
    }
    let (made, text) = Authority::make(NAME, Utc::now()).map_err(unread)?;
    if keep_key(folder, &text).map_err(failed)? {
        return Ok(made);
    }
    // Another process was sooner.
    let text = fs::read_to_string(&path).map_err(failed)?;
    Authority::read(&text).map_err(unread)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_key_is_made_once_for_the_server_alone_and_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let pem = |stamps: &Stamps| stamps.own().unwrap().pem().unwrap();
        let first = pem(&Stamps::new(&data, None));
        assert_eq!(pem(&Stamps::new(&data, None)), first);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&data.join(FILE)), mode(&data)), (0o600, 0o700));
        assert_eq!(fs::read_dir(&data).unwrap().count(), 1, "nothing else is left there");
    }

    #[test]
    fn a_key_that_cannot_be_read_is_told_never_written_over_and_costs_no_decision() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        fs::write(&path, "no key").unwrap();
        let told = kept_or_made(folder.path()).unwrap_err().to_string();
        assert!(told.contains(FILE), "{told}");
        let stamps = Stamps::new(folder.path(), None);
        let pem = || stamps.own().unwrap().pem().unwrap();
        assert_eq!(pem(), pem(), "one key stamps as long as the process runs");
        assert_eq!(fs::read_to_string(&path).unwrap(), "no key");
    }
}
