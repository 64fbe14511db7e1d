//! The parts of a drawing: where each is, and what is written on it.
//! Whatever draws them takes them as they are.

use super::boxes::lane_width;
use super::{SceneBeside, Shape, Weight};
use crate::engines::map::layout::{Point, Rect};
use crate::engines::map::{FlowKind, Form, LaneKind, StepKind};
use crate::platform::ids::{FlowId, LaneId, StepId};

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
    /// What lies beside steps, in the order of those.
    pub besides: Vec<SceneBeside>,
}

impl Scene {
    /// The width that the names of the lanes take at the left.
    #[must_use]
    pub fn header(&self) -> f64 {
        let lines = self.lanes.iter().flat_map(|lane| &lane.lines);
        let widest = lines.map(|line| lane_width(line)).fold(0.0, f64::max).ceil();
        if self.lanes.is_empty() { 0.0 } else { super::MARGIN + widest + super::HEADER_GAP / 3.0 }
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
    /// What it is drawn as, where its kind does not tell.
    pub form: Option<Form>,
    /// What it does to the step on whose border it is, if it is on one.
    pub attached: Option<FlowKind>,
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
    /// What it is.
    pub kind: FlowKind,
    /// How much evidence there is that it breaks.
    pub weight: Weight,
    /// Where the fault line is drawn on it: the left and the right end, on one of its level runs.
    pub fault: Option<(Point, Point)>,
    /// It goes on in another row, at the same height, so that it has no head here.
    pub goes_on: bool,
    /// All of it in one sentence.
    pub sentence: String,
}
