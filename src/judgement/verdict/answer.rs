//! The answer in a word: a path where a finding is established, or else which of five reasons there is for none.
//! It never leaves the reader with nothing, and never takes silence for a repair before it could be chance.

use super::dominant;
use crate::document::call::VerdictPath;
use crate::document::controls::Control;
use crate::document::integrations::{Availability, Criticality, Ownership};
use crate::judgement::evidence::{Evidence, Subject};
use crate::judgement::findings::rules::CHANCE;
use crate::judgement::findings::{Established, Facts};
use crate::platform::catalogue::catalogue;
use crate::platform::statistics::slowest_rate;
use crate::platform::wording::{counted, inside, listed};

mod standing;

catalogue! {
    /// What the verdict comes to, the most open first.
    pub enum Answer {
        NotEnoughEvidence => "not_enough_evidence", "Not enough evidence";
        CauseNotKnown => "cause_not_known", "Cause not known";
        Watched => "being_watched", "Repaired, being watched";
        Repaired => "repaired", "Repaired";
        Sound => "sound", "Sound";
        NotNeeded => "not_needed", "Not needed";
        Patch => "patch", "Patch";
        Stabilise => "stabilise", "Stabilise";
        Rebuild => "rebuild", "Rebuild";
    }
}

impl Default for Answer {
    /// Nothing was judged yet.
    fn default() -> Self {
        Self::NotEnoughEvidence
    }
}

impl From<VerdictPath> for Answer {
    fn from(path: VerdictPath) -> Self {
        match path {
            VerdictPath::Patch => Self::Patch,
            VerdictPath::Stabilise => Self::Stabilise,
            VerdictPath::Rebuild => Self::Rebuild,
        }
    }
}

impl Answer {
    /// Whether something is decided; the two first say only what to find out.
    #[must_use]
    pub fn is_verdict(self) -> bool {
        !matches!(self, Self::NotEnoughEvidence | Self::CauseNotKnown)
    }
}

/// An answer with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reasoned {
    /// The answer.
    pub answer: Answer,
    /// The reasons; empty for a path, whose findings are the reasons.
    pub because: Vec<Evidence>,
}

/// What the findings of an integration come to.
pub(super) fn of(facts: &Facts, findings: &[Established]) -> Reasoned {
    let reasoned = |answer, because| Reasoned { answer, because };
    if facts.needed == Availability::No {
        let about = Subject::Integration { integration: facts.integration };
        let says = "Nobody needs what it delivers any more.";
        return reasoned(Answer::NotNeeded, vec![Evidence::new(says, about)]);
    }
    if let Some(path) = dominant(findings) {
        return reasoned(path.into(), Vec::new());
    }
    if facts.samples() == 0 {
        return match unsound(facts) {
            open if open.is_empty() => reasoned(Answer::Sound, sound(facts)),
            open => reasoned(Answer::NotEnoughEvidence, open),
        };
    }
    standing::unexplained(facts)
}

/// What keeps an integration without a confirmed sample from being sound.
fn unsound(facts: &Facts) -> Vec<Evidence> {
    let about = Subject::Controls { integration: facts.integration };
    let (unknown, expected) = facts.unknown_controls();
    let all = expected_here(facts);
    let lacking = facts.lacking(all);
    let mut open = Vec::new();
    if !unknown.is_empty() {
        open.push(Evidence::new(unlooked(facts, &unknown, expected), about.clone()));
    }
    if !lacking.is_empty() {
        let says = format!("Nothing is confirmed to have failed, but {} lacking.", are(&lacking));
        open.push(Evidence::new(says, about));
    }
    if let Some(says) = unowned(facts) {
        let about = Subject::Integration { integration: facts.integration };
        open.push(Evidence::new(says, about));
    }
    open
}

/// Which part of the controls expected here nobody has looked at, or not since the evidence of them ran out.
fn unlooked(facts: &Facts, unknown: &[Control], expected: i64) -> String {
    let of = match expected {
        1 => "The one control expected here".to_owned(),
        _ => format!("{} of the {expected} controls expected here", unknown.len()),
    };
    let are = if unknown.len() == 1 { "is" } else { "are" };
    let expired = unknown.iter().filter(|one| facts.expired.contains(one)).count();
    if expired == 0 {
        format!("{of} {are} not looked at yet.")
    } else if expired == unknown.len() {
        format!("{of} {are} to be looked at again: the evidence no longer holds.")
    } else {
        format!(
            "{of} {are} to be looked at, {expired} of them again: the evidence no longer holds."
        )
    }
}

fn expected_here(facts: &Facts) -> Vec<Control> {
    use crate::platform::catalogue::Catalogue;
    Control::ALL.iter().copied().filter(|one| one.expected(facts.criticality)).collect()
}

fn are(controls: &[Control]) -> String {
    use crate::platform::catalogue::Catalogue;
    let named: Vec<_> = controls.iter().take(3).map(|one| inside(one.label())).collect();
    match controls.len() - named.len() {
        0 if named.len() == 1 => format!("{} is", named[0]),
        0 => format!("{} are", listed(&named)),
        more => format!("{} and {more} more are", named.join(", ")),
    }
}

/// A convenience integration needs one owner, the others four.
fn unowned(facts: &Facts) -> Option<String> {
    use crate::platform::catalogue::Catalogue;
    let none = facts.unowned.len() == Ownership::ALL.len();
    match (facts.criticality, facts.unowned.as_slice()) {
        (_, []) => None,
        (Criticality::Convenience, _) if !none => None,
        (Criticality::Convenience, _) => Some("Nobody owns it.".into()),
        (_, open) => Some(format!(
            "Nobody owns {}.",
            listed(&open.iter().map(|of| inside(of.label())).collect::<Vec<_>>())
        )),
    }
}

fn sound(facts: &Facts) -> Vec<Evidence> {
    let about = Subject::Controls { integration: facts.integration };
    let all = expected_here(facts);
    let proven = all.iter().filter(|control| facts.proofs.contains_key(control)).count();
    let controls = counted(all.len() as i64, "expected control is", "expected controls are");
    let says = match all.len() - proven {
        0 => format!("The {controls} in place, with evidence."),
        claimed => format!("The {controls} in place; {claimed} of them without evidence."),
    };
    let samples = Subject::Samples { integration: Some(facts.integration) };
    vec![
        Evidence::new(says, about),
        Evidence::new("Owners are named.", Subject::Integration { integration: facts.integration }),
        Evidence::new("No failure is confirmed.", samples),
    ]
}

/// Quiet days after which silence says that the confirmed patterns are gone, at the slowest of their former rates.
pub(super) fn days_to_watch(facts: &Facts) -> Option<i64> {
    let needed = facts.confirmed().map(|pattern| {
        let days = ((pattern.last_seen - pattern.first_seen).num_days() + 1) as f64;
        let rate = slowest_rate(u64::try_from(pattern.confirmed).unwrap_or(0), days);
        (-CHANCE.ln() / rate).ceil() as i64
    });
    needed.max()
}

#[cfg(test)]
mod tests;
