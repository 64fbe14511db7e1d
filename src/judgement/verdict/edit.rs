//! One recorded fact changed, to see what the findings would make of it.
//! An edit is tried on a copy of the facts; it never touches the document.

use crate::document::controls::{Control, ControlState};
use crate::document::integrations::Availability;
use crate::document::matching::Judgement;
use crate::document::samples::{Cause, Origin, Pattern, Symptom};
use crate::judgement::evidence::{IntegrationFact, Subject};
use crate::judgement::findings::{Facts, MANUAL_HOURS, Told};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{counted, inside, listed};

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
    /// Two patterns turn out to be one.
    Merge(Vec<usize>),
    /// A map difference is judged, or judged anew.
    Judge(usize, Judgement),
    /// One of these unjudged map differences turns out to be a wrong assumption.
    OneWrong(Vec<usize>),
    /// The owner of every field it carries is agreed.
    Settle,
    /// The manual work at it is taken over by a program.
    Automate,
    /// The API version at the other end is pinned.
    Pin,
    /// A contract with the other side is approved.
    Agree,
    /// A new sample is confirmed.
    Observe(Symptom, Cause),
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
            Self::Settle => facts.unsettled.clear(),
            Self::Automate => (facts.by_hand, facts.manual_minutes) = (false, 0),
            Self::Pin => facts.unpinned = None,
            Self::Agree => facts.contract = true,
            Self::Observe(symptom, cause) => {
                facts.patterns.push(observed(facts, *symptom, *cause));
            }
            Self::Confirm(at) => facts.patterns[*at].confirmed = 1,
            Self::Refute(at) => facts.patterns[*at].confirmed = 0,
            Self::Diagnose(at, cause) => facts.patterns[*at].cause = *cause,
            Self::Merge(at) => {
                let part_of = at.iter().find_map(|at| facts.patterns[*at].part_of.clone());
                let part_of = part_of.unwrap_or_else(|| crate::document::samples::PartOf {
                    id: crate::platform::ids::PatternId(uuid::Uuid::nil()),
                    name: String::new(),
                });
                at.iter().for_each(|at| facts.patterns[*at].part_of = Some(part_of.clone()));
            }
        }
    }

    /// The change as the condition of a sentence: “it could be changed”.
    pub(super) fn says(&self, facts: &Facts) -> String {
        match self {
            Self::Set(fact, to) => set(*fact, *to).into(),
            Self::Controls(controls, state) => {
                let verb = match controls.len() {
                    1 => "were",
                    2 => "were both",
                    _ => "were all",
                };
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
            Self::Merge(at) => {
                let told: Vec<_> = at.iter().map(|at| samples(&facts.patterns[*at])).collect();
                format!("{} turned out to be one error", listed(&told))
            }
            Self::Judge(at, judgement) => judged(&facts.differences[*at], *judgement),
            Self::OneWrong(at) => one_wrong(facts, at),
            Self::Settle => settle(facts),
            Self::Automate if facts.by_hand => "a program carried the records across".into(),
            Self::Automate => {
                format!("the manual work at it took less than {MANUAL_HOURS} hours a month")
            }
            Self::Pin => "the API version of the other side were pinned".into(),
            Self::Agree => "a contract with the other side were approved".into(),
            Self::Observe(symptom, cause) => observe(*symptom, *cause),
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
            Self::Confirm(at) | Self::Refute(at) | Self::Diagnose(at, _) => {
                Subject::pattern(&facts.patterns[*at])
            }
            Self::Judge(at, _) => facts.differences[*at].about.clone(),
            Self::OneWrong(at) => match at.as_slice() {
                [only] => facts.differences[*only].about.clone(),
                several => Subject::Comparison { workflow: facts.differences[several[0]].workflow },
            },
            Self::Settle => facts.unsettled.first().map_or(Subject::Truth, |one| one.about.clone()),
            Self::Automate | Self::Pin | Self::Agree => Subject::Integration { integration },
            Self::Observe(..) | Self::Merge(_) => {
                Subject::Samples { integration: Some(integration) }
            }
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

fn settle(facts: &Facts) -> String {
    let names: Vec<_> = facts.unsettled.iter().map(|one| format!("“{}”", one.name)).collect();
    format!("the owner of {} were agreed", listed(&names))
}

fn set(fact: IntegrationFact, to: Availability) -> &'static str {
    match (fact, to) {
        (IntegrationFact::Code, Availability::Yes) => "it could be changed",
        (IntegrationFact::Code, _) => "it could not be changed",
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

fn observe(symptom: Symptom, cause: Cause) -> String {
    match cause {
        Cause::Unknown => format!("a sample of “{symptom}” were confirmed"),
        cause => format!("a sample with the cause “{cause}” were confirmed"),
    }
}

/// A sample that is only supposed: it happened today.
fn observed(facts: &Facts, symptom: Symptom, cause: Cause) -> Pattern {
    Pattern {
        integration: Some(facts.integration),
        symptom,
        origin: Origin::Unknown,
        cause,
        missing_controls: Default::default(),
        known: Default::default(),
        count: 1,
        confirmed: 1,
        trusted_success: 0,
        unnoticed: 0,
        succeeded: 0,
        manual_minutes: 0,
        records: 0,
        part_of: None,
        first_seen: facts.today,
        last_seen: facts.today,
    }
}
