//! The ways to a patch: mapping errors and nothing else beside failures of transport.
//! What may turn out to be one is told apart combination by combination.

use super::super::{Set, literal};
use super::Ways;
use crate::document::integrations::Availability;
use crate::document::samples::{Cause, Nature, PatternKey};
use crate::judgement::evidence::IntegrationFact;
use crate::judgement::next_evidence::chance::Literal;
use std::collections::BTreeSet;

/// Patterns up to which every combination of mapping errors is told apart; a document with more asks for a diagnosis first.
const MOST_COMBINED: usize = 6;

impl Ways<'_> {
    /// Mapping errors and nothing else beside transport: a patch where it can be changed and maintained.
    pub(super) fn mappings(&mut self) {
        let facts = self.facts;
        let (mut errors, mut may_be) = (BTreeSet::new(), Vec::new());
        let mut beside: Vec<Literal> = Vec::new();
        for (at, pattern) in facts.patterns.iter().enumerate() {
            let transport = pattern.cause.nature() == Nature::Transport;
            let mapping = pattern.cause == Cause::WrongMapping;
            match (pattern.confirmed > 0, self.find(Set::Real(at, true))) {
                (true, _) if pattern.cause == Cause::Unknown => {
                    let Some(variable) = self.variable(Set::Cause(at, Cause::WrongMapping)) else {
                        return;
                    };
                    may_be.push((variable, 0b1, pattern.key()));
                    // Mapping, replay and time-out leave nothing else beside transport.
                    beside.push(literal(variable, 0b111));
                }
                (true, _) if mapping => {
                    errors.insert(pattern.key());
                }
                (true, _) if !transport => return,
                (false, Some(real)) if mapping => may_be.push((real.variable, 0b1, pattern.key())),
                (false, Some(real)) if !transport => beside.push(literal(real.variable, 0b10)),
                _ => {}
            }
        }
        self.combined(&errors, &may_be, &beside);
    }

    fn variable(&self, set: Set) -> Option<usize> {
        self.find(set).map(|found| found.variable)
    }

    /// Each combination of patterns that may turn out to be mapping errors, as long as there is one.
    fn combined(
        &mut self,
        errors: &BTreeSet<PatternKey>,
        may_be: &[(usize, u32, PatternKey)],
        beside: &[Literal],
    ) {
        for chosen in 0..1_u32 << may_be.len().min(MOST_COMBINED) {
            let mut literals = beside.to_vec();
            let mut all = errors.clone();
            for (at, (variable, mapping, key)) in may_be.iter().take(MOST_COMBINED).enumerate() {
                let is = chosen & (1 << at) != 0;
                if is {
                    all.insert(*key);
                }
                let answers = if is { *mapping } else { !*mapping };
                literals.push(literal(*variable, answers));
            }
            if all.is_empty() {
                continue;
            }
            let literals = joined(literals);
            let Some(literals) = literals else { continue };
            self.demands.push(literals.clone());
            let many = all.len() > crate::judgement::findings::MOST_PATCHES;
            if let Some(able) = self.able() {
                let literals = literals.into_iter().chain(able).collect();
                self.way(if many { 2 } else { 1 }, literals);
            }
        }
    }

    /// The conditions on which it can be changed and maintained; `None` when it cannot.
    fn able(&self) -> Option<Vec<Literal>> {
        let asked = [
            (IntegrationFact::Code, self.facts.code),
            (IntegrationFact::Maintainable, self.facts.maintainable),
        ];
        let mut able = Vec::new();
        for (fact, at) in asked {
            match at {
                Availability::Yes => {}
                Availability::Unknown => able.push(self.find(Set::Fact(fact, Availability::Yes))?),
                Availability::No | Availability::DoesNotApply => return None,
            }
        }
        Some(able)
    }
}

/// The conditions with those on one unknown taken together; `None` when they exclude each other.
fn joined(literals: Vec<Literal>) -> Option<Vec<Literal>> {
    let mut joined: Vec<Literal> = Vec::new();
    for one in literals {
        match joined.iter_mut().find(|other| other.variable == one.variable) {
            Some(other) => other.answers &= one.answers,
            None => joined.push(one),
        }
    }
    // Six answers are the most that an unknown has.
    joined.iter().all(|one| one.answers & 0b11_1111 != 0).then_some(joined)
}
