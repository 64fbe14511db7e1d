//! The first tree: the least numbers that keep all lengths, then a tree of tight arcs grown from the root.

use super::{ALONE, Arc, NONE, Tree};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

impl Tree {
    /// A tree without arcs, with the least numbers.
    pub fn new(nodes: usize, mut arcs: Vec<Arc>) -> Self {
        let root = u32::try_from(nodes).unwrap_or(NONE);
        let mut has_tail = vec![false; nodes];
        for arc in &arcs {
            has_tail[arc.head as usize] = true;
        }
        let sources = (0..root).filter(|&node| !has_tail[node as usize]);
        arcs.extend(sources.map(|head| Arc { tail: root, head, length: 0, weight: 0 }));
        let (starts, incident) = incident(nodes + 1, &arcs);
        let mut tree = Self {
            arcs,
            starts,
            incident,
            value: Vec::new(),
            root,
            nodes: vec![ALONE; nodes + 1],
            moving: Vec::new(),
            mark: vec![0; nodes + 1],
            pivots: 0,
            steps: 0,
        };
        for arc in &tree.arcs {
            tree.nodes[arc.tail as usize].sum += i64::from(arc.weight);
            tree.nodes[arc.head as usize].sum -= i64::from(arc.weight);
        }
        tree.value = tree.longest_paths();
        tree
    }

    /// The least values that keep every arc's length.
    fn longest_paths(&self) -> Vec<i32> {
        let mut value = vec![i32::MIN; self.nodes.len()];
        let mut waiting = vec![0_u32; self.nodes.len()];
        for arc in &self.arcs {
            waiting[arc.head as usize] += 1;
        }
        value[self.root as usize] = 0;
        let mut ready = vec![self.root];
        while let Some(node) = ready.pop() {
            for &at in self.incident(node) {
                let Arc { tail, head, length, .. } = self.arcs[at as usize];
                if tail != node {
                    continue;
                }
                let head = head as usize;
                value[head] = value[head].max(value[node as usize] + length);
                waiting[head] -= 1;
                if waiting[head] == 0 {
                    ready.push(self.arcs[at as usize].head);
                }
            }
        }
        value
    }

    /// Grows a tree of tight arcs from the root, moving all of the tree when nothing tight is left to add.
    ///
    /// The tree's moves are added up in `moved`; a node that joins takes the later ones only.
    pub fn grow(&mut self) {
        let mut moved = 0_i32;
        let mut joined: Vec<Option<i32>> = vec![None; self.value.len()];
        let mut order = Vec::with_capacity(self.value.len());
        // Arcs that leave the tree lose slack when it moves up, arcs that enter it gain: two heaps, each with a
        // key that does not change as the tree moves.
        let (mut leaving, mut entering) = (BinaryHeap::new(), BinaryHeap::new());
        let mut next = Some(self.root);
        while let Some(node) = next {
            joined[node as usize] = Some(moved);
            order.push(node);
            for &arc in self.incident(node) {
                let Arc { tail, head, .. } = self.arcs[arc as usize];
                if tail == node && joined[head as usize].is_none() {
                    leaving.push(Reverse((self.slack(arc) + moved, arc)));
                } else if head == node && joined[tail as usize].is_none() {
                    entering.push(Reverse((self.slack(arc) - moved, arc)));
                }
            }
            let is_in = |node: u32| joined[node as usize].is_some();
            while leaving
                .peek()
                .is_some_and(|Reverse((_, arc))| is_in(self.arcs[*arc as usize].head))
            {
                leaving.pop();
            }
            while entering
                .peek()
                .is_some_and(|Reverse((_, arc))| is_in(self.arcs[*arc as usize].tail))
            {
                entering.pop();
            }
            let up = leaving.peek().map(|Reverse((key, arc))| (key - moved, *arc));
            let down = entering.peek().map(|Reverse((key, arc))| (key + moved, *arc));
            let (by, arc) = match (up, down) {
                (Some(up), Some(down)) if up.0 <= down.0 => up,
                (_, Some(down)) => (-down.0, down.1),
                (Some(up), None) => up,
                (None, None) => break,
            };
            moved += by;
            let Arc { tail, head, .. } = self.arcs[arc as usize];
            let (parent, child) = if is_in(tail) { (tail, head) } else { (head, tail) };
            self.link(child, parent, arc);
            next = Some(child);
        }
        for (value, joined) in self.value.iter_mut().zip(joined) {
            *value += moved - joined.unwrap_or(moved);
        }
        for &node in order.iter().skip(1).rev() {
            let parent = self.nodes[node as usize].parent;
            self.nodes[parent as usize].sum += self.nodes[node as usize].sum;
        }
    }
}

/// The arcs at each node.
fn incident(nodes: usize, arcs: &[Arc]) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; nodes + 2];
    for arc in arcs {
        starts[arc.tail as usize + 2] += 1;
        starts[arc.head as usize + 2] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut incident = vec![0; 2 * arcs.len()];
    for (at, arc) in (0..).zip(arcs) {
        for node in [arc.tail, arc.head] {
            let place = &mut starts[node as usize + 1];
            incident[*place as usize] = at;
            *place += 1;
        }
    }
    (starts, incident)
}
