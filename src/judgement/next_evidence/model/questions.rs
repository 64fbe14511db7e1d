//! The questions: what a finding turns on and nobody knows, of whom it is asked, and which answers it may have.
//! Nothing is asked that could establish no finding.

use super::{DIAGNOSES, Set, Variable, as_confirmed, ways};
use crate::document::controls::{Control, ControlState, Family};
use crate::document::engagement::{Brief, UnknownKind};
use crate::document::integrations::{Availability, Middleware};
use crate::document::matching::Judgement;
use crate::document::samples::{Cause, Pattern};
use crate::judgement::evidence::{IntegrationFact, Subject};
use crate::judgement::findings::Facts;
use crate::judgement::next_evidence::chance::Chances;
use crate::judgement::next_evidence::usual::{CAUSES, assumption};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{counted, inside};

/// Of whom it is asked.
pub(super) struct Who {
    /// Whoever knows the technical side.
    pub technician: String,
    /// What stands between, which decides what “changing it” means.
    pub middleware: Middleware,
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

/// The unknowns as they are put together.
pub(super) struct Build<'a> {
    pub brief: &'a Brief,
    pub facts: &'a Facts,
    pub variables: Vec<Variable>,
    pub chances: Chances,
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

    pub(super) fn controls(&mut self, who: &Who) {
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

    pub(super) fn facts(&mut self, who: &Who) {
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

    pub(super) fn differences(&mut self) {
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

    pub(super) fn samples(&mut self, who: &Who) {
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
