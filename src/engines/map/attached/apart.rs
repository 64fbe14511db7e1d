//! How far beside their flows events stand, so that they lie neither on each other nor on what else meets the border.
//! An event stays so close that its flow still begins at its circle; where all is taken it stands where least is.

use super::border::{Port, touches};
use super::{Event, circle};
use crate::engines::map::layout::{Laid, Point, Rect};
use crate::engines::map::sorting::sort_by_key;

/// How far from its flow an event may stand, as a part of its radius: what is ahead of it there is outside the border.
const REACH: f64 = 0.9;
/// Around an event.
const CLEAR: f64 = 2.0;
/// How often the events of a step are looked at: one that makes way may come close to the next.
const ROUNDS: usize = 3;
/// On a border with more events there is no room to make.
const MOST: usize = 32;

/// Lets the events make way.
pub fn slide(laid: &Laid, events: &mut [Event], radius: f64) {
    sort_by_key(events, |event| event.host);
    let hosts = events.chunk_by_mut(|a, b| a.host == b.host);
    for own in hosts.filter(|own| own.len() <= MOST) {
        let near = Near::of(laid, laid.nodes[own[0].host], radius);
        for at in (0..own.len()).cycle().take(ROUNDS * own.len()) {
            own[at].slid = near.best(own, at, radius);
        }
    }
}

/// What is close to a step from which events leave.
struct Near {
    host: Rect,
    /// The runs of flows, each with its flow.
    runs: Vec<(usize, Rect)>,
    labels: Vec<Rect>,
}

impl Near {
    fn of(laid: &Laid, host: Rect, radius: f64) -> Self {
        let around = host.grown(2.0 * radius + CLEAR);
        let runs = laid.edges.iter().enumerate().flat_map(|(edge, route)| {
            route.points.windows(2).map(move |run| (edge, Rect::of_run(run[0], run[1])))
        });
        let labels = laid.edges.iter().filter_map(|route| route.label);
        Self {
            host,
            runs: runs.filter(|(_, run)| touches(run, &around)).collect(),
            labels: labels.filter(|label| touches(label, &around)).collect(),
        }
    }

    /// How far beside its flow an event has most room; no further than it needs.
    fn best(&self, own: &[Event], at: usize, radius: f64) -> f64 {
        let event = &own[at];
        let cost = |slid| self.cost(own, at, slid, radius);
        let mut best = (cost(0.0), 0.0);
        let mut far = 1.0;
        while far <= REACH * radius && best.0 > 0.0 {
            for slid in [-far, far] {
                let place = event.port.along(slid);
                let own = circle(place, radius);
                let on_border = touches(&Rect::of_run(place.at, place.at), &self.host);
                let on_label = self.labels.iter().any(|label| label.meets(&own));
                let cost = cost(slid);
                if on_border && !on_label && cost + 0.01 < best.0 {
                    best = (cost, slid);
                }
            }
            far += 1.0;
        }
        best.1
    }

    /// How much of its room an event shares there with the flows of others, and with their circles.
    fn cost(&self, own: &[Event], at: usize, slid: f64, radius: f64) -> f64 {
        let event = &own[at];
        let place = centre(event.port.along(slid), radius);
        let foreign = self.runs.iter().filter(|(flow, _)| !event.flows.contains(flow));
        let runs = foreign.map(|(_, run)| (radius + CLEAR - distance(place, run)).max(0.0));
        let others = own.iter().enumerate().filter(|(other, _)| *other != at);
        let circles = others.map(|(_, other)| {
            let other = centre(other.place(), radius);
            (2.0 * radius + CLEAR - distance(place, &Rect::of_run(other, other))).max(0.0)
        });
        // A circle on a flow hides where that leads; two circles that touch can still be told apart.
        2.0 * runs.sum::<f64>() + circles.sum::<f64>()
    }
}

fn centre(place: Port, radius: f64) -> Point {
    let Rect { x, y, .. } = circle(place, radius);
    Point { x: x + radius, y: y + radius }
}

/// From a point to the nearest one of a box.
fn distance(from: Point, rect: &Rect) -> f64 {
    let x = (rect.x - from.x).max(from.x - rect.x - rect.w).max(0.0);
    let y = (rect.y - from.y).max(from.y - rect.y - rect.h).max(0.0);
    (x * x + y * y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::map::attached::border::port;
    use crate::engines::map::layout::Route;

    const HOST: Rect = Rect { x: 0.0, y: 0.0, w: 120.0, h: 80.0 };

    /// The heights at which events stand whose flows leave to the right at these heights, beside flows of the step.
    fn heights(events: &[f64], flows: &[f64]) -> Vec<f64> {
        let out = |y: &f64| Route {
            points: vec![Point { x: 120.0, y: *y }, Point { x: 200.0, y: *y }],
            ..Route::default()
        };
        let edges = events.iter().chain(flows).map(out).collect();
        let laid = Laid { nodes: vec![HOST], edges, ..Laid::default() };
        let event = |(flow, y): (usize, &f64)| {
            let port = port(&HOST, Point { x: 120.0, y: *y });
            Event { node: flow + 1, host: 0, flows: vec![flow], port, slid: 0.0 }
        };
        let mut events: Vec<Event> = events.iter().enumerate().map(event).collect();
        slide(&laid, &mut events, 18.0);
        events.iter().map(|event| event.place().at.y).collect()
    }

    #[test]
    fn an_event_stands_at_its_flow_where_nothing_else_is() {
        assert_eq!(heights(&[40.0], &[10.0, 70.0]), [40.0]);
    }

    #[test]
    fn an_event_makes_way_for_a_flow_of_its_step() {
        assert_eq!(heights(&[40.0], &[50.0]), [31.0]);
        assert_eq!(heights(&[40.0], &[30.0]), [49.0]);
    }

    #[test]
    fn events_whose_flows_are_close_stand_beside_each_other() {
        let stand = heights(&[30.0, 56.0], &[]);
        assert!((stand[0] - stand[1]).abs() >= 38.0, "{stand:?}");
    }

    #[test]
    fn an_event_stays_on_its_border_and_so_close_that_its_flow_begins_at_it() {
        for flow in [0.0, 4.0, 8.0, 20.0] {
            let stands = heights(&[3.0], &[flow])[0];
            assert!((0.0..=3.0 + 16.2).contains(&stands), "{stands} beside {flow}");
        }
    }
}
