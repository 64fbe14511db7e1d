//! What is asked to be done, and that every risk is put down to one action.

use super::*;
use crate::document::samples::{Cause, Symptom};
use crate::document::truth::Standing;
use crate::judgement::assess::assess;
use crate::judgement::assess::testing::{Broken, SHOP_TO_ERP, confirmed, sound};
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
