//! Flags that the source-of-truth registry raises.
//! A disputed field is told as a dispute only; who owns it is what the dispute is about.

use super::samples::ticked;
use super::{FlagRule, Raised};
use crate::document::engagement::{Complaint, Engagement};
use crate::document::integrations::Criticality;
use crate::document::truth::{Field, Position, Right, Standing};
use crate::judgement::evidence::Subject;
use crate::judgement::findings::Reading;
use crate::judgement::truth::{TruthIssue, TruthIssueKind, checks};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::DataTypeId;
use crate::platform::wording::{inside, listed};

pub(super) fn raise(reading: &Reading<'_>) -> Vec<Raised> {
    let doc = reading.doc;
    checks(doc).into_iter().filter_map(|issue| raised(doc, issue)).collect()
}

fn raised(doc: &Engagement, issue: TruthIssue) -> Option<Raised> {
    let field = doc.fields.iter().find(|field| field.id == issue.field)?;
    let disputed = field.standing == Standing::Disputed;
    let rule = match issue.kind {
        TruthIssueKind::NoOwner | TruthIssueKind::TwoOwners if disputed => return None,
        TruthIssueKind::NoOwner => FlagRule::TruthUnassigned,
        TruthIssueKind::TwoOwners => FlagRule::TruthDoublyOwned,
        TruthIssueKind::WritesWithoutRight => FlagRule::WritesWithoutRight,
        TruthIssueKind::ThirdPartyOnly => FlagRule::ThirdPartyOnly,
        TruthIssueKind::RuleKeptTwice => FlagRule::RuleKeptTwice,
        TruthIssueKind::OpenDispute => FlagRule::TruthDisputed,
    };
    let about = Subject::Field { field: field.id };
    let raised = Raised::new(rule, about, carried(doc, field.data_type), issue.says);
    let raised = seen(doc, field, raised);
    let ticked = ticked(doc, Complaint::TruthDisputed).filter(|_| rule == FlagRule::TruthDisputed);
    Some(raised.because(ticked))
}

/// What the registry records of the field: the teams' positions, or else each system's right.
fn seen(doc: &Engagement, field: &Field, raised: Raised) -> Raised {
    if raised.rule == FlagRule::TruthDisputed && !field.positions.is_empty() {
        let said = |raised: Raised, position: &Position| {
            raised.seen(format!("{}: {}", position.team, position.says))
        };
        return field.positions.iter().fold(raised, said);
    }
    let rights = field.rights.iter().filter(|(_, right)| **right != Right::None);
    let told = rights.filter_map(|(id, right)| {
        Some(format!("{} {}", doc.system(*id)?.name, inside(right.label())))
    });
    let told: Vec<_> = told.collect();
    let rights = if told.is_empty() { "no system has a right".into() } else { listed(&told) };
    raised.seen(format!("{}: {rights}.", field.standing))
}

/// The highest criticality of the integrations in scope that carry the data type.
fn carried(doc: &Engagement, data_type: DataTypeId) -> Option<Criticality> {
    doc.in_scope().filter(|one| one.carries.contains(&data_type)).map(|one| one.criticality).min()
}
