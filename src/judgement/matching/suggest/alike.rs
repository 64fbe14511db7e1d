//! How alike two steps are: by the words of their names, their kind, their lane and what stands around them.
//! Ids are never looked at: two people who draw the same process share none.

use super::Pair;
use crate::engines::map::names::{distance, key};
use crate::engines::map::{Lane, Map, Step};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::StepId;
use crate::platform::wording::inside;
use std::collections::{BTreeSet, HashMap};

/// What each likeness counts for; together 1.
const NAME: f64 = 0.6;
const LANE: f64 = 0.14;
const KIND: f64 = 0.1;
const AROUND: f64 = 0.16;

/// Words that say nothing of what a step does.
const EMPTY: &[&str] = &[
    "the", "a", "an", "of", "to", "in", "into", "for", "and", "or", "is", "are", "with", "from",
    "on", "at", "by", "it", "that", "this", "as", "be", "was",
];

/// Two maps, read once.
pub struct Words<'m> {
    intended: Side<'m>,
    actual: Side<'m>,
    /// Likeness of names, row by row.
    names: Vec<Vec<f64>>,
    pairs: HashMap<usize, usize>,
}

struct Side<'m> {
    map: &'m Map,
    words: Vec<BTreeSet<String>>,
    around: Vec<[Vec<usize>; 2]>,
}

impl<'m> Side<'m> {
    fn new(map: &'m Map) -> Self {
        let at: HashMap<StepId, usize> =
            map.steps.iter().enumerate().map(|(at, step)| (step.id, at)).collect();
        let mut around = vec![[Vec::new(), Vec::new()]; map.steps.len()];
        for flow in &map.flows {
            if let (Some(&from), Some(&to)) = (at.get(&flow.from), at.get(&flow.to))
                && from != to
            {
                around[from][1].push(to);
                around[to][0].push(from);
            }
        }
        let words = map.steps.iter().map(|step| words(&step.name)).collect();
        Self { map, words, around }
    }

    fn lane(&self, at: usize) -> Option<&Lane> {
        self.map.lane(self.map.steps[at].lane)
    }

    fn step(&self, at: usize) -> &'m Step {
        &self.map.steps[at]
    }
}

impl<'m> Words<'m> {
    /// Reads both maps; `pairs` are those that are known already.
    pub fn new(intended: &'m Map, actual: &'m Map, pairs: &[Pair]) -> Self {
        let (left, right) = (Side::new(intended), Side::new(actual));
        let place = |map: &Map, id| map.steps.iter().position(|step| step.id == id);
        let known = pairs.iter().filter_map(|pair| {
            Some((place(intended, pair.intended)?, place(actual, pair.actual)?))
        });
        let pairs = known.collect();
        let row = |a: usize| {
            let of = |b| name(left.step(a), right.step(b), &left.words[a], &right.words[b]);
            (0..right.words.len()).map(of).collect()
        };
        let names = (0..left.words.len()).map(row).collect();
        Self { intended: left, actual: right, names, pairs }
    }

    /// How alike an intended and an actual step are, from 0 to 1.
    pub fn score(&self, a: usize, b: usize) -> f64 {
        let lane = same_lane(self.intended.lane(a), self.actual.lane(b));
        let (one, other) = (self.intended.step(a).kind, self.actual.step(b).kind);
        let kind = if one == other {
            1.0
        } else if one.is_manual() && other.is_manual() {
            0.5
        } else {
            0.0
        };
        let sides: Vec<_> = [0, 1].into_iter().filter_map(|of| self.beside(a, b, of)).collect();
        let count = f64::from(u32::try_from(sides.len()).unwrap_or(1));
        // Two steps that stand alone have that in common.
        let around = if sides.is_empty() {
            1.0
        } else {
            sides.iter().map(|(near, _)| near).sum::<f64>() / count
        };
        let score =
            NAME * self.names[a][b] + LANE * f64::from(lane) + KIND * kind + AROUND * around;
        score.min(1.0)
    }

    /// Why they may be the same: each reason a short clause.
    pub fn reasons(&self, a: usize, b: usize) -> Vec<String> {
        let (one, other) = (self.intended.step(a), self.actual.step(b));
        let mut reasons: Vec<String> = self.why_name(a, b).into_iter().collect();
        if same_lane(self.intended.lane(a), self.actual.lane(b)) {
            let named = self.actual.lane(b).map(|lane| lane.name.as_str()).unwrap_or_default();
            reasons.push(format!("both in “{named}”"));
        }
        if one.kind == other.kind {
            reasons.push(format!("both {}", with_article(&inside(one.kind.label()))));
        }
        let told = |(of, word): (usize, &str)| {
            let (near, at) = self.beside(a, b, of)?;
            (near >= 0.8).then(|| Some(format!("{word} “{}”", self.actual.step(at?).name)))?
        };
        let around: Vec<_> = [(0, "after"), (1, "before")].into_iter().filter_map(told).collect();
        if !around.is_empty() {
            reasons.push(format!("both {}", around.join(" and ")));
        }
        reasons
    }

    fn why_name(&self, a: usize, b: usize) -> Option<String> {
        let shared: Vec<_> = self.intended.words[a]
            .intersection(&self.actual.words[b])
            .map(String::as_str)
            .collect();
        if key(&self.intended.step(a).name) == key(&self.actual.step(b).name) {
            Some("the names are the same".into())
        } else if !shared.is_empty() {
            let said = self.actual.step(b).name.split(|c: char| !c.is_alphanumeric());
            let said: Vec<_> = said.filter(|word| shared.contains(&stem(&key(word)))).collect();
            Some(format!("the names share “{}”", said.join("”, “")))
        } else {
            (self.names[a][b] >= 0.5).then(|| "the names are spelt alike".into())
        }
    }

    /// How alike the likest steps before (0) or after (1) are, and which that is; `None` when there are none.
    fn beside(&self, a: usize, b: usize, of: usize) -> Option<(f64, Option<usize>)> {
        let (left, right) = (&self.intended.around[a][of], &self.actual.around[b][of]);
        if left.is_empty() && right.is_empty() {
            return None;
        }
        let pairs = left.iter().flat_map(|l| right.iter().map(move |r| (*l, *r)));
        let best = pairs.map(|(l, r)| (self.near(l, r), Some(r)));
        Some(best.max_by(|x, y| x.0.total_cmp(&y.0)).unwrap_or((0.0, None)))
    }

    /// A pair that is known is as near as can be.
    fn near(&self, a: usize, b: usize) -> f64 {
        match self.pairs.get(&a) {
            Some(known) => f64::from(*known == b),
            None => self.names[a][b],
        }
    }
}

fn same_lane(a: Option<&Lane>, b: Option<&Lane>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    match (a.system, b.system) {
        (Some(a), Some(b)) => a == b,
        _ => key(&a.name) == key(&b.name),
    }
}

/// The share of words that two names have in common, or how alike their letters are, whichever is more.
fn name(a: &Step, b: &Step, left: &BTreeSet<String>, right: &BTreeSet<String>) -> f64 {
    if key(&a.name) == key(&b.name) {
        return 1.0;
    }
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let shared = number(left.intersection(right).count());
    let all = number(left.len() + right.len());
    let words = if all > 0.0 { 2.0 * shared / all } else { 0.0 };
    if words >= 0.6 {
        return 0.98 * words;
    }
    let longest = a.name.chars().count().max(b.name.chars().count());
    // Long names of little in common need not be compared letter by letter.
    if shared == 0.0 && longest > 40 {
        return 0.0;
    }
    let letters = 1.0 - number(distance(&a.name, &b.name)) / number(longest.max(1));
    // Half the letters agree by chance.
    (0.98 * words).max(((letters - 0.5) * 2.0 * 0.9).max(0.0))
}

fn with_article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {kind}")
}

/// The words of a name that say something, without their endings.
fn words(name: &str) -> BTreeSet<String> {
    let lower = key(name);
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !EMPTY.contains(word)).map(|word| stem(word).to_owned()).collect()
}

/// A word without the ending that tense and number give it.
fn stem(word: &str) -> &str {
    let long_enough = |rest: &&str| rest.chars().count() >= 3;
    let endings = ["ations", "ation", "ings", "ing", "ies", "ied", "es", "ed", "s", "e", "y"];
    endings.iter().find_map(|end| word.strip_suffix(end).filter(long_enough)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tense_and_number_do_not_tell_words_apart() {
        assert_eq!(words("Creates the orders"), words("Create order"));
        assert_eq!(words("Picking goods"), words("Picks goods"));
        assert_ne!(words("Pick goods"), words("Pack goods"));
    }
}
