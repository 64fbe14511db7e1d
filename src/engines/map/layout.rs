//! Lays a map out: left to right, lanes as bands, flows at right angles.
//! Pure and deterministic: the same input gives the same drawing, natively and in a browser, to the last digit.
//!
//! The steps, each in its own file: break cycles, rank (a flow to another lane may stay within its rank and drop
//! straight down or up), make long flows pass through the ranks between, order the ranks, place ports, place items
//! from top to bottom, route flows through the channels between ranks. A flow keeps to the channels, to its own row in
//! a rank and to its own track in a channel, or drops where no step is: that is why it crosses no step and shares no
//! segment with another flow.

mod blocks;
mod coordinates;
mod crossings;
mod cycles;
mod drops;
mod items;
mod ordering;
mod ports;
mod ranks;
mod routing;
mod simplex;
mod stubs;
mod tracks;

#[cfg(test)]
mod invariants;

use items::Layers;

/// What is to be laid out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Input {
    /// Nodes, in an order that is kept where nothing speaks against it.
    pub nodes: Vec<Node>,
    /// Edges between them. One that names no node is left out.
    pub edges: Vec<Edge>,
    /// The least height of each lane; without lanes, `Node::lane` means nothing.
    pub lanes: Vec<f64>,
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
    let parts = parts(input);
    if parts.len() < 2 { lay_out(input) } else { stacked(input, &parts) }
}

/// Lays everything out as one drawing.
fn lay_out(input: &Input) -> Laid {
    let mut layers = Layers::new(input);
    ordering::order(&mut layers);
    let ports = ports::place(&layers);
    let ys = coordinates::place(&layers, &ports);
    routing::route(&layers, &ports, &ys)
}

/// The nodes of each connected part, in the order of their first nodes.
fn parts(input: &Input) -> Vec<Vec<usize>> {
    let mut part: Vec<usize> = (0..input.nodes.len()).collect();
    fn root(part: &mut [usize], mut at: usize) -> usize {
        while part[at] != at {
            part[at] = part[part[at]];
            at = part[at];
        }
        at
    }
    for edge in input.edges.iter().filter(|edge| items::known(input, edge)) {
        let (a, b) = (root(&mut part, edge.from as usize), root(&mut part, edge.to as usize));
        part[a.max(b)] = a.min(b);
    }
    let mut found: Vec<Vec<usize>> = vec![Vec::new(); input.nodes.len()];
    for node in 0..input.nodes.len() {
        let first = root(&mut part, node);
        found[first].push(node);
    }
    found.retain(|part| !part.is_empty());
    found
}

/// Lays unconnected parts out by themselves and puts them below each other.
fn stacked(input: &Input, parts: &[Vec<usize>]) -> Laid {
    let mut whole = Laid { nodes: vec![Rect::default(); input.nodes.len()], ..Laid::default() };
    whole.edges = vec![Route::default(); input.edges.len()];
    let mut place = vec![(0, 0); input.nodes.len()];
    for (number, part) in parts.iter().enumerate() {
        for (at, &node) in part.iter().enumerate() {
            place[node] = (number, at);
        }
    }
    let mut edges: Vec<Vec<usize>> = vec![Vec::new(); parts.len()];
    for (at, edge) in input.edges.iter().enumerate().filter(|(_, edge)| items::known(input, edge)) {
        edges[place[edge.from as usize].0].push(at);
    }
    for (part, own) in parts.iter().zip(&edges) {
        let inner = |node: u32| u32::try_from(place[node as usize].1).unwrap_or(u32::MAX);
        let within = Input {
            nodes: part.iter().map(|&node| input.nodes[node]).collect(),
            edges: own
                .iter()
                .map(|&at| input.edges[at])
                .map(|e| Edge { from: inner(e.from), to: inner(e.to), ..e })
                .collect(),
            lanes: vec![1.0; input.lanes.len()],
        };
        let laid = lay_out(&within);
        let top = if whole.h > 0.0 && input.lanes.is_empty() {
            whole.h + f64::from(coordinates::NODE_GAP)
        } else {
            whole.h
        };
        for (&node, rect) in part.iter().zip(laid.nodes) {
            whole.nodes[node] = Rect { y: rect.y + top, ..rect };
        }
        for (&edge, route) in own.iter().zip(laid.edges) {
            whole.edges[edge] = lowered(route, top);
        }
        whole.w = whole.w.max(laid.w);
        whole.h = top + laid.h;
    }
    if let Some(&least) = input.lanes.first() {
        whole.h = whole.h.max(f64::from(ports::units(least)) / f64::from(ports::PIXEL));
        whole.lanes = vec![Band { y: 0.0, h: whole.h }];
    }
    whole
}

fn lowered(route: Route, by: f64) -> Route {
    let points = route.points.into_iter().map(|point| Point { y: point.y + by, ..point }).collect();
    Route { points, label: route.label.map(|label| Rect { y: label.y + by, ..label }) }
}
