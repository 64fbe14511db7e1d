//! The order of the lanes: from top to bottom as the file draws them. Pools that it does not draw, or not below each
//! other, have no order that anyone chose: they stand so that what leads between them passes few others.

use super::lanes::Pools;
use crate::engines::formats::draft::Draft;
use crate::engines::formats::xml::tree::{Place, Places};
use crate::engines::map::layout::with_few_passed;

/// Pools that reach into each other no further than this, in pixels, stand below each other.
const CLOSE: i64 = 20;

/// Puts the lanes into order; those of a pool stay together.
pub fn put(pools: &Pools<'_>, places: &Places, draft: &mut Draft) {
    let origins: Vec<(&str, &str)> =
        draft.lanes.iter().map(|lane| pools.origin(&lane.name)).collect();
    let mut units: Vec<&str> = Vec::new();
    for &(pool, _) in &origins {
        if !units.contains(&pool) {
            units.push(pool);
        }
    }
    let unit = |lane: usize| units.iter().position(|unit| *unit == origins[lane].0).unwrap_or(0);
    let unit_of: Vec<usize> = (0..origins.len()).map(unit).collect();
    let order = stacked(&units, places).unwrap_or_else(|| free(units.len(), &unit_of, draft));
    let drawn: Option<Vec<&Place>> = origins.iter().map(|(_, lane)| places.get(*lane)).collect();
    let mut lanes: Vec<usize> = (0..origins.len()).collect();
    lanes.sort_by_key(|&lane| {
        let top = drawn.as_ref().map(|drawn| (drawn[lane].top, drawn[lane].left));
        (order[unit_of[lane]], top, lane)
    });
    let mut moved = vec![0; lanes.len()];
    for (at, &lane) in lanes.iter().enumerate() {
        moved[lane] = at;
    }
    draft.lanes = lanes.iter().map(|&lane| draft.lanes[lane].clone()).collect();
    for step in &mut draft.steps {
        step.lane = moved[step.lane];
    }
}

/// The position of each pool from the top, if all are drawn and none beside another.
fn stacked(units: &[&str], places: &Places) -> Option<Vec<usize>> {
    let drawn = units.iter().enumerate().map(|(at, unit)| Some((*places.get(*unit)?, at)));
    let mut drawn: Vec<(Place, usize)> = drawn.collect::<Option<_>>()?;
    drawn.sort_by_key(|(place, _)| (place.top, place.bottom));
    let below = |pair: &[(Place, usize)]| pair[0].0.bottom <= pair[1].0.top + CLOSE;
    if !drawn.windows(2).all(below) {
        return None;
    }
    let mut order = vec![0; units.len()];
    for (position, (_, at)) in drawn.into_iter().enumerate() {
        order[at] = position;
    }
    Some(order)
}

/// The position of each pool from the top, so that few are passed by what leads between others.
fn free(units: usize, unit_of: &[usize], draft: &Draft) -> Vec<usize> {
    let unit = |step: usize| unit_of[draft.steps[step].lane];
    let joined: Vec<_> = draft.flows.iter().map(|flow| (unit(flow.from), unit(flow.to))).collect();
    with_few_passed(units, &joined)
}

#[cfg(test)]
mod tests {
    use crate::engines::formats::bpmn::read;

    /// Two pools, the first with two lanes, and where each is drawn.
    fn file(drawn: &[(&str, &str, u32, u32)]) -> String {
        let shape = |&(of, more, x, y): &(&str, &str, u32, u32)| {
            format!(
                "<d:BPMNShape bpmnElement='t:{of}'{more}><c:Bounds x='{x}.5' y='{y}' width='80' height='80'/></d:BPMNShape>"
            )
        };
        let drawn: String = drawn.iter().map(shape).collect();
        format!(
            "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' \
             xmlns:d='http://www.omg.org/spec/BPMN/20100524/DI' xmlns:c='http://www.omg.org/spec/DD/20100524/DC'>\
             <collaboration><participant id='shop' name='Shop' processRef='one'/><participant id='bank' name='Bank'/>\
             </collaboration><process id='one'><laneSet><lane id='web' name='Web'><flowNodeRef>s</flowNodeRef></lane>\
             <lane id='desk' name='Desk'><flowNodeRef>t</flowNodeRef></lane></laneSet>\
             <task id='s' name='Sell'/><task id='t' name='Talk'/></process><d:BPMNDiagram>{drawn}</d:BPMNDiagram></definitions>"
        )
    }

    fn lanes(drawn: &[(&str, &str, u32, u32)]) -> Vec<(String, String)> {
        let draft = read(&file(drawn)).unwrap();
        let named = |(at, lane): (usize, &crate::engines::formats::draft::DraftLane)| {
            let step = draft.steps.iter().find(|step| step.lane == at);
            (lane.name.clone(), step.map(|step| step.name.clone()).unwrap_or_default())
        };
        draft.lanes.iter().enumerate().map(named).collect()
    }

    fn told(lanes: &[(&str, &str)]) -> Vec<(String, String)> {
        lanes.iter().map(|&(lane, step)| (lane.to_owned(), step.to_owned())).collect()
    }

    #[test]
    fn lanes_stand_as_they_are_drawn_and_those_of_a_pool_together() {
        let drawn = [("shop", "", 0, 300), ("web", "", 30, 500), ("desk", "", 30, 300)];
        let above = [&drawn[..], &[("bank", "", 900, 40)]].concat();
        let order = told(&[("Bank", "Bank"), ("Desk", "Talk"), ("Web", "Sell")]);
        assert_eq!(lanes(&above), order);
    }

    #[test]
    fn upright_pools_stand_from_left_to_right() {
        let upright = " isHorizontal='false'";
        let drawn = [
            ("shop", upright, 400, 0),
            ("web", upright, 700, 30),
            ("desk", upright, 400, 30),
            ("bank", upright, 80, 900),
        ];
        let order = told(&[("Bank", "Bank"), ("Desk", "Talk"), ("Web", "Sell")]);
        assert_eq!(lanes(&drawn), order);
    }

    #[test]
    fn lanes_that_are_not_all_drawn_stand_as_they_are_named() {
        let order = told(&[("Web", "Sell"), ("Desk", "Talk"), ("Bank", "Bank")]);
        assert_eq!(lanes(&[]), order);
        let some = [("shop", "", 0, 300), ("desk", "", 0, 300), ("bank", "", 0, 40)];
        assert_eq!(lanes(&some)[0].0, "Bank");
        assert_eq!(lanes(&some)[1..], order[..2]);
    }

    /// Three pools, the first and the third joined.
    fn three(drawn: &str) -> Vec<String> {
        let file = format!(
            "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' \
             xmlns:d='http://www.omg.org/spec/BPMN/20100524/DI' xmlns:c='http://www.omg.org/spec/DD/20100524/DC'>\
             <collaboration><participant id='a' name='A'/><participant id='b' name='B'/><participant id='c' name='C'/>\
             <messageFlow id='m' sourceRef='a' targetRef='c'/></collaboration>{drawn}</definitions>"
        );
        read(&file).unwrap().lanes.into_iter().map(|lane| lane.name).collect()
    }

    #[test]
    fn pools_that_nobody_put_below_each_other_stand_where_their_messages_pass_no_other() {
        assert_eq!(three(""), ["A", "C", "B"]);
        let shape = |(of, x, y): (&str, u32, u32)| {
            format!(
                "<d:BPMNShape bpmnElement='{of}'><c:Bounds x='{x}' y='{y}' width='9' height='80'/></d:BPMNShape>"
            )
        };
        let drawn = |at: [(&str, u32, u32); 3]| three(&at.map(shape).concat());
        assert_eq!(drawn([("a", 0, 300), ("b", 0, 150), ("c", 0, 0)]), ["C", "B", "A"]);
        assert_eq!(drawn([("a", 0, 300), ("b", 90, 280), ("c", 0, 0)]), ["A", "C", "B"]);
    }
}
