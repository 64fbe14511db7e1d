//! Texts: logs and payloads, in whatever encoding they come.
//! Stored text is UTF-8 without control characters that a terminal would obey.

use super::{Refused, TEXT_BYTES};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// The text of a file.
pub(super) fn read(bytes: &[u8]) -> Result<String, Refused> {
    if bytes.len() > TEXT_BYTES {
        return Err(Refused::LongText);
    }
    let text = decode(bytes)?;
    if text.chars().any(is_binary) {
        return Err(Refused::Unknown);
    }
    Ok(text.chars().filter(|c| *c != '\u{1b}').collect())
}

/// By its mark, else UTF-8, else what Windows and most of the West wrote before.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Refused> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let decoded = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
        return decoded.ok_or(Refused::Unknown);
    }
    let decoded = UTF_8.decode_without_bom_handling_and_without_replacement(bytes);
    decoded
        .or_else(|| WINDOWS_1252.decode_without_bom_handling_and_without_replacement(bytes))
        .ok_or(Refused::Unknown)
}

/// A character that no text has. The escape of coloured logs is left out instead.
fn is_binary(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_in_its_encoding() {
        assert_eq!(read("Größe".as_bytes()), Ok("Größe".into()));
        assert_eq!(read(b"Gr\xf6\xdfe"), Ok("Größe".into()));
        assert_eq!(read(b"\xff\xfeG\0r\0"), Ok("Gr".into()));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(read(b"a\0b"), Err(Refused::Unknown));
        assert_eq!(read(&[1, 2, 3]), Err(Refused::Unknown));
        assert_eq!(read(&vec![b'a'; TEXT_BYTES + 1]), Err(Refused::LongText));
    }

    #[test]
    fn a_terminal_finds_nothing_to_obey() {
        assert_eq!(read(b"\x1b[31mERROR\x1b[0m"), Ok("[31mERROR[0m".into()));
    }
}
