//! A file that any number of threads read at any place.
//! It never moves a position that others rely on.

use super::{FileError, Unreadable};
use std::fs::File;
use std::io::{self, Seek};
use std::os::unix::fs::FileExt;

/// Bytes of UTF-8 (or of a single-byte encoding that agrees with ASCII), readable at any place.
#[derive(Debug)]
pub struct Source {
    file: File,
    name: String,
    length: u64,
}

impl Source {
    pub fn new(file: File, name: String) -> Result<Self, FileError> {
        match file.metadata() {
            Ok(metadata) => Ok(Self { file, name, length: metadata.len() }),
            Err(error) => Err(FileError { name, error: Unreadable::File(error.to_string()) }),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn len(&self) -> u64 {
        self.length
    }

    /// Fills `bytes` from `offset`; fewer when the file ends there.
    pub fn read(&self, bytes: &mut [u8], offset: u64) -> Result<usize, FileError> {
        let wanted = self.length.saturating_sub(offset).min(bytes.len() as u64);
        let wanted = usize::try_from(wanted).unwrap_or(bytes.len());
        match self.file.read_exact_at(&mut bytes[..wanted], offset) {
            Ok(()) => Ok(wanted),
            Err(error) => Err(self.unread(&error)),
        }
    }

    /// The same file from its beginning, for whoever reads it in one go.
    pub fn reader(&self) -> io::Result<File> {
        let mut file = self.file.try_clone()?;
        file.rewind()?;
        Ok(file)
    }

    /// What kept the file from being read.
    pub fn unread(&self, error: &io::Error) -> FileError {
        self.refused(Unreadable::File(error.to_string()))
    }

    /// Why the file is not read.
    pub fn refused(&self, error: Unreadable) -> FileError {
        FileError { name: self.name.clone(), error }
    }
}
