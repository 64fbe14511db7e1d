use super::*;
use crate::document::controls::{Control, ControlState, Finding};
use crate::document::engagement::Engagement;
use crate::document::evidence::Kind;
use crate::document::integrations::Availability;
use crate::document::matching::Judgement;
use crate::document::samples::{Cause, Symptom};
use crate::judgement::assess::testing::{
    Broken, SHOP_TO_ERP, batch, confirmed, example, integration, sound,
};
use crate::judgement::findings::FindingKind;

fn verdicts(doc: &Engagement) -> Vec<IntegrationVerdict> {
    let reading = Reading::of(doc);
    reading.in_scope.iter().map(|one| of(&reading, one)).collect()
}

fn verdict(doc: &Engagement) -> IntegrationVerdict {
    verdicts(doc).remove(0)
}

fn mapping_error() -> Engagement {
    sound().with(confirmed(4, Symptom::Wrong, Cause::WrongMapping))
}

#[test]
fn without_a_finding_and_without_a_look_there_is_not_enough_evidence() {
    let verdict = verdict(&sound().but(|doc| doc.control_sheets.clear()));
    assert_eq!((verdict.computed, verdict.answer), (None, Answer::NotEnoughEvidence));
    assert!(verdict.says.starts_with("Not enough evidence"));
    assert_eq!(verdict.certainty, None);
    assert!(verdict.plan.iter().all(|action| action.stage == PlanStage::FindOut));
    assert!(!verdict.plan.is_empty());
}

#[test]
fn rebuild_dominates_stabilise_and_stabilise_dominates_patch() {
    let doc = mapping_error();
    assert_eq!(verdict(&doc).computed, Some(VerdictPath::Patch));
    let doc = doc.control(Control::TimeReceived, ControlState::Missing);
    assert_eq!(verdict(&doc).computed, Some(VerdictPath::Stabilise));
    let doc = doc.integration(|one| one.credentials = Availability::No);
    let verdict = verdict(&doc);
    assert_eq!(verdict.computed, Some(VerdictPath::Rebuild));
    assert_eq!(verdict.findings.len(), 3);
    assert_eq!(verdict.findings[0].path, VerdictPath::Rebuild);
}

#[test]
fn the_work_is_seen_before_it_is_changed_whatever_the_verdict() {
    let doc = mapping_error()
        .with(confirmed(2, Symptom::Duplicate, Cause::Replayed))
        .integration(|one| one.code = Availability::No)
        .control(Control::IdempotencyKey, ControlState::Missing)
        .control(Control::TimeReceived, ControlState::Missing);
    let verdict = verdict(&doc);
    assert_eq!(verdict.computed, Some(VerdictPath::Rebuild));
    let stages: Vec<_> = verdict.plan.iter().map(|action| (action.stage, action.kind)).collect();
    assert_eq!(stages[0], (PlanStage::Contain, ActionKind::Isolate));
    assert_eq!(stages[1], (PlanStage::See, ActionKind::AddControl));
    assert_eq!(stages[2], (PlanStage::Change, ActionKind::Rebuild));
    assert_eq!(verdict.plan[1].controls, [Control::TimeReceived]);
    assert_eq!(verdict.plan[2].controls, [Control::IdempotencyKey], "built in from the start");
}

#[test]
fn an_override_with_a_reason_stands_beside_the_computed_verdict() {
    let reason = "The vendor ends it in spring.";
    let verdict = verdict(&mapping_error().call(Some(VerdictPath::Rebuild), reason, batch()));
    assert_eq!(
        (verdict.computed, verdict.standing),
        (Some(VerdictPath::Patch), Some(VerdictPath::Rebuild))
    );
    assert!(verdict.plan.iter().any(|action| action.kind == ActionKind::Rebuild));
}

#[test]
fn an_override_without_a_reason_does_not_count() {
    let verdict = verdict(&mapping_error().call(Some(VerdictPath::Rebuild), "  ", batch()));
    assert_eq!(
        (verdict.computed, verdict.standing),
        (Some(VerdictPath::Patch), Some(VerdictPath::Patch))
    );
    assert!(!verdict.overridden.unwrap().counts);
}

#[test]
fn if_the_code_could_be_had_a_rebuild_becomes_what_is_left() {
    let doc = sound()
        .integration(|one| one.code = Availability::No)
        .control(Control::IdempotencyKey, ControlState::Missing)
        .with(confirmed(7, Symptom::Duplicate, Cause::Replayed));
    let change = &verdict(&doc).would_change[0];
    assert_eq!(
        (change.from, change.to),
        (Some(VerdictPath::Rebuild), Some(VerdictPath::Stabilise))
    );
    let says = "If it could be changed, the finding “No code or no access” falls away and the verdict is stabilise.";
    assert_eq!(change.says, says);
}

#[test]
fn two_rebuild_findings_must_both_fall_to_change_the_verdict() {
    let doc = sound()
        .integration(|one| one.code = Availability::No)
        .shadow(Some(Judgement::WrongAssumption));
    let changes = verdict(&doc).would_change;
    let (flips, stays): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.flips());
    assert_eq!(flips[0].loses, [FindingKind::WrongAssumptions, FindingKind::NoCodeOrAccess]);
    assert!(stays.iter().any(|change| change.loses == [FindingKind::NoCodeOrAccess]));
}

#[test]
fn an_unknown_fact_is_named_when_it_could_raise_the_verdict() {
    let doc = mapping_error().integration(|one| one.credentials = Availability::Unknown);
    let changes = verdict(&doc).would_change;
    let change =
        changes.iter().find(|change| change.gains == [FindingKind::NoCodeOrAccess]).unwrap();
    assert_eq!((change.from, change.to), (Some(VerdictPath::Patch), Some(VerdictPath::Rebuild)));
}

#[test]
fn what_would_change_the_verdict_is_what_recording_it_does() {
    let doc = sound().with(confirmed(7, Symptom::Duplicate, Cause::Unknown)).shadow(None);
    let changes = verdict(&doc).would_change;
    let change = changes.iter().find(|change| change.to == Some(VerdictPath::Rebuild)).unwrap();
    assert!(change.says.contains("judged “wrong assumption”"), "{}", change.says);
    let recorded = sound()
        .with(confirmed(7, Symptom::Duplicate, Cause::Unknown))
        .shadow(Some(Judgement::WrongAssumption));
    assert_eq!(verdict(&recorded).computed, change.to);
}

#[test]
fn without_evidence_the_changes_say_what_would_give_a_verdict() {
    let changes = verdict(&sound()).would_change;
    let paths: Vec<_> = changes.iter().map(|change| change.to).collect();
    for path in [VerdictPath::Patch, VerdictPath::Stabilise, VerdictPath::Rebuild] {
        assert!(paths.contains(&Some(path)), "{path} in {paths:?}");
    }
}

#[test]
fn certainty_is_high_only_with_enough_fresh_samples_that_can_be_followed() {
    let seen = |n| {
        let doc = sound().with(confirmed(n, Symptom::Wrong, Cause::WrongMapping));
        doc.but(|doc| doc.samples.examples.push(example()))
    };
    let level = |doc: &Engagement| verdict(doc).certainty.unwrap().level;
    assert_eq!(level(&seen(8)), Level::High);
    assert_eq!(level(&seen(4)), Level::Moderate, "few");
    assert_eq!(level(&seen(1)), Level::Low, "fewer than asked for");
    assert_eq!(
        level(&seen(8).but(|doc| doc.as_of += chrono::Duration::days(150))),
        Level::Moderate
    );
    assert_eq!(level(&seen(8).but(|doc| doc.as_of += chrono::Duration::days(300))), Level::Low);
    assert_eq!(level(&seen(8).but(|doc| doc.samples.examples.clear())), Level::VeryLow);
    let steps: Vec<_> = verdict(&seen(4)).certainty.unwrap().steps;
    let says = "Few: 4 of 4, which proves no more than 47 %; 6 alike would tell nine in ten from a coin toss, 14 prove 80 %.";
    assert_eq!(steps[1].because.says, says);
}

#[test]
fn evidence_of_a_control_ages_by_its_kind_and_never_counts_less_than_none() {
    let told = |kind: Option<Kind>, days: i64| {
        let doc = sound().but(|doc| {
            let seen_on = Some(doc.as_of.date_naive() - chrono::Duration::days(days));
            let found = Finding::new(ControlState::Missing, "The log of one afternoon.");
            let found = Finding { kind, seen_on, ..found };
            doc.control_sheets[0].controls.insert(Control::RetryCount, found);
        });
        verdict(&doc).certainty.unwrap()
    };
    for (kind, fresh, stale) in [
        (Some(Kind::Logged), 120, 121),
        (Some(Kind::Screenshot), 120, 121),
        (Some(Kind::Reproduced), 180, 181),
        (None, 180, 1_000),
    ] {
        assert_eq!(told(kind, fresh).level, Level::High, "{kind:?}");
        let stale = told(kind, stale);
        assert_eq!(stale.level, Level::Moderate, "{kind:?}");
        assert_eq!(stale.steps[1].kind, StepKind::Stale);
    }
    let second_hand = told(Some(Kind::Told), 1);
    assert_eq!(second_hand.steps[1].kind, StepKind::SecondHand);
    let none = verdict(&sound().control(Control::RetryCount, ControlState::Missing));
    let none = none.certainty.unwrap().level;
    assert!([second_hand.level, told(Some(Kind::Told), 400).level].iter().all(|one| *one >= none));
    let says = "Stale: “Retry count” was last looked at on";
    assert!(told(None, 400).steps[1].because.says.starts_with(says));
}

#[test]
fn the_engagement_follows_the_dominating_integration_and_names_those_without_evidence() {
    let other = crate::platform::ids::IntegrationId::new();
    let doc = mapping_error().but(|doc| {
        doc.integrations.push(integration(
            other,
            "Stock",
            crate::document::integrations::Criticality::Important,
        ));
    });
    let whole = whole(&verdicts(&doc));
    assert_eq!(whole.computed, Some(VerdictPath::Patch));
    assert_eq!(whole.decided_by, [SHOP_TO_ERP]);
    assert_eq!(whole.without_evidence, [other]);
    let says = "Patch: “Shop to ERP” of 2 integrations in scope decides it. Not enough evidence yet on “Stock”.";
    assert_eq!(whole.says, says);
}

#[test]
fn a_manual_step_worth_hours_near_the_integration_is_proposed_for_replacement() {
    let timed = |minutes| {
        mapping_error().shadow(Some(Judgement::Fine)).actual(move |map| {
            map.steps[4].facts.minutes_per_run = Some(minutes);
            map.steps[4].facts.runs_per_month = Some(20.0);
        })
    };
    let replaces = |doc| verdict(&doc).plan.iter().any(|a| a.kind == ActionKind::ReplaceManualStep);
    assert!(replaces(timed(30.0)));
    assert!(!replaces(timed(3.0)));
}

mod any_document {
    use super::*;
    use crate::document::integrations::Criticality;
    use crate::document::samples::Pattern;
    use crate::platform::catalogue::Catalogue;
    use proptest::prelude::*;

    fn entry<T: Catalogue + std::fmt::Debug>() -> impl Strategy<Value = T> {
        proptest::sample::select(T::ALL)
    }

    fn pattern() -> impl Strategy<Value = Pattern> {
        let named = prop::collection::btree_map(entry::<Control>(), 1..3_i64, 0..2);
        (entry(), entry(), 1..9_i64, 0..9_i64, named).prop_map(
            |(symptom, cause, count, confirmed_of_it, missing_controls)| Pattern {
                confirmed: confirmed_of_it.min(count),
                missing_controls,
                ..confirmed(count, symptom, cause)
            },
        )
    }

    fn document() -> impl Strategy<Value = Engagement> {
        let states = prop::collection::vec((entry(), entry()), 0..6);
        let facts = (entry::<Availability>(), entry(), entry(), entry::<Criticality>());
        let shadow = prop::option::of(prop::option::of(entry::<Judgement>()));
        let patterns = prop::collection::vec(pattern(), 0..4);
        (states, facts, shadow, patterns).prop_map(|(states, facts, shadow, patterns)| {
            let mut doc =
                states.into_iter().fold(sound(), |doc, (which, is)| doc.control(which, is));
            if let Some(judgement) = shadow {
                doc = doc.shadow(judgement);
            }
            doc.samples.patterns = patterns;
            doc.integration(|one| {
                (one.code, one.credentials, one.maintainable, one.criticality) = facts;
            })
        })
    }

    proptest! {
        #[test]
        fn the_verdict_is_the_dominating_path_of_findings_that_all_have_evidence(doc in document()) {
            let verdict = verdict(&doc);
            prop_assert_eq!(verdict.computed, verdict.findings.iter().map(|f| f.kind.path()).max());
            prop_assert!(verdict.findings.iter().all(|finding| !finding.because.is_empty()));
            let told = verdict.findings.len() + verdict.not_established.len();
            prop_assert_eq!(told, FindingKind::ALL.len());
        }

        #[test]
        fn every_change_starts_from_the_verdict_and_changes_a_finding(doc in document()) {
            let verdict = verdict(&doc);
            for change in &verdict.would_change {
                prop_assert_eq!(change.from, verdict.computed);
                prop_assert!(!change.gains.is_empty() || !change.loses.is_empty());
                prop_assert!(!change.about.is_empty());
            }
        }

        #[test]
        fn every_verdict_but_none_names_what_would_lower_it(doc in document()) {
            let verdict = verdict(&doc);
            let lowers = verdict.would_change.iter().any(|change| change.to < verdict.computed);
            prop_assert_eq!(lowers, verdict.computed.is_some());
        }

        #[test]
        fn what_nobody_confirmed_changes_nothing(doc in document(), more in 1..50_i64, new in pattern()) {
            let before = verdict(&doc);
            let counted = doc.clone().but(|doc| {
                doc.samples.rejected += more;
                let sure = doc.samples.patterns.iter_mut().filter(|one| one.confirmed > 0);
                sure.for_each(|one| one.count += more);
            });
            prop_assert_eq!(&verdict(&counted), &before);
            let waiting = verdict(&doc.with(Pattern { confirmed: 0, ..new }));
            prop_assert_eq!(&waiting.findings, &before.findings);
            prop_assert_eq!((waiting.answer, waiting.certainty), (before.answer, before.certainty));
            let acts = |plan: &[Action]| -> Vec<Action> {
                plan.iter().filter(|one| one.stage != PlanStage::FindOut).cloned().collect()
            };
            prop_assert_eq!(acts(&waiting.plan), acts(&before.plan));
        }

        #[test]
        fn the_plan_never_names_what_is_in_place(doc in document(), control in entry::<Control>()) {
            let doc = doc.control(control, ControlState::InPlace);
            let plan = verdict(&doc).plan;
            let state = |control: &Control| doc.control_sheets[0].state(*control);
            for action in &plan {
                prop_assert!(!action.controls.contains(&control), "{}", action.says);
                prop_assert!(action.controls.iter().all(|one| {
                    matches!(state(one), ControlState::Missing | ControlState::Partial)
                }), "{}", action.says);
            }
        }

        #[test]
        fn removing_evidence_never_raises_certainty(doc in document(), at in 0..4_usize, fewer in 1..9_i64) {
            let doc = doc.but(|doc| doc.samples.examples.push(example()));
            let before = verdict(&doc);
            let fewer = doc.clone().but(|doc| {
                if let Some(one) = doc.samples.patterns.get_mut(at) {
                    one.confirmed = (one.confirmed - fewer).max(0);
                }
            });
            let unseen = doc.but(|doc| doc.samples.examples.clear());
            for after in [verdict(&fewer), verdict(&unseen)] {
                let level = |verdict: &IntegrationVerdict| verdict.certainty.as_ref().map(|one| one.level);
                // Another verdict has a certainty of its own.
                if after.computed == before.computed && after.answer == before.answer {
                    prop_assert!(level(&after) <= level(&before), "{:?} {:?}", before.certainty, after.certainty);
                }
            }
        }

        #[test]
        fn a_convenience_never_lifts_the_verdict_of_the_engagement(
            doc in document(),
            patterns in prop::collection::vec(pattern(), 0..4),
        ) {
            let doc = doc.integration(|one| one.criticality = Criticality::Important);
            let id = crate::platform::ids::IntegrationId::new();
            let with = doc.clone().but(|doc| {
                doc.integrations.push(integration(id, "Newsletter", Criticality::Convenience));
                let own = patterns.into_iter().map(|one| Pattern { integration: Some(id), ..one });
                doc.samples.patterns.extend(own);
            });
            let (before, after) = (whole(&verdicts(&doc)), whole(&verdicts(&with)));
            prop_assert_eq!((before.answer, before.computed, before.standing), (after.answer, after.computed, after.standing));
            prop_assert_eq!(before.decided_by, after.decided_by);
        }

        #[test]
        fn every_number_of_samples_is_that_of_the_pattern_behind_it(doc in document()) {
            let verdict = verdict(&doc);
            for evidence in verdict.findings.iter().flat_map(|finding| &finding.because) {
                let Some(samples) = evidence.samples else { continue };
                let behind = doc.samples.patterns.iter().filter(|one| {
                    crate::judgement::evidence::Subject::pattern(one) == evidence.about
                });
                prop_assert!(behind.into_iter().any(|one| one.confirmed == samples.count));
            }
        }

        #[test]
        fn every_judgement_of_any_document_is_told_in_whole_sentences(doc in document()) {
            let told = crate::judgement::assess::assess(&doc);
            let gates = told.gates.iter().flat_map(|gate| gate.missing.iter().map(|one| &one.says));
            let steps = told.steps.iter().flat_map(|step| step.missing.iter().map(|one| &one.says));
            let flags = told.flags.iter().flat_map(|flag| [&flag.says, &flag.why, &flag.good]);
            let changes = told.integrations[0].verdict.would_change.iter().map(|change| &change.says);
            for says in gates.chain(steps).chain(flags).chain(changes) {
                prop_assert!(says.ends_with('.') && !says.contains('!'), "{}", says);
            }
        }
    }
}
