//! Credentials in addresses: `postgres://svc:…@db`, Go's and Oracle's data source names.
//! Must never change what an address points at: scheme, user, host and path stay.

use crate::engines::redact::hit::Hit;
use crate::engines::redact::kind::Kind;
use crate::engines::redact::shape::{self, before, floor};
use crate::engines::redact::value;

/// The longest authority of an address that is looked at.
const AUTHORITY: usize = 512;

/// The password, or the token used as a user name, in an address whose `://` stands at `at`.
pub(in crate::engines::redact) fn userinfo(text: &str, at: usize) -> Option<Hit> {
    let scheme = text.as_bytes()[..at]
        .iter()
        .rev()
        .take(32)
        .take_while(|b| b.is_ascii_alphanumeric() || b"+.-".contains(b))
        .count();
    if scheme == 0 {
        return None;
    }
    let start = at + 3;
    let window = text.get(start..floor(text, start + AUTHORITY))?;
    let end = window
        .find(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`'))
        .unwrap_or(window.len());
    let window = &window[..end];
    if !window.contains('@') {
        return None;
    }
    let sign = host_sign(window)?;
    let info = &window[..sign];
    match info.split_once(':') {
        Some((user, password)) => {
            let begin = start + user.len() + 1;
            let example =
                matches!(user, "user" | "username") && matches!(password, "password" | "pass");
            let hidden = !password.is_empty() && !example && !is_kept(password);
            // A user nobody chose is half of the secret.
            let begin = if user.len() >= 20 && is_token(user) { start } else { begin };
            hidden.then(|| Hit {
                from: at - scheme,
                ..Hit::issued(begin..start + sign, Kind::Password, true)
            })
        }
        None => (is_token(info) && !is_kept(info)).then(|| Hit {
            from: at - scheme,
            ..Hit::issued(start..start + sign, Kind::Token, true)
        }),
    }
}

fn is_token(user: &str) -> bool {
    shape::looks_random(user) || (user.len() >= 20 && user.bytes().any(|b| b.is_ascii_digit()))
}

pub(super) fn is_kept(password: &str) -> bool {
    value::is_stand_in(password) || password.starts_with(['‹', '›']) || password.starts_with("$(")
}

/// The `@` before the host: the last one before the path, or, for a password with unescaped signs in it,
/// the last one after which a host and the end of the authority follow.
fn host_sign(window: &str) -> Option<usize> {
    let first = window.find(['/', '?', '#']).unwrap_or(window.len());
    if let Some(sign) = window[..first].rfind('@') {
        return Some(sign);
    }
    let (user, rest) = window.split_once(':')?;
    let port = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_port = port > 0 && matches!(rest.as_bytes().get(port), Some(b'/' | b'?' | b'#'));
    let sign = window.rfind('@')?;
    let host = &window[sign + 1..];
    let named =
        host.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).count();
    let ends = matches!(host.as_bytes().get(named), None | Some(b':' | b'/' | b'?'));
    (!is_port && named > 0 && ends && !user.contains(['/', '?', '#', '.'])).then_some(sign)
}

/// The password of `user:password@tcp(host)`, the notation of Go's database drivers; `at` is the `@`.
pub(in crate::engines::redact) fn driver_dsn(text: &str, at: usize) -> Option<Hit> {
    let head = text.as_bytes().get(..at)?;
    let len = head
        .iter()
        .rev()
        .take(256)
        .take_while(|b| b.is_ascii_graphic() && !b"\"'<>`=".contains(b))
        .count();
    let start = floor(text, at - len);
    let (user, password) = text.get(start..at)?.split_once(':')?;
    let hidden = !password.is_empty() && !password.starts_with("//") && !is_kept(password);
    hidden.then(|| Hit {
        from: start,
        ..Hit::issued(start + user.len() + 1..at, Kind::Password, true)
    })
}

/// The password of `svc/x@db` after `oracle:thin:`, where `at` is.
pub(in crate::engines::redact) fn oracle(text: &str, at: usize) -> Option<Hit> {
    let window = text.get(at..floor(text, at + 256))?;
    let sign = window.find('@')?;
    let (user, password) = window[..sign].split_once('/')?;
    let hidden = !password.is_empty()
        && !password.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<'))
        && !is_kept(password);
    let start = at + user.len() + 1;
    hidden.then(|| Hit { from: at, ..Hit::issued(start..at + sign, Kind::Password, true) })
}

/// The password of a line of `.pgpass`, `host:port:database:user:password`; `at` is the port with its colons.
pub(in crate::engines::redact) fn pgpass(text: &str, at: &std::ops::Range<usize>) -> Option<Hit> {
    let line = shape::line(text, at.start);
    let row = text.get(line.clone())?.trim_end();
    let mut colons = row.char_indices().filter(|(i, c)| *c == ':' && before(row, *i) != b'\\');
    let places = [colons.next()?.0, colons.next()?.0, colons.next()?.0, colons.next()?.0];
    let start = places[3] + 1;
    let fits = line.start + places[0] == at.start
        && colons.next().is_none()
        && !row.contains(char::is_whitespace)
        && places.windows(2).all(|pair| pair[1] - pair[0] > 1);
    let password = &row[start..];
    let hidden = fits && !password.is_empty() && !is_kept(password);
    hidden.then(|| Hit::issued(line.start + start..line.start + row.len(), Kind::Password, false))
}

/// Whether the `@` at `at` belongs to an address's user part and not to a mail address.
pub(in crate::engines::redact) fn is_userinfo(text: &str, at: usize) -> bool {
    let head = &text.as_bytes()[at.saturating_sub(AUTHORITY)..at];
    let run = head
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_graphic() && !b"/?#\"'<>,;".contains(b))
        .count();
    let start = at - run;
    before(text, start) == b'/'
        && before(text, start.saturating_sub(1)) == b'/'
        && before(text, start.saturating_sub(2)) == b':'
}
