//! The edits that would take a finding away, and those that would establish one.
//! What is recorded and not settled comes first; a sample nobody has brought is supposed only where nothing else is open.

use super::edit::Edit;
use crate::document::controls::{Control, ControlState, Family};
use crate::document::integrations::Availability;
use crate::document::matching::Judgement;
use crate::document::samples::{Cause, Pattern, Symptom};
use crate::judgement::evidence::IntegrationFact;
use crate::judgement::findings::{Facts, FindingKind, rules};

/// Ways told for one finding; patterns come largest first, so these are the likeliest.
const MOST_WAYS: usize = 3;

/// The edits that together take away every reason of a finding.
pub(super) fn removal(facts: &Facts, kind: FindingKind) -> Vec<Edit> {
    use FindingKind as K;
    use IntegrationFact as F;
    let refute = |matches: &dyn Fn(&Pattern) -> bool| -> Vec<Edit> {
        positions(facts, |p| p.confirmed > 0 && matches(p)).into_iter().map(Edit::Refute).collect()
    };
    match kind {
        K::NoCodeOrAccess => [(F::Code, facts.code), (F::Credentials, facts.credentials)]
            .into_iter()
            .filter(|(_, at)| *at == Availability::No)
            .map(|(fact, _)| Edit::Set(fact, Availability::Yes))
            .collect(),
        K::CannotBeMaintained => vec![Edit::Set(F::Maintainable, Availability::Yes)],
        K::WrongAssumptions => {
            let judged = facts.differences.iter().enumerate();
            let wrong =
                judged.filter(|(_, told)| told.judgement == Some(Judgement::WrongAssumption));
            let judge = wrong.map(|(at, _)| Edit::Judge(at, Judgement::Fine));
            judge.chain(refute(&rules::is_wrong_assumption)).collect()
        }
        K::MissingLogs => in_place(facts.lacking(facts.expected_of(Family::Visibility))),
        K::TruthUnsettled => vec![Edit::Settle],
        K::FailuresNotSeen => in_place(facts.lacking(rules::ALERTS)),
        K::DuplicatePosting => in_place(facts.lacking(rules::ONCE)),
        K::FailuresNotHandled => {
            in_place(answering(facts, rules::is_unhandled, |p| rules::handling(p).collect()))
        }
        K::BadRecords => in_place(answering(facts, |_| true, |p| rules::blamed(p).collect())),
        K::BadAtSource => refute(&rules::is_at_source),
        K::OtherSideChanges => {
            let lacking = facts.lacking(rules::AGREED);
            let controls = if lacking.is_empty() { Vec::new() } else { in_place(lacking) };
            let pin = facts.unpinned.is_some().then_some(Edit::Pin);
            let agree = if facts.contract { None } else { Some(Edit::Agree) };
            controls.into_iter().chain(pin).chain(agree).collect()
        }
        K::SinglePoint => in_place(vec![Control::ManualFallback]),
        K::WorkByHand => vec![Edit::Automate],
        K::OneMappingError | K::SeveralMappingErrors => refute(&is_mapping),
    }
}

fn is_mapping(pattern: &Pattern) -> bool {
    pattern.cause == Cause::WrongMapping
}

fn in_place(controls: Vec<Control>) -> Vec<Edit> {
    vec![Edit::Controls(controls, ControlState::InPlace)]
}

/// What is lacking of the controls that answer the confirmed patterns that match.
fn answering(
    facts: &Facts,
    matches: impl Fn(&Pattern) -> bool,
    answers: impl Fn(&Pattern) -> Vec<Control>,
) -> Vec<Control> {
    let confirmed = facts.confirmed().filter(|pattern| matches(pattern));
    let mut lacking: Vec<_> =
        confirmed.flat_map(|pattern| facts.lacking(answers(pattern))).collect();
    lacking.sort_unstable();
    lacking.dedup();
    lacking
}

/// The ways in which a finding could come to be established: from what is recorded and not settled where there is
/// such a thing, and only else from a sample nobody has brought yet.
pub(super) fn additions(facts: &Facts, kind: FindingKind) -> Vec<Vec<Edit>> {
    use FindingKind as K;
    let ways = match kind {
        K::NoCodeOrAccess => not_to_be_had(facts),
        K::CannotBeMaintained => unknown(IntegrationFact::Maintainable, facts.maintainable),
        K::MissingLogs => missing_logs(facts),
        K::WrongAssumptions => wrong_assumptions(facts),
        K::OneMappingError | K::SeveralMappingErrors => return mapping_errors(facts),
        K::DuplicatePosting => {
            let unknown = facts.confirmed().any(rules::is_posted_twice);
            let unknown =
                if unknown { one_missing(facts.unknown(rules::ONCE)) } else { Vec::new() };
            or_supposed(
                facts,
                rules::is_posted_twice,
                unknown,
                (Symptom::Duplicate, Cause::Unknown),
            )
        }
        K::FailuresNotHandled => {
            let handled = facts.confirmed().filter(|p| rules::is_unhandled(p));
            let unknown = handled.flat_map(|p| facts.unknown(rules::handling(p))).collect();
            or_supposed(
                facts,
                rules::is_unhandled,
                one_missing(unknown),
                (Symptom::Missing, Cause::RateLimited),
            )
        }
        K::FailuresNotSeen => {
            let unseen = facts.confirmed().any(rules::is_unseen);
            let unknown =
                if unseen { one_missing(facts.unknown(rules::ALERTS)) } else { Vec::new() };
            or_supposed(facts, rules::is_unseen, unknown, (Symptom::Silent, Cause::Unknown))
        }
        K::BadRecords => {
            let blamed = facts.confirmed().flat_map(|p| facts.unknown(rules::blamed(p))).collect();
            let fits = |p: &Pattern| rules::blamed(p).next().is_some();
            or_supposed(facts, fits, one_missing(blamed), (Symptom::Wrong, Cause::DirtyValue))
        }
        K::BadAtSource => confirm(facts, rules::is_at_source),
        K::OtherSideChanges => {
            let changed = |p: &Pattern| rules::is_changed(facts, p);
            or_supposed(facts, changed, Vec::new(), (Symptom::Missing, Cause::ApiChanged))
        }
        K::SinglePoint => one_missing(facts.unknown(rules::BRIDGES)),
        K::TruthUnsettled | K::WorkByHand => Vec::new(),
    };
    ways.into_iter().take(MOST_WAYS).map(|edit| vec![edit]).collect()
}

/// What nobody has looked at, or else that the first of what is in place turned out to be missing.
fn missing_logs(facts: &Facts) -> Vec<Edit> {
    let unknown = facts.unknown(facts.expected_of(Family::Visibility));
    if !unknown.is_empty() {
        return one_missing(unknown);
    }
    let outcome = vec![Control::FinalOutcome];
    vec![Edit::Controls(outcome, ControlState::Missing)]
}

fn one_missing(mut unknown: Vec<Control>) -> Vec<Edit> {
    unknown.sort_unstable();
    unknown.dedup();
    if unknown.is_empty() { Vec::new() } else { vec![Edit::OneMissing(unknown)] }
}

/// Samples that wait and would do, or what is unknown of the controls; only without either a sample is supposed.
fn or_supposed(
    facts: &Facts,
    matches: impl Fn(&Pattern) -> bool,
    unknown: Vec<Edit>,
    (symptom, cause): (Symptom, Cause),
) -> Vec<Edit> {
    let mut ways = confirm(facts, matches);
    ways.extend(unknown);
    if ways.is_empty() {
        ways.push(Edit::Observe(symptom, cause));
    }
    ways
}

fn unknown(fact: IntegrationFact, at: Availability) -> Vec<Edit> {
    let unknown = at == Availability::Unknown;
    unknown.then_some(Edit::Set(fact, Availability::No)).into_iter().collect()
}

fn not_to_be_had(facts: &Facts) -> Vec<Edit> {
    let code = unknown(IntegrationFact::Code, facts.code);
    code.into_iter().chain(unknown(IntegrationFact::Credentials, facts.credentials)).collect()
}

fn wrong_assumptions(facts: &Facts) -> Vec<Edit> {
    let unjudged =
        facts.differences.iter().enumerate().filter(|(_, told)| told.judgement.is_none());
    let unjudged: Vec<_> = unjudged.map(|(at, _)| at).collect();
    let judge = (!unjudged.is_empty()).then_some(Edit::OneWrong(unjudged));
    let open =
        |p: &Pattern| p.confirmed > 0 && matches!(p.cause, Cause::Unknown | Cause::UnclearRule);
    let diagnose =
        positions(facts, open).into_iter().map(|at| Edit::Diagnose(at, Cause::WrongAssumption));
    let confirm = confirm(facts, rules::is_wrong_assumption);
    let mut ways: Vec<_> = judge.into_iter().chain(confirm).chain(diagnose).collect();
    if ways.is_empty() {
        ways.push(Edit::Observe(Symptom::Wrong, Cause::WrongAssumption));
    }
    ways
}

/// A mapping error needs to be changeable and maintainable, and nothing else beside it; what stands in the way is
/// diagnosed, or turns out to be something else.
fn mapping_errors(facts: &Facts) -> Vec<Vec<Edit>> {
    let asked =
        [(IntegrationFact::Code, facts.code), (IntegrationFact::Maintainable, facts.maintainable)];
    let lacking = asked.into_iter().filter(|(_, at)| *at != Availability::Yes);
    let able: Vec<Edit> = lacking.map(|(fact, _)| Edit::Set(fact, Availability::Yes)).collect();
    let beside: Vec<&Pattern> = rules::beside_transport(facts).collect();
    if beside.iter().any(|p| !matches!(p.cause, Cause::WrongMapping | Cause::Unknown)) {
        return Vec::new();
    }
    let mut samples: Vec<Edit> = positions(facts, |p| p.confirmed > 0 && p.cause == Cause::Unknown)
        .into_iter()
        .map(|at| Edit::Diagnose(at, Cause::WrongMapping))
        .collect();
    if beside.is_empty() {
        let waiting = confirm(facts, is_mapping).into_iter();
        let supposed = Edit::Observe(Symptom::Wrong, Cause::WrongMapping);
        samples.extend(waiting.take(1).chain([supposed]).take(1));
    }
    let mapped = positions(facts, |p| p.confirmed > 0 && is_mapping(p));
    vec![able.into_iter().chain(samples).collect(), vec![Edit::Merge(mapped)]]
}

fn confirm(facts: &Facts, matches: impl Fn(&Pattern) -> bool) -> Vec<Edit> {
    positions(facts, |p| p.confirmed == 0 && p.count > 0 && matches(p))
        .into_iter()
        .map(Edit::Confirm)
        .collect()
}

fn positions(facts: &Facts, matches: impl Fn(&Pattern) -> bool) -> Vec<usize> {
    facts
        .patterns
        .iter()
        .enumerate()
        .filter(|(_, pattern)| matches(pattern))
        .map(|(at, _)| at)
        .collect()
}
