//! A map as a picture in numbers: where each lane, step and flow is and what is written on it.
//! A scene has no colours and no markup; whatever draws it takes it as it is.

mod boxes;
mod legend;
mod outline;
mod rows;
mod traces;

pub use boxes::{CUT, GLYPH, POINT, Shape, shape};
pub use legend::{Mark, legend};
pub use outline::radius as corner;
pub use rows::folded;

use super::facts;
use super::layout::{Edge, Input, Laid, Node, Point, Rect, layout};
use crate::engines::map::sorting::Places;
use crate::engines::map::{LaneKind, Map, StepKind};
use crate::platform::ids::{FlowId, LaneId, StepId};
use boxes::{StepBox, Tag, lane_lines, step_box, tag};
use std::collections::BTreeMap;

/// The evidence that a flow breaks, such as its confirmed failure samples.
pub type Evidence = BTreeMap<FlowId, u64>;

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

/// A drawing of a map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scene {
    /// Width in pixels.
    pub w: f64,
    /// Height in pixels.
    pub h: f64,
    /// Lanes from top to bottom.
    pub lanes: Vec<SceneLane>,
    /// Flows, in the map's order.
    pub flows: Vec<SceneFlow>,
    /// Steps, in the map's order.
    pub steps: Vec<SceneStep>,
}

impl Scene {
    /// The width that the names of the lanes take at the left.
    #[must_use]
    pub fn header(&self) -> f64 {
        let lines = self.lanes.iter().flat_map(|lane| &lane.lines);
        let widest = lines.map(|line| boxes::lane_width(line)).fold(0.0, f64::max).ceil();
        if self.lanes.is_empty() { 0.0 } else { MARGIN + widest + HEADER_GAP / 3.0 }
    }
}

/// A lane in a drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct SceneLane {
    /// The lane.
    pub id: LaneId,
    /// Its band, as wide as the drawing.
    pub band: Rect,
    /// Its name in lines.
    pub lines: Vec<String>,
    /// System, team or person.
    pub kind: LaneKind,
    /// Where its name begins.
    pub at: Point,
}

/// A step in a drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct SceneStep {
    /// The step.
    pub id: StepId,
    /// Its box.
    pub rect: Rect,
    /// The outline of the box.
    pub shape: Shape,
    /// What kind of step it is.
    pub kind: StepKind,
    /// It relies on somebody's memory.
    pub from_memory: bool,
    /// Its name in lines.
    pub name: Vec<String>,
    /// Its kind and facts in lines; empty when its shape says enough.
    pub caption: Vec<String>,
    /// All of it in one sentence.
    pub sentence: String,
}

/// A flow in a drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct SceneFlow {
    /// The flow.
    pub id: FlowId,
    /// Corners from the step it leaves to the step it reaches.
    pub points: Vec<Point>,
    /// Its condition in lines, and where it stands; the last line is at the bottom.
    pub label: Option<(Rect, Vec<String>)>,
    /// How much evidence there is that it breaks.
    pub weight: u64,
    /// Where the fault line is drawn on it: the left and the right end, on one of its level runs.
    pub fault: Option<(Point, Point)>,
    /// It goes on in another row, at the same height, so that it has no head here.
    pub goes_on: bool,
    /// All of it in one sentence.
    pub sentence: String,
}

/// Lays a map out and says what is where.
#[must_use]
pub fn scene(map: &Map, evidence: &Evidence) -> Scene {
    worded(map, evidence, &Words::new())
}

/// The same, with words beside its steps.
#[must_use]
pub fn worded(map: &Map, evidence: &Evidence, words: &Words) -> Scene {
    let parts = Parts::new(map, evidence, words);
    let laid = layout(&parts.input);
    parts.scene(&laid)
}

/// What a map contributes before it is laid out.
struct Parts<'m> {
    map: &'m Map,
    evidence: &'m Evidence,
    words: &'m Words,
    steps: Vec<StepBox>,
    lanes: Vec<Vec<String>>,
    input: Input,
    header: f64,
}

impl<'m> Parts<'m> {
    fn new(map: &'m Map, evidence: &'m Evidence, words: &'m Words) -> Self {
        let measured =
            |step: &crate::engines::map::Step| step_box(step, words.get(&step.id).copied());
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
        let edges = map.flows.iter().map(|flow| {
            let weight = evidence.get(&flow.id).copied().unwrap_or_default();
            let label = tag(&flow.condition, weight).map(|tag| (tag.w, tag.h));
            Edge { from: place(flow.from), to: place(flow.to), label, level: weight > 0 }
        });
        let input = Input {
            nodes: nodes.collect(),
            edges: edges.collect(),
            lanes: lanes.iter().map(|lines| boxes::lane_height(lines)).collect(),
            any_order: false,
        };
        let header =
            lanes.iter().flatten().map(|line| boxes::lane_width(line)).fold(0.0, f64::max).ceil();
        Self { map, evidence, words, steps, lanes, input, header }
    }

    /// Where the layout's own corner is in the drawing.
    fn origin(&self) -> Point {
        let header = if self.map.lanes.is_empty() { 0.0 } else { self.header + HEADER_GAP };
        Point { x: MARGIN + header, y: MARGIN }
    }

    fn scene(&self, laid: &Laid) -> Scene {
        let origin = self.origin();
        let (w, h) = (origin.x + laid.w + 2.0 * MARGIN, laid.h + 2.0 * MARGIN);
        Scene {
            w,
            h,
            lanes: self.scene_lanes(laid, w),
            flows: self.scene_flows(laid),
            steps: self.scene_steps(laid),
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
        let steps = self.map.steps.iter().zip(&self.steps).zip(&laid.nodes);
        let drawn = steps.map(|((step, own), rect)| SceneStep {
            id: step.id,
            rect: moved(*rect, origin),
            shape: shape(step.kind),
            kind: step.kind,
            from_memory: step.facts.relies_on_memory,
            name: own.name.clone(),
            caption: own.caption.clone(),
            sentence: self.step_sentence(step),
        });
        drawn.collect()
    }

    fn step_sentence(&self, step: &crate::engines::map::Step) -> String {
        let lane = self.map.lane(step.lane).map_or("no lane", |lane| lane.name.as_str());
        let sentence = facts::sentence(step, lane);
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
                let tag = tag(&flow.condition, weight);
                let mut points: Vec<Point> =
                    route.points.iter().map(|point| shifted(*point, self.origin())).collect();
                let fault = tag
                    .as_ref()
                    .filter(|_| weight > 0)
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
                let sentence = self.flow_sentence(edge, &flow.condition, weight);
                SceneFlow { id: flow.id, points, label, weight, fault, goes_on: false, sentence }
            })
            .collect()
    }

    /// Lengthens a flow to the outlines of its steps, where these do not fill their boxes.
    fn meet_outlines(&self, points: &mut [Point], edge: &Edge, laid: &Laid) {
        let end = |step: u32| {
            let at = step as usize;
            (shape(self.map.steps[at].kind), moved(laid.nodes[at], self.origin()))
        };
        let (first, last) = (0, points.len() - 1);
        for (at, (shape, rect)) in [(first, end(edge.from)), (last, end(edge.to))] {
            points[at] = outline::meeting(shape, &rect, points[at]);
        }
    }

    fn flow_sentence(&self, edge: &Edge, condition: &str, weight: u64) -> String {
        let name = |step: u32| &self.map.steps[step as usize].name;
        let condition = if condition.is_empty() { String::new() } else { format!(", {condition}") };
        let weight = match weight {
            0 => String::new(),
            1 => "; breaks here, 1 failure sample".to_owned(),
            many => format!("; breaks here, {many} failure samples"),
        };
        format!("{} to {}{condition}{weight}", name(edge.from), name(edge.to))
    }
}

fn shifted(point: Point, by: Point) -> Point {
    Point { x: point.x + by.x, y: point.y + by.y }
}

fn moved(rect: Rect, by: Point) -> Rect {
    Rect { x: rect.x + by.x, y: rect.y + by.y, ..rect }
}
