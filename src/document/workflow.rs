//! Workflows: what starts one, what must stay consistent, and the hidden rules asked for (domain §4).
//! How it runs is recorded in its two maps, never here.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::WorkflowId;
use serde::{Deserialize, Serialize};

catalogue! {
    /// A hidden process rule that is asked for in every workflow.
    pub enum HiddenRuleTopic {
        Returns => "returns", "Returns";
        PartialDeliveries => "partial_deliveries", "Partial deliveries";
        BranchStock => "branch_stock", "Branch stock";
        CustomerPrices => "customer_prices", "Customer-specific prices";
        Approvals => "approvals", "Approvals";
    }
}

/// One hidden rule and what was said about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct HiddenRule {
    /// What was asked.
    pub topic: HiddenRuleTopic,
    /// The answer; empty means that it was asked and nobody knew.
    #[serde(default)]
    pub answer: String,
}

/// A workflow under triage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Workflow {
    /// Its id.
    pub id: WorkflowId,
    /// What people call it.
    pub name: String,
    /// What starts it.
    #[serde(default)]
    pub start_event: String,
    /// What must agree between the systems at the end.
    #[serde(default)]
    pub must_stay_consistent: String,
    /// Where exceptions occur.
    #[serde(default)]
    pub exceptions: String,
    /// The team that needs to see how it is going.
    #[serde(default)]
    pub visibility_team: String,
    /// The hidden rules asked for so far; a topic that is absent was never asked.
    #[serde(default)]
    pub hidden_rules: Vec<HiddenRule>,
}
