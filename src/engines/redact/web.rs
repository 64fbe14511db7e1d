//! Secrets of the web: `Authorization` and `Cookie` headers; credentials in addresses and commands below.
//! Must never take the name of a scheme, or a header that only talks about one, for a secret.

mod address;
mod flag;

use std::ops::Range;

use super::hit::{Hit, Style};
use super::kind::Kind;
use super::shape::{self, Set};
use super::value::{self, Strength, Written};

pub(super) use address::{driver_dsn, is_userinfo, oracle, pgpass, userinfo};
pub(super) use flag::{password_flag, secure_string, user_flag};

/// The secret in the value of an `Authorization` header.
pub(super) fn authorization(text: &str, from: usize, at: Range<usize>) -> Option<Hit> {
    let value = text.get(at.clone())?;
    let margin = value.len() - value.trim_start().len();
    let at = at.start + margin..at.start + value.trim_end().len().max(margin);
    let (at, kind) = after_scheme(text, &at)
        .map(|(at, kind)| (first_word(text, at), kind))
        .or_else(|| after_unknown_scheme(text, &at))
        .unwrap_or_else(|| (first_word(text, at), Kind::Token));
    let secret = &text[at.clone()];
    let hidden = match kind {
        // Parameters: an example host among them makes none of them an example.
        Kind::Credentials if secret.contains('=') && secret.contains([',', ' ']) => {
            secret.len() >= 16
        }
        Kind::Credentials => secret.len() >= 6 && !value::is_stand_in(secret),
        _ => value::is_secret(Strength::Issued, secret, Written::Whole),
    };
    (hidden && !secret.contains('‹')).then(|| Hit::named(from, at, kind, Style::Plain))
}

/// What follows a scheme nobody knows: parameters as they stand, or one word.
fn after_unknown_scheme(text: &str, at: &Range<usize>) -> Option<(Range<usize>, Kind)> {
    let (scheme, rest) = text[at.clone()].split_once(' ')?;
    let named = scheme.len() <= 24
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let rest = at.end - rest.trim_start().len()..at.end;
    let parameters = text[rest.clone()].contains('=');
    named.then(|| {
        if parameters { (rest, Kind::Credentials) } else { (first_word(text, rest), Kind::Token) }
    })
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
        | "custom"
        | "splunk"
        | "klaviyo-api-key"
        | "apitoken"
        | "api-token"
        | "secret"
        | "personal"
        | "bot"
        | "privatetoken" => Kind::Token,
        _ => return None,
    };
    (gap > 0).then(|| (at.start + scheme + gap..at.end, kind))
}

/// A header's value goes to the end of its line, or of the string it stands in; quoted parameters belong to it.
pub(super) fn rest_of_header(text: &str, start: usize) -> Range<usize> {
    let end = shape::line(text, start).end;
    let value = &text.as_bytes()[start..end];
    let mut at = 0;
    while let Some(b) = value.get(at) {
        match b {
            b'<' | b'`' => break,
            b'\\' if matches!(value.get(at + 1), Some(b'n' | b'r')) => break,
            b'"' | b'\'' => {
                let opens = value[..at].iter().rev().find(|b| **b != b'\\') == Some(&b'=');
                match value[at + 1..].iter().position(|close| close == b).filter(|_| opens) {
                    Some(len) => at += len + 1,
                    None => break,
                }
            }
            _ => {}
        }
        at += 1;
    }
    let header = &text[start..start + at];
    start..start + header.trim_end_matches(['\\', ' ', '\r', ']', '}', ')']).len()
}

/// The first word of a stretch, or as much of it as can be one value.
pub(super) fn first_word(text: &str, at: Range<usize>) -> Range<usize> {
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"' | '\'' | '}' | ']' | ')');
    at.start..at.start + text[at.clone()].find(ends).unwrap_or(at.len())
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

/// A token or credentials after the word `bearer` or `basic`, whose header is out of sight, and how far was read.
pub(super) fn after_word(text: &str, word: &Range<usize>) -> (Option<Hit>, usize) {
    let Some(from) = value_after(text, word) else { return (None, word.end) };
    let bearer = word.len() == "bearer".len();
    let set = if bearer { Set::Token } else { Set::Base64 };
    let end = from + set.run(text, from, usize::MAX);
    let at = from..end;
    let found = if bearer { bearer_token(text, at) } else { basic_pair(text, at) };
    (found.map(|hit| Hit { from: word.start, ..hit }), end)
}

fn bearer_token(text: &str, at: Range<usize>) -> Option<Hit> {
    let token = text.get(at.clone())?.trim_end_matches(['.', ':', '|']);
    // Without its padding, so that `error="invalid_token"` stays a word.
    let core = token.trim_end_matches('=');
    let long = core.len() >= 16 && shape::distinct(core) >= 5;
    (long && value::is_secret(Strength::Issued, core, Written::Whole))
        .then(|| Hit::issued(at.start..at.start + token.len(), Kind::Token, false))
}

/// Base64 of `user:password`.
fn basic_pair(text: &str, at: Range<usize>) -> Option<Hit> {
    let pair = shape::base64_text(text.get(at.clone()).filter(|t| t.len() >= 8)?)?;
    let (_, password) = pair.split_once(':')?;
    (!password.is_empty()).then(|| Hit::issued(at, Kind::Credentials, false))
}

fn value_after(text: &str, word: &Range<usize>) -> Option<usize> {
    let rest = text.as_bytes().get(word.end..)?;
    let gap = rest.iter().take(8).take_while(|b| matches!(b, b' ' | b'\t' | b'+' | b':')).count();
    let coded = if gap == 0 && rest.starts_with(b"%20") { 3 } else { gap };
    (coded > 0 && shape::left_edge(text, word.start)).then_some(word.end + coded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bearer(text: &str, at: usize) -> Option<Hit> {
        after_word(text, &(at..at + 6)).0
    }

    fn basic(text: &str, at: usize) -> Option<Hit> {
        after_word(text, &(at..at + 5)).0
    }

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
