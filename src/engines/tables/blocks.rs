//! Cutting a file into blocks that begin and end between two records, so that threads can read them apart.
//! Where a record ends is known, never guessed: quotes are followed from the first byte on.

use super::dialect::Dialect;
use super::source::Source;
use super::{FileError, RECORD, Unreadable};
use memchr::{memchr, memchr_iter, memrchr2};
use std::sync::{Mutex, PoisonError};

/// Bytes of a block, unless a record is longer.
pub const BLOCK: usize = 256 * 1024;

/// Hands out the blocks of a file, in order, to any thread that asks.
#[derive(Debug)]
pub struct Cutter<'a> {
    source: &'a Source,
    dialect: Dialect,
    place: Mutex<Place>,
}

#[derive(Debug)]
struct Place {
    offset: u64,
    lines: u32,
}

/// A block that was handed out.
#[derive(Debug, Clone, Copy)]
pub struct Block {
    /// Where it begins.
    pub offset: u64,
    /// How long it is.
    pub length: usize,
    /// At least as many records come before it; no two blocks share a number from here on.
    pub first: u32,
}

impl<'a> Cutter<'a> {
    /// Begins at `offset`, which is where a record begins.
    pub fn new(source: &'a Source, dialect: Dialect, offset: u64) -> Self {
        Self { source, dialect, place: Mutex::new(Place { offset, lines: 0 }) }
    }

    /// Reads the next block into `buffer`; `None` after the last.
    pub fn next(&self, buffer: &mut Vec<u8>) -> Result<Option<Block>, FileError> {
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        let offset = place.offset;
        if offset >= self.source.len() {
            return Ok(None);
        }
        let length = self.fill(buffer, offset)?;
        let block = Block { offset, length, first: place.lines };
        let data = &buffer[..length];
        let lines = memchr_iter(b'\n', data).count() + memchr_iter(b'\r', data).count() + 1;
        let rows = || self.source.refused(Unreadable::TooManyRows);
        let lines = u32::try_from(lines).map_err(|_| rows())?;
        place.lines = place.lines.checked_add(lines).ok_or_else(rows)?;
        place.offset += length as u64;
        Ok(Some(block))
    }

    /// Reads whole records from `offset`, and says how many bytes they are.
    fn fill(&self, buffer: &mut Vec<u8>, offset: u64) -> Result<usize, FileError> {
        let mut wanted = BLOCK;
        loop {
            if buffer.len() < wanted {
                buffer.resize(wanted, 0);
            }
            let read = self.source.read(&mut buffer[..wanted], offset)?;
            if offset + read as u64 >= self.source.len() {
                return if read > RECORD {
                    Err(self.source.refused(Unreadable::Endless(offset)))
                } else {
                    Ok(read)
                };
            }
            if let Some(end) = last_end(&buffer[..read], self.dialect) {
                return Ok(end);
            }
            if wanted >= RECORD {
                return Err(self.source.refused(Unreadable::Endless(offset)));
            }
            wanted *= 2;
        }
    }
}

/// Where the last whole record ends in data that begins with one.
pub fn last_end(data: &[u8], dialect: Dialect) -> Option<usize> {
    let mut last = None;
    // Everything from `from` on stands outside of quotes.
    let mut from = 0;
    loop {
        let open = opening(data, from, dialect.delimiter);
        if let Some(end) = memrchr2(b'\n', b'\r', &data[from..open.unwrap_or(data.len())]) {
            last = Some(from + end + 1);
        }
        let Some(closed) = open.and_then(|open| closing(data, open, dialect)) else { return last };
        from = closed + 1;
    }
}

/// The next quote that opens a cell: the one that is its first byte.
fn opening(data: &[u8], from: usize, delimiter: u8) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr(b'"', &data[at..])?;
        let before = at.checked_sub(1).map(|before| data[before]);
        if before.is_none_or(|byte| byte == delimiter || matches!(byte, b'\n' | b'\r')) {
            return Some(at);
        }
        at += 1;
    }
}

/// The quote that closes the cell opened at `open`; `None` when the data ends before that is known.
fn closing(data: &[u8], open: usize, dialect: Dialect) -> Option<usize> {
    let mut at = open + 1;
    loop {
        at += memchr(b'"', data.get(at..)?)?;
        if dialect.is_escaped(data, at) {
            at += 1;
            continue;
        }
        if *data.get(at + 1)? != b'"' {
            return Some(at);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::super::marks::Marks;
    use super::super::records::Records;
    use super::*;
    use proptest::prelude::*;

    const PLAIN: Dialect = Dialect { delimiter: b',', escapes: false };
    const ESCAPED: Dialect = Dialect { delimiter: b',', escapes: true };

    fn ends(data: &[u8], dialect: Dialect) -> Vec<usize> {
        let mut marks = Marks::default();
        let mut records = Records::new(data, &mut marks, dialect);
        let mut cells = Vec::new();
        let mut starts = Vec::new();
        while let Some(start) = records.next(&mut cells) {
            starts.push(start as usize);
        }
        starts
    }

    #[test]
    fn a_line_break_inside_quotes_ends_no_block() {
        assert_eq!(last_end(b"a,\"b\nc\"\nd,\"e\nf", PLAIN), Some(8));
        assert_eq!(last_end(b"\"a\nb", PLAIN), None);
        assert_eq!(last_end(b"5\" pipe\n6", PLAIN), Some(8));
    }

    proptest! {
        #[test]
        fn a_block_ends_where_a_record_does(data in "[ab,\"\n\r\\\\]{0,60}", more in "[ab,\"\n\r\\\\]{0,60}") {
            for dialect in [PLAIN, ESCAPED] {
                if let Some(end) = last_end(data.as_bytes(), dialect) {
                    let whole = format!("{data}{more}");
                    let mut apart = ends(&whole.as_bytes()[..end], dialect);
                    apart.extend(ends(&whole.as_bytes()[end..], dialect).iter().map(|start| start + end));
                    prop_assert_eq!(apart, ends(whole.as_bytes(), dialect));
                }
            }
        }
    }
}
