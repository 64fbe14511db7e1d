//! The plan that a command line asks for: what is suggested from the exports, with what a person says instead.

use super::Args;
use super::values::{Ruled, Same, Two};
use crate::failure::Failure;
use faultline::engines::reconcile::{Pair, Plan, Rule, hold, suggest_paired};
use faultline::engines::tables::Export;

impl Args {
    /// The suggested plan, with everything that was asked for instead.
    pub(super) fn plan(
        &self,
        exports: [&Export; 2],
        threads: usize,
    ) -> Result<(Plan, Vec<String>), Failure> {
        let two = |Two(a, b): &Two| (a.clone(), b.clone());
        let keys: Vec<_> = self.key.iter().map(two).collect();
        let said: Vec<_> = self.pair.iter().map(two).collect();
        let mut plan = suggest_paired(exports, &keys, &said)?.plan;
        let named =
            |pair: &Pair, (a, b): &(String, String)| same_name(&pair.a, a) && same_name(&pair.b, b);
        let found = plan.keys.len() == keys.len()
            && plan.keys.iter().zip(&keys).all(|(pair, key)| named(pair, key));
        if !keys.is_empty() && !found {
            // They are not there; the plan says so when it is tried.
            plan.keys =
                keys.into_iter().map(|(a, b)| Pair { a, b, rule: Rule::default() }).collect();
        }
        let there = |pair: &(String, String)| plan.columns.iter().any(|found| named(found, pair));
        let absent: Vec<_> = said.into_iter().filter(|pair| !there(pair)).collect();
        for (a, b) in &absent {
            plan.columns.retain(|pair| !same_name(&pair.a, a) && !same_name(&pair.b, b));
            plan.columns.push(Pair {
                a: a.clone(),
                b: b.clone(),
                rule: Rule { trim: true, ..Rule::default() },
            });
        }
        plan.columns.retain(|pair| !self.without.iter().any(|name| same_name(&pair.a, name)));
        // What a person says is not held against the rows; columns that are not there are told when the plan is tried.
        let told = hold(exports, &mut plan, threads, |pair| self.speaks_of(pair))?;
        self.rules(&mut plan)?;
        let late = |said: &String| {
            plan.columns.iter().find(|pair| same_name(&pair.a, said)).map(|pair| pair.a.clone())
        };
        plan.late = self.late.as_ref().map(|said| late(said).unwrap_or_else(|| said.clone()));
        Ok((plan, told))
    }

    /// Whether a pair is compared as a person says, rather than as it is suggested.
    fn speaks_of(&self, pair: &Pair) -> bool {
        let named = |Ruled(column, _): &Ruled| column == "*" || same_name(&pair.a, column);
        self.exact || self.rule.iter().any(named)
    }

    fn rules(&self, plan: &mut Plan) -> Result<(), Failure> {
        if self.exact {
            plan.keys
                .iter_mut()
                .chain(&mut plan.columns)
                .for_each(|pair| pair.rule = Rule::default());
        }
        let (all, named): (Vec<&Ruled>, Vec<&Ruled>) =
            self.rule.iter().partition(|Ruled(column, _)| column == "*");
        for Ruled(_, rule) in all {
            plan.keys.iter_mut().chain(&mut plan.columns).for_each(|pair| pair.rule = rule.clone());
        }
        for Ruled(column, rule) in named {
            named_pair(plan, column)?.rule = rule.clone();
        }
        for Same(column, left, right) in &self.same {
            named_pair(plan, column)?.rule.same.push((left.clone(), right.clone()));
        }
        Ok(())
    }
}

fn named_pair<'a>(plan: &'a mut Plan, column: &str) -> Result<&'a mut Pair, Failure> {
    let mut pairs = plan.keys.iter_mut().chain(&mut plan.columns);
    let named = pairs.find(|pair| same_name(&pair.a, column));
    named.ok_or_else(|| format!("There is no column “{column}” to compare.").into())
}

/// Whether a person means a column, who may write its name in other capitals.
fn same_name(column: &str, said: &str) -> bool {
    column.to_lowercase() == said.to_lowercase()
}
