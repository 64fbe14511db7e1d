//! What the lists of systems and integrations show of each: one column says the same on the page and in the file.

use crate::listing::{Sortable, Value};
use faultline::document::engagement::Engagement;
use faultline::document::integrations::{Integration, Ownership};
use faultline::document::systems::{DiscoveryFact, System};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::SystemId;

/// A system, as its list shows it.
pub struct SystemLine {
    /// The system.
    pub system: System,
    /// How many facts are asked of it.
    pub facts: usize,
    /// How many of them are known.
    pub known: usize,
}

impl SystemLine {
    /// All systems of an engagement.
    pub fn all(document: &Engagement) -> Vec<Self> {
        let line = |system: &System| {
            let unknown = system.unknown_facts().len();
            let none = unknown == 0 && system.facts.is_empty();
            let facts = if none { 0 } else { DiscoveryFact::ALL.len() };
            Self { system: system.clone(), facts, known: facts.saturating_sub(unknown) }
        };
        document.systems.iter().map(line).collect()
    }
}

/// The columns of the list of systems.
pub const SYSTEM_COLUMNS: [Sortable<SystemLine>; 5] = [
    Sortable { key: "system", label: "System", of: |line| line.system.name.as_str().into() },
    Sortable { key: "kind", label: "Kind", of: |line| Value::ranked(line.system.kind) },
    Sortable {
        key: "business",
        label: "Business owner",
        of: |line| line.system.business_owner.as_str().into(),
    },
    Sortable {
        key: "technical",
        label: "Technical owner",
        of: |line| line.system.technical_owner.as_str().into(),
    },
    Sortable { key: "facts", label: "Known facts", of: |line| line.known.into() },
];

/// An integration, as its list shows it.
pub struct IntegrationLine {
    /// The integration.
    pub integration: Integration,
    /// “Shop → Books”.
    pub ends: String,
    /// How many of its owners are named.
    pub owned: usize,
    /// How many owners it should have.
    pub owners: usize,
    /// How many samples are confirmed.
    pub confirmed: usize,
}

impl IntegrationLine {
    /// All integrations of an engagement.
    pub fn all(document: &Engagement) -> Vec<Self> {
        let name = |id: SystemId| {
            document.system(id).map_or("removed system", |system| system.name.as_str())
        };
        let line = |integration: &Integration| {
            let owners = Ownership::ALL.len();
            let confirmed: i64 =
                document.samples.of(integration.id).map(|pattern| pattern.confirmed).sum();
            Self {
                ends: format!("{} → {}", name(integration.source), name(integration.destination)),
                owned: owners - integration.unassigned().len(),
                owners,
                confirmed: usize::try_from(confirmed).unwrap_or(0),
                integration: integration.clone(),
            }
        };
        document.integrations.iter().map(line).collect()
    }
}

/// The columns of the list of integrations.
pub const INTEGRATION_COLUMNS: [Sortable<IntegrationLine>; 5] = [
    Sortable {
        key: "integration",
        label: "Integration",
        of: |line| line.integration.name.as_str().into(),
    },
    Sortable { key: "ends", label: "From and to", of: |line| line.ends.as_str().into() },
    Sortable {
        key: "criticality",
        label: "Criticality",
        of: |line| Value::ranked(line.integration.criticality),
    },
    Sortable { key: "owners", label: "Owners", of: |line| line.owned.into() },
    Sortable { key: "samples", label: "Samples", of: |line| line.confirmed.into() },
];
