//! Parts of a drawing that nothing joins: each is laid out by itself, and they stand below each other.
//! Nothing here knows how a part is laid out.

use super::{Band, Edge, Input, Laid, Point, Rect, Route, coordinates, items, lay_out, ports};

/// The nodes of each connected part, in the order of their first nodes.
pub fn parts(input: &Input) -> Vec<Vec<usize>> {
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
pub fn stacked(input: &Input, parts: &[Vec<usize>]) -> Laid {
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
            any_order: input.any_order,
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
