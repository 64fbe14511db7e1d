//! Findings: what the evidence establishes about an integration (domain §10, first table).
//! Only what a person confirmed counts; a success status is never read as proof of anything.

use crate::document::call::VerdictPath;
use crate::judgement::evidence::Evidence;
use crate::judgement::verdict::ActionKind;
use crate::platform::catalogue::{Catalogue, catalogue};
use serde::{Deserialize, Serialize};

mod facts;
mod lacking;
mod reading;
pub(crate) mod rules;
mod table;

pub use facts::{Facts, Proof, Told, Unsettled};
pub use reading::{InScope, Reading};
pub use table::{MANUAL_HOURS, MOST_PATCHES};

catalogue! {
    /// A finding that the evidence can establish, those that ask for more first.
    pub enum FindingKind {
        WrongAssumptions => "wrong_assumptions", "Workflow assumptions wrong";
        NoCodeOrAccess => "no_code_or_access", "No code or no access";
        CannotBeMaintained => "cannot_be_maintained", "Cannot be maintained";
        MissingLogs => "missing_logs", "Missing logs";
        TruthUnsettled => "truth_unsettled", "Truth unsettled";
        FailuresNotSeen => "failures_not_seen", "Failures not seen";
        DuplicatePosting => "duplicate_posting", "Duplicate posting";
        FailuresNotHandled => "failures_not_handled", "Failures not handled";
        BadRecords => "bad_records", "Bad records enter the destination";
        BadAtSource => "bad_at_source", "Bad at the source";
        OtherSideChanges => "other_side_changes", "The other side changes";
        SinglePoint => "single_point", "Single point of failure";
        WorkByHand => "work_by_hand", "Work by hand";
        OneMappingError => "one_mapping_error", "One mapping error";
        SeveralMappingErrors => "several_mapping_errors", "Several mapping errors";
    }
}

/// A finding with the evidence that establishes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Established {
    /// Which finding.
    pub kind: FindingKind,
    /// What it means to somebody who does not build integrations.
    #[serde(default)]
    pub plain: String,
    /// The way forward it asks for.
    pub path: VerdictPath,
    /// The evidence; never empty.
    pub because: Vec<Evidence>,
    /// The action it leads to.
    pub action: ActionKind,
}

impl Established {
    /// Whether confirmed samples are among its evidence.
    #[must_use]
    pub fn rests_on_samples(&self) -> bool {
        self.because.iter().any(|evidence| evidence.samples.is_some())
    }
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
    let findings = FindingKind::ALL.iter().filter_map(|kind| {
        let because = rules::because(*kind, facts);
        let (path, action) = (rules::path(*kind, facts), kind.action());
        let plain = kind.plain().to_owned();
        (!because.is_empty()).then_some(Established { kind: *kind, plain, path, because, action })
    });
    let mut findings: Vec<_> = findings.collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.path));
    findings
}

/// The findings these facts do not establish, and why not.
#[must_use]
pub fn not_established(facts: &Facts) -> Vec<NotEstablished> {
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
