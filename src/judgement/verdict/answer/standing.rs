//! Confirmed samples that establish no finding: repaired, watched, or open.
//! Silence is a repair only once chance is ruled out.

use super::{Answer, Reasoned};
use crate::document::controls::Control;
use crate::document::samples::{Cause, Pattern};
use crate::judgement::evidence::Evidence;
use crate::judgement::findings::rules::{CHANCE, silence};
use crate::judgement::findings::{Facts, rules};
use crate::platform::wording::{counted, day, listed};

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
pub(super) fn unexplained(facts: &Facts) -> Reasoned {
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
    let proven = remedies.iter().all(|control| facts.proofs.contains_key(control));
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
        || "is recorded as in place, without a date".to_owned(),
        |since| format!("has been in place since {}", day(*since)),
    );
    let last = day(pattern.last_seen);
    let claimed = if proven { "" } else { " Nobody wrote down how that is known." };
    let told = format!(
        "What answers it {dated}; the last one was on {last}: {days} of silence, which at the former rate would be a chance of {}.{claimed}",
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
