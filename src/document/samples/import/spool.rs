//! A file as it is kept until it is imported: text, whatever it was, and redacted on the way.
//! Nothing of a file is stored before it went through here.

use crate::engines::redact::{Found, Policy, Redactor};
use crate::engines::tables::{
    Decoding, Format, TEXTS, Unreadable, WORKBOOK, Workbook, is_workbook,
};
use std::io::{self, Read, Write};

/// How a file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spooled {
    /// What it was: “CSV”, “JSON”, “XLSX”.
    pub format: &'static str,
    /// The encoding it was in.
    pub encoding: &'static str,
    /// What was not certain.
    pub note: String,
    /// What was replaced.
    pub found: Vec<Found>,
}

/// Writes a file as redacted text; `sheet` names the one of a workbook that is read, if not the first that holds anything.
///
/// # Errors
/// When it cannot be read; or when the writer fails, with [`Unreadable::Broken`].
pub fn spool(
    input: &mut dyn Read,
    sheet: Option<&str>,
    redactor: &Redactor,
    output: &mut dyn Write,
) -> Result<Spooled, Unreadable> {
    spool_io(input, sheet, redactor, output).map_err(|error| Unreadable::from_io(error, 0))
}

fn spool_io(
    input: &mut dyn Read,
    sheet: Option<&str>,
    redactor: &Redactor,
    output: &mut dyn Write,
) -> io::Result<Spooled> {
    let mut start = Vec::new();
    (&mut *input).take(4).read_to_end(&mut start)?;
    if is_workbook(&start) {
        (&mut *input).take(WORKBOOK as u64 - 3).read_to_end(&mut start)?;
        if start.len() > WORKBOOK {
            return Err(io::Error::other(Unreadable::WorkbookTooLarge));
        }
        let mut workbook =
            Workbook::open(io::Cursor::new(start), TEXTS).map_err(io::Error::other)?;
        let mut sheet = workbook.sheet(sheet).map_err(io::Error::other)?;
        let found = redactor.stream(Policy::Evidence, &mut sheet, output)?;
        let note = sheet.notes().join(" ");
        return Ok(Spooled { format: "XLSX", encoding: "UTF-8", note, found });
    }
    let mut text = Decoding::new(io::Cursor::new(start).chain(input))?;
    let mut begin = vec![0; 1_024];
    let n = text.read(&mut begin)?;
    begin.truncate(n);
    let format = match Format::of(&String::from_utf8_lossy(&begin)) {
        Format::Json => "JSON",
        Format::Table => "CSV",
    };
    let mut whole = io::Cursor::new(begin).chain(&mut text);
    let found = redactor.stream(Policy::Evidence, &mut whole, output)?;
    drop(whole);
    if text.is_blank() {
        return Err(io::Error::other(Unreadable::Empty));
    }
    let note = text.note().unwrap_or_default().to_owned();
    Ok(Spooled { format, encoding: text.encoding(), note, found })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spooled(bytes: &[u8]) -> Result<(String, Spooled), Unreadable> {
        let mut text = Vec::new();
        let told = spool(&mut &*bytes, None, &Redactor::new(b"key"), &mut text)?;
        Ok((String::from_utf8(text).unwrap(), told))
    }

    #[test]
    fn what_is_kept_is_redacted_text_whatever_it_was() {
        let mail = "id,note\n1,mail to ada@example.org from caf\u{e9}\n";
        let latin: Vec<u8> = mail.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        let wide: Vec<u8> = mail.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, encoding) in
            [(latin, "windows-1252"), (wide, "UTF-16LE"), (mail.into(), "UTF-8")]
        {
            let (text, told) = spooled(&bytes).unwrap();
            assert!(text.contains("café") && text.contains("‹email"), "{text}");
            assert!(!text.contains("ada@"), "{text}");
            assert_eq!((told.format, told.encoding), ("CSV", encoding));
            assert_eq!(told.found.len(), 1);
        }
    }

    #[test]
    fn json_stays_json() {
        let (text, told) = spooled(br#"[{"password": "hunter2hunter2", "n": 1}]"#).unwrap();
        assert_eq!(told.format, "JSON");
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(value[0]["password"].as_str().unwrap().starts_with('‹'), "{text}");
    }

    #[test]
    fn what_is_nothing_or_no_text_is_refused() {
        assert_eq!(spooled(b"").err(), Some(Unreadable::Empty));
        assert_eq!(spooled(b" \n").err(), Some(Unreadable::Empty));
        assert_eq!(spooled(b"%PDF-1.7").err(), Some(Unreadable::Binary));
        assert_eq!(spooled(b"PK\x03\x04rest").err(), Some(Unreadable::Workbook));
    }
}
