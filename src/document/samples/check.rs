//! What must hold of a sample before it is stored: bounds, and times that can be true.
//! It says what to do about a problem; it never repairs one silently.

use super::{ReviewState, Sample};
use crate::document::engagement::Problem;
use crate::platform::when::When;
use chrono::{DateTime, Datelike, Duration, Utc};

/// Longest summary, in characters.
pub const SUMMARY: usize = 500;
/// Longest correlation id, in characters.
pub const CORRELATION_ID: usize = 200;
/// Longest list of affected records, in characters.
pub const RECORDS: usize = 5_000;
/// Longest evidence, in characters.
pub const EVIDENCE: usize = 100_000;
/// Longest name of where evidence is from, in characters.
pub const EVIDENCE_FROM: usize = 200;
/// Longest reason for a rejection, in characters.
pub const REASON: usize = 1_000;
/// Most retries that are believed.
pub const RETRIES: i32 = 100_000;
/// Most minutes of manual work that are believed.
pub const MINUTES: i32 = 1_000_000;
/// The first year that is believed.
pub const FIRST_YEAR: i32 = 1990;

impl Sample {
    /// Everything that keeps it from being stored; empty when nothing does.
    #[must_use]
    pub fn problems(&self, now: DateTime<Utc>) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut must = |holds: bool, field: &'static str, message: &str| {
            if !holds {
                problems.push(Problem::new(field, message));
            }
        };
        must(!self.summary.trim().is_empty(), "summary", "Say what happened, in a sentence.");
        // Imports ask this of millions: nothing is written down before it is needed.
        for (text, field, name, longest) in self.texts() {
            if text.len() > longest && text.chars().count() > longest {
                must(false, field, &format!("Shorten the {name} to {longest} characters."));
            }
            if text.contains('\0') {
                must(false, field, &format!("The {name} holds a NUL character. Remove it."));
            }
        }
        // A day ahead is a time zone, more is a mistake.
        let latest = now + Duration::days(1);
        let believable = |at: When| at.moment().year() >= FIRST_YEAR && at.earliest() <= latest;
        let times = [
            (Some(self.occurred()), "occurred_at", "it occurred"),
            (self.detected(), "detected_at", "it was detected"),
            (self.recovered(), "recovered_at", "it was recovered"),
        ];
        for (at, field, what) in times {
            if !at.is_none_or(believable) {
                let message = format!("Say when {what}: between the year {FIRST_YEAR} and now.");
                must(false, field, &message);
            }
            if at.is_some_and(|at| at.is_before(self.occurred())) {
                let message =
                    format!("Give a time at which {what} that is not before it occurred.");
                must(false, field, &message);
            }
        }
        if !self.evidence_on.is_none_or(|on| believable(When::On(on))) {
            let message =
                format!("Say when the evidence was seen: between the year {FIRST_YEAR} and now.");
            must(false, "evidence_on", &message);
        }
        must(
            (0..=RETRIES).contains(&self.retries),
            "retries",
            "Give the retries as a whole number from 0 to 100,000.",
        );
        must(
            (0..=MINUTES).contains(&self.manual_minutes),
            "manual_minutes",
            "Give the minutes of manual work as a whole number from 0 to 1,000,000.",
        );
        let reasoned =
            self.state != ReviewState::Rejected || !self.rejected_because.trim().is_empty();
        must(reasoned, "reason", "Say why it is rejected.");
        problems
    }

    /// Its texts: value, field of the form, name, and the most characters.
    fn texts(&self) -> [(&str, &'static str, &'static str, usize); 6] {
        [
            (&self.summary, "summary", "summary", SUMMARY),
            (&self.correlation_id, "correlation_id", "correlation id", CORRELATION_ID),
            (&self.records, "records", "affected records", RECORDS),
            (&self.evidence, "evidence", "evidence", EVIDENCE),
            (&self.evidence_from, "evidence_from", "source of the evidence", EVIDENCE_FROM),
            (&self.rejected_because, "reason", "reason", REASON),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::sample;
    use super::*;

    fn fields(sample: &Sample) -> Vec<&'static str> {
        sample.problems(Utc::now()).into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn a_sound_sample_has_no_problems() {
        assert!(fields(&sample()).is_empty());
    }

    #[test]
    fn a_sample_says_what_happened() {
        assert_eq!(fields(&Sample { summary: "  ".into(), ..sample() }), ["summary"]);
    }

    #[test]
    fn nothing_is_noticed_or_recovered_before_it_happened() {
        let before = sample().occurred_at - Duration::seconds(1);
        let early = Sample { detected_at: Some(before), recovered_at: Some(before), ..sample() };
        assert_eq!(fields(&early), ["detected_at", "recovered_at"]);
    }

    #[test]
    fn a_date_without_a_time_is_before_only_what_it_cannot_share_a_day_with() {
        let dated = |occurred: &str, detected: &str| {
            let (occurred, detected) = (occurred.parse().unwrap(), detected.parse().unwrap());
            fields(&sample().dated(occurred, Some(detected), None))
        };
        assert!(dated("2026-03-04T14:05:00Z", "2026-03-04").is_empty());
        assert!(dated("2026-03-04", "2026-03-04T00:00:00Z").is_empty());
        assert_eq!(dated("2026-03-04", "2026-03-03"), ["detected_at"]);
        assert_eq!(dated("2026-03-04T14:05:00Z", "2026-03-02"), ["detected_at"]);
    }

    #[test]
    fn the_far_future_and_the_far_past_are_not_believed() {
        let future = Sample { occurred_at: Utc::now() + Duration::days(2), ..sample() };
        assert_eq!(fields(&future), ["occurred_at"]);
        let past = DateTime::from_timestamp(0, 0).unwrap();
        assert_eq!(fields(&Sample { occurred_at: past, ..sample() }), ["occurred_at"]);
        let seen = |on| fields(&Sample { evidence_on: on, ..sample() });
        assert!(seen(Some(Utc::now().date_naive())).is_empty());
        assert_eq!(seen(Some((Utc::now() + Duration::days(3)).date_naive())), ["evidence_on"]);
        assert_eq!(seen(Some(past.date_naive())), ["evidence_on"]);
    }

    #[test]
    fn every_text_is_bounded_and_holds_no_nul() {
        let hostile = |longest: usize| format!("\0{}", "é".repeat(longest));
        let full = Sample {
            summary: hostile(SUMMARY),
            correlation_id: hostile(CORRELATION_ID),
            records: hostile(RECORDS),
            evidence: hostile(EVIDENCE),
            evidence_from: hostile(EVIDENCE_FROM),
            rejected_because: hostile(REASON),
            ..sample()
        };
        let expected =
            ["summary", "correlation_id", "records", "evidence", "evidence_from", "reason"];
        assert_eq!(
            fields(&full),
            expected.iter().flat_map(|field| [*field, *field]).collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_rejection_needs_its_reason() {
        assert_eq!(fields(&Sample { state: ReviewState::Rejected, ..sample() }), ["reason"]);
    }
}
