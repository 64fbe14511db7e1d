//! Any map is written so that it reads back as itself, and any text is read.

use crate::engines::map::names::{Index, Names, key, one_line};
use crate::engines::map::text::{DraftFlow, parse, write};
use crate::engines::map::{
    Beside, BesideKind, Flow, FlowKind, Form, Lane, LaneKind, Map, Side, Step, StepFacts, StepKind,
    Touch, TouchKind,
};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, LaneId, StepId, SystemId, WorkflowId};
use proptest::prelude::*;

/// The form of a step, and what lies beside it.
type More = (usize, Vec<(usize, String)>);

#[derive(Debug, Clone)]
struct Recipe {
    lanes: Vec<(String, LaneKind, u8)>,
    steps: Vec<(usize, String, usize, u8, String, More)>,
    flows: Vec<(usize, usize, String, u8, usize)>,
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
    .prop_map(|name| one_line(&name))
    .prop_filter("named", |name| !name.is_empty())
}

fn recipe() -> impl Strategy<Value = Recipe> {
    let lane = (name(), prop::sample::select(LaneKind::ALL), 0..3_u8);
    let beside = prop::collection::vec((0..BesideKind::ALL.len(), name()), 0..2);
    let more = (0..2 * Form::ALL.len(), beside);
    let step = (0..4_usize, name(), 0..StepKind::ALL.len(), 0..64_u8, "[a-z]{0,3}", more);
    let condition = prop_oneof![2 => Just(String::new()), 1 => name()];
    let flow = (0..12_usize, 0..12_usize, condition, 0..4_u8, 0..8_usize);
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
        let twice = map.lanes.iter().any(|lane| key(&lane.name) == key(name));
        if !twice {
            let system = ids.0.get(usize::from(*system)).copied();
            map.lanes.push(Lane { id: LaneId::new(), name: name.clone(), system, kind: *kind });
        }
    }
    for (lane, name, kind, bits, note, (form, beside)) in &recipe.steps {
        let lane = map.lanes[lane % map.lanes.len()].id;
        let beside = beside.iter().map(|(kind, text)| (BesideKind::ALL[*kind], text.clone()));
        map.steps.push(Step {
            form: Form::ALL.get(*form).copied(),
            facts: facts(*bits),
            note: note.clone(),
            beside: beside.map(|(kind, text)| Beside { kind, text }).collect(),
            ..Step::new(lane, name.clone(), StepKind::ALL[*kind])
        });
    }
    let mut flows: Vec<_> = recipe.flows.iter().filter(|_| !map.steps.is_empty()).collect();
    let kind = |kind: usize| FlowKind::ALL.get(kind).copied().unwrap_or_default();
    flows.sort_by_key(|flow| (flow.0 % map.steps.len(), DraftFlow::rank(kind(flow.4))));
    for (from, to, condition, via, what) in flows {
        let at = |step: usize| map.steps[step % map.steps.len()].id;
        // What interrupts a step often stands on the line below it.
        let to = if kind(*what).attaches() && *to < 9 { from + 1 } else { *to };
        map.flows.push(Flow {
            condition: condition.clone(),
            integration: ids.1.get(usize::from(*via)).copied(),
            kind: kind(*what),
            ..Flow::between(at(*from), at(to))
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
            let steps: Vec<_> = map.steps.iter().map(|s| (lane(s.lane), s.name.clone(), s.kind, s.form, s.facts.clone(), s.note.clone(), s.beside.clone())).collect();
            let flows: Vec<_> = map.flows.iter().map(|f| (at(f.from), at(f.to), f.condition.clone(), f.integration, f.kind)).collect();
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
