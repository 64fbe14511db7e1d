//! Launch checks and who approved them (domain §11): the last look before an integration goes live.
//! An approval is recorded here; whether it still holds is judged elsewhere.

use crate::document::evidence;
use crate::platform::catalogue::catalogue;
use crate::platform::ids::{IntegrationId, PartId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// That somebody looked at what a check rests on and approved it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Approval {
    /// What was seen, and where.
    pub evidence: String,
    /// How that is known, once somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<evidence::Kind>,
    /// Who approved it.
    pub by: String,
    /// On which day.
    pub on: NaiveDate,
    /// The last day on which it holds; without one it holds until something changes, or evidence of its kind is stale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// The mark of what the check rested on when it was approved.
    #[serde(default)]
    pub mark: i64,
}

/// The approvals of one integration's launch checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct LaunchSheet {
    /// Its id.
    pub id: PartId,
    /// The integration.
    pub integration: IntegrationId,
    /// The approvals; a check that is absent was approved by nobody.
    #[serde(default)]
    pub approvals: BTreeMap<LaunchCheck, Approval>,
}
