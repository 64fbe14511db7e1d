//! From marks to records: the one place that knows what a quote means.
//! A quote opens a cell only as its first byte; anywhere else it is a letter like any other.

use super::dialect::Dialect;
use super::marks::Marks;
use std::borrow::Cow;

/// A cell's place in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    start: u32,
    end: u32,
    quoting: Quoting,
}

/// What has to be undone in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quoting {
    /// Nothing.
    None,
    /// It begins with a quote, and quotes in it are doubled.
    Doubled,
    /// It begins with a quote, and a backslash stands before what would mean something.
    Escaped,
}

impl Span {
    /// A cell that a record does not have.
    pub const ABSENT: Self = Self { start: 0, end: 0, quoting: Quoting::None };

    /// A cell that stands in the block as it is.
    #[inline]
    fn plain(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32, quoting: Quoting::None }
    }

    /// The cell's bytes, without its quotes.
    #[inline]
    pub fn bytes(self, data: &[u8]) -> Cow<'_, [u8]> {
        let raw = &data[self.start as usize..self.end as usize];
        match self.quoting {
            Quoting::None => Cow::Borrowed(raw),
            quoting => Cow::Owned(unquoted(raw, quoting)),
        }
    }

    /// The cell's bytes, with `spare` for those that have to be copied.
    #[inline]
    pub fn within<'a>(self, data: &'a [u8], spare: &'a mut Vec<u8>) -> &'a [u8] {
        let raw = &data[self.start as usize..self.end as usize];
        match self.quoting {
            Quoting::None => raw,
            quoting => {
                *spare = unquoted(raw, quoting);
                spare
            }
        }
    }
}

/// Walks over the records of a block.
#[derive(Debug)]
pub struct Records<'a> {
    data: &'a [u8],
    marks: &'a [u32],
    dialect: Dialect,
    place: usize,
    mark: usize,
    open: bool,
}

impl<'a> Records<'a> {
    /// The records of a block that begins with one.
    pub fn new(data: &'a [u8], marks: &'a mut Marks, dialect: Dialect) -> Self {
        let marks = marks.find(data, dialect.delimiter);
        Self { data, marks, dialect, place: 0, mark: 0, open: false }
    }

    /// Where the next record begins, or a blank line before it.
    pub fn place(&self) -> usize {
        self.place
    }

    /// Whether a quote of the last record was never closed.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Reads the next record into `cells`, and says where it begins; `None` after the last. Blank lines are none.
    #[inline]
    pub fn next(&mut self, cells: &mut Vec<Span>) -> Option<u32> {
        cells.clear();
        while matches!(self.data.get(self.place), Some(b'\n' | b'\r')) {
            (self.place, self.mark) = (self.place + 1, self.mark + 1);
        }
        let start = self.place;
        if start >= self.data.len() {
            return None;
        }
        loop {
            let end = self.cell(cells);
            self.place = end + 1;
            if self.data.get(end) != Some(&self.dialect.delimiter) {
                return Some(start as u32);
            }
            // A delimiter as the very last byte is followed by one more cell, an empty one.
            if self.place >= self.data.len() {
                cells.push(Span::plain(end + 1, end + 1));
                return Some(start as u32);
            }
        }
    }

    /// Reads the cell that begins here, and says where it ends.
    #[inline]
    fn cell(&mut self, cells: &mut Vec<Span>) -> usize {
        let start = self.place;
        let end = match self.marked() {
            None => self.data.len(),
            Some(at) if self.data[at] != b'"' => at,
            // A cell without an opening quote ends at the next delimiter or line end.
            Some(at) if at != start => self.unquoted_end(),
            Some(_) => {
                let (span, end) = self.quoted(start);
                cells.push(span);
                return end;
            }
        };
        cells.push(Span::plain(start, end));
        end
    }

    #[inline]
    fn marked(&mut self) -> Option<usize> {
        let at = *self.marks.get(self.mark)? as usize;
        self.mark += 1;
        Some(at)
    }

    fn unquoted_end(&mut self) -> usize {
        while let Some(at) = self.marked() {
            if self.data[at] != b'"' {
                return at;
            }
        }
        self.data.len()
    }

    /// A cell whose opening quote was read.
    fn quoted(&mut self, start: usize) -> (Span, usize) {
        let (mut doubled, mut closed) = (false, None);
        while let Some(at) = self.marked() {
            if self.data[at] != b'"' || self.dialect.is_escaped(self.data, at) {
                continue;
            }
            if self.data.get(at + 1) == Some(&b'"') {
                self.mark += 1;
                doubled = true;
            } else {
                closed = Some(at);
                break;
            }
        }
        self.open |= closed.is_none();
        let end = if closed.is_some() { self.unquoted_end() } else { self.data.len() };
        let escaped = self.dialect.escapes && self.data[start..end].contains(&b'\\');
        if !doubled && !escaped && closed == Some(end.wrapping_sub(1)) {
            return (Span::plain(start + 1, end - 1), end);
        }
        let quoting = if self.dialect.escapes { Quoting::Escaped } else { Quoting::Doubled };
        (Span { start: start as u32, end: end as u32, quoting }, end)
    }
}

/// What stands in a cell that begins with a quote: doubled quotes are one, and what follows the closing one counts.
fn unquoted(raw: &[u8], quoting: Quoting) -> Vec<u8> {
    let mut text = Vec::with_capacity(raw.len());
    let mut inside = true;
    let mut bytes = raw.iter().skip(1).peekable();
    while let Some(byte) = bytes.next() {
        match *byte {
            b'\\' if quoting == Quoting::Escaped && bytes.peek().is_some() => {
                text.extend(bytes.next().map(|escaped| meaning(*escaped)));
            }
            b'"' if inside => match bytes.next_if(|next| **next == b'"') {
                Some(_) => text.push(b'"'),
                None => inside = false,
            },
            byte => text.push(byte),
        }
    }
    text
}

/// What a letter behind a backslash stands for.
fn meaning(escaped: u8) -> u8 {
    match escaped {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'0' => 0,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(data: &[u8], escapes: bool) -> Vec<Vec<Vec<u8>>> {
        let mut marks = Marks::default();
        let mut records = Records::new(data, &mut marks, Dialect { delimiter: b',', escapes });
        let (mut cells, mut rows) = (Vec::new(), Vec::new());
        while records.next(&mut cells).is_some() {
            rows.push(cells.iter().map(|cell| cell.bytes(data).into_owned()).collect());
        }
        rows
    }

    fn by_the_csv_crate(data: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(data);
        let rows = reader.byte_records().map(Result::unwrap);
        rows.map(|row| row.iter().map(<[u8]>::to_vec).collect()).collect()
    }

    #[test]
    fn quotes_line_ends_and_ragged_rows_are_read_as_they_are_meant() {
        for text in [
            "a,b\n1,2\n",
            "a,b\r\n1,2\r\n\r\n3",
            "a\rb\r",
            "\"x\"\"y\",\"line\nbreak\",\"\"\n",
            "\"closed\"early,5\" pipe,\" spaced \"\n,,\n",
            "\"never closed,\n1,2\n",
            "a,",
            "\"a\"\n\"\"\"\"\n",
        ] {
            assert_eq!(read(text.as_bytes(), false), by_the_csv_crate(text.as_bytes()), "{text:?}");
        }
    }

    #[test]
    fn a_backslash_takes_its_meaning_from_a_quote_where_a_program_writes_so() {
        let rows = read(b"id,note\n1,\"say \\\"no\\\", twice\"\n2,\"a\\\\\"\n3,\"b\\nc\"\n", true);
        let notes: Vec<&[u8]> = rows[1..].iter().map(|row| row[1].as_slice()).collect();
        assert_eq!(notes, [&b"say \"no\", twice"[..], b"a\\", b"b\nc"]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_as_the_csv_crate_reads_them(data in "[ab,\"\n\r]{0,80}") {
            prop_assert_eq!(read(data.as_bytes(), false), by_the_csv_crate(data.as_bytes()));
        }
    }
}
