//! UTF-16, as spreadsheet programs write “Unicode text”: copied once to UTF-8, in a file that has no name.
//! The copy is gone when it is closed.

use encoding_rs::{CoderResult, Encoding, UTF_16BE, UTF_16LE};
use std::fs::File;
use std::io::{self, Read, Write};

/// Bytes that are converted at a time.
const STEP: usize = 64 * 1024;

/// The encoding of text in two-byte units, by its mark or by every other byte of its start being zero.
pub fn encoding(start: &[u8]) -> Option<&'static Encoding> {
    if start.starts_with(b"\xff\xfe") {
        return Some(UTF_16LE);
    }
    if start.starts_with(b"\xfe\xff") {
        return Some(UTF_16BE);
    }
    let pairs = start.len() / 2;
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    match pairs {
        0 | 1 => None,
        _ if second * 10 > pairs * 8 && first * 10 < pairs => Some(UTF_16LE),
        _ if first * 10 > pairs * 8 && second * 10 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// Copies it as UTF-8; what is no character becomes the sign for that.
pub fn narrow(mut from: impl Read, encoding: &'static Encoding) -> io::Result<File> {
    let mut to = io::BufWriter::new(tempfile::tempfile()?);
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let (mut bytes, mut text) = (vec![0; STEP], vec![0; STEP * 2]);
    loop {
        let read = from.read(&mut bytes)?;
        let mut rest = &bytes[..read];
        loop {
            let (result, used, written, _) = decoder.decode_to_utf8(rest, &mut text, read == 0);
            to.write_all(&text[..written])?;
            rest = &rest[used..];
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        if read == 0 {
            return to.into_inner().map_err(io::IntoInnerError::into_error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Seek;

    #[test]
    fn both_orders_are_known_with_and_without_a_mark_and_copied_whole() {
        let written = format!("id,name\n1,Zoë 😀{}\n", "x".repeat(STEP));
        for (mark, big) in [(false, false), (false, true), (true, false), (true, true)] {
            let units = mark.then_some(0xfeff).into_iter().chain(written.encode_utf16());
            let bytes: Vec<u8> = units
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect();
            let mut file = narrow(bytes.as_slice(), encoding(&bytes).unwrap()).unwrap();
            file.rewind().unwrap();
            assert_eq!(io::read_to_string(file).unwrap(), written);
        }
        assert_eq!(encoding(b"id,name\n1,x\n"), None);
    }
}
