//! Symptoms that were ticked and that nothing recorded explains yet.
//! A tick is a question, never evidence of its own: it is flagged lightly and goes once something explains it.

use super::{FlagRule, Raised};
use crate::document::controls::Control;
use crate::document::engagement::Complaint;
use crate::document::samples::{Cause, Nature, Pattern, Symptom};
use crate::document::truth::Standing;
use crate::engines::map::{Side, StepKind};
use crate::judgement::evidence::Subject;
use crate::judgement::findings::{Reading, rules};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::inside;

pub(super) fn raise(reading: &Reading<'_>) -> Vec<Raised> {
    let open = reading.doc.brief.complaints.iter().filter(|one| !is_explained(reading, **one));
    open.map(|complaint| {
        let says = format!("Ticked and not explained yet: {}.", inside(complaint.label()));
        let about = Subject::Complaint { complaint: *complaint };
        Raised::new(FlagRule::SymptomUnexplained, about, None, says)
            .seen(ask(*complaint))
            .lighter(1)
    })
    .collect()
}

fn any(reading: &Reading<'_>, fits: impl Fn(&Pattern) -> bool) -> bool {
    reading.in_scope.iter().any(|one| one.facts.confirmed().any(&fits))
}

fn on_map(reading: &Reading<'_>, kinds: &[StepKind]) -> bool {
    let actual = reading.doc.maps.iter().filter(|map| map.side == Side::Actual);
    actual.flat_map(|map| &map.steps).any(|step| kinds.contains(&step.kind))
}

/// Whether something that is recorded shows where the symptom comes from.
fn is_explained(reading: &Reading<'_>, complaint: Complaint) -> bool {
    use Complaint as C;
    let doc = reading.doc;
    let causes = |causes: &[Cause]| any(reading, |one| causes.contains(&one.cause));
    let looks = |symptoms: &[Symptom]| any(reading, |one| symptoms.contains(&one.symptom));
    match complaint {
        C::SameRecordInSeveralSystems => doc.fields.iter().any(|field| field.rights.len() > 1),
        C::CreatedHereMissingThere => looks(&[Symptom::Missing, Symptom::Silent]),
        C::MismatchedIds => causes(&[Cause::MismatchedIdentifier, Cause::MissingIdentifier]),
        C::DuplicateOrders => any(reading, rules::is_duplicate),
        C::StockWrong => looks(&[Symptom::Wrong, Symptom::Late, Symptom::OutOfOrder]),
        C::StatusesDisagree => looks(&[Symptom::Wrong, Symptom::Partial, Symptom::OutOfOrder]),
        C::ReportsNotTrusted => any(reading, |one| one.cause.nature() == Nature::Data),
        C::ComparedByHand => on_map(reading, &[StepKind::Check]),
        C::DoubleCheckSheet => on_map(reading, &[StepKind::Check, StepKind::SpreadsheetEdit]),
        C::TypedTwice => on_map(reading, &[StepKind::CopyPaste, StepKind::SpreadsheetEdit]),
        C::CleanUpGrows => any(reading, |one| one.manual_minutes > 0),
        C::StitchedQuietly | C::NoVisibleOwner => {
            reading.in_scope.iter().any(|one| !one.facts.unowned.is_empty())
        }
        C::InconsistentMessages => on_map(reading, &[StepKind::Notification]),
        C::SyncsSometimes => any(reading, |one| one.cause.nature() == Nature::Transport),
        C::FailsSilently => looks(&[Symptom::Silent]),
        C::CustomersNotice => any(reading, |one| one.unnoticed > 0),
        C::RunsTwice => any(reading, |one| rules::is_replay(one) || rules::is_duplicate(one)),
        C::BrokeAfterChange => causes(&[Cause::ApiChanged, Cause::InconsistentFormat]),
        C::OneOutageStopsAll => reading.in_scope.iter().any(|one| {
            one.facts.lacks(Control::LocalCopy) && one.facts.lacks(Control::DegradesGracefully)
        }),
        C::TruthDisputed => doc.fields.iter().any(|field| field.standing == Standing::Disputed),
        // These have rules of their own, or are about people whom only a person can name.
        C::FixedInProduction | C::DeveloperGone | C::UnclearWhoActs | C::EmergencyFixesRecur => {
            true
        }
    }
}

/// What to look for.
fn ask(complaint: Complaint) -> String {
    use Complaint as C;
    match complaint {
        C::SameRecordInSeveralSystems | C::TruthDisputed => {
            "Name the field and each system’s right to it."
        }
        C::ComparedByHand | C::DoubleCheckSheet | C::TypedTwice | C::InconsistentMessages => {
            "Put the step on the actual map, with its minutes and runs."
        }
        C::StitchedQuietly | C::NoVisibleOwner => "Name who owns it, or leave the owner open.",
        C::OneOutageStopsAll => "Record an outage, and what bridged it.",
        C::CleanUpGrows => "Record the minutes that clearing up takes.",
        _ => "Confirm a sample that shows it.",
    }
    .into()
}

#[cfg(test)]
mod tests;
