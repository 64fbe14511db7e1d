//! What a map keeps on its way out of the program and in again, whatever formats it takes in between: its lanes, the kinds
//! of its steps, and its flows. Facts and notes are kept by those formats that have a place for them.

use super::draft::Draft;
use super::event_log::Options;
use super::{From, To, read, written};
use crate::engines::map::names::Names;
use crate::engines::map::scene::Evidence;
use crate::engines::map::{LaneKind, StepKind};
use crate::platform::catalogue::Catalogue;
use proptest::prelude::*;

/// Formats that are written and read.
const WAYS: [(To, From); 3] =
    [(To::Bpmn, From::Bpmn), (To::Mermaid, From::Mermaid), (To::Text, From::Text)];

/// Lanes as people name them, and as nobody should.
const LANES: [&str; 4] = ["Shop", "Ann & \"Bob\"", "<ERP>; x", "lane: [a]"];

/// The same map after it was written and read.
fn back(draft: &Draft, (to, from): (To, From)) -> Draft {
    let names = Names::default();
    let bytes = written(to, &draft.map(&names), &names, "A map", &Evidence::new());
    let text = String::from_utf8_lossy(&bytes).into_owned();
    read(from, bytes, &Options::default()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Lanes with their kinds, steps with their lane and kind, flows by their steps.
type Shown = (Vec<String>, Vec<String>, Vec<(usize, String, usize)>);

fn shown(draft: &Draft) -> Shown {
    let lanes = draft.lanes.iter().map(|lane| format!("{} {}", lane.name, lane.kind)).collect();
    let steps = draft.steps.iter();
    let steps = steps.map(|step| format!("{} {} [{}]", step.lane, step.name, step.kind)).collect();
    let flows = draft.flows.iter();
    let mut flows: Vec<_> =
        flows.map(|flow| (flow.from, flow.condition.clone(), flow.to)).collect();
    flows.sort();
    (lanes, steps, flows)
}

fn drafts() -> impl Strategy<Value = Draft> {
    let kinds = 0..StepKind::ALL.len();
    let steps = prop::collection::vec(("[ -~äß€✓]{1,12}", kinds, 0..LANES.len()), 1..12);
    let flows = prop::collection::vec((0_usize..12, 0_usize..12, "[ -~é]{0,8}"), 0..20);
    (steps, flows, prop::array::uniform4(0..LaneKind::ALL.len())).prop_map(|(steps, flows, of)| {
        let mut draft = Draft::default();
        for (name, kind, lane) in &steps {
            let at = draft.lane(LANES[*lane], LaneKind::ALL[of[*lane]]);
            draft.step(at, name, StepKind::ALL[*kind], 1);
        }
        for (from, to, condition) in flows {
            draft.flow(from % steps.len(), to % steps.len(), &condition, 1);
        }
        draft
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_map_keeps_lanes_kinds_and_flows_through_every_format(
        draft in drafts(),
        ways in prop::collection::vec(0..WAYS.len(), 1..4),
    ) {
        let mut kept = draft.clone();
        for way in &ways {
            kept = back(&kept, WAYS[*way]);
            prop_assert_eq!(shown(&kept), shown(&draft), "{:?}", ways);
        }
    }
}
