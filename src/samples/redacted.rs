//! Redacted samples: the only kind the store takes, and only [`redact`] makes one (domain §12).
//! Nothing that a person or a file says goes around it.

use super::Sample;
use crate::redact::{Found, Policy, Redactor};
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

/// Replaces secrets and personal data in every text of a sample, and says what was replaced.
#[must_use]
pub fn redact(mut sample: Sample, redactor: &Redactor) -> (RedactedSample, Vec<Found>) {
    let mut found: BTreeMap<_, u64> = BTreeMap::new();
    let texts = [
        ("summary", &mut sample.summary),
        ("correlation_id", &mut sample.correlation_id),
        ("records", &mut sample.records),
        ("evidence", &mut sample.evidence),
        ("rejected_because", &mut sample.rejected_because),
    ];
    for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        let redacted = redactor.field(Policy::Evidence, name, text);
        *text = redacted.text;
        redacted.found.iter().for_each(|one| *found.entry(one.kind).or_default() += one.count);
    }
    (RedactedSample(sample), found.into_iter().map(|(kind, count)| Found { kind, count }).collect())
}

/// The placeholders that stand in a sample's texts: what each stands for, and how many different ones there are.
#[must_use]
pub fn placeholders(sample: &Sample) -> Vec<(String, usize)> {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for text in [
        &sample.summary,
        &sample.correlation_id,
        &sample.records,
        &sample.evidence,
        &sample.rejected_because,
    ] {
        for inside in text
            .split('‹')
            .skip(1)
            .filter_map(|rest| rest.split_once('›'))
            .map(|(inside, _)| inside)
        {
            let Some((kind, number)) = inside.rsplit_once([' ', '+']) else { continue };
            let known = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            if known
                && kind.len() <= 24
                && kind.bytes().all(|byte| byte.is_ascii_lowercase() || b" +".contains(&byte))
            {
                kinds.entry(kind).or_default().push(number);
            }
        }
    }
    let counted = kinds.into_iter().map(|(kind, mut numbers)| {
        numbers.sort_unstable();
        numbers.dedup();
        (kind.replace('+', " "), numbers.len())
    });
    counted.collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::sample;
    use super::*;

    #[test]
    fn no_text_of_a_sample_goes_around_redaction() {
        let secret = || ["mail to ada.lovelace@example.org with AKIA", "Q7ZXM2N5KV3T8WBD"].concat();
        let plain = Sample {
            summary: secret(),
            correlation_id: secret(),
            records: secret(),
            evidence: secret(),
            rejected_because: secret(),
            ..sample()
        };
        let (redacted, found) = redact(plain, &Redactor::new(b"key"));
        let stored = serde_json::to_string(redacted.sample()).unwrap();
        assert!(!stored.contains("lovelace") && !stored.contains("Q7ZXM2N5KV3T8WBD"), "{stored}");
        assert_eq!(stored.matches('‹').count(), 10, "{stored}");
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
}
