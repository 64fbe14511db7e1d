//! What people write in spreadsheets for the entries of our catalogues.
//! A word stands for one entry only; what is not recognised is asked, never guessed.

use crate::document::controls::Control;
use crate::document::evidence::Kind;
use crate::document::samples::{Cause, DetectedBy, ErrorClass, Origin, Outcome, Symptom};
use crate::engines::tables::single::{self, Doubt};
use crate::platform::catalogue::Catalogue;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A catalogue with other words for its entries.
pub trait Spoken: Catalogue {
    /// Other words for an entry, in the form [`plain`] gives.
    fn words(self) -> &'static [&'static str];
}

/// A text as lower-case words with one space between them: “Rate-Limited” is “rate limited”.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut was_lower = false;
    for c in text.chars() {
        if !c.is_alphanumeric() {
            was_lower = false;
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            continue;
        }
        // “occurredAt” is two words, “ID” is one.
        if c.is_uppercase() && was_lower {
            out.push(' ');
        }
        was_lower = c.is_lowercase();
        out.extend(c.to_lowercase());
    }
    out.truncate(out.trim_end().len());
    out
}

/// The entry that a text stands for.
pub fn recognise<C: Spoken>(text: &str) -> Option<C> {
    // Most files say it as we do: that is seen without taking it apart.
    let same = |entry: &C| entry.key() == text || entry.label().eq_ignore_ascii_case(text);
    if let Some(entry) = C::ALL.iter().copied().find(same) {
        return Some(entry);
    }
    let said = plain(text);
    let stands_for = |entry: &C| {
        plain(entry.label()) == said
            || entry.key().replace('_', " ") == said
            || entry.words().contains(&said.as_str())
    };
    C::ALL.iter().copied().find(stands_for)
}

/// Yes or no.
pub fn yes_or_no(text: &str) -> Option<bool> {
    match plain(text).as_str() {
        "yes" | "y" | "true" | "t" | "1" | "x" | "ja" | "oui" | "ok" | "success" => Some(true),
        "no" | "n" | "false" | "f" | "0" | "nein" | "non" | "failed" | "failure" => Some(false),
        _ => None,
    }
}

/// Minutes: a number, with a unit after it when they are not minutes. Parts of a minute count as a whole one.
/// `comma` is known where the column told how its decimals are written.
///
/// # Errors
/// [`Doubt`] when they are no number of minutes, or can be two.
pub fn minutes(text: &str, comma: Option<bool>) -> Result<i32, Doubt> {
    let text = text.trim().to_lowercase();
    let end = text.find(|c: char| !c.is_ascii_digit() && !".,".contains(c)).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let (times, per) = match unit.trim() {
        "" | "m" | "min" | "mins" | "minute" | "minutes" => (1, 1),
        "h" | "hr" | "hrs" | "hour" | "hours" => (60, 1),
        "s" | "sec" | "secs" | "second" | "seconds" => (1, 60),
        _ => return Err(Doubt::None),
    };
    let found = single::read(number, comma)?.checked_mul(Decimal::from(times));
    let found = found.and_then(|found| found.checked_div(Decimal::from(per))?.ceil().to_i32());
    found.ok_or(Doubt::None)
}

/// A whole number, 0 or more.
pub fn whole(text: &str) -> Option<i32> {
    let text = text.trim();
    let text = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0")).unwrap_or(text);
    text.parse().ok().filter(|number| *number >= 0)
}

impl Spoken for Symptom {
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Wrong => &[
                "incorrect",
                "mismatch",
                "wrong value",
                "wrong data",
                "incorrect data",
                "bad data",
            ],
            Self::Duplicate => {
                &["duplicated", "duplicates", "dup", "dupe", "double", "twice", "created twice"]
            }
            Self::Missing => {
                &["lost", "not found", "absent", "not created", "not synced", "missed"]
            }
            Self::Late => &["delayed", "delay", "slow", "lag"],
            Self::Partial => &["incomplete", "partially", "partial failure"],
            Self::OutOfOrder => &["wrong order", "sequence", "out of sequence"],
            Self::Silent => &["silent failure", "nothing happened", "no error"],
        }
    }
}

impl Spoken for Origin {
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Source => &["sender", "upstream", "source system"],
            Self::Middleware => &["connector", "script", "integration", "connection"],
            Self::Destination => {
                &["target", "receiver", "downstream", "destination system", "target system"]
            }
            Self::Unknown => &["not known", "n a", "tbd", "we don t know"],
        }
    }
}

impl Spoken for Cause {
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Timeout => &["timed out", "time out", "504", "gateway timeout"],
            Self::Unreachable => {
                &["connection refused", "connection error", "down", "offline", "503", "dns"]
            }
            Self::RateLimited => &["rate limit", "throttled", "too many requests", "429"],
            Self::Authentication => {
                &["auth", "401", "unauthorized", "unauthorised", "auth error", "login failed"]
            }
            Self::Permission => &["403", "forbidden", "access denied", "permission denied"],
            Self::WebhookNotDelivered => &["webhook lost", "webhook missing", "webhook"],
            Self::Replayed => {
                &["replay", "retry", "retried", "resent", "sent twice", "webhook retry"]
            }
            Self::DeliveredOutOfOrder => &["out of order", "wrong order"],
            Self::ApiChanged => {
                &["api change", "schema change", "breaking change", "version change"]
            }
            Self::ServerError => &["500", "5xx", "internal server error", "internal error"],
            Self::DirtyValue => &["bad value", "invalid value", "dirty data", "bad data"],
            Self::MissingIdentifier => &["missing id", "no id", "no identifier"],
            Self::MismatchedIdentifier => {
                &["id mismatch", "wrong id", "mismatched id", "mismatched ids"]
            }
            Self::DuplicateRecord => &["duplicate", "duplicate in source"],
            Self::InconsistentFormat => &["format", "wrong format", "format error", "encoding"],
            Self::WrongMapping => &["mapping", "mapping error", "field mapping"],
            Self::UnclearRule => &["unclear rule", "business rule", "rule"],
            Self::WrongAssumption => &["assumption", "wrong assumption", "process"],
            Self::Unknown => &["not known", "n a", "tbd", "we don t know"],
        }
    }
}

impl Spoken for ErrorClass {
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Transient => &["temporary", "retryable"],
            Self::Permanent => &["fatal", "not retryable"],
            Self::Validation => &["invalid", "validation error"],
        }
    }
}

impl Spoken for DetectedBy {
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Monitor => &["monitoring", "alert", "alerting", "system", "automatic"],
            Self::Staff => &["employee", "team", "internal", "us", "support", "colleague"],
            Self::Customer => &["client", "buyer", "customer complaint"],
            Self::Nobody => &["nobody", "none", "no one", "not detected", "undetected"],
            Self::NotKnown => &["unknown", "n a", "not recorded"],
        }
    }
}

impl Spoken for Outcome {
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Success => &["ok", "done", "resolved", "fixed", "recovered", "solved", "closed"],
            Self::Failed => &["error", "failure", "fail"],
            Self::ManualOverride => {
                &["manual", "manually", "manually fixed", "fixed by hand", "by hand", "workaround"]
            }
            Self::Unresolved => &["open", "pending", "in progress", "not resolved"],
        }
    }
}

impl Spoken for Kind {
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Reproduced => &["tried out", "repeated"],
            Self::Reconciled => &["reconciliation", "compared", "comparison"],
            Self::Logged => &["log", "payload", "log line", "log file"],
            Self::Screenshot => &["screen shot", "picture", "image"],
            Self::Told => &["said", "hearsay", "word of mouth", "interview"],
        }
    }
}

impl Spoken for Control {
    fn words(self) -> &'static [&'static str] {
        &[]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn each_word_stands_for_one_entry<C: Spoken>() {
        let mut seen = HashSet::new();
        for entry in C::ALL {
            let mut own: Vec<String> =
                entry.words().iter().map(|word| (*word).to_owned()).collect();
            own.extend([plain(entry.label()), entry.key().replace('_', " ")]);
            own.sort();
            own.dedup();
            for word in own {
                assert_eq!(plain(&word), word, "a word is written as it is compared");
                assert!(seen.insert(word.clone()), "“{word}” stands for two entries");
                assert!(recognise::<C>(&word.to_uppercase()).is_some());
            }
        }
    }

    #[test]
    fn no_word_stands_for_two_entries_of_a_catalogue() {
        each_word_stands_for_one_entry::<Symptom>();
        each_word_stands_for_one_entry::<Origin>();
        each_word_stands_for_one_entry::<Cause>();
        each_word_stands_for_one_entry::<ErrorClass>();
        each_word_stands_for_one_entry::<DetectedBy>();
        each_word_stands_for_one_entry::<Outcome>();
        each_word_stands_for_one_entry::<Kind>();
        each_word_stands_for_one_entry::<Control>();
    }

    #[test]
    fn case_signs_and_humps_do_not_matter() {
        for text in ["occurredAt", "occurred_at", " Occurred  At ", "OCCURRED-AT:"] {
            assert_eq!(plain(text), "occurred at");
        }
        assert_eq!(plain("Order ID"), "order id");
        assert_eq!(recognise::<Cause>("Rate-Limited"), Some(Cause::RateLimited));
        assert_eq!(recognise::<Symptom>("dupe?"), Some(Symptom::Duplicate));
        assert_eq!(recognise::<Symptom>("who knows"), None);
    }

    #[test]
    fn minutes_are_read_with_their_unit() {
        for (text, expected) in [
            ("15", Some(15)),
            ("1.5 h", Some(90)),
            ("1,5h", Some(90)),
            ("90 s", Some(2)),
            ("", None),
            ("-3", None),
            ("9e9 h", None),
            ("x", None),
        ] {
            assert_eq!(minutes(text, None).ok(), expected, "{text}");
        }
        assert!(matches!(minutes("1,200", None), Err(Doubt::Either(..))));
        assert_eq!(minutes("1,200 min", Some(false)), Ok(1_200));
        assert_eq!(minutes("1,250 h", Some(true)), Ok(75));
    }
}
