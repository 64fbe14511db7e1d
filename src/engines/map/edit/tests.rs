//! What each edit does to a text, and what no edit may do.

use super::*;
use crate::engines::map::Side;
use crate::engines::map::text::{parse, write};
use crate::platform::ids::WorkflowId;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn map(text: &str) -> Map {
    Map::empty(WorkflowId::new(), Side::Actual).take(&parse(text, &Names::default()).unwrap())
}

fn after(text: &str, edits: &[Edit]) -> String {
    let start = map(text);
    let edited = edits.iter().fold(start, |map, edit| map.edited(edit, &Names::default()).unwrap());
    write(&edited, &Names::default())
}

fn add(after: usize, name: &str) -> Edit {
    Edit::Add { after: Some(after), name: name.into(), lane: String::new() }
}

#[test]
fn a_next_step_is_put_between() {
    assert_eq!(after("A: x\nB: z\n", &[add(0, "y")]), "A: x\nA: y\nB: z\n");
    assert_eq!(
        after("", &[Edit::Add { after: None, name: "x".into(), lane: "A".into() }]),
        "A: x\n"
    );
}

#[test]
fn a_next_step_of_a_decision_is_one_more_branch() {
    let asked = after("A: q?\n", &[add(0, "x"), add(0, "y")]);
    assert_eq!(asked, "A: q?\n  ? yes\n    A: x\n    ---\n  ? no\nA: y\n");
}

#[test]
fn a_step_that_goes_leaves_no_gap() {
    assert_eq!(after("A: x\nA: y\nA: z\n", &[Edit::Remove { step: 1 }]), "A: x\nA: z\n");
    let branch = "A: q?\n  ? yes\n    A: x\n  ? no\nA: z\n";
    assert_eq!(after(branch, &[Edit::Remove { step: 1 }]), "A: q?\n  ? yes\n  ? no\nA: z\n");
}

#[test]
fn a_lane_comes_with_its_first_step_and_goes_with_its_last() {
    let lane = |lane: &str| Edit::Lane { step: 1, lane: lane.into() };
    assert_eq!(after("A: x\nA: y\n", &[lane("B")]), "A: x\nB: y\n");
    assert_eq!(after("A: x\nA: y\n", &[lane("B"), lane("A")]), "A: x\nA: y\n");
}

#[test]
fn a_kind_follows_the_words_it_was_read_from_and_no_others() {
    let rename = |name: &str| Edit::Rename { step: 0, name: name.into() };
    assert_eq!(after("A: x\n", &[rename("Stock left?")]), "A: Stock left?\n");
    assert_eq!(after("A: x [wait]\n", &[rename("y")]), "A: y [wait]\n");
}

#[test]
fn into_a_branch_and_out_again_is_where_one_was() {
    let plain = "A: q\nA: x\nA: z\n";
    let indented = after(plain, &[Edit::Indent { step: 1 }]);
    assert_eq!(indented, "A: q [decision]\n  ? yes\n    A: x\n  ? no\nA: z\n");
    assert_eq!(after(&indented, &[Edit::Outdent { step: 1 }]), plain);
}

#[test]
fn the_step_below_a_branch_can_join_it() {
    let text = "A: q?\n  ? yes\n    A: x\n  ? no\nA: y\nA: z\n";
    assert_eq!(
        after(text, &[Edit::Indent { step: 2 }]),
        "A: q?\n  ? yes\n    A: x\n    A: y\n  ? no\nA: z\n"
    );
}

#[test]
fn a_step_of_a_chain_is_tied_in_where_it_moves_to() {
    let text = "A: w\nA: x\nA: y\n";
    assert_eq!(after(text, &[Edit::Move { step: 2, to: 0 }]), "A: y\nA: w\nA: x\n");
    assert_eq!(after(text, &[Edit::Move { step: 0, to: 1 }]), "A: x\nA: w\nA: y\n");
}

#[test]
fn where_a_step_leads_is_one_line() {
    let text = "A: q?\nA: x\nA: y\n";
    let leads = Edit::Leads { step: 0, leads: "yes: 2, no: 3".into() };
    assert_eq!(after(text, &[leads]), "A: q?\n  ? yes\n    A: x\n  ? no\nA: y\n");
    let wrong = Edit::Leads { step: 0, leads: "yes: 9".into() };
    assert_eq!(map(text).edited(&wrong, &Names::default()), Err(Refused::NoLead("yes: 9".into())));
}

#[test]
fn connecting_twice_and_empty_names_are_refused() {
    let map = map("A: x\nA: y\n");
    let edited = |edit: &Edit| map.edited(edit, &Names::default());
    assert_eq!(edited(&Edit::Connect { from: 0, to: 1 }), Err(Refused::Connected));
    assert_eq!(edited(&Edit::Rename { step: 0, name: " ".into() }), Err(Refused::NoName));
    assert_eq!(edited(&Edit::Remove { step: 7 }), Err(Refused::NoSuchStep));
}

fn edit() -> impl Strategy<Value = Edit> {
    let step = 0..8_usize;
    let name = prop_oneof![
        Just("Stock left?".to_owned()),
        Just("yes: no -> (x) via".to_owned()),
        Just("End".to_owned()),
        Just("Start".to_owned()),
        "[a-c?:\"#() -]{0,6}"
    ];
    let kind = prop::sample::select(<StepKind as crate::platform::catalogue::Catalogue>::ALL);
    prop_oneof![
        (prop::option::of(step.clone()), name.clone(), "[AB]?")
            .prop_map(|(after, name, lane)| Edit::Add { after, name, lane }),
        (step.clone(), name.clone()).prop_map(|(step, name)| Edit::Rename { step, name }),
        (step.clone(), "[A-C]").prop_map(|(step, lane)| Edit::Lane { step, lane }),
        (step.clone(), kind).prop_map(|(step, kind)| Edit::Kind { step, kind }),
        step.clone().prop_map(|step| Edit::Remove { step }),
        (step.clone(), step.clone()).prop_map(|(from, to)| Edit::Connect { from, to }),
        (0..10_usize).prop_map(|flow| Edit::Disconnect { flow }),
        (step.clone(), step.clone()).prop_map(|(step, to)| Edit::Move { step, to }),
        step.clone().prop_map(|step| Edit::Indent { step }),
        step.clone().prop_map(|step| Edit::Outdent { step }),
        (step, "(yes: )?[1-4](, no: [1-4])?").prop_map(|(step, leads)| Edit::Leads { step, leads }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_edited_is_written_and_reads_back_the_same(edits in prop::collection::vec(edit(), 1..30)) {
        let mut map = map("A: Order paid\nB: Stock left?\n  ? yes\n    B: Pack\n  ? no -> Order paid\nA: Done [end]\n");
        map.steps[0].note = "kept".into();
        for edit in &edits {
            let before: BTreeSet<_> = map.steps.iter().map(|step| step.id).collect();
            let Ok(edited) = map.edited(edit, &Names::default()) else { continue };
            let same = edited.steps.iter().filter(|step| before.contains(&step.id)).count();
            let gone = usize::from(matches!(edit, Edit::Remove { .. }));
            prop_assert_eq!(same + gone, before.len(), "{:?}", edit);
            let ids: BTreeSet<_> = edited.steps.iter().map(|step| step.id).collect();
            prop_assert!(edited.flows.iter().all(|flow| ids.contains(&flow.from) && ids.contains(&flow.to)));
            let text = write(&edited, &Names::default());
            let draft = parse(&text, &Names::default());
            prop_assert!(draft.is_ok(), "{:?}\n{}\n{:?}", edit, text, draft);
            let read = edited.take(&draft.unwrap());
            prop_assert_eq!(write(&read, &Names::default()), text);
            map = edited;
        }
    }
}
