//! A ZIP archive with the same bytes for the same files: every time in it is the same, every name stands once.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Why an archive could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The archive would break its own form, such as by its size, or by two files of one name.
    #[error("the archive could not be written")]
    Zip(#[from] zip::result::ZipError),
    /// A file could not be written into it.
    #[error("a file could not be written into the archive")]
    Io(#[from] std::io::Error),
}

/// An archive that is being written, in memory.
#[derive(Debug)]
pub struct Archive {
    writer: ZipWriter<Cursor<Vec<u8>>>,
}

impl Default for Archive {
    fn default() -> Self {
        Self::new()
    }
}

impl Archive {
    /// An archive without files.
    #[must_use]
    pub fn new() -> Self {
        Self { writer: ZipWriter::new(Cursor::new(Vec::new())) }
    }

    /// Adds a file. One that is compressed in itself is stored as it is.
    ///
    /// # Errors
    /// [`Error::Zip`] when there is a file of this name.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let packed = [".png", ".pdf", ".docx", ".xlsx"].iter().any(|kind| name.ends_with(kind));
        let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default());
        self.writer.start_file(name, options)?;
        Ok(self.writer.write_all(bytes)?)
    }

    /// The whole file.
    ///
    /// # Errors
    /// [`Error::Zip`] when its list of files cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, Error> {
        Ok(self.writer.finish()?.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_give_the_same_bytes_and_a_name_stands_once() {
        let archive = || {
            let mut archive = Archive::new();
            archive.add("a.txt", "ä".repeat(1_000).as_bytes()).unwrap();
            archive.add("b.pdf", b"%PDF").unwrap();
            assert!(matches!(archive.add("a.txt", b""), Err(Error::Zip(_))));
            archive.finish().unwrap()
        };
        assert_eq!(archive(), archive());
        assert!(archive().len() < 1_000);
    }
}
