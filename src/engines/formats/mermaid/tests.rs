//! Facts about Mermaid flowcharts.

use super::{read, write};
use crate::engines::formats::draft::Draft;
use crate::engines::formats::plain;
use crate::engines::map::names::Names;
use crate::engines::map::{LaneKind, StepKind};
use crate::platform::catalogue::Catalogue;
use proptest::prelude::*;

fn told(draft: &Draft) -> Vec<String> {
    let flow = |flow: &crate::engines::formats::draft::DraftFlow| {
        let name = |step: usize| draft.steps[step].name.as_str();
        format!("{} -{}-> {}", name(flow.from), flow.condition, name(flow.to))
    };
    draft.flows.iter().map(flow).collect()
}

#[test]
fn nodes_links_and_subgraphs_are_read_in_any_of_their_forms() {
    let text = "---\ntitle: Orders\n---\n%% how it was meant\nflowchart TD\n  A([Order paid]) --> B{Stock<br/>left?}\n\
        B -- yes --> C[\"Pick; #quot;pack#quot;\"] & D; B -->|no| E((Cancelled))\n\
        subgraph erp [ERP system]\n  direction LR\n  C\n  D(Create invoice) -.-> F[(Archive)]\n  end\n\
        G@{ shape: diam, label: \"Paid?\" } --> E:::x\n  style A fill:#f9f";
    let draft = read(text).unwrap();
    assert_eq!(draft.name, "Orders");
    assert_eq!(
        told(&draft),
        [
            "Order paid --> Stock left?",
            "Stock left? -yes-> Pick; \"pack\"",
            "Stock left? -yes-> Create invoice",
            "Stock left? -no-> Cancelled",
            "Create invoice --> Archive",
            "Paid? --> Cancelled",
        ]
    );
    let lanes: Vec<_> = draft.lanes.iter().map(|lane| lane.name.as_str()).collect();
    assert_eq!(lanes, ["ERP system", "Unassigned"]);
    assert_eq!(draft.steps.iter().filter(|step| step.lane == 0).count(), 3);
    let kind = |name: &str| draft.steps.iter().find(|step| step.name == name).unwrap().kind;
    assert_eq!(kind("Order paid"), StepKind::Start);
    assert_eq!(kind("Stock left?"), StepKind::Decision);
    assert_eq!(kind("Cancelled"), StepKind::End);
}

#[test]
fn a_map_written_and_read_again_is_the_same() {
    let text = "lane Ann [person]\nlane Shop [system]\nShop: Order \"paid\" [start]\nAnn: Check; stock | #1 <b>\n\
        Ann: Enough?\n  ? yes & more\n  Shop: Send it\n  ? no -> Order \"paid\"\nShop: Done [end]";
    let draft = plain::read(text).unwrap();
    let again = read(&write(&draft.map(&Names::default()))).unwrap();
    assert_eq!(told(&again), told(&draft));
    let kinds =
        |draft: &Draft| draft.steps.iter().map(|s| (s.name.clone(), s.kind)).collect::<Vec<_>>();
    assert_eq!(kinds(&again), kinds(&draft));
    assert_eq!(again.lanes, draft.lanes);
    assert_eq!(again.lanes[0].kind, LaneKind::Person);
}

#[test]
fn what_is_not_understood_is_listed_and_the_rest_is_read() {
    let draft = read("graph LR\nA --> B\nA ==\n]]]\nB --> C").unwrap();
    assert_eq!(draft.flows.len(), 2);
    let lost: Vec<_> =
        draft.lines.iter().filter(|l| l.became == "This was not understood.").collect();
    assert_eq!(lost.iter().map(|line| line.line).collect::<Vec<_>>(), [3, 4]);
    assert!(read("sequenceDiagram\nA->>B: x").unwrap_err().to_string().starts_with("Line 1: "));
    let many = format!("graph LR\n{}", "subgraph x\n".repeat(10_000));
    assert!(read(&many).unwrap_err().to_string().contains("levels deep"));
    for sign in ["#", "<", "-- x "] {
        let long = format!("graph LR\nA[\"{}\"]", sign.repeat(1_000_000));
        assert!(read(&long).unwrap_err().to_string().starts_with("Line 2: The line is longer"));
    }
    let fan: String = (0..300).map(|n| format!("n{n}")).collect::<Vec<_>>().join(" & ");
    assert!(read(&format!("graph LR\n{fan} --> {fan}")).unwrap_err().to_string().contains("links"));
}

/// Lanes with their kinds, steps with their lane and kind, and flows, which are written by their step.
fn shown(draft: &Draft) -> (Vec<String>, Vec<String>, Vec<String>) {
    let lanes = draft.lanes.iter().map(|lane| format!("{} {}", lane.name, lane.kind)).collect();
    let step = |step: &crate::engines::formats::draft::DraftStep| {
        format!("{}: {} [{}]", draft.lanes[step.lane].name, step.name, step.kind)
    };
    let mut flows = told(draft);
    flows.sort();
    (lanes, draft.steps.iter().map(step).collect(), flows)
}

proptest! {
    #[test]
    fn any_names_kinds_and_flows_survive_the_way_out_and_in(
        steps in prop::collection::vec(("[ -~äß€✓]{1,12}", 0..StepKind::ALL.len()), 1..12),
        flows in prop::collection::vec((0_usize..12, 0_usize..12, "[ -~]{0,8}"), 0..24),
    ) {
        let mut draft = Draft::default();
        for (at, (name, kind)) in steps.iter().enumerate() {
            let (lane, of) = [("Shop", LaneKind::System), ("Ann & \"Bob\"", LaneKind::Person), ("<ERP>; x", LaneKind::Team)][at % 3];
            let lane = draft.lane(lane, of);
            draft.step(lane, name, StepKind::ALL[*kind], 1);
        }
        for (from, to, condition) in flows {
            draft.flow(from % steps.len(), to % steps.len(), &condition, 1);
        }
        let again = read(&write(&draft.map(&Names::default()))).unwrap();
        prop_assert_eq!(shown(&again), shown(&draft));
        let third = read(&write(&again.map(&Names::default()))).unwrap();
        prop_assert_eq!(shown(&third), shown(&again));
    }
}
