//! What would change the verdict: facts are changed on a copy and the findings computed again (domain §10).
//! Nothing is claimed that was not computed; the sentences only tell what came out.

use super::edit::Edit;
use super::{Path, dominant};
use crate::catalogue::Catalogue;
use crate::controls::{Control, ControlState, Family};
use crate::evidence::{IntegrationFact, Subject};
use crate::findings::{Established, Facts, FindingKind, established, rules};
use crate::integrations::Availability;
use crate::matching::Judgement;
use crate::samples::{Cause, Nature, Pattern, Symptom};
use crate::wording::listed;
use serde::{Deserialize, Serialize};

/// Ways told for one finding; patterns come largest first, so these are the likeliest.
const MOST_WAYS: usize = 3;

/// Conditions spelt out in one sentence; the others are counted and stay reachable through their subjects.
const MOST_CONDITIONS: usize = 4;

/// A smallest set of facts that would change the findings, and what the verdict would then be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Change {
    /// The change and what follows from it, in a sentence.
    pub says: String,
    /// Where it would be recorded.
    pub about: Vec<Subject>,
    /// Findings that would be established.
    pub gains: Vec<FindingKind>,
    /// Findings that would fall away.
    pub loses: Vec<FindingKind>,
    /// What the findings say now; `None` is not enough evidence.
    pub from: Option<Path>,
    /// What they would say.
    pub to: Option<Path>,
}

impl Change {
    /// Whether the verdict itself would change.
    #[must_use]
    pub fn flips(&self) -> bool {
        self.from != self.to
    }
}

/// What would change the findings of an integration: what would flip the verdict first.
pub(super) fn would_change(facts: &Facts) -> Vec<Change> {
    let now = established(facts);
    let mut changes = Vec::new();
    changes.extend(down(facts, &now));
    for finding in &now {
        changes.extend(tried(facts, &now, &removal(facts, finding.kind)));
    }
    for kind in
        FindingKind::ALL.iter().filter(|kind| !now.iter().any(|finding| finding.kind == **kind))
    {
        let ways = additions(facts, *kind);
        let tried = ways.iter().filter_map(|edits| tried(facts, &now, edits));
        changes.extend(tried.filter(|change| change.flips() && change.gains.contains(kind)));
    }
    let mut kept: Vec<Change> = Vec::new();
    for change in changes {
        if !kept.contains(&change) {
            kept.push(change);
        }
    }
    kept.sort_by_key(|change| !change.flips());
    kept
}

/// Every finding of the dominating path gone at once: the least that lowers the verdict.
fn down(facts: &Facts, now: &[Established]) -> Option<Change> {
    let path = dominant(now)?;
    let leading = now.iter().filter(|finding| finding.path == path);
    let edits: Vec<_> = leading.flat_map(|finding| removal(facts, finding.kind)).collect();
    tried(facts, now, &edits)
}

/// The change that the edits bring about; `None` when no finding changes.
fn tried(facts: &Facts, now: &[Established], edits: &[Edit]) -> Option<Change> {
    let mut copy = facts.clone();
    edits.iter().for_each(|edit| edit.apply(&mut copy));
    let then = established(&copy);
    let gains = missing_from(now, &then);
    let loses = missing_from(&then, now);
    if gains.is_empty() && loses.is_empty() {
        return None;
    }
    let (from, to) = (dominant(now), dominant(&then));
    let mut conditions: Vec<_> = edits.iter().map(|edit| edit.says(facts)).collect();
    if conditions.len() > MOST_CONDITIONS {
        let more = conditions.split_off(MOST_CONDITIONS - 1).len();
        conditions.push(format!("the same went for {more} more reasons"));
    }
    let says = format!("If {}, {}.", listed(&conditions), follows(&gains, &loses, from, to));
    let mut about: Vec<_> = edits.iter().map(|edit| edit.about(facts)).collect();
    about.dedup();
    Some(Change { says, about, gains, loses, from, to })
}

fn missing_from(these: &[Established], those: &[Established]) -> Vec<FindingKind> {
    let kinds = those.iter().map(|finding| finding.kind);
    kinds.filter(|kind| !these.iter().any(|finding| finding.kind == *kind)).collect()
}

/// “the finding “Missing logs” falls away and the verdict is patch”.
fn follows(
    gains: &[FindingKind],
    loses: &[FindingKind],
    from: Option<Path>,
    to: Option<Path>,
) -> String {
    let named = |kinds: &[FindingKind]| {
        listed(&kinds.iter().map(|kind| format!("“{kind}”")).collect::<Vec<_>>())
    };
    let finding =
        |kinds: &[FindingKind]| if kinds.len() == 1 { "the finding" } else { "the findings" };
    let mut parts = Vec::new();
    if !loses.is_empty() {
        let verb = if loses.len() == 1 { "falls away" } else { "fall away" };
        parts.push(format!("{} {} {verb}", finding(loses), named(loses)));
    }
    if !gains.is_empty() {
        let verb = if gains.len() == 1 { "is established" } else { "are established" };
        parts.push(format!("{} {} {verb}", finding(gains), named(gains)));
    }
    let verdict = to.map_or("not enough evidence".to_owned(), |path| path.label().to_lowercase());
    let still = if from == to { "stays" } else { "is" };
    parts.push(format!("the verdict {still} {verdict}"));
    listed(&parts)
}

/// The edits that together take away every reason of a finding.
fn removal(facts: &Facts, kind: FindingKind) -> Vec<Edit> {
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
fn additions(facts: &Facts, kind: FindingKind) -> Vec<Vec<Edit>> {
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
    let confirmed = positions(facts, |p| p.confirmed > 0);
    let sample = match confirmed.as_slice() {
        [] => unconfirmed(facts, |p| p.cause == Cause::WrongMapping)
            .into_iter()
            .next()
            .or(Some(Edit::Observe(Symptom::Wrong, Cause::WrongMapping, None))),
        [only] => match facts.patterns[*only].cause {
            Cause::WrongMapping => None,
            Cause::Unknown => Some(Edit::Diagnose(*only, Cause::WrongMapping)),
            _ => return Vec::new(),
        },
        _ => return Vec::new(),
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
