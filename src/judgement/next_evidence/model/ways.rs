//! The ways in which unknowns establish findings, one for each set of answers that suffices.
//! What is known already stands as a way without conditions.

use super::{DIAGNOSES, Set, Variable, as_confirmed, level, literal};
use crate::document::controls::{Control, ControlState, Family};
use crate::document::integrations::{Availability, Criticality};
use crate::document::samples::{Cause, Pattern};
use crate::judgement::evidence::IntegrationFact;
use crate::judgement::findings::{Facts, FindingKind, established, rules};
use crate::judgement::next_evidence::chance::{Literal, Way};

mod mappings;

/// The controls that a confirmed pattern of this cause is answered by, as findings count them.
pub(super) fn turns_on(facts: &Facts, pattern: &Pattern) -> Vec<Control> {
    let mut controls: Vec<Control> = demanding(facts, pattern);
    if is_changing(facts, pattern) {
        controls.push(Control::ContractChange);
    }
    if rules::is_unseen(pattern) && !rules::is_over(facts, pattern, &rules::ALERTS) {
        controls.extend(rules::ALERTS);
    }
    controls
}

/// Whether the other side changed, and still does.
fn is_changing(facts: &Facts, pattern: &Pattern) -> bool {
    rules::is_changed(facts, pattern) && !rules::is_over(facts, pattern, &rules::AGREED)
}

/// Those of them whose lack asks for a change of the integration.
fn demanding(facts: &Facts, pattern: &Pattern) -> Vec<Control> {
    let goes_on = |controls: &[Control]| !rules::is_over(facts, pattern, controls);
    let mut controls = Vec::new();
    if rules::is_posted_twice(pattern) && goes_on(&rules::ONCE) {
        controls.extend(rules::ONCE);
    }
    let handling: Vec<Control> = rules::handling(pattern).collect();
    if rules::is_unhandled(pattern) && goes_on(&handling) {
        controls.extend(handling);
    }
    if is_changing(facts, pattern) {
        controls.push(Control::VersionPinned);
    }
    let blamed: Vec<Control> = rules::blamed(pattern).collect();
    if goes_on(&blamed) {
        controls.extend(blamed);
    }
    controls
}

/// The controls that decide whether it is a single point of failure, where that is open.
pub(super) fn bridges(facts: &Facts) -> Vec<Control> {
    let open = facts.criticality == Criticality::Critical
        && !rules::BRIDGES.iter().any(|control| facts.has(*control));
    let shown = facts.only_way.is_some() || facts.confirmed().any(rules::is_outage);
    if open && shown { rules::BRIDGES.to_vec() } else { Vec::new() }
}

struct Ways<'a> {
    facts: &'a Facts,
    variables: &'a [Variable],
    ways: Vec<Way>,
    /// The sets of answers that ask for a change of the integration.
    demands: Vec<Vec<Literal>>,
}

/// All ways of an integration.
pub(super) fn of(facts: &Facts, variables: &[Variable]) -> Vec<Way> {
    let mut all = Ways { facts, variables, ways: Vec::new(), demands: Vec::new() };
    if facts.needed == Availability::No {
        return all.ways;
    }
    all.known();
    all.visibility();
    all.bridged();
    all.patterns();
    all.judged();
    all.mappings();
    all.out_of_reach();
    all.ways
}

impl Ways<'_> {
    fn find(&self, set: Set) -> Option<Literal> {
        self.variables.iter().enumerate().find_map(|(at, variable)| {
            let answer = variable.set.iter().position(|one| *one == set)?;
            Some(literal(at, 1 << answer))
        })
    }

    fn missing(&self, control: Control) -> Option<Literal> {
        self.find(Set::Control(control, ControlState::Missing))
    }

    fn way(&mut self, level: usize, literals: Vec<Literal>) {
        self.ways.push(Way { level, literals });
    }

    /// What is established already. A mapping error stands only while nothing else is confirmed, so it has a way of its own.
    fn known(&mut self) {
        let mapping =
            |kind| matches!(kind, FindingKind::OneMappingError | FindingKind::SeveralMappingErrors);
        let findings = established(self.facts);
        for finding in findings.iter().filter(|finding| !mapping(finding.kind)) {
            self.way(level(finding.path), Vec::new());
        }
        let asked = rules::changes_asked(self.facts);
        if asked.iter().any(|kind| !mapping(*kind)) {
            self.demands.push(Vec::new());
        }
    }

    fn visibility(&mut self) {
        let unknown = self.facts.unknown(self.facts.expected_of(Family::Visibility));
        let unknown: Vec<_> = unknown.into_iter().filter_map(|one| self.missing(one)).collect();
        for lacking in unknown {
            self.way(2, vec![lacking]);
            // Without credentials nobody can put logging in either.
            self.without_credentials(vec![lacking]);
        }
        let known = !self.facts.lacking(self.facts.expected_of(Family::Visibility)).is_empty();
        if known {
            self.without_credentials(Vec::new());
        }
    }

    fn without_credentials(&mut self, mut literals: Vec<Literal>) {
        match self.facts.credentials {
            Availability::No => self.way(3, literals),
            Availability::Unknown => {
                let none = self.find(Set::Fact(IntegrationFact::Credentials, Availability::No));
                if let Some(none) = none {
                    literals.push(none);
                    self.way(3, literals);
                }
            }
            Availability::Yes | Availability::DoesNotApply => {}
        }
    }

    fn bridged(&mut self) {
        let controls = bridges(self.facts);
        let unknown: Option<Vec<Literal>> = controls
            .iter()
            .filter(|control| !self.facts.lacks(**control))
            .map(|control| self.missing(*control))
            .collect();
        if let Some(unknown) = unknown.filter(|unknown| !unknown.is_empty()) {
            self.way(2, unknown);
        }
    }

    /// Each pattern under each condition on which it counts.
    fn patterns(&mut self) {
        for (at, pattern) in self.facts.patterns.iter().enumerate() {
            if pattern.confirmed > 0 && pattern.cause != Cause::Unknown {
                self.pattern(pattern, &[]);
            } else if pattern.confirmed > 0 {
                // What it looked like counts whatever its cause turns out to be.
                for cause in DIAGNOSES {
                    let Some(is) = self.find(Set::Cause(at, cause)) else { continue };
                    self.pattern(&as_confirmed(pattern, cause), &[is]);
                }
            } else if let Some(real) = self.find(Set::Real(at, true)) {
                self.pattern(&as_confirmed(pattern, pattern.cause), &[real]);
            }
        }
    }

    /// The ways of one pattern that is confirmed and has a cause, on a condition.
    fn pattern(&mut self, pattern: &Pattern, on: &[Literal]) {
        let facts = self.facts;
        let with =
            |more: Option<Literal>| -> Vec<Literal> { on.iter().copied().chain(more).collect() };
        if pattern.cause == Cause::WrongAssumption {
            self.way(3, with(None));
            self.demands.push(with(None));
        }
        if rules::is_at_source(pattern) {
            self.way(2, with(None));
        }
        for control in turns_on(facts, pattern) {
            let lacking = if facts.lacks(control) { None } else { self.missing(control) };
            if lacking.is_none() && !facts.lacks(control) {
                continue;
            }
            self.way(2, with(lacking));
            if demanding(facts, pattern).contains(&control) {
                self.demands.push(with(lacking));
            }
        }
        if is_changing(facts, pattern) && facts.unpinned.is_some() {
            self.way(2, with(None));
            self.demands.push(with(None));
        }
        if is_changing(facts, pattern) && !facts.contract {
            self.way(2, with(None));
        }
        let differs =
            facts.unsettled.iter().any(|field| rules::differs(facts, pattern, &field.name));
        if differs {
            self.way(2, with(None));
        }
        if rules::is_outage(pattern) && facts.criticality == Criticality::Critical {
            self.outage(with(None));
        }
    }

    fn outage(&mut self, mut on: Vec<Literal>) {
        for control in rules::BRIDGES {
            match (self.facts.lacks(control), self.missing(control)) {
                (true, _) => {}
                (false, Some(lacking)) => on.push(lacking),
                (false, None) => return,
            }
        }
        self.way(2, on);
    }

    fn judged(&mut self) {
        let wrong = |one: &Set| {
            matches!(one, Set::Judged(_, crate::document::matching::Judgement::WrongAssumption))
        };
        for (at, variable) in self.variables.iter().enumerate() {
            if variable.set.first().is_some_and(wrong) {
                self.way(3, vec![literal(at, 1)]);
                self.demands.push(vec![literal(at, 1)]);
            }
        }
    }

    /// A change that is asked for, where it cannot be made.
    fn out_of_reach(&mut self) {
        let asked = [
            (IntegrationFact::Code, self.facts.code),
            (IntegrationFact::Credentials, self.facts.credentials),
            (IntegrationFact::Maintainable, self.facts.maintainable),
        ];
        for (fact, at) in asked {
            let not = match at {
                Availability::No => None,
                Availability::Unknown => match self.find(Set::Fact(fact, Availability::No)) {
                    Some(not) => Some(not),
                    None => continue,
                },
                Availability::Yes | Availability::DoesNotApply => continue,
            };
            for demand in self.demands.clone() {
                self.way(3, demand.into_iter().chain(not).collect());
            }
        }
    }
}
