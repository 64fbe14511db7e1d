use super::*;
use crate::engines::formats::draft::Draft;
use crate::engines::map::names::Names;
use crate::engines::map::{BesideKind, FlowKind, Form, LaneKind, StepKind};
use crate::platform::catalogue::Catalogue;

const BOX: Rect = Rect { x: 0.0, y: 0.0, w: 50.0, h: 50.0 };

#[test]
fn a_flow_ends_on_the_outline_of_its_element() {
    let off = Point { x: 50.0, y: 35.0 };
    assert_eq!(on_ink("exclusiveGateway", &BOX, off), Point { x: 40.0, y: 35.0 });
    assert_eq!(on_ink("endEvent", &BOX, Point { x: 40.0, y: 0.0 }), Point { x: 40.0, y: 5.0 });
    assert_eq!(on_ink("userTask", &BOX, off), off);
}

/// Texts in eight scripts, short and long.
const TEXTS: [&str; 16] = [
    "ok",
    "Order is paid and the stock was counted twice by somebody who remembers",
    "nein",
    "Rechnungsfreigabe ausstehend",
    "όχι",
    "Η παραγγελία πληρώθηκε",
    "нет",
    "Заказ оплачен и подтверждён",
    "いいえ",
    "注文は支払い済みです",
    "否",
    "订单已付款并已确认",
    "아니요",
    "주문이 결제되었습니다",
    "لا",
    "तुरंत भुगतान करें",
];

/// A process with branches, ends and ways back, in up to four lanes, with texts on most of it.
fn process(seed: u64, steps: usize) -> Draft {
    let mut state = seed;
    let mut below = |bound: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound
    };
    let mut draft = Draft::default();
    let kinds =
        [StepKind::Task, StepKind::Decision, StepKind::Wait, StepKind::Check, StepKind::End];
    let lanes = 1 + below(4);
    for at in 0..steps {
        let lane = draft.lane(&format!("Lane {}", below(lanes)), LaneKind::Team);
        let kind = if at == 0 { StepKind::Start } else { kinds[below(kinds.len())] };
        draft.step(lane, TEXTS[below(TEXTS.len())], kind, 1);
        if at > 0 {
            let from = if below(4) == 0 { below(at) } else { at - 1 };
            draft.flow(from, at, ["", "", TEXTS[below(TEXTS.len())]][below(3)], 1);
        }
        if below(6) == 0 {
            draft.flow(at, below(at + 1), TEXTS[below(TEXTS.len())], 1);
        }
    }
    draft
}

/// The pairs of a text and whatever it lies on.
pub fn covered(drawing: &Drawing) -> usize {
    let Laid { nodes, edges, .. } = &drawing.laid;
    let labels = edges.iter().filter_map(|route| route.label);
    let beside = drawing.besides.iter().filter_map(|lain| lain.name);
    let names = drawing.names.iter().copied().flatten().chain(beside);
    let texts: Vec<Rect> = labels.chain(names).collect();
    let runs = edges.iter().flat_map(|route| route.points.windows(2));
    let runs: Vec<Rect> = runs.map(|run| Rect::of_run(run[0], run[1])).collect();
    let shapes: Vec<Rect> = drawing.besides.iter().map(|lain| lain.shape).collect();
    let on = |text: &Rect| {
        let drawn = nodes.iter().chain(&runs).chain(&shapes);
        drawn.filter(|other| other.meets(text)).count()
    };
    let pairs = texts.iter().enumerate();
    let pairs = pairs.map(|(at, a)| on(a) + texts[..at].iter().filter(|b| b.meets(a)).count());
    pairs.sum()
}

#[test]
fn no_text_lies_on_a_shape_a_flow_or_another_text() {
    let (mut texts, mut wrong) = (0, Vec::new());
    for seed in 0..400 {
        let draft = process(seed, 3 + usize::try_from(seed).unwrap() % 28);
        let (names, map) = (Names::default(), draft.map(&Names::default()));
        let drawing = Drawing::new(&Out::new(&map, &names));
        texts += drawing.names.iter().flatten().count();
        texts += drawing.laid.edges.iter().filter(|route| route.label.is_some()).count();
        wrong.extend((covered(&drawing) > 0).then(|| (seed, covered(&drawing))));
    }
    assert!(texts > 4_000, "only {texts} texts");
    assert!(wrong.is_empty(), "of {texts} texts these lie on something: {wrong:?}");
}

/// The same with events on borders, and notes and data beside steps.
pub fn annotated(seed: u64, steps: usize) -> Draft {
    let mut draft = process(seed, steps);
    for at in 1..steps {
        let kind = BesideKind::ALL[(at + steps) % BesideKind::ALL.len()];
        if at % 3 == 0 {
            draft.beside(at, kind, TEXTS[at % TEXTS.len()]);
        }
        if at % 4 == 1 && draft.steps[at].kind.is_manual() {
            let event = draft.step(draft.steps[at].lane, TEXTS[at % 4], StepKind::Wait, 1);
            draft.steps[event].form = Some(Form::Timer);
            draft.flow(at, event, "", 1);
            draft.flows.last_mut().unwrap().kind = FlowKind::Interrupts;
            draft.flow(event, at / 2, "", 1);
        }
    }
    draft
}

#[test]
fn events_notes_and_data_have_places_of_their_own_too() {
    let (mut texts, mut wrong, mut events, mut besides) = (0, 0, 0, 0);
    for seed in 0..200 {
        let draft = annotated(seed, 4 + usize::try_from(seed).unwrap() % 20);
        let (names, map) = (Names::default(), draft.map(&Names::default()));
        let out = Out::new(&map, &names);
        let drawing = Drawing::new(&out);
        events += out.hosts.iter().flatten().count();
        besides += drawing.besides.len();
        texts += drawing.names.iter().flatten().count();
        texts += drawing.laid.edges.iter().filter(|route| route.label.is_some()).count();
        wrong += covered(&drawing);
        for (at, lain) in drawing.besides.iter().enumerate() {
            let Laid { nodes, edges, .. } = &drawing.laid;
            let runs = edges.iter().flat_map(|route| route.points.windows(2));
            let mut runs = runs.map(|run| Rect::of_run(run[0], run[1]));
            let others = &drawing.besides[..at];
            assert!(!nodes.iter().any(|node| node.meets(&lain.shape)), "seed {seed}: on a step");
            assert!(!runs.any(|run| run.meets(&lain.shape)), "seed {seed}: on a flow");
            assert!(!others.iter().any(|it| it.shape.meets(&lain.shape)), "seed {seed}");
        }
    }
    assert!(events > 50 && besides > 400, "{events} events, {besides} things beside steps");
    assert!(wrong * 200 <= texts, "of {texts} texts {wrong} lie on something");
}

#[test]
fn texts_outside_shapes_have_places_in_the_file() {
    let draft = process(3, 12);
    let (names, map) = (Names::default(), draft.map(&Names::default()));
    let out = Out::new(&map, &names);
    let mut file = String::new();
    write(&mut file, &out);
    let conditions = map.flows.iter().filter(|flow| !flow.condition.is_empty()).count();
    let outside = out.shapes.iter().filter(|shape| !shape.element.ends_with("ask")).count();
    assert_eq!(file.matches("<bpmndi:BPMNLabel>").count(), conditions + outside);
}
