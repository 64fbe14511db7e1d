//! Events that are attached to a step: they stand on its border, and their flows leave from there.
//! Everything else is laid out as if the step itself went those ways; only then each event takes its place on the border.

use super::layout::{Edge, Input, Laid, Rect, Route, layout};
use super::sorting::Places;
use crate::engines::map::{Flow, Form, Map, StepFacts, StepKind};
use border::Port;

mod apart;
mod border;

/// How far an event reaches out of the border at most, as a part of its radius; the rest is inside.
const OUT: f64 = 0.6;

/// For each step the one on whose border it is drawn, and for most none.
///
/// Only what happens is drawn on a border: it has no facts of its own, nothing else leads to it, it is in the lane of the
/// step that it is attached to, and that is work. What else interrupts a step is drawn as any step.
#[must_use]
pub fn hosts(map: &Map) -> Vec<Option<usize>> {
    let places = Places::of(map.steps.iter().map(|step| step.id));
    let mut entered: Vec<Option<&Flow>> = vec![None; map.steps.len()];
    let mut often = vec![0_usize; map.steps.len()];
    for flow in &map.flows {
        if let Some(to) = places.at(flow.to).filter(|_| places.at(flow.from).is_some()) {
            entered[to] = Some(flow);
            often[to] += 1;
        }
    }
    let host = |at: usize| {
        let flow = entered[at].filter(|flow| often[at] == 1 && flow.kind.attaches())?;
        let from = places.at(flow.from).filter(|from| *from != at)?;
        let plain = flow.condition.is_empty() && flow.integration.is_none();
        let (own, host) = (&map.steps[at], &map.steps[from]);
        let works = works(host.kind, host.form) && own.lane == host.lane;
        (plain && works && happens(own)).then_some(from)
    };
    let hosts: Vec<Option<usize>> = (0..map.steps.len()).map(host).collect();
    // What is on a border carries nothing on its own.
    hosts.iter().map(|host| host.filter(|host| hosts[*host].is_none())).collect()
}

/// Whether a step is work, which can be interrupted.
fn works(kind: StepKind, form: Option<Form>) -> bool {
    let by_kind =
        matches!(kind, StepKind::Start | StepKind::End | StepKind::Decision | StepKind::Wait);
    form.map_or(!by_kind, Form::is_task)
}

fn happens(step: &crate::engines::map::Step) -> bool {
    let kind = matches!(step.kind, StepKind::Wait | StepKind::Detection | StepKind::Task);
    kind && step.form.is_none_or(Form::is_event) && step.facts == StepFacts::default()
}

/// Lays out all steps but those on borders; these are then circles of a radius there.
///
/// Nodes and edges are those of the input: an edge to an event has no way, an edge from one begins at its circle.
#[must_use]
pub fn laid_out(input: &Input, hosts: &[Option<usize>], radius: f64) -> Laid {
    if hosts.iter().all(Option::is_none) {
        return layout(input);
    }
    let free: Vec<usize> = (0..input.nodes.len()).filter(|at| hosts[*at].is_none()).collect();
    let places = Places::of(free.iter().copied());
    let node = |step: u32| {
        let step = usize::try_from(step).ok().filter(|step| *step < hosts.len());
        let place = step.and_then(|step| places.at(hosts[step].unwrap_or(step)));
        place.and_then(|place| u32::try_from(place).ok()).unwrap_or(u32::MAX)
    };
    let edges = input.edges.iter().map(|edge| reduced(edge, hosts, &node, radius));
    let less = Input {
        nodes: free.iter().map(|at| input.nodes[*at]).collect(),
        edges: edges.collect(),
        ..input.clone()
    };
    let laid = layout(&less);
    let mut nodes = vec![Rect::default(); input.nodes.len()];
    for (at, rect) in free.iter().zip(&laid.nodes) {
        nodes[*at] = *rect;
    }
    let mut laid = Laid { nodes, ..laid };
    stand(&mut laid, input, hosts, radius);
    laid
}

/// An edge of what is laid out first: from the step that carries an event, with room for its circle.
fn reduced(edge: &Edge, hosts: &[Option<usize>], node: &impl Fn(u32) -> u32, radius: f64) -> Edge {
    let carried = |step: u32| hosts.get(step as usize).is_some_and(Option::is_some);
    if carried(edge.to) {
        return Edge { from: u32::MAX, to: u32::MAX, label: None, level: false };
    }
    let (from, to) = (node(edge.from), node(edge.to));
    if !carried(edge.from) {
        return Edge { from, to, ..*edge };
    }
    let (w, h) = edge.label.unwrap_or((1.0, 1.0));
    Edge { from, to, label: Some((w + OUT * radius, h.max(radius))), level: true }
}

/// An event on a border, from which flows leave.
struct Event {
    node: usize,
    host: usize,
    flows: Vec<usize>,
    /// Where the first of them leaves.
    port: Port,
    /// How far down or to the right of that it stands.
    slid: f64,
}

impl Event {
    /// Where it stands.
    fn place(&self) -> Port {
        self.port.along(self.slid)
    }

    /// Lets a flow that leaves the border begin at its circle: straight ahead of it, or by a way along the border.
    fn begin(&self, route: &mut Route, host: &Rect, radius: f64) {
        let first = route.points[0];
        let way = if first == self.port.at {
            let ahead = (radius * radius - self.slid * self.slid).sqrt() + (OUT - 1.0) * radius;
            vec![self.port.outwards((ahead * 100.0).round() / 100.0)]
        } else {
            let mut way = border::way(host, self.place().at, first);
            way.push(first);
            way
        };
        route.points.splice(..1, way);
    }
}

/// Puts the events on their borders: where their flows leave, those that lead nowhere then where there is room.
fn stand(laid: &mut Laid, input: &Input, hosts: &[Option<usize>], radius: f64) {
    let mut flows = vec![Vec::new(); hosts.len()];
    for (at, edge) in input.edges.iter().enumerate() {
        let carried = hosts.get(edge.from as usize).is_some_and(Option::is_some);
        if carried && !laid.edges[at].points.is_empty() {
            flows[edge.from as usize].push(at);
            fit_label(&mut laid.edges[at], edge.label, OUT * radius);
        }
    }
    let (mut events, mut others) = (Vec::new(), Vec::new());
    for (node, flows) in flows.into_iter().enumerate() {
        match (hosts[node], flows.first()) {
            (Some(host), Some(first)) => {
                let port = border::port(&laid.nodes[host], laid.edges[*first].points[0]);
                events.push(Event { node, host, flows, port, slid: 0.0 });
            }
            (Some(host), None) => others.push((node, host)),
            (None, _) => {}
        }
    }
    apart::slide(laid, &mut events, radius);
    for event in &events {
        let host = laid.nodes[event.host];
        laid.nodes[event.node] = circle(event.place(), radius);
        for flow in &event.flows {
            event.begin(&mut laid.edges[*flow], &host, radius);
        }
    }
    for (node, host) in others {
        laid.nodes[node] = circle(border::room(laid, &laid.nodes[host], radius), radius);
    }
}

/// The box of the circle of an event.
fn circle(place: Port, radius: f64) -> Rect {
    let centre = place.outwards((OUT - 1.0) * radius);
    let (x, y, d) = (centre.x - radius, centre.y - radius, 2.0 * radius);
    Rect { x, y, w: d, h: d }
}

/// Gives a label its own size back, as far from the border as the circle reaches.
fn fit_label(route: &mut Route, had: Option<(f64, f64)>, reach: f64) {
    let Some((_, h)) = had else {
        route.label = None;
        return;
    };
    if let (Some(label), Some(first)) = (&mut route.label, route.points.first()) {
        label.w -= reach;
        if first.x <= label.x {
            label.x += reach;
        }
        let lower = (label.h - h).max(0.0);
        label.y += lower;
        label.h -= lower;
    }
}

#[cfg(test)]
mod tests;
