//! Finds the edges that lead back, so that the others form no cycle.
//! The order of the nodes decides what counts as back: people tell a process from its start.

use super::items::{known, lane};
use super::lists::{Lists, narrow};
use super::{Edge, Input};

/// Nodes that are few; there is a bit for each.
const FEW: usize = 80;
/// How many edges the search for fewer that lead back may look at: well below a millisecond.
const LOOKS: usize = 100_000;

/// For each edge whether it leads back to a node that leads to it; an edge to its own node does too.
///
/// As few as possible, if that is asked for and there are few nodes; else those that lead back as the process was told.
pub fn back_edges(input: &Input, few: bool) -> Vec<bool> {
    let graph = Graph::new(input);
    let place = graph.walked();
    let leads_back = |edge: &Edge| place[edge.from as usize] >= place[edge.to as usize];
    let back: Vec<bool> =
        input.edges.iter().map(|edge| known(input, edge) && leads_back(edge)).collect();
    if few && input.nodes.len() <= FEW { fewer(input, &back) } else { back }
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
    if from == to { 3 } else { 2 }
}

/// The edges that lead back if as little as possible does: those of each knot of cycles by themselves. A knot in which
/// that would take too long to find stays as it was told.
fn fewer(input: &Input, told: &[bool]) -> Vec<bool> {
    let reached = reached(input);
    let joined = |a: u32, b: u32| reached[a as usize] >> b & reached[b as usize] >> a & 1 == 1;
    let (mut back, mut left) = (told.to_vec(), LOOKS);
    let mut seen = vec![false; told.len()];
    for (first, edge) in input.edges.iter().enumerate() {
        if !told[first] || seen[first] || edge.from == edge.to || left == 0 {
            continue;
        }
        let near = |at: &usize| {
            let other = &input.edges[*at];
            known(input, other)
                && other.from != other.to
                && joined(edge.from, other.from)
                && joined(edge.from, other.to)
        };
        let own: Vec<usize> = (0..told.len()).filter(near).collect();
        own.iter().for_each(|at| seen[*at] = true);
        let weight_of = |at: &usize| usize::from(weight(input, &input.edges[*at]));
        let most: usize = own.iter().filter(|at| told[**at]).map(weight_of).sum();
        let mut knot = Knot { input, told, own: &own, turned: Vec::new(), left };
        if (1..most).any(|weight| knot.unties(weight)) {
            own.iter().for_each(|at| back[*at] = knot.turned.contains(at));
        }
        left = knot.left;
    }
    back
}

/// The nodes that each node leads to, a bit for each.
fn reached(input: &Input) -> Vec<u128> {
    let mut reached = vec![0_u128; input.nodes.len()];
    for edge in input.edges.iter().filter(|edge| known(input, edge)) {
        reached[edge.from as usize] |= 1 << edge.to;
    }
    for by in 0..reached.len() {
        let more = reached[by];
        reached.iter_mut().filter(|own| **own >> by & 1 == 1).for_each(|own| *own |= more);
    }
    reached
}

/// Edges of which each is on a cycle with each other one, or joined to it by cycles.
struct Knot<'a> {
    input: &'a Input,
    told: &'a [bool],
    own: &'a [usize],
    /// The edges that are turned around.
    turned: Vec<usize>,
    /// How many edges may still be looked at.
    left: usize,
}

impl Knot<'_> {
    /// Turns edges of so much weight around that no cycle is left, if there are such and they are found in time.
    fn unties(&mut self, most: usize) -> bool {
        let cycle = self.cycle();
        if self.left == 0 {
            return false;
        }
        let Some(cycle) = cycle else { return true };
        for at in cycle {
            let weight = usize::from(weight(self.input, &self.input.edges[at]));
            if let Some(most) = most.checked_sub(weight) {
                self.turned.push(at);
                if self.unties(most) {
                    return true;
                }
                self.turned.pop();
            }
        }
        false
    }

    /// The shortest of the cycles that are left, each through an edge that leads back as the process was told.
    fn cycle(&mut self) -> Option<Vec<usize>> {
        let mut shortest: Option<Vec<usize>> = None;
        for &last in self.own.iter().filter(|at| self.told[**at]) {
            if self.left > 0 && !self.turned.contains(&last) {
                let cycle = self.through(last);
                let length =
                    |cycle: &Option<Vec<usize>>| cycle.as_ref().map_or(usize::MAX, Vec::len);
                if length(&cycle) < length(&shortest) {
                    shortest = cycle;
                }
            }
        }
        shortest
    }

    /// The shortest cycle that is left through an edge.
    fn through(&mut self, last: usize) -> Option<Vec<usize>> {
        let edges = &self.input.edges;
        // The nodes that were reached, each with the edge that led there; and a bit for each.
        let mut found = vec![(edges[last].to, last)];
        let (mut next, mut seen) = (0, 1_u128 << edges[last].to);
        while next < found.len() && seen >> edges[last].from & 1 == 0 {
            self.left = self.left.saturating_sub(self.own.len());
            let node = found[next].0;
            for &at in self.own.iter().filter(|at| edges[**at].from == node) {
                if seen >> edges[at].to & 1 == 0 && !self.turned.contains(&at) {
                    seen |= 1 << edges[at].to;
                    found.push((edges[at].to, at));
                }
            }
            next += 1;
        }
        let (mut cycle, mut node) = (vec![last], edges[last].from);
        while let Some((_, by)) = found[1..].iter().find(|(to, _)| *to == node) {
            cycle.push(*by);
            node = edges[*by].from;
        }
        (node == edges[last].to).then_some(cycle)
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
    fn as_few_as_possible_lead_back() {
        let nodes = vec![Node { w: 1.0, h: 1.0, lane: 0 }; 7];
        let edge = |(from, to)| Edge { from, to, label: None, level: false };
        // As told 3 and 4 lead back to 1; the flow that both cycles share is one. Elsewhere nothing is turned.
        let edges = [(0, 1), (1, 2), (2, 3), (2, 4), (3, 1), (4, 1), (4, 5), (5, 6), (6, 5)];
        let input = Input { nodes, edges: edges.map(edge).to_vec(), ..Input::default() };
        let back = |few| {
            let back = back_edges(&input, few);
            assert!(acyclic(&input, &back));
            edges.into_iter().zip(back).filter(|(_, back)| *back).map(|(edge, _)| edge)
        };
        assert_eq!(back(false).collect::<Vec<_>>(), [(3, 1), (4, 1), (6, 5)]);
        assert_eq!(back(true).collect::<Vec<_>>(), [(1, 2), (6, 5)]);
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
