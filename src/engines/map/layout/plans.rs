//! Chooses the order of the lanes and the plan of the ranks with which least crosses, as far as a quick look can tell.
//! Where flows cross, plans near the best one are tried until nothing crosses, none is better or the steps are used up.

use super::Input;
use super::crossings::crossed;
use super::cycles::{acyclic, back_edges, weight};
use super::items::{Layers, Plan, known, lane};
use super::ordering::{Effort, Orderer};

/// Nodes up to which other plans are looked at.
const SMALL: usize = 160;
/// Nodes up to which a drawing is to be there at once.
const LITTLE: usize = 42;
/// Steps of all searches for a map of little, well below a millisecond; the last, whole search takes its share of them.
const STEPS: usize = 1_600;
/// The same where there is more, unless so many edges that no plan saves much: some milliseconds.
const MORE_STEPS: usize = 16_000;
/// How often the cost of the first look the whole search may take, with all that is drawn after it.
const WHOLE: usize = 10;
/// Ranks by which an edge may be made longer.
const LONGER: i32 = 2;
/// Edges that are checked for a cycle in one step.
const CHECKED: usize = 8;

/// A plan that was looked at.
struct Found {
    /// Crossings, then edges that lead back, then edges to other lanes that do not lead straight up or down.
    cost: (u64, usize, usize),
    /// Which of the inputs; each has another order of the lanes.
    input: usize,
    plan: Plan,
    /// Whether each edge crosses another.
    crossed: Vec<bool>,
}

/// Looks for the best plan.
struct Finder<'i> {
    inputs: &'i [Input],
    orderer: Orderer,
    best: Found,
    /// The steps that are left.
    left: usize,
}

/// The first of the inputs, and of the plans for it, with the fewest crossings as far as a quick look can tell.
pub fn chosen(inputs: &[Input]) -> (usize, Plan) {
    let usual = Plan::usual(&inputs[0]);
    let small = inputs[0].nodes.len() <= SMALL;
    if inputs.len() == 1 && !small {
        return (0, usual);
    }
    let cost = (u64::MAX, 0, 0);
    let best = Found { cost, input: 0, plan: usual.clone(), crossed: Vec::new() };
    let mut finder = Finder { inputs, orderer: Orderer::default(), best, left: usize::MAX };
    for input in 0..inputs.len() {
        finder.consider(input, usual.clone());
    }
    if small {
        finder.turn_less(&usual);
        finder.drop_others();
        finder.improve();
    }
    (finder.best.input, finder.best.plan)
}

impl Finder<'_> {
    /// Looks at a plan, if there are steps left for it; says whether it is better.
    fn consider(&mut self, input: usize, plan: Plan) -> bool {
        if self.left == 0 {
            return false;
        }
        let layers = Layers::new(&self.inputs[input], &plan);
        let found = self.orderer.search(&layers, Effort::Quick);
        if self.left == usize::MAX {
            let Input { nodes, edges, .. } = &self.inputs[input];
            let (nodes, is_dense) = (nodes.len(), 3 * edges.len() > 4 * nodes.len());
            let little = nodes <= LITTLE || is_dense;
            let steps = if little { STEPS } else { MORE_STEPS };
            self.left = steps.saturating_sub(WHOLE * found.steps);
        }
        self.left = self.left.saturating_sub(found.steps);
        let back = turned(&self.inputs[0], &plan.back);
        let cost = (found.crossings, back, level(&layers));
        let better = cost < self.best.cost;
        if better {
            let crossed = crossed(&layers, &found.net);
            // What was barred once is not tried again with each plan that follows from this one.
            let plan = Plan { barred: layers.barred, ..plan };
            self.best = Found { cost, input, plan, crossed };
        }
        better
    }

    /// Looks at the plan in which fewest edges lead back.
    fn turn_less(&mut self, usual: &Plan) {
        let count = |back: &[bool]| turned(&self.inputs[0], back);
        if count(&usual.back) > 0 {
            let back = back_edges(&self.inputs[0], true);
            if count(&back) < count(&usual.back) {
                self.consider(self.best.input, Plan { back, ..usual.clone() });
            }
        }
    }

    /// Looks at plans with other straight flows up and down, and at the one without.
    fn drop_others(&mut self) {
        let (input, edges) = (self.best.input, self.inputs[0].edges.len());
        let plan = Plan { barred: vec![false; edges], ..self.best.plan.clone() };
        if self.best.cost.2 > 0 {
            self.consider(input, Plan { late: true, ..plan.clone() });
        }
        if self.best.cost.0 > 0 && self.inputs[0].lanes.len() > 1 {
            self.consider(input, Plan { barred: vec![true; edges], ..plan });
        }
    }

    /// Takes plans near the best one for as long as one of them is better.
    fn improve(&mut self) {
        let mut moved = true;
        while moved && self.best.cost.0 > 0 {
            let near = nearness(&self.inputs[0], &self.best.crossed);
            moved = self.lengthen(&near) || self.exchange(&near);
        }
    }

    /// Makes one edge longer, so that what follows stands further right; those that meet most crossings come first.
    fn lengthen(&mut self, near: &[u8]) -> bool {
        let by_nearness = (1..=4).rev().flat_map(|wanted| {
            near.iter().enumerate().filter(move |(_, near)| **near == wanted).map(|(edge, _)| edge)
        });
        for edge in by_nearness {
            let plan = &self.best.plan;
            if plan.longer[edge] < LONGER && !plan.back[edge] {
                let mut plan = plan.clone();
                plan.longer[edge] += 1;
                if self.consider(self.best.input, plan) {
                    return true;
                }
            }
        }
        false
    }

    /// Lets another edge lead back in place of one that does.
    fn exchange(&mut self, near: &[u8]) -> bool {
        let edges = &self.inputs[0].edges;
        let leads_on = |edge: usize| edges[edge].from != edges[edge].to;
        for old in (0..edges.len()).filter(|&edge| leads_on(edge)) {
            for new in (0..edges.len()).filter(|&edge| near[edge] > 0) {
                let back = &self.best.plan.back;
                if !back[old] || back[new] || self.left == 0 {
                    continue;
                }
                let mut plan = self.best.plan.clone();
                plan.back.swap(old, new);
                self.left = self.left.saturating_sub(edges.len() / CHECKED);
                if acyclic(&self.inputs[0], &plan.back) && self.consider(self.best.input, plan) {
                    return true;
                }
            }
        }
        false
    }
}

/// How much leads back.
fn turned(input: &Input, back: &[bool]) -> usize {
    let turned = input.edges.iter().zip(back).filter(|(edge, back)| **back && known(input, edge));
    turned.map(|(edge, _)| usize::from(weight(input, edge))).sum()
}

/// How many edges lead to another lane, but not straight up or down.
fn level(layers: &Layers<'_>) -> usize {
    let lanes =
        |edge: &super::Edge| [edge.from, edge.to].map(|node| lane(layers.input, node as usize));
    let edges = layers.input.edges.iter().zip(&layers.chains);
    let across = edges
        .filter(|(edge, chain)| !chain.unknown && !chain.drop && lanes(edge)[0] != lanes(edge)[1]);
    across.count()
}

/// In how many ways each edge meets edges that cross others: at either end those that leave there or arrive.
fn nearness(input: &Input, crossed: &[bool]) -> Vec<u8> {
    let mut meets = vec![[false; 2]; input.nodes.len()];
    for (edge, _) in input.edges.iter().zip(crossed).filter(|(_, crossed)| **crossed) {
        meets[edge.from as usize][0] = true;
        meets[edge.to as usize][1] = true;
    }
    let near = |edge: &super::Edge| {
        let ends = [edge.from, edge.to].map(|node| meets[node as usize]);
        ends.as_flattened().iter().map(|meets| u8::from(*meets)).sum()
    };
    let edges = input.edges.iter();
    edges
        .map(|edge| if known(input, edge) && edge.from != edge.to { near(edge) } else { 0 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::invariants::cases::{Random, process};
    use super::*;

    #[test]
    fn the_chosen_plan_never_crosses_more_than_the_usual_one_and_mostly_less() {
        let crossings = |input: &Input, plan: &Plan| {
            Orderer::default().search(&Layers::new(input, plan), Effort::Quick).crossings
        };
        let (mut usual, mut chosen) = (0, 0);
        for seed in 0..60 {
            let mut input = process(seed, 8 + Random(seed).below(20), 0);
            for at in 0..4 {
                input.edges[at].to = Random(seed + 9).below(8);
            }
            let before = crossings(&input, &Plan::usual(&input));
            let after = crossings(&input, &super::chosen(std::slice::from_ref(&input)).1);
            assert!(after <= before, "{after} crossings instead of {before} with seed {seed}");
            (usual, chosen) = (usual + before, chosen + after);
        }
        assert!(chosen * 2 < usual, "{chosen} crossings instead of {usual}");
    }
}
