//! The edits that would take a finding away, and those that would establish one.
//! What is recorded and not settled comes first; a sample nobody has brought is supposed only where nothing else is open.

use super::edit::Edit;
use crate::document::controls::{Control, ControlState, Family};
use crate::document::integrations::Availability;
use crate::document::matching::Judgement;
use crate::document::samples::{Cause, Nature, OnePattern, Pattern, Symptom, one_pattern};
use crate::judgement::evidence::IntegrationFact;
use crate::judgement::findings::{Facts, FindingKind, rules};

/// Ways told for one finding; patterns come largest first, so these are the likeliest.
const MOST_WAYS: usize = 3;

/// The edits that together take away every reason of a finding.
pub(super) fn removal(facts: &Facts, kind: FindingKind) -> Vec<Edit> {
    use IntegrationFact as F;
    let confirmed =
        |matches: &dyn Fn(&Pattern) -> bool| positions(facts, |p| p.confirmed > 0 && matches(p));
    match kind {
        FindingKind::NoCodeOrAccess => [(F::Code, facts.code), (F::Credentials, facts.credentials)]
            .into_iter()
            .filter(|(_, at)| *at == Availability::No)
            .map(|(fact, _)| Edit::Set(fact, Availability::Yes))
            .collect(),
        FindingKind::WrongAssumptions => {
            let judged = facts.differences.iter().enumerate();
            let wrong =
                judged.filter(|(_, told)| told.judgement == Some(Judgement::WrongAssumption));
            let judge = wrong.map(|(at, _)| Edit::Judge(at, Judgement::Fine));
            judge
                .chain(confirmed(&rules::is_wrong_assumption).into_iter().map(Edit::Refute))
                .collect()
        }
        FindingKind::MissingLogs => {
            vec![Edit::Controls(
                facts.expected(Family::Visibility, ControlState::Missing),
                ControlState::InPlace,
            )]
        }
        FindingKind::DuplicatePosting => match confirmed(&rules::is_duplicate) {
            none if none.is_empty() => {
                vec![Edit::Controls(vec![Control::IdempotencyKey], ControlState::InPlace)]
            }
            duplicates => no_duplicates(facts, duplicates),
        },
        FindingKind::BadRecords => confirmed(&|p| rules::blamed(p).next().is_some())
            .into_iter()
            .map(Edit::Unblame)
            .collect(),
        FindingKind::OneMappingError => {
            confirmed(&|p| p.cause == Cause::WrongMapping).into_iter().map(Edit::Refute).collect()
        }
    }
}

/// Duplicates refuted; replays that are none keep the finding up until idempotency is there.
fn no_duplicates(facts: &Facts, duplicates: Vec<usize>) -> Vec<Edit> {
    let replays = facts.confirmed().any(|p| rules::is_replay(p) && !rules::is_duplicate(p));
    let key = Edit::Controls(vec![Control::IdempotencyKey], ControlState::InPlace);
    let key = (replays && rules::without_idempotency(facts)).then_some(key);
    duplicates.into_iter().map(Edit::Refute).chain(key).collect()
}

/// The ways in which a finding could come to be established: from what is recorded and not settled where there is
/// such a thing, and only else from a sample nobody has brought yet.
pub(super) fn additions(facts: &Facts, kind: FindingKind) -> Vec<Vec<Edit>> {
    let mut ways = match kind {
        FindingKind::NoCodeOrAccess => return no_code_or_access(facts),
        FindingKind::MissingLogs => return missing_logs(facts),
        FindingKind::OneMappingError => return one_mapping_error(facts),
        FindingKind::WrongAssumptions => wrong_assumptions(facts),
        FindingKind::DuplicatePosting => duplicate_posting(facts),
        FindingKind::BadRecords => bad_records(facts),
    };
    if ways.is_empty() {
        ways.push(match kind {
            FindingKind::WrongAssumptions => {
                Edit::Observe(Symptom::Wrong, Cause::WrongAssumption, None)
            }
            FindingKind::DuplicatePosting => {
                Edit::Observe(Symptom::Duplicate, Cause::Unknown, None)
            }
            _ => {
                Edit::Observe(Symptom::Wrong, Cause::DirtyValue, Some(Control::BoundaryValidation))
            }
        });
    }
    ways.into_iter().take(MOST_WAYS).map(|edit| vec![edit]).collect()
}

fn no_code_or_access(facts: &Facts) -> Vec<Vec<Edit>> {
    let asked =
        [(IntegrationFact::Code, facts.code), (IntegrationFact::Credentials, facts.credentials)];
    let unknown = asked.into_iter().filter(|(_, at)| *at == Availability::Unknown);
    unknown.map(|(fact, _)| vec![Edit::Set(fact, Availability::No)]).collect()
}

fn missing_logs(facts: &Facts) -> Vec<Vec<Edit>> {
    let unknown = facts.expected(Family::Visibility, ControlState::Unknown);
    if unknown.is_empty() { Vec::new() } else { vec![vec![Edit::OneMissing(unknown)]] }
}

fn wrong_assumptions(facts: &Facts) -> Vec<Edit> {
    let unjudged =
        facts.differences.iter().enumerate().filter(|(_, told)| told.judgement.is_none());
    let unjudged: Vec<_> = unjudged.map(|(at, _)| at).collect();
    let judge = (!unjudged.is_empty()).then_some(Edit::OneWrong(unjudged));
    let confirm = unconfirmed(facts, rules::is_wrong_assumption);
    let open =
        |p: &Pattern| p.confirmed > 0 && matches!(p.cause, Cause::Unknown | Cause::UnclearRule);
    let diagnose =
        positions(facts, open).into_iter().map(|at| Edit::Diagnose(at, Cause::WrongAssumption));
    judge.into_iter().chain(confirm).chain(diagnose).collect()
}

fn duplicate_posting(facts: &Facts) -> Vec<Edit> {
    let mut ways = unconfirmed(facts, |p| rules::is_duplicate(p) || rules::is_replay(p));
    let unknown = facts.state(Control::IdempotencyKey) == ControlState::Unknown;
    if unknown && facts.confirmed().any(rules::is_replay) {
        ways.push(Edit::OneMissing(vec![Control::IdempotencyKey]));
    }
    ways
}

fn bad_records(facts: &Facts) -> Vec<Edit> {
    let unnamed = |p: &Pattern| p.confirmed > 0 && p.cause.nature() == Nature::Data;
    let blame = positions(facts, unnamed)
        .into_iter()
        .map(|at| Edit::Blame(at, Control::BoundaryValidation));
    blame.chain(unconfirmed(facts, |p| rules::blamed(p).next().is_some())).collect()
}

/// One mapping error needs the code, someone to maintain it and one pattern; several patterns rule it out.
fn one_mapping_error(facts: &Facts) -> Vec<Vec<Edit>> {
    let sample: Vec<Edit> = match one_pattern(facts.confirmed()) {
        OnePattern::Nothing => {
            let recorded = unconfirmed(facts, |p| p.cause == Cause::WrongMapping).into_iter();
            let supposed = Edit::Observe(Symptom::Wrong, Cause::WrongMapping, None);
            recorded.take(1).chain([supposed]).take(1).collect()
        }
        OnePattern::One(members) => {
            let fits = |p: &&Pattern| matches!(p.cause, Cause::WrongMapping | Cause::Unknown);
            if !members.iter().all(fits) {
                return Vec::new();
            }
            positions(facts, |p| p.confirmed > 0 && p.cause == Cause::Unknown)
                .into_iter()
                .map(|at| Edit::Diagnose(at, Cause::WrongMapping))
                .collect()
        }
        OnePattern::Several(_) => return Vec::new(),
    };
    let asked =
        [(IntegrationFact::Code, facts.code), (IntegrationFact::Maintainable, facts.maintainable)];
    let lacking = asked.into_iter().filter(|(_, at)| *at != Availability::Yes);
    vec![lacking.map(|(fact, _)| Edit::Set(fact, Availability::Yes)).chain(sample).collect()]
}

fn unconfirmed(facts: &Facts, matches: impl Fn(&Pattern) -> bool) -> Vec<Edit> {
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
