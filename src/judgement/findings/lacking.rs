//! Why a finding is not established: what was looked at, and what nobody has looked at yet.
//! It never says that a thing is fine because nothing is known of it.

use super::rules::{blamed, is_duplicate, is_replay, is_wrong_assumption};
use super::{Facts, FindingKind};
use crate::document::controls::{Control, ControlState, Family};
use crate::document::integrations::Availability;
use crate::document::samples::{Cause, OnePattern, Pattern, one_pattern};
use crate::platform::wording::{counted, inside, listed};

/// The reason in a sentence.
pub(super) fn why(kind: FindingKind, facts: &Facts) -> String {
    match kind {
        FindingKind::WrongAssumptions => wrong_assumptions(facts),
        FindingKind::NoCodeOrAccess => no_code_or_access(facts),
        FindingKind::MissingLogs => missing_logs(facts),
        FindingKind::DuplicatePosting => duplicate_posting(facts),
        FindingKind::BadRecords => bad_records(facts),
        FindingKind::OneMappingError => one_mapping_error(facts),
    }
}

fn wrong_assumptions(facts: &Facts) -> String {
    let unjudged =
        facts.differences.iter().filter(|told| told.judgement.is_none()).map(|_| 1).sum::<i64>();
    if unjudged > 0 {
        let differences = counted(unjudged, "map difference", "map differences");
        return format!("{differences} not judged yet; none so far is a wrong assumption.");
    }
    unconfirmed(facts, is_wrong_assumption)
        .unwrap_or_else(|| "No judged map difference and no confirmed sample says so.".into())
}

fn no_code_or_access(facts: &Facts) -> String {
    let known = [("the code", facts.code), ("the credentials", facts.credentials)];
    let unknown: Vec<_> = known
        .iter()
        .filter(|(_, at)| *at == Availability::Unknown)
        .map(|(what, _)| format!("{what} can be had"))
        .collect();
    match unknown.as_slice() {
        [] => "The code and the credentials can be had.".into(),
        unknown => format!("We don’t know yet whether {}.", listed(unknown)),
    }
}

fn missing_logs(facts: &Facts) -> String {
    let state = |state| facts.expected(Family::Visibility, state).len() as i64;
    let (unknown, partial) = (state(ControlState::Unknown), state(ControlState::Partial));
    if unknown > 0 {
        return format!(
            "{} not looked at yet.",
            counted(unknown, "visibility control", "visibility controls")
        );
    }
    if partial > 0 {
        let controls = counted(partial, "visibility control is", "visibility controls are");
        return format!("{controls} only partly there; none is missing altogether.");
    }
    "No visibility control that is expected here is missing.".into()
}

fn duplicate_posting(facts: &Facts) -> String {
    if facts.confirmed().any(is_replay) {
        let key = inside(crate::platform::catalogue::Catalogue::label(Control::IdempotencyKey));
        return match facts.state(Control::IdempotencyKey) {
            ControlState::Unknown => {
                format!("Events are replayed; we don’t know yet whether there is an {key}.")
            }
            state => format!(
                "Events are replayed, but the {key} is “{state}” and no duplicate is confirmed."
            ),
        };
    }
    unconfirmed(facts, |pattern| is_duplicate(pattern) || is_replay(pattern))
        .unwrap_or_else(|| "No duplicate and no replay is confirmed.".into())
}

fn bad_records(facts: &Facts) -> String {
    let unnamed =
        facts.confirmed().filter(|p| p.cause.nature() == crate::document::samples::Nature::Data);
    let unnamed: i64 = unnamed.map(|pattern| pattern.confirmed).sum();
    if unnamed > 0 {
        let samples = counted(unnamed, "confirmed sample comes", "confirmed samples come");
        return format!(
            "{samples} from bad data, but no validation is named that should have blocked it."
        );
    }
    unconfirmed(facts, |pattern| blamed(pattern).next().is_some()).unwrap_or_else(|| {
        "No confirmed sample names a validation that should have blocked it.".into()
    })
}

fn one_mapping_error(facts: &Facts) -> String {
    let of = |members: &[&Pattern], fits: fn(Cause) -> bool| {
        members.iter().map(|only| only.cause).find(|cause| fits(*cause))
    };
    match one_pattern(facts.confirmed()) {
        OnePattern::Nothing => unconfirmed(facts, |pattern| pattern.cause == Cause::WrongMapping)
            .unwrap_or_else(|| "No sample is confirmed.".into()),
        OnePattern::One(members) => {
            let other = |cause| !matches!(cause, Cause::WrongMapping | Cause::Unknown);
            match (of(&members, other), of(&members, |cause| cause == Cause::Unknown)) {
                (Some(other), _) => {
                    format!("The confirmed samples have another cause: “{other}”.")
                }
                (None, Some(_)) => "The cause of the confirmed samples is not known yet.".into(),
                (None, None) => repair(facts),
            }
        }
        OnePattern::Several(several) => {
            format!("The confirmed samples fall into {several} patterns, not one.")
        }
    }
}

fn repair(facts: &Facts) -> String {
    let of =
        |at: Availability| move |asked: &&(Availability, &'static str, &'static str)| asked.0 == at;
    let asked = [
        (facts.code, "the code can be had", "the code cannot be had"),
        (facts.maintainable, "it can be maintained", "it cannot be maintained"),
    ];
    let not: Vec<_> = asked.iter().filter(of(Availability::No)).map(|(_, _, not)| *not).collect();
    let unknown: Vec<_> =
        asked.iter().filter(of(Availability::Unknown)).map(|(_, so, _)| *so).collect();
    if not.is_empty() {
        format!("It is one mapping error, but we don’t know yet whether {}.", listed(&unknown))
    } else {
        format!("It is one mapping error, but {}.", listed(&not))
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
