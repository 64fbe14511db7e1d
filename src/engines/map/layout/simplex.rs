//! Network simplex: numbers for nodes that keep every arc at least its length, with the least weighted sum of lengths.
//! It stops after a number of steps with a valid, if not the best, answer; it never looks at a clock.

mod start;

/// `value[head] - value[tail] >= length`, at `weight` for each unit of difference.
#[derive(Debug, Clone, Copy)]
pub struct Arc {
    /// Where it starts.
    pub tail: u32,
    /// Where it ends.
    pub head: u32,
    /// The least difference.
    pub length: i32,
    /// What a unit of difference costs.
    pub weight: i32,
}

/// How many arcs with a negative cut are compared before one is chosen.
const CHOICE: u32 = 24;
const NONE: u32 = u32::MAX;

/// Solves for `nodes` numbers; the arcs must form no cycle. The least number is 0.
///
/// A step is a node looked at; so many may be made in all.
pub fn solve(nodes: usize, arcs: Vec<Arc>, steps: usize) -> Vec<i32> {
    if nodes == 0 {
        return Vec::new();
    }
    let mut tree = Tree::new(nodes, arcs);
    tree.grow();
    let mut from = 0;
    while tree.steps < steps {
        let Some(leaving) = tree.leaving(&mut from) else { break };
        tree.pivot(leaving);
    }
    tree.value.truncate(nodes);
    let least = tree.value.iter().copied().min().unwrap_or(0);
    tree.value.iter_mut().for_each(|value| *value -= least);
    tree.value
}

/// A spanning tree of tight arcs. The last node is a root above all, so that everything is connected.
struct Tree {
    arcs: Vec<Arc>,
    /// The arcs at each node, in one piece of memory.
    starts: Vec<u32>,
    incident: Vec<u32>,
    value: Vec<i32>,
    root: u32,
    nodes: Vec<Node>,
    /// The nodes of the subtree that is being moved.
    moving: Vec<u32>,
    /// The last pivot that moved a node.
    mark: Vec<u32>,
    pivots: u32,
    steps: usize,
}

/// A node in the tree.
#[derive(Debug, Clone, Copy)]
struct Node {
    parent: u32,
    /// The arc to the parent.
    arc: u32,
    child: u32,
    /// Whether that arc leads up to the parent, rather than down from it.
    leads_up: bool,
    /// Its neighbours among the children of its parent.
    next: u32,
    last: u32,
    /// The weights of arcs out of its subtree less those of arcs into it: the cut value of the arc above it, but
    /// for its sign.
    sum: i64,
}

const ALONE: Node =
    Node { parent: NONE, arc: NONE, child: NONE, leads_up: false, next: NONE, last: NONE, sum: 0 };

impl Tree {
    fn incident(&self, node: u32) -> &[u32] {
        let node = node as usize;
        &self.incident[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    fn slack(&self, arc: u32) -> i32 {
        let Arc { tail, head, length, .. } = self.arcs[arc as usize];
        self.value[head as usize] - self.value[tail as usize] - length
    }

    fn cut(&self, node: u32) -> i64 {
        let Node { leads_up, sum, .. } = self.nodes[node as usize];
        if leads_up { sum } else { -sum }
    }

    /// The node below the arc that should leave the tree: one with a negative cut.
    fn leaving(&mut self, from: &mut u32) -> Option<u32> {
        let (mut best, mut seen) = (None, 0);
        for step in 0..self.root {
            // The root is the last node and has no arc above it.
            let node =
                if *from + step < self.root { *from + step } else { *from + step - self.root };
            let cut = self.cut(node);
            if cut < 0 {
                seen += 1;
                if best.is_none_or(|(least, _)| cut < least) {
                    best = Some((cut, node));
                }
                if seen >= CHOICE {
                    *from = node;
                    self.steps += step as usize / 8;
                    break;
                }
            }
        }
        best.map(|(_, node)| node)
    }

    /// Lets the arc above `top` leave the tree and the tightest one across the same cut enter.
    fn pivot(&mut self, top: u32) {
        self.pivots += 1;
        self.collect(top);
        let is_tail = self.nodes[top as usize].leads_up;
        let mut entering: Option<(i32, u32)> = None;
        for &node in &self.moving {
            for &arc in self.incident(node) {
                let Arc { tail, head, .. } = self.arcs[arc as usize];
                let (inner, outer) = if is_tail { (head, tail) } else { (tail, head) };
                if inner == node && self.mark[outer as usize] != self.pivots {
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
        for &node in &self.moving {
            self.value[node as usize] += by;
        }
        let Arc { tail, head, .. } = self.arcs[entering as usize];
        let (inner, outer) = if is_tail { (head, tail) } else { (tail, head) };
        self.hang(top, entering, inner, outer);
    }

    /// Collects and marks the subtree of a node.
    fn collect(&mut self, top: u32) {
        self.moving.clear();
        self.moving.push(top);
        self.mark[top as usize] = self.pivots;
        let mut at = 0;
        while let Some(&node) = self.moving.get(at) {
            let mut child = self.nodes[node as usize].child;
            while child != NONE {
                self.mark[child as usize] = self.pivots;
                self.moving.push(child);
                child = self.nodes[child as usize].next;
            }
            at += 1;
        }
        self.steps += at;
    }

    /// Takes the subtree of `top` off its parent and hangs it by its node `inner` below `outer`.
    fn hang(&mut self, top: u32, arc: u32, inner: u32, outer: u32) {
        let weight = self.nodes[top as usize].sum;
        self.add_above(self.nodes[top as usize].parent, -weight);
        self.add_above(outer, weight);
        // From `inner` up to `top` parents become children.
        let (mut node, mut parent, mut above) = (inner, outer, arc);
        let mut below = 0;
        loop {
            let Node { parent: was, arc: old, sum, .. } = self.nodes[node as usize];
            self.unlink(node);
            self.link(node, parent, above);
            self.nodes[node as usize].sum = weight - below;
            below = sum;
            if node == top {
                break;
            }
            (node, parent, above) = (was, node, old);
        }
    }

    fn add_above(&mut self, mut node: u32, weight: i64) {
        while node != NONE {
            self.nodes[node as usize].sum += weight;
            node = self.nodes[node as usize].parent;
            self.steps += 1;
        }
    }

    fn unlink(&mut self, node: u32) {
        let Node { parent, next, last, .. } = self.nodes[node as usize];
        if last == NONE {
            self.nodes[parent as usize].child = next;
        } else {
            self.nodes[last as usize].next = next;
        }
        if next != NONE {
            self.nodes[next as usize].last = last;
        }
    }

    fn link(&mut self, node: u32, parent: u32, arc: u32) {
        let first = std::mem::replace(&mut self.nodes[parent as usize].child, node);
        if first != NONE {
            self.nodes[first as usize].last = node;
        }
        let leads_up = self.arcs[arc as usize].tail == node;
        let own = &mut self.nodes[node as usize];
        (own.parent, own.arc, own.next, own.last) = (parent, arc, first, NONE);
        own.leads_up = leads_up;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cost(arcs: &[Arc], value: &[i32]) -> i64 {
        arcs.iter()
            .map(|arc| {
                i64::from(arc.weight)
                    * i64::from(value[arc.head as usize] - value[arc.tail as usize])
            })
            .sum()
    }

    /// The best cost by trying every value up to `most`.
    fn best(nodes: usize, arcs: &[Arc], most: i32) -> i64 {
        let mut value = vec![0; nodes];
        let mut least = i64::MAX;
        loop {
            if arcs
                .iter()
                .all(|arc| value[arc.head as usize] - value[arc.tail as usize] >= arc.length)
            {
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
        fn no_other_numbers_cost_less(arcs in prop::collection::vec((0..5_u32, 1..5_u32, 0..3_i32, 0..4_i32), 1..9)) {
            let arcs: Vec<Arc> = arcs.into_iter().filter(|arc| arc.0 + arc.1 < 5)
                .map(|(tail, on, length, weight)| Arc { tail, head: tail + on, length, weight }).collect();
            let value = solve(5, arcs.clone(), 100_000);
            for arc in &arcs {
                prop_assert!(value[arc.head as usize] - value[arc.tail as usize] >= arc.length);
            }
            prop_assert_eq!(cost(&arcs, &value), best(5, &arcs, 8));
        }
    }
}
