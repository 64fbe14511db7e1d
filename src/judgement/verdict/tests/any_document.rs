//! What holds of the verdict on any document.

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
        let mut doc = states.into_iter().fold(sound(), |doc, (which, is)| doc.control(which, is));
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
