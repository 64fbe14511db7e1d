//! Lays a map out: left to right, lanes as bands, flows at right angles.
//! Pure and deterministic: the same input gives the same drawing, natively and in a browser, to the last digit.
//!
//! The steps, each in its own file: choose the order of the lanes where none is written, break cycles, rank (a flow to
//! another lane may stay within its rank and drop straight down or up), make long flows pass through the ranks between,
//! order the ranks, place ports, place items from top to bottom, route flows through the channels between ranks, save
//! corners, slide nodes to where flows bend less, take out the room that is not needed. A flow keeps to the channels, to
//! its own row in a rank and to its own track in a channel, or drops where no step is; where that saves a corner it
//! leaves or reaches its step from above or below, if nothing is there, and a step stands straight beside another one.
//! That is why it crosses no step and shares no segment with another flow.

mod bands;
mod blocks;
mod cells;
mod coordinates;
mod crossings;
mod cuts;
mod cycles;
mod drops;
mod elbows;
mod fit;
mod items;
mod lists;
mod ordering;
mod parts;
mod plans;
mod ports;
mod ranks;
mod routing;
mod simplex;
mod sketch;
mod slides;
mod stubs;
mod tracks;

#[cfg(test)]
mod invariants;

pub use bands::with_few_passed;

use items::Layers;
use ordering::Orderer;

/// What is to be laid out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Input {
    /// Nodes, in an order that is kept where nothing speaks against it.
    pub nodes: Vec<Node>,
    /// Edges between them. One that names no node is left out.
    pub edges: Vec<Edge>,
    /// The least height of each lane; without lanes, `Node::lane` means nothing.
    pub lanes: Vec<f64>,
    /// Whether the lanes may stand in any order, because nobody wrote one.
    pub any_order: bool,
}

/// A node to place. Sizes are in pixels, at least 1 and at most 2,000.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// Width.
    pub w: f64,
    /// Height; labelled edges may make it more, so that their labels fit.
    pub h: f64,
    /// The lane it is in, from 0.
    pub lane: u32,
}

/// An edge to route.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// The position of the node it leaves.
    pub from: u32,
    /// The position of the node it reaches.
    pub to: u32,
    /// Width and height of its label.
    pub label: Option<(f64, f64)>,
    /// Whether its label is to be on a level run, because what is drawn there cannot be turned.
    pub level: bool,
}

/// A point of the drawing; x goes right, y goes down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A rectangle by its top left corner.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rect {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// What a straight run from one point to another covers.
    #[must_use]
    pub fn of_run(a: Point, b: Point) -> Self {
        Self { x: a.x.min(b.x), y: a.y.min(b.y), w: (a.x - b.x).abs(), h: (a.y - b.y).abs() }
    }

    /// The same with so much around it.
    #[must_use]
    pub fn grown(&self, by: f64) -> Self {
        Self { x: self.x - by, y: self.y - by, w: self.w + 2.0 * by, h: self.h + 2.0 * by }
    }

    /// Whether it shares more than a border with another one; a run has no width or no height.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }
}

/// The way of an edge, from the node it leaves to the node it reaches.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Route {
    /// Corners; neighbours share x or y. Empty for an edge that was left out.
    pub points: Vec<Point>,
    /// Where its label goes.
    pub label: Option<Rect>,
}

/// A lane's band; it is as wide as the drawing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Band {
    /// Top.
    pub y: f64,
    /// Height.
    pub h: f64,
}

/// A finished layout; its left top corner is 0, 0.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Laid {
    /// A place for each node.
    pub nodes: Vec<Rect>,
    /// A way for each edge.
    pub edges: Vec<Route>,
    /// A band for each lane.
    pub lanes: Vec<Band>,
    /// Width of the drawing.
    pub w: f64,
    /// Height of the drawing.
    pub h: f64,
}

/// Lays the nodes and edges out.
#[must_use]
pub fn layout(input: &Input) -> Laid {
    if input.lanes.len() > 1 {
        return lay_out(input);
    }
    let parts = parts::parts(input);
    if parts.len() < 2 { lay_out(input) } else { parts::stacked(input, &parts) }
}

/// Lays everything out as one drawing, in the order of lanes and by the plan with which least crosses.
fn lay_out(input: &Input) -> Laid {
    let proposed = bands::proposed(input);
    let inputs: Vec<Input> = proposed.iter().map(|order| reordered(input, order)).collect();
    let (order, plan) = plans::chosen(&inputs);
    let mut layers = Layers::new(&inputs[order], &plan);
    Orderer::default().order(&mut layers);
    let ports = ports::place(&layers);
    let ys = coordinates::place(&layers, &ports);
    let mut laid = routing::route(&layers, &ports, ys);
    laid.lanes = proposed[order].iter().map(|&place| laid.lanes[place]).collect();
    laid
}

/// The input with its lanes at these positions.
fn reordered(input: &Input, order: &[usize]) -> Input {
    let mut other = input.clone();
    for (lane, &place) in order.iter().enumerate() {
        other.lanes[place] = input.lanes[lane];
    }
    for (at, node) in other.nodes.iter_mut().enumerate() {
        let place = order.get(items::lane(input, at)).copied().unwrap_or_default();
        node.lane = u32::try_from(place).unwrap_or(u32::MAX);
    }
    other
}
