//! Finds the edges that lead back, so that the others form no cycle.
//! The order of the nodes decides what counts as back: people tell a process from its start.

use super::Input;
use super::items::known;

/// For each edge whether it leads back to a node that leads to it; an edge to its own node does too.
pub fn back_edges(input: &Input) -> Vec<bool> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); input.nodes.len()];
    let mut entered = vec![false; input.nodes.len()];
    for (at, edge) in input.edges.iter().enumerate().filter(|(_, edge)| known(input, edge)) {
        out[edge.from as usize].push(at);
        entered[edge.to as usize] |= edge.from != edge.to;
    }
    let sources = (0..input.nodes.len()).filter(|&node| !entered[node]);
    let starts: Vec<usize> = sources.chain(0..input.nodes.len()).collect();
    let mut back = vec![false; input.edges.len()];
    let mut state = vec![State::New; input.nodes.len()];
    for start in starts {
        visit(input, &out, start, &mut state, &mut back);
    }
    back
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// Depth first from one node, without recursion: a chain of a million steps must not end the process.
fn visit(input: &Input, out: &[Vec<usize>], start: usize, state: &mut [State], back: &mut [bool]) {
    if state[start] != State::New {
        return;
    }
    state[start] = State::Open;
    let mut path = vec![(start, 0)];
    while let Some((node, next)) = path.last_mut() {
        let Some(&edge) = out[*node].get(*next) else {
            state[*node] = State::Done;
            path.pop();
            continue;
        };
        *next += 1;
        let to = input.edges[edge].to as usize;
        match state[to] {
            State::New => {
                state[to] = State::Open;
                path.push((to, 0));
            }
            State::Open => back[edge] = true,
            State::Done => {}
        }
    }
}
