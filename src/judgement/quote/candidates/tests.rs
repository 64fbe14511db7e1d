//! What is asked to be done, and that every risk is put down to one action.

use super::*;
use crate::document::call::VerdictPath;
use crate::document::integrations::{Availability, Criticality};
use crate::document::samples::{Cause, Symptom};
use crate::document::truth::Standing;
use crate::judgement::assess::assess;
use crate::judgement::assess::testing::{
    Broken, SHOP_TO_ERP, batch, confirmed, integration, sound,
};
use std::collections::BTreeSet;

fn asked(doc: &Engagement) -> (Assessment, Vec<Candidate>) {
    let assessment = assess(doc);
    let found = candidates(doc, &assessment);
    (assessment, found)
}

fn broken() -> Engagement {
    sound()
        .with(confirmed(9, Symptom::Duplicate, Cause::Replayed))
        .control(Control::IdempotencyKey, ControlState::Missing)
        .control(Control::RetryCount, ControlState::Missing)
        .control(Control::Runbook, ControlState::Missing)
        .field(|field| field.standing = Standing::Disputed)
}

#[test]
fn where_nothing_is_wrong_nothing_lowers_a_risk() {
    let (_, found) = asked(&sound());
    assert_eq!(found.iter().map(|one| one.risk).sum::<u64>(), 0, "{found:?}");
}

#[test]
fn every_open_risk_is_put_down_to_one_action_and_so_is_every_finding() {
    let (assessment, found) = asked(&broken());
    let flags: u64 = assessment.flags.iter().map(|flag| points(flag.severity)).sum();
    let findings: usize =
        assessment.integrations.iter().map(|one| one.verdict.findings.len()).sum();
    assert!(findings >= 2 && flags > 0);
    assert_eq!(found.iter().map(|one| one.risk).sum::<u64>(), flags + 8 * findings as u64);
    for flag in &assessment.flags {
        let told = format!("risk {}", flag.number);
        let holders = found.iter().filter(|one| one.answers.contains(&told)).count();
        assert_eq!(holders, 1, "{}", flag.key);
    }
}

#[test]
fn keys_tell_actions_apart_and_stay_when_something_else_changes() {
    let (_, before) = asked(&broken());
    let keys: BTreeSet<_> = before.iter().map(|one| one.key.clone()).collect();
    assert_eq!(keys.len(), before.len());
    let (_, after) = asked(&broken().control(Control::HealthCheck, ControlState::Missing));
    let same = |key: &str| before.iter().find(|one| one.key == key).map(|one| one.says.clone());
    let idempotency = before.iter().find(|one| one.controls == [Control::IdempotencyKey]).unwrap();
    assert!(after.iter().any(|one| one.key == idempotency.key));
    assert_eq!(same(&idempotency.key), Some(idempotency.says.clone()));
}

#[test]
fn what_makes_visible_comes_before_what_changes_logic() {
    let (_, found) = asked(&broken());
    let at = |work: Work| found.iter().position(|one| one.work == work);
    assert!(at(Work::See).unwrap() < at(Work::Change).unwrap(), "{found:?}");
    assert!(at(Work::Change).unwrap() < at(Work::Prove).unwrap());
    assert!(found.iter().any(|one| one.work == Work::Settle));
    assert!(found.iter().all(|one| one.integration.is_none_or(|id| id == SHOP_TO_ERP)));
}

#[test]
fn to_find_out_what_can_be_seen_is_part_of_making_it_visible() {
    let doc = broken().control(Control::CorrelationId, ControlState::Unknown);
    let (_, found) = asked(&doc);
    let asks = found.iter().find(|one| one.says.starts_with("Find out what can be seen")).unwrap();
    assert_eq!(asks.work, Work::See);
}

#[test]
fn a_decision_about_a_risk_takes_it_out_of_the_sum() {
    let (assessment, found) = asked(&broken());
    let flag = assessment.flags[0].clone();
    let accepted = crate::document::engagement::FlagDecision {
        id: crate::platform::ids::PartId(uuid::Uuid::from_u128(90)),
        flag: flag.key.clone(),
        history: vec![crate::document::engagement::Decided {
            state: FlagState::Accepted,
            by: "Ada".into(),
            on: crate::judgement::assess::testing::may(30),
            until: None,
            why: "It is replaced next year.".into(),
            batch: None,
        }],
    };
    let (_, after) = asked(&broken().but(|doc| doc.flag_decisions.push(accepted)));
    let sum = |found: &[Candidate]| found.iter().map(|one| one.risk).sum::<u64>();
    assert_eq!(sum(&found) - sum(&after), points(flag.severity));
}

fn one<'a>(found: &'a [Candidate], start: &str) -> &'a Candidate {
    let keys: Vec<_> = found.iter().map(|one| &one.key).collect();
    let found = found.iter().find(|one| one.key.starts_with(start));
    found.unwrap_or_else(|| panic!("no {start} in {keys:?}"))
}

#[test]
fn a_finding_and_a_risk_are_put_down_to_the_action_that_mends_them() {
    let (assessment, found) = asked(&broken());
    let (see, change) = (one(&found, "plan:see"), one(&found, "plan:change"));
    let risk = |control: Control| {
        let about = Subject::Control { integration: SHOP_TO_ERP, control };
        let flag = assessment.flags.iter().find(|flag| flag.about == about).unwrap();
        format!("risk {}", flag.number)
    };
    let (logs, twice) = (FindingKind::MissingLogs, FindingKind::DuplicatePosting);
    assert_eq!(see.because(), format!("“{logs}” and {}", risk(Control::RetryCount)));
    assert_eq!(change.because(), format!("“{twice}” and {}", risk(Control::IdempotencyKey)));
}

#[test]
fn what_was_decided_in_place_of_a_change_answers_its_finding() {
    let reason = "The vendor ends its support this year, so it is built again.";
    let decided = broken().call(Some(VerdictPath::Rebuild), reason, batch());
    let (_, found) = asked(&decided);
    let told = format!("“{}”", FindingKind::DuplicatePosting);
    let holder = found.iter().find(|one| one.answers.contains(&told)).unwrap();
    assert_eq!(holder.work, Work::Rebuild, "not what holds repeated messages back until then");
}

#[test]
fn what_is_asked_about_anything_but_visibility_is_no_part_of_making_visible() {
    let replayed = sound().with(confirmed(9, Symptom::Duplicate, Cause::Replayed));
    let unknown = replayed.control(Control::IdempotencyKey, ControlState::Unknown);
    let (_, found) = asked(&unknown);
    let asks = found.iter().find(|one| one.says.starts_with("Find out how it stands")).unwrap();
    assert_eq!(asks.work, Work::FindOut);
    let both = unknown.control(Control::CorrelationId, ControlState::Unknown);
    let (_, found) = asked(&both);
    let works: Vec<_> = found
        .iter()
        .filter(|one| one.says.starts_with("Find out"))
        .map(|one| (one.work, one.says.contains("correlation id")))
        .collect();
    assert_eq!(works, [(Work::FindOut, false), (Work::See, true)]);
}

#[test]
fn to_redesign_to_build_again_and_to_switch_off_are_work_of_their_own() {
    let works = |doc: &Engagement| -> BTreeSet<Work> {
        asked(doc).1.iter().filter(|one| one.key.starts_with("plan")).map(|one| one.work).collect()
    };
    let assumed = sound().with(confirmed(9, Symptom::Wrong, Cause::WrongAssumption));
    assert!(works(&assumed).contains(&Work::Redesign));
    let closed = broken().integration(|one| one.code = Availability::No);
    assert!(works(&closed).contains(&Work::Rebuild));
    let needless = broken().integration(|one| one.needed = Availability::No);
    assert_eq!(works(&needless), [Work::Contain].into(), "none of its logic is changed");
}

#[test]
fn actions_that_would_share_a_key_are_numbered() {
    let (_, found) = asked(&broken());
    let (one, other) = (found[0].clone(), found[1].clone());
    let mut twins = [one.clone(), other.clone(), one.clone(), one.clone()];
    tell_apart(&mut twins);
    let keys = twins.map(|it| it.key);
    let (second, third) = (format!("{}#2", one.key), format!("{}#3", one.key));
    assert_eq!(keys, [one.key, other.key, second, third]);
}

#[test]
fn what_a_gate_waits_for_is_asked_for_where_nothing_else_does_it() {
    let repaired = sound()
        .with(confirmed(9, Symptom::Duplicate, Cause::Replayed))
        .control(Control::IdempotencyKey, ControlState::Missing);
    let (assessment, found) = asked(&repaired.but(|doc| doc.launch_sheets.clear()));
    let launch = one(&found, "gate:checks_before_launch");
    let gate = assessment.gates.iter().find(|gate| gate.kind == GateKind::ChecksBeforeLaunch);
    let missing = &gate.unwrap().missing;
    assert_eq!((launch.work, launch.gaps.len()), (Work::Watch, missing.len()));
    assert!(missing.iter().take(6).all(|it| launch.says.contains(&it.says)), "{}", launch.says);
    let (assessment, found) = asked(&broken());
    let closed = |kind| assessment.gates.iter().any(|it| it.kind == kind && !it.is_open());
    assert!(closed(GateKind::VisibilityBeforeLogic), "an action of the plan sees to it");
    assert!(found.iter().all(|one| !one.key.starts_with("gate:visibility")), "{found:?}");
}

#[test]
fn actions_stand_in_the_order_of_their_integrations() {
    let back = IntegrationId(uuid::Uuid::from_u128(11));
    let doc = broken().but(|doc| {
        doc.integrations.push(integration(back, "ERP to shop", Criticality::Critical));
    });
    let (_, found) = asked(&doc);
    let order: Vec<_> = found.iter().map(|one| one.integration).collect();
    let first = order.iter().position(|at| *at == Some(back)).unwrap();
    assert!(first > 0 && order[..first].iter().all(|at| *at == Some(SHOP_TO_ERP)), "{order:?}");
    assert!(order[first..].iter().all(|at| *at != Some(SHOP_TO_ERP)), "{order:?}");
}
