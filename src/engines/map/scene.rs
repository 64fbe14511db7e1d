//! A map as a picture in numbers: where each lane, step and flow is and what is written on it.
//! A scene has no colours and no markup; whatever draws it takes it as it is.

mod besides;
mod boxes;
mod drawn;
mod legend;
mod outline;
mod rows;
#[cfg(test)]
mod tests;
mod traces;
mod weight;

pub use besides::{FOLD, SceneBeside};
pub use boxes::{CUT, GLYPH, POINT, Shape, shape};
pub use drawn::{Scene, SceneFlow, SceneLane, SceneStep};
pub use legend::{Mark, legend};
pub use outline::radius as corner;
pub use rows::folded;
pub use weight::Weight;

use super::attached::{self, laid_out};
use super::beside::{self, Placed};
use super::facts;
use super::layout::{Edge, Input, Laid, Node, Point, Rect};
use crate::engines::map::sorting::Places;
use crate::engines::map::{Flow, FlowKind, Map, Step};
use crate::platform::ids::{FlowId, StepId};
use boxes::{StepBox, Tag, lane_lines, step_box, tag};
use std::collections::BTreeMap;

/// The evidence that flows break.
pub type Evidence = BTreeMap<FlowId, Weight>;

/// A word beside a step, such as what it is in a comparison.
pub type Words = BTreeMap<StepId, &'static str>;

/// Font sizes and line heights in pixels.
pub mod type_size {
    /// The name of a step.
    pub const NAME: f64 = 13.0;
    /// From one line of a name to the next.
    pub const NAME_LINE: f64 = 17.0;
    /// Everything smaller: captions, conditions, lanes.
    pub const SMALL: f64 = 11.0;
    /// From one small line to the next.
    pub const SMALL_LINE: f64 = 14.0;
}

/// Around the whole drawing, in pixels.
const MARGIN: f64 = 16.0;
/// Between the lanes' names and the first step.
const HEADER_GAP: f64 = 24.0;

/// Lays a map out and says what is where.
#[must_use]
pub fn scene(map: &Map, evidence: &Evidence) -> Scene {
    worded(map, evidence, &Words::new())
}

/// The same, with words beside its steps.
#[must_use]
pub fn worded(map: &Map, evidence: &Evidence, words: &Words) -> Scene {
    let parts = Parts::new(map, evidence, words);
    let mut laid = laid_out(&parts.input, &parts.hosts, besides::RADIUS);
    let placed = beside::place(&mut laid, &parts.items());
    parts.scene(&laid, &placed)
}

/// What a map contributes before it is laid out.
struct Parts<'m> {
    map: &'m Map,
    evidence: &'m Evidence,
    words: &'m Words,
    steps: Vec<StepBox>,
    /// The step on whose border each step is.
    hosts: Vec<Option<usize>>,
    /// The steps that flows lead from.
    left: Vec<bool>,
    lanes: Vec<Vec<String>>,
    input: Input,
    header: f64,
}

impl<'m> Parts<'m> {
    fn new(map: &'m Map, evidence: &'m Evidence, words: &'m Words) -> Self {
        let measured = |step: &Step| step_box(step, words.get(&step.id).copied());
        let steps: Vec<StepBox> = map.steps.iter().map(measured).collect();
        let lanes: Vec<Vec<String>> = map.lanes.iter().map(|lane| lane_lines(&lane.name)).collect();
        let lane_places = Places::of(map.lanes.iter().map(|lane| lane.id));
        let step_places = Places::of(map.steps.iter().map(|step| step.id));
        let narrow = |place: usize| u32::try_from(place).ok();
        let place = |id: StepId| step_places.at(id).and_then(narrow).unwrap_or(u32::MAX);
        let nodes = map.steps.iter().zip(&steps).map(|(step, own)| {
            let lane = lane_places.at(step.lane).and_then(narrow).unwrap_or_default();
            Node { w: own.w, h: own.h, lane }
        });
        let hosts = attached::hosts(map);
        let mut left = vec![false; map.steps.len()];
        let edges = map.flows.iter().map(|flow| {
            let weight = evidence.get(&flow.id).copied().unwrap_or_default();
            let (from, to) = (place(flow.from), place(flow.to));
            left.get_mut(from as usize).into_iter().for_each(|left| *left = true);
            let words = besides::on_flow(map, &hosts, flow, from as usize);
            let label = tag(&words, weight.samples).map(|tag| (tag.w, tag.h));
            Edge { from, to, label, level: weight.samples > 0 }
        });
        let edges = edges.collect();
        let input = Input {
            nodes: nodes.collect(),
            edges,
            lanes: lanes.iter().map(|lines| boxes::lane_height(lines)).collect(),
            any_order: false,
        };
        let header =
            lanes.iter().flatten().map(|line| boxes::lane_width(line)).fold(0.0, f64::max).ceil();
        Self { map, evidence, words, steps, hosts, left, lanes, input, header }
    }

    /// Where the layout's own corner is in the drawing.
    fn origin(&self) -> Point {
        let header = if self.map.lanes.is_empty() { 0.0 } else { self.header + HEADER_GAP };
        Point { x: MARGIN + header, y: MARGIN }
    }

    fn scene(&self, laid: &Laid, placed: &[Placed]) -> Scene {
        let origin = self.origin();
        let (w, h) = (origin.x + laid.w + 2.0 * MARGIN, laid.h + 2.0 * MARGIN);
        Scene {
            w,
            h,
            lanes: self.scene_lanes(laid, w),
            flows: self.scene_flows(laid),
            steps: self.scene_steps(laid),
            besides: self.scene_besides(placed),
        }
    }

    fn scene_lanes(&self, laid: &Laid, w: f64) -> Vec<SceneLane> {
        let lanes = self.map.lanes.iter().zip(&self.lanes).zip(&laid.lanes);
        let drawn = lanes.map(|((lane, lines), band)| {
            let band = Rect { x: 0.0, y: band.y + MARGIN, w, h: band.h };
            let at = Point { x: MARGIN, y: band.y + boxes::LANE_PAD };
            SceneLane { id: lane.id, band, lines: lines.clone(), kind: lane.kind, at }
        });
        drawn.collect()
    }

    fn scene_steps(&self, laid: &Laid) -> Vec<SceneStep> {
        let origin = self.origin();
        let steps = self.map.steps.iter().zip(&self.steps).zip(&laid.nodes).enumerate();
        let drawn = steps.map(|(at, ((step, own), rect))| {
            let attached = self.attached(at);
            let on_border = attached.is_some();
            SceneStep {
                id: step.id,
                rect: moved(*rect, origin),
                shape: if on_border { Shape::Event } else { shape(step.kind, step.form) },
                kind: step.kind,
                form: step.form,
                attached,
                from_memory: step.facts.relies_on_memory,
                name: if on_border { Vec::new() } else { own.name.clone() },
                caption: if on_border { Vec::new() } else { own.caption.clone() },
                sentence: self.step_sentence(at, step),
            }
        });
        drawn.collect()
    }

    /// What a step does to the one on whose border it is.
    fn attached(&self, at: usize) -> Option<FlowKind> {
        self.hosts[at]?;
        self.map.flows.iter().find(|flow| flow.to == self.map.steps[at].id).map(|flow| flow.kind)
    }

    fn step_sentence(&self, at: usize, step: &Step) -> String {
        let lane = self.map.lane(step.lane).map_or("no lane", |lane| lane.name.as_str());
        let mut sentence = facts::sentence(step, lane);
        if let (Some(kind), Some(host)) = (self.attached(at), self.hosts[at]) {
            let does = if kind == FlowKind::Interrupts { "interrupts" } else { "happens beside" };
            sentence = format!("{sentence}; {does} {}", self.map.steps[host].name);
        }
        match self.words.get(&step.id) {
            Some(word) => format!("{sentence}. {word}"),
            None => sentence,
        }
    }

    fn scene_flows(&self, laid: &Laid) -> Vec<SceneFlow> {
        let known = self.map.flows.iter().zip(&self.input.edges).zip(&laid.edges);
        known
            .filter(|(_, route)| !route.points.is_empty())
            .map(|((flow, edge), route)| {
                let weight = self.evidence.get(&flow.id).copied().unwrap_or_default();
                let from = edge.from as usize;
                let words = besides::on_flow(self.map, &self.hosts, flow, from);
                let tag = tag(&words, weight.samples);
                let mut points: Vec<Point> =
                    route.points.iter().map(|point| shifted(*point, self.origin())).collect();
                let fault = tag
                    .as_ref()
                    .filter(|_| weight.samples > 0)
                    .zip(route.label)
                    .and_then(|(tag, label)| traces::place(&points, tag, label));
                self.meet_outlines(&mut points, edge, laid);
                let rightwards =
                    points.first().zip(points.last()).is_some_and(|(first, last)| first.x < last.x);
                let words = |rect: Rect, tag: &Tag| {
                    let x = if rightwards { rect.x } else { rect.x + rect.w - tag.words };
                    moved(Rect { x, w: tag.words, ..rect }, self.origin())
                };
                let label = route.label.zip(tag).filter(|(_, tag)| !tag.lines.is_empty());
                let label = label.map(|(rect, tag)| (words(rect, &tag), tag.lines));
                let sentence = self.flow_sentence(edge, flow, weight);
                let (id, kind, goes_on) = (flow.id, flow.kind, false);
                SceneFlow { id, points, label, kind, weight, fault, goes_on, sentence }
            })
            .collect()
    }

    /// Lengthens a flow to the outlines of its steps, where these do not fill their boxes.
    fn meet_outlines(&self, points: &mut [Point], edge: &Edge, laid: &Laid) {
        let end = |step: u32| {
            let (at, own) = (step as usize, &self.map.steps[step as usize]);
            let on_border = self.hosts[at].is_some();
            let shape = if on_border { Shape::Event } else { shape(own.kind, own.form) };
            (shape, moved(laid.nodes[at], self.origin()))
        };
        let (first, last) = (0, points.len() - 1);
        for (at, (shape, rect)) in [(first, end(edge.from)), (last, end(edge.to))] {
            points[at] = outline::meeting(shape, &rect, points[at]);
        }
    }

    fn flow_sentence(&self, edge: &Edge, flow: &Flow, weight: Weight) -> String {
        let name = |step: u32| &self.map.steps[step as usize].name;
        let condition = match flow.condition.as_str() {
            "" => String::new(),
            condition => format!(", {condition}"),
        };
        let kind = match flow.kind {
            FlowKind::Sequence => "",
            FlowKind::Message => ", as a message",
            FlowKind::Interrupts => ", which interrupts it",
            FlowKind::Alongside => ", which happens beside it",
        };
        format!("{} to {}{kind}{condition}{}", name(edge.from), name(edge.to), weight.told())
    }
}

fn shifted(point: Point, by: Point) -> Point {
    Point { x: point.x + by.x, y: point.y + by.y }
}

fn moved(rect: Rect, by: Point) -> Rect {
    Rect { x: rect.x + by.x, y: rect.y + by.y, ..rect }
}
