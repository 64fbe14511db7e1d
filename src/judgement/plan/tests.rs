//! No gap without a line, no line without a gap; and what was recorded stays with its line.

use super::*;
use crate::document::controls::{Control, ControlState};
use crate::document::plan::{LAST_DAY, Plan};
use crate::document::samples::{Cause, Symptom};
use crate::document::truth::Standing;
use crate::judgement::assess::assess;
use crate::judgement::assess::properties::{any_of, document};
use crate::judgement::assess::testing::{Broken, SHOP_TO_ERP, confirmed, may, sound};
use crate::judgement::gaps::gaps;
use crate::judgement::gates::launch::LaunchCheck;
use crate::judgement::gates::{Gate, GateKind};
use crate::platform::catalogue::Catalogue;
use proptest::prelude::*;

fn planned(doc: &Engagement) -> DatedPlan {
    of(doc, &assess(doc))
}

fn broken() -> Engagement {
    sound()
        .with(confirmed(9, Symptom::Duplicate, Cause::Replayed))
        .control(Control::IdempotencyKey, ControlState::Missing)
        .control(Control::RetryCount, ControlState::Missing)
        .control(Control::Runbook, ControlState::Missing)
        .field(|field| field.standing = Standing::Disputed)
}

/// A document as it may come, with disputes, unapproved checks and unknown facts.
fn any_document() -> impl Strategy<Value = Engagement> {
    let odd = (any_of::<Standing>(), any::<bool>(), any::<bool>(), any::<bool>());
    (document(), odd).prop_map(|(doc, (standing, approved, known, third_party))| {
        doc.field(|field| field.standing = standing).but(|doc| {
            if !approved {
                doc.launch_sheets.clear();
                doc.integrations[0].contract = Default::default();
            }
            if !known {
                doc.systems[0].facts.clear();
                doc.maps.pop();
            }
            doc.systems[0].third_party = third_party;
        })
    })
}

proptest! {
    #[test]
    fn no_gap_is_without_a_line_and_no_line_without_a_gap(doc in any_document()) {
        let assessment = assess(&doc);
        let plan = of(&doc, &assessment);
        let mut closed: Vec<Gap> =
            plan.lines.iter().flat_map(|line| &line.closes).map(|it| it.gap.clone()).collect();
        closed.sort();
        let mut open = gaps(&assessment);
        open.sort();
        prop_assert_eq!(closed, open);
        for line in &plan.lines {
            prop_assert!(!line.closes.is_empty() && !line.is_added(), "{}", line.says);
        }
    }

    #[test]
    fn lines_are_told_apart_and_the_same_document_gives_the_same_plan(doc in any_document()) {
        let plan = planned(&doc);
        let ids: BTreeSet<_> = plan.lines.iter().map(|line| line.id).collect();
        prop_assert_eq!(ids.len(), plan.lines.len());
        let bytes = |plan: &DatedPlan| serde_json::to_string(plan).unwrap();
        prop_assert_eq!(bytes(&plan), bytes(&planned(&doc)));
    }

    #[test]
    fn as_long_as_nothing_is_decided_no_line_begins_before_what_it_waits_for_ends(doc in any_document()) {
        let plan = planned(&doc);
        for line in &plan.lines {
            prop_assert!(line.too_early_for.is_empty(), "{}", line.says);
            prop_assert!(line.starts >= line.phase.days().0 && line.ends >= line.starts);
            prop_assert!(!plan.waits_on(line.id, line.id), "{}", line.says);
        }
    }

    #[test]
    fn whatever_is_recorded_no_gap_loses_its_line(doc in any_document(), of_line in any::<prop::sample::Index>(),
        starts in 1..LAST_DAY, state in any_of::<LineState>()) {
        let before = planned(&doc);
        prop_assume!(!before.lines.is_empty());
        let line = of_line.get(&before.lines);
        let recorded = PlanLine { starts: Some(starts), state, done_on: Some(may(3)), owner: "Ada".into(),
            after: before.lines.iter().map(|it| it.id).collect(), ..PlanLine::blank(line.id, &line.key, &line.says) };
        let after = planned(&doc.but(|doc| doc.plan_lines.push(recorded)));
        let closes = |plan: &DatedPlan| {
            let mut all: Vec<_> = plan.lines.iter().flat_map(|it| it.closes.clone()).map(|it| it.gap).collect();
            all.sort();
            all
        };
        prop_assert_eq!(closes(&before), closes(&after));
        let now = after.line(line.id).unwrap();
        prop_assert_eq!((now.starts, now.state, now.owner.as_str()), (starts, state, "Ada"));
    }
}

#[test]
fn the_lines_stand_in_the_phase_that_the_method_gives_them() {
    let plan = planned(&broken());
    let phase = |fits: &dyn Fn(&DatedLine) -> bool| {
        plan.lines.iter().find(|it| fits(it)).map(|it| it.phase)
    };
    assert_eq!(phase(&|line| line.key.starts_with("plan:see")), Some(Phase::Inventory));
    let settles = |line: &DatedLine| {
        ["plan:settle", "flags:truth"].iter().any(|start| line.key.starts_with(start))
    };
    assert_eq!(phase(&settles), Some(Phase::Contracts));
    assert_eq!(phase(&|line| line.key.starts_with("plan:change")), Some(Phase::Protection));
    assert_eq!(phase(&|line| line.says.contains("unbook")), Some(Phase::HandOver));
}

#[test]
fn what_the_launch_gate_waits_for_is_found_by_its_check_wherever_it_stands() {
    let unapproved = broken().but(|doc| doc.launch_sheets.clear());
    // Checks of several controls are recorded in one place, and tell of them in sentences of their own.
    let several = LaunchCheck::ALL.iter().flat_map(|check| check.controls());
    let lacking =
        several.fold(broken(), |doc, control| doc.control(*control, ControlState::Missing));
    for (doc, named) in [(&unapproved, true), (&unapproved, false), (&lacking, false)] {
        let mut assessment = assess(doc);
        let launch = |gate: &&mut Gate| gate.kind == GateKind::ChecksBeforeLaunch;
        let gate = assessment.gates.iter_mut().find(launch).unwrap();
        gate.missing.reverse();
        let checks: Vec<_> = gate.missing.iter().map(|lacks| lacks.check.unwrap()).collect();
        assert!(checks.len() > 2, "{checks:?}");
        if !named {
            // As it was published before the check was part of it.
            gate.missing.iter_mut().for_each(|lacks| lacks.check = None);
        }
        let plan = of(doc, &assessment);
        for (place, check) in (0..).zip(checks) {
            let waits = Gap::Gate { gate: GateKind::ChecksBeforeLaunch, place };
            let closes = |line: &&DatedLine| line.closes.iter().any(|it| it.gap == waits);
            let line = plan.lines.iter().find(closes).unwrap();
            let own = Gap::Launch { integration: SHOP_TO_ERP, check };
            assert!(line.closes.iter().any(|it| it.gap == own), "{check}: {line:?}");
        }
    }
}

#[test]
fn nothing_is_changed_before_it_can_be_seen_and_proved_before_it_is_changed() {
    let plan = planned(&broken());
    let of = |start: &str| plan.lines.iter().find(|line| line.key.starts_with(start)).unwrap();
    let (see, change, prove) = (of("plan:see"), of("plan:change"), of("plan:prove"));
    assert!(change.after.contains(&see.id) && change.starts > see.ends);
    assert!(prove.after.contains(&change.id) && prove.starts > change.ends);
    assert!(plan.waits_on(prove.id, see.id) && !plan.waits_on(see.id, prove.id));
}

#[test]
fn the_days_are_counted_from_the_first_one() {
    let first = may(4);
    let plan = Plan { id: PartId(uuid::Uuid::from_u128(91)), starts_on: Some(first) };
    let plan = planned(&broken().but(|doc| doc.plans.push(plan)));
    assert_eq!(plan.date(1), Some(first));
    assert_eq!(plan.date(16), Some(may(19)));
    assert_eq!(planned(&broken()).date(1), None);
    let line = &plan.lines[0];
    assert!(!plan.is_late(line, plan.date(line.ends).unwrap()));
    assert!(plan.is_late(line, plan.date(line.ends + 1).unwrap()));
}

#[test]
fn what_was_recorded_of_a_line_is_told_after_its_gap_is_closed() {
    let doc = broken();
    let before = planned(&doc);
    let line = before.lines.iter().find(|line| line.says.contains("unbook")).unwrap();
    let recorded =
        PlanLine { owner: "Ada".into(), ..PlanLine::blank(line.id, &line.key, &line.says) };
    let doc = doc.but(|doc| doc.plan_lines.push(recorded.clone()));
    assert_eq!(planned(&doc).line(line.id).unwrap().owner, "Ada");
    let after = planned(&doc.control(Control::Runbook, ControlState::InPlace));
    assert_eq!((after.line(line.id), after.closed.as_slice()), (None, [recorded].as_slice()));
}

#[test]
fn a_line_that_is_added_stands_in_its_phase_without_a_gap() {
    let added = PlanLine {
        integration: Some(SHOP_TO_ERP),
        phase: Phase::Contracts,
        days: Some(3),
        ..PlanLine::blank(PartId(uuid::Uuid::from_u128(92)), "", "Meet the vendor")
    };
    let plan = planned(&sound().but(|doc| doc.plan_lines.push(added.clone())));
    let line = plan.line(added.id).unwrap();
    assert!(line.is_added() && line.closes.is_empty() && line.is_recorded);
    assert_eq!((line.integration, line.starts, line.ends), (Some(SHOP_TO_ERP), 16, 18));
}

#[test]
fn a_line_that_begins_too_early_says_for_which() {
    let doc = broken();
    let plan = planned(&doc);
    let of = |start: &str| plan.lines.iter().find(|line| line.key.starts_with(start)).unwrap();
    let (see, change) = (of("plan:see"), of("plan:change"));
    let early =
        PlanLine { starts: Some(1), ..PlanLine::blank(change.id, &change.key, &change.says) };
    let plan = planned(&doc.but(|doc| doc.plan_lines.push(early)));
    assert!(plan.line(change.id).unwrap().too_early_for.contains(&see.id));
}

#[test]
fn lines_that_wait_for_each_other_in_a_circle_still_have_days() {
    let line = |n: u128, after: u128| PlanLine {
        after: vec![PartId(uuid::Uuid::from_u128(after))],
        ..PlanLine::blank(PartId(uuid::Uuid::from_u128(n)), "", "Round and round")
    };
    let plan = planned(&sound().but(|doc| doc.plan_lines.extend([line(93, 94), line(94, 93)])));
    let added: Vec<_> = plan.lines.iter().filter(|line| line.is_added()).collect();
    assert_eq!(added.len(), 2);
    assert!(plan.waits_on(added[0].id, added[0].id));
}

#[test]
fn the_work_goes_from_the_first_day_to_the_end_of_its_last_line() {
    let plan = Plan { id: PartId(uuid::Uuid::from_u128(91)), starts_on: Some(may(4)) };
    let plan = planned(&broken().but(|doc| doc.plans.push(plan)));
    let last = plan.lines.iter().map(|line| line.ends).max().unwrap();
    assert_eq!(plan.span(), Some((may(4), plan.date(last).unwrap())));
    assert_eq!(planned(&broken()).span(), None, "its first day is not set");
}

#[test]
fn a_line_is_beyond_the_plan_once_it_ends_after_the_last_day() {
    let ends_on = |day| {
        let id = PartId(uuid::Uuid::from_u128(92));
        let line = PlanLine { starts: Some(day), days: Some(1), ..PlanLine::blank(id, "", "Meet") };
        planned(&sound().but(|doc| doc.plan_lines.push(line))).line(id).unwrap().clone()
    };
    assert_eq!(ends_on(DAYS).ends, DAYS);
    assert_eq!(
        [DAYS - 1, DAYS, DAYS + 1].map(|day| ends_on(day).is_beyond()),
        [false, false, true]
    );
}

#[test]
fn whoever_is_waited_for_is_told_of_the_lines_that_are_not_done() {
    let line = |n: u128, whom, state| PlanLine {
        waits_for: Some(whom),
        state,
        ..PlanLine::blank(PartId(uuid::Uuid::from_u128(n)), "", "Meet the vendor")
    };
    let lines = [
        line(94, WaitsFor::Client, LineState::Open),
        line(95, WaitsFor::Client, LineState::Done),
        line(96, WaitsFor::ThirdParty, LineState::UnderWay),
    ];
    let plan = planned(&sound().but(|doc| doc.plan_lines.extend(lines.clone())));
    let waiting = |whom| plan.waiting(whom).map(|line| line.id).collect::<Vec<_>>();
    assert_eq!(waiting(WaitsFor::Client), [lines[0].id]);
    assert_eq!(waiting(WaitsFor::ThirdParty), [lines[2].id]);
    let own = waiting(WaitsFor::Firm);
    assert!(lines.iter().all(|line| !own.contains(&line.id)), "{own:?}");
}
