//! What the text of a map means, and that writing and reading are each other's inverse.

use super::*;
use crate::engines::map::{Map, Side, Touch, TouchKind};
use crate::platform::ids::WorkflowId;

mod inverse;
mod kinds;

fn flows(text: &str) -> String {
    let draft = parse(text, &Names::default()).unwrap();
    let name = |at: usize| draft.steps[at].name.clone();
    let told = draft.flows.iter().map(|flow| match flow.condition.as_str() {
        "" => format!("{}>{}", name(flow.from), name(flow.to)),
        condition => format!("{}-{condition}>{}", name(flow.from), name(flow.to)),
    });
    told.collect::<Vec<_>>().join(" ")
}

fn error(text: &str) -> TextError {
    parse(text, &Names::default()).unwrap_err().remove(0)
}

#[test]
fn lines_in_order_form_a_chain_and_stay_in_their_lane() {
    let draft = parse("Shop: a\nb\nERP:\n  c", &Names::default()).unwrap();
    assert_eq!(draft.steps.iter().map(|step| step.lane).collect::<Vec<_>>(), [0, 0, 1]);
    assert_eq!(flows("Shop: a\nb\nERP:\n  c"), "a>b b>c");
}

#[test]
fn branches_come_together_at_the_next_line_outside_them() {
    assert_eq!(flows("A: q?\n  ? yes\n    x\n  ? no\n    y\nz"), "q?-yes>x q?-no>y x>z y>z");
    assert_eq!(flows("A: q?\n  ? yes\n    x\n  ? no\nz"), "q?-yes>x q?-no>z x>z");
}

#[test]
fn a_branch_may_be_written_without_indentation_or_in_one_line() {
    assert_eq!(flows("A: q?\n? yes\nx\n? no\ny"), "q?-yes>x q?-no>y");
    assert_eq!(flows("A: q?\n  ? yes\n  x\n  ? no\n  y\nz"), "q?-yes>x q?-no>y x>z y>z");
    assert_eq!(flows("A: q?\nyes: x\nno: y\nz"), "q?-yes>x q?-no>y x>z y>z");
    assert_eq!(flows("A: p\nq?\n  ? no -> p\n  ? yes: x\nz"), "p>q? q?-no>p q?-yes>x x>z");
}

#[test]
fn branches_nest() {
    let text =
        "A: q?\n  ? yes\n    r?\n      ? a\n        x\n      ? b\n        y\n  ? no\n    z\nw";
    assert_eq!(flows(text), "q?-yes>r? q?-no>z r?-a>x r?-b>y x>w y>w z>w");
}

#[test]
fn an_arrow_without_a_condition_replaces_the_next_line_and_one_with_a_condition_does_not() {
    assert_eq!(flows("A: a\n-> c\nb\nc"), "a>c b>c");
    assert_eq!(flows("A: a\n-> late: c\nb\nc"), "a-late>c a>b b>c");
    assert_eq!(flows("A: a -> c\n---\nb\nc"), "a>c b>c");
}

#[test]
fn an_end_leads_nowhere_and_a_break_cuts() {
    assert_eq!(flows("A: a\nEnd\nb\n---\nc"), "a>End");
}

#[test]
fn facts_are_read_and_anything_else_in_a_bracket_is_part_of_the_name() {
    let draft = parse(
        "A: Fix price (net) (5 min x 10/day, by \"Ann, or Bob\", updates order) !memory !audit",
        &Names::default(),
    )
    .unwrap();
    let step = &draft.steps[0];
    assert_eq!(step.name, "Fix price (net)");
    assert_eq!(step.facts.minutes_per_run, Some(5.0));
    assert_eq!(step.facts.runs_per_month, Some(210.0));
    assert_eq!(step.facts.trigger, "Ann, or Bob");
    assert_eq!(
        step.facts.touches,
        [Touch { kind: TouchKind::Updates, data: "order".into(), data_type: None }]
    );
    assert!(
        step.facts.relies_on_memory && step.facts.needs_audit_trail && !step.facts.needs_approval
    );
    assert_eq!(step.kind, StepKind::ExceptionHandling);
}

#[test]
fn what_a_system_does_by_itself_is_not_inferred_to_be_manual() {
    assert_eq!(inferred_kind("Export orders", LaneKind::System), StepKind::Task);
    assert_eq!(inferred_kind("Export orders", LaneKind::Team), StepKind::Export);
    assert_eq!(inferred_kind("Export orders by hand", LaneKind::System), StepKind::Export);
}

#[test]
fn notes_stay_with_the_step_above_them() {
    let draft = parse("# first\nA: a\n# one\n# two\nb", &Names::default()).unwrap();
    assert_eq!((draft.note.as_str(), draft.steps[0].note.as_str()), ("first", "one\ntwo"));
}

#[test]
fn a_pasted_list_reads_without_its_bullets() {
    assert_eq!(flows("- A: a\n* b\n3. c\n• d"), "a>b b>c c>d");
}

#[test]
fn errors_have_a_line_a_column_and_a_way_out() {
    let wrong = error("A: Create order\n  -> Creat order");
    assert_eq!((wrong.line, wrong.column), (2, 3));
    assert_eq!(wrong.help, "Did you mean “Create order”?");
    assert!(
        error("A: x [frobnicate]").help.starts_with("The kinds are: start, end, automated task")
    );
    assert_eq!(error("-> x").message, "Nothing leads here.");
    assert_eq!(error("? yes").message, "There is no decision above this branch.");
    assert_eq!(error("A: x (5 min)\n(5 min)").line, 2);
}

#[test]
fn a_branch_that_leads_nowhere_and_an_unknown_lane_get_a_remark() {
    let draft = parse("A: q?\n  ? yes", &Names::default()).unwrap();
    assert_eq!(draft.remarks.len(), 2);
    assert_eq!(draft.remarks[1].message, "“q?”, yes: nobody said yet where this leads.");
}

#[test]
fn bounds_are_kept() {
    assert!(error(&"x".repeat(MAX_BYTES + 1)).message.contains("too long"));
    assert!(error(&"A: x\n".repeat(MAX_STEPS + 1)).message.contains("2000 steps"));
    assert!(error(&format!("A: {}", "x".repeat(MAX_NAME + 1))).message.contains("200 characters"));
    let lanes: String = (0..=MAX_LANES).map(|at| format!("l{at}: x\n")).collect();
    assert!(error(&lanes).message.contains("100 lanes"));
    let beside = format!("A: x\n{}", "[note y]\n".repeat(MAX_BESIDE + 1));
    assert!(error(&beside).message.contains("12 of these"));
    let all = "A: x\n[note y]\n".repeat(MAX_BESIDE_IN_ALL + 1);
    assert!(error(&all).message.contains("400 in a map"));
    let arrows = format!("A: x\n{}", "-> late: x\n".repeat(MAX_FLOWS + 1));
    assert!(error(&arrows).message.contains("5000 flows"));
}

#[test]
fn every_example_of_the_grammar_reads_as_it_says() {
    let text = "Shop: Order paid\nERP: Create order\nERP: Create order\nSend again\n";
    for (example, _) in GRAMMAR.iter().filter(|(example, _)| {
        example.starts_with("-> ERP: Create order (") || example.contains("timeout")
    }) {
        assert!(parse(&format!("{text}{example}"), &Names::default()).is_ok(), "{example}");
    }
    let lines = ["[note", "[reads", "[writes"];
    let is_line = |example: &str| lines.iter().any(|line| example.starts_with(line));
    for (example, _) in GRAMMAR.iter().filter(|(example, _)| is_line(example)) {
        let draft = parse(&format!("A: x\n{example}"), &Names::default()).unwrap();
        assert_eq!((draft.steps.len(), draft.steps[0].beside.len()), (1, 1), "{example}");
    }
    for (example, _) in GRAMMAR.iter().filter(|(example, _)| {
        example.starts_with(['[', '(', '!']) && !example.contains("less") && !is_line(example)
    }) {
        let draft = parse(&format!("A: x {example}"), &Names::default()).unwrap();
        assert_eq!(draft.steps[0].name, "x", "{example}");
    }
}

#[test]
fn a_workshop_text_is_written_back_as_it_was_typed() {
    let text = "\
Shop: Order paid [start]
Connector: Read new orders
Connector: Customer known?
  ? yes
    ERP: Update customer
  ? no
    Sales: Copy customer from the shop (5 min x 200/month) !memory
Connector: Create order
  -> timeout: Connector: Create order
ERP: Stock left?
  ? no
    Sales: Call the customer
      -> Read new orders
  ? yes
Warehouse: Pick goods
End: Delivered [end]
";
    let names = Names::default();
    let text = text.replace("timeout: Connector: Create", "timeout: Create");
    let map = Map::empty(WorkflowId::new(), Side::Actual).take(&parse(&text, &names).unwrap());
    assert_eq!(write(&map, &names), text);
}
