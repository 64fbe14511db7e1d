//! The archive: a zip file of the database's dump, the files, the key that stamps certificates, and a manifest that says what
//! they must hash to.
//! Its entries are named by ids that are parsed: no name in it is ever used as a path.

use super::Told;
use super::contents::{Listed, Table};
use crate::failure::Failure;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The form of archive that this program writes. It reads earlier ones too: the first had no key.
pub const FORMAT: u32 = 2;
const DATABASE: &str = "database.dump";
const KEY: &str = "stamping-key.pem";
const MANIFEST: &str = "manifest.json";
/// The largest manifest that is read, in bytes: some four million files.
const MANIFEST_LIMIT: u64 = 1 << 30;

/// What an archive holds, and what it must hash to.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the archive.
    pub format: u32,
    /// The version of the program that wrote it.
    pub program: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// The major version of PostgreSQL that it was dumped from.
    pub postgres: u32,
    /// The newest migration of the program that wrote it.
    pub migration: i64,
    /// The dump.
    pub database: Entry,
    /// The key that stamps certificates, where one was made.
    #[serde(default)]
    pub stamping_key: Option<Entry>,
    /// Every table, with what its rows hash to.
    pub tables: Vec<Table>,
    /// The files beside failure samples.
    pub files: Vec<FileEntry>,
    /// Files that the database names and the file store did not have.
    pub missing: Vec<Listed>,
}

/// The length and hash of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
}

/// A file beside a failure sample.
#[derive(Debug, Serialize, Deserialize)]
pub struct FileEntry {
    /// Which.
    #[serde(flatten)]
    pub file: Listed,
    /// What it must be.
    #[serde(flatten)]
    pub entry: Entry,
}

/// Why an archive is not restored.
#[derive(Debug, thiserror::Error)]
pub enum Damaged {
    /// It cannot be opened at all.
    #[error("{} cannot be read: {reason}.", .path.display())]
    Unreadable {
        /// The archive.
        path: PathBuf,
        /// What the operating system says.
        reason: io::Error,
    },
    /// It is cut off, or was never one.
    #[error("{} is no whole backup ({reason}): nothing was restored. Use another backup.", .path.display())]
    Broken {
        /// The archive.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A part of it is not what was written.
    #[error("{} is damaged: {entry} is not what was backed up. Nothing was restored. Use another backup.", .path.display())]
    Changed {
        /// The archive.
        path: PathBuf,
        /// The part.
        entry: String,
    },
    /// A newer program wrote it.
    #[error(
        "{} was written by a newer Faultline ({version}): nothing was restored. Use that version or a later one.", .path.display()
    )]
    Newer {
        /// The archive.
        path: PathBuf,
        /// The version that wrote it.
        version: String,
    },
}

/// An archive that is being written; dropped before it is finished, it leaves nothing.
#[derive(Debug)]
pub struct NewArchive {
    zip: ZipWriter<BufWriter<File>>,
    to: PathBuf,
    unfinished: tempfile::TempPath,
}

impl NewArchive {
    /// Begins one beside where it will be, so that a half of it is never taken for a backup.
    pub fn create(to: &Path) -> Result<Self, Failure> {
        if to.exists() {
            let why = "is there already: name a new file, so that no backup is overwritten";
            return Err(format!("{} {why}.", to.display()).into());
        }
        let mut name = to.as_os_str().to_owned();
        name.push(".unfinished");
        let path = PathBuf::from(name);
        // What is left of a backup that was stopped is made anew: another's file keeps its owner and its mode, and a link leads
        // elsewhere.
        let _ = std::fs::remove_file(&path);
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let file =
            file.map_err(|error| format!("{} cannot be written: {error}.", path.display()))?;
        let unfinished = tempfile::TempPath::try_from_path(path)?;
        Ok(Self { zip: ZipWriter::new(BufWriter::new(file)), to: to.to_owned(), unfinished })
    }

    /// Adds the dump, as it comes.
    pub fn database(&mut self, dump: &mut impl Read) -> Result<Entry, Failure> {
        self.entry(DATABASE, dump)
    }

    /// Adds the key that stamps certificates.
    pub fn stamping_key(&mut self, text: &str) -> Result<Entry, Failure> {
        self.entry(KEY, &mut text.as_bytes())
    }

    /// Adds a file.
    pub fn file(&mut self, file: Listed, mut bytes: &[u8]) -> Result<FileEntry, Failure> {
        Ok(FileEntry { entry: self.entry(&name(&file), &mut bytes)?, file })
    }

    /// Ends it with its manifest, and gives it its name when it is on the disk.
    pub fn finish(mut self, manifest: &Manifest) -> Result<(), Failure> {
        self.zip.start_file(MANIFEST, deflated())?;
        serde_json::to_writer(&mut self.zip, manifest)?;
        self.zip.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        std::fs::rename(&self.unfinished, &self.to)?;
        // It has another name by now: there is nothing left to remove.
        self.unfinished.keep().ok();
        Ok(())
    }

    fn entry(&mut self, name: &str, from: &mut impl Read) -> Result<Entry, Failure> {
        self.zip.start_file(name, stored())?;
        Ok(hashed(from, &mut self.zip)?)
    }
}

/// An archive that was read from its beginning to its end, and is what its manifest says.
#[derive(Debug)]
pub struct Archive {
    /// What it holds.
    pub manifest: Manifest,
    zip: ZipArchive<File>,
}

impl Archive {
    /// Opens an archive and reads all of it.
    pub fn open(path: &Path) -> Result<Self, Damaged> {
        let at = || path.to_owned();
        let broken = |reason: String| Damaged::Broken { path: at(), reason };
        let file = File::open(path).map_err(|reason| Damaged::Unreadable { path: at(), reason })?;
        let mut zip = ZipArchive::new(file).map_err(|error| broken(error.to_string()))?;
        let manifest = read_manifest(&mut zip).map_err(|error| broken(error.to_string()))?;
        let newest = faultline::MIGRATOR.iter().map(|it| it.version).max().unwrap_or_default();
        if manifest.format > FORMAT || manifest.migration > newest {
            return Err(Damaged::Newer { path: at(), version: manifest.program });
        }
        let mut archive = Self { manifest, zip };
        match archive.differing() {
            None => Ok(archive),
            Some(entry) => Err(Damaged::Changed { path: at(), entry }),
        }
    }

    /// The dump, as a file that only we can read and that goes when it is dropped.
    pub fn database(&mut self) -> Result<tempfile::NamedTempFile, Failure> {
        let mut file = tempfile::NamedTempFile::with_prefix("faultline-restore-")?;
        io::copy(&mut self.zip.by_name(DATABASE)?, &mut file)?;
        file.flush()?;
        Ok(file)
    }

    /// A file's content, which is still what it was.
    pub fn file(&mut self, at: usize) -> Result<(Listed, Vec<u8>), Failure> {
        let FileEntry { file, entry } = &self.manifest.files[at];
        let (file, entry) = (file.clone(), entry.clone());
        let bytes = self.content(&name(&file), &entry)?;
        Ok((file, bytes))
    }

    /// The key that stamps certificates, if it is there.
    pub fn stamping_key(&mut self) -> Result<Option<String>, Failure> {
        let Some(entry) = self.manifest.stamping_key.clone() else { return Ok(None) };
        Ok(Some(String::from_utf8(self.content(KEY, &entry)?)?))
    }

    fn content(&mut self, name: &str, entry: &Entry) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        self.zip.by_name(name)?.take(entry.bytes + 1).read_to_end(&mut bytes)?;
        if hashed(&mut bytes.as_slice(), &mut io::sink())? != *entry {
            return Err("The archive changed while it was restored. Use another backup.".into());
        }
        Ok(bytes)
    }

    /// The first entry that is not what the manifest says.
    fn differing(&mut self) -> Option<String> {
        let files = self.manifest.files.iter().map(|it| (name(&it.file), it.entry.clone()));
        let database = (DATABASE.to_owned(), self.manifest.database.clone());
        let key = self.manifest.stamping_key.clone().map(|entry| (KEY.to_owned(), entry));
        let expected: Vec<_> = std::iter::once(database).chain(key).chain(files).collect();
        if self.zip.len() != expected.len() + 1 {
            return Some("the list of its files".to_owned());
        }
        expected
            .into_iter()
            .find(|(name, entry)| self.found(name) != Some(entry.clone()))
            .map(|it| it.0)
    }

    fn found(&mut self, name: &str) -> Option<Entry> {
        hashed(&mut self.zip.by_name(name).ok()?, &mut io::sink()).ok()
    }
}

impl Manifest {
    /// What there is to tell of it.
    #[must_use]
    pub fn told(&self) -> Told {
        Told {
            tables: self.tables.len(),
            rows: self.tables.iter().map(|table| table.rows).sum(),
            files: self.files.len(),
            stamping_key: self.stamping_key.is_some(),
            missing: self.missing.len(),
        }
    }
}

fn read_manifest(zip: &mut ZipArchive<File>) -> Result<Manifest, Failure> {
    let mut text = String::new();
    zip.by_name(MANIFEST)?.take(MANIFEST_LIMIT).read_to_string(&mut text)?;
    Ok(serde_json::from_str(&text)?)
}

fn name(file: &Listed) -> String {
    format!("files/{}/{}", file.engagement, file.id)
}

/// The dump and the pictures are compressed as they are.
fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true)
}

fn deflated() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true)
}

/// Copies, and says what was copied.
fn hashed(from: &mut impl Read, to: &mut impl Write) -> io::Result<Entry> {
    let (mut sha256, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0_u8; 1 << 16]);
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok(Entry { bytes, sha256: hex::encode(sha256.finalize()) });
        }
        to.write_all(&buffer[..read])?;
        sha256.update(&buffer[..read]);
        bytes += read as u64;
    }
}
