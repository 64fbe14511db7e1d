//! A calendar as a file that every calendar reads (RFC 5545): entries of whole days.
//! Texts are escaped and long lines are folded here; what an entry says is the caller's.

use chrono::{DateTime, Days, NaiveDate, Utc};
use std::fmt::Write;

/// Octets of a line before it goes on in the next one.
const LINE: usize = 75;

/// Which form of something this is: what calendars compare to take the newer one. As long as nothing changes, it stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision {
    /// Counts up when it changes.
    pub number: i32,
    /// When it was changed last.
    pub at: DateTime<Utc>,
}

/// An entry of whole days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Names it for good: an entry with the same one is the same entry, moved or changed.
    pub id: String,
    /// Its form.
    pub revision: Revision,
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
    /// What it is called.
    pub title: String,
    /// What else is to be known.
    pub text: String,
    /// What it can be grouped by.
    pub categories: Vec<String>,
}

/// The entries as the text of a file. It says nothing of the moment in which it is written: the same entries are the same
/// file.
#[must_use]
pub fn text(name: &str, entries: &[Entry]) -> String {
    let mut file = String::new();
    for (key, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Faultline//Plan//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("X-WR-CALNAME", &escaped(name)),
    ] {
        line(&mut file, key, value);
    }
    entries.iter().for_each(|one| entry(&mut file, one));
    line(&mut file, "END", "VCALENDAR");
    file
}

fn entry(file: &mut String, one: &Entry) {
    let day = |day: NaiveDate| day.format("%Y%m%d").to_string();
    // The end is the first day that is no longer part of it.
    let end = one.last.checked_add_days(Days::new(1)).unwrap_or(one.last);
    let categories: Vec<_> = one.categories.iter().map(|word| escaped(word)).collect();
    for (key, value) in [
        ("BEGIN", "VEVENT".to_owned()),
        ("UID", escaped(&one.id)),
        // Without a method, when it was revised last (RFC 5545, 3.8.7.2).
        ("DTSTAMP", one.revision.at.format("%Y%m%dT%H%M%SZ").to_string()),
        ("SEQUENCE", one.revision.number.to_string()),
        ("DTSTART;VALUE=DATE", day(one.first)),
        ("DTEND;VALUE=DATE", day(end)),
        ("SUMMARY", escaped(&one.title)),
        ("DESCRIPTION", escaped(&one.text)),
        ("CATEGORIES", categories.join(",")),
        ("TRANSP", "TRANSPARENT".to_owned()),
        ("END", "VEVENT".to_owned()),
    ] {
        if !value.is_empty() {
            line(file, key, &value);
        }
    }
}

/// A text as a value (RFC 5545, 3.3.11); other control characters than line ends are left out.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' => value.push_str("\\n"),
            '\\' | ';' | ',' => value.extend(['\\', c]),
            c if c.is_control() && c != '\t' => {}
            c => value.push(c),
        }
    }
    value
}

/// Writes a line, folded between characters (RFC 5545, 3.1).
fn line(file: &mut String, key: &str, value: &str) {
    let mut whole = String::with_capacity(key.len() + value.len() + 1);
    let _ = write!(whole, "{key}:{value}");
    let mut room = LINE;
    for c in whole.chars() {
        if c.len_utf8() > room {
            file.push_str("\r\n ");
            room = LINE - 1;
        }
        room -= c.len_utf8();
        file.push(c);
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 2, day).unwrap()
    }

    fn one(title: &str, text: &str) -> Entry {
        Entry {
            id: "7@faultline".into(),
            revision: Revision {
                number: 3,
                at: Utc.with_ymd_and_hms(2026, 2, 1, 9, 30, 0).unwrap(),
            },
            first: day(27),
            last: day(28),
            title: title.into(),
            text: text.into(),
            categories: vec!["Us, and them".into(), "Contracts".into()],
        }
    }

    fn written(title: &str, text: &str) -> String {
        super::text("Plan", &[one(title, text)])
    }

    /// What a calendar reads: lines unfolded, values unescaped. Fails where a rule is broken.
    fn read(file: &str) -> Vec<(String, String)> {
        assert!(file.ends_with("\r\n"));
        assert!(!file.replace("\r\n", "").contains(['\r', '\n']), "a line ends with CRLF");
        for line in file.split("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
        }
        let unfolded = file.replace("\r\n ", "");
        let lines = unfolded.trim_end_matches("\r\n").split("\r\n");
        let value = |text: &str| {
            let (mut plain, mut chars) = (String::new(), text.chars());
            while let Some(c) = chars.next() {
                match c {
                    '\\' => match chars.next() {
                        Some('n') => plain.push('\n'),
                        Some(c @ ('\\' | ';' | ',')) => plain.push(c),
                        other => panic!("no such escape: {other:?}"),
                    },
                    c => plain.push(c),
                }
            }
            plain
        };
        lines
            .map(|line| {
                let (key, text) = line.split_once(':').unwrap();
                (key.to_owned(), value(text))
            })
            .collect()
    }

    fn value(file: &str, key: &str) -> String {
        let found = read(file);
        let of_key: Vec<_> = found.iter().filter(|(name, _)| name == key).collect();
        assert_eq!(of_key.len(), 1, "{key}");
        of_key[0].1.clone()
    }

    #[test]
    fn an_entry_is_read_as_it_was_written() {
        let (title, text) = ("Retries; queue, and C:\\logs", "First line\nSecond, longer line");
        let file = written(title, text);
        assert_eq!(value(&file, "SUMMARY"), title);
        assert_eq!(value(&file, "DESCRIPTION"), text);
        assert_eq!(value(&file, "UID"), "7@faultline");
        assert_eq!(value(&file, "SEQUENCE"), "3");
        assert_eq!(value(&file, "DTSTAMP"), "20260201T093000Z");
        assert_eq!(value(&file, "DTSTART;VALUE=DATE"), "20260227");
        assert_eq!(value(&file, "DTEND;VALUE=DATE"), "20260301");
        assert!(file.contains("CATEGORIES:Us\\, and them,Contracts\r\n"));
        let words: Vec<_> = read(&file).into_iter().map(|(key, _)| key).collect();
        assert_eq!(
            (words.first().unwrap().as_str(), words.last().unwrap().as_str()),
            ("BEGIN", "END")
        );
    }

    #[test]
    fn nothing_in_a_text_begins_a_line_of_its_own() {
        let file = written("a\r\nEND:VEVENT\r\nBEGIN:VALARM\u{7}", "x\ry");
        assert_eq!(value(&file, "SUMMARY"), "a\nEND:VEVENT\nBEGIN:VALARM");
        assert_eq!(file.matches("\r\nEND:VEVENT\r\n").count(), 1);
        assert!(!file.contains("\r\nBEGIN:VALARM"));
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_no_line_is_too_long_and_no_character_is_parted(title in "\\PC{0,300}", text in "\\PC{0,600}") {
            let file = written(&title, &text);
            // What is empty is left out.
            if !title.is_empty() {
                assert_eq!(value(&file, "SUMMARY"), title);
            }
            if !text.is_empty() {
                assert_eq!(value(&file, "DESCRIPTION"), text);
            }
        }
    }
}
