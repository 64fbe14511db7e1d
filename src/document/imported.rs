//! What an imported map shows besides its steps, taken over on a person's word: systems, integrations, lacking controls.
//! Nothing is taken twice, and nothing that is recorded already is changed but a control that nobody had looked at.

use crate::document::controls::{ControlSheet, ControlState, Finding, against};
use crate::document::engagement::{Engagement, Part};
use crate::document::integrations::{
    Agreement, Availability, Criticality, Direction, Extent, Integration, Middleware, Timing,
    Transport,
};
use crate::document::systems::{System, SystemKind};
use crate::engines::formats::draft::{Draft, Suspicion};
use crate::engines::map::Map;
use crate::engines::map::names::key;
use crate::platform::ids::{IntegrationId, PartId, SystemId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A boundary that an imported map shows, as a person may take it over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggested {
    /// Where the data comes from.
    pub source: String,
    /// Where it goes.
    pub destination: String,
    /// What stands between.
    pub middleware: Middleware,
    /// How it travels, when the file tells.
    pub transport: Option<Transport>,
    /// Which side moves it.
    pub direction: Direction,
    /// How often, when the file tells.
    pub timing: Option<Timing>,
    /// The steps that use it, each with its lane.
    pub steps: Vec<(String, String)>,
    /// What is suspected of it, and what was seen.
    pub risks: Vec<(Suspicion, String)>,
}

/// What taking suggestions over adds to a document, in the order in which it has to be saved.
#[derive(Debug, Default)]
pub struct TakenOver {
    /// Systems, integrations and control sheets.
    pub parts: Vec<Part>,
    /// The integration of each step, by the names of its lane and itself.
    pub via: Vec<((String, String), IntegrationId)>,
}

/// The boundaries of a draft with what is suspected of each; a risk of the whole workflow is one of each.
#[must_use]
pub fn suggested(draft: &Draft) -> Vec<Suggested> {
    let named = |at: &usize| {
        let step = draft.steps.get(*at)?;
        Some((draft.lanes.get(step.lane)?.name.clone(), step.name.clone()))
    };
    let of = |steps: &[usize]| {
        let risks =
            draft.risks.iter().filter(|risk| risk.step.is_none_or(|at| steps.contains(&at)));
        risks.map(|risk| (risk.suspicion, risk.says.clone())).collect()
    };
    let one = |boundary: &crate::engines::formats::draft::Boundary| Suggested {
        source: boundary.source.clone(),
        destination: boundary.destination.clone(),
        middleware: boundary.middleware,
        transport: boundary.transport,
        direction: boundary.direction,
        timing: boundary.timing,
        steps: boundary.steps.iter().filter_map(named).collect(),
        risks: of(&boundary.steps),
    };
    draft.boundaries.iter().map(one).collect()
}

/// What these suggestions add to a document.
#[must_use]
pub fn take_over(document: &Engagement, suggestions: &[Suggested]) -> TakenOver {
    let (mut taken, mut known) = (TakenOver::default(), document.clone());
    for suggestion in suggestions {
        let source = system(&suggestion.source, &mut known, &mut taken);
        let destination = system(&suggestion.destination, &mut known, &mut taken);
        if source == destination {
            continue;
        }
        let id = integration(suggestion, (source, destination), &mut known, &mut taken);
        taken.via.extend(suggestion.steps.iter().cloned().map(|step| (step, id)));
        controls(&suggestion.risks, id, &mut known, &mut taken);
    }
    taken
}

impl TakenOver {
    /// Ties the flows that reach the steps of an integration from another lane to it, where a map tells no other.
    pub fn tie(&self, map: &mut Map) {
        for ((lane, step), integration) in &self.via {
            let reached = map.steps.iter().find(|found| {
                let named = map.lane(found.lane).is_some_and(|found| key(&found.name) == key(lane));
                named && key(&found.name) == key(step)
            });
            let Some((id, lane)) = reached.map(|step| (step.id, step.lane)) else { continue };
            let lanes: BTreeMap<_, _> = map.steps.iter().map(|step| (step.id, step.lane)).collect();
            for flow in &mut map.flows {
                let crosses = lanes.get(&flow.from).is_some_and(|from| *from != lane);
                if flow.to == id && crosses && flow.integration.is_none() {
                    flow.integration = Some(*integration);
                }
            }
        }
    }
}

fn add(part: Part, known: &mut Engagement, taken: &mut TakenOver) {
    known.put(part.clone());
    taken.parts.push(part);
}

/// The system of this name, made when it is new.
fn system(name: &str, known: &mut Engagement, taken: &mut TakenOver) -> SystemId {
    let wanted = key(name);
    if let Some(system) = known.systems.iter().find(|system| key(&system.name) == wanted) {
        return system.id;
    }
    let id = SystemId::new();
    let kind = if wanted == "n8n" { SystemKind::NoCodeTool } else { SystemKind::Custom };
    let system = System {
        id,
        name: name.to_owned(),
        kind,
        vendor: String::new(),
        business_owner: String::new(),
        technical_owner: String::new(),
        contact: String::new(),
        api_access: None,
        delivery: None,
        version_pinned: None,
        third_party: false,
        facts: BTreeMap::new(),
    };
    add(Part::System(system), known, taken);
    id
}

/// The integration between two systems, made when there is none.
fn integration(
    suggestion: &Suggested,
    (source, destination): (SystemId, SystemId),
    known: &mut Engagement,
    taken: &mut TakenOver,
) -> IntegrationId {
    let same = |found: &&Integration| found.source == source && found.destination == destination;
    if let Some(found) = known.integrations.iter().find(same) {
        return found.id;
    }
    let id = IntegrationId::new();
    let untold = match (suggestion.transport, suggestion.timing) {
        (Some(_), Some(_)) => "",
        (None, Some(_)) => " The file does not tell how the data travels.",
        (Some(_), None) => " The file does not tell how often.",
        (None, None) => " The file does not tell how the data travels, nor how often.",
    };
    let integration = Integration {
        id,
        name: format!("{} to {}", suggestion.source, suggestion.destination),
        source,
        destination,
        middleware: suggestion.middleware,
        transport: suggestion.transport.unwrap_or(Transport::ApiCall),
        direction: suggestion.direction,
        timing: suggestion.timing.unwrap_or(Timing::RealTime),
        extent: Extent::Incremental,
        criticality: Criticality::Important,
        in_scope: true,
        carries: Vec::new(),
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
        what_flows: format!("From an imported map.{untold}"),
        owners: BTreeMap::new(),
        told: BTreeMap::new(),
    };
    add(Part::Integration(integration), known, taken);
    id
}

/// Records as missing what the file shows to be missing, where nobody had looked.
fn controls(
    risks: &[(Suspicion, String)],
    integration: IntegrationId,
    known: &mut Engagement,
    taken: &mut TakenOver,
) {
    let blank = || ControlSheet { id: PartId::new(), integration, controls: BTreeMap::new() };
    let old = known.controls(integration).cloned();
    let mut sheet = old.clone().unwrap_or_else(blank);
    for (suspicion, says) in risks {
        let Some(control) = against(*suspicion) else { continue };
        if sheet.state(control) == ControlState::Unknown {
            let evidence = format!("Seen in an imported workflow: {says}");
            let finding = Finding::new(ControlState::Missing, evidence);
            sheet.controls.insert(control, finding);
        }
    }
    if !sheet.controls.is_empty() && old.as_ref() != Some(&sheet) {
        add(Part::ControlSheet(sheet), known, taken);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::controls::Control;
    use crate::engines::formats::n8n;
    use crate::engines::map::names::Names;
    use crate::judgement::assess::testing::sound;

    const WORKFLOW: &str = r#"{"nodes": [
        {"name": "Hook", "type": "n8n-nodes-base.webhook"},
        {"name": "Send", "type": "n8n-nodes-base.httpRequest", "parameters": {"url": "https://erp.example/x", "method": "POST"}}],
        "connections": {"Hook": {"main": [[{"node": "Send"}]]}}}"#;

    #[test]
    fn what_a_file_suggests_is_taken_over_once_and_tied_to_its_steps() {
        let draft = n8n::read(WORKFLOW).unwrap();
        let mut document = sound();
        let taken = take_over(&document, &suggested(&draft));
        for part in &taken.parts {
            assert!(document.problems_with(part).is_empty(), "{:?}", document.problems_with(part));
            document.put(part.clone());
        }
        let called = |name: &str| document.systems.iter().any(|system| system.name == name);
        assert!(called("n8n") && called("erp.example") && called("Caller of “Hook”"));
        let sent = document.integrations.iter().find(|i| i.name == "n8n to erp.example").unwrap();
        let sheet = document.controls(sent.id).unwrap();
        assert_eq!(sheet.state(Control::RetriesWithBackoff), ControlState::Missing);
        let mut map = draft.map(&Names::default());
        taken.tie(&mut map);
        assert_eq!(map.flows[0].integration, Some(sent.id));
        assert!(
            take_over(&document, &suggested(&draft)).parts.is_empty(),
            "nothing is taken twice"
        );
    }
}
