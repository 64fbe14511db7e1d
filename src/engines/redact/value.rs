//! Whether a value that stands in a secret-like field is a secret, or only talks about one.
//! Must never let a real value through because it resembles a word; when in doubt it is hidden.

mod prose;
mod stand_in;

use super::shape;

use prose::{is_sentence, is_word};
use stand_in::is_code;
pub(super) use stand_in::is_stand_in;

/// How much the field's name says about its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strength {
    /// A password field: whatever stands there is secret.
    Any,
    /// A short word with other meanings (`pass`, `pin`): only what a person would not write as prose.
    Mixed,
    /// A field for issued values: they are long, or have digits or both letter cases.
    Issued,
    /// A field that often holds harmless ids: only what looks random and is no hash or UUID.
    Random,
}

/// How the value was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// Between quotation marks or tags, or as a field of its own.
    Whole,
    /// Bare, after `:` or `=`.
    Bare,
    /// Between quotation marks or bars, in a list: it may be the next name and no value.
    Listed,
    /// Bare, in a sentence: `the password is …`.
    Prose,
}

/// Whether the value must be hidden.
pub(super) fn is_secret(strength: Strength, value: &str, written: Written) -> bool {
    let value = value.trim();
    if is_stand_in(value) || is_sentence(value) || is_word(value) {
        return false;
    }
    if written == Written::Listed && !(value.len() >= 6 && is_mixed(value)) {
        return false;
    }
    if written == Written::Bare && (value.len() < 3 || is_code(value)) {
        return false;
    }
    if written == Written::Prose {
        // A flag of the same command begins with a dash.
        if is_code(value) || value.starts_with('-') {
            return false;
        }
        let sure = value.len() >= 6 && is_mixed(value) && is_issued(value);
        return sure
            && match strength {
                Strength::Any | Strength::Mixed => true,
                Strength::Issued => value.len() >= 16,
                Strength::Random => value.len() >= 20 && is_random(value),
            };
    }
    match strength {
        Strength::Any => value.bytes().any(|b| b.is_ascii_alphanumeric() || b >= 0x80),
        Strength::Mixed => {
            let count = value.len() < 6 && value.bytes().all(|b| b.is_ascii_digit());
            value.len() >= 3
                && !count
                && !is_path(value)
                && (written == Written::Whole || is_mixed(value) || value.len() >= 16)
        }
        Strength::Issued => is_issued(value),
        Strength::Random => is_random(value),
    }
}

/// Looks random and is no hash, UUID, path or address.
fn is_random(value: &str) -> bool {
    let hex = value.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    shape::looks_random(value) && !hex && !is_path(value) && !has_scheme(value)
}

/// Digits beside letters, both letter cases, or a sign in the middle: nothing one writes as a word.
fn is_mixed(value: &str) -> bool {
    let lower = value.bytes().any(|b| b.is_ascii_lowercase());
    let later_upper = value.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    let digit = value.bytes().any(|b| b.is_ascii_digit());
    let sign = value.bytes().any(|b| b"!#$%^&*+=?~@".contains(&b));
    (digit && (lower || later_upper))
        || (lower && later_upper)
        || (sign && (lower || later_upper || digit))
}

fn is_issued(value: &str) -> bool {
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    let words = value.bytes().any(|b| b.is_ascii_whitespace());
    let shown = value.len() >= 20 || is_mixed(value) || digits;
    let count = digits && value.len() < 8;
    value.len() >= 6
        && shown
        && !words
        && !count
        && !has_scheme(value)
        && !is_path(value)
        && !shape::is_dated(value)
}

fn has_scheme(value: &str) -> bool {
    value
        .as_bytes()
        .iter()
        .take(24)
        .position(|b| *b == b':')
        .is_some_and(|i| value[i..].starts_with("://"))
}

/// A path in a file system. Two separators at least: a password may begin with one.
fn is_path(value: &str) -> bool {
    let rooted = ["/", "./", "../", "~/"].iter().any(|root| value.starts_with(root));
    let drive = value.as_bytes().get(1..3) == Some(b":\\");
    let parts = || value.split(['/', '\\']).filter(|part| !part.is_empty());
    (rooted || drive)
        && parts().count() >= 2
        && parts().all(|part| !shape::looks_random(part))
        && !value.ends_with('=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_about_passwords_are_no_passwords() {
        for value in [
            "The password must be at least 8 characters.",
            "is not valid for this user",
            "does not match",
        ] {
            assert!(!is_secret(Strength::Any, value, Written::Whole), "{value}");
        }
    }

    #[test]
    fn short_and_odd_passwords_are_passwords() {
        for value in [
            "hunter2",
            "pä$$",
            "correct horse battery staple",
            "a b",
            "1234",
            "S3cret!",
            "/x",
            "$3cr",
        ] {
            assert!(is_secret(Strength::Any, value, Written::Whole), "{value}");
        }
    }

    #[test]
    fn random_fields_leave_hashes_and_ids_alone() {
        let hash = "0123456789abcdef0123456789abcdef01234567";
        assert!(!is_secret(Strength::Random, hash, Written::Whole));
        assert!(!is_secret(
            Strength::Random,
            "4c1b6c6e-8d6f-4f2e-9a55-0d4b6a1f7c11",
            Written::Whole
        ));
        assert!(is_secret(Strength::Random, "q8Zr2LmP0vTx5KsWy1", Written::Whole));
    }
}
