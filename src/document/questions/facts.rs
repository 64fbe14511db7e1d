//! What is known of the places that a question can ask for, and who told it.

use super::{IntegrationQuestion, WorkflowQuestion};
use crate::document::integrations::{Availability, Integration, Ownership};
use crate::document::workflow::{HiddenRuleTopic, Workflow};
use crate::platform::catalogue::Catalogue;
use std::collections::BTreeMap;

impl IntegrationQuestion {
    /// The ownership that it asks for, if it asks for one.
    #[must_use]
    pub fn ownership(self) -> Option<Ownership> {
        Some(match self {
            Self::LogicOwner => Ownership::Logic,
            Self::DataOwner => Ownership::DataQuality,
            Self::IncidentOwner => Ownership::Incidents,
            Self::ExceptionOwner => Ownership::Exceptions,
            _ => return None,
        })
    }
}

impl Integration {
    /// What is recorded of something that can be asked; `None` while nobody knows it.
    #[must_use]
    pub fn value_of(&self, fact: IntegrationQuestion) -> Option<String> {
        use IntegrationQuestion as I;
        let known = |at: Availability| (at != Availability::Unknown).then(|| at.key().to_owned());
        let said = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        match fact {
            I::Code => known(self.code),
            I::Credentials => known(self.credentials),
            I::Developer => known(self.developer),
            I::Maintainable => known(self.maintainable),
            I::Needed => known(self.needed),
            I::WhenItBreaks => said(&self.when_it_breaks),
            I::OtherEnd => said(&self.other_end),
            I::WhatFlows => said(&self.what_flows),
            I::MonthlyVolume => self.monthly_volume.map(|volume| volume.to_string()),
            I::HistoryDays => self.history_days.map(|days| days.to_string()),
            I::LogicOwner | I::DataOwner | I::IncidentOwner | I::ExceptionOwner => {
                fact.ownership().and_then(|of| self.owner(of)).map(str::to_owned)
            }
        }
    }

    /// Who told what, as far as it is still what they told.
    #[must_use]
    pub fn still_told(&self, before: &Self) -> BTreeMap<IntegrationQuestion, String> {
        let same = |fact: IntegrationQuestion| self.value_of(fact) == before.value_of(fact);
        let told = before.told.iter().filter(|(fact, _)| same(**fact));
        told.map(|(fact, by)| (*fact, by.clone())).collect()
    }
}

impl Workflow {
    /// What is recorded of something that can be asked; empty while nobody knows it.
    #[must_use]
    pub fn value_of(&self, fact: WorkflowQuestion) -> &str {
        let text = match fact {
            WorkflowQuestion::StartEvent => Some(&self.start_event),
            WorkflowQuestion::Consistent => Some(&self.must_stay_consistent),
            WorkflowQuestion::Exceptions => Some(&self.exceptions),
            WorkflowQuestion::VisibilityTeam => Some(&self.visibility_team),
            _ => HiddenRuleTopic::from_key(fact.key()).ok().and_then(|topic| {
                self.hidden_rules.iter().find(|rule| rule.topic == topic).map(|rule| &rule.answer)
            }),
        };
        text.map_or("", |text| text.trim())
    }
}
