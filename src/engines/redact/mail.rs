//! Mail addresses.
//! Must never take an address's user part, a package version or a file at two resolutions for one.

use std::ops::Range;

use super::hit::Hit;
use super::kind::Kind;
use super::person;
use super::shape::{before, byte, floor};
use super::web;

/// The longest name before an address, in bytes.
const LONGEST_NAME: usize = 80;

/// The mail address around the `@` at `at`.
pub(super) fn look(text: &str, at: usize) -> Option<Hit> {
    let start = local_start(text, at)?;
    let end = domain_end(text, at + 1)?;
    let local = &text[start..at];
    let remote = local == "git" && byte(text, end) == b':';
    (!remote && !web::is_userinfo(text, at))
        .then(|| Hit::issued(start..end, Kind::Email, in_query(text, &(start..end))))
}

/// The name before an address in angle brackets, as programs that send mail write it: `Ann Muster <ann@…>`.
pub(super) fn named(text: &str, at: usize) -> Option<Hit> {
    let start = local_start(text, at)?;
    let head = text[..start].strip_suffix('<')?.trim_end_matches(' ');
    let head = head.strip_suffix('"').unwrap_or(head);
    let begins = |c: char| matches!(c, '\n' | ':' | ';' | '"' | '>' | '\t' | '(' | '\'');
    let from = floor(head, head.len().saturating_sub(LONGEST_NAME));
    let from = head[from..].rfind(begins).map_or(from, |sign| from + sign + 1);
    let name = head[from..].trim_start();
    let (mut names, mut words) = (0, 0);
    for word in name.split([' ', ',']).filter(|word| !word.is_empty()) {
        words += 1;
        match () {
            () if person::is_name(word) => names += 1,
            () if person::is_between(word) => {}
            () => return None,
        }
    }
    let end = head.len();
    ((2..=4).contains(&names) && words <= 5)
        .then(|| Hit::issued(end - name.len()..end, Kind::Name, false))
}

fn local_start(text: &str, at: usize) -> Option<usize> {
    let inside = |c: char| {
        c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'' | '&' | '~')
    };
    let head = text.get(..at)?;
    let mut start = at;
    for (i, c) in head.char_indices().rev().take(64) {
        if !inside(c) {
            break;
        }
        start = i;
    }
    let local = &text[start..at];
    // What a quotation or a query leaves before the address is not part of it.
    let skipped = local.rfind(['\'', '&']).map_or(0, |i| i + 1);
    let local = &local[skipped..];
    let trimmed = local.trim_start_matches(['.', '-', '%', '+', '~']);
    start = at - trimmed.len();
    // `\nann@…`: the letter belongs to a line break that is still written out.
    if before(text, start) == b'\\'
        && trimmed.len() > 1
        && matches!(byte(text, start), b'n' | b'r' | b't')
    {
        start += 1;
    }
    (start < at && !trimmed.ends_with('.') && before(text, start) != b'@').then_some(start)
}

fn domain_end(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let end = rest
        .char_indices()
        .take(255)
        .find(|(_, c)| !inside(*c))
        .map_or_else(|| rest.char_indices().nth(255).map_or(rest.len(), |(i, _)| i), |(i, _)| i);
    let end = rest[..end].find("--").unwrap_or(end);
    let domain = rest[..end].trim_end_matches(['.', '-']);
    let (name, top) = domain.rsplit_once('.')?;
    let labels = !name.is_empty() && !domain.contains("..") && !domain.starts_with(['.', '-']);
    let tld = top.chars().count() >= 2 && top.len() <= 24 && top.chars().all(char::is_alphabetic);
    (labels && tld && !is_file_ending(top)).then_some(from + domain.len())
}

fn is_file_ending(top: &str) -> bool {
    matches!(
        top.to_ascii_lowercase().as_str(),
        "png"
            | "jpg"
            | "jpeg"
            | "gif"
            | "svg"
            | "webp"
            | "css"
            | "js"
            | "ts"
            | "json"
            | "html"
            | "pdf"
            | "ico"
            | "mjs"
            | "service"
            | "timer"
            | "socket"
            | "target"
            | "mount"
            | "tgz"
            | "gz"
            | "jar"
            | "whl"
            | "scss"
            | "map"
            | "yml"
    )
}

/// Whether the address is a value in a web address.
fn in_query(text: &str, at: &Range<usize>) -> bool {
    if before(text, at.start) != b'=' {
        return false;
    }
    let head = &text.as_bytes()[..at.start];
    let run = head
        .iter()
        .rev()
        .take(512)
        .take_while(|b| b.is_ascii_graphic() && !b"\"'<>".contains(b))
        .count();
    let run = &head[at.start - run..];
    run.windows(3).any(|w| w == b"://") || run.contains(&b'&') || byte(text, at.end) == b'&'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        look(text, text.find('@')?).map(|hit| &text[hit.at])
    }

    #[test]
    fn addresses_are_found_inside_other_text() {
        for text in [
            "to ann@example.org.",
            "<ann@example.org>",
            "\"ann@example.org\"",
            "mailto:ann@example.org?subject=x",
            "a=1&mail=ann@example.org&b=2",
            "x\\nann@example.org",
            "'ann@example.org'",
            "https://x.example/u?m=ann@example.org",
        ] {
            assert_eq!(found(text), Some("ann@example.org"), "{text}");
        }
        assert_eq!(found("jörg.o'x+tag@bücher.example"), Some("x+tag@bücher.example"));
        assert_eq!(found("first.last+tag@mail.example.co"), Some("first.last+tag@mail.example.co"));
    }

    #[test]
    fn whoever_an_address_belongs_to_is_found_before_it() {
        let named = |text: &str| {
            let hit = named(text, text.find('@').unwrap())?;
            Some(text[hit.at].to_owned())
        };
        for (text, name) in [
            ("From: Ann Muster <ann@example.org>", "Ann Muster"),
            ("Ann van Muster <ann@example.org>", "Ann van Muster"),
            ("to: \"Muster, Ann\" <ann@example.org>", "Muster, Ann"),
            ("Bo; Jürg Müster <ann@example.org>", "Jürg Müster"),
        ] {
            assert_eq!(named(text).as_deref(), Some(name), "{text}");
        }
        for text in [
            "Support <help@example.org>",
            "Order Service <orders@example.org>",
            "see ann@example.org",
            "the quick brown fox <ann@example.org>",
            "<ann@example.org>",
        ] {
            assert_eq!(named(text), None, "{text}");
        }
    }

    #[test]
    fn other_uses_of_the_sign_stay() {
        for text in [
            "logo@2x.png",
            "git@github.com:org/repo",
            "postgres://svc@db.internal/x",
            "package@1.2.3",
            "@scope/name",
            "getty@tty1.service",
            "a@b",
            "user@",
            "x @ y.z",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
