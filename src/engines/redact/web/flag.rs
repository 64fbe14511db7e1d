//! Passwords among the arguments of commands: `curl -u svc:x`, `mysql -px`, `redis-cli -a x`.
//! Must never take a flag of another command for a password: the command's name decides.

use std::ops::Range;

use crate::engines::redact::assignment;
use crate::engines::redact::hit::Hit;
use crate::engines::redact::kind::Kind;
use crate::engines::redact::quote;
use crate::engines::redact::shape::{self, byte, floor};
use crate::engines::redact::value::{self, Strength, Written};

use super::address::is_kept;

/// The password of `-u user:password`, the flag of curl and others; `at` is where the flag begins.
pub(in crate::engines::redact) fn user_flag(text: &str, at: usize, len: usize) -> Option<Hit> {
    let flag = text.get(at..at + len)?;
    let len = len + usize::from(!flag.ends_with([' ', '=']) && byte(text, at + len) == b' ');
    let attached = flag == " -u" && len == flag.len();
    if (attached && !runs(text, at, &["curl"])) || (flag == " -a " && !runs(text, at, &["http"])) {
        return None;
    }
    let rest = text.as_bytes().get(at + len..)?;
    let quote = rest.iter().take(2).take_while(|b| matches!(b, b'"' | b'\'' | b'\\')).count();
    let start = at + len + quote;
    let end = start
        + text
            .get(start..)?
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\'))
            .unwrap_or(text.len() - start);
    let (user, password) =
        text.get(start..end.min(start + 256)).unwrap_or_default().split_once(':')?;
    let name = !user.is_empty()
        && user.bytes().all(|b| b.is_ascii_alphanumeric() || b"._@-+%$".contains(&b));
    let digits =
        password.bytes().all(|b| b.is_ascii_digit()) && user.bytes().all(|b| b.is_ascii_digit());
    let hidden =
        name && !digits && password.len() >= 3 && !password.starts_with("//") && !is_kept(password);
    let begin = start + user.len() + 1;
    hidden.then(|| Hit {
        from: at,
        ..Hit::issued(begin..begin + password.len(), Kind::Password, false)
    })
}

/// The password of `mysql -px`, `sshpass -p x`, `redis-cli -a x`; `at` is the flag.
pub(in crate::engines::redact) fn password_flag(text: &str, at: Range<usize>) -> Option<Hit> {
    let runs = |names: &[&str]| runs(text, at.start, names);
    let attached = byte(text, at.end) != b' ';
    let known = match text.get(at.clone())? {
        " -p" if attached => runs(&["mysql", "mariadb", "7z "]),
        " -p" => {
            runs(&["sshpass", "mongo", "docker login", "podman login", "az login", "oc login"])
        }
        " -P" if !attached => runs(&["sqlcmd", "bcp", "isql", "tsql"]),
        " -a " => runs(&["redis-cli"]),
        " -w " => runs(&["ldap"]),
        _ => false,
    };
    let start = at.end + usize::from(byte(text, at.end) == b' ');
    let start = start + usize::from(matches!(byte(text, start), b'"' | b'\''));
    let value = assignment::bare(text, start).filter(|_| known)?;
    let password = &text[value.at.clone()];
    let hidden =
        !password.starts_with('-') && value::is_secret(Strength::Any, password, Written::Bare);
    hidden.then(|| Hit { from: at.start, ..Hit::issued(value.at, Kind::Password, false) })
}

/// The password of `ConvertTo-SecureString "x" -AsPlainText`, or of `"x" | ConvertTo-SecureString`.
pub(in crate::engines::redact) fn secure_string(text: &str, at: &Range<usize>) -> Option<Hit> {
    let line = shape::line(text, at.start);
    let rest = text.get(at.end..line.end)?;
    let mut from = at.end + rest.len() - rest.trim_start().len();
    for flag in ["-string", "-asplaintext", "-force", "-asplaintext"] {
        let found = text.get(from..floor(text, from + flag.len())).unwrap_or_default();
        if found.eq_ignore_ascii_case(flag) {
            from += flag.len() + usize::from(byte(text, from + flag.len()) == b' ');
        }
    }
    let after = quote::at(text, from).and_then(|mark| {
        let end = quote::close(text, mark.end, &text[mark.clone()])?;
        Some(mark.end..end)
    });
    let value = after.or_else(|| piped(text, line.start..at.start)).or_else(|| {
        let bare = assignment::bare(text, from)?.at;
        (!text[bare.clone()].starts_with(['-', '$', '(', '|'])).then_some(bare)
    })?;
    let secret = &text[value.clone()];
    let hidden = value.end <= line.end
        && !secret.starts_with(['$', '('])
        && value::is_secret(Strength::Any, secret, Written::Whole);
    hidden.then(|| Hit {
        from: at.start.min(value.start),
        ..Hit::issued(value, Kind::Password, false)
    })
}

/// What is quoted before the pipe at the end of a stretch.
fn piped(text: &str, at: Range<usize>) -> Option<Range<usize>> {
    let head = text[at.clone()].trim_end().strip_suffix('|')?.trim_end();
    let mark = head.chars().next_back().filter(|c| matches!(c, '"' | '\''))?;
    let end = head.len() - mark.len_utf8();
    let start = head[..end].rfind(mark)? + mark.len_utf8();
    Some(at.start + start..at.start + end)
}

/// Whether one of these commands stands before `at` on its line.
fn runs(text: &str, at: usize, names: &[&str]) -> bool {
    let head = &text[floor(text, at.saturating_sub(160))..at];
    let head = head.rsplit(['\n', '|', ';']).next().unwrap_or_default();
    names.iter().any(|name| head.contains(name))
}
