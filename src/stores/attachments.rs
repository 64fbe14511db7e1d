//! Files beside failure samples: screenshots, logs, payloads (issue 4 §1).
//! Content is looked at, never believed: a picture is drawn anew, a text is redacted, of a workbook only what its cells show
//! is kept, as text. A PDF alone is kept as it was sent, and the pages say so; anything else is refused.

use crate::engines::redact::{Found, Redactor};
use crate::platform::ids::{AttachmentId, SampleId};
use chrono::{DateTime, Utc};
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use tokio::sync::Semaphore;

mod files;
mod name;
mod pdf;
mod picture;
mod refused;
mod s3;
mod sheets;
mod sniff;
pub mod store;
#[cfg(test)]
mod tests;
mod text;

pub use crate::document::files::Format;
pub use files::{Files, FilesError, StoredFile};
pub use refused::Refused;

/// Largest file that is taken, in bytes.
pub const BYTES: usize = 8 * 1024 * 1024;
/// Largest text that is taken, in bytes.
pub const TEXT_BYTES: usize = 2 * 1024 * 1024;
/// Files that are taken at once.
pub const FILES_PER_FORM: usize = 10;
/// Files that a sample may have.
pub const FILES_PER_SAMPLE: i64 = 50;
/// Largest picture that is taken, in pixels.
pub const PIXELS: u64 = 24_000_000;

/// A file as it was sent. It lies on the disk, under no name, until it was looked at.
#[derive(Debug)]
pub struct Given {
    /// What its sender calls it. It is never a path.
    pub name: String,
    content: File,
}

impl Given {
    /// A file of this name that holds nothing yet.
    ///
    /// # Errors
    /// When the disk takes no file.
    pub fn new(name: String) -> io::Result<Self> {
        Ok(Self { name, content: tempfile::tempfile()? })
    }

    /// A piece more of what it holds.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.content.write_all(piece)
    }

    /// What it holds, but no more than one byte past what is taken.
    fn bytes(mut self) -> io::Result<(String, Vec<u8>)> {
        let mut bytes = Vec::new();
        self.content.rewind()?;
        self.content.take(BYTES as u64 + 1).read_to_end(&mut bytes)?;
        Ok((self.name, bytes))
    }
}

/// A file that may be stored; only [`clean_all`] makes one.
#[derive(Debug, Clone)]
pub struct Clean {
    name: String,
    format: Format,
    bytes: Vec<u8>,
    size: Option<(u32, u32)>,
    replaced: Vec<Found>,
}

/// Large pictures that are drawn at the same time: each needs much memory.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Makes of files what may be stored, beside everything else that goes on. None is taken unless all are.
///
/// # Errors
/// The advice for each that is refused, as sentences that name it.
pub async fn clean_all(given: Vec<Given>, redactor: Redactor) -> Result<Vec<Clean>, Vec<String>> {
    if given.len() > FILES_PER_FORM {
        return Err(vec![format!("Send {FILES_PER_FORM} files at once at most.")]);
    }
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for file in given {
        let (name, redactor) = (name::shown(&file.name), redactor.clone());
        let _turn = TURNS.acquire().await;
        let work = move || {
            let (name, bytes) = file.bytes().map_err(|_| Refused::Unread)?;
            clean(&name, &bytes, &redactor)
        };
        let cleaned = tokio::task::spawn_blocking(work).await;
        // A decoder that gives up in the middle has met a picture that is none.
        match cleaned.unwrap_or(Err(Refused::BrokenPicture)) {
            Ok(clean) => taken.push(clean),
            Err(why) => refused.push(format!("“{name}” is not taken. {why}")),
        }
    }
    if refused.is_empty() { Ok(taken) } else { Err(refused) }
}

/// A part of a picture, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Where it begins, from the left.
    pub left: u32,
    /// Where it begins, from the top.
    pub top: u32,
    /// How wide it is.
    pub width: u32,
    /// How high it is.
    pub height: u32,
}

/// A stored picture with parts of it blanked, under the name it has.
///
/// # Errors
/// [`Refused::BrokenPicture`] when it is none.
pub async fn blank(
    bytes: Vec<u8>,
    name: String,
    format: Format,
    parts: Vec<Part>,
) -> Result<Clean, Refused> {
    let kind = match format {
        Format::Png => image::ImageFormat::Png,
        Format::Jpeg => image::ImageFormat::Jpeg,
        Format::Text | Format::Pdf => return Err(Refused::BrokenPicture),
    };
    let _turn = TURNS.acquire().await;
    let drawn = tokio::task::spawn_blocking(move || picture::blank(&bytes, kind, &parts)).await;
    let (format, bytes, size) = drawn.unwrap_or(Err(Refused::BrokenPicture))?;
    Ok(Clean { name, format, bytes, size: Some(size), replaced: Vec::new() })
}

fn clean(given: &str, content: &[u8], redactor: &Redactor) -> Result<Clean, Refused> {
    if content.is_empty() {
        return Err(Refused::Empty);
    }
    if content.len() > BYTES {
        return Err(Refused::TooLarge);
    }
    let named = |format: Format| name::redacted(given, format.extension(), redactor);
    match sniff::sniff(given, content)? {
        sniff::Kind::Picture(kind) => {
            let (format, bytes, size) = picture::redraw(content, kind)?;
            let name = named(format);
            Ok(Clean { name, format, bytes, size: Some(size), replaced: Vec::new() })
        }
        sniff::Kind::Text => {
            let redacted = redactor.text(&text::read(content)?);
            let (name, bytes) = (named(Format::Text), redacted.text.into_bytes());
            Ok(Clean { name, format: Format::Text, bytes, size: None, replaced: redacted.found })
        }
        sniff::Kind::Workbook => {
            let (bytes, replaced) = sheets::read(content, redactor)?;
            Ok(Clean {
                name: named(Format::Text),
                format: Format::Text,
                bytes,
                size: None,
                replaced,
            })
        }
        sniff::Kind::Pdf => {
            pdf::check(content)?;
            let (name, bytes) = (named(Format::Pdf), content.to_vec());
            Ok(Clean { name, format: Format::Pdf, bytes, size: None, replaced: Vec::new() })
        }
    }
}

impl Clean {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// What it holds.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Width and height of a picture.
    #[must_use]
    pub fn size(&self) -> Option<(u32, u32)> {
        self.size
    }
}

/// A file as it is listed beside its sample.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Its id, which nobody can guess.
    pub id: AttachmentId,
    /// The sample it belongs to.
    pub sample: SampleId,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub format: Format,
    /// How large it is.
    pub bytes: i64,
    /// Width and height of a picture.
    pub width: Option<i32>,
    /// Height of a picture.
    pub height: Option<i32>,
    /// What was replaced in a text on the way in.
    pub replaced: Vec<Found>,
    /// Who added it, by name.
    pub added_by: Option<String>,
    /// The newest version that hands it out, if one does.
    pub handed_out: Option<i32>,
    /// When.
    pub created_at: DateTime<Utc>,
}
