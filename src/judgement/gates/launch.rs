//! The launch checks of an integration, as far as the document holds them (domain §11, “Launch gate”).
//! A check passes on recorded evidence only; what has no place in the document yet counts as missing.

use crate::document::controls::{Control, ControlState};
use crate::document::engagement::Engagement;
use crate::document::integrations::{Criticality, Integration};
use crate::judgement::evidence::{Missing, Subject};
use crate::judgement::truth;
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::wording::{day, inside, listed};
use serde::{Deserialize, Serialize};

/// Missing checks with which an integration may still be launched: two or more delay it.
pub(super) const MAY_LACK: usize = 1;

catalogue! {
    /// A launch check.
    pub enum LaunchCheck {
        Contract => "contract", "Contract documented and approved";
        Truth => "truth", "Source of truth confirmed";
        Idempotency => "idempotency", "Idempotency tested";
        FailureQueue => "failure_queue", "Retry and failure queue in place";
        Alerts => "alerts", "Alert thresholds defined";
        Runbook => "runbook", "Incident runbook written";
        Fallback => "fallback", "Manual fallback documented";
    }
}

/// How a launch check stands at an integration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Checked {
    /// Which check.
    pub check: LaunchCheck,
    /// Whether it is met; a check that is not asked for at this criticality is.
    pub met: bool,
    /// What is missing, or what it rests on.
    pub says: String,
    /// Where it is recorded, or would be.
    pub about: Subject,
}

impl LaunchCheck {
    /// The controls it rests on; none for the contract and the truth.
    #[must_use]
    pub fn controls(self) -> &'static [Control] {
        match self {
            Self::Contract | Self::Truth => &[],
            Self::Idempotency => &[Control::IdempotencyKey],
            Self::FailureQueue => &[Control::RetriesWithBackoff, Control::DeadLetterQueue],
            Self::Alerts => &[Control::AlertOnTotalFailure, Control::AlertOnPartialFailure],
            Self::Runbook => &[Control::Runbook],
            Self::Fallback => &[Control::ManualFallback],
        }
    }
}

/// All launch checks of an integration, in the order of the catalogue.
#[must_use]
pub fn checks(doc: &Engagement, integration: &Integration) -> Vec<Checked> {
    LaunchCheck::ALL.iter().map(|check| checked(doc, integration, *check)).collect()
}

/// The launch checks that an integration does not meet.
pub(super) fn missing(doc: &Engagement, integration: &Integration) -> Vec<Missing> {
    let unmet = checks(doc, integration).into_iter().filter(|checked| !checked.met);
    unmet
        .map(|Checked { says, about, .. }| {
            Missing::new(format!("{}: {says}", integration.name), about)
        })
        .collect()
}

fn checked(doc: &Engagement, integration: &Integration, check: LaunchCheck) -> Checked {
    let simple = integration.criticality == Criticality::Convenience;
    match check {
        LaunchCheck::Contract | LaunchCheck::Truth if simple => {
            let about = Subject::Integration { integration: integration.id };
            Checked { check, met: true, says: "not asked for at this criticality.".into(), about }
        }
        LaunchCheck::Contract => {
            let about = Subject::Integration { integration: integration.id };
            Checked {
                check,
                met: integration.contract.is_approved(),
                says: contract(integration),
                about,
            }
        }
        LaunchCheck::Truth => settled(doc, integration),
        _ => controlled(doc, integration, check),
    }
}

/// What is recorded of the contract: a named document with approver and date meets the check.
fn contract(integration: &Integration) -> String {
    let agreed = &integration.contract;
    match agreed.approved_on.filter(|_| agreed.is_approved()) {
        Some(on) => {
            format!("“{}”, approved by {} on {}.", agreed.document, agreed.approved_by, day(on))
        }
        None if agreed.is_blank() => "no contract recorded.".into(),
        None => "the contract is not named and approved, with a day.".into(),
    }
}

fn settled(doc: &Engagement, integration: &Integration) -> Checked {
    let check = LaunchCheck::Truth;
    let unsettled = truth::unsettled(doc, integration);
    let (met, about) = (
        unsettled.is_empty(),
        unsettled.first().map_or(Subject::Truth, |first| first.about.clone()),
    );
    let says = match unsettled.as_slice() {
        [] => "every field it carries has one agreed owner.".into(),
        [only] => inside(&only.says),
        several => format!("the source of truth is open in {} places.", several.len()),
    };
    Checked { check, met, says, about }
}

fn controlled(doc: &Engagement, integration: &Integration, check: LaunchCheck) -> Checked {
    let asked: Vec<_> = check
        .controls()
        .iter()
        .copied()
        .filter(|control| control.expected(integration.criticality))
        .collect();
    let open: Vec<_> =
        asked.iter().copied().filter(|control| !proven(doc, integration, *control)).collect();
    let names = listed(&open.iter().map(|control| inside(control.label())).collect::<Vec<_>>());
    let says = match (asked.as_slice(), open.as_slice()) {
        ([], _) => "not asked for at this criticality.".into(),
        (_, []) => "in place, with evidence.".into(),
        _ => format!("not in place with evidence: {names}."),
    };
    let about = match open.as_slice() {
        [control] => Subject::Control { integration: integration.id, control: *control },
        _ => Subject::Controls { integration: integration.id },
    };
    Checked { check, met: open.is_empty(), says, about }
}

/// Whether a control is in place and someone wrote down how that was seen, or why it does not apply.
fn proven(doc: &Engagement, integration: &Integration, control: Control) -> bool {
    let found = doc.controls(integration.id).and_then(|sheet| sheet.controls.get(&control));
    let stands = |state| matches!(state, ControlState::InPlace | ControlState::NotApplicable);
    let day = doc.as_of.date_naive();
    found.is_some_and(|found| stands(found.state_on(day)) && found.has_evidence())
}
