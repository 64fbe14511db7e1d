//! Flags that the source-of-truth registry raises.
//! A disputed field is told as a dispute only; who owns it is what the dispute is about.

use super::{FlagRule, Raised};
use crate::engagement::{Complaint, Engagement};
use crate::evidence::{Evidence, Subject};
use crate::findings::Reading;
use crate::ids::DataTypeId;
use crate::integrations::Criticality;
use crate::truth::{Standing, TruthIssue, TruthIssueKind, checks};

pub(super) fn raise(reading: &Reading<'_>) -> Vec<Raised> {
    let doc = reading.doc;
    checks(doc).into_iter().filter_map(|issue| raised(doc, issue)).collect()
}

fn raised(doc: &Engagement, issue: TruthIssue) -> Option<Raised> {
    let disputed = doc
        .fields
        .iter()
        .any(|field| field.id == issue.field && field.standing == Standing::Disputed);
    let rule = match issue.kind {
        TruthIssueKind::NoOwner | TruthIssueKind::TwoOwners if disputed => return None,
        TruthIssueKind::NoOwner => FlagRule::TruthUnassigned,
        TruthIssueKind::TwoOwners => FlagRule::TruthDoublyOwned,
        TruthIssueKind::WritesWithoutRight => FlagRule::WritesWithoutRight,
        TruthIssueKind::ThirdPartyOnly => FlagRule::ThirdPartyOnly,
        TruthIssueKind::RuleKeptTwice => FlagRule::RuleKeptTwice,
        TruthIssueKind::OpenDispute => FlagRule::TruthDisputed,
    };
    let about = Subject::Field { field: issue.field };
    let evidence = Evidence::new(issue.says.clone(), about.clone());
    let ticked = (rule == FlagRule::TruthDisputed)
        .then(|| super::samples::ticked(doc, Complaint::TruthDisputed));
    let raised = Raised::new(rule, about, carried(doc, issue.data_type), issue.says);
    Some(raised.because([evidence]).because(ticked.flatten()))
}

/// The highest criticality of the integrations in scope that carry the data type.
fn carried(doc: &Engagement, data_type: DataTypeId) -> Option<Criticality> {
    doc.in_scope().filter(|one| one.carries.contains(&data_type)).map(|one| one.criticality).min()
}
