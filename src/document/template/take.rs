//! Taking an engagement over part by part: each source is taken apart field by field, without a rest.
//! Ids are new, what was found out is unknown again, and a text is taken only where it was ticked.

use super::{Chosen, Names, added, fields};
use crate::document::controls::{ControlSheet, ControlState, Finding};
use crate::document::engagement::{Engagement, Part};
use crate::document::integrations::{Agreement, Availability, Integration};
use crate::document::plan::{LineState, PlanLine};
use crate::document::quote::{AssumptionState, LedgerEntry};
use crate::document::systems::System;
use crate::document::truth::{DataType, Field, Standing};
use crate::platform::ids::{DataTypeId, FieldId, IntegrationId, PartId, SystemId};
use std::collections::{BTreeMap, BTreeSet};

/// An engagement that is being taken over, with the new ids of what was taken.
pub(super) struct Taking<'a> {
    doc: &'a Engagement,
    chosen: &'a Chosen,
    names: Names<'a>,
    data_types: BTreeMap<DataTypeId, DataTypeId>,
    systems: BTreeMap<SystemId, System>,
    integrations: BTreeMap<IntegrationId, IntegrationId>,
}

impl<'a> Taking<'a> {
    pub(super) fn new(doc: &'a Engagement, chosen: &'a Chosen, names: Names<'a>) -> Self {
        Self {
            doc,
            chosen,
            names,
            data_types: BTreeMap::new(),
            systems: BTreeMap::new(),
            integrations: BTreeMap::new(),
        }
    }

    /// Data types that were ticked, each with its fields; nobody has said yet who owns them.
    pub(super) fn data_types(&mut self) -> Vec<Part> {
        let mut parts = Vec::new();
        for from in &self.doc.data_types {
            let DataType { id, name, meaning: _ } = from;
            if !self.chosen.has(*id) || (self.names)(name) {
                continue;
            }
            let new = DataTypeId::new();
            self.data_types.insert(*id, new);
            let name = name.clone();
            parts.push(Part::DataType(DataType { id: new, name, meaning: String::new() }));
            let fields = fields(self.doc, from, self.names).into_iter();
            parts.extend(fields.map(|name| Part::Field(field(new, name))));
        }
        parts
    }

    /// Every system by its kind; under its own name where that was ticked.
    pub(super) fn systems(&mut self) -> Vec<Part> {
        let mut used = BTreeSet::new();
        let keeps = |it: &&System| self.chosen.has(it.id) && !(self.names)(&it.name);
        let kept: BTreeSet<SystemId> =
            self.doc.systems.iter().filter(keeps).map(|system| system.id).collect();
        let kept_names = self.doc.systems.iter().filter(|system| kept.contains(&system.id));
        used.extend(kept_names.map(|system| system.name.trim().to_lowercase()));
        let mut parts = Vec::new();
        for from in &self.doc.systems {
            let name = if kept.contains(&from.id) {
                from.name.clone()
            } else {
                unused(&mut used, &from.kind.to_string())
            };
            let new = system(from, name);
            parts.push(Part::System(new.clone()));
            self.systems.insert(from.id, new);
        }
        parts
    }

    /// Every integration by its shape, named by what it joins.
    pub(super) fn integrations(&mut self) -> Vec<Part> {
        let (mut used, mut parts) = (BTreeSet::new(), Vec::new());
        for from in &self.doc.integrations {
            let ends = (self.systems.get(&from.source), self.systems.get(&from.destination));
            let (Some(source), Some(destination)) = ends else { continue };
            if source.id == destination.id {
                continue;
            }
            let name: String = format!("{} to {}", source.name, destination.name);
            let name = unused(&mut used, &name.chars().take(180).collect::<String>());
            let new = self.integration(from, name, (source.id, destination.id));
            self.integrations.insert(from.id, new.id);
            parts.push(Part::Integration(new));
        }
        parts
    }

    fn integration(
        &self,
        from: &Integration,
        name: String,
        (to_source, to_destination): (SystemId, SystemId),
    ) -> Integration {
        let Integration {
            id: _,
            name: _,
            source: _,
            destination: _,
            middleware,
            transport,
            direction,
            timing,
            extent,
            criticality,
            in_scope,
            carries,
            monthly_volume: _,
            code: _,
            credentials: _,
            developer: _,
            maintainable: _,
            needed: _,
            needed_by: _,
            history_days: _,
            contract: _,
            when_it_breaks: _,
            other_end: _,
            what_flows: _,
            owners: _,
            told: _,
        } = from;
        Integration {
            id: IntegrationId::new(),
            name,
            source: to_source,
            destination: to_destination,
            middleware: *middleware,
            transport: *transport,
            direction: *direction,
            timing: *timing,
            extent: *extent,
            criticality: *criticality,
            in_scope: *in_scope,
            carries: carries.iter().filter_map(|id| self.data_types.get(id).copied()).collect(),
            monthly_volume: None,
            code: Availability::Unknown,
            credentials: Availability::Unknown,
            developer: Availability::Unknown,
            maintainable: Availability::Unknown,
            needed: Availability::Unknown,
            needed_by: String::new(),
            history_days: None,
            contract: Agreement::default(),
            when_it_breaks: String::new(),
            other_end: String::new(),
            what_flows: String::new(),
            owners: BTreeMap::new(),
            told: BTreeMap::new(),
        }
    }

    /// The controls that were asked of each integration, with nothing found yet.
    pub(super) fn control_sheets(&self) -> Vec<Part> {
        let sheet = |from: &ControlSheet| {
            let ControlSheet { id: _, integration, controls } = from;
            let unknown = || Finding::new(ControlState::Unknown, "");
            Some(Part::ControlSheet(ControlSheet {
                id: PartId::new(),
                integration: *self.integrations.get(integration)?,
                controls: controls.keys().map(|control| (*control, unknown())).collect(),
            }))
        };
        self.doc.control_sheets.iter().filter_map(sheet).collect()
    }

    /// The lines of the plan that were added by hand and ticked, without who does them.
    pub(super) fn plan_lines(&self) -> Vec<Part> {
        let ticked = |line: &&PlanLine| self.chosen.has(line.id) && !(self.names)(&line.says);
        let lines: Vec<_> = added(self.doc).filter(ticked).collect();
        let ids: BTreeMap<PartId, PartId> =
            lines.iter().map(|line| (line.id, PartId::new())).collect();
        let line = |from: &PlanLine| -> Option<PlanLine> {
            let PlanLine {
                id,
                key: _,
                says,
                integration,
                phase,
                waits_for,
                owner: _,
                starts,
                days,
                after,
                state: _,
                done_on: _,
            } = from;
            Some(PlanLine {
                id: ids.get(id).copied()?,
                key: String::new(),
                says: says.clone(),
                integration: integration.and_then(|id| self.integrations.get(&id).copied()),
                phase: *phase,
                waits_for: *waits_for,
                owner: String::new(),
                starts: *starts,
                days: *days,
                after: after.iter().filter_map(|id| ids.get(id).copied()).collect(),
                state: LineState::Open,
                done_on: None,
            })
        };
        lines.into_iter().filter_map(line).map(Part::PlanLine).collect()
    }
}

fn field(data_type: DataTypeId, name: &str) -> Field {
    Field {
        id: FieldId::new(),
        data_type,
        name: name.to_owned(),
        rights: BTreeMap::new(),
        seen_writing: Vec::new(),
        standing: Standing::Unassigned,
        decided_by: String::new(),
        decided_on: None,
        why: String::new(),
        positions: Vec::new(),
        rule_also_kept_in: String::new(),
    }
}

/// A system of a kind, of which nothing is known yet.
fn system(from: &System, name: String) -> System {
    let System {
        id: _,
        name: _,
        kind,
        vendor: _,
        business_owner: _,
        technical_owner: _,
        contact: _,
        api_access: _,
        delivery: _,
        version_pinned: _,
        third_party: _,
        facts: _,
    } = from;
    System {
        id: SystemId::new(),
        name,
        kind: *kind,
        vendor: String::new(),
        business_owner: String::new(),
        technical_owner: String::new(),
        contact: String::new(),
        api_access: None,
        delivery: None,
        version_pinned: None,
        third_party: false,
        facts: BTreeMap::new(),
    }
}

/// An assumption that is to be tested again, without who answers for it.
pub(super) fn assumption(from: &LedgerEntry) -> LedgerEntry {
    let LedgerEntry { id: _, unknown: _, says, owner: _, test, assumed, if_false, state: _ } = from;
    LedgerEntry {
        id: PartId::new(),
        unknown: String::new(),
        says: says.clone(),
        owner: String::new(),
        test: test.clone(),
        assumed: *assumed,
        if_false: *if_false,
        state: AssumptionState::Open,
    }
}

/// A name that nothing has yet: the second shop is “Shop 2”.
fn unused(used: &mut BTreeSet<String>, name: &str) -> String {
    let numbered = (2_u32..).map(|number| format!("{name} {number}"));
    let free = std::iter::once(name.to_owned()).chain(numbered);
    let mut free = free.filter(|name| !used.contains(&name.trim().to_lowercase()));
    let found = free.next().unwrap_or_else(|| name.to_owned());
    used.insert(found.trim().to_lowercase());
    found
}
