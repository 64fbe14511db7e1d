//! The places of a document that a question can ask for, each with a key that is stored with the question.
//! A key of an older program that names nothing any more is no place.

use crate::document::controls::Control;
use crate::document::systems::DiscoveryFact;
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::ids::{IntegrationId, SystemId, WorkflowId};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

catalogue! {
    /// What can be asked of an integration; the keys are those of its form.
    pub enum IntegrationQuestion {
        Code => "code", "Can be changed";
        Credentials => "credentials", "Credentials available";
        Developer => "developer", "Original developer reachable";
        Maintainable => "maintainable", "Maintainable";
        Needed => "needed", "Still needed";
        WhenItBreaks => "when_it_breaks", "What happens when it breaks";
        OtherEnd => "other_end", "Who owns the other end";
        WhatFlows => "what_flows", "What data flows";
        MonthlyVolume => "monthly_volume", "Records a month";
        HistoryDays => "history_days", "Days of history kept";
        LogicOwner => "owner_logic", "Owner of the integration logic";
        DataOwner => "owner_data_quality", "Owner of data quality";
        IncidentOwner => "owner_incidents", "Owner of incident response";
        ExceptionOwner => "owner_exceptions", "Owner of the exception queue";
    }
}

catalogue! {
    /// What can be asked of a workflow.
    pub enum WorkflowQuestion {
        StartEvent => "start_event", "What starts it";
        Consistent => "must_stay_consistent", "What must stay consistent";
        Exceptions => "exceptions", "Where exceptions occur";
        VisibilityTeam => "visibility_team", "Who needs to see how it goes";
        Returns => "returns", "Returns";
        PartialDeliveries => "partial_deliveries", "Partial deliveries";
        BranchStock => "branch_stock", "Branch stock";
        CustomerPrices => "customer_prices", "Customer-specific prices";
        Approvals => "approvals", "Approvals";
    }
}

/// A place of a document that an answer goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sought {
    /// A discovery fact of a system.
    System(SystemId, DiscoveryFact),
    /// A fact of an integration.
    Integration(IntegrationId, IntegrationQuestion),
    /// A control of an integration.
    Control(IntegrationId, Control),
    /// A fact of a workflow.
    Workflow(WorkflowId, WorkflowQuestion),
}

/// A text that names no place of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this names no place that an answer could go to")]
pub struct NoPlace;

impl Sought {
    /// The id of the thing that is asked about: two that share a name are two.
    #[must_use]
    pub fn thing(self) -> Uuid {
        match self {
            Self::System(id, _) => id.0,
            Self::Integration(id, _) | Self::Control(id, _) => id.0,
            Self::Workflow(id, _) => id.0,
        }
    }

    /// What is asked for, in a word or two.
    #[must_use]
    pub fn fact(self) -> &'static str {
        match self {
            Self::System(_, fact) => fact.label(),
            Self::Integration(_, fact) => fact.label(),
            Self::Control(_, control) => control.label(),
            Self::Workflow(_, fact) => fact.label(),
        }
    }
}

impl fmt::Display for Sought {
    /// The key that is stored.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System(id, fact) => write!(f, "system/{id}/{}", fact.key()),
            Self::Integration(id, fact) => write!(f, "integration/{id}/{}", fact.key()),
            Self::Control(id, control) => write!(f, "control/{id}/{}", control.key()),
            Self::Workflow(id, fact) => write!(f, "workflow/{id}/{}", fact.key()),
        }
    }
}

impl FromStr for Sought {
    type Err = NoPlace;

    fn from_str(key: &str) -> Result<Self, NoPlace> {
        let parts: Vec<_> = key.split('/').collect();
        let [kind, id, fact] = parts.as_slice() else { return Err(NoPlace) };
        let id: uuid::Uuid = id.parse().map_err(|_| NoPlace)?;
        match *kind {
            "system" => read(fact).map(|fact| Self::System(id.into(), fact)),
            "integration" => read(fact).map(|fact| Self::Integration(id.into(), fact)),
            "control" => read(fact).map(|control| Self::Control(id.into(), control)),
            "workflow" => read(fact).map(|fact| Self::Workflow(id.into(), fact)),
            _ => Err(NoPlace),
        }
    }
}

fn read<C: Catalogue>(key: &str) -> Result<C, NoPlace> {
    C::from_key(key).map_err(|_| NoPlace)
}
