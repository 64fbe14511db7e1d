//! What the differences themselves suggest: values that may mean the same, and keys that would match without what one
//! system puts around them. It is offered with counts and examples; nothing of it changes what was found.

use super::failed::Failed;
use super::normal::Normal;
use super::rule::Transform;
use super::suggest::{Met, SameValues, few_values};
use crate::engines::reconcile::Plan;
use crate::engines::reconcile::{Difference, Side};
use crate::engines::reconcile::{Kind, Rule};
use crate::engines::tables::Export;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Most keys of either export, of those that only it has, that are held against each other.
const KEYS: usize = 100_000;
/// Keys that tell what all of them begin and end with.
const LOOK: usize = 1_000;
/// Most suggestions for a key.
const MOST: usize = 3;

/// A rule under which more keys would match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRule {
    /// Which of the key's columns.
    pub column: usize,
    /// What would be added to its rule, such as `zeros` or `strip=#`.
    pub rule: String,
    /// How many records of either export would be found in the other.
    pub matches: u64,
    /// Of so many that were looked at: the smaller side's.
    pub of: u64,
    /// A key of either export that would be one.
    pub example: [String; 2],
}

/// What differences suggest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hints {
    /// Values that may mean the same, with the compared column they are in.
    pub values: Vec<(usize, SameValues)>,
    /// Rules under which more keys would match, the gentlest first.
    pub keys: Vec<KeyRule>,
}

/// Collects what differences show.
pub struct Collector {
    met: Vec<Option<Met>>,
    keys: [Vec<Vec<String>>; 2],
}

impl Collector {
    /// For differences under this plan.
    pub fn new(plan: &Plan) -> Self {
        let text = |rule: &Rule| (rule.kind == Kind::Text).then(Met::default);
        let met = plan.columns.iter().map(|pair| text(&pair.rule)).collect();
        Self { met, keys: [Vec::new(), Vec::new()] }
    }

    /// Takes a difference in.
    pub fn note(&mut self, difference: &Difference) {
        match difference {
            Difference::Changed { key, cells, .. } => {
                for cell in cells {
                    if let (Some(met), [a], [b]) =
                        (&mut self.met[cell.column], cell.a.as_slice(), cell.b.as_slice())
                    {
                        met.note(a.trim(), b.trim(), || key.join(" / "));
                    }
                }
            }
            Difference::Only { side, key, .. } if self.keys[*side as usize].len() < KEYS => {
                self.keys[*side as usize].push(key.clone());
            }
            _ => {}
        }
    }

    /// What was suggested.
    ///
    /// # Errors
    /// When the beginning of an export cannot be read.
    pub fn finish(self, [a, b]: [&Export; 2], plan: &Plan) -> Result<Hints, Failed> {
        let mut values = Vec::new();
        if self.met.iter().flatten().any(|met| !met.is_empty()) {
            let names = |side: Side| {
                plan.columns.iter().map(move |pair| if side == Side::A { &pair.a } else { &pair.b })
            };
            let (few_a, few_b) = (few_values(a, names(Side::A))?, few_values(b, names(Side::B))?);
            for (column, ((met, a), b)) in self.met.into_iter().zip(few_a).zip(few_b).enumerate() {
                let found = met.map(|met| met.suggestions(a, b)).unwrap_or_default();
                values.extend(found.into_iter().map(|same| (column, same)));
            }
        }
        Ok(Hints { values, keys: key_rules(&self.keys, plan) })
    }
}

/// Rules under which more of the keys that only one side has would match: for each side, the parts of every key.
pub(super) fn key_rules(keys: &[Vec<Vec<String>>; 2], plan: &Plan) -> Vec<KeyRule> {
    let of = keys[0].len().min(keys[1].len()) as u64;
    let mut found: Vec<KeyRule> = Vec::new();
    for column in 0..plan.keys.len() {
        let mut most = 0;
        for rule in candidates(keys, column) {
            let (matches, example) = matching(keys, plan, column, &rule);
            // A harsher rule is worth a word only when more would match.
            if matches > most && matches * 20 >= of && found.len() < MOST {
                most = matches;
                found.push(KeyRule { column, rule, matches, of, example });
            }
        }
    }
    found
}

/// What could be left out of a key, the gentlest first.
fn candidates(keys: &[Vec<Vec<String>>; 2], column: usize) -> Vec<String> {
    let around = keys.iter().flat_map(|keys| {
        let texts: Vec<&str> = keys.iter().take(LOOK).map(|key| key[column].trim()).collect();
        let reversed: Vec<String> = texts.iter().map(|text| text.chars().rev().collect()).collect();
        let end = common(&reversed.iter().map(String::as_str).collect::<Vec<_>>());
        [common(&texts), end.chars().rev().collect()]
    });
    let mut rules = ["case", "whole", "zeros"].map(str::to_owned).to_vec();
    for text in around.filter(|text| !text.is_empty()) {
        let strip = Transform::Strip(text).to_string();
        if !rules.contains(&strip) {
            rules.push(strip);
        }
    }
    rules.extend(["letters", "digits"].map(str::to_owned));
    rules
}

/// What all texts begin with, up to the first digit.
fn common(texts: &[&str]) -> String {
    let Some(first) = texts.first().filter(|_| texts.len() > 1) else { return String::new() };
    let begin: String = first.chars().take_while(|letter| !letter.is_ascii_digit()).collect();
    let mut length = begin.chars().count();
    for text in texts {
        length = length
            .min(begin.chars().zip(text.chars()).take_while(|(left, right)| left == right).count());
    }
    begin.chars().take(length).collect()
}

/// How many keys of either side would be one, and no third with them; and two of them.
fn matching(
    keys: &[Vec<Vec<String>>; 2],
    plan: &Plan,
    column: usize,
    rule: &str,
) -> (u64, [String; 2]) {
    let mut rules: Vec<Rule> = plan.keys.iter().map(|pair| pair.rule.clone()).collect();
    rules[column].allow(rule);
    // Under each key, for either side: how many have it, and which was the last.
    let mut met: HashMap<Vec<u8>, [(usize, usize); 2]> =
        HashMap::with_capacity(keys[0].len() + keys[1].len());
    let mut bytes = Vec::new();
    for (side, keys) in keys.iter().enumerate() {
        let format = |rule: &Rule| if side == 0 { rule.a } else { rule.b };
        let normals: Vec<Normal> =
            rules.iter().map(|rule| Normal::new(rule, format(rule))).collect();
        for (at, key) in keys.iter().enumerate() {
            bytes.clear();
            normals
                .iter()
                .zip(key)
                .for_each(|(normal, part)| normal.append(part.as_bytes(), &mut bytes));
            let (count, last) = &mut met.entry(bytes.clone()).or_default()[side];
            (*count, *last) = (*count + 1, at);
        }
    }
    let pairs = met.values().filter_map(|sides| match sides {
        [(1, a), (1, b)] => Some((*a, *b)),
        _ => None,
    });
    let (mut count, mut first) = (0, None);
    for pair in pairs {
        count += 1;
        first = Some(first.map_or(pair, |known: (usize, usize)| known.min(pair)));
    }
    let shown = |(a, b): (usize, usize)| [keys[0][a].join(" / "), keys[1][b].join(" / ")];
    (count, first.map(shown).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested(a: &[&str], b: &[&str]) -> Vec<(String, u64, u64)> {
        let keys =
            [a, b].map(|side| side.iter().map(|key| vec![(*key).to_owned()]).collect::<Vec<_>>());
        let pair = crate::engines::reconcile::Pair {
            a: "id".into(),
            b: "id".into(),
            rule: "trim".parse().unwrap(),
        };
        let plan = Plan { keys: vec![pair], ..Plan::default() };
        key_rules(&keys, &plan).into_iter().map(|it| (it.rule, it.matches, it.of)).collect()
    }

    #[test]
    fn the_gentlest_rule_under_which_keys_match_is_offered_with_its_count() {
        assert_eq!(
            suggested(&["#10000", "#10001"], &["10000", "10001", "7"]),
            [("strip=#".into(), 2, 2)]
        );
        assert_eq!(suggested(&["0071", "0072"], &["71", "72"]), [("zeros".into(), 2, 2)]);
        assert_eq!(suggested(&["ab", "cd"], &["AB", "x"]), [("case".into(), 1, 2)]);
        assert_eq!(suggested(&["10-DE", "11-DE"], &["10", "11"]), [("strip=-DE".into(), 2, 2)]);
        assert_eq!(suggested(&["A-1/x", "B-2/y"], &["1", "2"]), [("digits".into(), 2, 2)]);
        assert_eq!(suggested(&["x", "y"], &["1", "2"]), []);
    }

    #[test]
    fn keys_of_which_two_would_become_one_are_not_counted() {
        assert_eq!(suggested(&["007", "07"], &["7"]), []);
    }
}
