//! A difference as a failure sample: what it looked like, which records, and what either side says.
//! It says nothing that the comparison did not find: the cause stays unknown where the difference does not show it.

use crate::document::evidence::Kind;
use crate::document::samples::Incoming;
use crate::document::samples::{
    Cause, DatesOnly, DetectedBy, EVIDENCE, EVIDENCE_FROM, Origin, Outcome, RECORDS, ReviewState,
    SUMMARY, Sample, Symptom, redact,
};
use crate::engines::reconcile::Side;
use crate::engines::reconcile::{Content, DifferenceKind, Kept, KeptCell};
use crate::engines::redact::Redactor;
use crate::platform::ids::{IntegrationId, SampleId};
use crate::platform::wording::cut;
use chrono::{DateTime, NaiveDate, Utc};

/// Facts about the whole comparison.
#[derive(Debug, Clone)]
pub struct About {
    /// The systems' names.
    pub names: [String; 2],
    /// The compared columns' names in either export.
    pub columns: Vec<[String; 2]>,
    /// What the source-of-truth matrix says of each of them.
    pub judged: Vec<String>,
    /// The integration between the systems, when there is one and only one.
    pub integration: Option<IntegrationId>,
    /// Which of the two systems that integration takes records from.
    pub source: Option<Side>,
    /// When the exports were brought: when it occurred is not known.
    pub at: DateTime<Utc>,
    /// On which day that was for whoever makes samples of it.
    pub on: NaiveDate,
}

impl About {
    /// A difference as a redacted sample, with what makes it the same sample the next time.
    #[must_use]
    pub fn sample(&self, kept: &Kept, redactor: &Redactor) -> Incoming {
        let (symptom, cause) = looks(kept);
        let sample = Sample {
            id: SampleId::new(),
            integration: self.integration,
            step: None,
            symptom,
            origin: self.origin(kept),
            cause,
            error_class: None,
            occurred_at: self.at,
            detected_at: Some(self.at),
            recovered_at: None,
            dates_only: DatesOnly::default(),
            detected_by: DetectedBy::Staff,
            retries: 0,
            outcome: Outcome::Unresolved,
            status_said_success: false,
            correlation_id: String::new(),
            records: cut(&self.records(&kept.content), RECORDS),
            manual_minutes: 0,
            missing_control: None,
            summary: cut(&self.summary(kept), SUMMARY),
            evidence: cut(&self.evidence(&kept.content), EVIDENCE),
            evidence_kind: Some(Kind::Reconciled),
            evidence_on: Some(self.on),
            evidence_from: cut(
                &format!("exports of {} and {}", self.names[0], self.names[1]),
                EVIDENCE_FROM,
            ),
            state: ReviewState::New,
            rejected_because: String::new(),
        };
        Incoming { sample: redact(sample, redactor).0, fingerprint: kept.fingerprint }
    }

    /// Where a difference arose, as far as it shows: a key that one export alone doubles is a duplicate in that system.
    fn origin(&self, kept: &Kept) -> Origin {
        let counts = &kept.content.counts;
        let doubled = match kept.kind {
            DifferenceKind::Duplicate if counts[0] > 1 && counts[1] <= 1 => Side::A,
            DifferenceKind::Duplicate if counts[1] > 1 && counts[0] <= 1 => Side::B,
            _ => return Origin::Unknown,
        };
        match self.source {
            Some(source) if source == doubled => Origin::Source,
            Some(_) => Origin::Destination,
            None => Origin::Unknown,
        }
    }

    /// What was found, in a sentence.
    #[must_use]
    pub fn summary(&self, kept: &Kept) -> String {
        let Content { keys, counts, late, pending, .. } = &kept.content;
        let [a, b] = &self.names;
        let key = keys.iter().find(|key| !key.is_empty()).map(|key| key.join(" / "));
        let key = key.unwrap_or_default();
        let on_its_way = if *pending { ", and may be on its way" } else { "" };
        match kept.kind {
            DifferenceKind::Changed => {
                let behind = late.map_or_else(String::new, |late| {
                    let side = if late.side == Side::A { a } else { b };
                    format!("; {side} is behind")
                });
                format!(
                    "{key} differs in {} between {a} and {b}{behind}",
                    self.listed(&kept.content)
                )
            }
            DifferenceKind::OnlyA => format!("{key} is in {a} and not in {b}{on_its_way}"),
            DifferenceKind::OnlyB => format!("{key} is in {b} and not in {a}{on_its_way}"),
            DifferenceKind::Duplicate => {
                let times = |side: usize| match counts[side] {
                    1 => format!("once in {}", self.names[side]),
                    n => format!("{n} times in {}", self.names[side]),
                };
                let there: Vec<String> =
                    [0, 1].into_iter().filter(|side| counts[*side] > 0).map(times).collect();
                format!("{key} is there {}", there.join(" and "))
            }
            DifferenceKind::Mismatched => {
                format!("{} in {a} is {} in {b}", keys[0].join(" / "), keys[1].join(" / "))
            }
            DifferenceKind::NoKey => {
                let side = usize::from(kept.content.rows[0].is_empty());
                let row = kept.content.rows[side].first().copied().unwrap_or_default();
                format!("Row {row} of {} has no id", self.names[side])
            }
        }
    }

    fn listed(&self, content: &Content) -> String {
        let names: Vec<&str> =
            content.cells.iter().filter_map(|cell| self.column(cell, 0)).collect();
        crate::platform::wording::listed(&names)
    }

    fn column(&self, cell: &KeptCell, side: usize) -> Option<&str> {
        self.columns.get(cell.column).map(|names| names[side].as_str())
    }

    /// The records it is about, a line each.
    fn records(&self, content: &Content) -> String {
        let line = |side: usize| {
            let key = &content.keys[side];
            (!key.is_empty()).then(|| format!("{}: {}", self.names[side], key.join(" / ")))
        };
        [0, 1].into_iter().filter_map(line).collect::<Vec<_>>().join("\n")
    }

    /// What either side says, a column a line, with what the matrix says of it.
    fn evidence(&self, content: &Content) -> String {
        let mut lines = Vec::new();
        for cell in &content.cells {
            for (side, values) in [&cell.a, &cell.b].into_iter().enumerate() {
                if !values.is_empty() {
                    let column = self.column(cell, side).unwrap_or_default();
                    lines.push(format!("{}, {column}: {}", self.names[side], values.join(" | ")));
                }
            }
            let judged =
                self.judged.get(cell.column).filter(|_| !cell.a.is_empty() && !cell.b.is_empty());
            lines.extend(judged.cloned());
        }
        for (side, rows) in content.rows.iter().enumerate().filter(|(_, rows)| !rows.is_empty()) {
            let rows: Vec<String> = rows.iter().map(u64::to_string).collect();
            lines.push(format!("{}, row {}", self.names[side], rows.join(", ")));
        }
        lines.join("\n")
    }
}

fn looks(kept: &Kept) -> (Symptom, Cause) {
    match kept.kind {
        _ if kept.late => (Symptom::Late, Cause::Unknown),
        DifferenceKind::Changed => (Symptom::Wrong, Cause::Unknown),
        DifferenceKind::OnlyA | DifferenceKind::OnlyB => (Symptom::Missing, Cause::Unknown),
        DifferenceKind::Duplicate => (Symptom::Duplicate, Cause::DuplicateRecord),
        DifferenceKind::Mismatched => (Symptom::Wrong, Cause::MismatchedIdentifier),
        DifferenceKind::NoKey => (Symptom::Wrong, Cause::MissingIdentifier),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::reconcile::Late;

    fn about() -> About {
        About {
            names: ["Shop".into(), "ERP".into()],
            columns: vec![["total".into(), "sum".into()], ["state".into(), "status".into()]],
            judged: vec!["Shop is right about total.".into(), String::new()],
            integration: None,
            source: Some(Side::A),
            at: Utc::now(),
            on: Utc::now().date_naive(),
        }
    }

    fn kept(kind: DifferenceKind, content: Content) -> Kept {
        let late = content.late.is_some() || content.pending;
        Kept { kind, late, columns: Vec::new(), content, record: [1; 32], fingerprint: [2; 32] }
    }

    fn sample(kind: DifferenceKind, content: Content) -> Sample {
        let incoming = about().sample(&kept(kind, content), &Redactor::new(b"key"));
        assert_eq!(incoming.fingerprint, [2; 32]);
        let sample = incoming.sample.sample().clone();
        assert_eq!(sample.problems(Utc::now()), Vec::new());
        sample
    }

    #[test]
    fn different_values_say_which_and_who_is_right() {
        let cell = KeptCell { column: 0, a: vec!["10.00".into()], b: vec!["12.00".into()] };
        let keys = [vec!["1001".into()], vec!["1001".into()]];
        let content =
            Content { keys, rows: [vec![2], vec![5]], cells: vec![cell], ..Content::default() };
        let wrong = sample(DifferenceKind::Changed, content.clone());
        assert_eq!(wrong.summary, "1001 differs in total between Shop and ERP");
        assert_eq!(wrong.records, "Shop: 1001\nERP: 1001");
        assert_eq!(
            wrong.evidence,
            "Shop, total: 10.00\nERP, sum: 12.00\nShop is right about total.\nShop, row 2\nERP, row 5"
        );
        assert_eq!((wrong.symptom, wrong.cause), (Symptom::Wrong, Cause::Unknown));
        assert_eq!(wrong.evidence_kind, Some(Kind::Reconciled));
        assert_eq!(wrong.evidence_from, "exports of Shop and ERP");
        let late = Some(Late { side: Side::B, seconds: 60 });
        let late = sample(DifferenceKind::Changed, Content { late, ..content });
        assert_eq!(late.symptom, Symptom::Late);
        assert!(late.summary.ends_with("; ERP is behind"), "{}", late.summary);
    }

    #[test]
    fn every_kind_of_difference_is_a_sound_sample() {
        let key = || vec!["7".to_owned()];
        let only = Content { keys: [key(), Vec::new()], ..Content::default() };
        assert_eq!(sample(DifferenceKind::OnlyA, only).summary, "7 is in Shop and not in ERP");
        let twice = Content { keys: [key(), key()], counts: [2, 1], ..Content::default() };
        let twice = sample(DifferenceKind::Duplicate, twice);
        assert_eq!(twice.summary, "7 is there 2 times in Shop and once in ERP");
        assert_eq!((twice.symptom, twice.origin), (Symptom::Duplicate, Origin::Source));
        let there = Content { keys: [key(), key()], counts: [1, 3], ..Content::default() };
        assert_eq!(sample(DifferenceKind::Duplicate, there).origin, Origin::Destination);
        let both = Content { keys: [key(), key()], counts: [2, 2], ..Content::default() };
        assert_eq!(sample(DifferenceKind::Duplicate, both).origin, Origin::Unknown);
        let other = Content { keys: [key(), vec!["8".into()]], ..Content::default() };
        let other = sample(DifferenceKind::Mismatched, other);
        assert_eq!(
            (other.summary.as_str(), other.cause),
            ("7 in Shop is 8 in ERP", Cause::MismatchedIdentifier)
        );
        let none = Content { rows: [Vec::new(), vec![12]], ..Content::default() };
        assert_eq!(sample(DifferenceKind::NoKey, none).summary, "Row 12 of ERP has no id");
    }

    #[test]
    fn a_sample_stays_within_its_bounds() {
        let long = "y".repeat(300);
        let cells = (0..2).map(|column| KeptCell { column, a: vec![long.clone(); 20], b: vec![] });
        let keys = [vec![long.clone(); 30], Vec::new()];
        sample(
            DifferenceKind::OnlyA,
            Content { keys, cells: cells.collect(), ..Content::default() },
        );
    }
}
