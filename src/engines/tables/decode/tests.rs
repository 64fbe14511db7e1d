use super::*;

const TEXT: &str = "id,note\n1,café\n";

/// The text, its encoding and what was not certain.
fn decode(bytes: &[u8]) -> Result<(String, &'static str, Option<&'static str>), Unreadable> {
    let refused = |error: io::Error| error.downcast::<Unreadable>().unwrap();
    let mut decoding = Decoding::new(bytes).map_err(refused)?;
    let mut text = String::new();
    decoding.read_to_string(&mut text).map_err(refused)?;
    Ok((text, decoding.encoding(), decoding.note()))
}

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn utf_8_is_read_with_and_without_its_mark() {
    for bytes in [TEXT.as_bytes().to_vec(), [b"\xef\xbb\xbf", TEXT.as_bytes()].concat()] {
        assert_eq!(decode(&bytes).unwrap(), (TEXT.into(), "UTF-8", None));
    }
}

#[test]
fn utf_16_is_read_in_both_orders_with_and_without_its_mark() {
    for (big, mark) in [(false, false), (false, true), (true, false), (true, true)] {
        let name = if big { "UTF-16BE" } else { "UTF-16LE" };
        assert_eq!(decode(&utf16(TEXT, big, mark)).unwrap(), (TEXT.into(), name, None));
    }
}

#[test]
fn latin_1_is_read_with_a_note_never_in_silence() {
    let found = decode(b"id,note\n1,caf\xe9\n").unwrap();
    assert_eq!(found, (TEXT.into(), "windows-1252", Some(GUESSED)));
}

#[test]
fn damaged_text_says_so_and_keeps_what_was_read() {
    assert_eq!(decode(b"\xef\xbb\xbfid\n\xc0\xaf\n").unwrap().2, Some(DAMAGED));
    let found = decode("é,\u{fffd}".replace('\u{fffd}', "").as_bytes()).unwrap();
    assert_eq!(found.2, None);
    assert_eq!(
        decode(b"caf\xc3\xa9 caf\xe9!").unwrap(),
        ("café caf\u{fffd}!".into(), "UTF-8", Some(DAMAGED))
    );
}

#[test]
fn line_ends_of_every_system_become_one() {
    assert_eq!(decode(b"a\r\nb\rc\nd\r\r\ne\r").unwrap().0, "a\nb\nc\nd\n\ne\n");
}

#[test]
fn what_lies_across_blocks_is_read_whole() {
    for lead in 0..5 {
        let text = format!("{}{}", "x".repeat(lead), "é\r\n€".repeat(3 * BLOCK / 7));
        assert_eq!(decode(text.as_bytes()).unwrap().0, text.replace("\r\n", "\n"));
        assert_eq!(decode(&utf16(&text, true, true)).unwrap().0, text.replace("\r\n", "\n"));
    }
}

#[test]
fn what_is_no_text_is_refused_with_what_to_do() {
    assert_eq!(decode(b"\xd0\xcf\x11\xe0rest"), Err(Unreadable::Workbook));
    assert_eq!(decode(b"<html><body><table><tr><td>id"), Err(Unreadable::WebPage));
    assert_eq!(decode(b"\x1f\x8b\x08"), Err(Unreadable::Compressed));
    assert_eq!(decode(b"%PDF-1.7"), Err(Unreadable::Binary));
    assert_eq!(decode(&[b'a', 0, 0, 0].repeat(99)), Err(Unreadable::Binary));
}

#[test]
fn nothing_is_blank() {
    for bytes in [&b""[..], b" \r\n\t ", b"\xef\xbb\xbf"] {
        let mut decoding = Decoding::new(bytes).unwrap();
        decoding.read_to_end(&mut Vec::new()).unwrap();
        assert!(decoding.is_blank());
    }
}
