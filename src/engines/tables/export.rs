//! An export that was opened: its columns are known, its records are read when they are asked for, by any number of threads.
//! What was assumed about it is said in its notes.

use super::blocks::Cutter;
use super::cell::text;
use super::decode::{is_workbook, refuse_other_formats};
use super::dialect::{Dialect, Layout, names};
use super::flat::Extent;
use super::marks::Marks;
use super::records::{Records, Span};
use super::rows::Format;
use super::source::Source;
use super::{EXPORT_COLUMNS, Unreadable, flat, wide};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Bytes that the format and the delimiter are judged by.
const LOOK: usize = 64 * 1024;

/// A file that cannot be read, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {error}")]
pub struct FileError {
    /// What people call it.
    pub name: String,
    /// Why.
    pub error: Unreadable,
}

/// A table in a file.
#[derive(Debug)]
pub struct Export {
    source: Source,
    layout: Layout,
    first: u64,
    header: Vec<String>,
    notes: Vec<String>,
}

impl Export {
    /// Opens a file; what is no regular file, such as a pipe, is copied first.
    ///
    /// # Errors
    /// What to do about a file that cannot be read.
    pub fn open(path: &Path) -> Result<Self, FileError> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        match File::open(path).and_then(regular) {
            Ok(file) => Self::read(file, name),
            Err(error) => Err(FileError {
                name: path.display().to_string(),
                error: Unreadable::File(error.to_string()),
            }),
        }
    }

    /// Reads the beginning of a file; `name` is what people call it.
    ///
    /// # Errors
    /// As [`Export::open`].
    pub fn read(file: File, name: String) -> Result<Self, FileError> {
        Self::read_of(file, name, Extent::Whole)
    }

    fn read_of(file: File, name: String, extent: Extent) -> Result<Self, FileError> {
        let mut notes = Vec::new();
        let source = plain(Source::new(file, name)?, extent, &mut notes)?;
        let start = beginning(&source)?;
        let layout = Layout::of(&start[mark(&start)..], None);
        Self::laid_out(source, layout, notes)
    }

    fn laid_out(source: Source, layout: Layout, mut notes: Vec<String>) -> Result<Self, FileError> {
        let (cells, first) = header(&source, &layout)?;
        let (header, more) = names(cells.iter().map(String::as_str));
        notes.extend(more);
        if layout.header_row > 1 {
            notes.push(format!(
                "Row {} was taken for the one that names the columns.",
                layout.header_row
            ));
        }
        Ok(Self { source, layout, first, header, notes })
    }

    /// The same export with the row that names these columns as its header, when the header it has does not and another
    /// row near the beginning does.
    ///
    /// # Errors
    /// As [`Export::open`].
    pub fn headed_by(self, columns: &[&str]) -> Result<Self, FileError> {
        let named =
            |column: &&str| self.header.iter().any(|name| name.eq_ignore_ascii_case(column));
        if columns.is_empty() || columns.iter().all(named) {
            return Ok(self);
        }
        let start = beginning(&self.source)?;
        match self.layout.headed_by(&start[mark(&start)..], columns) {
            Some(layout) => Self::laid_out(self.source, layout, self.notes),
            None => Ok(self),
        }
    }

    /// The beginning of an export that lies elsewhere, or all of it where that is short: enough to know its columns and
    /// to suggest a plan.
    ///
    /// # Errors
    /// As [`Export::open`].
    pub fn beginning(text: &str, extent: Extent, name: String) -> Result<Self, FileError> {
        let failed = |error: io::Error| FileError {
            name: name.clone(),
            error: Unreadable::File(error.to_string()),
        };
        let mut file = tempfile::tempfile().map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
        Self::read_of(file, name, extent)
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

    /// The number of the row that names them, as a spreadsheet counts.
    #[must_use]
    pub fn header_row(&self) -> u64 {
        self.layout.header_row
    }

    /// What was assumed about it.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Where its bytes are read again.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// How its records are told apart.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.layout.dialect()
    }

    /// Its blocks, from the first record under the header.
    #[must_use]
    pub fn blocks(&self) -> Cutter<'_> {
        Cutter::new(&self.source, self.dialect(), self.first)
    }

    /// Bytes of its records.
    #[must_use]
    pub fn bytes(&self) -> u64 {
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

fn beginning(source: &Source) -> Result<Vec<u8>, FileError> {
    let mut start = vec![0; LOOK];
    let read = source.read(&mut start, 0)?;
    start.truncate(read);
    Ok(start)
}

/// How many bytes at the start only say that it is UTF-8.
fn mark(start: &[u8]) -> usize {
    if start.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }
}

/// The same table as text whose bytes agree with ASCII.
fn plain(source: Source, extent: Extent, notes: &mut Vec<String>) -> Result<Source, FileError> {
    let start = beginning(&source)?;
    let name = source.name().to_owned();
    let unread = |error: io::Error| source.refused(Unreadable::from_io(error, 1));
    if is_workbook(&start) {
        return Source::new(flat::workbook(&source, notes).map_err(unread)?, name);
    }
    refuse_other_formats(&start).map_err(|error| source.refused(error))?;
    let source = match wide::encoding(&start) {
        None => source,
        Some(encoding) => {
            notes.push(format!("It was read as {}.", encoding.name()));
            let copied = source.reader().and_then(|file| wide::narrow(file, encoding));
            Source::new(copied.map_err(|error| source.unread(&error))?, name)?
        }
    };
    let start = beginning(&source)?;
    if Format::of(&text(&start)) == Format::Json {
        let flat = flat::json(&source, extent, notes).map_err(|error| source.refused(error))?;
        return Source::new(flat, source.name().to_owned());
    }
    Ok(source)
}

/// The cells of the header, those that are blank filled from a row of titles directly above it, and where the first
/// record under it begins.
fn header(source: &Source, layout: &Layout) -> Result<(Vec<String>, u64), FileError> {
    let (mut buffer, mut marks, mut cells) = (Vec::new(), Marks::default(), Vec::new());
    let mut start = [0; 3];
    let read = source.read(&mut start, 0)?;
    let offset = mark(&start[..read]) as u64;
    let empty = || source.refused(Unreadable::Empty);
    let block =
        Cutter::new(source, layout.dialect(), offset).next(&mut buffer)?.ok_or_else(empty)?;
    let data = &buffer[..block.length];
    let mut records = Records::new(data, &mut marks, layout.dialect());
    let (mut number, mut end, mut above) = (0, 0, Vec::new());
    let read = |cells: &[Span]| -> Vec<String> {
        cells.iter().map(|cell| text(&cell.bytes(data)).trim().to_owned()).collect()
    };
    loop {
        let begin = records.next(&mut cells).ok_or_else(empty)?;
        number += 1 + super::titles::blank_lines(&data[..begin as usize], end);
        end = records.place();
        if number >= layout.header_row {
            break;
        }
        above = if number + 1 == layout.header_row { read(&cells) } else { Vec::new() };
    }
    if cells.len() > EXPORT_COLUMNS {
        return Err(source.refused(Unreadable::TooManyColumns(cells.len(), EXPORT_COLUMNS)));
    }
    let mut names = read(&cells);
    // A head over two rows: what is merged downwards stands in the upper one.
    if above.iter().filter(|name| !name.is_empty()).count() > 1 {
        let blank = names.iter_mut().zip(above).filter(|(name, _)| name.is_empty());
        blank.for_each(|(name, upper)| *name = upper);
    }
    Ok((names, offset + records.place() as u64))
}

#[cfg(test)]
mod tests;
