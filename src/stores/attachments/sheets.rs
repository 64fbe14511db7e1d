//! Workbooks beside a sample: what their cells show is kept as text, sheet after sheet, redacted as an import is.
//! Formulas, macros, hidden sheets, comments and pictures stay outside.

use super::{Refused, TEXT_BYTES};
use crate::engines::redact::{Found, Redactor};
use crate::engines::tables::{TEXTS, Workbook};
use std::io::{Cursor, Read};

/// The text of all sheets, and what was replaced in it.
pub(super) fn read(content: &[u8], redactor: &Redactor) -> Result<(Vec<u8>, Vec<Found>), Refused> {
    let broken = |_| Refused::Workbook;
    let mut book = Workbook::open(Cursor::new(content), TEXTS).map_err(broken)?;
    let (mut text, mut replaced, mut left) = (String::new(), Vec::new(), TEXT_BYTES);
    for name in book.names().to_vec() {
        let sheet = book.sheet(Some(&name)).map_err(broken)?;
        // As bytes first: where it is cut off, half a letter may stand at the end.
        let mut rows = Vec::new();
        sheet.take(left as u64 + 1).read_to_end(&mut rows).map_err(|_| Refused::Workbook)?;
        left = left.checked_sub(rows.len()).ok_or(Refused::LongWorkbook)?;
        let rows = String::from_utf8(rows).map_err(|_| Refused::Workbook)?;
        if rows.trim().is_empty() {
            continue;
        }
        // Each by itself: a header says what its columns hold, and begins with the first row.
        for redacted in [redactor.text(&format!("Sheet “{name}”\n")), redactor.text(&rows)] {
            text.push_str(&redacted.text);
            add(&mut replaced, redacted.found);
        }
        text.push('\n');
    }
    if text.is_empty() { Err(Refused::EmptyWorkbook) } else { Ok((text.into_bytes(), replaced)) }
}

fn add(all: &mut Vec<Found>, found: Vec<Found>) {
    for one in found {
        match all.iter_mut().find(|it| it.kind == one.kind) {
            Some(counted) => counted.count += one.count,
            None => all.push(one),
        }
    }
}
