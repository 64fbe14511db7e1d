//! Finds the edges that lead back, so that the others form no cycle.
//! The order of the nodes decides what counts as back: people tell a process from its start.

use super::items::{known, lane};
use super::lists::{Lists, narrow};
use super::{Edge, Input};
use crate::engines::map::sorting::sort_by_key;

/// Nodes that are few.
const FEW: usize = 80;

/// For each edge whether it leads back to a node that leads to it; an edge to its own node does too.
///
/// As few as possible, if that is asked for and there are few nodes; else those that lead back as the process was told.
pub fn back_edges(input: &Input, few: bool) -> Vec<bool> {
    let graph = Graph::new(input);
    let mut place = graph.walked();
    if few && input.nodes.len() <= FEW {
        fewer(input, &mut place);
    }
    let leads_back = |edge: &Edge| place[edge.from as usize] >= place[edge.to as usize];
    input.edges.iter().map(|edge| known(input, edge) && leads_back(edge)).collect()
}

/// Whether the edges form no cycle when those that lead back are turned around; an edge to its own node does not count.
pub fn acyclic(input: &Input, back: &[bool]) -> bool {
    let edges = input.edges.iter().zip(back);
    let arcs: Vec<[usize; 2]> = edges
        .filter(|(edge, _)| known(input, edge) && edge.from != edge.to)
        .map(|(edge, &back)| if back { [edge.to, edge.from] } else { [edge.from, edge.to] })
        .map(|ends| ends.map(|node| node as usize))
        .collect();
    let leaving = Lists::of_places(input.nodes.len(), arcs.iter().map(|arc| arc[0]));
    let mut waiting = vec![0_u32; input.nodes.len()];
    arcs.iter().for_each(|arc| waiting[arc[1]] += 1);
    let mut ready: Vec<usize> = (0..waiting.len()).filter(|&node| waiting[node] == 0).collect();
    let mut left = waiting.len() - ready.len();
    while let Some(node) = ready.pop() {
        for &arc in leaving.of(narrow(node)) {
            let head = arcs[arc as usize][1];
            waiting[head] -= 1;
            if waiting[head] == 0 {
                ready.push(head);
                left -= 1;
            }
        }
    }
    left == 0
}

/// How much it matters that an edge does not lead back: more within a lane, where people follow the work, than from one
/// to another, where two may just talk.
pub fn weight(input: &Input, edge: &Edge) -> u8 {
    let [from, to] = [edge.from, edge.to].map(|node| lane(input, node as usize));
    if from == to { 2 } else { 1 }
}

/// Moves nodes to where fewer edges lead back, as long as there is such a place.
fn fewer(input: &Input, place: &mut [u32]) {
    let mut order: Vec<u32> = (0..).take(place.len()).collect();
    sort_by_key(&mut order, |&node| place[node as usize]);
    let mut joined = vec![0_i32; place.len() * place.len()];
    for edge in input.edges.iter().filter(|edge| known(input, edge)) {
        joined[edge.from as usize * place.len() + edge.to as usize] +=
            i32::from(weight(input, edge));
    }
    // What is won when `a` comes before `b` rather than after it.
    let won = |a: u32, b: u32| {
        let joined = |a: u32, b: u32| joined[a as usize * place.len() + b as usize];
        joined(a, b) - joined(b, a)
    };
    let mut moved = true;
    while std::mem::take(&mut moved) {
        for from in 0..order.len() {
            let node = order[from];
            let (mut best, mut to, mut sum) = (0, from, 0);
            for at in (0..from).rev() {
                sum += won(node, order[at]);
                if sum > best {
                    (best, to) = (sum, at);
                }
            }
            sum = 0;
            for (at, other) in order.iter().enumerate().skip(from + 1) {
                sum += won(*other, node);
                if sum > best {
                    (best, to) = (sum, at);
                }
            }
            if to != from {
                order.remove(from);
                order.insert(to, node);
                moved = true;
            }
        }
    }
    for (at, &node) in (0..).zip(&order) {
        place[node as usize] = at;
    }
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
        let all =
            edges.iter().map(|&(from, to)| Edge { from, to, label: None, level: false }).collect();
        let back =
            back_edges(&Input { nodes, edges: all, lanes: Vec::new(), any_order: false }, false);
        edges.iter().zip(back).filter(|(_, back)| *back).map(|(edge, _)| *edge).collect()
    }

    #[test]
    fn a_loop_leads_back_to_where_the_telling_began() {
        assert_eq!(backs(&[(0, 1), (1, 2), (2, 1), (2, 3), (3, 0)]), [(2, 1), (3, 0)]);
        assert_eq!(backs(&[(0, 0)]), [(0, 0)]);
    }

    #[test]
    fn edges_form_a_cycle_unless_one_of_it_leads_back() {
        let nodes = vec![Node { w: 1.0, h: 1.0, lane: 0 }; 3];
        let edge = |(from, to)| Edge { from, to, label: None, level: false };
        let edges = [(0, 1), (1, 2), (2, 0), (1, 1)].map(edge).to_vec();
        let input = Input { nodes, edges, ..Input::default() };
        assert!(!acyclic(&input, &[false; 4]));
        assert!(acyclic(&input, &[false, false, true, false]));
        assert!(!acyclic(&input, &[true, true, true, false]));
    }
}
