//! What of a value is compared: a key without what one system puts around it.
//! Values that it cannot be applied to stay as they are.

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// The most memory that a pattern may take, in bytes.
const PATTERN: usize = 256 * 1024;

/// What of a value is compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transform {
    /// All but a decimal `.0` behind a whole number.
    Whole,
    /// All but zeros in front.
    Zeros,
    /// All but this text at its beginning or end.
    Strip(String),
    /// Letters and digits.
    Letters,
    /// Digits.
    Digits,
    /// What a regular expression finds: its first group, or all of it.
    Pattern(String),
}

impl Transform {
    /// The word that says it in a rule, if it is one.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "whole" => return Some(Self::Whole),
            "zeros" => return Some(Self::Zeros),
            "letters" => return Some(Self::Letters),
            "digits" => return Some(Self::Digits),
            _ => {}
        }
        if let Some(text) = word.strip_prefix("strip=") {
            return (!text.is_empty()).then(|| Self::Strip(text.to_owned()));
        }
        let pattern = word.strip_prefix("pattern=")?;
        compiled(pattern).map(|_| Self::Pattern(pattern.to_owned()))
    }

    /// Ready to be applied to many values.
    #[must_use]
    pub fn ready(&self) -> Ready {
        let pattern = if let Self::Pattern(pattern) = self { compiled(pattern) } else { None };
        Ready { transform: self.clone(), pattern }
    }
}

fn compiled(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).size_limit(PATTERN).build().ok()
}

impl fmt::Display for Transform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("whole"),
            Self::Zeros => f.write_str("zeros"),
            Self::Strip(text) => write!(f, "strip={text}"),
            Self::Letters => f.write_str("letters"),
            Self::Digits => f.write_str("digits"),
            Self::Pattern(pattern) => write!(f, "pattern={pattern}"),
        }
    }
}

/// A transform whose pattern was compiled.
#[derive(Debug, Clone)]
pub struct Ready {
    transform: Transform,
    pattern: Option<Regex>,
}

impl Ready {
    /// What of a value is compared.
    pub fn apply<'a>(&self, value: &'a str) -> Cow<'a, str> {
        match &self.transform {
            Transform::Whole => Cow::Borrowed(whole(value)),
            Transform::Zeros => Cow::Borrowed(without_zeros(value)),
            Transform::Strip(text) => {
                let rest = value.strip_prefix(text.as_str()).unwrap_or(value);
                Cow::Borrowed(rest.strip_suffix(text.as_str()).unwrap_or(rest).trim())
            }
            Transform::Letters => kept(value, char::is_alphanumeric),
            Transform::Digits => kept(value, |letter| letter.is_ascii_digit()),
            Transform::Pattern(_) => {
                let found = self.pattern.as_ref().and_then(|pattern| pattern.captures(value));
                let part = found.and_then(|found| found.get(1).or_else(|| found.get(0)));
                Cow::Borrowed(part.map_or(value, |part| &value[part.range()]))
            }
        }
    }
}

/// The letters of a kind; of a value that has none, all.
fn kept(value: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    let kept: String = value.chars().filter(|letter| keep(*letter)).collect();
    if kept.is_empty() { Cow::Borrowed(value) } else { Cow::Owned(kept) }
}

fn whole(value: &str) -> &str {
    let Some((number, decimals)) = value.split_once('.') else { return value };
    let digits = number.strip_prefix('-').unwrap_or(number);
    let is_whole = !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !decimals.is_empty()
        && decimals.bytes().all(|byte| byte == b'0');
    if is_whole { number } else { value }
}

fn without_zeros(value: &str) -> &str {
    let rest = value.trim_start_matches('0');
    let zeros = value.len() - rest.len();
    if rest.starts_with(|letter: char| letter.is_ascii_alphanumeric()) {
        rest
    } else {
        // One zero stays where nothing else would.
        &value[zeros.saturating_sub(1)..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(word: &str, value: &str) -> String {
        Transform::of(word).unwrap().ready().apply(value).into_owned()
    }

    #[test]
    fn only_what_is_named_is_left_out() {
        for (word, value, expected) in [
            ("whole", "1001.0", "1001"),
            ("whole", "1001.50", "1001.50"),
            ("whole", "1.0.0", "1.0.0"),
            ("zeros", "00071", "71"),
            ("zeros", "000", "0"),
            ("zeros", "70", "70"),
            ("strip=#", "#10000", "10000"),
            ("strip=-DE", "77-DE", "77"),
            ("letters", "AB-12/3", "AB123"),
            ("digits", "ORD-10000", "10000"),
            ("digits", "none", "none"),
            ("pattern=INV-(\\d+)", "INV-77/2026", "77"),
            ("pattern=INV-(\\d+)", "77", "77"),
        ] {
            assert_eq!(applied(word, value), expected, "{word} {value}");
            assert_eq!(Transform::of(word).unwrap().to_string(), word);
        }
        assert_eq!(Transform::of("pattern=("), None);
        assert_eq!(Transform::of("strip="), None);
    }
}
