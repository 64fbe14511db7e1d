//! What becomes of a flag: accepted, mitigated, dismissed, closed by itself, grouped with others.

use super::*;
use crate::document::engagement::{Decided, FlagDecision, FlagState};
use crate::platform::ids::PartId;
use chrono::Days;

fn unowned() -> Engagement {
    sound().integration(|one| {
        one.owners.remove(&crate::document::integrations::Ownership::Logic);
    })
}

fn decided(
    doc: Engagement,
    state: FlagState,
    days_ago: u64,
    accepted_for: Option<u64>,
) -> Engagement {
    let flag = flags(&doc)[0].key.clone();
    doc.but(|doc| {
        let on = doc.as_of.date_naive() - Days::new(days_ago);
        let until = accepted_for.map(|days| on + Days::new(days));
        let (by, why) = ("Ada".into(), "It ends in May.".into());
        let history = vec![Decided { state, by, on, until, why, batch: None }];
        doc.flag_decisions.push(FlagDecision { id: PartId::new(), flag, history });
    })
}

fn state(doc: &Engagement) -> FlagState {
    only(doc).state
}

#[test]
fn an_accepted_risk_opens_again_when_its_time_is_over() {
    assert_eq!(state(&unowned()), FlagState::Open);
    assert_eq!(state(&decided(unowned(), FlagState::Accepted, 5, Some(9))), FlagState::Accepted);
    assert_eq!(state(&decided(unowned(), FlagState::Accepted, 10, Some(9))), FlagState::Open);
}

#[test]
fn a_mitigated_risk_opens_again_with_newer_evidence_and_a_rotated_secret_stays_closed() {
    let secret = || {
        sound().but(|doc| {
            let last = doc.as_of.date_naive() - Days::new(20);
            let newest = SampleId(uuid::Uuid::from_u128(7));
            let kind = "api key".into();
            doc.samples.secrets = vec![SecretsSeen { kind, samples: 2, first: last, last, newest }];
        })
    };
    assert_eq!(state(&decided(secret(), FlagState::Mitigated, 10, None)), FlagState::Mitigated);
    assert_eq!(state(&decided(secret(), FlagState::Mitigated, 30, None)), FlagState::Open);
}

#[test]
fn a_flag_whose_rule_no_longer_holds_closes_itself_and_keeps_its_history() {
    let doc = decided(unowned(), FlagState::Dismissed, 3, None);
    let owned = doc.integration(|one| one.owners = sound().integrations[0].owners.clone());
    let told = crate::judgement::assess::assess(&owned);
    assert_eq!((told.flags.len(), told.closed_flags.len()), (0, 1));
    assert_eq!(told.closed_flags[0].history[0].by, "Ada");
}

#[test]
fn what_is_still_raised_is_not_closed_whatever_else_is_raised_beside_it() {
    let unpinned = |doc: &mut Engagement| doc.systems[1].version_pinned = Some(false);
    let decided = decided(unowned(), FlagState::Dismissed, 3, None).but(unpinned);
    assert_eq!(super::super::closed(&decided, &flags(&decided)), []);
    let owned = decided.integration(|one| one.owners = sound().integrations[0].owners.clone());
    assert_eq!(super::super::closed(&owned, &flags(&owned)).len(), 1);
}

#[test]
fn flags_are_grouped_by_cause_and_integration_and_numbered() {
    let doc = sound().but(|doc| {
        let controls = &mut doc.control_sheets[0].controls;
        controls.values_mut().for_each(|found| found.state = ControlState::Missing);
    });
    let flags = flags(&doc);
    let groups = super::groups(&doc, &flags);
    assert!(groups.len() < flags.len() / 2, "{} of {}", groups.len(), flags.len());
    assert_eq!(groups.iter().map(|group| group.flags.len()).sum::<usize>(), flags.len());
    let numbers: Vec<_> = flags.iter().map(|flag| flag.number).collect();
    assert_eq!(numbers, (1..=flags.len() as u32).collect::<Vec<_>>());
    assert!(groups.is_sorted_by_key(|group| group.severity));
}
