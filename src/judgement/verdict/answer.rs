//! The answer in a word: a path where a finding is established, or else which of five reasons there is for none.
//! It never leaves the reader with nothing, and never takes silence for a repair before it could be chance.

use super::dominant;
use crate::document::call::VerdictPath;
use crate::document::controls::Control;
use crate::document::integrations::{Availability, Criticality, Ownership};
use crate::document::samples::{Cause, Pattern};
use crate::judgement::evidence::{Evidence, Subject};
use crate::judgement::findings::rules::{CHANCE, silence};
use crate::judgement::findings::{Established, Facts, rules};
use crate::platform::catalogue::catalogue;
use crate::platform::statistics::slowest_rate;
use crate::platform::wording::{counted, day, inside, listed};

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
    unexplained(facts)
}

/// What keeps an integration without a confirmed sample from being sound.
fn unsound(facts: &Facts) -> Vec<Evidence> {
    let about = Subject::Controls { integration: facts.integration };
    let (unknown, expected) = facts.unknown_controls();
    let all = expected_here(facts);
    let lacking = facts.lacking(all);
    let mut open = Vec::new();
    if !unknown.is_empty() {
        let says = format!(
            "{} of the {expected} controls expected here {} not looked at yet.",
            unknown.len(),
            if unknown.len() == 1 { "is" } else { "are" }
        );
        open.push(Evidence::new(says, about.clone()));
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
    let proven = all.iter().filter(|control| facts.proven.contains(control)).count();
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

/// How a confirmed pattern that establishes no finding stands.
enum Standing {
    /// What answers it is in place, and it has been quiet for longer than chance allows.
    Repaired(Evidence),
    /// What answers it has been in place since its last sample; silence may still be chance.
    Watched(Evidence),
    /// Nobody knows why it happens, or how it gets past what is in place.
    Open(Evidence),
    /// Something it depends on is not known.
    Unknown(Evidence),
}

/// Confirmed samples without a finding: repaired, watched, or open.
fn unexplained(facts: &Facts) -> Reasoned {
    let (mut repaired, mut watched, mut open, mut unknown) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for pattern in facts.confirmed() {
        match standing(facts, pattern) {
            Standing::Repaired(evidence) => repaired.push(evidence),
            Standing::Watched(evidence) => watched.push(evidence),
            Standing::Open(evidence) => open.push(evidence),
            Standing::Unknown(evidence) => unknown.push(evidence),
        }
    }
    let enough = facts.samples() >= facts.samples_needed;
    let answer = match (open.is_empty(), unknown.is_empty(), watched.is_empty()) {
        (false, _, _) if enough => Answer::CauseNotKnown,
        (true, true, true) => Answer::Repaired,
        (true, true, false) => Answer::Watched,
        _ => Answer::NotEnoughEvidence,
    };
    let because = open.into_iter().chain(unknown).chain(watched).chain(repaired).collect();
    Reasoned { answer, because }
}

fn standing(facts: &Facts, pattern: &Pattern) -> Standing {
    let sample = Evidence::confirmed(pattern);
    let says = |what: &str| sample.clone().saying(format!("{} {what}", sample.says));
    let remedies = rules::remedies(facts, pattern);
    if pattern.cause == Cause::Unknown {
        return Standing::Open(sample);
    }
    if remedies.is_empty() {
        return match pattern.cause {
            Cause::WrongMapping => Standing::Unknown(says(
                "We don’t know yet whether it can be changed and maintained.",
            )),
            Cause::UnclearRule => Standing::Open(says("Who decides the rule is not settled.")),
            _ if pattern.succeeded >= pattern.confirmed => {
                Standing::Watched(says("It ended well each time without anybody’s help."))
            }
            _ => Standing::Open(sample),
        };
    }
    let unknown = facts.unknown(remedies.iter().copied());
    if !unknown.is_empty() {
        return Standing::Unknown(says(&format!(
            "We don’t know yet how it stands with {}.",
            listed(&unknown.iter().map(|one| format!("“{one}”")).collect::<Vec<_>>())
        )));
    }
    let over = rules::is_over(facts, pattern, &remedies);
    if !over && !facts.lacking(remedies.iter().copied()).is_empty() {
        return Standing::Open(sample);
    }
    let there: Vec<_> = remedies.into_iter().filter(|control| facts.has(*control)).collect();
    quiet(facts, pattern, &there)
}

/// Whether silence since the repair is more than chance. Without a recorded date the last sample takes its place, and
/// it must have been quiet for at least as long as it went on.
fn quiet(facts: &Facts, pattern: &Pattern, remedies: &[Control]) -> Standing {
    let since = remedies.iter().filter_map(|control| facts.since.get(control)).max();
    let proven = remedies.iter().all(|control| facts.proven.contains(control));
    let says = |what: String| {
        let sample = Evidence::confirmed(pattern);
        let says = format!("{} {what}", sample.says);
        sample.saying(says)
    };
    if since.is_some_and(|since| *since <= pattern.last_seen) {
        let since = since.map_or_else(String::new, |since| day(*since));
        return Standing::Open(says(format!(
            "What answers it has been in place since {since}, and it went on after that: find out how it gets past."
        )));
    }
    let silent = (facts.today - pattern.last_seen).num_days().max(0);
    let active = (pattern.last_seen - pattern.first_seen).num_days() + 1;
    let chance = silence(facts, pattern);
    let enough = chance <= CHANCE && proven && (since.is_some() || silent >= active);
    let days = counted(silent, "day", "days");
    let dated = since.map_or_else(
        || format!("since the last one on {}", day(pattern.last_seen)),
        |since| format!("since {}; the last one was on {}", day(*since), day(pattern.last_seen)),
    );
    let told = format!(
        "What answers it is in place {dated}: {days} of silence, which at the former rate would be a chance of {}.",
        chance_says(chance)
    );
    match (enough, since) {
        (true, _) => Standing::Repaired(says(told)),
        (false, Some(_)) => Standing::Watched(says(told)),
        (false, None) if silent >= active => Standing::Watched(says(told)),
        (false, None) => Standing::Open(says(
            "What answers it is recorded as in place, without a date: find out since when, and how these got past it."
                .into(),
        )),
    }
}

fn chance_says(chance: f64) -> String {
    if chance < 0.001 {
        "less than 1 in 1,000".into()
    } else {
        crate::platform::statistics::percent(chance)
    }
}

/// Quiet days after which silence says that the confirmed patterns are gone, at the slowest of their former rates.
pub(super) fn days_to_watch(facts: &Facts) -> Option<i64> {
    let needed = facts.confirmed().map(|pattern| {
        let days = ((pattern.last_seen - pattern.first_seen).num_days() + 1) as f64;
        let rate = slowest_rate(u64::try_from(pattern.confirmed).unwrap_or(0), days);
        if rate > 0.0 { (-CHANCE.ln() / rate).ceil() as i64 } else { i64::MAX }
    });
    needed.max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::engagement::Engagement;
    use crate::document::samples::Symptom;
    use crate::judgement::assess::testing::{Broken, confirmed, sound};
    use crate::judgement::findings::Reading;

    fn answer(doc: &Engagement) -> Answer {
        let reading = Reading::of(doc);
        let one = &reading.in_scope[0];
        of(&one.facts, &one.findings).answer
    }

    fn repaired(days_ago: i64) -> Engagement {
        let doc = sound().with(confirmed(20, Symptom::Duplicate, Cause::Replayed));
        doc.but(|doc| {
            doc.as_of = doc.samples.patterns[0].last_seen.and_hms_opt(9, 0, 0).unwrap().and_utc()
                + chrono::Duration::days(days_ago);
        })
    }

    fn in_place_since(doc: Engagement, days_after: i64) -> Engagement {
        doc.but(|doc| {
            let since = doc.samples.patterns[0].last_seen + chrono::Duration::days(days_after);
            doc.control_sheets[0].controls.values_mut().for_each(|one| one.since = Some(since));
        })
    }

    #[test]
    fn nothing_wrong_and_everything_in_place_is_sound() {
        assert_eq!(answer(&sound()), Answer::Sound);
        assert_eq!(
            answer(&sound().but(|doc| doc.control_sheets.clear())),
            Answer::NotEnoughEvidence
        );
        let unowned = sound().integration(|one| one.owners.clear());
        assert_eq!(answer(&unowned), Answer::NotEnoughEvidence);
    }

    #[test]
    fn silence_is_a_repair_only_once_chance_is_ruled_out() {
        assert_eq!(answer(&in_place_since(repaired(2), 1)), Answer::Watched);
        assert_eq!(answer(&in_place_since(repaired(20), 1)), Answer::Repaired);
        assert_eq!(answer(&repaired(20)), Answer::CauseNotKnown, "nobody said since when");
        assert_eq!(answer(&repaired(60)), Answer::Repaired);
    }

    #[test]
    fn what_has_stopped_for_good_is_not_prescribed_the_other_half_of_its_answer() {
        use crate::document::controls::ControlState;
        let half = |doc: Engagement| doc.control(Control::DuplicateCheck, ControlState::Missing);
        assert_eq!(answer(&half(repaired(60))), Answer::Repaired);
        assert_eq!(answer(&half(repaired(5))), Answer::Stabilise);
    }

    #[test]
    fn what_goes_on_after_the_repair_was_no_repair() {
        assert_eq!(answer(&in_place_since(repaired(60), -3)), Answer::CauseNotKnown);
    }

    #[test]
    fn what_nobody_needs_is_retired_whatever_fails() {
        let doc = sound().with(confirmed(20, Symptom::Wrong, Cause::WrongMapping));
        assert_eq!(
            answer(&doc.integration(|one| one.needed = Availability::No)),
            Answer::NotNeeded
        );
    }

    #[test]
    fn enough_samples_of_an_unknown_cause_ask_for_a_diagnosis_and_few_for_more_evidence() {
        let doc = |n| sound().with(confirmed(n, Symptom::Wrong, Cause::Unknown));
        assert_eq!(
            (answer(&doc(5)), answer(&doc(1))),
            (Answer::CauseNotKnown, Answer::NotEnoughEvidence)
        );
    }

    #[test]
    fn evidence_that_no_longer_holds_is_asked_for_again() {
        let doc = sound().but(|doc| {
            let until = doc.as_of.date_naive().pred_opt();
            doc.control_sheets[0].controls.values_mut().for_each(|one| one.holds_until = until);
        });
        assert_eq!(answer(&doc), Answer::NotEnoughEvidence);
    }
}
