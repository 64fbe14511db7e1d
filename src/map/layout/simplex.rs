//! Network simplex: numbers for nodes that keep every arc at least its length, with the least weighted sum of lengths.
//! It stops after a number of pivots with a valid, if not the best, answer; it never looks at a clock.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// `value[head] - value[tail] >= length`, at `weight` for each unit of difference.
#[derive(Debug, Clone, Copy)]
pub struct Arc {
    /// Where it starts.
    pub tail: usize,
    /// Where it ends.
    pub head: usize,
    /// The least difference.
    pub length: i32,
    /// What a unit of difference costs.
    pub weight: i32,
}

/// How many arcs with a negative cut are compared before one is chosen.
const CHOICE: usize = 40;
const NONE: usize = usize::MAX;

/// Solves for `nodes` numbers; the arcs must form no cycle. The least number is 0.
pub fn solve(nodes: usize, arcs: Vec<Arc>, pivots: usize) -> Vec<i32> {
    if nodes == 0 {
        return Vec::new();
    }
    let mut tree = Tree::new(nodes, arcs);
    tree.grow();
    tree.number(tree.root);
    let mut from = 0;
    for _ in 0..pivots {
        let Some(leaving) = tree.leaving(&mut from) else { break };
        tree.pivot(leaving);
    }
    let least = tree.value[..nodes].iter().copied().min().unwrap_or(0);
    tree.value[..nodes].iter().map(|value| value - least).collect()
}

/// A spanning tree of tight arcs. The last node is a root above all, so that everything is connected.
struct Tree {
    arcs: Vec<Arc>,
    incident: Vec<Vec<usize>>,
    value: Vec<i32>,
    root: usize,
    tree: Vec<Vec<usize>>,
    parent_arc: Vec<usize>,
    parent: Vec<usize>,
    /// Nodes in preorder; a subtree is the run from `enter` to `leave`.
    order: Vec<usize>,
    enter: Vec<usize>,
    leave: Vec<usize>,
    supply: Vec<i64>,
    /// The supply of a node's subtree: the cut value of the arc above it, but for its sign.
    sum: Vec<i64>,
}

impl Tree {
    fn new(nodes: usize, mut arcs: Vec<Arc>) -> Self {
        let root = nodes;
        let mut has_tail = vec![false; nodes];
        for arc in &arcs {
            has_tail[arc.head] = true;
        }
        let sources = (0..nodes).filter(|&node| !has_tail[node]);
        arcs.extend(sources.map(|head| Arc { tail: root, head, length: 0, weight: 0 }));
        let mut incident = vec![Vec::new(); nodes + 1];
        let mut supply = vec![0; nodes + 1];
        for (at, arc) in arcs.iter().enumerate() {
            incident[arc.tail].push(at);
            incident[arc.head].push(at);
            supply[arc.tail] += i64::from(arc.weight);
            supply[arc.head] -= i64::from(arc.weight);
        }
        let value = longest_paths(&arcs, &incident, root);
        let all = nodes + 1;
        Self {
            arcs,
            incident,
            value,
            root,
            tree: vec![Vec::new(); all],
            parent_arc: vec![NONE; all],
            parent: vec![NONE; all],
            order: vec![0; all],
            enter: vec![0; all],
            leave: vec![all; all],
            supply,
            sum: vec![0; all],
        }
    }

    fn slack(&self, arc: usize) -> i32 {
        let Arc { tail, head, length, .. } = self.arcs[arc];
        self.value[head] - self.value[tail] - length
    }

    /// Grows a tree of tight arcs from the root, moving all of the tree when nothing tight is left to add.
    ///
    /// The tree's moves are added up in `moved`; a node that joins takes the later ones only.
    fn grow(&mut self) {
        let mut moved = 0_i32;
        let mut joined: Vec<Option<i32>> = vec![None; self.value.len()];
        // Arcs that leave the tree lose slack when it moves up, arcs that enter it gain: two heaps, each with a
        // key that does not change as the tree moves.
        let (mut leaving, mut entering) = (BinaryHeap::new(), BinaryHeap::new());
        let mut next = Some(self.root);
        while let Some(node) = next {
            joined[node] = Some(moved);
            for &arc in &self.incident[node] {
                let Arc { tail, head, length, .. } = self.arcs[arc];
                if tail == node && joined[head].is_none() {
                    leaving
                        .push(Reverse((self.value[head] - self.value[tail] - length + moved, arc)));
                } else if head == node && joined[tail].is_none() {
                    entering
                        .push(Reverse((self.value[head] - self.value[tail] - length - moved, arc)));
                }
            }
            while leaving
                .peek()
                .is_some_and(|Reverse((_, arc))| joined[self.arcs[*arc].head].is_some())
            {
                leaving.pop();
            }
            while entering
                .peek()
                .is_some_and(|Reverse((_, arc))| joined[self.arcs[*arc].tail].is_some())
            {
                entering.pop();
            }
            let up = leaving.peek().map(|Reverse((key, arc))| (key - moved, *arc));
            let down = entering.peek().map(|Reverse((key, arc))| (key + moved, *arc));
            let (by, arc, joins) = match (up, down) {
                (Some(up), Some(down)) if up.0 <= down.0 => (up.0, up.1, self.arcs[up.1].head),
                (_, Some(down)) => (-down.0, down.1, self.arcs[down.1].tail),
                (Some(up), None) => (up.0, up.1, self.arcs[up.1].head),
                (None, None) => break,
            };
            moved += by;
            self.tree[self.arcs[arc].tail].push(arc);
            self.tree[self.arcs[arc].head].push(arc);
            next = Some(joins);
        }
        for (value, joined) in self.value.iter_mut().zip(joined) {
            *value += moved - joined.unwrap_or(moved);
        }
    }

    /// Numbers the subtree of a node anew, and adds up its supplies.
    fn number(&mut self, top: usize) {
        let mut at = self.enter[top];
        let mut stack = vec![top];
        while let Some(node) = stack.pop() {
            self.enter[node] = at;
            self.order[at] = node;
            self.sum[node] = self.supply[node];
            at += 1;
            for &arc in &self.tree[node] {
                if arc != self.parent_arc[node] {
                    let Arc { tail, head, .. } = self.arcs[arc];
                    let child = if tail == node { head } else { tail };
                    self.parent[child] = node;
                    self.parent_arc[child] = arc;
                    stack.push(child);
                }
            }
        }
        self.add_up(top, at);
    }

    /// From the last node of a run to its first: the sum below each, and where its own run ends.
    fn add_up(&mut self, top: usize, end: usize) {
        for position in self.enter[top]..end {
            self.leave[self.order[position]] = position + 1;
        }
        for position in (self.enter[top] + 1..end).rev() {
            let node = self.order[position];
            let parent = self.parent[node];
            self.leave[parent] = self.leave[parent].max(self.leave[node]);
            self.sum[parent] += self.sum[node];
        }
    }

    fn cut(&self, node: usize) -> i64 {
        let sum = self.sum[node];
        if self.arcs[self.parent_arc[node]].tail == node { sum } else { -sum }
    }

    /// The node below the arc that should leave the tree: one with a negative cut.
    fn leaving(&self, from: &mut usize) -> Option<usize> {
        let (mut best, mut seen) = (None, 0);
        for step in 0..self.value.len() {
            let node = (*from + step) % self.value.len();
            if node == self.root {
                continue;
            }
            let cut = self.cut(node);
            if cut < 0 {
                seen += 1;
                if best.is_none_or(|(least, _)| cut < least) {
                    best = Some((cut, node));
                }
                if seen >= CHOICE {
                    *from = node;
                    break;
                }
            }
        }
        best.map(|(_, node)| node)
    }

    fn below(&self, top: usize, node: usize) -> bool {
        self.enter[top] <= self.enter[node] && self.enter[node] < self.leave[top]
    }

    /// Lets the arc above `below` leave the tree and the tightest one across the same cut enter.
    fn pivot(&mut self, below: usize) {
        let leaving = self.parent_arc[below];
        let is_tail = self.arcs[leaving].tail == below;
        let run = self.enter[below]..self.leave[below];
        let mut entering: Option<(i32, usize)> = None;
        for position in run.clone() {
            let node = self.order[position];
            for &arc in &self.incident[node] {
                let Arc { tail, head, .. } = self.arcs[arc];
                let (inner, outer) = if is_tail { (head, tail) } else { (tail, head) };
                if inner == node && !self.below(below, outer) {
                    let slack = self.slack(arc);
                    if entering.is_none_or(|least| (slack, arc) < least) {
                        entering = Some((slack, arc));
                    }
                }
            }
        }
        // With no arc back over the cut the sum would fall for ever; supplies that add up to nought rule it out.
        let Some((slack, entering)) = entering else { return };
        let by = if is_tail { -slack } else { slack };
        for position in run {
            self.value[self.order[position]] += by;
        }
        self.exchange(leaving, entering);
    }

    fn exchange(&mut self, leaving: usize, entering: usize) {
        let Arc { tail, head, .. } = self.arcs[entering];
        let mut top = tail;
        while !self.below(top, head) {
            top = self.parent[top];
        }
        for node in [self.arcs[leaving].tail, self.arcs[leaving].head] {
            self.tree[node].retain(|&arc| arc != leaving);
        }
        self.tree[tail].push(entering);
        self.tree[head].push(entering);
        // Above the two arcs' common ancestor nothing changes: the same nodes hang below it.
        self.number(top);
    }
}

/// The least values that keep every arc's length.
fn longest_paths(arcs: &[Arc], incident: &[Vec<usize>], root: usize) -> Vec<i32> {
    let mut value = vec![i32::MIN; incident.len()];
    let mut waiting = vec![0_usize; incident.len()];
    for arc in arcs {
        waiting[arc.head] += 1;
    }
    value[root] = 0;
    let mut ready = vec![root];
    while let Some(node) = ready.pop() {
        for &at in incident[node].iter().filter(|&&at| arcs[at].tail == node) {
            let Arc { head, length, .. } = arcs[at];
            value[head] = value[head].max(value[node] + length);
            waiting[head] -= 1;
            if waiting[head] == 0 {
                ready.push(head);
            }
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cost(arcs: &[Arc], value: &[i32]) -> i64 {
        arcs.iter()
            .map(|arc| i64::from(arc.weight) * i64::from(value[arc.head] - value[arc.tail]))
            .sum()
    }

    /// The best cost by trying every value up to `most`.
    fn best(nodes: usize, arcs: &[Arc], most: i32) -> i64 {
        let mut value = vec![0; nodes];
        let mut least = i64::MAX;
        loop {
            if arcs.iter().all(|arc| value[arc.head] - value[arc.tail] >= arc.length) {
                least = least.min(cost(arcs, &value));
            }
            let Some(at) = value.iter().position(|&value| value < most) else { return least };
            value[..at].fill(0);
            value[at] += 1;
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_other_numbers_cost_less(arcs in prop::collection::vec((0..5_usize, 1..5_usize, 0..3_i32, 0..4_i32), 1..9)) {
            let arcs: Vec<Arc> = arcs.into_iter().filter(|arc| arc.0 + arc.1 < 5)
                .map(|(tail, on, length, weight)| Arc { tail, head: tail + on, length, weight }).collect();
            let value = solve(5, arcs.clone(), 1000);
            for arc in &arcs {
                prop_assert!(value[arc.head] - value[arc.tail] >= arc.length);
            }
            prop_assert_eq!(cost(&arcs, &value), best(5, &arcs, 8));
        }
    }
}
