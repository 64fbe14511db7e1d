//! An export that was opened: its columns are known, its records are read when they are asked for.
//! What was assumed about it is said in its notes.

use super::cells::{Records, text};
use super::marks::Marks;
use super::{COLUMNS, Cutter, Source, Unreadable, dialect, sheet, wide};
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Bytes that the format and the delimiter are judged by.
const LOOK: usize = 64 * 1024;

/// Two of these are reconciled.
#[derive(Debug)]
pub struct Export {
    source: Source,
    delimiter: u8,
    first: u64,
    header: Vec<String>,
    notes: Vec<String>,
}

impl Export {
    /// Opens a file; what is no regular file, such as a pipe, is copied first.
    ///
    /// # Errors
    /// What to do about a file that cannot be read.
    pub fn open(path: &Path) -> Result<Self, Unreadable> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        match File::open(path).and_then(regular) {
            Ok(file) => Self::read(file, name),
            Err(error) => Err(Unreadable::File { name: path.display().to_string(), error }),
        }
    }

    /// Reads the beginning of a file; `name` is what people call it.
    ///
    /// # Errors
    /// As [`Export::open`].
    pub fn read(file: File, name: String) -> Result<Self, Unreadable> {
        let source = Source::new(file, name)?;
        let mut notes = Vec::new();
        let source = plain(source, &mut notes)?;
        let start = beginning(&source)?;
        let mark = if start.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let (delimiter, announced) = dialect::detect(&start[mark..]);
        let (names, first) = names(&source, delimiter, (mark + announced) as u64)?;
        let header = apart(&names, &mut notes);
        Ok(Self { source, delimiter, first, header, notes })
    }

    /// The beginning of an export that lies elsewhere: enough to know its columns and to suggest a plan.
    ///
    /// # Errors
    /// As [`Export::open`].
    pub fn beginning(text: &str, name: String) -> Result<Self, Unreadable> {
        let failed = |error| Unreadable::File { name: name.clone(), error };
        let mut file = tempfile::tempfile().map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
        Self::read(file, name)
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// Its columns, each with a name of its own.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// What was assumed about it.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    pub(in super::super) fn source(&self) -> &Source {
        &self.source
    }

    pub(in super::super) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Its blocks, from the first record under the header.
    pub(in super::super) fn blocks(&self) -> Cutter<'_> {
        Cutter::new(&self.source, self.delimiter, self.first)
    }

    /// Bytes of its records.
    pub(in super::super) fn bytes(&self) -> u64 {
        self.source.len().saturating_sub(self.first)
    }
}

fn regular(mut file: File) -> io::Result<File> {
    if file.metadata()?.is_file() {
        return Ok(file);
    }
    let mut copy = tempfile::tempfile()?;
    io::copy(&mut file, &mut copy)?;
    Ok(copy)
}

fn beginning(source: &Source) -> Result<Vec<u8>, Unreadable> {
    let mut start = vec![0; LOOK];
    let read = source.read(&mut start, 0)?;
    start.truncate(read);
    Ok(start)
}

/// The same export as text whose bytes agree with ASCII.
fn plain(source: Source, notes: &mut Vec<String>) -> Result<Source, Unreadable> {
    let start = beginning(&source)?;
    let name = source.name().to_owned();
    if start.starts_with(b"PK\x03\x04") {
        return Source::new(sheet::flatten(&source, notes)?, name);
    }
    for magic in
        [&b"\xd0\xcf\x11\xe0"[..], b"\x1f\x8b", b"%PDF-", b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd"]
    {
        if start.starts_with(magic) {
            return Err(Unreadable::Format(name));
        }
    }
    let Some(encoding) = wide::encoding(&start) else { return Ok(source) };
    notes.push(format!("It was read as {}.", encoding.name()));
    let copied = source.reader().and_then(|file| wide::narrow(file, encoding));
    Source::new(copied.map_err(|error| source.failed(error))?, name)
}

/// The header as it stands, and where the first record under it begins.
fn names(source: &Source, delimiter: u8, offset: u64) -> Result<(Vec<String>, u64), Unreadable> {
    let (mut buffer, mut marks, mut cells) = (Vec::new(), Marks::default(), Vec::new());
    let empty = || Unreadable::Empty(source.name().to_owned());
    let block = Cutter::new(source, delimiter, offset).next(&mut buffer)?.ok_or_else(empty)?;
    let data = &buffer[..block.length];
    let mut records = Records::new(data, &mut marks, delimiter);
    records.next(&mut cells).ok_or_else(empty)?;
    if cells.len() > COLUMNS {
        return Err(Unreadable::Columns { name: source.name().to_owned(), count: cells.len() });
    }
    let names = cells.iter().map(|cell| text(&cell.bytes(data)).trim().to_owned()).collect();
    Ok((names, offset + records.place() as u64))
}

/// Gives every column a name of its own: `status`, `status (2)`.
fn apart(names: &[String], notes: &mut Vec<String>) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut header = Vec::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
        let name = if name.is_empty() { format!("column {}", at + 1) } else { name.clone() };
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        let own = std::iter::once(name.clone()).chain(numbered).find(|own| !taken.contains(own));
        let own = own.unwrap_or_default();
        if own != name {
            notes.push(format!("Several columns are called “{name}”; one is shown as “{own}”."));
        }
        taken.insert(own.clone());
        header.push(own);
    }
    header
}
