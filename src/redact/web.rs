//! Secrets of the web: `Authorization` and `Cookie` headers, credentials in addresses, basic-auth flags.
//! Must never change what an address points at: scheme, user, host and path stay.

use std::ops::Range;

use super::hit::{Hit, Style};
use super::kind::Kind;
use super::placeholder;
use super::shape::{self, Set, before, byte, floor};
use super::value::{self, Strength, Written};

/// The longest authority of an address that is looked at.
const AUTHORITY: usize = 512;

/// The secret in the value of an `Authorization` header.
pub(super) fn authorization(text: &str, from: usize, at: Range<usize>) -> Option<Hit> {
    let value = text.get(at.clone())?;
    let at = at.start + value.len() - value.trim_start().len()..at.end;
    let (at, kind) = match after_scheme(text, &at) {
        Some(found) => found,
        None => (at, Kind::Token),
    };
    let secret = text.get(at.clone())?.trim_end();
    let at = at.start..at.start + secret.len();
    let plain = secret.len() < 6
        || secret.contains(' ')
        || value::is_stand_in(secret)
        || secret.contains('‹');
    let word = secret.len() < 16 && !value::is_secret(Strength::Issued, secret, Written::Whole);
    (!plain && !word).then(|| Hit::named(from, at, kind, Style::Plain))
}

/// The value after the name of an authentication scheme, as in `Bearer x`.
pub(super) fn after_scheme(text: &str, at: &Range<usize>) -> Option<(Range<usize>, Kind)> {
    let value = text.get(at.clone())?;
    let scheme =
        value.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
    let gap = value[scheme..].bytes().take_while(|b| matches!(b, b' ' | b'+' | b'\t')).count();
    let kind = match value[..scheme].to_ascii_lowercase().as_str() {
        "basic" => Kind::Credentials,
        "bearer"
        | "token"
        | "jwt"
        | "oauth"
        | "ssws"
        | "key"
        | "apikey"
        | "api-key"
        | "api_key"
        | "negotiate"
        | "ntlm"
        | "dpop"
        | "genie"
        | "geniekey"
        | "sharedaccesssignature"
        | "zoho-oauthtoken"
        | "access"
        | "app"
        | "hmac"
        | "custom" => Kind::Token,
        _ => return None,
    };
    (gap > 0).then(|| (at.start + scheme + gap..at.end, kind))
}

/// The secrets among the names and values of a cookie header.
pub(super) fn cookies(text: &str, from: usize, at: Range<usize>, hits: &mut Vec<Hit>) {
    let mut start = at.start;
    for pair in text[at].split(';') {
        let next = start + pair.len() + 1;
        if let Some((name, value)) = pair.split_once('=') {
            let margin = value.len() - value.trim_start().len();
            let begin = start + name.len() + 1 + margin;
            let name = name.trim().to_ascii_lowercase();
            let kept = ["path", "domain", "expires", "max-age", "samesite", "priority", "version"];
            let value = value.trim();
            if value.len() >= 8
                && !kept.contains(&name.as_str())
                && !value::is_stand_in(value)
                && !value.contains('‹')
            {
                hits.push(Hit::named(
                    from,
                    begin..begin + value.len(),
                    Kind::Session,
                    Style::Plain,
                ));
            }
        }
        start = next;
    }
}

/// A bearer token whose header is out of sight; `at` is where the word `bearer` begins.
pub(super) fn bearer(text: &str, at: usize) -> Option<Hit> {
    let from = after_word(text, at, "bearer".len())?;
    let end = from + Set::Token.run(text, from);
    let token = text.get(from..end)?.trim_end_matches(['.', ':', '|']);
    // Without its padding, so that `error="invalid_token"` stays a word.
    let core = token.trim_end_matches('=');
    let long = core.len() >= 16 && shape::distinct(core) >= 5;
    (long && value::is_secret(Strength::Issued, core, Written::Whole))
        .then(|| Hit { from: at, ..Hit::issued(from..from + token.len(), Kind::Token, false) })
}

/// Basic credentials whose header is out of sight: base64 of `user:password`.
pub(super) fn basic(text: &str, at: usize) -> Option<Hit> {
    let from = after_word(text, at, "basic".len())?;
    let end = from + Set::Base64.run(text, from);
    let pair = shape::base64_text(text.get(from..end).filter(|t| t.len() >= 8)?)?;
    let (_, password) = pair.split_once(':')?;
    (!password.is_empty())
        .then(|| Hit { from: at, ..Hit::issued(from..end, Kind::Credentials, false) })
}

fn after_word(text: &str, at: usize, len: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at + len..)?;
    let gap = rest.iter().take(8).take_while(|b| matches!(b, b' ' | b'\t' | b'+' | b':')).count();
    let coded = if gap == 0 && rest.starts_with(b"%20") { 3 } else { gap };
    (coded > 0 && shape::left_edge(text, at)).then_some(at + len + coded)
}

/// The password, or the token used as a user name, in an address whose `://` stands at `at`.
pub(super) fn userinfo(text: &str, at: usize) -> Option<Hit> {
    let scheme = text.as_bytes()[..at]
        .iter()
        .rev()
        .take(32)
        .take_while(|b| b.is_ascii_alphanumeric() || b"+.-".contains(b))
        .count();
    let start = at + 3;
    let window = text.get(start..floor(text, start + AUTHORITY))?;
    let end = window
        .find(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`'))
        .unwrap_or(window.len());
    let window = &window[..end];
    if scheme == 0 || !window.contains('@') {
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
            hidden.then(|| Hit {
                from: at - scheme,
                ..Hit::issued(begin..start + sign, Kind::Password, true)
            })
        }
        None => {
            let token = shape::looks_random(info)
                || (info.len() >= 20 && info.bytes().any(|b| b.is_ascii_digit()));
            (token && !is_kept(info)).then(|| Hit {
                from: at - scheme,
                ..Hit::issued(start..start + sign, Kind::Token, true)
            })
        }
    }
}

fn is_kept(password: &str) -> bool {
    value::is_stand_in(password) || placeholder::is_one(password) || password.starts_with("$(")
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
pub(super) fn driver_dsn(text: &str, at: usize) -> Option<Hit> {
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

/// The password of `-u user:password`, the flag of curl and others; `at` is where the flag begins.
pub(super) fn user_flag(text: &str, at: usize, len: usize) -> Option<Hit> {
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
pub(super) fn password_flag(text: &str, at: Range<usize>) -> Option<Hit> {
    let head = &text[floor(text, at.start.saturating_sub(160))..at.start];
    let head = head.rsplit(['\n', '|', ';']).next().unwrap_or_default();
    let runs = |names: &[&str]| names.iter().any(|name| head.contains(name));
    let attached = byte(text, at.end) != b' ';
    let known = match text.get(at.clone())? {
        " -p" if attached => runs(&["mysql", "mariadb", "7z "]),
        " -p" => runs(&["sshpass", "mongo", "docker login", "podman login"]),
        " -a" => !attached && runs(&["redis-cli"]),
        _ => false,
    };
    let start = at.end + usize::from(!attached);
    let start = start + usize::from(matches!(byte(text, start), b'"' | b'\''));
    let value = super::assignment::bare(text, start).filter(|_| known)?;
    let password = &text[value.at.clone()];
    let hidden =
        !password.starts_with('-') && value::is_secret(Strength::Any, password, Written::Bare);
    hidden.then(|| Hit { from: at.start, ..Hit::issued(value.at, Kind::Password, false) })
}

/// Whether the `@` at `at` belongs to an address's user part and not to a mail address.
pub(super) fn is_userinfo(text: &str, at: usize) -> bool {
    let head = &text.as_bytes()[at.saturating_sub(AUTHORITY)..at];
    let run =
        head.iter().rev().take_while(|b| b.is_ascii_graphic() && !b"/?#\"'<>".contains(b)).count();
    let start = at - run;
    before(text, start) == b'/'
        && before(text, start.saturating_sub(1)) == b'/'
        && before(text, start.saturating_sub(2)) == b':'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str, hit: Option<Hit>) -> Option<&str> {
        hit.map(|hit| &text[hit.at])
    }

    #[test]
    fn the_password_of_an_address_is_found_whatever_it_contains() {
        for (text, password) in [
            ("postgres://svc:hu5h@db.internal:5432/erp", "hu5h"),
            ("redis://:hu5h@cache", "hu5h"),
            ("amqp://a:hu@5h@mq/vhost", "hu@5h"),
            ("postgres://svc:hu/5h#x@db:5432/erp", "hu/5h#x"),
        ] {
            assert_eq!(
                hidden(text, userinfo(text, text.find("://").unwrap())),
                Some(password),
                "{text}"
            );
        }
    }

    #[test]
    fn addresses_without_a_password_stay() {
        for text in [
            "https://example.org:8080/users/me@example.org",
            "https://example.org/@scope/package",
            "postgres://${USER}:${PASSWORD}@db/x",
            "ssh://deploy@example.org/x",
            "http://localhost:3000/a:b@c",
        ] {
            assert_eq!(userinfo(text, text.find("://").unwrap()), None, "{text}");
        }
    }

    #[test]
    fn only_real_basic_credentials_are_found() {
        let text = "Basic c3ZjOmh1c2g1";
        assert_eq!(hidden(text, basic(text, 0)), Some("c3ZjOmh1c2g1"));
        assert_eq!(basic("basic authentication", 0), None);
    }

    #[test]
    fn the_word_bearer_alone_is_harmless() {
        for text in [
            "Bearer ${TOKEN}",
            "bearer authentication",
            "Bearer <token>",
            "Bearer error=\"invalid_token\"",
        ] {
            assert_eq!(bearer(text, 0), None, "{text}");
        }
        let text = "Bearer q8Zr2LmP0vTx5KsWy1==";
        assert_eq!(hidden(text, bearer(text, 0)), Some("q8Zr2LmP0vTx5KsWy1=="));
    }
}
