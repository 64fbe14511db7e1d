//! From bytes to text, in a stream of any length: finds the encoding, and says so.
//! A guess is never silent: whatever was not certain comes with a note.

use super::{BYTES, Unreadable, wide};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, WINDOWS_1252};
use std::io::{self, Read};

/// Notes for the person who imports.
const GUESSED: &str =
    "It is not UTF-8, so it was read as Latin-1 (Windows-1252). Check letters with accents below.";
const DAMAGED: &str = "Some characters could not be read and show as “\u{fffd}”. Check them below, or export the file as UTF-8.";

/// How much is read at once.
const BLOCK: usize = 64 * 1024;
/// How much of the beginning tells text from other things.
const LOOK: usize = 4_096;

/// Beginnings of pages that programs save under the name of a workbook.
const PAGES: [&str; 7] = ["<!doctype html", "<html", "<head", "<meta", "<table", "<style", "<body"];

/// Text, as it is read from bytes: UTF-8, its line ends as `\n`.
///
/// Browsers rewrite line ends when a text travels in a form, and rows must not differ by that.
pub struct Decoding<R> {
    input: R,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    decoder: Option<Decoder>,
    encoding: &'static Encoding,
    /// Whether a character beyond ASCII was read as UTF-8: then it is UTF-8, and what does not fit is damage.
    certain: bool,
    after_cr: bool,
    read: usize,
    zeros: usize,
    blank: bool,
    note: Option<&'static str>,
    /// Whether nothing was read but the beginning that told what it is.
    fresh: bool,
    ended: bool,
}

impl<R: Read> Decoding<R> {
    /// Begins to read.
    ///
    /// # Errors
    /// When it is no text, or cannot be read.
    pub fn new(mut input: R) -> io::Result<Self> {
        let mut raw = Vec::with_capacity(BLOCK);
        input.by_ref().take(LOOK as u64).read_to_end(&mut raw)?;
        refuse_other_formats(&raw).map_err(io::Error::other)?;
        let (encoding, mark) = match Encoding::for_bom(&raw) {
            Some((encoding, mark)) => (encoding, mark),
            None => (wide::encoding(&raw).unwrap_or(UTF_8), 0),
        };
        let read = raw.len();
        raw.drain(..mark);
        let decoder = (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling());
        Ok(Self {
            input,
            raw,
            text: Vec::with_capacity(BLOCK),
            given: 0,
            decoder,
            encoding,
            certain: mark > 0,
            after_cr: false,
            read,
            zeros: 0,
            blank: true,
            note: None,
            fresh: true,
            ended: false,
        })
    }

    /// The encoding it was read in.
    #[must_use]
    pub fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// What was not certain.
    #[must_use]
    pub fn note(&self) -> Option<&'static str> {
        self.note
    }

    /// Whether nothing but space was read.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.blank
    }

    /// Reads a block and makes text of it.
    fn more(&mut self) -> io::Result<()> {
        if !std::mem::take(&mut self.fresh) {
            let n = (&mut self.input).take(BLOCK as u64).read_to_end(&mut self.raw)?;
            self.read += n;
            self.ended = n == 0;
        }
        if self.read > BYTES {
            return Err(io::Error::other(Unreadable::TooLarge));
        }
        let raw = std::mem::take(&mut self.raw);
        match self.decoder {
            Some(_) => self.decoded(&raw),
            None => self.utf8(&raw),
        }
        if self.read <= 16 * BLOCK && self.zeros * 100 > self.read {
            // A text holds a stray NUL at most; a program or picture is full of them.
            return Err(io::Error::other(Unreadable::Binary));
        }
        Ok(())
    }

    /// Takes bytes as UTF-8 as far as they are; a character that is cut at their end waits for the rest.
    fn utf8(&mut self, mut raw: &[u8]) {
        loop {
            let error = match std::str::from_utf8(raw) {
                Ok(text) => return self.push(text),
                Err(error) => error,
            };
            let (valid, rest) = raw.split_at(error.valid_up_to());
            self.push(std::str::from_utf8(valid).unwrap_or_default());
            let bad = match error.error_len() {
                None if !self.ended => {
                    self.raw = rest.to_vec();
                    return;
                }
                bad => bad.unwrap_or(rest.len()),
            };
            if !self.certain {
                self.encoding = WINDOWS_1252;
                self.decoder = Some(WINDOWS_1252.new_decoder_without_bom_handling());
                self.note = Some(GUESSED);
                return self.decoded(rest);
            }
            self.note = Some(DAMAGED);
            self.push("\u{fffd}");
            raw = &rest[bad..];
        }
    }

    fn decoded(&mut self, mut raw: &[u8]) {
        let Some(mut decoder) = self.decoder.take() else { return };
        let mut text = String::with_capacity(raw.len() * 2 + 16);
        loop {
            let (result, read, damaged) = decoder.decode_to_string(raw, &mut text, self.ended);
            if damaged {
                self.note = Some(DAMAGED);
            }
            self.push(&text);
            text.clear();
            raw = &raw[read..];
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        self.decoder = Some(decoder);
    }

    /// Adds text, its line ends made one.
    fn push(&mut self, text: &str) {
        self.certain |= self.decoder.is_none() && !text.is_ascii();
        self.blank &= text.trim().is_empty();
        if self.read <= 16 * BLOCK {
            self.zeros += text.bytes().filter(|byte| *byte == 0).count();
        }
        let mut rest = text;
        if self.after_cr && !rest.is_empty() {
            rest = rest.strip_prefix('\n').unwrap_or(rest);
            self.after_cr = false;
        }
        while let Some(at) = rest.find('\r') {
            self.text.extend_from_slice(&rest.as_bytes()[..at]);
            self.text.push(b'\n');
            rest = &rest[at + 1..];
            self.after_cr = rest.is_empty();
            rest = rest.strip_prefix('\n').unwrap_or(rest);
        }
        self.text.extend_from_slice(rest.as_bytes());
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() {
            self.text.clear();
            self.given = 0;
            if self.ended {
                return Ok(0);
            }
            self.more()?;
        }
        let n = buffer.len().min(self.text.len() - self.given);
        buffer[..n].copy_from_slice(&self.text[self.given..self.given + n]);
        self.given += n;
        Ok(n)
    }
}

/// Whether bytes begin a workbook as spreadsheet programs write them today.
#[must_use]
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Formats that people take for what is read here, by their first bytes.
pub(super) fn refuse_other_formats(bytes: &[u8]) -> Result<(), Unreadable> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"PK\x05\x06") || starts(b"\xd0\xcf\x11\xe0") {
        return Err(Unreadable::Workbook);
    }
    if starts(b"\x1f\x8b")
        || starts(b"BZh")
        || starts(b"\xfd7zXZ")
        || starts(b"7z\xbc\xaf")
        || starts(b"\x28\xb5\x2f\xfd")
    {
        return Err(Unreadable::Compressed);
    }
    if starts(b"%PDF-")
        || starts(b"\x89PNG")
        || starts(b"GIF8")
        || starts(b"\xff\xd8\xff")
        || starts(b"\x7fELF")
    {
        return Err(Unreadable::Binary);
    }
    if is_page(bytes) { Err(Unreadable::WebPage) } else { Ok(()) }
}

/// Whether it begins as a web page does, or as a workbook in the XML of before 2007.
fn is_page(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOK)]).to_lowercase();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    PAGES.iter().any(|page| start.starts_with(page))
        || start.starts_with("<?xml") && start.contains("<workbook")
}

#[cfg(test)]
mod tests;
