//! Findings: what the evidence establishes about an integration (domain §10, first table).
//! Only what a person confirmed counts; a success status is never read as proof of anything.

use crate::document::call::VerdictPath;
use crate::judgement::evidence::Evidence;
use crate::judgement::verdict::ActionKind;
use crate::platform::catalogue::catalogue;
use serde::{Deserialize, Serialize};

mod facts;
mod lacking;
mod reading;
pub(crate) mod rules;

pub use facts::{Facts, Told};
pub use reading::{InScope, Reading};

catalogue! {
    /// A finding that the evidence can establish.
    pub enum FindingKind {
        WrongAssumptions => "wrong_assumptions", "Workflow assumptions wrong";
        NoCodeOrAccess => "no_code_or_access", "No code or no access";
        MissingLogs => "missing_logs", "Missing logs";
        DuplicatePosting => "duplicate_posting", "Duplicate posting";
        BadRecords => "bad_records", "Bad records enter the destination";
        OneMappingError => "one_mapping_error", "One mapping error";
    }
}

impl FindingKind {
    /// The way forward it asks for.
    #[must_use]
    pub fn path(self) -> VerdictPath {
        match self {
            Self::WrongAssumptions | Self::NoCodeOrAccess => VerdictPath::Rebuild,
            Self::MissingLogs | Self::DuplicatePosting | Self::BadRecords => VerdictPath::Stabilise,
            Self::OneMappingError => VerdictPath::Patch,
        }
    }

    /// The action it leads to.
    #[must_use]
    pub fn action(self) -> ActionKind {
        match self {
            Self::WrongAssumptions => ActionKind::RedesignFlow,
            Self::NoCodeOrAccess => ActionKind::Rebuild,
            Self::MissingLogs | Self::DuplicatePosting | Self::BadRecords => ActionKind::AddControl,
            Self::OneMappingError => ActionKind::RepairScript,
        }
    }

    /// When it counts as established, in the words of the rule.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::WrongAssumptions => {
                "A judged map difference or a confirmed sample shows a wrong assumption."
            }
            Self::NoCodeOrAccess => "The code or the credentials cannot be had.",
            Self::MissingLogs => "A visibility control that is expected here is missing.",
            Self::DuplicatePosting => {
                "A duplicate is confirmed, or events are replayed without idempotency."
            }
            Self::BadRecords => "A confirmed sample is one that a validation should have blocked.",
            Self::OneMappingError => {
                "All confirmed samples share one pattern, its cause is a wrong mapping, and the code is there to repair."
            }
        }
    }
}

/// A finding with the evidence that establishes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Established {
    /// Which finding.
    pub kind: FindingKind,
    /// The way forward it asks for.
    pub path: VerdictPath,
    /// The evidence; never empty.
    pub because: Vec<Evidence>,
    /// The action it leads to.
    pub action: ActionKind,
}

/// A finding that was looked for and is not established, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct NotEstablished {
    /// Which finding.
    pub kind: FindingKind,
    /// The way forward it would ask for.
    pub path: VerdictPath,
    /// Why it is not established.
    pub says: String,
}

/// The findings these facts establish, those of the dominating path first.
#[must_use]
pub fn established(facts: &Facts) -> Vec<Established> {
    use crate::platform::catalogue::Catalogue;
    let findings = FindingKind::ALL.iter().filter_map(|kind| {
        let because = rules::because(*kind, facts);
        let (path, action) = (kind.path(), kind.action());
        (!because.is_empty()).then_some(Established { kind: *kind, path, because, action })
    });
    findings.collect()
}

/// The findings these facts do not establish, and why not.
#[must_use]
pub fn not_established(facts: &Facts) -> Vec<NotEstablished> {
    use crate::platform::catalogue::Catalogue;
    let absent = FindingKind::ALL.iter().filter(|kind| rules::because(**kind, facts).is_empty());
    absent
        .map(|kind| NotEstablished {
            kind: *kind,
            path: kind.path(),
            says: lacking::why(*kind, facts),
        })
        .collect()
}

#[cfg(test)]
mod tests;
