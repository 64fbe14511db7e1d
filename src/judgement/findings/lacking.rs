//! Why a finding is not established: what was looked at, and what nobody has looked at yet.
//! It never says that a thing is fine because nothing is known of it.

use super::rules::{
    AGREED, ALERTS, BRIDGES, ONCE, beside_transport, blamed, handling, is_at_source, is_changed,
    is_posted_twice, is_unhandled, is_unseen, is_wrong_assumption, mapping_errors,
};
use super::{Facts, FindingKind, MANUAL_HOURS};
use crate::document::controls::{Control, ControlState, Family};
use crate::document::integrations::{Availability, Criticality};
use crate::document::samples::{Cause, Pattern};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{counted, inside, listed};

/// The reason in a sentence.
pub(super) fn why(kind: FindingKind, facts: &Facts) -> String {
    use FindingKind as K;
    match kind {
        K::WrongAssumptions => wrong_assumptions(facts),
        K::NoCodeOrAccess => no_code_or_access(facts),
        K::CannotBeMaintained => cannot_be_maintained(facts),
        K::MissingLogs => missing_logs(facts),
        K::TruthUnsettled => truth_unsettled(facts),
        K::FailuresNotSeen => samples(
            facts,
            is_unseen,
            |_| ALERTS.to_vec(),
            "silent failure or one that customers found",
        ),
        K::DuplicatePosting => {
            samples(facts, is_posted_twice, |_| ONCE.to_vec(), "duplicate or replay on the way")
        }
        K::FailuresNotHandled => samples(
            facts,
            is_unhandled,
            |one| handling(one).collect(),
            "failure of transport that was lost or cleared up by hand",
        ),
        K::BadRecords => samples(
            facts,
            |one| blamed(one).next().is_some(),
            |one| blamed(one).collect(),
            "sample with a cause in the data",
        ),
        K::BadAtSource => {
            samples(facts, is_at_source, |_| Vec::new(), "sample that arose at the source")
        }
        K::OtherSideChanges => samples(
            facts,
            |one| is_changed(facts, one),
            |_| AGREED.to_vec(),
            "change of the other side",
        ),
        K::SinglePoint => single_point(facts),
        K::WorkByHand => work_by_hand(facts),
        K::OneMappingError | K::SeveralMappingErrors => mapping(kind, facts),
    }
}

/// Why samples of a kind establish nothing: there are none, they wait, or what should answer them is in place or unknown.
fn samples(
    facts: &Facts,
    fits: impl Fn(&Pattern) -> bool,
    answers: impl Fn(&Pattern) -> Vec<Control>,
    what: &str,
) -> String {
    let confirmed: Vec<&Pattern> = facts.confirmed().filter(|one| fits(one)).collect();
    if confirmed.is_empty() {
        return unconfirmed(facts, fits).unwrap_or_else(|| format!("No {what} is confirmed."));
    }
    let controls: Vec<Control> = confirmed.iter().flat_map(|one| answers(one)).collect();
    let mut unknown = facts.unknown(controls);
    unknown.sort_unstable();
    unknown.dedup();
    match unknown.as_slice() {
        [] => "It is confirmed, but what answers it is recorded as in place.".into(),
        unknown => format!(
            "It is confirmed, but we don’t know yet how it stands with {}.",
            listed(&unknown.iter().map(|one| format!("“{one}”")).collect::<Vec<_>>())
        ),
    }
}

fn wrong_assumptions(facts: &Facts) -> String {
    let unjudged =
        facts.differences.iter().filter(|told| told.judgement.is_none()).map(|_| 1).sum::<i64>();
    if unjudged > 0 {
        let differences = counted(unjudged, "map difference is", "map differences are");
        return format!("{differences} not judged yet; none so far is a wrong assumption.");
    }
    unconfirmed(facts, is_wrong_assumption)
        .unwrap_or_else(|| "No judged map difference and no confirmed sample says so.".into())
}

fn no_code_or_access(facts: &Facts) -> String {
    let known =
        [("it can be changed", facts.code), ("the credentials can be had", facts.credentials)];
    let of = |at| known.iter().filter(move |(_, is)| *is == at).map(|(what, _)| *what);
    let unknown: Vec<_> = of(Availability::Unknown).collect();
    if of(Availability::No).next().is_some() {
        return "Nothing asks for a change of it.".into();
    }
    match unknown.as_slice() {
        [] => "It can be changed, and the credentials can be had.".into(),
        unknown => format!("We don’t know yet whether {}.", listed(unknown)),
    }
}

fn cannot_be_maintained(facts: &Facts) -> String {
    match facts.maintainable {
        Availability::No => "Nothing asks for a change of its code.".into(),
        Availability::Unknown => "We don’t know yet whether it can be maintained.".into(),
        Availability::Yes | Availability::DoesNotApply => "It can be maintained.".into(),
    }
}

fn missing_logs(facts: &Facts) -> String {
    let unknown = facts.expected(Family::Visibility, ControlState::Unknown).len() as i64;
    if unknown > 0 {
        let controls = counted(unknown, "visibility control is", "visibility controls are");
        return format!("{controls} not looked at yet.");
    }
    "No visibility control that is expected here is lacking.".into()
}

fn truth_unsettled(facts: &Facts) -> String {
    match facts.unsettled.len() as i64 {
        0 => "No field it carries is known to be disputed, unowned or doubly owned.".into(),
        open => format!(
            "{} open, but no confirmed sample and no comparison differs on {}.",
            counted(open, "field it carries is", "fields it carries are"),
            if open == 1 { "it" } else { "them" }
        ),
    }
}

fn single_point(facts: &Facts) -> String {
    if facts.criticality != Criticality::Critical {
        return "It is not critical.".into();
    }
    let named = |controls: Vec<Control>| {
        listed(&controls.iter().map(|one| inside(one.label())).collect::<Vec<_>>())
    };
    let there: Vec<_> = BRIDGES.into_iter().filter(|control| facts.has(*control)).collect();
    let unknown = facts.unknown(BRIDGES);
    if !there.is_empty() {
        format!("An outage is bridged: {}.", named(there))
    } else if !unknown.is_empty() {
        format!("We don’t know yet how it stands with {}.", named(unknown))
    } else {
        "No outage is confirmed, and no actual map shows that there is no other way.".into()
    }
}

fn work_by_hand(facts: &Facts) -> String {
    let hours = facts.manual_minutes / 60;
    if hours > 0 {
        let hours = counted(hours, "hour", "hours");
        return format!(
            "Manual steps at it take {hours} a month, which is less than {MANUAL_HOURS}."
        );
    }
    "No manual work at it is timed.".into()
}

fn mapping(kind: FindingKind, facts: &Facts) -> String {
    let is = |cause: Cause| move |pattern: &Pattern| pattern.cause == cause;
    let errors = mapping_errors(facts);
    if errors > 0 {
        let one = kind == FindingKind::OneMappingError;
        if one != (errors == 1) {
            return match errors {
                1 => "There is one mapping error, not several.".into(),
                several => format!("There are {several} mapping errors, not one."),
            };
        }
        return repair(facts);
    }
    let causes: Vec<Cause> = beside_transport(facts).map(|pattern| pattern.cause).collect();
    let wrong = causes.contains(&Cause::WrongMapping);
    match causes.iter().find(|cause| !matches!(cause, Cause::WrongMapping | Cause::Unknown)) {
        Some(other) => format!("The confirmed samples have another cause: “{other}”."),
        None if causes.contains(&Cause::Unknown) && wrong => {
            "A wrong mapping is confirmed; the cause of other confirmed samples is not known yet."
                .into()
        }
        None if causes.contains(&Cause::Unknown) => {
            "The cause of the confirmed samples is not known yet.".into()
        }
        None => unconfirmed(facts, is(Cause::WrongMapping))
            .unwrap_or_else(|| "No wrong mapping is confirmed.".into()),
    }
}

fn repair(facts: &Facts) -> String {
    let asked = [
        (facts.code, "it can be changed", "it cannot be changed"),
        (facts.maintainable, "it can be maintained", "it cannot be maintained"),
    ];
    let of = |wanted: Availability| asked.iter().filter(move |(at, _, _)| *at == wanted);
    let not: Vec<_> = of(Availability::No).map(|(_, _, not)| *not).collect();
    let unknown: Vec<_> = of(Availability::Unknown).map(|(_, so, _)| *so).collect();
    match (not.as_slice(), unknown.as_slice()) {
        ([], []) => "The mapping is wrong, but there is nothing in it to repair.".into(),
        ([], unknown) => {
            format!("The mapping is wrong, but we don’t know yet whether {}.", listed(unknown))
        }
        (not, _) => format!("The mapping is wrong, but {}.", listed(not)),
    }
}

/// Samples that would establish the finding if a person confirmed them.
fn unconfirmed(facts: &Facts, matches: impl Fn(&Pattern) -> bool) -> Option<String> {
    let waiting =
        facts.patterns.iter().filter(|pattern| pattern.confirmed == 0 && matches(pattern));
    let waiting: i64 = waiting.map(|pattern| pattern.count).sum();
    let samples =
        counted(waiting, "sample points this way but is", "samples point this way but are");
    (waiting > 0).then(|| format!("{samples} not confirmed."))
}

#[cfg(test)]
mod tests;
