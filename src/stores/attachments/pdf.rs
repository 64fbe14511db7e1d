//! PDFs are kept as they were sent: what they show cannot be redacted, and people are told so.
//! One that says openly that it is more than pages is refused; none is ever shown within a page of ours.

use super::Refused;

/// Where a PDF says that it ended.
const END: usize = 2_048;
/// What says that it is locked, runs something or carries files. It may say so where only a reader of PDF finds it, so that
/// what is served is never run by a browser either.
const MORE: [&[u8]; 5] = [b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/Encrypt"];

/// Whether it begins and ends as a PDF does, and says of nothing that it is more than pages.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refused> {
    let end = &bytes[bytes.len().saturating_sub(END)..];
    if !bytes.starts_with(b"%PDF-") || !holds(end, b"%%EOF") {
        return Err(Refused::BrokenPdf);
    }
    let plain = unescaped(bytes);
    if MORE.iter().any(|name| holds(&plain, name)) { Err(Refused::Pdf) } else { Ok(()) }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(bytes, part).is_some()
}

/// A name may write any letter as `#` and two digits.
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let written = if *byte == b'#' { digit(at + 1).zip(digit(at + 2)) } else { None };
        match written.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(letter) => {
                plain.push(letter);
                at += 3;
            }
            None => {
                plain.push(*byte);
                at += 1;
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pdf(inside: &str) -> Vec<u8> {
        format!("%PDF-1.7\n1 0 obj\n<< {inside} >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n")
            .into()
    }

    #[test]
    fn a_pdf_that_is_more_than_pages_is_refused_however_it_is_written() {
        assert_eq!(check(&pdf("/Type /Catalog")), Ok(()));
        for inside in [
            "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
            "/S /J#61va#53cript",
            "/S /Launch /F (calc.exe)",
            "/Names << /EmbeddedFiles 2 0 R >>",
            "/Encrypt 4 0 R",
        ] {
            assert_eq!(check(&pdf(inside)), Err(Refused::Pdf), "{inside}");
        }
    }

    #[test]
    fn what_only_begins_like_one_or_begins_otherwise_is_none() {
        let hidden = [&b"<html>"[..], &pdf("")].concat();
        for bytes in [&b"%PDF-1.7"[..], b"", b"#", &hidden] {
            assert_eq!(check(bytes), Err(Refused::BrokenPdf), "{}", bytes.escape_ascii());
        }
    }
}
