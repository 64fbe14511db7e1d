//! The launch checks of an integration: what each rests on, and whether somebody approved it (domain §11, “Launch gate”).
//! A check is met by recorded evidence that a person approved; it re-opens when what it relied on changes.

use crate::document::controls::Control;
use crate::document::engagement::Engagement;
use crate::document::integrations::Integration;
use crate::document::launch::Approval;
use crate::judgement::evidence::{Missing, Subject, half_life};
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::wording::{day, ended, inside};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

mod basis;

pub use crate::document::launch::LaunchCheck;
use basis::Basis;

/// Missing checks with which an integration may still be launched: two or more delay it.
pub(super) const MAY_LACK: usize = 1;

catalogue! {
    /// How a launch check stands.
    pub enum LaunchState {
        NotAsked => "not_asked", "Not asked for";
        NotThere => "not_there", "Not there yet";
        Waits => "waits", "Waits for approval";
        Reopened => "reopened", "Open again";
        Expired => "expired", "Approval has run out";
        Met => "met", "Met";
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
    /// How it stands.
    #[serde(default = "not_there")]
    pub state: LaunchState,
    /// What is missing, or what it rests on.
    pub says: String,
    /// Where it is recorded, or would be.
    pub about: Subject,
    /// The approval, whether it still holds or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
}

/// What was published before checks had states tells no more than this.
fn not_there() -> LaunchState {
    LaunchState::NotThere
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

    /// What it means to somebody who does not build integrations.
    #[must_use]
    pub fn plain(self) -> &'static str {
        match self {
            Self::Contract => "Both sides wrote down what each may rely on.",
            Self::Truth => "It is agreed which system is right.",
            Self::Idempotency => "Somebody tried it: a repeated message makes no second record.",
            Self::FailureQueue => "What fails is tried again, and what still fails is kept.",
            Self::Alerts => "Somebody is called when it fails, and when only some of it does.",
            Self::Runbook => "Whoever is called knows what to do.",
            Self::Fallback => "Work goes on by hand while it is down.",
        }
    }
}

/// The mark of what a check rests on now: an approval that bears another one no longer holds.
#[must_use]
pub fn mark(doc: &Engagement, integration: &Integration, check: LaunchCheck) -> i64 {
    basis::of(doc, integration, check).mark
}

/// All launch checks of an integration, in the order of the catalogue.
#[must_use]
pub fn checks(doc: &Engagement, integration: &Integration) -> Vec<Checked> {
    LaunchCheck::ALL.iter().map(|check| checked(doc, integration, *check)).collect()
}

/// The launch checks that an integration does not meet, each with what is missing.
pub(super) fn missing(doc: &Engagement, integration: &Integration) -> Vec<(Missing, LaunchCheck)> {
    let unmet = checks(doc, integration).into_iter().filter(|checked| !checked.met);
    unmet
        .map(|Checked { check, says, about, .. }| {
            (Missing::new(format!("{}: {says}", integration.name), about), check)
        })
        .collect()
}

fn checked(doc: &Engagement, integration: &Integration, check: LaunchCheck) -> Checked {
    let Basis { asked, recorded, says, about, mark } = basis::of(doc, integration, check);
    let approvals = doc.launch_sheet(integration.id).map(|sheet| &sheet.approvals);
    let approval = approvals.and_then(|approvals| approvals.get(&check)).cloned();
    let today = doc.as_of.date_naive();
    let state = match &approval {
        _ if !asked => LaunchState::NotAsked,
        _ if !recorded => LaunchState::NotThere,
        // A contract is approved where it is recorded.
        None if check == LaunchCheck::Contract => LaunchState::Met,
        None => LaunchState::Waits,
        Some(approval) if approval.mark != mark => LaunchState::Reopened,
        Some(approval) if holds_until(approval).is_some_and(|until| until < today) => {
            LaunchState::Expired
        }
        Some(_) => LaunchState::Met,
    };
    let says = match (&approval, state) {
        (Some(approval), LaunchState::Met) => told(approval),
        (Some(approval), LaunchState::Reopened) => format!(
            "what it relied on has changed since {} approved it on {}.",
            approval.by,
            day(approval.on)
        ),
        (Some(Approval { by, until: Some(until), .. }), LaunchState::Expired) => {
            format!("the approval of {by} held until {}.", day(*until))
        }
        (Some(approval), LaunchState::Expired) => aged(approval),
        (_, LaunchState::Waits) => format!("{} Nobody has approved it yet.", says.trim_end()),
        _ => says,
    };
    let met = matches!(state, LaunchState::Met | LaunchState::NotAsked);
    Checked { check, met, state, says, about, approval }
}

/// The last day on which an approval holds: the one it says, or that on which evidence of its kind is half as good.
fn holds_until(approval: &Approval) -> Option<NaiveDate> {
    let days = |kind| Days::new(u64::try_from(half_life(Some(kind))).unwrap_or(0));
    let stale = || approval.on.checked_add_days(days(approval.kind?));
    approval.until.or_else(stale)
}

/// “Ada approved it on 1 May 2026 by evidence of this kind: told by a person. After 60 days somebody has to look again.”
fn aged(approval: &Approval) -> String {
    let kind = approval.kind.map_or("", |kind| kind.label());
    format!(
        "{} approved it on {} by evidence of this kind: {}. After {} days somebody has to look again.",
        approval.by,
        day(approval.on),
        inside(kind),
        half_life(approval.kind)
    )
}

/// “approved by Ada on 1 May 2026, until 1 June 2026: seen in the sandbox.”
fn told(approval: &Approval) -> String {
    let until = approval.until.map_or_else(String::new, |until| format!(", until {}", day(until)));
    let seen = ended(approval.evidence.trim());
    format!("approved by {} on {}{until}: {seen}", approval.by, day(approval.on))
}

#[cfg(test)]
mod tests;
