//! From bytes to text: finds the encoding, and says so.
//! A guess is never silent: whatever was not certain comes with a note.

use super::{BYTES, Unreadable};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Notes for the person who imports.
const GUESSED: &str =
    "It is not UTF-8, so it was read as Latin-1 (Windows-1252). Check letters with accents below.";
const DAMAGED: &str = "Some characters could not be read and show as “\u{fffd}”. Check them below, or export the file as UTF-8.";

/// A text, and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, its line ends as `\n`.
    pub text: String,
    /// The encoding it was read in.
    pub encoding: &'static str,
    /// What was not certain.
    pub note: Option<&'static str>,
}

/// Reads bytes as text.
///
/// # Errors
/// When they are no text, or more than is read at once.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Unreadable> {
    if bytes.len() > BYTES {
        return Err(Unreadable::TooLarge);
    }
    refuse_other_formats(bytes)?;
    let (encoding, guessed) = encoding_of(bytes);
    let (text, _, damaged) = encoding.decode(bytes);
    let text = lines(&text);
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    // A text holds a stray NUL at most; a program or picture is full of them.
    if text.matches('\0').count() * 100 > text.len() {
        return Err(Unreadable::Binary);
    }
    let note = if damaged { Some(DAMAGED) } else { guessed.then_some(GUESSED) };
    Ok(Decoded { text, encoding: encoding.name(), note })
}

/// Formats that people take for CSV, by their first bytes.
fn refuse_other_formats(bytes: &[u8]) -> Result<(), Unreadable> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") || starts(b"\xd0\xcf\x11\xe0") {
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
    Ok(())
}

/// The encoding, and whether it is a guess.
fn encoding_of(bytes: &[u8]) -> (&'static Encoding, bool) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, false);
    }
    if let Some(encoding) = wide(bytes) {
        return (encoding, false);
    }
    if std::str::from_utf8(bytes).is_ok() { (UTF_8, false) } else { (WINDOWS_1252, true) }
}

/// UTF-16 without a mark: in text of mostly Western letters every other byte is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(4_096)];
    let pairs = start.len() / 2;
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    if pairs < 2 {
        None
    } else if second * 10 > pairs * 8 && first * 10 < pairs {
        Some(UTF_16LE)
    } else if first * 10 > pairs * 8 && second * 10 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// All line ends as `\n`: browsers rewrite them when a text travels in a form, and rows must not differ by that.
fn lines(text: &str) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "id,note\n1,café\n";

    fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn utf_8_is_read_with_and_without_its_mark() {
        for bytes in [TEXT.as_bytes().to_vec(), [b"\xef\xbb\xbf", TEXT.as_bytes()].concat()] {
            let decoded = decode(&bytes).unwrap();
            assert_eq!(
                (decoded.text.as_str(), decoded.encoding, decoded.note),
                (TEXT, "UTF-8", None)
            );
        }
    }

    #[test]
    fn utf_16_is_read_in_both_orders_with_and_without_its_mark() {
        for (big, mark) in [(false, false), (false, true), (true, false), (true, true)] {
            let decoded = decode(&utf16(TEXT, big, mark)).unwrap();
            assert_eq!(decoded.text, TEXT);
            assert_eq!(decoded.encoding, if big { "UTF-16BE" } else { "UTF-16LE" });
        }
    }

    #[test]
    fn latin_1_is_read_with_a_note_never_in_silence() {
        let decoded = decode(b"id,note\n1,caf\xe9\n").unwrap();
        assert_eq!((decoded.text.as_str(), decoded.note), (TEXT, Some(GUESSED)));
    }

    #[test]
    fn damaged_text_says_so() {
        let decoded = decode(b"\xef\xbb\xbfid\n\xc0\xaf\n").unwrap();
        assert_eq!(decoded.note, Some(DAMAGED));
    }

    #[test]
    fn line_ends_of_every_system_become_one() {
        assert_eq!(decode(b"a\r\nb\rc\nd").unwrap().text, "a\nb\nc\nd");
    }

    #[test]
    fn what_is_no_csv_is_refused_with_what_to_do() {
        assert_eq!(decode(b""), Err(Unreadable::Empty));
        assert_eq!(decode(b" \r\n\t "), Err(Unreadable::Empty));
        assert_eq!(decode(b"\xef\xbb\xbf"), Err(Unreadable::Empty));
        assert_eq!(decode(b"PK\x03\x04rest"), Err(Unreadable::Workbook));
        assert_eq!(decode(b"\x1f\x8b\x08"), Err(Unreadable::Compressed));
        assert_eq!(decode(b"%PDF-1.7"), Err(Unreadable::Binary));
        assert_eq!(decode(&[b'a', 0, 0, 0].repeat(99)), Err(Unreadable::Binary));
        assert_eq!(decode(&vec![b'a'; BYTES + 1]), Err(Unreadable::TooLarge));
    }
}
