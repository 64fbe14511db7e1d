//! How good a new password must be, and what to say of one that is not.
//! It never repeats the password, and asks for no kinds of characters: length and surprise are what counts.

use zxcvbn::feedback::Warning;
use zxcvbn::{Score, zxcvbn};

/// The fewest characters.
const MIN_LENGTH: usize = 10;
/// The most characters; whoever needs more pastes something that is no password.
const MAX_LENGTH: usize = 128;

/// Why a password is too weak, as a sentence for whoever chose it; `own` is what others know of them: name, address.
#[must_use]
pub fn weakness(password: &str, own: &[&str]) -> Option<String> {
    let length = password.chars().count();
    if length < MIN_LENGTH {
        return Some(format!(
            "Use at least {MIN_LENGTH} characters: three or four unrelated words are easy to keep."
        ));
    }
    if length > MAX_LENGTH {
        return Some(format!("Use at most {MAX_LENGTH} characters."));
    }
    let mut known: Vec<&str> =
        own.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).collect();
    known.retain(|word| word.chars().count() > 2);
    known.extend(own);
    known.push("faultline");
    let found = zxcvbn(password, &known);
    if found.score() >= Score::Three {
        return None;
    }
    let reason =
        found.feedback().and_then(zxcvbn::feedback::Feedback::warning).map_or(GENERAL, reason);
    Some(format!("{reason} Add another unrelated word or two."))
}

const GENERAL: &str = "This is easy to guess.";

fn reason(warning: Warning) -> &'static str {
    use Warning as W;
    match warning {
        W::StraightRowsOfKeysAreEasyToGuess | W::ShortKeyboardPatternsAreEasyToGuess => {
            "Neighbouring keys are easy to guess."
        }
        W::RepeatsLikeAaaAreEasyToGuess | W::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            "Repeating something makes it hardly harder to guess."
        }
        W::ThisIsATop10Password | W::ThisIsATop100Password | W::ThisIsACommonPassword => {
            "Many people use this password, so it is tried first."
        }
        W::ThisIsSimilarToACommonlyUsedPassword => {
            "This is close to a password that many people use."
        }
        W::SequencesLikeAbcAreEasyToGuess => "Sequences such as abc or 6543 are easy to guess.",
        W::RecentYearsAreEasyToGuess | W::DatesAreOftenEasyToGuess => {
            "Years and dates are easy to guess."
        }
        W::AWordByItselfIsEasyToGuess => "A single word is easy to guess.",
        W::NamesAndSurnamesByThemselvesAreEasyToGuess | W::CommonNamesAndSurnamesAreEasyToGuess => {
            "Names are easy to guess."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: &[&str] = &["Ada Lovelace", "ada.lovelace@analytical.example"];

    #[test]
    fn a_few_unrelated_words_are_good() {
        assert_eq!(weakness("ripe gravel octave", ADA), None);
    }

    #[test]
    fn short_common_and_repeated_ones_are_refused_with_advice() {
        for (bad, says) in [
            ("x8$Kq!2", "at least 10"),
            ("password123", "word or two"),
            ("aaaaaaaaaaaaaa", "Repeating"),
            ("qwertyuiop", "word or two"),
        ] {
            let said = weakness(bad, ADA).unwrap_or_default();
            assert!(said.contains(says), "{bad}: {said}");
            assert!(!said.contains(bad));
        }
        assert!(
            weakness(&"ripe gravel octave ".repeat(7), ADA)
                .is_some_and(|said| said.contains("at most 128"))
        );
    }

    #[test]
    fn what_others_know_of_a_person_makes_it_no_better() {
        assert!(weakness("ada.lovelace", ADA).is_some());
        assert!(weakness("faultline.ada", ADA).is_some());
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        assert!(weakness("ααααααααα", &[]).is_some_and(|said| said.contains("at least 10")));
    }
}
