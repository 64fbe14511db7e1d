//! Writing placeholders such as `‹email 482131›`, and recognising them again.
//! Must never let the value be read back from the number: it is a keyed hash, cut short.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::kind::Kind;

/// The longest placeholder in bytes, brackets included; a bound on how much a text can grow.
pub(super) const LONGEST: usize = 3 + 11 + 1 + 6 + 3;

/// Gives every value of one engagement its number.
///
/// The number is six digits of a keyed hash, so it needs no stored state: two servers, or two imports a
/// year apart, number the same value alike. Six digits stay readable and make it a one in a million chance
/// that two given values look the same; nothing is ever joined by a placeholder, people only compare a few.
#[derive(Clone)]
pub(super) struct Numbers(Hmac<Sha256>);

impl Numbers {
    /// One numbering per engagement: another key gives unrelated numbers.
    pub(super) fn new(key: &[u8]) -> Self {
        // A key of any length becomes one block, so that building the hash cannot fail.
        let mut block = [0; 64];
        block[..32].copy_from_slice(&Sha256::digest(key));
        Self(Hmac::new(&block.into()))
    }

    /// Appends the placeholder of `value`; inside a URL, plus signs stand for the spaces.
    pub(super) fn write(&self, out: &mut String, kind: Kind, value: &str, in_url: bool) {
        let gap = if in_url { '+' } else { ' ' };
        out.push('‹');
        out.extend(kind.label().chars().map(|c| if c == ' ' { gap } else { c }));
        // Writing to a String cannot fail.
        let _ = write!(out, "{gap}{:06}›", self.number(kind, value));
    }

    fn number(&self, kind: Kind, value: &str) -> u32 {
        let mut mac = self.0.clone();
        mac.update(normal(kind, value).as_bytes());
        let digest = mac.finalize().into_bytes();
        let head = digest.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        u32::try_from(head % 1_000_000).unwrap_or_default()
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
    let (label, digits) = inside.split_at(end.checked_sub(7)?);
    let (gap, number) = digits.split_first()?;
    let known = || Kind::ALL.iter().any(|kind| same_label(kind.label().as_bytes(), label));
    (tail.starts_with("›".as_bytes())
        && matches!(gap, b' ' | b'+')
        && number.iter().all(u8::is_ascii_digit)
        && known())
    .then_some(end + 6)
}

fn same_label(label: &[u8], seen: &[u8]) -> bool {
    label.len() == seen.len()
        && label.iter().zip(seen).all(|(l, s)| l == s || (*l == b' ' && *s == b'+'))
}

/// Whether a placeholder stands anywhere in `text`: what else is there was left in place once, and so it stays.
pub(super) fn stands_in(text: &str) -> bool {
    text.match_indices('‹').any(|(at, _)| length(&text[at..]).is_some())
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
    fn look_alikes_are_not_placeholders() {
        for text in
            ["‹›", "‹email›", "‹email 12›", "‹thing 123456›", "‹email 123456", "email 123456"]
        {
            assert_eq!(length(text), None, "{text}");
        }
    }
}
