//! The layout behind a JSON door, so that anyone can measure it against other engines.
//! It does what the page does and nothing better; the time it tells is that of the layout alone.

use super::layout::{Edge, Input, Node, Rect, layout};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// More than this is no drawing any more.
const MOST: usize = 50_000;

/// What is wrong with a graph.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// It is no JSON of the right form.
    #[error("The graph cannot be read: {0}")]
    Form(#[from] serde_json::Error),
    /// An edge names a node that is not there.
    #[error("An edge names the node “{0}”, which is not in the graph.")]
    UnknownNode(String),
    /// Two nodes have one id.
    #[error("Two nodes are called “{0}”.")]
    Twice(String),
    /// It is too large.
    #[error("A graph may have {MOST} nodes and {MOST} edges.")]
    TooLarge,
}

#[derive(Deserialize)]
struct Graph {
    nodes: Vec<GraphNode>,
    #[serde(default)]
    edges: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct GraphNode {
    id: String,
    w: f64,
    h: f64,
    #[serde(default)]
    lane: Option<String>,
}

#[derive(Serialize)]
struct Drawing<'g> {
    ms: f64,
    nodes: BTreeMap<&'g str, Box>,
    edges: Vec<Line<'g>>,
    lanes: Vec<Band<'g>>,
}

#[derive(Serialize)]
struct Box {
    x: f64,
    y: f64,
    w: f64,
    h: f64,
}

#[derive(Serialize)]
struct Line<'g> {
    s: &'g str,
    t: &'g str,
    pts: Vec<(f64, f64)>,
}

#[derive(Serialize)]
struct Band<'g> {
    name: &'g str,
    y: f64,
    h: f64,
}

/// Lays out `{"nodes":[{"id","w","h","lane"?}],"edges":[["a","b"]]}` and answers
/// `{"ms","nodes":{"id":{"x","y","w","h"}},"edges":[{"s","t","pts":[[x,y],…]}],"lanes":[{"name","y","h"}]}`.
/// Several graphs after each other are answered by as many lines.
///
/// `now` is a clock in milliseconds. Lanes come in the order in which nodes name them, and may stand in another.
///
/// # Errors
/// [`BenchError`] when the graph cannot be read or is too large.
pub fn run(json: &str, now: impl Fn() -> f64) -> Result<String, BenchError> {
    let graphs = serde_json::Deserializer::from_str(json).into_iter::<Graph>();
    let drawings: Result<Vec<String>, BenchError> =
        graphs.map(|graph| drawing(&graph?, &now)).collect();
    Ok(drawings?.join("\n"))
}

fn drawing(graph: &Graph, now: impl Fn() -> f64) -> Result<String, BenchError> {
    if graph.nodes.len() > MOST || graph.edges.len() > MOST {
        return Err(BenchError::TooLarge);
    }
    let (input, lanes) = input(graph)?;
    let start = now();
    let laid = layout(&input);
    let ms = now() - start;
    let boxed = |Rect { x, y, w, h }: &Rect| Box { x: *x, y: *y, w: *w, h: *h };
    let nodes = graph
        .nodes
        .iter()
        .zip(&laid.nodes)
        .map(|(node, rect)| (node.id.as_str(), boxed(rect)))
        .collect();
    let edges = graph.edges.iter().zip(&laid.edges).map(|((s, t), route)| {
        let pts = route.points.iter().map(|point| (point.x, point.y)).collect();
        Line { s, t, pts }
    });
    let bands =
        lanes.iter().zip(&laid.lanes).map(|(name, band)| Band { name, y: band.y, h: band.h });
    Ok(serde_json::to_string(&Drawing {
        ms,
        nodes,
        edges: edges.collect(),
        lanes: bands.collect(),
    })?)
}

/// The graph as the layout takes it, and the names of its lanes.
fn input(graph: &Graph) -> Result<(Input, Vec<&str>), BenchError> {
    let mut lanes: Vec<&str> = Vec::new();
    let mut lane_at: HashMap<&str, u32> = HashMap::new();
    let mut at: HashMap<&str, u32> = HashMap::new();
    let mut input = Input { any_order: true, ..Input::default() };
    let any_lane = graph.nodes.iter().any(|node| node.lane.is_some());
    for (place, node) in (0_u32..).zip(&graph.nodes) {
        if at.insert(&node.id, place).is_some() {
            return Err(BenchError::Twice(node.id.clone()));
        }
        let name = node.lane.as_deref().unwrap_or_default();
        let next = u32::try_from(lanes.len()).unwrap_or(u32::MAX);
        let lane = *lane_at.entry(name).or_insert(next);
        if lane == next && any_lane {
            lanes.push(name);
        }
        input.nodes.push(Node { w: node.w, h: node.h, lane });
    }
    input.lanes = vec![1.0; lanes.len()];
    for (from, to) in &graph.edges {
        let place =
            |id: &str| at.get(id).copied().ok_or_else(|| BenchError::UnknownNode(id.to_owned()));
        input.edges.push(Edge { from: place(from)?, to: place(to)?, label: None, level: false });
    }
    Ok((input, lanes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graph_comes_back_as_a_drawing() {
        let graph = r#"{"nodes":[{"id":"a","w":80,"h":40,"lane":"x"},{"id":"b","w":80,"h":40,"lane":"y"}],"edges":[["a","b"]]}"#;
        let drawing: serde_json::Value =
            serde_json::from_str(&run(graph, || 0.0).unwrap()).unwrap();
        assert_eq!(drawing["lanes"][1]["name"], "y");
        assert_eq!(drawing["nodes"]["a"]["w"], 80.0);
        assert_eq!(drawing["edges"][0]["s"], "a");
        assert!(drawing["edges"][0]["pts"].as_array().unwrap().len() >= 2);
    }

    #[test]
    fn several_graphs_come_back_in_their_order() {
        let graph = |id: &str| format!(r#"{{"nodes":[{{"id":"{id}","w":80,"h":40}}]}}"#);
        let drawn = run(&format!("{}\n{}\n", graph("a"), graph("b")), || 0.0).unwrap();
        let lines: Vec<&str> = drawn.lines().collect();
        assert!(lines.len() == 2 && lines[0].contains("\"a\"") && lines[1].contains("\"b\""));
    }

    #[test]
    fn a_wrong_graph_is_told_so() {
        let wrong = |graph: &str| run(graph, || 0.0).unwrap_err().to_string();
        assert!(wrong("{").starts_with("The graph cannot be read"));
        assert_eq!(
            wrong(r#"{"nodes":[],"edges":[["a","b"]]}"#),
            "An edge names the node “a”, which is not in the graph."
        );
        assert_eq!(
            wrong(r#"{"nodes":[{"id":"a","w":1,"h":1},{"id":"a","w":1,"h":1}]}"#),
            "Two nodes are called “a”."
        );
    }
}
