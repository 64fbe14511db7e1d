//! From bytes to text: bounded, and sure of the encoding or saying that it is not.
//! Nothing is unpacked: what is compressed is refused.

use super::Unreadable;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text and what deserves a look about how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The text.
    pub text: String,
    /// What was assumed.
    pub note: Option<&'static str>,
}

/// Reads bytes as text.
///
/// # Errors
/// When there are more than `most` bytes, or they are no text.
pub fn text(bytes: Vec<u8>, most: usize) -> Result<Source, Unreadable> {
    if bytes.len() > most {
        return Err(too_large(most));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0x1f, 0x8b]) {
        return Err(Unreadable::whole("This file is compressed. Unpack it first."));
    }
    let (encoding, note) = encoding_of(&bytes)?;
    let text = if encoding == UTF_8 {
        String::from_utf8(bytes).map_err(|_| not_utf_8())?
    } else {
        encoding.decode(&bytes).0.into_owned()
    };
    if text.contains('\0') {
        return Err(Unreadable::whole(
            "This is no text. Export it in the chosen format and try again.",
        ));
    }
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(Unreadable::whole("There is nothing in it."));
    }
    Ok(Source { text, note })
}

/// A file is larger than is read.
#[must_use]
pub fn too_large(most: usize) -> Unreadable {
    let megabytes = most / 1024 / 1024;
    Unreadable::whole(format!("This is larger than {megabytes} MB. Export a part of it."))
}

fn not_utf_8() -> Unreadable {
    Unreadable::whole("It says that it is UTF-8 and is not. Export it again, as UTF-8.")
}

/// The encoding by the mark at the start, by what the file declares, or by trying.
fn encoding_of(bytes: &[u8]) -> Result<(&'static Encoding, Option<&'static str>), Unreadable> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok((encoding, None));
    }
    match bytes {
        [b'<', 0, ..] => return Ok((UTF_16LE, None)),
        [0, b'<', ..] => return Ok((UTF_16BE, None)),
        _ => {}
    }
    let valid = std::str::from_utf8(bytes).is_ok();
    let Some(label) = declared(bytes) else {
        let guess = "It is not UTF-8, so it was read as Latin-1 (Windows-1252). Check letters with accents.";
        return Ok(if valid { (UTF_8, None) } else { (WINDOWS_1252, Some(guess)) });
    };
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
        let label: String = label.chars().take(40).collect();
        let message = format!("It is in “{label}”, which cannot be read. Export it as UTF-8.");
        return Err(Unreadable::whole(message));
    };
    // Without its mark and with single bytes it cannot be UTF-16, whatever it says.
    if encoding == UTF_16LE || encoding == UTF_16BE {
        return if valid { Ok((UTF_8, None)) } else { Err(not_utf_8()) };
    }
    if encoding == UTF_8 && !valid {
        return Err(not_utf_8());
    }
    Ok((encoding, None))
}

/// What an XML declaration says the encoding is.
fn declared(bytes: &[u8]) -> Option<String> {
    let head: String = bytes.iter().take(200).map(|byte| char::from(*byte)).collect();
    let head = head.strip_prefix("<?xml")?;
    let head = &head[..head.find("?>")?];
    let value = head[head.find("encoding")? + "encoding".len()..].trim_start();
    let value = value.strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Source, String> {
        text(bytes.to_vec(), 1_000).map_err(|error| error.to_string())
    }

    #[test]
    fn the_encoding_is_what_the_file_declares() {
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a n='\xe4'/>";
        assert!(read(latin).unwrap().text.contains('ä'));
        let utf16: Vec<u8> = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><ä/>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert!(read(&utf16).unwrap().text.contains('ä'));
        assert_eq!(read("\u{feff}ä".as_bytes()).unwrap().text, "\u{feff}ä");
        assert!(read(b"a;\xe4").unwrap().note.is_some());
    }

    #[test]
    fn what_is_no_text_is_refused_with_what_to_do() {
        assert_eq!(read(b"  ").unwrap_err(), "There is nothing in it.");
        assert!(read(b"PK\x03\x04zip").unwrap_err().contains("Unpack"));
        assert!(read(b"\x89PNG\0\0").unwrap_err().starts_with("This is no text"));
        assert!(read(b"<?xml encoding='UTF-8'?>\xff").unwrap_err().contains("UTF-8"));
        assert!(read(b"<?xml encoding='klingon'?>").unwrap_err().contains("klingon"));
        assert!(read(&[b'x'; 1_001]).unwrap_err().contains("larger"));
    }
}
