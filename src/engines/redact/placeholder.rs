//! Writing placeholders such as `‹email 482131›`, and recognising them again.
//! Must never let the value be read back from the number: it is a keyed hash, cut short.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::kind::Kind;

/// The longest placeholder in bytes, brackets included; a bound on how much a text can grow.
pub(super) const LONGEST: usize = 3 + 11 + 1 + WIDE + 3;

/// Digits of the number that people see.
const SHORT: usize = 6;
/// Digits of the number where millions of values must stay apart until they have been compared.
const WIDE: usize = 18;

/// Gives every value of one engagement its number.
///
/// The number is six digits of a keyed hash, so it needs no stored state: two servers, or two imports a
/// year apart, number the same value alike. Six digits stay readable and make it a one in a million chance
/// that two given values look the same; people only compare a few. Where a program joins records by them, the number
/// has eighteen digits, of which [`short`] keeps the six that everyone else sees.
#[derive(Clone)]
pub(super) struct Numbers {
    mac: Hmac<Sha256>,
    digits: usize,
}

impl Numbers {
    /// One numbering per engagement: another key gives unrelated numbers.
    pub(super) fn new(key: &[u8]) -> Self {
        // A key of any length becomes one block, so that building the hash cannot fail.
        let mut block = [0; 64];
        block[..32].copy_from_slice(&Sha256::digest(key));
        Self { mac: Hmac::new(&block.into()), digits: SHORT }
    }

    /// The same numbering, with numbers that keep millions of values apart.
    pub(super) fn wide(self) -> Self {
        Self { digits: WIDE, ..self }
    }

    /// Appends the placeholder of `value`; inside a URL, plus signs stand for the spaces.
    pub(super) fn write(&self, out: &mut String, kind: Kind, value: &str, in_url: bool) {
        let gap = if in_url { '+' } else { ' ' };
        out.push('‹');
        out.extend(kind.label().chars().map(|c| if c == ' ' { gap } else { c }));
        // Writing to a String cannot fail.
        let number = self.number(kind, value);
        let _ = match self.digits {
            WIDE => write!(out, "{gap}{number:018}›"),
            _ => write!(out, "{gap}{:06}›", number % 1_000_000),
        };
    }

    fn number(&self, kind: Kind, value: &str) -> u64 {
        let mut mac = self.mac.clone();
        mac.update(normal(kind, value).as_bytes());
        let digest = mac.finalize().into_bytes();
        let head = digest.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        head % 1_000_000_000_000_000_000
    }
}

/// The same address, card or number written in another way is still the same value.
fn normal(kind: Kind, value: &str) -> String {
    match kind {
        Kind::Email => value.to_lowercase(),
        Kind::Phone | Kind::Card => value.chars().filter(char::is_ascii_digit).collect(),
        Kind::Iban | Kind::NationalId => {
            value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
        }
        Kind::Name | Kind::Address => {
            value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
        }
        _ => value.to_owned(),
    }
}

/// The length of the placeholder at the start of `text`, if one is there.
pub(super) fn length(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('‹')?.as_bytes();
    let end = rest
        .iter()
        .take(LONGEST)
        .position(|b| !matches!(b, b'a'..=b'z' | b'0'..=b'9' | b' ' | b'+'))?;
    let (inside, tail) = rest.split_at(end);
    let digits = inside.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let (label, gap) = inside[..end - digits].split_at((end - digits).checked_sub(1)?);
    let known = || Kind::ALL.iter().any(|kind| same_label(kind.label().as_bytes(), label));
    (tail.starts_with("›".as_bytes())
        && matches!(gap, b" " | b"+")
        && matches!(digits, SHORT | WIDE)
        && known())
    .then_some(end + 6)
}

fn same_label(label: &[u8], seen: &[u8]) -> bool {
    label.len() == seen.len()
        && label.iter().zip(seen).all(|(l, s)| l == s || (*l == b' ' && *s == b'+'))
}

/// A text with its wide placeholders as everyone else sees them: the last six digits of their numbers.
pub(super) fn short(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('‹') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let length = length(from).unwrap_or('‹'.len_utf8());
        let (placeholder, after) = from.split_at(length);
        let digits = placeholder.bytes().filter(u8::is_ascii_digit).count();
        match placeholder.find(|c: char| c.is_ascii_digit()) {
            Some(number) if digits == WIDE => {
                out.push_str(&placeholder[..number]);
                out.push_str(&placeholder[number + WIDE - SHORT..]);
            }
            _ => out.push_str(placeholder),
        }
        rest = after;
    }
    out + rest
}

/// Whether a placeholder stands anywhere in `text`: what else is there was left in place once, and so it stays.
pub(super) fn stands_in(text: &str) -> bool {
    text.match_indices('‹').any(|(at, _)| length(&text[at..]).is_some())
}

/// What the placeholders of texts stand for: each kind, and how many different ones there are.
pub(super) fn replaced_in<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<(String, usize)> {
    let mut kinds: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for text in texts {
        let inside = text.split('‹').skip(1).filter_map(|rest| rest.split_once('›'));
        for (inside, _) in inside {
            let Some((kind, number)) = inside.rsplit_once([' ', '+']) else { continue };
            let known = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            let named =
                kind.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b' ' | b'+'));
            if known && kind.len() <= 24 && named {
                kinds.entry(kind).or_default().insert(number);
            }
        }
    }
    kinds.into_iter().map(|(kind, numbers)| (kind.replace('+', " "), numbers.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(key: &[u8], kind: Kind, value: &str, in_url: bool) -> String {
        let mut out = String::new();
        Numbers::new(key).write(&mut out, kind, value, in_url);
        out
    }

    #[test]
    fn the_same_value_has_the_same_number_within_one_key_only() {
        let first = written(b"one", Kind::Email, "Ann@example.org", false);
        assert_eq!(first, written(b"one", Kind::Email, "ann@example.org", false));
        assert_ne!(first, written(b"two", Kind::Email, "ann@example.org", false));
        assert_ne!(first, written(b"one", Kind::Email, "bob@example.org", false));
    }

    #[test]
    fn every_placeholder_is_recognised_and_within_the_bound() {
        for kind in Kind::ALL {
            for in_url in [false, true] {
                let text = written(b"k", kind, "v", in_url);
                assert_eq!(length(&text), Some(text.len()), "{text}");
                assert!(text.len() <= LONGEST, "{text}");
            }
        }
    }

    #[test]
    fn a_wide_placeholder_is_recognised_and_shortened_to_the_one_people_see() {
        for kind in Kind::ALL {
            let (mut wide, short_one) = (String::new(), written(b"k", kind, "v", false));
            Numbers::new(b"k").wide().write(&mut wide, kind, "v", false);
            assert_eq!(length(&wide), Some(wide.len()), "{wide}");
            assert!(wide.len() <= LONGEST, "{wide}");
            assert_eq!(
                short(&format!("a ‹ {wide}, {wide}")),
                format!("a ‹ {short_one}, {short_one}")
            );
        }
    }

    #[test]
    fn look_alikes_are_not_placeholders() {
        for text in
            ["‹›", "‹email›", "‹email 12›", "‹thing 123456›", "‹email 123456", "email 123456"]
        {
            assert_eq!(length(text), None, "{text}");
        }
    }
}
