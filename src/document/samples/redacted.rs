//! Redacted samples: the only kind the store takes, and only [`redact`] makes one (domain §12).
//! Nothing that a person or a file says goes around it.

use super::Sample;
use crate::document::engagement::Problem;
use crate::engines::redact::{Found, Kind, Policy, Redactor, replaced_in};
use std::collections::BTreeMap;

/// A sample whose every text went through redaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedactedSample(Sample);

impl RedactedSample {
    /// The sample.
    #[must_use]
    pub fn sample(&self) -> &Sample {
        &self.0
    }
}

/// A row of a file that may be stored.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// What it says.
    pub sample: RedactedSample,
    /// What makes two rows of two files the same.
    pub fingerprint: [u8; 32],
}

/// Replaces secrets and personal data in every text of a sample, and says what was replaced.
#[must_use]
pub fn redact(mut sample: Sample, redactor: &Redactor) -> (RedactedSample, Vec<Found>) {
    let mut found: BTreeMap<_, u64> = BTreeMap::new();
    for (name, text) in texts(&mut sample).into_iter().filter(|(_, text)| !text.is_empty()) {
        let redacted = redactor.field(Policy::Evidence, name, text);
        *text = redacted.text;
        redacted.found.iter().for_each(|one| *found.entry(one.kind).or_default() += one.count);
    }
    (RedactedSample(sample), found.into_iter().map(|(kind, count)| Found { kind, count }).collect())
}

/// Every text of a sample that somebody wrote, by the name of its field.
fn texts(sample: &mut Sample) -> [(&'static str, &mut String); 6] {
    [
        ("summary", &mut sample.summary),
        ("correlation_id", &mut sample.correlation_id),
        ("records", &mut sample.records),
        ("evidence", &mut sample.evidence),
        ("evidence_from", &mut sample.evidence_from),
        ("rejected_because", &mut sample.rejected_because),
    ]
}

/// The shortest text that can be marked, in characters.
const SHORTEST: usize = 2;

/// Replaces a text that a person marked, wherever it stands in a sample, and says in how many places.
///
/// # Errors
/// What is wrong with the marked text.
pub fn redact_more(
    mut sample: Sample,
    redactor: &Redactor,
    kind: Kind,
    marked: &str,
) -> Result<(RedactedSample, u64), Problem> {
    if marked.chars().count() < SHORTEST || marked.contains(['‹', '›']) {
        let message = "Mark at least two characters, and no placeholder.";
        return Err(Problem::new("text", message));
    }
    let placeholder = redactor.placeholder(kind, marked);
    let mut places = 0;
    for (_, text) in texts(&mut sample) {
        let (new, found) = replaced(text, marked, &placeholder);
        (*text, places) = (new, places + found);
    }
    if places == 0 {
        let message = "That text is not in this sample: copy it from the page, as it stands there.";
        return Err(Problem::new("text", message));
    }
    Ok((redact(sample, redactor).0, places))
}

/// A text with each occurrence replaced that is not part of a placeholder, and how many those were.
#[must_use]
pub fn replaced(text: &str, marked: &str, placeholder: &str) -> (String, u64) {
    let (mut out, mut places) = (String::with_capacity(text.len()), 0);
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, held) = rest.split_at(rest.find('‹').unwrap_or(rest.len()));
        places += plain.matches(marked).map(|_| 1).sum::<u64>();
        out.push_str(&plain.replace(marked, placeholder));
        // A mark that opens and does not close is no placeholder, and guards nothing.
        let inside = |text: &str| text[..text.find('‹').unwrap_or(text.len())].find('›');
        let opened = held.chars().next().map_or(0, char::len_utf8);
        let end = inside(&held[opened..]).map_or(opened, |end| opened + end + '›'.len_utf8());
        out.push_str(&held[..end]);
        rest = &held[end..];
    }
    (out, places)
}

/// The placeholders that stand in a sample's texts: what each stands for, and how many different ones there are.
#[must_use]
pub fn placeholders(sample: &Sample) -> Vec<(String, usize)> {
    let Sample {
        summary, correlation_id, records, evidence, evidence_from, rejected_because, ..
    } = sample;
    let texts = [summary, correlation_id, records, evidence, evidence_from, rejected_because];
    replaced_in(texts.map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::super::testing::sample;
    use super::*;

    #[test]
    fn a_mark_that_opens_and_does_not_close_guards_nothing() {
        let (new, places) = replaced("a ‹ b Ada ‹name 1› ‹Ada", "Ada", "‹name 2›");
        assert_eq!((new.as_str(), places), ("a ‹ b ‹name 2› ‹name 1› ‹‹name 2›", 2));
        assert_eq!(replaced("‹Ada›", "Ada", "‹name 2›").1, 0, "a placeholder stays");
    }

    #[test]
    fn no_text_of_a_sample_goes_around_redaction() {
        let secret = || ["mail to ada.lovelace@example.org with AKIA", "Q7ZXM2N5KV3T8WBD"].concat();
        let plain = Sample {
            summary: secret(),
            correlation_id: secret(),
            records: secret(),
            evidence: secret(),
            evidence_from: secret(),
            rejected_because: secret(),
            ..sample()
        };
        let (redacted, found) = redact(plain, &Redactor::new(b"key"));
        let stored = serde_json::to_string(redacted.sample()).unwrap();
        assert!(!stored.contains("lovelace") && !stored.contains("Q7ZXM2N5KV3T8WBD"), "{stored}");
        assert_eq!(stored.matches('‹').count(), 12, "{stored}");
        assert!(!found.is_empty());
    }

    #[test]
    fn placeholders_are_counted_by_what_they_stand_for() {
        let evidence =
            "‹email 000001› wrote to ‹email 000002› and ‹email 000001› with ‹api+key 7›, ‹not one›"
                .into();
        let found = placeholders(&Sample { evidence, ..sample() });
        assert_eq!(found, [("api key".to_owned(), 1), ("email".to_owned(), 2)]);
    }

    #[test]
    fn a_marked_text_goes_wherever_it_stands_but_no_placeholder_is_touched() {
        let plain = Sample {
            summary: "Blue Harbour called".into(),
            evidence: "‹email 000001› of Blue Harbour, em".into(),
            ..sample()
        };
        let redactor = Redactor::new(b"key");
        let (done, places) = redact_more(plain, &redactor, Kind::Name, "Blue Harbour").unwrap();
        assert_eq!(places, 2);
        let name = redactor.placeholder(Kind::Name, "Blue Harbour");
        assert_eq!(done.sample().evidence, format!("‹email 000001› of {name}, em"));
        let (done, places) =
            redact_more(done.sample().clone(), &redactor, Kind::Secret, "em").unwrap();
        assert_eq!(places, 1);
        assert!(done.sample().evidence.starts_with("‹email 000001› of ‹name "));
        for marked in ["", "x", "‹email", "not there"] {
            assert!(redact_more(done.sample().clone(), &redactor, Kind::Name, marked).is_err());
        }
    }
}
