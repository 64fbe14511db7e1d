//! What the verdict on an integration turns on: unknowns with their answers, and the ways in which they establish findings.
//! It mirrors the rules of the findings; a test evaluates both on the same answers.

use super::chance::{Chances, LEVELS, Literal, Way};
use super::usual::{CAUSES, assumption, work};
use crate::document::call::VerdictPath;
use crate::document::controls::{Control, ControlState, Family};
use crate::document::engagement::{Brief, Engagement, UnknownKind};
use crate::document::integrations::{Availability, Middleware, Ownership};
use crate::document::matching::Judgement;
use crate::document::samples::{Cause, Pattern};
use crate::judgement::evidence::{IntegrationFact, Subject};
use crate::judgement::findings::{Facts, InScope, rules};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{counted, inside};

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

/// The causes that stand for the answers to “why?”, in the order of [`CAUSES`].
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

struct Who {
    technician: String,
    /// What stands between, which decides what “changing it” means.
    middleware: Middleware,
}

/// Whether it can be changed, asked of what would be changed.
fn can_be_changed(name: &str, middleware: Middleware) -> String {
    match middleware {
        Middleware::Script | Middleware::CustomService => {
            format!("Is the code of “{name}” at hand, and can it be changed?")
        }
        Middleware::NoCodeTool | Middleware::IntegrationPlatform => {
            format!("Can the configuration of “{name}” be changed?")
        }
        Middleware::None => {
            format!("Can “{name}” be changed, in code or by configuration?")
        }
    }
}

struct Build<'a> {
    brief: &'a Brief,
    facts: &'a Facts,
    variables: Vec<Variable>,
    chances: Chances,
}

impl Build<'_> {
    /// An unknown with a bad and a good answer.
    fn either(
        &mut self,
        kind: UnknownKind,
        about: Subject,
        (question, ask): (String, String),
        answers: [(String, Set); 2],
    ) {
        let assumed = assumption(self.brief, kind);
        let bad = (assumed.percent as f64 / 100.0).clamp(0.0, 1.0);
        let (answers, set) = answers.into_iter().unzip();
        let hours = (assumed.minutes as f64 / 60.0).max(1.0 / 60.0);
        self.chances.push(vec![bad, 1.0 - bad]);
        self.variables.push(Variable { kind, about, question, ask, hours, answers, set });
    }

    fn controls(&mut self, who: &Who) {
        let facts = self.facts;
        let expected = facts.expected_of(Family::Visibility);
        let mut asked: Vec<Control> = facts.unknown(expected);
        for pattern in &facts.patterns {
            let supposed = pattern.cause == Cause::Unknown;
            let causes = if supposed { DIAGNOSES.to_vec() } else { vec![pattern.cause] };
            for cause in causes {
                let pattern = as_confirmed(pattern, cause);
                asked.extend(facts.unknown(ways::turns_on(facts, &pattern)));
            }
        }
        asked.extend(facts.unknown(ways::bridges(facts)));
        asked.sort_unstable();
        asked.dedup();
        for control in asked {
            let visible = control.family() == Family::Visibility;
            let kind = if visible { UnknownKind::Visibility } else { UnknownKind::Control };
            let name = inside(control.label());
            let question = format!("Does “{}” have this: {name}?", facts.name);
            let answers = [
                (format!("“{control}” is missing"), Set::Control(control, ControlState::Missing)),
                (format!("“{control}” is in place"), Set::Control(control, ControlState::InPlace)),
            ];
            self.either(kind, facts.control(control), (question, who.technician.clone()), answers);
        }
    }

    fn facts(&mut self, who: &Who) {
        use IntegrationFact as F;
        let facts = self.facts;
        let asked = [
            (
                F::Code,
                facts.code,
                UnknownKind::Changeable,
                "it cannot be changed",
                "it can be changed",
            ),
            (
                F::Credentials,
                facts.credentials,
                UnknownKind::Credentials,
                "credentials cannot be had",
                "credentials can be had",
            ),
            (
                F::Maintainable,
                facts.maintainable,
                UnknownKind::Maintainable,
                "it cannot be maintained",
                "it can be maintained",
            ),
        ];
        for (fact, at, kind, bad, good) in asked {
            if at != Availability::Unknown {
                continue;
            }
            let about = Subject::IntegrationFact { integration: facts.integration, fact };
            let question = match fact {
                F::Code => can_be_changed(&facts.name, who.middleware),
                F::Credentials => format!("Can credentials for “{}” be had?", facts.name),
                _ => format!("Who could maintain “{}”?", facts.name),
            };
            let answers = [
                (bad.to_owned(), Set::Fact(fact, Availability::No)),
                (good.to_owned(), Set::Fact(fact, Availability::Yes)),
            ];
            self.either(kind, about, (question, who.technician.clone()), answers);
        }
    }

    fn differences(&mut self) {
        let facts = self.facts;
        let open = facts.differences.iter().enumerate().filter(|(_, one)| one.judgement.is_none());
        for (at, told) in open {
            let question = format!("Why is it so? {}", told.says);
            let answers = [
                ("it was a wrong assumption".into(), Set::Judged(at, Judgement::WrongAssumption)),
                ("it is fine, or a workaround".into(), Set::Judged(at, Judgement::Fine)),
            ];
            let ask = "the people who do the work".to_owned();
            self.either(UnknownKind::Difference, told.about.clone(), (question, ask), answers);
        }
    }

    fn samples(&mut self, who: &Who) {
        for (at, pattern) in self.facts.patterns.iter().enumerate() {
            if pattern.confirmed == 0 && pattern.count > 0 && pattern.cause != Cause::Unknown {
                self.review(at, pattern);
            } else if pattern.confirmed > 0 && pattern.cause == Cause::Unknown {
                self.diagnose(at, pattern, who);
            }
        }
    }

    fn review(&mut self, at: usize, pattern: &Pattern) {
        let samples = counted(pattern.count, "sample", "samples");
        let question =
            format!("Did the {samples} of “{}” at “{}” happen?", pattern.symptom, self.facts.name);
        let answers = [
            ("they happened".into(), Set::Real(at, true)),
            ("they did not happen".into(), Set::Real(at, false)),
        ];
        let ask = "whoever reported them".to_owned();
        self.either(UnknownKind::Sample, Subject::pattern(pattern), (question, ask), answers);
    }

    fn diagnose(&mut self, at: usize, pattern: &Pattern, who: &Who) {
        let kind = UnknownKind::Cause;
        let samples = counted(pattern.confirmed, "confirmed sample", "confirmed samples");
        let hours = (assumption(self.brief, kind).minutes as f64 / 60.0).max(1.0 / 60.0);
        let set: Vec<Set> = DIAGNOSES.iter().map(|cause| Set::Cause(at, *cause)).collect();
        self.chances.push(CAUSES.iter().map(|(_, percent)| *percent as f64 / 100.0).collect());
        self.variables.push(Variable {
            kind,
            about: Subject::pattern(pattern),
            question: format!(
                "Why do the {samples} of “{}” at “{}” happen?",
                pattern.symptom, self.facts.name
            ),
            ask: who.technician.clone(),
            hours,
            answers: CAUSES.iter().map(|(says, _)| format!("the cause is {says}")).collect(),
            set,
        });
    }
}

/// A pattern as it would be if it were confirmed and had this cause.
fn as_confirmed(pattern: &Pattern, cause: Cause) -> Pattern {
    Pattern { confirmed: pattern.confirmed.max(1), cause, ..pattern.clone() }
}

impl Set {
    /// Records the answer.
    #[cfg(test)]
    pub(super) fn apply(self, facts: &mut Facts) {
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

/// The controls without any of which an outage stops what is behind.
fn all_bridges() -> [Control; 3] {
    rules::BRIDGES
}
