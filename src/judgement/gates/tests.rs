use super::*;
use crate::document::call::{ControlledBatch, VerdictPath};
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::Engagement;
use crate::document::integrations::{Availability, Criticality};
use crate::document::samples::{Cause, Pattern, Symptom};
use crate::document::systems::DiscoveryFact;
use crate::document::truth::Standing;
use crate::judgement::assess::casebook::place;
use crate::judgement::assess::testing::{Broken, SHOP_TO_ERP, batch, confirmed, example, sound};

fn gates(doc: &Engagement) -> Vec<Gate> {
    let reading = Reading::of(doc);
    super::gates(&reading, &crate::judgement::steps::steps(&reading))
}

fn gate(doc: &Engagement, kind: GateKind) -> Gate {
    gates(doc).into_iter().find(|gate| gate.kind == kind).unwrap()
}

fn state(doc: &Engagement, kind: GateKind) -> GateState {
    gate(doc, kind).state
}

/// A patch in which every gate but the launch can be passed.
fn patch() -> Engagement {
    sound()
        .with(confirmed(4, Symptom::Wrong, Cause::WrongMapping))
        .but(|doc| doc.samples.examples.push(example()))
        .call(None, "", batch())
}

fn rebuild() -> Engagement {
    patch().integration(|one| one.code = Availability::No)
}

#[test]
fn all_eight_gates_are_told_in_order() {
    let kinds: Vec<_> = gates(&sound()).iter().map(|gate| gate.kind).collect();
    assert_eq!(kinds, <GateKind as crate::platform::catalogue::Catalogue>::ALL);
}

#[test]
fn a_verdict_is_final_only_with_evidence_in_all_seven_steps() {
    assert_eq!(state(&patch(), GateKind::StepsBeforeFinal), GateState::Passed);
    let doc = patch().but(|doc| doc.samples.examples.clear());
    let gate = gate(&doc, GateKind::StepsBeforeFinal);
    assert_eq!(gate.state, GateState::Closed);
    assert!(gate.missing[0].says.starts_with("Logs and payloads: "), "{:?}", gate.missing);
}

#[test]
fn a_rebuild_waits_for_the_truth() {
    assert_eq!(state(&rebuild(), GateKind::TruthBeforeRebuild), GateState::Passed);
    let disputed = rebuild().field(|field| field.standing = Standing::Disputed);
    assert_eq!(gate(&disputed, GateKind::TruthBeforeRebuild).closed_for, [SHOP_TO_ERP]);
    let unnamed = rebuild().but(|doc| doc.fields.clear());
    assert_eq!(state(&unnamed, GateKind::TruthBeforeRebuild), GateState::Closed);
    let nothing_carried = rebuild().integration(|one| one.carries.clear());
    assert_eq!(state(&nothing_carried, GateKind::TruthBeforeRebuild), GateState::Closed);
}

#[test]
fn a_rebuild_waits_for_the_actual_map() {
    let doc = rebuild().but(|doc| doc.maps.truncate(1));
    assert_eq!(state(&doc, GateKind::TruthBeforeRebuild), GateState::Closed);
}

#[test]
fn a_gate_for_a_path_nobody_takes_does_not_arise() {
    assert_eq!(state(&patch(), GateKind::TruthBeforeRebuild), GateState::DoesNotArise);
    assert_eq!(state(&rebuild(), GateKind::BatchBeforePatch), GateState::DoesNotArise);
}

#[test]
fn a_patch_waits_for_a_whole_batch() {
    assert_eq!(state(&patch(), GateKind::BatchBeforePatch), GateState::Passed);
    let doc = patch().call(None, "", ControlledBatch { way_back: " ".into(), ..batch() });
    let gate = gate(&doc, GateKind::BatchBeforePatch);
    assert_eq!(gate.state, GateState::Closed);
    assert_eq!(gate.missing[0].says, "Plan the controlled batch for “Shop to ERP”: the way back.");
}

#[test]
fn business_logic_waits_for_visibility_and_unknown_is_not_visible() {
    assert_eq!(state(&patch(), GateKind::VisibilityBeforeLogic), GateState::Passed);
    for absent in [ControlState::Missing, ControlState::Partial, ControlState::Unknown] {
        let doc = patch().control(Control::StatusView, absent);
        assert_eq!(state(&doc, GateKind::VisibilityBeforeLogic), GateState::Closed);
    }
    let simple = patch().control(Control::StatusView, ControlState::Missing);
    let simple = simple.integration(|one| one.criticality = Criticality::Convenience);
    assert_eq!(state(&simple, GateKind::VisibilityBeforeLogic), GateState::Passed);
}

#[test]
fn a_quote_waits_for_the_samples_asked_for() {
    assert_eq!(state(&patch(), GateKind::SamplesBeforeQuote), GateState::Passed);
    let doc = patch().but(|doc| doc.brief.samples_needed = 6);
    let gate = gate(&doc, GateKind::SamplesBeforeQuote);
    assert_eq!(
        gate.missing[0].says,
        "Confirm 2 more failure samples at “Shop to ERP”: 4 of 6. 6 alike prove no more than 61 %."
    );
    assert_eq!(gate.state, GateState::Closed);
}

#[test]
fn unconfirmed_samples_are_no_ground_for_a_quote() {
    let doc = patch().but(|doc| doc.samples.patterns[0].confirmed = 2);
    assert_eq!(state(&doc, GateKind::SamplesBeforeQuote), GateState::Closed);
}

#[test]
fn scope_waits_for_discovery_facts_and_a_convenience_is_asked_for_two() {
    assert_eq!(state(&patch(), GateKind::FactsBeforeScope), GateState::Passed);
    let forget = |fact| {
        patch().but(move |doc| {
            doc.systems[0].facts.remove(&fact);
        })
    };
    assert_eq!(
        state(&forget(DiscoveryFact::RateLimits), GateKind::FactsBeforeScope),
        GateState::Closed
    );
    let simple =
        |doc: Engagement| doc.integration(|one| one.criticality = Criticality::Convenience);
    let limits = simple(forget(DiscoveryFact::RateLimits));
    assert_eq!(state(&limits, GateKind::FactsBeforeScope), GateState::Passed);
    let access = simple(forget(DiscoveryFact::ApiAccess));
    assert_eq!(state(&access, GateKind::FactsBeforeScope), GateState::Closed);
}

#[test]
fn a_mass_change_waits_for_a_confirmed_pattern_with_a_known_cause() {
    let alike = |samples: i64| {
        patch().but(|doc| {
            let pattern = &mut doc.samples.patterns[0];
            (pattern.confirmed, pattern.count) = (samples, samples);
        })
    };
    assert_eq!(state(&alike(5), GateKind::PatternBeforeMassChange), GateState::Passed);
    let none = patch().but(|doc| doc.samples.patterns.clear());
    assert_eq!(state(&none, GateKind::PatternBeforeMassChange), GateState::DoesNotArise);
    let unknown = patch().but(|doc| doc.samples.patterns[0].cause = Cause::Unknown);
    assert_eq!(state(&unknown, GateKind::PatternBeforeMassChange), GateState::Closed);
    for (samples, proves) in [(3, "37"), (4, "47")] {
        let gate = gate(&alike(samples), GateKind::PatternBeforeMassChange);
        assert_eq!(gate.state, GateState::Closed, "{samples} of {samples} may still be chance");
        let told = format!("{samples} of {samples}, which proves no more than {proves} %");
        assert!(gate.missing[0].says.contains(&told), "{:?}", gate.missing);
    }
    let unconfirmed = patch().but(|doc| doc.samples.patterns[0].confirmed = 0);
    assert_eq!(state(&unconfirmed, GateKind::PatternBeforeMassChange), GateState::Closed);
}

#[test]
fn a_launch_bears_one_missing_check_and_not_two() {
    let gate_of = |doc: &Engagement| gate(doc, GateKind::ChecksBeforeLaunch);
    let absent = |doc: Engagement| doc.integration(|one| one.contract = Default::default());
    assert!(gate_of(&patch()).missing.is_empty());
    let only_contract = gate_of(&absent(patch()));
    assert_eq!(only_contract.state, GateState::Passed);
    assert_eq!(only_contract.missing[0].says, "Shop to ERP: no contract recorded.");
    let doc = absent(patch()).control(Control::Runbook, ControlState::Missing);
    assert_eq!(gate_of(&doc).state, GateState::Closed);
    assert_eq!(gate_of(&doc).missing.len(), 2);
}

#[test]
fn a_launch_check_needs_evidence_and_not_only_a_state() {
    let doc = patch().but(|doc| {
        let found = &mut doc.control_sheets[0].controls;
        found.get_mut(&Control::Runbook).unwrap().evidence.clear();
        found.get_mut(&Control::ManualFallback).unwrap().evidence.clear();
    });
    assert_eq!(state(&doc, GateKind::ChecksBeforeLaunch), GateState::Closed);
}

#[test]
fn a_convenience_integration_may_launch_without_queues_and_runbooks() {
    let doc = patch()
        .integration(|one| one.criticality = Criticality::Convenience)
        .but(|doc| doc.control_sheets.clear());
    assert_eq!(state(&doc, GateKind::ChecksBeforeLaunch), GateState::Passed);
}

#[test]
fn without_an_integration_in_scope_nothing_passes_but_what_does_not_arise() {
    let doc = patch().integration(|one| one.in_scope = false);
    for gate in gates(&doc) {
        let arises = matches!(
            gate.blocks,
            Blocked::FinalVerdict | Blocked::Quote | Blocked::Scope | Blocked::Launch
        );
        let expected = if arises { GateState::Closed } else { GateState::DoesNotArise };
        assert_eq!(gate.state, expected, "{}", gate.kind);
    }
}

#[test]
fn a_gate_closed_for_one_integration_is_not_shown_at_another() {
    let doc = patch().control(Control::StatusView, ControlState::Missing);
    let gates = gates(&doc);
    let closed =
        |at| closed_for(&gates, at).any(|gate| gate.kind == GateKind::VisibilityBeforeLogic);
    assert!(closed(SHOP_TO_ERP));
    assert!(!closed(crate::platform::ids::IntegrationId::new()));
}

#[test]
fn a_closed_gate_always_says_what_is_missing() {
    let empty = sound().but(|doc| {
        doc.fields.clear();
        doc.maps.clear();
        doc.control_sheets.clear();
        doc.systems[0].facts.clear();
    });
    for gate in gates(&empty).iter().filter(|gate| !gate.is_open()) {
        assert!(!gate.missing.is_empty(), "{}", gate.kind);
    }
}

/// Every gate with what it waits for.
fn told(doc: &Engagement) -> String {
    let each = gates(doc).into_iter().map(|gate| {
        let lacks = gate.missing.iter().map(|one| {
            let of = if one.integration.is_some() { "an integration" } else { "the engagement" };
            let check = one.check.map_or_else(String::new, |check| format!(", “{check}”"));
            format!("  {} → {} of {of}{check}\n", one.says, place(&one.about))
        });
        let lacks: String = lacks.collect();
        let (kind, state, closed) = (gate.kind, gate.state, gate.closed_for.len());
        format!("{kind}: {state}, closed for {closed}; it holds back “{}”\n{lacks}", gate.blocks)
    });
    each.collect()
}

#[test]
fn what_a_gate_waits_for_is_told_with_the_place_where_it_is_recorded() {
    let waiting = Pattern { confirmed: 0, ..confirmed(2, Symptom::Late, Cause::Timeout) };
    let unseen = patch()
        .with(waiting)
        .control(Control::TimeReceived, ControlState::Missing)
        .control(Control::RetryCount, ControlState::Partial)
        .control(Control::StatusView, ControlState::Unknown)
        .control(Control::Runbook, ControlState::Missing)
        .integration(|one| one.contract = Default::default())
        .call(Some(VerdictPath::Patch), "It is one value only.", ControlledBatch::default())
        .but(|doc| {
            doc.brief.samples_needed = 7;
            doc.systems[0].facts.remove(&DiscoveryFact::ApiVersion);
            doc.systems[0].facts.remove(&DiscoveryFact::Sandbox);
            doc.systems[1].facts.remove(&DiscoveryFact::Documentation);
        });
    let nowhere = rebuild().with(confirmed(1, Symptom::Partial, Cause::Unknown)).but(|doc| {
        doc.maps.truncate(1);
        doc.fields[0].standing = Standing::Disputed;
    });
    let out_of_scope = sound().integration(|one| one.in_scope = false);
    let all = [unseen, nowhere, out_of_scope].map(|doc| told(&doc)).join("\n");
    insta::assert_snapshot!("gates", all);
}

#[test]
fn a_quote_is_not_held_back_where_nothing_is_found_or_no_sample_is_asked_for() {
    let kind = GateKind::SamplesBeforeQuote;
    let unknown = sound().but(|doc| doc.control_sheets.clear());
    assert_eq!(state(&unknown, kind), GateState::DoesNotArise, "nothing is found");
    let simple = sound()
        .control(Control::FinalOutcome, ControlState::Missing)
        .integration(|one| one.criticality = Criticality::Convenience);
    assert_eq!(state(&simple, kind), GateState::DoesNotArise, "its finding rests on no sample");
    let found = sound().control(Control::FinalOutcome, ControlState::Missing);
    assert_eq!(state(&found, kind), GateState::Closed);
}

#[test]
fn samples_that_were_all_rejected_ask_for_no_mass_change() {
    let rejected = Pattern { count: 0, ..confirmed(0, Symptom::Wrong, Cause::WrongMapping) };
    let kind = GateKind::PatternBeforeMassChange;
    assert_eq!(state(&sound().with(rejected.clone()), kind), GateState::DoesNotArise);
    let beside = patch().but(|doc| {
        let pattern = &mut doc.samples.patterns[0];
        (pattern.confirmed, pattern.count) = (9, 9);
    });
    let other = Pattern { symptom: Symptom::Late, ..rejected };
    assert_eq!(state(&beside.with(other), kind), GateState::Passed);
}
