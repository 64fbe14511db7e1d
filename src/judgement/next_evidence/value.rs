//! What an answer is worth: the hours of wrong work now, less those that are left on average once it is known.
//! Every number is exact under the assumptions; none is drawn.

#[cfg(test)]
use super::chance::Chances;
use super::chance::{LEVELS, Way, given, levels};
use super::model::{Model, Variable};
use super::usual::wrong;
use super::{Possible, Unknown};
use crate::document::call::VerdictPath;
use crate::platform::ids::IntegrationId;

/// The unknowns of an integration with what each is worth.
pub(super) fn unknowns(integration: IntegrationId, model: Model) -> Vec<Unknown> {
    let now = loss(&model.work, &levels(&model.ways, &model.chances));
    let told = |(at, variable): (usize, &Variable)| {
        let after = model.after(at);
        let left: f64 = after.iter().map(|(chance, then)| chance * loss(&model.work, then)).sum();
        let answers = variable.answers.iter().zip(&after);
        Unknown {
            kind: variable.kind,
            integration,
            about: variable.about.clone(),
            question: variable.question.clone(),
            ask: variable.ask.clone(),
            costs: variable.hours,
            // Knowing more never costs hours; below nothing it is rounding.
            saves: (now - left).max(0.0),
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
pub(super) fn loss(work: &[f64; LEVELS], chances: &[f64; LEVELS]) -> f64 {
    let acted = |acted: usize| -> f64 {
        chances.iter().enumerate().map(|(right, chance)| chance * wrong(work, acted, right)).sum()
    };
    (0..LEVELS).map(acted).fold(f64::INFINITY, f64::min)
}

pub(super) fn likeliest(chances: &[f64; LEVELS]) -> usize {
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

impl Model {
    /// For each answer of an unknown its chance, and the chances of the verdicts after it.
    pub(super) fn after(&self, variable: usize) -> Vec<(f64, [f64; LEVELS])> {
        let answers = self.chances[variable].iter().enumerate();
        answers
            .map(|(answer, chance)| (*chance, levels(&self.given(variable, answer), &self.chances)))
            .collect()
    }

    /// The ways that are left once an unknown has an answer.
    pub(super) fn given(&self, variable: usize, answer: usize) -> Vec<Way> {
        let left = self.ways.iter().filter_map(|way| {
            let literals = given(&way.literals, variable, answer)?;
            Some(Way { level: way.level, literals })
        });
        left.collect()
    }
}

/// The chances of the verdicts by trying every combination of answers.
#[cfg(test)]
pub(super) fn brute(ways: &[Way], chances: &Chances) -> [f64; LEVELS] {
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
