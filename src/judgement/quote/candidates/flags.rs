//! Flags and the actions that answer them: those of the plan first, and one action for each group that is left.
//! No flag is answered twice.

use super::{Candidate, usual};
use crate::document::controls::Family;
use crate::document::engagement::Engagement;
use crate::document::quote::Work;
use crate::judgement::assess::Assessment;
use crate::judgement::evidence::Subject;
use crate::judgement::findings::FindingKind;
use crate::judgement::flags::{Flag, FlagRule};
use crate::judgement::gaps::Gap;
use crate::judgement::quote::usual::points;
use crate::judgement::verdict::ActionKind;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use crate::platform::wording::{inside, listed};

/// Whether an action of the plan answers a flag.
pub(super) fn answers(assessment: &Assessment, one: &Candidate, flag: &Flag) -> bool {
    use FlagRule as R;
    if let Subject::Control { control, .. } = flag.about {
        return flag.integration == one.integration && one.controls.contains(&control);
    }
    let found =
        |kind: FindingKind| flag.integration == one.integration && one.finding == Some(kind);
    match flag.rule {
        R::SilentFailures | R::NobodyNotices | R::AlertsOnlyOnTotal => {
            one.work == Work::See && found(FindingKind::FailuresNotSeen)
        }
        R::SuccessTrusted | R::WorksToday => {
            one.work == Work::See && found(FindingKind::MissingLogs)
        }
        R::SinglePoint | R::NoManualRecovery => {
            one.work == Work::Change && found(FindingKind::SinglePoint)
        }
        R::RetriedInVain => one.work == Work::Change && found(FindingKind::FailuresNotHandled),
        R::ApiUnversioned | R::ContractAbsent => {
            one.work == Work::Change && found(FindingKind::OtherSideChanges)
        }
        R::DeveloperGone | R::AccessDoesNotFit => {
            one.work == Work::Rebuild && flag.integration == one.integration
        }
        R::DuplicateEntry | R::HumanMemory => {
            one.kind == ActionKind::ReplaceManualStep && one.about == flag.about
        }
        R::ControlsNotLookedAt => {
            one.kind == ActionKind::FindOut
                && flag.integration == one.integration
                && matches!(one.about, Subject::Controls { .. })
        }
        R::TruthDisputed | R::TruthUnassigned | R::TruthDoublyOwned => {
            one.work == Work::Settle && settles(assessment, one, flag)
        }
        _ => false,
    }
}

/// Whether the truth that an action settles is the one that a flag is about.
fn settles(assessment: &Assessment, one: &Candidate, flag: &Flag) -> bool {
    let at = one.integration.and_then(|id| assessment.of(id));
    let findings = at.into_iter().flat_map(|at| &at.verdict.findings);
    findings
        .filter(|finding| finding.kind == FindingKind::TruthUnsettled)
        .any(|finding| finding.because.iter().any(|evidence| evidence.about == flag.about))
}

/// What flags without an action of the plan are put together by.
type Group = (FlagRule, Option<Family>, Option<IntegrationId>);

/// One action for each group of flags that no action of the plan answers.
pub(super) fn grouped(doc: &Engagement, left: &[&Flag]) -> Vec<Candidate> {
    let mut groups: Vec<(Group, Vec<&Flag>)> = Vec::new();
    for flag in left {
        let family = match flag.about {
            Subject::Control { control, .. } => Some(control.family()),
            _ => None,
        };
        let key = (flag.rule, family, flag.integration.or_else(|| carrier(doc, &flag.about)));
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, flags)) => flags.push(flag),
            None => groups.push((key, vec![*flag])),
        }
    }
    groups.into_iter().map(|(key, flags)| candidate(key, &flags)).collect()
}

fn candidate((rule, family, integration): Group, flags: &[&Flag]) -> Candidate {
    let work = family.map_or_else(|| work_of(rule), work_of_family);
    let at = integration.map_or_else(|| "engagement".to_owned(), |id| id.to_string());
    let of = family.map_or("all", Family::key);
    Candidate {
        key: format!("flags:{}:{of}:{at}", rule.key()),
        integration,
        work,
        says: says(rule, family, flags),
        hours: usual(work, flags.len()),
        risk: flags.iter().map(|flag| points(flag.severity)).sum(),
        answers: flags.iter().map(|flag| format!("risk {}", flag.number)).collect(),
        gaps: flags.iter().map(|flag| Gap::Flag { flag: flag.key.clone() }).collect(),
        finding: None,
        kind: ActionKind::AddControl,
        about: flags.first().map_or(Subject::Engagement, |flag| flag.about.clone()),
        controls: Vec::new(),
    }
}

fn says(rule: FlagRule, family: Option<Family>, flags: &[&Flag]) -> String {
    let controls: Vec<String> = flags
        .iter()
        .filter_map(|flag| match flag.about {
            Subject::Control { control, .. } => Some(inside(control.label())),
            _ => None,
        })
        .collect();
    let good = flags.first().map_or("", |flag| flag.good.as_str());
    match (family, flags.len()) {
        (Some(family), _) => format!("{family}: put in place {}.", listed(&controls)),
        (None, 1) => format!("{rule}. {good}"),
        (None, count) => format!("{rule}, in {count} places. {good}"),
    }
}

/// An integration in scope that carries the field a subject is about: where a truth is settled for.
fn carrier(doc: &Engagement, about: &Subject) -> Option<IntegrationId> {
    let Subject::Field { field } = about else { return None };
    let of = doc.fields.iter().find(|it| it.id == *field)?.data_type;
    doc.in_scope().find(|one| one.carries.contains(&of)).map(|one| one.id)
}

/// The kind of work that puts a control of a family in place.
fn work_of_family(family: Family) -> Work {
    match family {
        Family::Visibility | Family::Alerting => Work::See,
        Family::Duplicates | Family::Validation | Family::FailureHandling | Family::Resilience => {
            Work::Change
        }
        Family::Recovery | Family::Testing => Work::Watch,
        Family::Change => Work::FindOut,
    }
}

/// The kind of work that answers a rule.
fn work_of(rule: FlagRule) -> Work {
    use FlagRule as R;
    match rule {
        R::SuccessTrusted
        | R::SilentFailures
        | R::NobodyNotices
        | R::AlertsOnlyOnTotal
        | R::WorksToday
        | R::AuditTrailMissing => Work::See,
        R::TruthDisputed
        | R::TruthUnassigned
        | R::TruthDoublyOwned
        | R::WritesWithoutRight
        | R::ThirdPartyOnly
        | R::RuleKeptTwice => Work::Settle,
        R::SecretInEvidence | R::AccessTooWide | R::AccessExpired => Work::Contain,
        R::ShadowStep => Work::Redesign,
        R::ControlMissing
        | R::SinglePoint
        | R::ApiUnversioned
        | R::DuplicateEntry
        | R::EverythingEachTime
        | R::AccessDoesNotFit
        | R::RetriedInVain
        | R::AsksForNews => Work::Change,
        R::NoManualRecovery | R::HumanMemory | R::FixesInProduction | R::ShippedEarly => {
            Work::Watch
        }
        R::OwnerMissing
        | R::DiscoveryUnknown
        | R::ControlsNotLookedAt
        | R::ContractAbsent
        | R::EvidenceExpires
        | R::DeveloperGone
        | R::QuestionsOpen
        | R::SymptomUnexplained
        | R::HiddenRulesOpen
        | R::ApprovalMissing
        | R::TriggerUnknown => Work::FindOut,
    }
}

#[cfg(test)]
mod tests;
