//! One recorded fact changed, to see what the findings would make of it.
//! An edit is tried on a copy of the facts; it never touches the document.

use crate::document::controls::{Control, ControlState};
use crate::document::integrations::Availability;
use crate::document::matching::Judgement;
use crate::document::samples::{Cause, Origin, Pattern, Symptom};
use crate::judgement::evidence::{IntegrationFact, Subject};
use crate::judgement::findings::{Facts, Told};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{counted, inside, listed};
use chrono::NaiveDate;

/// A change to the facts of an integration. Numbers are positions in the facts' own lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Edit {
    /// Code, credentials or maintainability is found to be so.
    Set(IntegrationFact, Availability),
    /// Controls are found to be in this state.
    Controls(Vec<Control>, ControlState),
    /// One of these controls is found to be missing.
    OneMissing(Vec<Control>),
    /// A sample of the pattern is confirmed.
    Confirm(usize),
    /// The pattern's samples turn out not to be what they were taken for.
    Refute(usize),
    /// The pattern's cause is found to be another.
    Diagnose(usize, Cause),
    /// A control is named as what should have blocked the pattern's samples.
    Blame(usize, Control),
    /// No validation is named any more.
    Unblame(usize),
    /// A map difference is judged, or judged anew.
    Judge(usize, Judgement),
    /// One of these unjudged map differences turns out to be a wrong assumption.
    OneWrong(Vec<usize>),
    /// A new sample is confirmed.
    Observe(Symptom, Cause, Option<Control>),
}

impl Edit {
    /// Changes the facts.
    pub(super) fn apply(&self, facts: &mut Facts) {
        match self {
            Self::Set(IntegrationFact::Code, to) => facts.code = *to,
            Self::Set(IntegrationFact::Credentials, to) => facts.credentials = *to,
            Self::Set(_, to) => facts.maintainable = *to,
            Self::Controls(controls, state) => {
                facts.controls.extend(controls.iter().map(|one| (*one, *state)))
            }
            Self::OneMissing(controls) => {
                facts.controls.extend(controls.first().map(|one| (*one, ControlState::Missing)));
            }
            Self::Judge(at, judgement) => facts.differences[*at].judgement = Some(*judgement),
            Self::OneWrong(at) => {
                let first = at.first().and_then(|at| facts.differences.get_mut(*at));
                first
                    .into_iter()
                    .for_each(|told| told.judgement = Some(Judgement::WrongAssumption));
            }
            Self::Observe(symptom, cause, control) => {
                facts.patterns.push(observed(facts, *symptom, *cause, *control));
            }
            Self::Confirm(at) => facts.patterns[*at].confirmed = 1,
            Self::Refute(at) => facts.patterns[*at].confirmed = 0,
            Self::Diagnose(at, cause) => facts.patterns[*at].cause = *cause,
            Self::Blame(at, control) => facts.patterns[*at].missing_controls.push(*control),
            Self::Unblame(at) => facts.patterns[*at].missing_controls.clear(),
        }
    }

    /// The change as the condition of a sentence: “the code could be had”.
    pub(super) fn says(&self, facts: &Facts) -> String {
        match self {
            Self::Set(fact, to) => set(*fact, *to).into(),
            Self::Controls(controls, state) => {
                let verb = if controls.len() == 1 { "were" } else { "were all" };
                format!("{} {verb} {}", names(controls), inside(state.label()))
            }
            Self::OneMissing(controls) => one_missing(controls),
            Self::Confirm(at) => confirm(&facts.patterns[*at]),
            Self::Refute(at) => {
                format!("{} turned out to be something else", samples(&facts.patterns[*at]))
            }
            Self::Diagnose(at, cause) => {
                format!("the cause of {} were “{cause}”", samples(&facts.patterns[*at]))
            }
            Self::Blame(at, control) => {
                format!("“{control}” should have blocked {}", samples(&facts.patterns[*at]))
            }
            Self::Unblame(at) => {
                format!("no validation could have blocked {}", samples(&facts.patterns[*at]))
            }
            Self::Judge(at, judgement) => judged(&facts.differences[*at], *judgement),
            Self::OneWrong(at) => one_wrong(facts, at),
            Self::Observe(symptom, cause, control) => observe(*symptom, *cause, *control),
        }
    }

    /// Where the change would be recorded.
    pub(super) fn about(&self, facts: &Facts) -> Subject {
        let integration = facts.integration;
        match self {
            Self::Set(fact, _) => Subject::IntegrationFact { integration, fact: *fact },
            Self::Controls(controls, _) | Self::OneMissing(controls) => match controls.as_slice() {
                [control] => facts.control(*control),
                _ => Subject::Controls { integration },
            },
            Self::Confirm(at)
            | Self::Refute(at)
            | Self::Diagnose(at, _)
            | Self::Blame(at, _)
            | Self::Unblame(at) => Subject::pattern(&facts.patterns[*at]),
            Self::Judge(at, _) => facts.differences[*at].about.clone(),
            Self::OneWrong(at) => match at.as_slice() {
                [only] => facts.differences[*only].about.clone(),
                several => Subject::Comparison { workflow: facts.differences[several[0]].workflow },
            },
            Self::Observe(..) => Subject::Samples { integration: Some(integration) },
        }
    }
}

/// “it were judged “fine” that “Fix price” happens but was never intended”.
fn judged(told: &Told, judgement: Judgement) -> String {
    let judgement = inside(judgement.label());
    format!("it were judged “{judgement}” that {}", told.says.trim_end_matches('.'))
}

fn one_wrong(facts: &Facts, at: &[usize]) -> String {
    match at {
        [only] => judged(&facts.differences[*only], Judgement::WrongAssumption),
        several => format!(
            "one of the {} map differences nobody has judged were a wrong assumption",
            several.len()
        ),
    }
}

fn set(fact: IntegrationFact, to: Availability) -> &'static str {
    match (fact, to) {
        (IntegrationFact::Code, Availability::Yes) => "the code could be had",
        (IntegrationFact::Code, _) => "the code could not be had",
        (IntegrationFact::Credentials, Availability::Yes) => "the credentials could be had",
        (IntegrationFact::Credentials, _) => "the credentials could not be had",
        (_, Availability::Yes) => "it could be maintained",
        (_, _) => "it could not be maintained",
    }
}

fn names(controls: &[Control]) -> String {
    listed(&controls.iter().map(|control| format!("“{control}”")).collect::<Vec<_>>())
}

fn one_missing(controls: &[Control]) -> String {
    match controls {
        [only] => format!("“{only}”, which nobody has checked, were missing"),
        several => format!(
            "one of the {} controls nobody has checked were missing ({})",
            several.len(),
            names(several)
        ),
    }
}

/// “the 7 confirmed samples of “Duplicate””.
fn samples(pattern: &Pattern) -> String {
    let count = counted(pattern.confirmed, "confirmed sample", "confirmed samples");
    format!("the {count} of “{}”", pattern.symptom)
}

fn confirm(pattern: &Pattern) -> String {
    let because = match pattern.cause {
        Cause::Unknown => String::new(),
        cause => format!(", “{cause}”"),
    };
    let count = counted(pattern.count, "unconfirmed sample", "unconfirmed samples");
    format!("one of the {count} of “{}”{because} were confirmed", pattern.symptom)
}

fn observe(symptom: Symptom, cause: Cause, control: Option<Control>) -> String {
    match (cause, control) {
        (_, Some(control)) => {
            format!("a confirmed sample named “{control}” as what should have blocked it")
        }
        (Cause::Unknown, None) => format!("a sample of “{symptom}” were confirmed"),
        (cause, None) => format!("a sample with the cause “{cause}” were confirmed"),
    }
}

/// A sample that is only supposed: its days are never shown.
fn observed(facts: &Facts, symptom: Symptom, cause: Cause, control: Option<Control>) -> Pattern {
    Pattern {
        integration: Some(facts.integration),
        symptom,
        origin: Origin::Unknown,
        cause,
        missing_controls: control.into_iter().collect(),
        count: 1,
        confirmed: 1,
        trusted_success: 0,
        unnoticed: 0,
        manual_minutes: 0,
        records: 0,
        part_of: None,
        first_seen: NaiveDate::MIN,
        last_seen: NaiveDate::MIN,
    }
}
