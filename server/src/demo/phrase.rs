//! Pass phrases that can be read aloud: three made-up words.
//! Each is drawn at random; none is ever stored or logged.

use std::fmt;

const CONSONANTS: [char; 16] =
    ['b', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z'];
const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];
const WORDS: usize = 3;
const SYLLABLES: usize = 3;

/// A pass phrase such as `rukemo-tavilu-besodi`: nine syllables of eighty, which is 56 bits.
pub struct Phrase(String);

impl Phrase {
    /// A new one.
    pub(super) fn new() -> Self {
        let words: Vec<String> = (0..WORDS).map(|_| word()).collect();
        Self(words.join("-"))
    }

    /// The phrase itself, to be printed once.
    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phrase(…)")
    }
}

fn word() -> String {
    (0..SYLLABLES).flat_map(|_| [one_of(&CONSONANTS), one_of(&VOWELS)]).collect()
}

fn one_of(letters: &[char]) -> char {
    letters[rand::random_range(0..letters.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_phrases_are_alike_and_none_is_weak() {
        let phrases: Vec<Phrase> = (0..50).map(|_| Phrase::new()).collect();
        let mut texts: Vec<&str> = phrases.iter().map(Phrase::text).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), 50);
        for text in texts {
            assert_eq!(text.len(), 20, "{text}");
            assert_eq!(zxcvbn::zxcvbn(text, &[]).score(), zxcvbn::Score::Four, "{text}");
        }
    }

    #[test]
    fn a_phrase_is_not_told_by_accident() {
        assert_eq!(format!("{:?}", Phrase::new()), "Phrase(…)");
    }
}
