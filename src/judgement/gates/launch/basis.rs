//! What a launch check rests on: the contract, the truth of what is carried, or controls with their evidence.
//! Its mark changes whenever any of it does.

use super::LaunchCheck;
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::Engagement;
use crate::document::integrations::{Criticality, Integration};
use crate::judgement::evidence::Subject;
use crate::judgement::truth;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{day, inside, listed};
use serde::Serialize;

/// What a check rests on.
pub(super) struct Basis {
    /// Whether it is asked for at this criticality.
    pub(super) asked: bool,
    /// Whether what it asks for is recorded.
    pub(super) recorded: bool,
    /// What is missing, or what is there.
    pub(super) says: String,
    /// Where it is recorded, or would be.
    pub(super) about: Subject,
    /// A number that tells one state of what it rests on from another.
    pub(super) mark: i64,
}

/// What a check rests on at an integration.
pub(super) fn of(doc: &Engagement, integration: &Integration, check: LaunchCheck) -> Basis {
    match check {
        LaunchCheck::Contract => contract(integration),
        LaunchCheck::Truth => settled(doc, integration),
        _ => controlled(doc, integration, check),
    }
}

const NOT_ASKED: &str = "not asked for at this criticality.";

/// What is recorded of the contract: a named document with approver and date meets the check.
fn contract(integration: &Integration) -> Basis {
    let agreed = &integration.contract;
    let asked = integration.criticality != Criticality::Convenience;
    let says = match agreed.approved_on.filter(|_| agreed.is_approved()) {
        _ if !asked => NOT_ASKED.into(),
        Some(on) => {
            format!("“{}”, approved by {} on {}.", agreed.document, agreed.approved_by, day(on))
        }
        None if agreed.is_blank() => "no contract recorded.".into(),
        None => "the contract is not named and approved, with a day.".into(),
    };
    let about = Subject::Integration { integration: integration.id };
    Basis { asked, recorded: agreed.is_approved(), says, about, mark: marked(agreed) }
}

fn settled(doc: &Engagement, integration: &Integration) -> Basis {
    let asked = integration.criticality != Criticality::Convenience;
    let unsettled = truth::unsettled(doc, integration);
    let about = unsettled.first().map_or(Subject::Truth, |first| first.about.clone());
    let says = match unsettled.as_slice() {
        _ if !asked => NOT_ASKED.into(),
        [] => "every field it carries has one agreed owner.".into(),
        [only] => inside(&only.says),
        several => format!("the source of truth is open in {} places.", several.len()),
    };
    let carried =
        |field: &&crate::document::truth::Field| integration.carries.contains(&field.data_type);
    let fields: Vec<_> = doc.fields.iter().filter(carried).collect();
    Basis { asked, recorded: unsettled.is_empty(), says, about, mark: marked(&fields) }
}

fn controlled(doc: &Engagement, integration: &Integration, check: LaunchCheck) -> Basis {
    let expected = |control: &Control| control.expected(integration.criticality);
    let asked: Vec<_> = check.controls().iter().copied().filter(expected).collect();
    let open: Vec<_> =
        asked.iter().copied().filter(|control| !proven(doc, integration, *control)).collect();
    let names = listed(&open.iter().map(|control| inside(control.label())).collect::<Vec<_>>());
    let says = match (asked.as_slice(), open.as_slice()) {
        ([], _) => NOT_ASKED.into(),
        (_, []) => "in place, with evidence.".into(),
        _ => format!("not in place with evidence: {names}."),
    };
    let about = match open.as_slice() {
        [control] => Subject::Control { integration: integration.id, control: *control },
        _ => Subject::Controls { integration: integration.id },
    };
    let sheet = doc.controls(integration.id);
    let found: Vec<_> =
        asked.iter().map(|control| sheet.and_then(|sheet| sheet.controls.get(control))).collect();
    let mark = marked(&found);
    Basis { asked: !asked.is_empty(), recorded: open.is_empty(), says, about, mark }
}

/// Whether a control is in place and someone wrote down how that was seen, or why it does not apply.
fn proven(doc: &Engagement, integration: &Integration, control: Control) -> bool {
    let found = doc.controls(integration.id).and_then(|sheet| sheet.controls.get(&control));
    let stands = |state| matches!(state, ControlState::InPlace | ControlState::NotApplicable);
    let day = doc.as_of.date_naive();
    found.is_some_and(|found| stands(found.state_on(day)) && found.has_evidence())
}

/// A number of at most eight digits made from what is recorded (FNV-1a, folded): short enough to be taken for nobody’s
/// account or telephone, and one change in sixteen million keeps it by chance.
fn marked(recorded: &impl Serialize) -> i64 {
    let bytes = serde_json::to_vec(recorded).unwrap_or_default();
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (((hash >> 24) ^ hash) & 0x00ff_ffff) as i64
}
