//! The demo says what it should: its files agree with one another, and its verdicts hold.

mod loaded;
mod logs;

use super::story::{self, BEGINNING, CLINIC, RESCUE, Source};
use faultline::document::call::VerdictPath;
use faultline::document::engagement::Engagement;
use faultline::document::samples::{DetectedBy, Known, Outcome};
use faultline::document::samples::{Pattern, ReviewState, Sample, SampleSummary, redact};
use faultline::engines::redact::Redactor;
use faultline::judgement::assess::{Assessment, assess};
use faultline::judgement::findings::FindingKind;
use faultline::judgement::gates::GateKind;
use std::collections::BTreeMap;

/// Evidence that the document carries whole.
const EXAMPLES: usize = 6;

/// The tally of samples, worked out a second time and in another way than the database does it.
fn summary(samples: &[Sample]) -> SampleSummary {
    let living = samples.iter().filter(|sample| sample.state != ReviewState::Rejected);
    let mut groups: BTreeMap<_, Vec<&Sample>> = BTreeMap::new();
    for sample in living.clone() {
        let key = |value: serde_json::Value| value.to_string();
        let at = sample.integration.map_or_else(uuid::Uuid::nil, |id| id.0);
        let (symptom, origin, cause) = (
            key(serde_json::json!(sample.symptom)),
            key(serde_json::json!(sample.origin)),
            key(serde_json::json!(sample.cause)),
        );
        groups.entry((at, symptom, origin, cause)).or_default().push(sample);
    }
    let mut patterns: Vec<Pattern> = groups.into_values().map(|group| pattern(&group)).collect();
    patterns.sort_by_key(|pattern| -pattern.count);
    let mut examples: Vec<Sample> =
        living.filter(|sample| sample.state.is_confirmed()).cloned().collect();
    examples.sort_by_key(|sample| std::cmp::Reverse((sample.occurred_at, sample.id)));
    examples.truncate(EXAMPLES);
    let rejected =
        samples.iter().filter(|sample| sample.state == ReviewState::Rejected).count() as i64;
    SampleSummary { patterns, rejected, examples, ..SampleSummary::default() }
}

fn pattern(group: &[&Sample]) -> Pattern {
    let count =
        |which: fn(&Sample) -> bool| group.iter().filter(|sample| which(sample)).count() as i64;
    let sure: Vec<&&Sample> = group.iter().filter(|sample| sample.state.is_confirmed()).collect();
    let dated: Vec<&&Sample> = if sure.is_empty() { group.iter().collect() } else { sure.clone() };
    let days = dated.iter().map(|sample| sample.occurred_at.date_naive());
    let first = group[0];
    let mut named = BTreeMap::<_, i64>::new();
    for control in sure.iter().filter_map(|sample| sample.missing_control) {
        *named.entry(control).or_default() += 1;
    }
    let mut known = BTreeMap::new();
    for (kind, sample) in sure.iter().filter_map(|sample| Some((sample.evidence_kind?, sample))) {
        let last = sample.evidence_on.unwrap_or_else(|| sample.occurred_at.date_naive());
        let one = Known { count: 1, last };
        known.entry(kind).and_modify(|all: &mut Known| *all = all.and(one)).or_insert(one);
    }
    Pattern {
        integration: first.integration,
        symptom: first.symptom,
        origin: first.origin,
        cause: first.cause,
        missing_controls: named,
        known,
        count: group.len() as i64,
        confirmed: count(|sample| sample.state.is_confirmed()),
        trusted_success: count(|sample| sample.state.is_confirmed() && sample.status_said_success),
        unnoticed: count(|sample| {
            sample.state.is_confirmed()
                && matches!(sample.detected_by, DetectedBy::Nobody | DetectedBy::Customer)
        }),
        succeeded: count(|sample| {
            sample.state.is_confirmed()
                && sample.outcome == Outcome::Success
                && sample.manual_minutes == 0
        }),
        manual_minutes: sure.iter().map(|sample| i64::from(sample.manual_minutes)).sum(),
        records: sure.iter().map(|sample| sample.records.lines().count() as i64).sum(),
        part_of: None,
        first_seen: days.clone().min().unwrap(),
        last_seen: days.max().unwrap(),
    }
}

/// The document that texts and samples make together.
fn whole(source: &Source) -> Engagement {
    let mut story = source.read().unwrap();
    story.document.samples = summary(&story.samples);
    story.document
}

#[test]
fn the_checked_in_documents_say_what_texts_and_samples_say() {
    for (source, file) in
        [(&RESCUE, "engagement.json"), (&BEGINNING, "bookings.json"), (&CLINIC, "clinic.json")]
    {
        let document = whole(source);
        if std::env::var_os("FAULTLINE_WRITE_DEMO").is_some() {
            let path = format!("{}/src/demo/{file}", env!("CARGO_MANIFEST_DIR"));
            std::fs::write(path, serde_json::to_string_pretty(&document).unwrap() + "\n").unwrap();
            continue;
        }
        let checked_in: Engagement = serde_json::from_str(source.document).unwrap();
        assert!(
            checked_in == document,
            "{file} is stale: run this test once with FAULTLINE_WRITE_DEMO=1"
        );
    }
}

fn assessed() -> Assessment {
    assess(&serde_json::from_str(RESCUE.document).unwrap())
}

#[test]
fn the_verdicts_are_these() {
    use FindingKind as F;
    use VerdictPath as V;
    let assessment = assessed();
    let expected: [(&str, V, &[F]); 5] = [
        ("Shop orders to ERP", V::Stabilise, &[F::MissingLogs, F::DuplicatePosting, F::BadRecords]),
        ("Price list to shop", V::Patch, &[F::OneMappingError]),
        ("Stock file to shop", V::Stabilise, &[F::MissingLogs]),
        ("Invoices to accounting", V::Stabilise, &[F::FailuresNotHandled, F::BadAtSource]),
        ("Delivery confirmations to ERP", V::Stabilise, &[F::MissingLogs, F::FailuresNotSeen]),
    ];
    assert_eq!(assessment.integrations.len(), expected.len());
    for (one, (name, path, findings)) in assessment.integrations.iter().zip(expected) {
        let found: Vec<F> = one.verdict.findings.iter().map(|finding| finding.kind).collect();
        assert_eq!((one.verdict.name.as_str(), one.verdict.standing), (name, Some(path)));
        assert!(findings.iter().all(|kind| found.contains(kind)), "{name}: {found:?}");
    }
    assert_eq!(assessment.verdict.standing, Some(V::Stabilise));
    assert!(!assessment.is_final, "the status of an order is still disputed");
}

#[test]
fn the_patch_has_its_batch_and_the_launch_waits() {
    let assessment = assessed();
    let open: Vec<GateKind> =
        assessment.gates.iter().filter(|gate| gate.is_open()).map(|gate| gate.kind).collect();
    let still =
        [GateKind::StepsBeforeFinal, GateKind::TruthBeforeRebuild, GateKind::BatchBeforePatch];
    assert_eq!(open, still);
}

#[test]
fn the_clinics_verdict_is_final_and_nothing_is_held_back() {
    use faultline::judgement::verdict::Answer;
    let document: Engagement = serde_json::from_str(CLINIC.document).unwrap();
    for document in
        [document, story::clinic().unwrap().moved_to(chrono::Utc::now().date_naive()).document]
    {
        let assessment = assess(&document);
        assert!(
            assessment.is_final && !assessment.is_provisional(),
            "{:?}",
            assessment.provisional
        );
        let answers: Vec<Answer> =
            assessment.integrations.iter().map(|one| one.verdict.answer).collect();
        assert_eq!(answers, [Answer::Patch, Answer::Sound, Answer::Repaired, Answer::NotNeeded]);
        let closed: Vec<GateKind> =
            assessment.gates.iter().filter(|gate| !gate.is_open()).map(|gate| gate.kind).collect();
        assert_eq!(closed, []);
        assert!(assessment.integrations.iter().flat_map(|one| &one.launch).all(|check| check.met));
    }
}

#[test]
fn every_map_difference_is_judged() {
    for comparison in assessed().comparisons {
        assert_eq!(comparison.unjudged, 0);
        assert!(comparison.shadow > 0 && comparison.same > 0);
    }
}

#[test]
fn nothing_that_a_document_says_is_personal_or_secret() {
    for source in [&RESCUE, &BEGINNING, &CLINIC] {
        for part in whole(source).parts() {
            let before = part.body().unwrap();
            let mut after = before.clone();
            assert_eq!(Redactor::new(b"demo").json_document(&mut after), [], "{before}");
            assert_eq!(before, after);
        }
    }
}

/// Two tickets were pasted whole, as people do: a mail with its sender, a log line with its key.
#[test]
fn redaction_has_work_to_do_on_two_samples_only() {
    let mut redacted = Vec::new();
    for sample in
        [&RESCUE, &BEGINNING, &CLINIC].into_iter().flat_map(|source| source.read().unwrap().samples)
    {
        let (stored, found) = redact(sample.clone(), &Redactor::new(b"demo"));
        if *stored.sample() != sample {
            assert!(!found.is_empty());
            redacted.push(sample.summary);
        }
    }
    assert_eq!(redacted.len(), 2, "{redacted:#?}");
    assert!(redacted.iter().all(|summary| summary.contains("pasted")), "{redacted:#?}");
}

#[test]
fn no_text_names_a_day_because_days_are_moved() {
    let says = |text: &str| text.contains("2026") && !text.ends_with('Z');
    for source in [&RESCUE, &BEGINNING, &CLINIC] {
        for sample in source.read().unwrap().samples {
            assert!(
                ![sample.summary, sample.evidence, sample.records].iter().any(|text| says(text))
            );
        }
        assert!(!whole(source).brief.situation.contains("2026"));
    }
}

#[test]
fn the_newest_sample_is_from_yesterday() {
    let today = chrono::Utc::now().date_naive();
    let story = story::rescue().unwrap().moved_to(today);
    let newest = story.samples.iter().map(|sample| sample.occurred_at.date_naive()).max().unwrap();
    assert_eq!(newest, today.pred_opt().unwrap());
    let latest = |sample: &Sample| sample.detected_at.max(sample.recovered_at);
    assert!(story.samples.iter().filter_map(latest).all(|at| at.date_naive() < today));
}
