//! What an answer is worth: the hours of wrong work now, less those that are left on average once it is known.
//! Every number is exact under the assumptions; none is drawn.

#[cfg(test)]
use super::chance::{Chances, Way, given};
use super::chance::{LEVELS, Levels, outlook};
use super::model::{Model, Variable};
use super::usual::wrong;
use super::{Possible, Unknown};
use crate::document::call::VerdictPath;
use crate::platform::ids::IntegrationId;

/// What an answer is worth before it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Worth {
    /// Hours of wrong work that it saves on average.
    pub saves: f64,
    /// How much it tells of the verdict on average, in nats: it ranks what saves nothing on its own.
    pub informs: f64,
}

/// What an answer is worth that leaves these chances, where they are these now.
pub(super) fn worth(work: &Levels, now: &Levels, chances: &[f64], after: &[Levels]) -> Worth {
    let mean = |of: &dyn Fn(&Levels) -> f64| -> f64 {
        after.iter().zip(chances).map(|(then, chance)| chance * of(then)).sum()
    };
    let saves = loss(work, now) - mean(&|then| loss(work, then));
    let informs = doubt(now) - mean(&doubt);
    // Knowing more never costs hours; below a billionth it is rounding. Nothing has no sign.
    let exact = |value: f64| (value * 1e9).round().max(0.0) / 1e9 + 0.0;
    Worth { saves: exact(saves), informs: exact(informs) }
}

/// How open the verdict is (its entropy in nats).
fn doubt(chances: &Levels) -> f64 {
    chances.iter().filter(|chance| **chance > 0.0).map(|chance| -chance * chance.ln()).sum()
}

/// The unknowns of an integration with what each is worth.
pub(super) fn unknowns(integration: IntegrationId, model: &Model) -> Vec<Unknown> {
    let outlook = outlook(&model.ways, &model.chances);
    let told = |(at, variable): (usize, &Variable)| {
        let (chances, after) = (&model.chances[at], &outlook.after[at]);
        let Worth { saves, informs } = worth(&model.work, &outlook.now, chances, after);
        let answers = variable.answers.iter().zip(chances.iter().zip(after));
        Unknown {
            kind: variable.kind,
            integration,
            about: variable.about.clone(),
            question: variable.question.clone(),
            ask: variable.ask.clone(),
            costs: variable.hours,
            saves,
            informs,
            answers: answers
                .map(|(says, (chance, then))| Possible {
                    says: says.clone(),
                    chance: *chance,
                    then: path(likeliest(then)),
                })
                .collect(),
        }
    };
    model.variables.iter().enumerate().map(told).collect()
}

/// The hours that would be wrong on average when the verdict that costs least is acted on.
pub(super) fn loss(work: &Levels, chances: &Levels) -> f64 {
    let acted = |acted: usize| -> f64 {
        chances.iter().enumerate().map(|(right, chance)| chance * wrong(work, acted, right)).sum()
    };
    (0..LEVELS).map(acted).fold(f64::INFINITY, f64::min)
}

pub(super) fn likeliest(chances: &Levels) -> usize {
    let best = (0..LEVELS).max_by(|a, b| chances[*a].total_cmp(&chances[*b]));
    best.unwrap_or(0)
}

fn path(level: usize) -> Option<VerdictPath> {
    match level {
        0 => None,
        1 => Some(VerdictPath::Patch),
        2 => Some(VerdictPath::Stabilise),
        _ => Some(VerdictPath::Rebuild),
    }
}

/// The ways that are left once an unknown has an answer.
#[cfg(test)]
pub(super) fn left(ways: &[Way], variable: usize, answer: usize) -> Vec<Way> {
    let left = ways.iter().filter_map(|way| {
        let literals = given(&way.literals, variable, answer)?;
        Some(Way { level: way.level, literals })
    });
    left.collect()
}

/// The chances of the verdicts by trying every combination of answers.
#[cfg(test)]
pub(super) fn brute(ways: &[Way], chances: &Chances) -> Levels {
    let mut found = [0.0; LEVELS];
    let mut answers = vec![0_usize; chances.len()];
    loop {
        let chance: f64 = answers.iter().zip(chances).map(|(at, of)| of[*at]).product();
        let holds = |way: &&Way| {
            way.literals.iter().all(|one| one.answers & (1 << answers[one.variable]) != 0)
        };
        found[ways.iter().filter(holds).map(|way| way.level).max().unwrap_or(0)] += chance;
        let Some(next) = (0..answers.len()).find(|at| answers[*at] + 1 < chances[*at].len()) else {
            return found;
        };
        answers[next] += 1;
        answers[..next].fill(0);
    }
}
