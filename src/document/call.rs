//! The consultant's call on an integration: an override with its reason, and the controlled batch (domain §10).
//! It is recorded; what follows from it is judged elsewhere.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::{IntegrationId, PartId};
use serde::{Deserialize, Serialize};

catalogue! {
    /// The way forward, the weakest first: the later one dominates (domain §10).
    pub enum VerdictPath {
        Patch => "patch", "Patch";
        Stabilise => "stabilise", "Stabilise";
        Rebuild => "rebuild", "Rebuild";
    }
}

/// The batch a patch is tried on before it is let loose (domain §10: no patch without one).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ControlledBatch {
    /// Which records.
    pub records: String,
    /// How the result is checked.
    pub check: String,
    /// The way back.
    pub way_back: String,
}

impl ControlledBatch {
    /// Whether records, check and way back are all there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        [&self.records, &self.check, &self.way_back].iter().all(|text| !text.trim().is_empty())
    }
}

/// Words below which a reason is none.
const WORDS_OF_SUBSTANCE: usize = 4;

/// Whether a written reason says something.
#[must_use]
pub fn is_of_substance(reason: &str) -> bool {
    reason.split_whitespace().count() >= WORDS_OF_SUBSTANCE
}

/// What the consultant says on one integration, beside the findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Call {
    /// Its id.
    pub id: PartId,
    /// The integration.
    pub integration: IntegrationId,
    /// The path taken against the findings, if any.
    #[serde(default)]
    pub instead: Option<VerdictPath>,
    /// Why; an override without a reason does not count.
    #[serde(default)]
    pub reason: String,
    /// The second person who agrees, by name; an override of one person alone does not count.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub agreed_by: String,
    /// The batch a patch is tried on.
    #[serde(default)]
    pub batch: ControlledBatch,
}

impl Call {
    /// The override that counts: a path with a reason of substance that a second person agrees with.
    #[must_use]
    pub fn counts(&self) -> Option<VerdictPath> {
        self.instead.filter(|_| self.lacks().is_none())
    }

    /// Why an override does not count yet, as the end of a sentence; `None` when it does.
    #[must_use]
    pub fn lacks(&self) -> Option<&'static str> {
        if !is_of_substance(&self.reason) {
            Some("has no written reason of substance")
        } else if self.agreed_by.trim().is_empty() {
            Some("has no second person who agrees")
        } else {
            None
        }
    }
}
