//! Private keys between their `BEGIN` and `END` lines, on many lines or in one escaped string.
//! Must never leave a key because its end was cut off.

use super::hit::Hit;
use super::kind::Kind;
use super::shape::floor;

/// The longest key that is followed to its end; real ones have less than a tenth.
const LONGEST: usize = 262_144;

/// The beginnings a key can have, for the prefilter.
pub(super) const BEGINNINGS: [&str; 3] = ["-----begin", "---- begin", "putty-user-key-file"];

/// The key whose beginning stands at `at`.
pub(super) fn look(text: &str, at: usize) -> Option<Hit> {
    let window = text.get(at..floor(text, at + LONGEST))?;
    let end = if window.starts_with(['P', 'p']) { putty(window)? } else { armoured(window)? };
    Some(Hit::issued(at..at + end, Kind::PrivateKey, false))
}

/// The end of a key's last line within `text`, if it is there.
fn ends(text: &str) -> Option<usize> {
    let marker =
        text.find("---END").or_else(|| text.find("--- END")).or_else(|| text.find("-- END"))?;
    let rest = &text.as_bytes()[marker + 7..];
    let words =
        rest.iter().take(80).take_while(|b| b.is_ascii_alphanumeric() || **b == b' ').count();
    let dashes = rest[words..].iter().take(5).take_while(|b| **b == b'-').count();
    Some(marker + 7 + words + dashes)
}

/// The length of `-----BEGIN … PRIVATE KEY-----`.
fn header(window: &str) -> Option<usize> {
    let dashes = window.bytes().take_while(|b| matches!(b, b'-' | b' ')).count();
    let title = window.get(dashes..)?.get(..floor(&window[dashes..], 64))?;
    let end = title.find("--").or_else(|| title.find(" --"))?;
    let title = title[..end].to_ascii_uppercase();
    (title.starts_with("BEGIN ") && title.contains("PRIVATE KEY")).then_some(dashes + end)
}

fn armoured(window: &str) -> Option<usize> {
    let body = header(window)?;
    if let Some(end) = ends(&window[body..]) {
        return Some(body + end);
    }
    // Cut off: everything that can belong to a key goes.
    let inside =
        |c: char| c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || "+/=-\\:,".contains(c);
    let end = window[body..].find(|c: char| !inside(c)).map_or(window.len(), |end| body + end);
    let kept = window[..end].len() - window[..end].trim_end_matches(['\\', '\n', '\r', ' ']).len();
    Some(end - kept)
}

fn putty(window: &str) -> Option<usize> {
    let end = window.find("Private-MAC:").or_else(|| window.find("Private-Hash:"))?;
    let rest = &window.as_bytes()[end + 12..];
    let tail = rest
        .iter()
        .take(80)
        .take_while(|b| b.is_ascii_hexdigit() || matches!(b, b' ' | b':'))
        .count();
    Some(end + 12 + tail)
}

#[cfg(test)]
mod tests {
    use super::*;

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
