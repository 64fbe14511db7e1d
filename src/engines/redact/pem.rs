//! Private keys between their `BEGIN` and `END` lines, on many lines or in one escaped string.
//! Must never leave a key because its end was cut off.

use super::hit::Hit;
use super::kind::Kind;
use super::shape::floor;

/// The longest key that is followed to its end; real ones have less than a tenth.
const LONGEST: usize = 262_144;

/// The beginnings a key can have, for the prefilter.
pub(super) const BEGINNINGS: [&str; 3] = ["-----begin", "---- begin", "putty-user-key-file"];

/// Where the next ends of keys are, so that no stretch is searched twice for them.
#[derive(Debug, Default)]
pub(super) struct Ends {
    armoured: Ahead,
    putty: Ahead,
}

/// The next place of a sign, remembered until it is passed.
#[derive(Debug, Default)]
struct Ahead {
    asked: bool,
    found: Option<usize>,
}

impl Ahead {
    fn next(&mut self, from: usize, find: impl Fn(usize) -> Option<usize>) -> Option<usize> {
        if !self.asked || self.found.is_some_and(|found| found < from) {
            (self.asked, self.found) = (true, find(from));
        }
        self.found
    }
}

impl Ends {
    /// The key whose beginning stands at `at`.
    pub(super) fn look(&mut self, text: &str, at: usize) -> Option<Hit> {
        let window = text.get(at..floor(text, at + LONGEST))?;
        let end = if window.starts_with(['P', 'p']) {
            let end = self.putty.next(at, |from| putty(text, from))?;
            end.checked_sub(at).filter(|len| *len < LONGEST)?
        } else {
            let body = header(window)?;
            let end = self.armoured.next(at + body, |from| armour_end(text, from));
            match end.filter(|end| *end - at < LONGEST) {
                Some(end) => end - at,
                None => cut_off(window, body),
            }
        };
        Some(Hit::issued(at..at + end, Kind::PrivateKey, false))
    }
}

/// The end of the next last line of a key.
fn armour_end(text: &str, from: usize) -> Option<usize> {
    let (at, _) = text.get(from..)?.match_indices("END").find(|(at, _)| {
        let head = &text[from..from + at];
        head.ends_with("---") || head.ends_with("-- ")
    })?;
    let at = from + at + 3;
    let rest = &text.as_bytes()[at..];
    let words =
        rest.iter().take(80).take_while(|b| b.is_ascii_alphanumeric() || **b == b' ').count();
    let dashes = rest[words..].iter().take(5).take_while(|b| **b == b'-').count();
    Some(at + words + dashes)
}

/// The length of `-----BEGIN … PRIVATE KEY-----`.
fn header(window: &str) -> Option<usize> {
    let dashes = window.bytes().take_while(|b| matches!(b, b'-' | b' ')).count();
    let title = window.get(dashes..)?.get(..floor(&window[dashes..], 64))?;
    let end = title.find("--").or_else(|| title.find(" --"))?;
    let title = title[..end].to_ascii_uppercase();
    (title.starts_with("BEGIN ") && title.contains("PRIVATE KEY")).then_some(dashes + end)
}

/// The end of a key whose last line is missing: everything that can belong to a key goes.
fn cut_off(window: &str, body: usize) -> usize {
    let inside =
        |c: char| c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || "+/=-\\:,".contains(c);
    let end = window[body..].find(|c: char| !inside(c)).map_or(window.len(), |end| body + end);
    let kept = window[..end].len() - window[..end].trim_end_matches(['\\', '\n', '\r', ' ']).len();
    end - kept
}

/// The end of the next last line of a `PuTTY` key.
fn putty(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let end = from + rest.find("Private-MAC:").or_else(|| rest.find("Private-Hash:"))? + 12;
    let sum = |b: &u8| b.is_ascii_hexdigit() || matches!(b, b' ' | b':');
    Some(end + text.as_bytes()[end..].iter().take(80).take_while(|b| sum(b)).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(text: &str, at: usize) -> Option<Hit> {
        Ends::default().look(text, at)
    }

    fn key(between: &str) -> String {
        let body = "q8Zr2LmP0v".repeat(6);
        format!(
            "-----BEGIN {0} KEY-----{between}{body}{between}-----END {0} KEY-----",
            "RSA PRIVATE"
        )
    }

    #[test]
    fn a_key_goes_whole_on_one_line_or_many() {
        for between in ["\n", "\r\n", "\\n", "\\\\n", " "] {
            let text = format!("a {} b", key(between));
            let hit = look(&text, 2).unwrap();
            assert_eq!(&text[hit.at.end..], " b", "{between:?}");
        }
    }

    #[test]
    fn a_key_without_its_end_goes_as_far_as_it_reaches() {
        let text = key("\n");
        let cut = format!("{}\" next", &text[..60]);
        assert_eq!(&cut[look(&cut, 0).unwrap().at.end..], "\" next");
    }

    #[test]
    fn certificates_and_public_keys_stay() {
        for title in ["CERTIFICATE", "PUBLIC KEY"] {
            assert_eq!(
                look(&format!("-----BEGIN {title}-----\nabc\n-----END {title}-----"), 0),
                None
            );
        }
    }
}
