//! Workbooks and JSON as CSV, written once into files that have no name.
//! What could not be carried over is noted.

use super::Unreadable;
use super::rows::{Form, Rows};
use super::source::Source;
use super::workbook::{Workbook, quoted};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

/// The most that the texts of a workbook may unpack to.
const TEXTS: u64 = 512 * 1024 * 1024;
/// The most of a file of JSON that names its columns.
const JSON_LOOK: u64 = 2 * 1024 * 1024;

/// The first sheet of a workbook that holds anything, as CSV in a file that has no name.
pub fn workbook(source: &Source, notes: &mut Vec<String>) -> io::Result<File> {
    let mut book =
        Workbook::open(BufReader::new(source.reader()?), TEXTS).map_err(io::Error::other)?;
    let mut sheet = book.sheet(None).map_err(io::Error::other)?;
    let mut to = BufWriter::new(tempfile::tempfile()?);
    io::copy(&mut sheet, &mut to)?;
    notes.extend(sheet.notes());
    rewound(to)
}

/// How much of a file is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Its beginning, which may end anywhere.
    Beginning,
}

/// Records of JSON as CSV in a file that has no name.
pub fn json(source: &Source, extent: Extent, notes: &mut Vec<String>) -> Result<File, Unreadable> {
    let failed = |error: io::Error| Unreadable::File(error.to_string());
    let mut start = Vec::new();
    source.reader().map_err(failed)?.take(JSON_LOOK).read_to_end(&mut start).map_err(failed)?;
    let form = Form::of(&String::from_utf8_lossy(&start), None)?;
    let mut to = BufWriter::new(tempfile::tempfile().map_err(failed)?);
    write_line(&mut to, form.header.iter().map(String::as_str)).map_err(failed)?;
    let mut rows = Rows::new(BufReader::new(source.reader().map_err(failed)?), form);
    let mut problems = 0_u64;
    loop {
        match rows.next() {
            Ok(Some(row)) => {
                problems += u64::from(row.problem.is_some());
                write_line(&mut to, row.cells()).map_err(failed)?;
            }
            Ok(None) => break,
            Err(Unreadable::Incomplete(number)) if extent == Extent::Beginning && number > 1 => {
                break;
            }
            Err(error) => return Err(error),
        }
    }
    if problems > 0 {
        notes.push(format!("{problems} records are no objects, or have fields that the first ones have not: those were left out."));
    }
    rewound(to).map_err(failed)
}

fn write_line<'a>(to: &mut impl Write, cells: impl Iterator<Item = &'a str>) -> io::Result<()> {
    let mut line = Vec::new();
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            line.push(b',');
        }
        quoted(cell, &mut line);
    }
    line.push(b'\n');
    to.write_all(&line)
}

fn rewound(to: BufWriter<File>) -> io::Result<File> {
    let mut file = to.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}
