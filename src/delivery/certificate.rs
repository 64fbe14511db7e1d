//! The file of a certificate: what is certified, its time stamps, and whose they are; and whether such a file is whole.
//! It is checked without a network and without the database: with nothing but the file.

use crate::engines::plain_zip::{self, Entry};
use crate::engines::timestamp::{Imprint, NotStamped, Stamped, check};
use crate::stores::certificate::{BrokenPart, Certificate};
use sha2::{Digest, Sha256};
use std::fmt;

#[cfg(test)]
mod tests;

/// The largest file that is looked at, in bytes.
pub const LIMIT: usize = 2_000_000;

/// What the files in it are called.
const RECORD: &str = "certificate.json";
const STAMP: &str = "certificate.tsr";
const AUTHORITY: &str = "authority.pem";
const OUTSIDE_STAMP: &str = "outside.tsr";
const OUTSIDE_AUTHORITY: &str = "outside.pem";

/// What a file of a certificate is made of.
#[derive(Debug, Clone, Copy)]
pub struct Pack<'a> {
    /// What is certified, as it was stamped.
    pub record: &'a [u8],
    /// Its time stamp.
    pub stamp: &'a [u8],
    /// Whose stamp that is, as PEM.
    pub authority: &'a [u8],
    /// The stamp of an authority outside, and whose that is.
    pub outside: Option<(&'a [u8], &'a [u8])>,
}

impl Pack<'_> {
    /// The file: an archive that any program unpacks, and the same bytes whenever it is made.
    #[must_use]
    pub fn file(&self) -> Vec<u8> {
        let mut entries =
            vec![(RECORD, self.record), (STAMP, self.stamp), (AUTHORITY, self.authority)];
        if let Some((stamp, authority)) = self.outside {
            entries.extend([(OUTSIDE_STAMP, stamp), (OUTSIDE_AUTHORITY, authority)]);
        }
        plain_zip::write(&entries)
    }
}

/// A part of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// How the file is packed.
    Archive,
    /// A part of what is certified.
    Record(BrokenPart),
    /// The time stamp.
    Stamp,
    /// Whose stamp it is.
    Authority,
    /// The stamp of an authority outside.
    OutsideStamp,
    /// Whose stamp that is.
    OutsideAuthority,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Archive => f.write_str("the way the file is packed"),
            Self::Record(BrokenPart::Writing) => write!(f, "{RECORD}, the way it is written"),
            Self::Record(BrokenPart::Decision) => write!(f, "{RECORD}, who accepted and when"),
            Self::Record(BrokenPart::Quote) => write!(f, "{RECORD}, the quote"),
            Self::Record(BrokenPart::Snapshot) => write!(f, "{RECORD}, the published version"),
            Self::Record(BrokenPart::Event(number)) => {
                write!(f, "{RECORD}, event {number} of its trail")
            }
            Self::Stamp => write!(f, "{STAMP}, the time stamp"),
            Self::Authority => write!(f, "{AUTHORITY}, whose stamp it is"),
            Self::OutsideStamp => write!(f, "{OUTSIDE_STAMP}, the stamp of an authority outside"),
            Self::OutsideAuthority => write!(f, "{OUTSIDE_AUTHORITY}, whose stamp that is"),
        }
    }
}

/// The first part that is not what was given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("changed: {part}{}", .because.map_or_else(String::new, |why| format!(" ({why})")))]
pub struct Differs {
    /// Which.
    pub part: Part,
    /// What is wrong with a stamp.
    pub because: Option<NotStamped>,
}

impl Differs {
    fn at(part: Part) -> Self {
        Self { part, because: None }
    }
}

/// A certificate whose file is whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    /// What it certifies.
    pub certificate: Certificate,
    /// The SHA-256 of what is certified, as the server knows it.
    pub hash: String,
    /// When it was stamped, by the key that goes with it.
    pub stamped: Stamped,
    /// When an authority outside stamped it.
    pub outside: Option<Stamped>,
}

/// Checks a file from beginning to end.
///
/// # Errors
/// The first part that is not what was given out.
pub fn verify(file: &[u8]) -> Result<Verified, Differs> {
    let entries = entries(file).ok_or(Differs::at(Part::Archive))?;
    let contents = |at: usize| entries.get(at).map_or(&[][..], |entry: &Entry<'_>| entry.content);
    let certificate = Certificate::read(contents(0)).map_err(|it| Differs::at(Part::Record(it)))?;
    let imprint: Imprint = Sha256::digest(contents(0)).into();
    let stamped = |at: usize, stamp, authority| {
        check(contents(at), &imprint, contents(at + 1)).map_err(|why| {
            let part = if why == NotStamped::OtherCertificate { authority } else { stamp };
            Differs { part, because: Some(why) }
        })
    };
    let own = stamped(1, Part::Stamp, Part::Authority)?;
    let outside = (entries.len() > 3)
        .then(|| stamped(3, Part::OutsideStamp, Part::OutsideAuthority))
        .transpose()?;
    // What no signature covers: how texts and files are written.
    if let Some((at, _)) = entries.iter().enumerate().find(|(_, entry)| !entry.is_whole) {
        return Err(Differs::at(part_of(at)));
    }
    if !plain_zip::is_of(file, &entries) {
        return Err(Differs::at(Part::Archive));
    }
    Ok(Verified { certificate, hash: hex::encode(imprint), stamped: own, outside })
}

fn part_of(entry: usize) -> Part {
    match entry {
        0 => Part::Record(BrokenPart::Writing),
        1 => Part::Stamp,
        2 => Part::Authority,
        3 => Part::OutsideStamp,
        _ => Part::OutsideAuthority,
    }
}

/// The files in a certificate's file; nothing when it holds others.
fn entries(file: &[u8]) -> Option<Vec<Entry<'_>>> {
    let entries = plain_zip::read(file, 6).filter(|_| file.len() <= LIMIT)?;
    let names: Vec<_> = entries.iter().map(|entry| entry.name).collect();
    in_order(&names).then_some(entries)
}

/// What the files in a certificate's file must be called, in order.
fn in_order(names: &[&str]) -> bool {
    let all = [RECORD, STAMP, AUTHORITY, OUTSIDE_STAMP, OUTSIDE_AUTHORITY];
    [3, 5].contains(&names.len()) && names.iter().eq(&all[..names.len()])
}
