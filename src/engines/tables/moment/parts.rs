//! A text taken apart into numbers and words, each with what stands before it.
//! It knows nothing of dates.

/// Most parts of a date and time.
const PARTS: usize = 24;

/// A number or a word.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// As it is written.
    pub text: &'a str,
    /// Whether it is a number.
    pub number: bool,
    /// What stands before it: a sign, a space, or nothing.
    pub before: Option<char>,
    /// Where it begins.
    pub at: usize,
}

impl Part<'_> {
    /// The number, if it has at most so many digits.
    pub fn value(&self, digits: usize) -> Option<u32> {
        (self.number && self.text.len() <= digits).then(|| self.text.parse().ok())?
    }

    /// Whether one of these signs stands before it.
    pub fn is_after(&self, signs: &[char]) -> bool {
        self.before.is_some_and(|before| signs.contains(&before))
    }

    /// Whether it is a distance from UTC, such as the `0330` of `14:05 -0330`.
    pub fn is_offset(&self, text: &str) -> bool {
        self.before == Some('+') || self.before == Some('-') && text[..self.at].ends_with('-')
    }

    /// Whether it is one of these words.
    pub fn is_word(&self, words: &[&str]) -> bool {
        !self.number && words.iter().any(|word| self.text.eq_ignore_ascii_case(word))
    }
}

/// Numbers and words in their order; nothing of a text with too many.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let (mut at, mut before) = (0, None);
    while let Some(letter) = text[at..].chars().next() {
        let number = letter.is_ascii_digit();
        if !number && !letter.is_alphabetic() && !matches!(letter, 'º' | 'ª')
            || "年月日".contains(letter)
        {
            before = if letter.is_whitespace() { before.or(Some(' ')) } else { Some(letter) };
            at += letter.len_utf8();
            continue;
        }
        let same = |other: char| {
            if number {
                other.is_ascii_digit()
            } else {
                other.is_alphabetic() && !"年月日".contains(other)
            }
        };
        let end = text[at..]
            .find(|other| !same(other))
            .map_or(text.len(), |end| at + end.max(letter.len_utf8()));
        parts.push(Part { text: &text[at..end], number, before, at });
        if parts.len() > PARTS {
            return Vec::new();
        }
        (at, before) = (end, None);
    }
    parts
}
