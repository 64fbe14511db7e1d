//! The findings table of domain §10, one function a row: the evidence that establishes it, or none.
//! A sample counts when a person confirmed it; an unknown fact establishes nothing.

use super::{Facts, FindingKind, MOST_PATCHES};
use crate::document::call::VerdictPath;
use crate::document::controls::{Control, ControlState, Family};
use crate::document::engagement::Complaint;
use crate::document::integrations::Availability;
use crate::document::samples::{Cause, Nature, Origin, Pattern, PatternKey, Symptom};
use crate::judgement::evidence::Evidence;
use crate::platform::statistics::{chance_of_silence, slowest_rate};
use std::collections::BTreeSet;

mod boundary;
mod samples;

pub(crate) use samples::differs;

/// The alerts without one of which failures stay unseen.
pub(crate) const ALERTS: [Control; 3] =
    [Control::AlertOnTotalFailure, Control::AlertOnPartialFailure, Control::AlertOnAbsence];

/// What carries an integration over an outage; without any of them it is a single point of failure.
pub(crate) const BRIDGES: [Control; 3] =
    [Control::LocalCopy, Control::DegradesGracefully, Control::ManualFallback];

/// What keeps a repeated message from making a second record.
pub(crate) const ONCE: [Control; 2] = [Control::IdempotencyKey, Control::DuplicateCheck];

/// What keeps a change of the other side from being a surprise.
pub(crate) const AGREED: [Control; 2] = [Control::VersionPinned, Control::ContractChange];

/// What makes events that arrive in another order harmless.
pub(crate) const ORDERED: [Control; 2] = [Control::EventGuard, Control::DeterministicUpdate];

/// The evidence that establishes a finding; empty when it is not established.
pub(crate) fn because(kind: FindingKind, facts: &Facts) -> Vec<Evidence> {
    use FindingKind as K;
    match kind {
        K::WrongAssumptions => boundary::wrong_assumptions(facts),
        K::NoCodeOrAccess => boundary::no_code_or_access(facts),
        K::CannotBeMaintained => boundary::cannot_be_maintained(facts),
        K::MissingLogs => boundary::missing_logs(facts),
        K::TruthUnsettled => samples::truth_unsettled(facts),
        K::FailuresNotSeen => samples::not_seen(facts),
        K::DuplicatePosting => samples::duplicate_posting(facts),
        K::FailuresNotHandled => samples::not_handled(facts),
        K::BadRecords => samples::bad_records(facts),
        K::BadAtSource => samples::at_source(facts),
        K::OtherSideChanges => samples::other_side_changes(facts),
        K::SinglePoint => boundary::single_point(facts),
        K::WorkByHand => boundary::work_by_hand(facts),
        K::OneMappingError if mapping_errors(facts) == 1 => samples::repairable(facts),
        K::SeveralMappingErrors if mapping_errors(facts) > 1 => samples::repairable(facts),
        K::OneMappingError | K::SeveralMappingErrors => Vec::new(),
    }
}

/// The way forward that a finding asks for here: above a stated number of mapping errors the contract comes first.
pub(crate) fn path(kind: FindingKind, facts: &Facts) -> VerdictPath {
    let many = kind == FindingKind::SeveralMappingErrors && mapping_errors(facts) > MOST_PATCHES;
    if many { VerdictPath::Stabilise } else { kind.path() }
}

/// The confirmed patterns that are no transport failures.
pub(crate) fn beside_transport(facts: &Facts) -> impl Iterator<Item = &Pattern> {
    facts.confirmed().filter(|pattern| pattern.cause.nature() != Nature::Transport)
}

/// How many mapping errors there are when, transport failures apart, there is nothing else; what a person put together
/// counts once. None as soon as anything else is confirmed.
pub(crate) fn mapping_errors(facts: &Facts) -> usize {
    let mut errors: BTreeSet<PatternKey> = BTreeSet::new();
    for pattern in beside_transport(facts) {
        if pattern.cause != Cause::WrongMapping {
            return 0;
        }
        errors.insert(pattern.key());
    }
    errors.len()
}

/// Whether the integration can be changed and looked after.
pub(crate) fn is_repairable(facts: &Facts) -> bool {
    facts.code == Availability::Yes && facts.maintainable == Availability::Yes
}

/// The findings that ask for a change of the integration itself, whether or not it can be changed. Visibility and
/// alerts can be put around it, so they ask for none.
pub(crate) fn changes_asked(facts: &Facts) -> Vec<FindingKind> {
    use FindingKind as K;
    let of = [K::WrongAssumptions, K::DuplicatePosting, K::FailuresNotHandled, K::BadRecords];
    let mut asked: Vec<_> =
        of.into_iter().filter(|kind| !because(*kind, facts).is_empty()).collect();
    // A contract is agreed between people; to pin a version is to change the integration.
    let changing = |one: &Pattern| is_changed(facts, one) && !is_over(facts, one, &AGREED);
    if facts.confirmed().any(changing) && is_unpinned(facts) {
        asked.push(K::OtherSideChanges);
    }
    match mapping_errors(facts) {
        0 => {}
        1 => asked.push(K::OneMappingError),
        _ => asked.push(K::SeveralMappingErrors),
    }
    asked
}

/// Whether the cause is a wrong workflow assumption; an unclear rule is a question, not yet a wrong answer.
pub(crate) fn is_wrong_assumption(pattern: &Pattern) -> bool {
    pattern.cause == Cause::WrongAssumption
}

/// Whether it is a duplicate, by what it looked like or by why it happened.
pub(crate) fn is_duplicate(pattern: &Pattern) -> bool {
    pattern.symptom == Symptom::Duplicate || pattern.cause == Cause::DuplicateRecord
}

/// Whether the event was delivered again.
pub(crate) fn is_replay(pattern: &Pattern) -> bool {
    pattern.cause == Cause::Replayed
}

/// Whether a second record was made on the way, not where records are made.
pub(crate) fn is_posted_twice(pattern: &Pattern) -> bool {
    (is_duplicate(pattern) || is_replay(pattern)) && pattern.origin != Origin::Source
}

/// Whether it is a failure of transport that did not end well by itself; how it ended is counted once it is confirmed.
pub(crate) fn is_unhandled(pattern: &Pattern) -> bool {
    pattern.cause.nature() == Nature::Transport
        && !is_replay(pattern)
        && (pattern.confirmed == 0 || pattern.succeeded < pattern.confirmed)
}

/// What would have handled a failure of transport.
pub(crate) fn handling(pattern: &Pattern) -> impl Iterator<Item = Control> {
    let ordered = pattern.cause == Cause::DeliveredOutOfOrder;
    let own = ORDERED.into_iter().filter(move |_| ordered);
    own.chain(Control::of(Family::FailureHandling))
}

/// Whether it was silent, or found by customers or by nobody.
pub(crate) fn is_unseen(pattern: &Pattern) -> bool {
    pattern.symptom == Symptom::Silent || pattern.unnoticed > 0
}

/// Whether the record was already wrong where it was made. A wrong mapping is made on the way, wherever it shows.
pub(crate) fn is_at_source(pattern: &Pattern) -> bool {
    let data = matches!(pattern.cause.nature(), Nature::Data | Nature::Unknown);
    pattern.origin == Origin::Source && data && pattern.cause != Cause::WrongMapping
}

/// Whether the other side changed: its API, or a format when something is known to have broken after a change.
pub(crate) fn is_changed(facts: &Facts, pattern: &Pattern) -> bool {
    let broke = facts.complaints.contains(&Complaint::BrokeAfterChange);
    pattern.cause == Cause::ApiChanged || broke && pattern.cause == Cause::InconsistentFormat
}

/// Whether it is known that the version of the other side is not pinned.
pub(crate) fn is_unpinned(facts: &Facts) -> bool {
    facts.lacks(Control::VersionPinned) || facts.unpinned.is_some()
}

/// Whether nobody could reach the other side.
pub(crate) fn is_outage(pattern: &Pattern) -> bool {
    matches!(pattern.cause, Cause::Unreachable | Cause::ServerError)
}

/// The validations that should have blocked these samples: those that were named and, as the cause is in the data, every
/// other one too. A wrong mapping makes values that look right, so only what was named could have blocked it.
pub(crate) fn blamed(pattern: &Pattern) -> impl Iterator<Item = Control> {
    let by_cause = pattern.cause.nature() == Nature::Data && pattern.cause != Cause::WrongMapping;
    let named = |control: &Control| pattern.missing_controls.contains_key(control);
    let data = pattern.cause.nature() == Nature::Data;
    Control::of(Family::Validation).filter(move |control| data && (by_cause || named(control)))
}

/// The chance at which silence counts as a repair (domain §10).
pub(crate) const CHANCE: f64 = 0.05;

/// The chance of as many quiet days as there have been since the last sample, at the slowest rate that the samples
/// still allow: what silence would be if nothing had been repaired.
pub(crate) fn silence(facts: &Facts, pattern: &Pattern) -> f64 {
    let days = ((pattern.last_seen - pattern.first_seen).num_days() + 1) as f64;
    let rate = slowest_rate(u64::try_from(pattern.confirmed).unwrap_or(0), days);
    chance_of_silence(rate, (facts.today - pattern.last_seen).num_days() as f64)
}

/// Whether a pattern is over: since one of these controls was put in place, after its last sample, it has been quiet for
/// longer than chance allows. Without a recorded day all of them must stand, and it must have been quiet for as long as
/// it went on: what was there all along repaired nothing.
pub(crate) fn is_over(facts: &Facts, pattern: &Pattern, of: &[Control]) -> bool {
    let stands = |control: &Control| {
        facts.state(*control) == ControlState::InPlace && facts.proofs.contains_key(control)
    };
    let since = of.iter().filter(|one| stands(one)).filter_map(|one| facts.since.get(one)).max();
    let silent = (facts.today - pattern.last_seen).num_days();
    let active = (pattern.last_seen - pattern.first_seen).num_days() + 1;
    let whole = of.iter().all(stands);
    let repaired = since.map_or(whole && silent >= active, |since| *since > pattern.last_seen);
    repaired && silence(facts, pattern) <= CHANCE
}

/// The controls that answer a pattern: with all of them in place it should not happen again.
pub(crate) fn remedies(facts: &Facts, pattern: &Pattern) -> Vec<Control> {
    let mut remedies: Vec<Control> = pattern.missing_controls.keys().copied().collect();
    if is_posted_twice(pattern) {
        remedies.extend(ONCE);
    }
    if is_unhandled(pattern) {
        remedies.extend(handling(pattern));
    }
    if is_changed(facts, pattern) {
        remedies.extend(AGREED);
    }
    if is_unseen(pattern) {
        remedies.extend(ALERTS);
    }
    remedies.extend(blamed(pattern));
    remedies.sort_unstable();
    remedies.dedup();
    remedies
}

#[cfg(test)]
mod tests;
