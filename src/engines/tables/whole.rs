//! A small file as one text: decoded, or of a workbook its first sheet as CSV.
//! It is bounded by what is asked for, whatever the file unpacks to.

use super::workbook::{TEXTS, WORKBOOK, Workbook};
use super::{Decoding, Unreadable, is_workbook};
use std::io::{self, Cursor, Read};

/// All text of a file, of which at most `most` bytes are taken.
///
/// # Errors
/// When it cannot be read, holds nothing, or holds more.
pub fn whole(bytes: Vec<u8>, most: usize) -> Result<String, Unreadable> {
    let text = if is_workbook(&bytes) { of_workbook(bytes, most)? } else { decoded(bytes, most)? };
    match text.len() {
        length if length > most => Err(Unreadable::TooMuchText),
        _ if text.trim().is_empty() => Err(Unreadable::Empty),
        _ => Ok(text),
    }
}

fn decoded(bytes: Vec<u8>, most: usize) -> Result<String, Unreadable> {
    let told = |error| Unreadable::from_io(error, 0);
    bounded(Decoding::new(Cursor::new(bytes)).map_err(told)?, most).map_err(told)
}

fn of_workbook(bytes: Vec<u8>, most: usize) -> Result<String, Unreadable> {
    if bytes.len() > WORKBOOK {
        return Err(Unreadable::WorkbookTooLarge);
    }
    let mut book = Workbook::open(Cursor::new(bytes), TEXTS)?;
    let sheet = book.sheet(None)?;
    bounded(sheet, most).map_err(|error| Unreadable::from_io(error, 0))
}

/// What is read, cut off one byte after as much as is taken; half a letter at the cut is none.
fn bounded(input: impl Read, most: usize) -> io::Result<String> {
    let mut bytes = Vec::new();
    input.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_one_text_whatever_its_encoding_and_line_ends() {
        let wide: Vec<u8> =
            "id;caf\u{e9}\r\n1;x".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(whole(wide, 100).unwrap(), "id;café\n1;x");
        assert_eq!(whole(b"\xef\xbb\xbfid\r1".to_vec(), 100).unwrap(), "id\n1");
        assert_eq!(whole(b"id,caf\xe9".to_vec(), 100).unwrap(), "id,café");
    }

    #[test]
    fn what_holds_nothing_or_too_much_or_is_no_text_is_told() {
        assert_eq!(whole(b" \n".to_vec(), 100), Err(Unreadable::Empty));
        assert_eq!(whole(b"id,name".to_vec(), 6), Err(Unreadable::TooMuchText));
        assert_eq!(whole(b"id,name".to_vec(), 7).unwrap(), "id,name");
        assert_eq!(whole(b"%PDF-1.7".to_vec(), 100), Err(Unreadable::Binary));
        assert_eq!(whole(b"PK\x03\x04rest".to_vec(), 100), Err(Unreadable::Workbook));
    }
}
