//! Controls: what should stand between a fault and the business (domain §8).
//! Criticality decides which are expected; an unexpected control that is absent is no finding.

use crate::document::evidence;
use crate::document::integrations::Criticality;
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::ids::{IntegrationId, PartId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod plain;
#[cfg(feature = "ssr")]
pub mod sheet;

catalogue! {
    /// What a control guards against.
    pub enum Family {
        Duplicates => "duplicates", "Duplicates";
        Validation => "validation", "Validation";
        FailureHandling => "failure_handling", "Failure handling";
        Visibility => "visibility", "Visibility";
        Alerting => "alerting", "Alerting";
        Resilience => "resilience", "Resilience";
        Recovery => "recovery", "Recovery";
        Testing => "testing", "Testing";
        Change => "change", "Change";
    }
}

catalogue! {
    /// A control.
    pub enum Control {
        IdempotencyKey => "idempotency_key", "Idempotency key on create and update";
        DuplicateCheck => "duplicate_check", "Duplicate check before insert";
        EventGuard => "event_guard", "Event version or timestamp guard";
        DeterministicUpdate => "deterministic_update", "Deterministic update rule";
        BoundaryValidation => "boundary_validation", "Records validated at the boundary";
        ExceptionQueue => "exception_queue", "Bad records go to an exception queue";
        OnePlaceValidation => "one_place_validation", "Critical validation in one place";
        ErrorsClassified => "errors_classified", "Errors classified";
        RetriesWithBackoff => "retries_with_backoff", "Retries with backoff for transient errors";
        DeadLetterQueue => "dead_letter_queue", "Dead-letter queue";
        EscalationToPerson => "escalation_to_person", "Escalation to a person";
        TimeReceived => "time_received", "Time received";
        StatusPerStage => "status_per_stage", "Status per stage";
        RetryCount => "retry_count", "Retry count";
        FinalOutcome => "final_outcome", "Final outcome, including manual override";
        CorrelationId => "correlation_id", "Correlation id across systems";
        StatusView => "status_view", "A status view operators can read";
        AlertOnTotalFailure => "alert_on_total_failure", "Alert on total failure";
        AlertOnPartialFailure => "alert_on_partial_failure", "Alert on partial failure and lag";
        AlertOnAbsence => "alert_on_absence", "Alert on absence of success";
        HealthCheck => "health_check", "Health check before customers notice";
        LocalCopy => "local_copy", "Local copy when the other side is down";
        DegradesGracefully => "degrades_gracefully", "Degrades gracefully";
        VersionPinned => "version_pinned", "API version pinned";
        ManualFallback => "manual_fallback", "Documented manual fallback";
        ReconciliationView => "reconciliation_view", "Reconciliation view";
        Runbook => "runbook", "Runbook";
        TestsEdgeCases => "tests_edge_cases", "Edge cases tested";
        TestsFailureHandling => "tests_failure_handling", "Failure handling tested";
        TestsDataMismatch => "tests_data_mismatch", "Data mismatch tested";
        TestsPermissions => "tests_permissions", "Permissions tested";
        TestsReporting => "tests_reporting", "Reporting visibility tested";
        SafeTestPath => "safe_test_path", "A safe test path";
        ContractChange => "contract_change", "Contract change management";
        DependenciesDocumented => "dependencies_documented", "Dependencies documented";
    }
}

catalogue! {
    /// How far a control is there.
    pub enum ControlState {
        InPlace => "in_place", "In place";
        Partial => "partial", "Partial";
        Missing => "missing", "Missing";
        Unknown => "unknown", "We don't know yet";
        NotApplicable => "not_applicable", "Not applicable";
    }
}

/// What was found on one control of one integration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Finding {
    /// How far it is there.
    pub state: ControlState,
    /// What was seen, and where.
    #[serde(default)]
    pub evidence: String,
    /// How that is known, once somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<evidence::Kind>,
    /// The day on which it was seen, once somebody said so; evidence without one does not age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_on: Option<NaiveDate>,
    /// The day since when it is in place, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// The last day on which the evidence holds; afterwards it is to be checked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds_until: Option<NaiveDate>,
}

impl Finding {
    /// What was found, without dates.
    #[must_use]
    pub fn new(state: ControlState, evidence: impl Into<String>) -> Self {
        let evidence = evidence.into();
        Self { state, evidence, kind: None, seen_on: None, since: None, holds_until: None }
    }

    /// Whether its evidence no longer holds on a day.
    #[must_use]
    pub fn is_expired(&self, day: NaiveDate) -> bool {
        self.holds_until.is_some_and(|until| until < day)
    }

    /// Its state on a day: what rests on evidence that no longer holds is unknown again.
    #[must_use]
    pub fn state_on(&self, day: NaiveDate) -> ControlState {
        if self.is_expired(day) { ControlState::Unknown } else { self.state }
    }

    /// Whether somebody wrote down how it was seen.
    #[must_use]
    pub fn has_evidence(&self) -> bool {
        !self.evidence.trim().is_empty()
    }
}

/// The controls of one integration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct ControlSheet {
    /// Its id.
    pub id: PartId,
    /// The integration.
    pub integration: IntegrationId,
    /// What was found; a control that is absent is unknown.
    #[serde(default)]
    pub controls: BTreeMap<Control, Finding>,
}

impl ControlSheet {
    /// The state of a control, unknown when nothing was recorded.
    #[must_use]
    pub fn state(&self, control: Control) -> ControlState {
        self.controls.get(&control).map_or(ControlState::Unknown, |found| found.state)
    }

    /// The state of a control on a day, unknown when nothing was recorded or what was no longer holds.
    #[must_use]
    pub fn state_on(&self, control: Control, day: NaiveDate) -> ControlState {
        self.controls.get(&control).map_or(ControlState::Unknown, |found| found.state_on(day))
    }
}

impl Control {
    /// What it guards against.
    #[must_use]
    pub fn family(self) -> Family {
        use Control as C;
        match self {
            C::IdempotencyKey | C::DuplicateCheck | C::EventGuard | C::DeterministicUpdate => {
                Family::Duplicates
            }
            C::BoundaryValidation | C::ExceptionQueue | C::OnePlaceValidation => Family::Validation,
            C::ErrorsClassified
            | C::RetriesWithBackoff
            | C::DeadLetterQueue
            | C::EscalationToPerson => Family::FailureHandling,
            C::TimeReceived
            | C::StatusPerStage
            | C::RetryCount
            | C::FinalOutcome
            | C::CorrelationId
            | C::StatusView => Family::Visibility,
            C::AlertOnTotalFailure
            | C::AlertOnPartialFailure
            | C::AlertOnAbsence
            | C::HealthCheck => Family::Alerting,
            C::LocalCopy | C::DegradesGracefully | C::VersionPinned => Family::Resilience,
            C::ManualFallback | C::ReconciliationView | C::Runbook => Family::Recovery,
            C::TestsEdgeCases
            | C::TestsFailureHandling
            | C::TestsDataMismatch
            | C::TestsPermissions
            | C::TestsReporting
            | C::SafeTestPath => Family::Testing,
            C::ContractChange | C::DependenciesDocumented => Family::Change,
        }
    }

    /// Whether an integration of this criticality is expected to have it (domain §8, last line).
    #[must_use]
    pub fn expected(self, criticality: Criticality) -> bool {
        match criticality {
            Criticality::Critical => true,
            Criticality::Important => {
                self == Self::FinalOutcome
                    || matches!(
                        self.family(),
                        Family::FailureHandling | Family::Validation | Family::Recovery
                    )
            }
            Criticality::Convenience => self == Self::FinalOutcome,
        }
    }

    /// The controls of a family, in catalogue order.
    pub fn of(family: Family) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |control| control.family() == family)
    }
}

/// The control that would answer what an imported file raises a suspicion of: a suggestion for a person (domain §8).
#[cfg(feature = "ssr")]
#[must_use]
pub fn against(suspicion: crate::engines::formats::draft::Suspicion) -> Option<Control> {
    use crate::engines::formats::draft::Suspicion as S;
    match suspicion {
        S::NoErrorWorkflow => Some(Control::AlertOnTotalFailure),
        S::NoRetry => Some(Control::RetriesWithBackoff),
        S::ErrorSwallowed => Some(Control::ErrorsClassified),
        S::NoTimeout => Some(Control::DegradesGracefully),
        S::HardCodedSecret => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_convenience_integration_is_asked_for_one_control() {
        let asked: Vec<_> =
            Control::ALL.iter().filter(|c| c.expected(Criticality::Convenience)).collect();
        assert_eq!(asked, [&Control::FinalOutcome]);
    }

    #[test]
    fn a_critical_integration_is_asked_for_every_control() {
        assert!(Control::ALL.iter().all(|c| c.expected(Criticality::Critical)));
    }

    #[test]
    fn every_family_has_controls() {
        assert!(Family::ALL.iter().all(|family| Control::of(*family).count() >= 2));
    }
}
