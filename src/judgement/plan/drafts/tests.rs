//! Which line a gap goes to, the phase it stands in, how long it takes and whom it waits for.

use super::*;
use crate::document::controls::ControlState;
use crate::document::samples::{Cause, Symptom};
use crate::document::systems::DiscoveryFact;
use crate::document::truth::Standing;
use crate::judgement::assess::assess;
use crate::judgement::assess::testing::{Broken, SHOP, SHOP_TO_ERP, confirmed, sound};
use crate::judgement::gates::launch::LaunchCheck;

mod gates;

/// The lines of a document, each by its key.
fn lines(doc: &Engagement) -> Vec<Draft> {
    of(doc, &assess(doc))
}

fn line<'a>(lines: &'a [Draft], start: &str) -> &'a Draft {
    let found = lines.iter().find(|line| line.key.starts_with(start));
    found.unwrap_or_else(|| panic!("no {start} in {:?}", keys(lines)))
}

fn keys(lines: &[Draft]) -> Vec<&str> {
    lines.iter().map(|line| line.key.as_str()).collect()
}

/// How many gaps of a gate a line closes.
fn closes(line: &Draft, kind: GateKind) -> usize {
    line.gaps.iter().filter(|gap| matches!(gap, Gap::Gate { gate, .. } if *gate == kind)).count()
}

/// Nobody knows two facts of the shop and one of the ERP.
fn unknown() -> Engagement {
    let forget = |doc: &mut Engagement| {
        for system in &mut doc.systems {
            system.facts.remove(&DiscoveryFact::RateLimits);
            if system.id == SHOP {
                system.facts.remove(&DiscoveryFact::LicenceTier);
            }
        }
    };
    sound().but(forget)
}

#[test]
fn facts_that_a_gate_waits_for_go_to_the_line_that_finds_them_out() {
    let lines = lines(&unknown());
    let asks = line(&lines, "flags:discovery_unknown");
    assert_eq!(closes(asks, GateKind::FactsBeforeScope), 2, "one of each system");
    let own = lines.iter().filter(|line| line.key.starts_with("gate:facts"));
    assert_eq!(own.count(), 0);
}

#[test]
fn a_pattern_that_a_gate_waits_for_goes_to_the_action_about_it() {
    let unseen = sound().with(confirmed(9, Symptom::Wrong, Cause::Unknown));
    let lines = lines(&unseen);
    let kind = GateKind::PatternBeforeMassChange;
    let holder = lines.iter().find(|line| closes(line, kind) > 0).unwrap();
    assert!(holder.key.starts_with("plan:find_out:pattern"), "{}", holder.key);
}

#[test]
fn a_launch_check_goes_to_the_line_that_puts_its_control_in_place() {
    let lacks = sound().control(Control::AlertOnPartialFailure, ControlState::Missing);
    let lines = lines(&lacks);
    let own = Gap::Launch { integration: SHOP_TO_ERP, check: LaunchCheck::Alerts };
    let holders: Vec<_> = lines.iter().filter(|line| line.gaps.contains(&own)).collect();
    assert_eq!(holders.len(), 1);
    assert!(holders[0].key.starts_with("flags:alerts_only_on_total"), "{}", holders[0].key);
}

#[test]
fn a_truth_and_a_contract_that_a_launch_asks_for_go_to_the_lines_that_agree_them() {
    let doc = sound()
        .with(confirmed(9, Symptom::Duplicate, Cause::Replayed))
        .control(Control::IdempotencyKey, ControlState::Missing)
        .field(|field| field.standing = Standing::Disputed)
        .integration(|one| one.contract = Default::default());
    let lines = lines(&doc);
    let holders = |check| -> Vec<&Draft> {
        let own = Gap::Launch { integration: SHOP_TO_ERP, check };
        lines.iter().filter(|line| line.gaps.contains(&own)).collect()
    };
    let (truth, contract) = (holders(LaunchCheck::Truth), holders(LaunchCheck::Contract));
    assert_eq!((truth.len(), contract.len()), (1, 1));
    assert_eq!((truth[0].work, truth[0].integration), (Work::Settle, Some(SHOP_TO_ERP)));
    assert!(contract[0].key.starts_with("flags:contract_absent"), "{}", contract[0].key);
}

#[test]
fn launch_checks_have_lines_of_their_own_and_none_of_the_gate_beside_them() {
    let lines = lines(&sound().but(|doc| doc.launch_sheets.clear()));
    assert!(keys(&lines).iter().any(|key| key.starts_with("launch:approve:")));
    let of_gate = keys(&lines).into_iter().filter(|key| key.starts_with("gate:checks")).count();
    assert_eq!(of_gate, 0, "{:?}", keys(&lines));
}

#[test]
fn alarms_are_handed_over_and_what_shows_the_work_comes_first() {
    let alarm = lines(&sound().control(Control::HealthCheck, ControlState::Missing));
    assert_eq!(line(&alarm, "flags:control_missing:alerting").phase, Phase::HandOver);
    let broken = sound().with(confirmed(9, Symptom::Duplicate, Cause::Replayed));
    let logs = lines(&broken.clone().control(Control::RetryCount, ControlState::Missing));
    assert_eq!(line(&logs, "plan:see").phase, Phase::Inventory);
    let asks = lines(&broken.control(Control::CorrelationId, ControlState::Unknown));
    assert_eq!(line(&asks, "plan:see").phase, Phase::Inventory, "it has no controls yet");
}

#[test]
fn contracts_and_owners_are_agreed_after_what_is_unknown_was_found_out() {
    let doc = unknown().integration(|one| one.contract = Default::default());
    let lines = lines(&doc);
    assert_eq!(line(&lines, "flags:contract_absent").phase, Phase::Contracts);
    assert_eq!(line(&lines, "flags:discovery_unknown").phase, Phase::Inventory);
}

#[test]
fn the_client_decides_what_is_true_and_a_third_party_answers_for_its_system() {
    let of_shop = |third_party| {
        let shop = |doc: &mut Engagement| doc.systems[0].third_party = third_party;
        line(&lines(&unknown().but(shop)), "flags:discovery_unknown").waits_for
    };
    assert_eq!([true, false].map(of_shop), [WaitsFor::ThirdParty, WaitsFor::Firm]);
    let disputed = sound()
        .with(confirmed(9, Symptom::Duplicate, Cause::Replayed))
        .field(|field| field.standing = Standing::Disputed);
    let settles = lines(&disputed).into_iter().find(|line| line.work == Work::Settle);
    assert_eq!(settles.map(|line| line.waits_for), Some(WaitsFor::Client));
}

#[test]
fn a_line_takes_whole_days_one_at_least_and_three_weeks_of_work_at_most() {
    let told = [0, 1, 360, 361, 720, 5_400, 100_000].map(days);
    assert_eq!(told, [1, 1, 1, 2, 2, 15, 15]);
}
