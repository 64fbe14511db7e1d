//! Whether a value that stands in a secret-like field is a secret, or only talks about one.
//! Must never let a real value through because it resembles a word; when in doubt it is hidden.

use super::placeholder;
use super::shape;

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
    /// Bare, in a sentence: `the password is …`.
    Prose,
}

/// Whether the value must be hidden.
pub(super) fn is_secret(strength: Strength, value: &str, written: Written) -> bool {
    let value = value.trim();
    if is_stand_in(value) || is_prose(value) || is_word(value) {
        return false;
    }
    if written != Written::Whole && (value.len() < 3 || is_code(value)) {
        return false;
    }
    if written == Written::Prose {
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
                && (written == Written::Whole || is_mixed(value))
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

/// Words that stand where a secret would, in messages, schemas and documentation.
const WORDS: &[&str] = &[
    "accepted",
    "access",
    "all",
    "allowed",
    "and",
    "any",
    "are",
    "array",
    "auth",
    "authentication",
    "based",
    "basic",
    "bearer",
    "been",
    "blank",
    "bool",
    "boolean",
    "bytes",
    "can",
    "cannot",
    "change",
    "changed",
    "changeme",
    "char",
    "confirm",
    "confirmation",
    "confirmed",
    "copied",
    "created",
    "credentials",
    "default",
    "deleted",
    "denied",
    "deprecated",
    "does",
    "empty",
    "encrypted",
    "enter",
    "entered",
    "error",
    "expected",
    "expired",
    "expires",
    "failed",
    "failure",
    "false",
    "field",
    "filtered",
    "for",
    "forbidden",
    "forgot",
    "forgotten",
    "found",
    "from",
    "generated",
    "grant",
    "has",
    "hash",
    "hashed",
    "hidden",
    "incorrect",
    "inherit",
    "input",
    "integer",
    "invalid",
    "is",
    "issued",
    "key",
    "ldap",
    "length",
    "login",
    "manager",
    "masked",
    "max",
    "min",
    "mismatch",
    "missing",
    "must",
    "nil",
    "no",
    "none",
    "not",
    "null",
    "number",
    "oauth",
    "oauth2",
    "object",
    "off",
    "ok",
    "omitted",
    "on",
    "only",
    "optional",
    "passed",
    "passphrase",
    "passwd",
    "password",
    "plain",
    "policy",
    "private",
    "prompt",
    "protected",
    "provided",
    "public",
    "pwd",
    "read",
    "redacted",
    "refresh",
    "refreshed",
    "rejected",
    "removed",
    "renewed",
    "request",
    "requested",
    "required",
    "reset",
    "revoked",
    "rotated",
    "rotation",
    "saml",
    "secret",
    "see",
    "sent",
    "session",
    "set",
    "should",
    "sso",
    "str",
    "string",
    "success",
    "tba",
    "tbd",
    "text",
    "the",
    "this",
    "todo",
    "token",
    "too",
    "true",
    "type",
    "unauthorized",
    "undefined",
    "unknown",
    "unset",
    "update",
    "updated",
    "use",
    "used",
    "user",
    "username",
    "valid",
    "validated",
    "value",
    "varchar",
    "was",
    "weak",
    "will",
    "with",
    "wrong",
    "yes",
    "your",
];

/// A single word of [`WORDS`], whatever its letter case, alone or with what ends a clause.
fn is_word(value: &str) -> bool {
    let value = value.trim_matches(|c: char| c.is_ascii_punctuation());
    if value.len() > 14 || !value.is_ascii() {
        return false;
    }
    let lower = value.to_ascii_lowercase();
    lower.is_empty() || WORDS.binary_search(&lower.as_str()).is_ok()
}

/// A sentence about a secret: three words or more, one of them from [`WORDS`] or clearly grammar.
fn is_prose(value: &str) -> bool {
    let mut words = 0;
    let mut grammar = false;
    for word in value.split_ascii_whitespace().take(12) {
        words += 1;
        grammar |= word.len() <= 10
            && (is_word(word) || ["be", "to", "at", "of", "in", "or", "a"].contains(&word));
    }
    words >= 3 && grammar
}

/// A mask, a variable, a template or a documented example instead of a value.
pub(super) fn is_stand_in(value: &str) -> bool {
    let value = value.trim();
    if value.is_empty() || placeholder::is_one(value) || is_reference(value) {
        return true;
    }
    let bytes = value.as_bytes();
    let one_sign =
        shape::distinct(value) == 1 && (bytes.len() >= 3 || !bytes[0].is_ascii_alphanumeric());
    let masked = |c: char| {
        matches!(c, '*' | '•' | '●' | '·' | '█' | '#' | '.' | '…' | '-' | '_' | '?' | ' ')
    };
    one_sign
        || value.chars().all(masked)
        || ["***", "•••", "●●●", "███", "xxxx", "XXXX"].iter().any(|mask| value.contains(mask))
        || (value.len() <= 20 && (value.ends_with("...") || value.ends_with('…')))
        || is_example(value)
}

/// A name for a value kept elsewhere: `${TOKEN}`, `{{ token }}`, `<token>`, `%TOKEN%`, `[FILTERED]`.
fn is_reference(value: &str) -> bool {
    let between = |open: &str, close: &str| {
        value
            .strip_prefix(open)
            .and_then(|v| v.strip_suffix(close))
            .is_some_and(|inner| !inner.is_empty())
    };
    let name = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b' ' | b'-' | b'.' | b':'))
    };
    let lettered = |open: char, close: char| {
        value.strip_prefix(open).and_then(|v| v.strip_suffix(close)).is_some_and(name)
    };
    let variable = value.strip_prefix('$').is_some_and(|rest| {
        let upper = rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
        let lower = rest.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        !rest.is_empty() && !rest.as_bytes()[0].is_ascii_digit() && (upper || lower)
    });
    let starts = [
        "${",
        "$(",
        "{{",
        "<%",
        "#{",
        "@{",
        "ENC[",
        "!vault",
        "vault:",
        "op://",
        "arn:aws:",
        "@Microsoft.",
    ];
    variable
        || starts.iter().any(|start| value.starts_with(start))
        || (value.starts_with('<') && value.contains('>'))
        || lettered('%', '%')
        || lettered('{', '}')
        || lettered('[', ']')
        || lettered('(', ')')
        || between("__", "__")
        || matches!(value, "%s" | "{}" | "?" | "%d" | "%v" | "%@")
}

/// Words by which documentation marks a value as made up.
fn is_example(value: &str) -> bool {
    let lower = value.get(..shape::floor(value, 128)).unwrap_or_default().to_ascii_lowercase();
    let marks = [
        "redacted",
        "example",
        "placeholder",
        "changeme",
        "change_me",
        "change-me",
        "replaceme",
        "replace_me",
    ];
    let more = [
        "replace-me",
        "your_",
        "your-",
        "yourpass",
        "yourtoken",
        "yourkey",
        "yoursecret",
        "_here",
        "-here",
    ];
    marks.iter().chain(&more).any(|mark| lower.contains(mark))
}

/// An expression of a programming language instead of a value.
fn is_code(value: &str) -> bool {
    let name =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':' | b'$' | b'-' | b'>');
    let bytes = value.as_bytes();
    let head = bytes.iter().position(|b| !name(*b)).unwrap_or(bytes.len());
    let called = head > 0 && matches!(bytes.get(head), Some(b'(' | b'['));
    let first = value.split(['.', '-', ':']).next().unwrap_or_default();
    let holders = [
        "args",
        "cfg",
        "config",
        "conf",
        "context",
        "ctx",
        "credentials",
        "creds",
        "data",
        "env",
        "event",
        "form",
        "input",
        "local",
        "module",
        "opts",
        "options",
        "os",
        "params",
        "process",
        "props",
        "req",
        "request",
        "secrets",
        "self",
        "settings",
        "state",
        "System",
        "this",
        "user",
        "var",
        "vars",
    ];
    let member = first.len() < value.len() && holders.contains(&first) && value.bytes().all(name);
    called || member
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_order() {
        assert!(WORDS.is_sorted());
    }

    #[test]
    fn masks_and_references_are_no_secrets() {
        for value in [
            "",
            "********",
            "xxxxxxxx",
            "${TOKEN}",
            "$DB_PASSWORD",
            "{{ secrets.db }}",
            "<redacted>",
            "[FILTERED]",
            "%PASSWORD%",
            "‹password 123456›",
            "your-api-key",
            "REPLACE_ME",
            "null",
            "required",
            "...",
            "••••",
            "<%= x %>",
        ] {
            assert!(!is_secret(Strength::Any, value, Written::Whole), "{value}");
        }
    }

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
    fn code_that_reads_a_password_is_no_password() {
        for value in [
            "getPassword()",
            "os.environ[",
            "config.password",
            "process.env.TOKEN",
            "request.form.get(",
        ] {
            assert!(!is_secret(Strength::Any, value, Written::Bare), "{value}");
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
