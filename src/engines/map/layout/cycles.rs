//! Finds the edges that lead back, so that the others form no cycle.
//! The order of the nodes decides what counts as back: people tell a process from its start.

use super::items::known;
use super::{Edge, Input};

/// For each edge whether it leads back to a node that leads to it; an edge to its own node does too.
pub fn back_edges(input: &Input) -> Vec<bool> {
    let graph = Graph::new(input);
    let place = graph.walked();
    let leads_back = |edge: &Edge| place[edge.from as usize] >= place[edge.to as usize];
    input.edges.iter().map(|edge| known(input, edge) && leads_back(edge)).collect()
}

/// Where the edges of each node lead, in one piece of memory.
struct Graph {
    nodes: usize,
    starts: Vec<u32>,
    next: Vec<u32>,
    entered: Vec<bool>,
}

impl Graph {
    fn new(input: &Input) -> Self {
        let nodes = input.nodes.len();
        let mut starts = vec![0_u32; nodes + 2];
        let edges = || input.edges.iter().filter(|edge| known(input, edge) && edge.from != edge.to);
        let mut entered = vec![false; nodes];
        for edge in edges() {
            starts[edge.from as usize + 2] += 1;
            entered[edge.to as usize] = true;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = vec![0; starts[nodes + 1] as usize];
        for edge in edges() {
            let at = &mut starts[edge.from as usize + 1];
            next[*at as usize] = edge.to;
            *at += 1;
        }
        Self { nodes, starts, next, entered }
    }

    fn of(&self, node: usize) -> &[u32] {
        &self.next[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    /// The place of each node in an order in which a walk from the starts leaves them.
    fn walked(&self) -> Vec<u32> {
        let mut place = vec![u32::MAX; self.nodes];
        let mut open = vec![false; self.nodes];
        let mut last = u32::try_from(self.nodes).unwrap_or(u32::MAX);
        let sources = (0..self.nodes).filter(|&node| !self.entered[node]);
        for start in sources.chain(0..self.nodes) {
            self.walk(start, &mut open, &mut place, &mut last);
        }
        place
    }

    /// Depth first from one node, without recursion: a chain of a million steps must not end the process.
    fn walk(&self, start: usize, open: &mut [bool], place: &mut [u32], last: &mut u32) {
        if std::mem::replace(&mut open[start], true) {
            return;
        }
        let mut path = vec![(start, self.of(start).iter())];
        while let Some((node, next)) = path.last_mut() {
            match next.find(|to| !open[**to as usize]) {
                Some(&to) => {
                    open[to as usize] = true;
                    path.push((to as usize, self.of(to as usize).iter()));
                }
                None => {
                    *last -= 1;
                    place[*node] = *last;
                    path.pop();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Node;
    use super::*;

    fn backs(edges: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let count = edges.iter().map(|edge| edge.0.max(edge.1) + 1).max().unwrap_or(0);
        let nodes = vec![Node { w: 1.0, h: 1.0, lane: 0 }; count as usize];
        let all = edges.iter().map(|&(from, to)| Edge { from, to, label: None }).collect();
        let back = back_edges(&Input { nodes, edges: all, lanes: Vec::new() });
        edges.iter().zip(back).filter(|(_, back)| *back).map(|(edge, _)| *edge).collect()
    }

    #[test]
    fn a_loop_leads_back_to_where_the_telling_began() {
        assert_eq!(backs(&[(0, 1), (1, 2), (2, 1), (2, 3), (3, 0)]), [(2, 1), (3, 0)]);
        assert_eq!(backs(&[(0, 0)]), [(0, 0)]);
    }
}
