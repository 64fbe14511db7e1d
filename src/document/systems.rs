//! Systems and what is known of them (domain §3).
//! A fact nobody has checked stays visibly unknown; nothing here guesses one.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::SystemId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

catalogue! {
    /// What kind of system it is.
    pub enum SystemKind {
        Crm => "crm", "CRM";
        Erp => "erp", "ERP";
        Shop => "shop", "Shop";
        Booking => "booking", "Booking";
        Payments => "payments", "Payments";
        Accounting => "accounting", "Accounting";
        Warehouse => "warehouse", "Warehouse";
        Mail => "mail", "Mail";
        Spreadsheet => "spreadsheet", "Spreadsheet";
        NoCodeTool => "no_code_tool", "No-code tool";
        Custom => "custom", "Custom";
        PersonOrTeam => "person_or_team", "Person or team";
    }
}

catalogue! {
    /// A discovery fact: what must be known of a system before work on it can be scoped.
    pub enum DiscoveryFact {
        ApiAccess => "api_access", "API access";
        LicenceTier => "licence_tier", "Licence tier needed";
        Authentication => "authentication", "Authentication";
        RateLimits => "rate_limits", "Rate limits";
        DataFormats => "data_formats", "Data formats";
        Delivery => "delivery", "Delivery";
        ApiVersion => "api_version", "API version, and whether it is pinned";
        Sandbox => "sandbox", "Sandbox";
        Documentation => "documentation", "Documentation link";
    }
}

catalogue! {
    /// How much of its data a system lets others reach.
    pub enum ApiAccess {
        None => "none", "None";
        ExportOnly => "export_only", "Export only";
        Read => "read", "Read";
        ReadWrite => "read_write", "Read and write";
    }
}

catalogue! {
    /// How a system tells others of a change.
    pub enum Delivery {
        Webhook => "webhook", "Webhook";
        Polling => "polling", "Polling";
        Batch => "batch", "Batch";
    }
}

/// One discovery fact: known or unknown, with a note either way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Fact {
    /// Whether someone has checked it.
    pub known: bool,
    /// What was found, and who says so.
    pub note: String,
}

/// A system that takes part in a workflow: software, a spreadsheet, or a person or team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct System {
    /// Its id.
    pub id: SystemId,
    /// What people call it.
    pub name: String,
    /// What kind it is.
    pub kind: SystemKind,
    /// Who makes it.
    #[serde(default)]
    pub vendor: String,
    /// Who answers for it in the business; empty is unassigned.
    #[serde(default)]
    pub business_owner: String,
    /// Who answers for it technically; empty is unassigned.
    #[serde(default)]
    pub technical_owner: String,
    /// Who to call at the other end.
    #[serde(default)]
    pub contact: String,
    /// API access, once known.
    #[serde(default)]
    pub api_access: Option<ApiAccess>,
    /// Delivery, once known.
    #[serde(default)]
    pub delivery: Option<Delivery>,
    /// Whether the API version is pinned, once known.
    #[serde(default)]
    pub version_pinned: Option<bool>,
    /// Whether customers or staff depend on a third party holding the only copy.
    #[serde(default)]
    pub third_party: bool,
    /// Discovery facts; one that is absent is unknown.
    #[serde(default)]
    pub facts: BTreeMap<DiscoveryFact, Fact>,
}

impl System {
    /// The discovery facts nobody has checked, in catalogue order.
    /// A person or team has no API, so nothing is unknown of it.
    #[must_use]
    pub fn unknown_facts(&self) -> Vec<DiscoveryFact> {
        use crate::platform::catalogue::Catalogue;
        if self.kind == SystemKind::PersonOrTeam {
            return Vec::new();
        }
        DiscoveryFact::ALL.iter().copied().filter(|fact| !self.knows(*fact)).collect()
    }

    /// Whether a discovery fact is known: somebody checked it and wrote down what was found. What does not apply to such
    /// a system needs no answer.
    #[must_use]
    pub fn knows(&self, fact: DiscoveryFact) -> bool {
        let found = self.facts.get(&fact).filter(|found| found.known);
        !self.applies(fact) || found.is_some_and(|found| self.has_value(fact, found))
    }

    /// Whether a fact can be asked of such a system: a spreadsheet has no rate limit.
    #[must_use]
    pub fn applies(&self, fact: DiscoveryFact) -> bool {
        use DiscoveryFact as F;
        let of_an_api = matches!(fact, F::RateLimits | F::Delivery | F::ApiVersion | F::Sandbox);
        self.kind != SystemKind::PersonOrTeam
            && !(self.kind == SystemKind::Spreadsheet && of_an_api)
    }

    fn has_value(&self, fact: DiscoveryFact, found: &Fact) -> bool {
        let chosen = match fact {
            DiscoveryFact::ApiAccess => self.api_access.is_some(),
            DiscoveryFact::Delivery => self.delivery.is_some(),
            DiscoveryFact::ApiVersion => self.version_pinned.is_some(),
            _ => false,
        };
        chosen || !found.note.trim().is_empty()
    }
}
