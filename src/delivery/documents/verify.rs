//! Whether an archive of all documents is what was handed out, with nothing but the archive: every byte of it is covered by
//! the hashes in it, by checksums, or by being written again.

use super::archive::handed_out;
use super::{INDEX, MANIFEST};
use crate::delivery::exchange;
use crate::engines::plain_zip::{self, Entry};
use crate::stores::room::{Hash, Snapshot};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Files that are looked at in an archive at most.
const MOST: usize = 100;
/// The file whose hash every other one names.
const VERSION: &str = "recommendation.json";
/// The folder of the files that a version hands out.
const FOLDER: &str = "attachments/";

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
    /// The files that the version hands out and that are not in it.
    pub absent: Vec<String>,
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
    let snapshot = files.iter().find(|entry| entry.name == VERSION).and_then(version);
    let absent = match &snapshot {
        Some(snapshot) => absent(files, snapshot).map_err(Changed)?,
        None => Vec::new(),
    };
    Ok(WholeArchive {
        files: files.iter().map(|entry| entry.name.to_owned()).collect(),
        version: snapshot.map(|snapshot| (snapshot.contents().number, snapshot.hash())),
        absent,
    })
}

/// The files that a version hands out and that an archive does not hold; an error is the first in it that is not one that
/// the version names, with the hash that stands there.
fn absent(files: &[Entry<'_>], snapshot: &Snapshot) -> Result<Vec<String>, ArchivePart> {
    let named: BTreeMap<_, _> = handed_out(snapshot).collect();
    for entry in files.iter().filter(|entry| entry.name.starts_with(FOLDER)) {
        let hash = Hash::of_bytes(entry.content);
        if named.get(entry.name).is_none_or(|file| file.sha256 != hash) {
            return Err(ArchivePart::Content(entry.name.to_owned()));
        }
    }
    let there: BTreeSet<_> = files.iter().map(|entry| entry.name).collect();
    Ok(named.into_keys().filter(|path| !there.contains(path.as_str())).collect())
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

fn version(entry: &Entry<'_>) -> Option<Snapshot> {
    exchange::read(std::str::from_utf8(entry.content).ok()?).ok()?.version().ok()
}

#[cfg(test)]
mod tests;
