//! What stands in for a value: masks, variables, templates, documented examples, code that reads one.
//! Must never match a real value: each of these has a form of its own.

use crate::engines::redact::field::{self, Field};
use crate::engines::redact::{placeholder, shape};

/// A mask, a variable, a template or a documented example instead of a value.
pub(in crate::engines::redact) fn is_stand_in(value: &str) -> bool {
    let value = value.trim();
    if value.is_empty() || placeholder::stands_in(value) || is_reference(value) {
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
        || is_tag(value)
        || value.contains("/secrets/")
        || (value.starts_with('<') && value.contains('>'))
        || lettered('%', '%')
        || lettered('{', '}')
        || lettered('[', ']')
        || lettered('(', ')')
        || between("__", "__")
        || matches!(value, "%s" | "{}" | "?" | "%d" | "%v" | "%@")
}

/// A tag by which a template fetches a value from elsewhere: `!Ref`, `!vault`.
fn is_tag(value: &str) -> bool {
    let tags = [
        "Ref",
        "Sub",
        "GetAtt",
        "ImportValue",
        "FindInMap",
        "Join",
        "Select",
        "If",
        "Base64",
        "Split",
        "env",
        "ENV",
        "env_var",
        "vault",
        "secret",
        "reference",
        "include",
        "file",
    ];
    let tag = value.strip_prefix('!').and_then(|rest| rest.split([' ', '\t']).next());
    tag.is_some_and(|tag| tags.contains(&tag))
}

/// Words by which documentation marks a value as made up.
fn is_example(value: &str) -> bool {
    if value.contains('@') {
        return false;
    }
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
pub(super) fn is_code(value: &str) -> bool {
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
    called || member || is_read(value)
}

/// Whether a value is read from a member that says what it holds: `item.json.access_token`.
fn is_read(value: &str) -> bool {
    let identifier = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$'))
            && part.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'$'))
    };
    let Some((holder, last)) = value.trim_end_matches(['?', '!']).rsplit_once('.') else {
        return false;
    };
    let holders = holder.split('.').map(|part| part.trim_end_matches(['?', '!']));
    holders.into_iter().all(identifier)
        && identifier(last)
        && matches!(field::classify(last), Some(Field::Secret(..) | Field::Authorization))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_and_references_are_stand_ins() {
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
            "...",
            "••••",
            "<%= x %>",
            "!Ref",
            "!vault |",
            "projects/p/secrets/db/versions/1",
        ] {
            assert!(is_stand_in(value), "{value}");
        }
        for value in ["hunter2", "S3cret!", "$3cr", "/x", "<a&b", "!Reflex9"] {
            assert!(!is_stand_in(value), "{value}");
        }
    }

    #[test]
    fn code_that_reads_a_value_is_code() {
        for value in [
            "getPassword()",
            "os.environ[",
            "config.password",
            "process.env.TOKEN",
            "item.json.access_token",
            "event?.replyToken",
            "request.form.get(",
        ] {
            assert!(is_code(value), "{value}");
        }
        assert!(!is_code("hunter2") && !is_code("a.b-c") && !is_code("sunny.day.token9"));
    }
}
