//! What the text of a map means, and that writing and reading are each other's inverse.

use super::*;
use crate::engines::map::names::Index;
use crate::engines::map::{Flow, Lane, Map, Side, Step, Touch, TouchKind};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{FlowId, LaneId, StepId, WorkflowId};
use proptest::prelude::*;

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
    for (example, _) in GRAMMAR
        .iter()
        .filter(|(example, _)| example.starts_with(['[', '(', '!']) && !example.contains("less"))
    {
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

#[derive(Debug, Clone)]
struct Recipe {
    lanes: Vec<(String, LaneKind, u8)>,
    steps: Vec<(usize, String, usize, u8, String)>,
    flows: Vec<(usize, usize, String, u8)>,
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c?!:\"#()\\[\\]>→ -]{1,8}",
        Just("yes".to_owned()),
        Just("lane x".to_owned()),
        Just("x via Orders".to_owned()),
        Just("1. x (2)".to_owned()),
        Just("x (5 min)".to_owned()),
        "[A-Z][a-z]{2,6} order\\??",
    ]
    .prop_map(|name| crate::engines::map::names::one_line(&name))
    .prop_filter("named", |name| !name.is_empty())
}

fn recipe() -> impl Strategy<Value = Recipe> {
    let lane = (name(), prop::sample::select(LaneKind::ALL), 0..3_u8);
    let step = (0..4_usize, name(), 0..StepKind::ALL.len(), 0..64_u8, "[a-z]{0,3}");
    let flow = (0..12_usize, 0..12_usize, prop_oneof![Just(String::new()), name()], 0..4_u8);
    (
        prop::collection::vec(lane, 1..4),
        prop::collection::vec(step, 0..12),
        prop::collection::vec(flow, 0..20),
    )
        .prop_map(|(lanes, steps, flows)| Recipe { lanes, steps, flows })
}

fn facts(bits: u8) -> StepFacts {
    StepFacts {
        relies_on_memory: bits & 1 > 0,
        trigger: if bits & 2 > 0 { "Ann, (or) \"Bob\"".into() } else { String::new() },
        touches: if bits & 4 > 0 {
            vec![Touch { kind: TouchKind::Creates, data: "order".into(), data_type: None }]
        } else {
            Vec::new()
        },
        needs_approval: bits & 8 > 0,
        needs_audit_trail: bits & 16 > 0,
        minutes_per_run: (bits & 32 > 0).then_some(f64::from(bits) / 7.0),
        runs_per_month: (bits & 3 == 3).then_some(f64::from(bits)),
    }
}

fn made(recipe: &Recipe, ids: (&[SystemId], &[IntegrationId])) -> Map {
    let mut map = Map::empty(WorkflowId::new(), Side::Intended);
    for (name, kind, system) in &recipe.lanes {
        let twice = map.lanes.iter().any(|lane| {
            crate::engines::map::names::key(&lane.name) == crate::engines::map::names::key(name)
        });
        if !twice {
            let system = ids.0.get(usize::from(*system)).copied();
            map.lanes.push(Lane { id: LaneId::new(), name: name.clone(), system, kind: *kind });
        }
    }
    for (lane, name, kind, bits, note) in &recipe.steps {
        let lane = map.lanes[lane % map.lanes.len()].id;
        let (id, kind, name) = (StepId::new(), StepKind::ALL[*kind], name.clone());
        map.steps.push(Step { id, lane, name, kind, facts: facts(*bits), note: note.clone() });
    }
    let mut flows: Vec<_> = recipe.flows.iter().filter(|_| !map.steps.is_empty()).collect();
    flows.sort_by_key(|flow| flow.0 % map.steps.len());
    for (from, to, condition, via) in flows {
        let at = |step: &usize| map.steps[step % map.steps.len()].id;
        let integration = ids.1.get(usize::from(*via)).copied();
        map.flows.push(Flow {
            id: FlowId::new(),
            from: at(from),
            to: at(to),
            condition: condition.clone(),
            integration,
        });
    }
    map
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back_as_the_same_map(recipe in recipe()) {
        let systems = [SystemId::new(), SystemId::new()];
        let integrations = [IntegrationId::new(), IntegrationId::new(), IntegrationId::new()];
        let named = ["Orders", "a -> b (c)", "x [y]"].map(str::to_owned);
        let names = Names {
            systems: Index::new(systems.into_iter().zip(["yes".to_owned(), "Shop ]".to_owned()])),
            integrations: Index::new(integrations.into_iter().zip(named)),
            data_types: Index::default(),
        };
        let map = made(&recipe, (&systems, &integrations));
        let text = write(&map, &names);
        let draft = parse(&text, &names);
        prop_assert!(draft.is_ok(), "{text}\n{draft:?}");
        let read = map.take(&draft.unwrap());
        let plain = |map: &Map| {
            let at = |id: StepId| map.steps.iter().position(|step| step.id == id);
            let lane = |id: LaneId| map.lanes.iter().position(|lane| lane.id == id);
            let lanes: Vec<_> = map.lanes.iter().map(|lane| (lane.name.clone(), lane.system, lane.kind)).collect();
            let steps: Vec<_> = map.steps.iter().map(|s| (lane(s.lane), s.name.clone(), s.kind, s.facts.clone(), s.note.clone())).collect();
            let flows: Vec<_> = map.flows.iter().map(|f| (at(f.from), at(f.to), f.condition.clone(), f.integration)).collect();
            (lanes, steps, flows)
        };
        prop_assert_eq!(plain(&map), plain(&read), "{}", text);
        prop_assert_eq!(write(&read, &names), text);
    }

    #[test]
    fn any_text_is_read_without_panic(text in "[a-c ?!:\"#()\\[\\]>,.\n\t-]{0,200}") {
        let _ = parse(&text, &Names::default());
    }
}
