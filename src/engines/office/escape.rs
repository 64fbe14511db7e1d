//! Text as it may stand in XML: whatever a person wrote, it stays text, and the part stays well-formed.

/// Whether XML 1.0 can hold a character at all.
fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// A text for an element or an attribute; characters that XML cannot hold are left out.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| is_allowed(*c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A reader would make a line feed of it.
            '\r' => {}
            c => out.push(c),
        }
    }
    out
}

/// A text for a cell of a workbook, where `_x0041_` would stand for a letter.
pub(super) fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        out.push_str(if is_code(from) { "_x005F_x" } else { "_x" });
        rest = &from[2..];
    }
    out.push_str(rest);
    self::text(&out)
}

/// Whether a text begins with what spreadsheets read as the code of a letter.
fn is_code(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7 && bytes[6] == b'_' && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_written_becomes_markup_or_breaks_the_part() {
        assert_eq!(
            text("<a href=\"x\">&\u{0}\u{7}\u{ffff}é\n\t"),
            "&lt;a href=&quot;x&quot;&gt;&amp;é\n\t"
        );
        assert_eq!(text("a\r\nb"), "a\nb");
    }

    #[test]
    fn what_looks_like_the_code_of_a_letter_stays_as_it_was_written() {
        assert_eq!(cell("_x0041_"), "_x005F_x0041_");
        assert_eq!(cell("x_x00_y _x"), "x_x00_y _x");
        assert_eq!(cell("_x0041_x0042_"), "_x005F_x0041_x005F_x0042_");
    }
}
