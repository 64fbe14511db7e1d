//! Redaction of a stream of any length, for files and the command line.
//! Must never hold more than a few blocks, and never cut a value in two.

use std::io::{self, Read, Write};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, WINDOWS_1252};

use super::hit::Hit;
use super::scan::{Found, Search};
use super::shape::floor;
use super::table::Table;

/// How much is read at once.
const BLOCK: usize = 512 * 1024;

/// How much is kept back, so that a value and what announces it are seen together.
const KEPT: usize = 16 * 1024;

/// The longest stretch without a place to cut; a document on one line is read whole up to this size.
const LONGEST: usize = 8 * 1024 * 1024;

/// Copies `reader` to `writer` as UTF-8 text with everything replaced that `search` finds.
pub(super) fn copy(
    search: &mut Search<'_>,
    reader: &mut dyn Read,
    writer: &mut dyn Write,
) -> io::Result<()> {
    let mut source = Source::new(reader);
    let mut text = String::new();
    let mut table = None;
    let mut first = true;
    let mut wanted = BLOCK;
    loop {
        let last = source.fill(&mut text, wanted)?;
        if first {
            table = Table::of(&text);
        }
        let rows =
            table.as_ref().map(|table| (table, if first { table.first_row(&text) } else { 0 }));
        let mut found = search.find_in(&text, rows);
        let cut = if last { text.len() } else { place_to_cut(&text, &found) };
        if cut == 0 && !last {
            wanted = text.len() * 2;
            continue;
        }
        found.hits.retain(|hit| hit.at.end <= cut);
        writer.write_all(search.write(&text[..cut], &found.hits).as_bytes())?;
        text.drain(..cut);
        (first, wanted) = (false, BLOCK);
        if last {
            return writer.flush();
        }
    }
}

/// The last line break, well before the end, across which nothing was found; 0 if more must be read first.
fn place_to_cut(text: &str, found: &Found) -> usize {
    let limit = floor(text, text.len().saturating_sub(KEPT));
    let mut cut = line_start(text, &found.rows, limit);
    // Hits are in order and apart, so one walk from the end suffices.
    for hit in found.hits.iter().rev() {
        if hit.from < cut && cut < hit.at.end {
            cut = line_start(text, &found.rows, hit.from);
        }
    }
    if cut == 0 && text.len() >= LONGEST { anywhere(limit, &found.hits) } else { cut }
}

/// Where the line, or in a table the row, begins that `at` lies in.
fn line_start(text: &str, rows: &[usize], at: usize) -> usize {
    if rows.is_empty() {
        return text[..at].rfind('\n').map_or(0, |i| i + 1);
    }
    rows[..rows.partition_point(|row| *row <= at)].last().copied().unwrap_or_default()
}

/// A cut in the middle of an endless line: before or after whatever lies across it.
fn anywhere(limit: usize, hits: &[Hit]) -> usize {
    let mut cut = limit;
    for hit in hits.iter().rev() {
        if hit.from < cut && cut < hit.at.end {
            cut = if hit.from > 0 { hit.from } else { hit.at.end };
        }
    }
    cut
}

/// A reader of bytes that gives text, whatever the encoding.
struct Source<'r> {
    reader: &'r mut dyn Read,
    /// Bytes that are not decoded yet.
    raw: Vec<u8>,
    /// For text that says at its beginning that it is UTF-16.
    decoder: Option<Decoder>,
    started: bool,
}

impl<'r> Source<'r> {
    fn new(reader: &'r mut dyn Read) -> Self {
        Self { reader, raw: Vec::new(), decoder: None, started: false }
    }

    /// Reads until `text` has `wanted` bytes or the end is reached; says whether it is.
    fn fill(&mut self, text: &mut String, wanted: usize) -> io::Result<bool> {
        while text.len() < wanted {
            let missing = u64::try_from(wanted - text.len()).unwrap_or(u64::MAX).max(4_096);
            let read = (&mut *self.reader).take(missing).read_to_end(&mut self.raw)?;
            if !self.started {
                self.started = true;
                self.decoder = Encoding::for_bom(&self.raw)
                    .filter(|(e, _)| *e != UTF_8)
                    .map(|(e, _)| e.new_decoder());
            }
            let last = read == 0;
            self.decode(text, last);
            if last {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn decode(&mut self, text: &mut String, last: bool) {
        if let Some(decoder) = &mut self.decoder {
            text.reserve(
                decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(self.raw.len() * 3 + 16),
            );
            let mut from = 0;
            loop {
                let (result, read, _) = decoder.decode_to_string(&self.raw[from..], text, last);
                from += read;
                if result == CoderResult::InputEmpty {
                    break;
                }
                text.reserve(4_096);
            }
            self.raw.clear();
            return;
        }
        let used = utf8(&self.raw, text, last);
        self.raw.drain(..used);
    }
}

/// Appends `raw`, reading what is no UTF-8 as Windows-1252; leaves a character that is cut at the end.
fn utf8(raw: &[u8], text: &mut String, last: bool) -> usize {
    let mut used = 0;
    loop {
        let error = match std::str::from_utf8(&raw[used..]) {
            Ok(valid) => {
                text.push_str(valid);
                return raw.len();
            }
            Err(error) => error,
        };
        let valid = used + error.valid_up_to();
        text.push_str(&String::from_utf8_lossy(&raw[used..valid]));
        let bad = match error.error_len() {
            Some(len) => valid + len,
            None if last => raw.len(),
            None => return valid,
        };
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(&raw[valid..bad]).0);
        used = bad;
    }
}
