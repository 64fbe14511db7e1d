//! Words and sentences that stand where a secret would, in messages, schemas and documentation.
//! Must never hold a word that people use as a password.

use std::collections::HashSet;
use std::sync::LazyLock;

const WORDS: &str = "accepted accepts access all allowed and any are argument array auth authentication based basic bearer \
    been blank bool boolean bytes can cannot change changed changeme char check checked confirm confirmation \
    confirmed contains context cookie cookies copied created credential credentials default deleted denied \
    deprecated does dummy empty encoded encrypted endpoint enter entered error example expected expire \
    expired expires failed failure false fetch fetched field filtered for forbidden forgot forgotten format \
    found from generated grant has hash hashed header headers hidden hide incorrect inherit input integer \
    invalid is issued kennwort key ldap length login manager mandatory masked max min mismatch missing must nil no \
    none not null number oauth oauth2 object off ok omitted on only option optional parameter passed \
    passphrase passwd password passwort plain please policy private prompt protected provided public pwd read realm \
    redacted refresh refreshed rejected removed renewed request requested required reset revoked rotated \
    rotation rules saml sample scope secret see sent session set should show sso store str strength strict \
    string success tba tbd text the this todo token too true type unauthorized undefined unknown unset \
    update updated use used user username valid validated value varchar visible was weak will with wrong yes \
    your";

static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| WORDS.split_whitespace().collect());

/// The longest of them.
const LONGEST: usize = 14;

/// A single known word, whatever its letter case, alone or with what ends a clause.
pub(super) fn is_word(value: &str) -> bool {
    let value = value.trim_matches(|c: char| c.is_ascii_punctuation());
    if value.len() > LONGEST || !value.is_ascii() {
        return false;
    }
    value.is_empty() || KNOWN.contains(value.to_ascii_lowercase().as_str())
}

/// A sentence about a secret: three words or more, one of them known or clearly grammar.
pub(super) fn is_sentence(value: &str) -> bool {
    let mut words = 0;
    let mut grammar = false;
    for word in value.split_ascii_whitespace().take(12) {
        words += 1;
        grammar |= word.len() <= 10
            && word.bytes().any(|b| b.is_ascii_alphanumeric())
            && (is_word(word) || ["be", "to", "at", "of", "in", "or", "a"].contains(&word));
    }
    words >= 3 && grammar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_known_word_is_longer_than_what_is_looked_at() {
        assert!(KNOWN.iter().all(|word| word.len() <= LONGEST));
    }

    #[test]
    fn words_and_sentences_about_passwords_are_told_from_passwords() {
        for text in ["Required.", "expired", "does not match", "must be at least 8 characters"] {
            assert!(is_word(text) || is_sentence(text), "{text}");
        }
        for text in ["hunter2", "correct horse battery staple", "a b"] {
            assert!(!is_word(text) && !is_sentence(text), "{text}");
        }
    }
}
