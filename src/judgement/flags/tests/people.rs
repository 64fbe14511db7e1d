//! Risks of what people do, own and have to remember.

use super::*;

#[test]
fn a_flow_in_which_no_step_notices_failures_is_flagged() {
    let doc = sound().but(|doc| {
        doc.maps[0].steps[2].kind = StepKind::Task;
        doc.maps[1].steps[2].kind = StepKind::Task;
    });
    assert_eq!(only(&doc).rule, FlagRule::NobodyNotices);
}

#[test]
fn each_owner_that_is_missing_is_flagged_and_a_convenience_needs_one() {
    let doc = sound().integration(|one| {
        one.owners.pop_first();
    });
    assert_eq!(only(&doc).says, "Nobody owns integration logic of “Shop to ERP”.");
    assert_eq!(rules(&convenience(doc)), []);
    let nobody = sound().integration(|one| one.owners.clear());
    assert_eq!(flags(&nobody).len(), 4);
    assert_eq!(only(&convenience(nobody)).says, "Nobody owns “Shop to ERP”.");
}

#[test]
fn a_system_without_an_owner_is_flagged_unless_only_a_convenience_uses_it() {
    let doc = sound().but(|doc| doc.systems[0].technical_owner = " ".into());
    assert_eq!(only(&doc).says, "“Shop” has no technical owner.");
    assert_eq!(rules(&convenience(doc)), []);
}

#[test]
fn a_step_that_relies_on_memory_is_flagged() {
    let doc = sound().but(|doc| {
        doc.maps[0].steps[1].facts.relies_on_memory = true;
        doc.maps[1].steps[1].facts.relies_on_memory = true;
    });
    let flag = only(&doc);
    assert_eq!((flag.rule, flag.severity), (FlagRule::HumanMemory, Severity::High));
}

#[test]
fn fixes_in_production_are_flagged_from_the_complaint_and_never_from_a_missing_test_path() {
    let said = sound().but(|doc| doc.brief.complaints.push(Complaint::FixedInProduction));
    assert_eq!(only(&said).rule, FlagRule::FixesInProduction);
    let seen = sound().control(Control::SafeTestPath, ControlState::Missing);
    assert_eq!(only(&seen).rule, FlagRule::ControlMissing);
}

#[test]
fn a_shadow_step_on_a_critical_flow_is_flagged_until_it_is_judged_fine() {
    assert_eq!(only(&sound().shadow(None)).rule, FlagRule::ShadowStep);
    assert_eq!(only(&sound().shadow(Some(Judgement::Workaround))).rule, FlagRule::ShadowStep);
    assert_eq!(rules(&sound().shadow(Some(Judgement::Fine))), []);
    let important =
        sound().shadow(None).integration(|one| one.criticality = Criticality::Important);
    assert_eq!(rules(&important), []);
}

#[test]
fn a_day_a_month_of_entering_data_again_is_flagged_with_its_cost() {
    let typed = |minutes| {
        sound().shadow(Some(Judgement::Fine)).actual(move |map| {
            map.steps[4].facts.minutes_per_run = Some(minutes);
            map.steps[4].facts.runs_per_month = Some(100.0);
        })
    };
    assert_eq!(rules(&typed(4.0)), []);
    let doc = typed(6.0).but(|doc| doc.brief.hourly_cost = Some(40.into()));
    let flag = only(&doc);
    assert_eq!(flag.rule, FlagRule::DuplicateEntry);
    let says =
        "10.0 hours a month (400 EUR) go into entering the same data again in “Order to invoice”.";
    assert_eq!(flag.says, says);
}

#[test]
fn absurd_times_do_not_break_the_ledger() {
    let doc = sound().shadow(Some(Judgement::Fine)).actual(|map| {
        map.steps[4].facts.minutes_per_run = Some(f64::MAX);
        map.steps[4].facts.runs_per_month = Some(f64::MAX);
    });
    let doc = doc.but(|doc| doc.brief.hourly_cost = Some(rust_decimal::Decimal::MAX));
    assert_eq!(rules(&doc), [FlagRule::DuplicateEntry]);
}

#[test]
fn rules_that_were_asked_for_and_nobody_knows_are_flagged() {
    use crate::document::workflow::{HiddenRule, HiddenRuleTopic};
    let asked = |answer: &str| {
        let answer = answer.to_owned();
        sound().but(move |doc| {
            doc.workflows[0].hidden_rules =
                vec![HiddenRule { topic: HiddenRuleTopic::Returns, answer }];
        })
    };
    assert_eq!(rules(&asked("By hand.")), []);
    let flag = only(&asked(" "));
    assert_eq!(flag.rule, FlagRule::HiddenRulesOpen);
    assert_eq!(flag.says, "Nobody could say how “Order to invoice” deals with returns.");
}

#[test]
fn an_approval_that_is_asked_for_must_follow() {
    let asked = sound().actual(|map| map.steps[1].facts.needs_approval = true);
    let flag = asked.clone();
    let raised = rules(&flag);
    assert!(raised.contains(&FlagRule::ApprovalMissing), "{raised:?}");
    let approved = asked.actual(|map| map.steps[2].kind = StepKind::Approval);
    assert!(!rules(&approved).contains(&FlagRule::ApprovalMissing));
}

#[test]
fn who_may_change_records_by_hand_is_asked() {
    use crate::engines::map::{Touch, TouchKind};
    let touch = || Touch { kind: TouchKind::Updates, data: "order".into(), data_type: None };
    let typed = sound().shadow(Some(Judgement::Fine)).actual(|map| {
        map.steps[4].facts.touches = vec![touch()];
    });
    let flag = only(&typed);
    assert_eq!((flag.rule, flag.severity), (FlagRule::TriggerUnknown, Severity::Medium));
    let named = typed.actual(|map| map.steps[4].facts.trigger = "Finance".into());
    assert_eq!(rules(&named), []);
}
