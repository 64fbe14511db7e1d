//! Properties of every judgement, over generated documents: what may never happen, whatever is recorded.

use super::testing::{Broken, SHOP_TO_ERP, confirmed, integration, may, sound};
use super::{Assessment, assess};
use crate::document::controls::{Control, ControlState, Finding};
use crate::document::engagement::Engagement;
use crate::document::evidence::Kind;
use crate::document::integrations::{Availability, Criticality};
use crate::document::samples::{Cause, Known, Origin, Pattern, Symptom};
use crate::judgement::evidence::Subject;
use crate::judgement::verdict::{IntegrationVerdict, Level};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use proptest::prelude::*;

pub(crate) fn any_of<C: Catalogue + std::fmt::Debug + 'static>() -> impl Strategy<Value = C> {
    prop::sample::select(C::ALL.to_vec())
}

/// How some of the confirmed samples are known: kinds, how many, and how many days ago that was seen.
fn known() -> impl Strategy<Value = Vec<(Kind, i64, u64)>> {
    prop::collection::vec((any_of::<Kind>(), 1_i64..9, 0_u64..500), 0..4)
}

/// Puts down how samples are known, as far as there are so many.
fn know(pattern: &mut Pattern, known: Vec<(Kind, i64, u64)>) {
    let mut left = pattern.confirmed;
    for (kind, count, ago) in known {
        let count = count.min(left);
        left -= count;
        if count > 0 {
            let one = Known { count, last: pattern.last_seen - chrono::Days::new(ago) };
            pattern.known.entry(kind).and_modify(|all| *all = all.and(one)).or_insert(one);
        }
    }
}

/// Takes confirmed samples away, those first whose kind of evidence somebody said.
fn take(pattern: &mut Pattern, gone: i64, strongest_first: bool) {
    pattern.confirmed -= gone;
    pattern.count -= gone;
    pattern.unnoticed = pattern.unnoticed.min(pattern.confirmed);
    let mut left = gone;
    let mut kinds: Vec<_> = pattern.known.keys().copied().collect();
    if !strongest_first {
        kinds.reverse();
    }
    for kind in kinds {
        let Some(known) = pattern.known.get_mut(&kind) else { continue };
        let fewer = known.count.min(left);
        known.count -= fewer;
        left -= fewer;
    }
    pattern.known.retain(|_, known| known.count > 0);
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let what = (any_of::<Symptom>(), any_of::<Cause>(), any_of::<Origin>());
    let how_many = (0_i64..30, 0_i64..10, 0_i64..600);
    let seen = (0_u64..500, 0_u64..200);
    (what, how_many, seen, known()).prop_map(
        |((symptom, cause, origin), (sure, open, minutes), (ago, days), known)| {
            let mut pattern = confirmed(sure, symptom, cause);
            pattern.origin = origin;
            pattern.count = sure + open + i64::from(sure + open == 0);
            pattern.unnoticed = if symptom == Symptom::Silent { sure } else { 0 };
            pattern.manual_minutes = if sure > 0 { minutes } else { 0 };
            pattern.last_seen = pattern.last_seen - chrono::Days::new(ago);
            pattern.first_seen = pattern.last_seen - chrono::Days::new(days);
            know(&mut pattern, known);
            pattern
        },
    )
}

/// What was found of a control: with evidence or without, of a kind or of none, seen so many days ago.
fn control() -> impl Strategy<Value = (Control, Finding)> {
    let proof = (any::<bool>(), prop::option::of(any_of::<Kind>()), prop::option::of(0_u64..400));
    (any_of::<Control>(), any_of::<ControlState>(), proof).prop_map(
        |(control, state, (proven, kind, ago))| {
            let seen_on = ago.map(|ago| may(31) - chrono::Days::new(ago)).filter(|_| proven);
            let found = Finding::new(state, if proven { "Seen." } else { "" });
            (control, Finding { kind: kind.filter(|_| proven), seen_on, ..found })
        },
    )
}

/// A document with patterns, controls and facts as they may come.
pub(crate) fn document() -> impl Strategy<Value = Engagement> {
    let facts = (any_of::<Availability>(), any_of::<Availability>(), any_of::<Availability>());
    (
        prop::collection::vec(pattern(), 0..5),
        prop::collection::vec(control(), 0..20),
        facts,
        any_of::<Criticality>(),
    )
        .prop_map(|(patterns, controls, (code, credentials, maintainable), criticality)| {
            let mut doc = sound();
            for pattern in patterns {
                let known = doc.samples.patterns.iter().any(|one| one.key() == pattern.key());
                if !known {
                    doc.samples.patterns.push(pattern);
                }
            }
            doc.control_sheets[0].controls.extend(controls);
            doc.integration(|one| {
                one.code = code;
                one.credentials = credentials;
                one.maintainable = maintainable;
                one.criticality = criticality;
            })
        })
}

fn without_unconfirmed(mut doc: Engagement) -> Engagement {
    doc.samples.patterns.retain(|pattern| pattern.confirmed > 0);
    doc.samples.patterns.iter_mut().for_each(|pattern| pattern.count = pattern.confirmed);
    doc
}

/// What a reader is told of the verdicts: answers, findings with their reasons, certainty.
fn told(assessment: &Assessment) -> Vec<String> {
    let each = assessment.integrations.iter().map(|one| {
        let verdict = &one.verdict;
        format!(
            "{:?} {} {:?} {:?}",
            verdict.answer, verdict.says, verdict.findings, verdict.certainty
        )
    });
    each.collect()
}

/// How sure two assessments are that give the same verdict for the same findings; a verdict of another kind is another
/// verdict, and has a certainty of its own.
fn levels(before: &Assessment, after: &Assessment) -> Option<(Level, Level)> {
    let (before, after) = (&before.integrations[0].verdict, &after.integrations[0].verdict);
    let kinds = |one: &IntegrationVerdict| -> Vec<_> {
        one.findings.iter().map(|finding| finding.kind).collect()
    };
    let same = kinds(before) == kinds(after) && before.answer == after.answer;
    let level = |one: &IntegrationVerdict| one.certainty.as_ref().map(|sure| sure.level);
    level(before).zip(level(after)).filter(|_| same)
}

proptest! {
    #[test]
    fn the_same_document_gives_the_same_bytes_after_a_round_trip(doc in document()) {
        let bytes = serde_json::to_vec(&doc).unwrap();
        let read: Engagement = serde_json::from_slice(&bytes).unwrap();
        let first = serde_json::to_vec(&assess(&doc)).unwrap();
        prop_assert_eq!(first, serde_json::to_vec(&assess(&read)).unwrap());
    }

    #[test]
    fn samples_that_nobody_confirmed_change_no_finding(doc in document()) {
        let confirmed = without_unconfirmed(doc.clone());
        let findings = |doc: &Engagement| {
            let told = assess(doc);
            told.integrations.iter().map(|one| format!("{:?}", one.verdict.findings)).collect::<Vec<_>>()
        };
        prop_assert_eq!(findings(&doc), findings(&confirmed));
    }

    #[test]
    fn samples_that_were_rejected_change_nothing(doc in document(), rejected in 1_i64..500) {
        let more = doc.clone().but(|doc| doc.samples.rejected += rejected);
        prop_assert_eq!(told(&assess(&doc)), told(&assess(&more)));
    }

    #[test]
    fn removing_confirmed_samples_never_raises_certainty(doc in document(), at in 0_usize..5, keep in 0_i64..30, strongest in any::<bool>()) {
        let fewer = doc.clone().but(|doc| {
            let patterns = &mut doc.samples.patterns;
            let of = patterns.len().max(1);
            if let Some(pattern) = patterns.get_mut(at % of) {
                let gone = pattern.confirmed - pattern.confirmed.min(keep);
                take(pattern, gone, strongest);
            }
            patterns.retain(|pattern| pattern.count > 0);
        });
        if let Some((before, after)) = levels(&assess(&doc), &assess(&fewer)) {
            prop_assert!(after <= before, "{:?} became {:?}", before, after);
        }
    }

    #[test]
    fn removing_the_evidence_of_controls_never_raises_certainty(
        doc in document(), of in prop::collection::vec(any_of::<Control>(), 1..40)
    ) {
        let fewer = doc.clone().but(|doc| {
            for control in of {
                if let Some(found) = doc.control_sheets[0].controls.get_mut(&control) {
                    *found = Finding { since: found.since, ..Finding::new(found.state, "") };
                }
            }
        });
        if let Some((before, after)) = levels(&assess(&doc), &assess(&fewer)) {
            prop_assert!(after <= before, "{:?} became {:?}", before, after);
        }
    }

    #[test]
    fn no_plan_names_a_control_that_is_in_place(doc in document()) {
        let told = assess(&doc);
        let sheet = &doc.control_sheets[0];
        for action in &told.verdict.plan {
            for control in &action.controls {
                prop_assert_ne!(sheet.state(*control), ControlState::InPlace, "{}", &action.says);
            }
        }
    }

    #[test]
    fn a_control_in_place_adds_no_action_for_it(doc in document(), control in any_of::<Control>()) {
        let with = doc.control(control, ControlState::InPlace);
        for action in &assess(&with).verdict.plan {
            prop_assert!(!action.controls.contains(&control), "{}", &action.says);
        }
    }

    #[test]
    fn a_convenience_never_lifts_the_engagements_verdict(doc in document(), bad in pattern()) {
        let doc = doc.integration(|one| one.criticality = Criticality::Critical);
        let beside = IntegrationId(uuid::Uuid::from_u128(11));
        let with = doc.clone().but(|doc| {
            let mut one = integration(beside, "Newsletter", Criticality::Convenience);
            one.code = Availability::No;
            doc.integrations.push(one);
            doc.samples.patterns.push(Pattern { integration: Some(beside), ..bad });
        });
        let (alone, both) = (assess(&doc).verdict, assess(&with).verdict);
        if alone.standing.is_some() {
            prop_assert_eq!(alone.standing, both.standing);
        }
    }

    #[test]
    fn every_number_of_samples_is_that_of_the_list_behind_it(doc in document()) {
        let told = assess(&doc);
        let verdicts = || told.integrations.iter().map(|one| &one.verdict);
        let found = verdicts().flat_map(|one| &one.findings).flat_map(|finding| &finding.because);
        let because = found.chain(verdicts().flat_map(|one| &one.because));
        for evidence in because {
            let (Some(samples), Subject::Pattern { integration, symptom, origin, cause }) =
                (evidence.samples, &evidence.about) else { continue };
            prop_assert_eq!(*integration, Some(SHOP_TO_ERP));
            let listed: i64 = doc.samples.patterns.iter()
                .filter(|one| (one.symptom, one.origin, one.cause) == (*symptom, *origin, *cause))
                .map(|one| one.confirmed).sum();
            prop_assert_eq!(samples.count, listed);
        }
    }

    #[test]
    fn what_is_most_worth_asking_never_costs_and_never_saves_less_than_nothing(doc in document()) {
        for unknown in crate::judgement::next_evidence::of(&doc) {
            prop_assert!(unknown.costs > 0.0 && unknown.saves >= 0.0 && unknown.informs >= 0.0);
            let chance: f64 = unknown.answers.iter().map(|answer| answer.chance).sum();
            prop_assert!((chance - 1.0).abs() < 1e-9, "{chance}");
        }
    }
}
