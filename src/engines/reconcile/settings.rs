//! What a person confirmed of a comparison: the plan, and which field of the source-of-truth matrix each pair holds.
//! It is kept as a whole and used again for a newer pair of exports.

use crate::engines::reconcile::{Kind, Rule};
use crate::engines::reconcile::{NoPlan, Pair, Plan};
use crate::platform::ids::FieldId;
use serde::{Deserialize, Serialize};

/// Most values of one column that are said to mean the same.
const SAME: usize = 200;
/// Longest value among them, in characters.
const SAME_LONGEST: usize = 200;

/// What a person confirmed of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// What is compared with what.
    pub plan: Plan,
    /// The field of the matrix that each pair holds, the key's pairs first; none where nobody said.
    #[serde(default)]
    pub fields: Vec<Option<FieldId>>,
}

/// Settings that cannot be used, with what to change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsettled {
    /// The plan does not fit the exports.
    #[error(transparent)]
    Plan(#[from] NoPlan),
    /// Nothing but the key would be compared.
    #[error("Choose at least one column to compare beside the key.")]
    NothingToCompare,
    /// One side of a pair is compared twice.
    #[error("“{0}” is compared with two columns. Leave one out.")]
    Twice(String),
    /// A tolerance where nothing can be near.
    #[error(
        "“{0}” has a tolerance, but is compared as text. Compare it as a number or a date, or leave the tolerance empty."
    )]
    Tolerance(String),
    /// A tolerance on a key.
    #[error("“{0}” is part of the key, which is the same or not: leave its tolerance empty.")]
    KeyTolerance(String),
    /// Too many values that mean the same.
    #[error(
        "“{0}” has too many values that mean the same: at most 200, of at most 200 characters."
    )]
    TooMany(String),
}

impl Settings {
    /// The field of the matrix that one of the compared columns holds.
    #[must_use]
    pub fn field(&self, column: usize) -> Option<FieldId> {
        self.fields.get(self.plan.keys.len() + column).copied().flatten()
    }

    /// The field of the matrix that the key holds: it says which side records are made on.
    #[must_use]
    pub fn key_field(&self) -> Option<FieldId> {
        self.fields.iter().take(self.plan.keys.len()).copied().flatten().next()
    }

    /// Everything that keeps these settings from being used with exports that have these columns.
    #[must_use]
    pub fn problems(&self, names: [&str; 2], headers: [&[String]; 2]) -> Vec<Unsettled> {
        let Plan { keys, columns, late } = &self.plan;
        let mut problems = Vec::new();
        if keys.is_empty() {
            problems.push(NoPlan::NoKey.into());
        }
        if columns.is_empty() {
            problems.push(Unsettled::NothingToCompare);
        }
        for pair in self.plan.pairs() {
            for (side, column) in [(0, &pair.a), (1, &pair.b)] {
                if !headers[side].contains(column) {
                    let columns = headers[side].join(", ");
                    let (export, column) = (names[side].to_owned(), column.clone());
                    problems.push(NoPlan::NoColumn { export, column, columns }.into());
                }
            }
            let uses = self.plan.pairs().filter(|other| other.b == pair.b).count();
            let twice = Unsettled::Twice(pair.b.clone());
            if uses > 1 && !problems.contains(&twice) {
                problems.push(twice);
            }
            problems.extend(rule_problem(pair, keys.contains(pair)));
        }
        let is_date = |pair: &&Pair| matches!(pair.rule.kind, Kind::Date | Kind::Day);
        if let Some(late) = late
            && !columns.iter().filter(is_date).any(|pair| pair.a == *late)
        {
            problems.push(NoPlan::NoDate(late.clone()).into());
        }
        problems
    }
}

fn rule_problem(Pair { a, rule, .. }: &Pair, is_key: bool) -> Option<Unsettled> {
    let long = |text: &String| text.chars().count() > SAME_LONGEST;
    let Rule { within, kind, same, .. } = rule;
    match () {
        () if within.is_some() && is_key => Some(Unsettled::KeyTolerance(a.clone())),
        () if within.is_some() && *kind == Kind::Text => Some(Unsettled::Tolerance(a.clone())),
        () if same.len() > SAME || same.iter().any(|(a, b)| long(a) || long(b)) => {
            Some(Unsettled::TooMany(a.clone()))
        }
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(keys: &[&str], columns: &[(&str, &str)], late: Option<&str>) -> Settings {
        let pair = |name: &str, rule: &str| Pair {
            a: name.into(),
            b: name.into(),
            rule: rule.parse().unwrap(),
        };
        let keys = keys.iter().map(|name| pair(name, "exact")).collect();
        let columns = columns.iter().map(|(name, rule)| pair(name, rule)).collect();
        let plan = Plan { keys, columns, late: late.map(str::to_owned) };
        Settings { plan, fields: Vec::new() }
    }

    fn told(settings: &Settings) -> Vec<String> {
        let header = ["id".to_owned(), "total".to_owned(), "at".to_owned()];
        let problems = settings.problems(["Shop", "ERP"], [&header, &header]);
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn sound_settings_have_no_problems() {
        let sound =
            settings(&["id"], &[("total", "number,within=0.01"), ("at", "date")], Some("at"));
        assert_eq!(told(&sound), Vec::<String>::new());
    }

    #[test]
    fn what_keeps_settings_from_being_used_says_what_to_change() {
        let told =
            told(&settings(&[], &[("nowhere", "exact"), ("total", "within=1")], Some("total")));
        assert_eq!(told.len(), 5, "{told:?}");
        assert!(told[0].starts_with("Name a key"), "{told:?}");
        assert!(told[1].starts_with("Shop has no column “nowhere”"), "{told:?}");
        assert!(told[3].contains("has a tolerance, but is compared as text"), "{told:?}");
        assert!(told[4].contains("cannot say what is late"), "{told:?}");
    }
}
