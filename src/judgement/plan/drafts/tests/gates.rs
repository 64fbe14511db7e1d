//! Which line does what a closed gate waits for, and the gate's own line where none does.

use super::*;
use crate::document::integrations::{Availability, Criticality, Integration};
use crate::document::samples::Pattern;
use crate::document::truth::Field;
use crate::judgement::assess::testing::{TOTAL, in_place, integration};
use crate::judgement::gates::Lacks;
use crate::platform::ids::FieldId;
use uuid::Uuid;

const BACK: IntegrationId = IntegrationId(Uuid::from_u128(11));

/// What a gate waits for, each with the line that it goes to.
fn held<'a>(
    assessment: &'a Assessment,
    lines: &'a [Draft],
    kind: GateKind,
) -> Vec<(&'a Lacks, &'a Draft)> {
    let gate = assessment.gates.iter().find(|gate| gate.kind == kind).unwrap();
    assert!(!gate.is_open(), "{kind}");
    let holder = |place: u32| {
        let gap = Gap::Gate { gate: kind, place };
        lines.iter().find(|line| line.gaps.contains(&gap)).unwrap()
    };
    (0..).zip(&gate.missing).map(|(place, lacks)| (lacks, holder(place))).collect()
}

/// Two disputed fields, and an integration that cannot be changed and has to be.
fn rebuilt() -> Engagement {
    let dispute = |doc: &mut Engagement| {
        let total = doc.fields[0].clone();
        doc.fields = [(21, "total"), (22, "discount")]
            .map(|(n, name)| Field {
                id: FieldId(Uuid::from_u128(n)),
                name: name.into(),
                standing: Standing::Disputed,
                ..total.clone()
            })
            .to_vec();
    };
    sound()
        .with(confirmed(9, Symptom::Duplicate, Cause::Replayed))
        .with(confirmed(9, Symptom::Wrong, Cause::UnclearRule))
        .control(Control::IdempotencyKey, ControlState::Missing)
        .integration(|one| one.code = Availability::No)
        .but(dispute)
}

#[test]
fn what_is_open_at_two_integrations_goes_to_the_line_of_each() {
    let doc = rebuilt().but(|doc| {
        let back = integration(BACK, "ERP to shop", Criticality::Critical);
        doc.integrations.push(Integration { code: Availability::No, ..back });
        let mut sheet = in_place(BACK);
        sheet.controls.clone_from(&doc.control_sheets[0].controls);
        doc.control_sheets.push(sheet);
        let twins = doc.samples.patterns.clone();
        let at_back = |twin| Pattern { integration: Some(BACK), ..twin };
        doc.samples.patterns.extend(twins.into_iter().map(at_back));
    });
    let assessment = assess(&doc);
    let lines = of(&doc, &assessment);
    let truth = held(&assessment, &lines, GateKind::TruthBeforeRebuild);
    let both: Vec<_> = truth.iter().map(|(lacks, _)| lacks.integration).collect();
    assert!(both.contains(&Some(SHOP_TO_ERP)) && both.contains(&Some(BACK)), "{both:?}");
    let total = Subject::Field { field: TOTAL };
    for (lacks, line) in truth.iter().filter(|(lacks, _)| lacks.about == total) {
        assert_eq!(line.integration, lacks.integration, "{line:?}");
    }
}

/// The assessment with actions that name nothing, as those of a call may do, and no risk told.
fn unnamed(doc: &Engagement) -> Assessment {
    let mut assessment = assess(doc);
    assessment.flags.clear();
    for action in assessment.integrations.iter_mut().flat_map(|one| &mut one.verdict.plan) {
        action.about = Subject::Engagement;
        action.controls.clear();
    }
    assessment
}

#[test]
fn work_that_passes_a_gate_is_what_it_waits_for() {
    let patched = sound().with(confirmed(9, Symptom::Wrong, Cause::WrongMapping));
    let unseen = sound()
        .with(confirmed(9, Symptom::Duplicate, Cause::Replayed))
        .control(Control::IdempotencyKey, ControlState::Missing)
        .control(Control::RetryCount, ControlState::Missing);
    for (doc, kind, work) in [
        (patched, GateKind::BatchBeforePatch, Work::Prove),
        (unseen, GateKind::VisibilityBeforeLogic, Work::See),
        (rebuilt(), GateKind::TruthBeforeRebuild, Work::Settle),
    ] {
        let assessment = unnamed(&doc);
        let lines = of(&doc, &assessment);
        for (lacks, line) in held(&assessment, &lines, kind) {
            assert!(line.work == work && line.key.starts_with("plan:"), "{lacks:?} {line:?}");
        }
    }
}

#[test]
fn what_no_line_does_is_one_line_that_says_all_of_it_once() {
    let few = |symptom, cause| Pattern { count: 9, ..confirmed(1, symptom, cause) };
    let doc = sound()
        .with(few(Symptom::Wrong, Cause::WrongMapping))
        .with(few(Symptom::Wrong, Cause::DirtyValue))
        .with(few(Symptom::Duplicate, Cause::Replayed));
    let assessment = assess(&doc);
    let lines = of(&doc, &assessment);
    let open = held(&assessment, &lines, GateKind::PatternBeforeMassChange);
    let says: Vec<_> = open.iter().map(|(lacks, _)| lacks.says.as_str()).collect();
    assert!(says.len() == 3 && says[0] == says[1], "{says:?}");
    let own = open[0].1;
    assert_eq!(own.key, format!("gate:pattern_before_mass_change:{SHOP_TO_ERP}"));
    assert_eq!(own.says, format!("{} {}", says[0], says[2]));
    assert!(open.iter().all(|(_, line)| line.id == own.id));
}

#[test]
fn facts_of_a_system_do_not_go_to_a_line_about_another_one() {
    let doc = sound().but(|doc| {
        doc.systems[0].technical_owner.clear();
        doc.systems[1].facts.remove(&DiscoveryFact::RateLimits);
    });
    let mut assessment = assess(&doc);
    assessment.flags.retain(|flag| flag.rule == FlagRule::OwnerMissing);
    let lines = of(&doc, &assessment);
    assert_eq!(line(&lines, "flags:owner_missing").about, Subject::System { system: SHOP });
    for (_, line) in held(&assessment, &lines, GateKind::FactsBeforeScope) {
        assert!(line.key.starts_with("gate:facts_before_scope"), "{line:?}");
    }
}

#[test]
fn samples_that_a_quote_waits_for_come_from_the_client_at_once() {
    let doc = sound().with(confirmed(1, Symptom::Wrong, Cause::WrongMapping));
    let lines = lines(&doc);
    let samples = line(&lines, "gate:samples_before_quote");
    assert_eq!(samples.key, format!("gate:samples_before_quote:{SHOP_TO_ERP}"));
    assert_eq!((samples.waits_for, samples.phase), (WaitsFor::Client, Phase::Inventory));
    assert_eq!(samples.integration, Some(SHOP_TO_ERP));
}

#[test]
fn steps_of_the_audit_have_a_line_for_each_place_where_evidence_is_recorded() {
    let doc = sound().but(|doc| {
        doc.maps.clear();
        doc.fields.clear();
        doc.data_types.clear();
    });
    let assessment = assess(&doc);
    let lines = of(&doc, &assessment);
    let steps = held(&assessment, &lines, GateKind::StepsBeforeFinal);
    let own: Vec<_> =
        steps.iter().filter(|(_, line)| line.key.starts_with("gate:steps_before_final:")).collect();
    assert!(own.len() > 1, "{steps:?}");
    for (lacks, line) in own {
        assert_eq!(line.about, lacks.about);
    }
}
