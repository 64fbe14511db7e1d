//! The findings table of domain §10, one function a row: the evidence that establishes it, or none.
//! A sample counts when a person confirmed it; an unknown fact establishes nothing.

use super::{Facts, FindingKind};
use crate::document::controls::{Control, ControlState, Family};
use crate::document::integrations::Availability;
use crate::document::matching::Judgement;
use crate::document::samples::{Cause, OnePattern, Pattern, Symptom, one_pattern};
use crate::judgement::evidence::{Evidence, IntegrationFact, Subject};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{counted, inside, span};

/// The evidence that establishes a finding; empty when it is not established.
pub(crate) fn because(kind: FindingKind, facts: &Facts) -> Vec<Evidence> {
    match kind {
        FindingKind::WrongAssumptions => wrong_assumptions(facts),
        FindingKind::NoCodeOrAccess => no_code_or_access(facts),
        FindingKind::MissingLogs => missing_logs(facts),
        FindingKind::DuplicatePosting => duplicate_posting(facts),
        FindingKind::BadRecords => bad_records(facts),
        FindingKind::OneMappingError => one_mapping_error(facts),
    }
}

fn wrong_assumptions(facts: &Facts) -> Vec<Evidence> {
    let judged =
        facts.differences.iter().filter(|told| told.judgement == Some(Judgement::WrongAssumption));
    let from_maps = judged.map(|told| {
        let says = format!(
            "{} This was judged a wrong assumption about “{}”.",
            told.says, told.workflow_name
        );
        Evidence::new(says, told.about.clone())
    });
    let from_samples =
        facts.confirmed().filter(|pattern| is_wrong_assumption(pattern)).map(Evidence::confirmed);
    from_maps.chain(from_samples).collect()
}

fn no_code_or_access(facts: &Facts) -> Vec<Evidence> {
    let fact = |fact| Subject::IntegrationFact { integration: facts.integration, fact };
    let mut because = Vec::new();
    if facts.code == Availability::No {
        because.push(Evidence::new("The code cannot be had.", fact(IntegrationFact::Code)));
    }
    if facts.credentials == Availability::No {
        because.push(Evidence::new(
            "The credentials cannot be had.",
            fact(IntegrationFact::Credentials),
        ));
    }
    because
}

fn missing_logs(facts: &Facts) -> Vec<Evidence> {
    let missing = facts.expected(Family::Visibility, ControlState::Missing);
    let says = |control: Control| {
        format!(
            "“{control}” is missing; {} integrations are expected to have it.",
            inside_criticality(facts)
        )
    };
    missing
        .into_iter()
        .map(|control| Evidence::new(says(control), facts.control(control)))
        .collect()
}

fn inside_criticality(facts: &Facts) -> String {
    inside(facts.criticality.label())
}

fn duplicate_posting(facts: &Facts) -> Vec<Evidence> {
    let duplicates: Vec<&Pattern> =
        facts.confirmed().filter(|pattern| is_duplicate(pattern)).collect();
    let mut because: Vec<_> = duplicates.iter().map(|pattern| duplicate(pattern)).collect();
    if without_idempotency(facts) {
        let replays: Vec<_> = facts.confirmed().filter(|pattern| is_replay(pattern)).collect();
        because.extend(
            replays.iter().filter(|pattern| !is_duplicate(pattern)).map(|p| Evidence::confirmed(p)),
        );
        if !replays.is_empty() {
            let state = inside(facts.state(Control::IdempotencyKey).label());
            let says =
                format!("Events are replayed, and “{}” is {state}.", Control::IdempotencyKey);
            because.push(Evidence::new(says, facts.control(Control::IdempotencyKey)));
        }
    }
    because
}

/// “7 duplicates in 3 weeks, all replayed.”
fn duplicate(pattern: &Pattern) -> Evidence {
    let count = counted(pattern.confirmed, "duplicate", "duplicates");
    let when = span(pattern.first_seen, pattern.last_seen);
    let all = if pattern.confirmed == 1 { "" } else { "all " };
    let says = match pattern.cause {
        Cause::Unknown => format!("{count} {when}; the cause is not known yet."),
        Cause::Replayed => format!("{count} {when}, {all}after a replay."),
        cause => format!("{count} {when}, {all}with the cause “{cause}”."),
    };
    Evidence::confirmed(pattern).saying(says)
}

fn bad_records(facts: &Facts) -> Vec<Evidence> {
    facts
        .confirmed()
        .flat_map(|pattern| blamed(pattern).map(|control| let_in(pattern, control)))
        .collect()
}

fn let_in(pattern: &Pattern, control: Control) -> Evidence {
    let sample = Evidence::confirmed(pattern);
    let says = format!("{} “{control}” should have blocked {}.", sample.says, one_or_all(pattern));
    sample.saying(says)
}

fn one_or_all(pattern: &Pattern) -> &'static str {
    if pattern.confirmed == 1 { "it" } else { "them" }
}

fn one_mapping_error(facts: &Facts) -> Vec<Evidence> {
    let OnePattern::One(members) = one_pattern(facts.confirmed()) else { return Vec::new() };
    let repairable = facts.code == Availability::Yes && facts.maintainable == Availability::Yes;
    if members.iter().any(|only| only.cause != Cause::WrongMapping) || !repairable {
        return Vec::new();
    }
    let fact = |fact| Subject::IntegrationFact { integration: facts.integration, fact };
    let facts = [
        Evidence::new("The code is available.", fact(IntegrationFact::Code)),
        Evidence::new("It can be maintained.", fact(IntegrationFact::Maintainable)),
    ];
    members.into_iter().map(Evidence::confirmed).chain(facts).collect()
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

/// Whether someone looked for an idempotency key and did not find a whole one.
pub(crate) fn without_idempotency(facts: &Facts) -> bool {
    matches!(facts.state(Control::IdempotencyKey), ControlState::Missing | ControlState::Partial)
}

/// The validations that were named as what should have blocked these samples.
pub(crate) fn blamed(pattern: &Pattern) -> impl Iterator<Item = Control> {
    pattern
        .missing_controls
        .iter()
        .copied()
        .filter(|control| control.family() == Family::Validation)
}
