//! The data folder as a process that serves from it: nobody else serves from it meanwhile.
//! Commands that only look at its database may work beside it.

use crate::start_error::StartError;
use faultline_postgres::Error;
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// The lock of a data folder: the operating system gives it back when the process ends, however that happens.
#[derive(Debug)]
pub struct Serving(#[expect(dead_code, reason = "it is held, not used")] File);

impl Serving {
    /// Takes the folder, which is made if it is not there.
    ///
    /// # Errors
    /// [`StartError::FolderServed`] when another process serves from it.
    pub fn begin(folder: &Path) -> Result<Self, StartError> {
        let failed = |reason: io::Error| Error::NotWritable { path: folder.to_owned(), reason };
        if !folder.is_dir() {
            DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        }
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let mut lock = options.open(folder.join("serving")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut process = String::new();
                // Whoever serves has written its number; without it the sentence says less.
                let _ = lock.take(20).read_to_string(&mut process);
                let process = process.trim().to_owned();
                return Err(StartError::FolderServed { folder: folder.to_owned(), process });
            }
            Err(TryLockError::Error(error)) => return Err(failed(error).into()),
        }
        lock.set_len(0).map_err(failed)?;
        writeln!(lock, "{}", std::process::id()).map_err(failed)?;
        Ok(Self(lock))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_served_by_one_process_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let first = Serving::begin(&data).unwrap();
        let sentence = Serving::begin(&data).unwrap_err().to_string();
        let own = std::process::id().to_string();
        assert!(sentence.contains(&own) && sentence.contains("--data-dir"), "{sentence}");
        drop(first);
        Serving::begin(&data).unwrap();
    }
}
