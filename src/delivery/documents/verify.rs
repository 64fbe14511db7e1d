//! Whether an archive of all documents is what was handed out, with nothing but the archive: every byte of it is covered by
//! the hashes in it, by checksums, or by being written again.

use super::{INDEX, MANIFEST};
use crate::delivery::exchange;
use crate::engines::plain_zip::{self, Entry};
use crate::stores::room::Hash;
use sha2::{Digest, Sha256};
use std::fmt;

/// Files that are looked at in an archive at most.
const MOST: usize = 100;
/// The file whose hash every other one names.
const VERSION: &str = "recommendation.json";

/// A part of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArchivePart {
    /// How the archive is packed.
    Packing,
    /// What is in a file.
    Content(String),
    /// How a file is packed, such as its checksum or its name.
    Entry(String),
    /// The list of hashes.
    Manifest,
}

impl fmt::Display for ArchivePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Packing => f.write_str("the way the archive is packed"),
            Self::Content(name) => write!(f, "{name}"),
            Self::Entry(name) => write!(f, "{name}, the way it is packed"),
            Self::Manifest => write!(f, "{MANIFEST}, the list of hashes"),
        }
    }
}

/// The first part that is not what was handed out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("changed: {0}")]
pub struct Changed(pub ArchivePart);

/// What an archive is of that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeArchive {
    /// The files in it, without the list of hashes.
    pub files: Vec<String>,
    /// The number and the hash of the version that they were made of.
    pub version: Option<(i32, Hash)>,
}

/// Whether a file is an archive of documents, or was one.
#[must_use]
pub fn is_archive(file: &[u8]) -> bool {
    let entries = plain_zip::read(file, MOST).unwrap_or_default();
    let ours = |entry: &Entry<'_>| [INDEX, MANIFEST, VERSION].contains(&entry.name);
    entries.iter().filter(|entry| ours(entry)).count() > 1
}

/// Checks an archive from beginning to end.
///
/// # Errors
/// The first part that is not what was handed out.
pub fn verify(file: &[u8]) -> Result<WholeArchive, Changed> {
    let entries = plain_zip::read(file, MOST).ok_or(Changed(ArchivePart::Packing))?;
    let listed = entries.split_last().filter(|(last, _)| last.name == MANIFEST);
    let (manifest, files) = listed.ok_or(Changed(ArchivePart::Packing))?;
    let sums = String::from_utf8_lossy(manifest.content);
    let sums: Vec<_> = sums.lines().map(|line| line.split_once("  ")).collect();
    for (at, entry) in files.iter().enumerate() {
        let told = sums.get(at).copied().flatten();
        if let Some(part) = differs(entry, told, manifest) {
            return Err(Changed(part));
        }
    }
    if !manifest.is_whole || sums.len() != files.len() {
        return Err(Changed(ArchivePart::Manifest));
    }
    if !plain_zip::is_of(file, &entries) {
        return Err(Changed(ArchivePart::Packing));
    }
    Ok(WholeArchive {
        files: files.iter().map(|entry| entry.name.to_owned()).collect(),
        version: files.iter().find(|entry| entry.name == VERSION).and_then(version),
    })
}

/// What of a file is not as its line in the list says: its content, or how it is packed. Where the line itself was changed,
/// the list is what differs.
fn differs(
    entry: &Entry<'_>,
    told: Option<(&str, &str)>,
    manifest: &Entry<'_>,
) -> Option<ArchivePart> {
    let name = entry.name.to_owned();
    let (sum, called) = told.unwrap_or_default();
    let is_same = hex::encode(Sha256::digest(entry.content)) == sum;
    match (is_same, entry.is_whole) {
        (true, true) if called == name => None,
        // A hash that nobody changed is the better witness of what a file was called.
        (true, true) if manifest.is_whole => Some(ArchivePart::Entry(called.to_owned())),
        (false, true) if manifest.is_whole => Some(ArchivePart::Content(name)),
        (_, true) => Some(ArchivePart::Manifest),
        (true, false) => Some(ArchivePart::Entry(name)),
        (false, false) => Some(ArchivePart::Content(name)),
    }
}

fn version(entry: &Entry<'_>) -> Option<(i32, Hash)> {
    let read = exchange::read(std::str::from_utf8(entry.content).ok()?).ok()?;
    let snapshot = read.version().ok()?;
    Some((snapshot.contents().number, snapshot.hash()))
}

#[cfg(test)]
mod tests;
