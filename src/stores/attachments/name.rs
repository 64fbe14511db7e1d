//! The name of a file: shown to people and offered when it is saved.
//! It is never a path, and nothing is ever found by it.

use crate::engines::redact::Redactor;

/// Longest name, in characters.
const NAME_LIMIT: usize = 120;

/// A name as it is stored: one that is longer with its placeholders than it may be says nothing worth keeping.
pub(super) fn redacted(given: &str, extension: &str, redactor: &Redactor) -> String {
    // Without its ending: “ada@example.org.pdf” would be an address of the land “pdf”.
    let stem = redactor.text(&stem(given)).text;
    let stem = if stem.chars().count() > NAME_LIMIT + 60 { "file" } else { &stem };
    format!("{stem}.{extension}")
}

/// A name without folders, control characters and tricks, and without its ending.
fn stem(given: &str) -> String {
    let last = given.rsplit(['/', '\\', ':']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control() && !turns(*c)).collect();
    let stem = plain.trim().trim_matches('.').trim();
    let stem = match stem.rsplit_once('.') {
        Some((stem, end)) if end.len() <= 5 && end.chars().all(char::is_alphanumeric) => stem,
        _ => stem,
    };
    let stem: String = stem.trim_matches('.').chars().take(NAME_LIMIT).collect();
    if stem.trim().is_empty() { "file".to_owned() } else { stem.trim().to_owned() }
}

/// A name as a sentence repeats it to whoever sent it.
pub(super) fn shown(given: &str) -> String {
    given.chars().filter(|c| !c.is_control() && !turns(*c)).take(NAME_LIMIT).collect()
}

/// Marks that make a name read backwards, or not at all.
fn turns(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_path() {
        for (given, name) in [
            ("../../etc/passwd", "passwd.txt"),
            ("..\\..\\boot.ini", "boot.txt"),
            ("C:\\Users\\ada\\log.txt", "log.txt"),
            ("/", "file.txt"),
            ("..", "file.txt"),
            ("", "file.txt"),
            (".htaccess", "htaccess.txt"),
            ("a\r\nSet-Cookie: x.txt", "x.txt"),
            ("in\u{202e}gnp.exe", "ingnp.txt"),
            ("order 10023.final.json", "order 10023.final.txt"),
        ] {
            assert_eq!(format!("{}.txt", stem(given)), name, "{given:?}");
        }
        assert_eq!(stem(&"x".repeat(500)).chars().count(), NAME_LIMIT);
        let many = redacted(&"a@b.example ".repeat(10), "txt", &Redactor::new(b"key"));
        assert!(many.chars().count() <= 200 && !many.contains('@'), "{many}");
    }
}
