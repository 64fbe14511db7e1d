//! What the verdict on an integration turns on: unknowns with their answers, and the ways in which they establish findings.
//! It mirrors the rules of the findings; a test evaluates both on the same answers.

use super::chance::{Chances, LEVELS, Literal, Way};
use super::usual::work;
use crate::document::call::VerdictPath;
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::{Engagement, UnknownKind};
use crate::document::integrations::{Availability, Ownership};
use crate::document::matching::Judgement;
use crate::document::samples::{Cause, Pattern};
use crate::judgement::evidence::{IntegrationFact, Subject};
use crate::judgement::findings::InScope;
use questions::{Build, Who};

mod questions;
mod ways;

/// Something that is not known.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    /// What kind of thing it is.
    pub kind: UnknownKind,
    /// Where the answer would be recorded.
    pub about: Subject,
    /// The question.
    pub question: String,
    /// Of whom it is asked.
    pub ask: String,
    /// Hours that it takes.
    pub hours: f64,
    /// The answers, the bad one first.
    pub answers: Vec<String>,
    /// How each answer would be recorded.
    pub set: Vec<Set>,
}

/// How an answer changes the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Set {
    /// A control is in this state.
    Control(Control, ControlState),
    /// A fact is so.
    Fact(IntegrationFact, Availability),
    /// The map difference at this position is judged.
    Judged(usize, Judgement),
    /// The pattern at this position is real, or is not.
    Real(usize, bool),
    /// The pattern at this position has this cause.
    Cause(usize, Cause),
}

/// The unknowns of an integration and what they can lead to.
#[derive(Debug, Clone)]
pub(super) struct Model {
    /// The unknowns.
    pub variables: Vec<Variable>,
    /// The chance of each answer of each.
    pub chances: Chances,
    /// The ways to a finding.
    pub ways: Vec<Way>,
    /// Hours of work that each verdict leads to.
    pub work: [f64; LEVELS],
}

/// The causes that stand for the answers to “why?”, in the order of [`super::usual::CAUSES`].
const DIAGNOSES: [Cause; 6] = [
    Cause::WrongMapping,
    Cause::Replayed,
    Cause::Timeout,
    Cause::DirtyValue,
    Cause::WrongAssumption,
    Cause::UnclearRule,
];

/// The model of an integration.
pub(super) fn of(doc: &Engagement, one: &InScope<'_>) -> Model {
    let facts = &one.facts;
    let mut build = Build { brief: &doc.brief, facts, variables: Vec::new(), chances: Vec::new() };
    let technician = doc.system(one.integration.destination).map(|system| &system.technical_owner);
    let who = Who {
        technician: one
            .integration
            .owner(Ownership::Logic)
            .or(technician.map(|name| name.trim()).filter(|name| !name.is_empty()))
            .unwrap_or("whoever knows the integration")
            .to_owned(),
        middleware: one.integration.middleware,
    };
    if facts.needed != Availability::No {
        build.samples(&who);
        build.controls(&who);
        build.facts(&who);
        build.differences();
    }
    let ways = ways::of(facts, &build.variables);
    let Build { variables, chances, .. } = build;
    Model { variables, chances, ways, work: work(facts.criticality) }
}

/// A pattern as it would be if it were confirmed and had this cause.
fn as_confirmed(pattern: &Pattern, cause: Cause) -> Pattern {
    Pattern { confirmed: pattern.confirmed.max(1), cause, ..pattern.clone() }
}

impl Set {
    /// Records the answer.
    #[cfg(test)]
    pub(super) fn apply(self, facts: &mut crate::judgement::findings::Facts) {
        match self {
            Self::Control(control, state) => {
                facts.controls.insert(control, state);
            }
            Self::Fact(IntegrationFact::Code, to) => facts.code = to,
            Self::Fact(IntegrationFact::Credentials, to) => facts.credentials = to,
            Self::Fact(_, to) => facts.maintainable = to,
            Self::Judged(at, judgement) => facts.differences[at].judgement = Some(judgement),
            Self::Real(at, real) => facts.patterns[at].confirmed = i64::from(real),
            Self::Cause(at, cause) => facts.patterns[at].cause = cause,
        }
    }
}

/// The level of a path among the verdicts.
pub(super) fn level(path: VerdictPath) -> usize {
    match path {
        VerdictPath::Patch => 1,
        VerdictPath::Stabilise => 2,
        VerdictPath::Rebuild => 3,
    }
}

/// A condition on one unknown.
fn literal(variable: usize, answers: u32) -> Literal {
    Literal { variable, answers }
}
