//! Risk flags: what could hurt, why it matters and what good looks like (domain §9).
//! A flag is raised by a rule over the document and names its evidence; no flag is raised by an unknown alone,
//! save where not knowing is the risk.

use crate::document::engagement::{Decided, FlagState};
use crate::document::integrations::Criticality;
use crate::judgement::evidence::{Evidence, Subject};
use crate::judgement::findings::Reading;
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::ids::IntegrationId;
use serde::{Deserialize, Serialize};

mod access_ledger;
mod boundary;
mod complaints;
mod controls;
mod good;
mod groups;
mod maps;
mod owners;
mod samples;
mod shape;
mod standing;
mod systems;
mod texts;
mod truth;

pub use groups::{FIRST, FlagGroup, groups};
pub use standing::{Closed, closed};
pub use texts::{Reference, RuleText};

catalogue! {
    /// A rule that raises flags.
    pub enum FlagRule {
        SuccessTrusted => "success_trusted", "Success status trusted while records were wrong";
        SilentFailures => "silent_failures", "Silent failures";
        NobodyNotices => "nobody_notices", "Nobody notices failures";
        SinglePoint => "single_point", "Single point of failure on a critical flow";
        TruthDisputed => "truth_disputed", "Truth disputed";
        TruthUnassigned => "truth_unassigned", "Truth unassigned";
        TruthDoublyOwned => "truth_doubly_owned", "Truth doubly owned";
        WritesWithoutRight => "writes_without_right", "Written without the right";
        ThirdPartyOnly => "third_party_only", "A third party holds the only copy";
        RuleKeptTwice => "rule_kept_twice", "The same business rule kept in two places";
        OwnerMissing => "owner_missing", "Owner missing";
        HumanMemory => "human_memory", "A step relies on somebody’s memory";
        FixesInProduction => "fixes_in_production", "Fixes are made in production";
        AlertsOnlyOnTotal => "alerts_only_on_total", "Alerts only on total failure";
        NoManualRecovery => "no_manual_recovery", "No manual recovery";
        ApiUnversioned => "api_unversioned", "API version not pinned";
        WorksToday => "works_today", "Works today, and no failure would be visible";
        ShadowStep => "shadow_step", "Shadow step on a critical flow";
        DuplicateEntry => "duplicate_entry", "The same data is entered again by hand";
        DiscoveryUnknown => "discovery_unknown", "Discovery facts unknown";
        SecretInEvidence => "secret_in_evidence", "Secret found in evidence";
        ControlMissing => "control_missing", "Expected control missing";
        ControlsNotLookedAt => "controls_not_looked_at", "Controls that nobody has looked at";
        ShippedEarly => "shipped_early", "Shipped before its failure controls: speed over reliability";
        ContractAbsent => "contract_absent", "No approved contract with the other side";
        EvidenceExpires => "evidence_expires", "Evidence about to expire with the platform’s history";
        DeveloperGone => "developer_gone", "The original developer is gone";
        QuestionsOpen => "questions_open", "The three questions are not answered";
        AuditTrailMissing => "audit_trail_missing", "An audit trail is asked for and not kept";
        SymptomUnexplained => "symptom_unexplained", "A ticked symptom that nothing explains yet";
        HiddenRulesOpen => "hidden_rules_open", "Rules of the business that nobody could name";
        ApprovalMissing => "approval_missing", "An approval is asked for and none follows";
        TriggerUnknown => "trigger_unknown", "Who may change records by hand is not recorded";
        EverythingEachTime => "everything_each_time", "Every record is sent each time";
        AccessDoesNotFit => "access_does_not_fit", "The interface does not allow what it is used for";
        RetriedInVain => "retried_in_vain", "Retries that can never succeed";
        AsksForNews => "asks_for_news", "It asks for news that it could be told";
        AccessTooWide => "access_too_wide", "Access wider than needed";
        AccessExpired => "access_expired", "Access that is over and not recorded as taken back";
    }
}

catalogue! {
    /// How severe a flag is, the worst first.
    pub enum Severity {
        Critical => "critical", "Critical";
        High => "high", "High";
        Medium => "medium", "Medium";
        Low => "low", "Low";
    }
}

/// A risk that the document shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Flag {
    /// Rule and subject: the same in every run, so that a decision stays attached to it.
    pub key: String,
    /// The rule that raised it.
    pub rule: FlagRule,
    /// What it is about.
    pub about: Subject,
    /// The integration it is about, when it is about one.
    pub integration: Option<IntegrationId>,
    /// How severe it is.
    pub severity: Severity,
    /// The risk in a sentence.
    pub says: String,
    /// The evidence; never empty.
    pub because: Vec<Evidence>,
    /// Why it matters.
    pub why: String,
    /// What good looks like.
    pub good: String,
    /// Where the trade says the same.
    pub references: Vec<Reference>,
    /// Its number in the list, so that one can say “risk 14”.
    #[serde(default)]
    pub number: u32,
    /// How it stands.
    #[serde(default = "open")]
    pub state: FlagState,
    /// What was decided about it, the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Decided>,
}

fn open() -> FlagState {
    FlagState::Open
}

/// All flags that the document raises, the most severe first, then in the order of the rules.
#[must_use]
pub fn flags(reading: &Reading<'_>) -> Vec<Flag> {
    let rules = [
        samples::raise,
        truth::raise,
        owners::raise,
        maps::raise,
        boundary::raise,
        controls::raise,
        systems::raise,
        complaints::raise,
        shape::raise,
        access_ledger::raise,
    ];
    let mut flags: Vec<_> =
        rules.iter().flat_map(|raise| raise(reading)).map(Raised::flag).collect();
    flags.sort_by_key(|flag| (flag.severity, flag.rule));
    standing::decide(reading.doc, &mut flags);
    flags
}

/// A flag before its texts and its severity are added.
struct Raised {
    rule: FlagRule,
    about: Subject,
    integration: Option<IntegrationId>,
    /// Of the flow it is about; important when the document does not tie it to one.
    criticality: Option<Criticality>,
    says: String,
    because: Vec<Evidence>,
    /// How much lighter than its kind it is, such as a control that is partly there.
    lighter: i8,
}

impl Raised {
    fn new(rule: FlagRule, about: Subject, criticality: Option<Criticality>, says: String) -> Self {
        Self { rule, about, integration: None, criticality, says, because: Vec::new(), lighter: 0 }
    }

    fn at(self, integration: IntegrationId) -> Self {
        Self { integration: Some(integration), ..self }
    }

    fn because(self, because: impl IntoIterator<Item = Evidence>) -> Self {
        Self { because: self.because.into_iter().chain(because).collect(), ..self }
    }

    /// What is recorded of the subject itself.
    fn seen(self, says: impl Into<String>) -> Self {
        let seen = Evidence::new(says, self.about.clone());
        self.because([seen])
    }

    fn lighter(self, by: i8) -> Self {
        Self { lighter: by, ..self }
    }

    fn flag(self) -> Flag {
        let text = match (&self.rule, &self.about) {
            (FlagRule::ControlMissing, Subject::Control { control, .. }) => good::text(*control),
            (rule, _) => rule.text(),
        };
        let severity = severity(&self, text.weight);
        let because = if self.because.is_empty() {
            vec![Evidence::new(self.says.clone(), self.about.clone())]
        } else {
            self.because
        };
        Flag {
            key: format!("{}:{}", self.rule.key(), self.about.key()),
            rule: self.rule,
            about: self.about,
            integration: self.integration,
            severity,
            says: self.says,
            because,
            why: text.why.into(),
            good: text.good.into(),
            references: text.references.to_vec(),
            number: 0,
            state: FlagState::Open,
            history: Vec::new(),
        }
    }
}

/// Severity from criticality and evidence: a critical flow starts at high, an important one at medium, a convenience
/// at low; samples behind the flag raise it by one, the weight of the rule moves it by at most one.
fn severity(raised: &Raised, weight: i8) -> Severity {
    let start = match raised.criticality.unwrap_or(Criticality::Important) {
        Criticality::Critical => 2,
        Criticality::Important => 1,
        Criticality::Convenience => 0,
    };
    let seen = i8::from(raised.because.iter().any(|evidence| evidence.samples.is_some()));
    match start + seen + weight - raised.lighter {
        ..=0 => Severity::Low,
        1 => Severity::Medium,
        2 => Severity::High,
        _ => Severity::Critical,
    }
}

#[cfg(test)]
mod casebook;
#[cfg(test)]
mod tests;
