//! Which steps stand inside the branches of a decision when its map is written.
//! Any answer reads back correctly; a good one reads well.

use super::Out;
use crate::engines::map::{Map, StepKind};
use std::ops::Range;

/// The branches of a decision.
pub struct Branches {
    /// For each flow of the decision, the steps that stand inside its branch.
    pub bodies: Vec<Option<Range<usize>>>,
    /// The step after all branches.
    pub join: usize,
}

/// Finds the branches of the step at `at`, whose first line below stands at `after`, in a block that ends before `end`;
/// `None` when it is written with arrows.
pub fn branches(
    map: &Map,
    outs: &[Vec<Out<'_>>],
    (at, after): (usize, usize),
    end: usize,
) -> Option<Branches> {
    let own = &outs[at];
    let all_conditional = !own.is_empty() && own.iter().all(|out| !out.flow.condition.is_empty());
    if map.steps[at].kind != StepKind::Decision || !all_conditional {
        return None;
    }
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut join = None;
    for (index, out) in own.iter().enumerate() {
        let expected = match starts.last() {
            None => out.to == after,
            Some(&(_, start)) => out.to > start,
        };
        if !expected || out.to >= end || map.steps[out.to].kind == StepKind::Start {
            continue;
        }
        if !starts.is_empty() && reached(outs, after..out.to, out.to) {
            join = Some(out.to);
            break;
        }
        starts.push((index, out.to));
    }
    let join = join.unwrap_or_else(|| join_after(outs, &mut starts, after, end));
    let mut bodies: Vec<Option<Range<usize>>> = vec![None; own.len()];
    for (position, &(index, start)) in starts.iter().enumerate() {
        bodies[index] = Some(start..starts.get(position + 1).map_or(join, |&(_, next)| next));
    }
    Some(Branches { bodies, join })
}

/// Where the branches come together; when they never do, the last branch is the way on and stands outside.
fn join_after(
    outs: &[Vec<Out<'_>>],
    starts: &mut Vec<(usize, usize)>,
    after: usize,
    end: usize,
) -> usize {
    let Some(&(_, last)) = starts.last() else { return after };
    let met = (last + 1..end).find(|&step| starts.len() > 1 && reached(outs, after..last, step));
    met.unwrap_or_else(|| {
        starts.pop();
        last
    })
}

/// Whether any of these steps leads to `step`.
fn reached(outs: &[Vec<Out<'_>>], mut from: Range<usize>, step: usize) -> bool {
    from.any(|at| outs[at].iter().any(|out| out.to == step))
}
