//! How lanes, steps and flows are spelled when a map is written.
//! A name that would read as anything but itself is put in quotation marks.

use crate::engines::map::names::{Index, Names, key, one_line};
use crate::engines::map::text::bracket::{Bracket, flow_written, step_written};
use crate::engines::map::text::lines::{self, BRANCH_WORDS, Line, StepLine};
use crate::engines::map::text::quotes::{Quoted, quoted};
use crate::engines::map::text::words::inferred_in;
use crate::engines::map::{Flow, FlowKind, LaneKind, Map, Step};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, LaneId};
use std::collections::HashMap;

/// The spelling of everything in one map.
pub struct Labels<'m> {
    map: &'m Map,
    names: &'m Names,
    lanes: Index<LaneId>,
    lane_of: Vec<String>,
    step_names: Vec<String>,
    same_name: HashMap<String, Vec<usize>>,
}

impl<'m> Labels<'m> {
    /// Looks all names up.
    pub fn new(map: &'m Map, names: &'m Names) -> Self {
        let named = |name: &str| {
            if one_line(name).is_empty() { "Unnamed".to_owned() } else { one_line(name) }
        };
        let lanes = Index::new(map.lanes.iter().map(|lane| (lane.id, named(&lane.name))));
        let lane = |step: &Step| lanes.name(step.lane).unwrap_or("Unassigned").to_owned();
        let lane_of = map.steps.iter().map(lane).collect();
        let step_names: Vec<_> = map.steps.iter().map(|step| named(&step.name)).collect();
        let mut same_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, name) in step_names.iter().enumerate() {
            same_name.entry(name.clone()).or_default().push(at);
        }
        Self { map, names, lanes, lane_of, step_names, same_name }
    }

    /// The lanes ahead of the steps, when the steps alone would not tell their order, kind or system.
    pub fn declarations(&self) -> String {
        let mut told: Vec<LaneId> = Vec::new();
        for step in &self.map.steps {
            if !told.contains(&step.lane) {
                told.push(step.lane);
            }
        }
        let plain = |lane: &crate::engines::map::Lane| {
            let name = self.lanes.name(lane.id).unwrap_or_default();
            let system = self.names.systems.id(name);
            let kind = if system.is_some() { LaneKind::System } else { LaneKind::Team };
            self.system(lane.system) == system && lane.kind == kind
        };
        if told.iter().copied().eq(self.map.lanes.iter().map(|lane| lane.id))
            && self.map.lanes.iter().all(plain)
        {
            return String::new();
        }
        self.map.lanes.iter().map(|lane| self.declaration(lane)).collect()
    }

    fn system(
        &self,
        id: Option<crate::platform::ids::SystemId>,
    ) -> Option<crate::platform::ids::SystemId> {
        id.filter(|id| self.names.systems.name(*id).is_some())
    }

    fn declaration(&self, lane: &crate::engines::map::Lane) -> String {
        let name = self.lanes.name(lane.id).unwrap_or_default();
        let by_name = self.names.systems.id(name);
        let system = match self.system(lane.system) {
            same if same == by_name => String::new(),
            None => " -".to_owned(),
            Some(id) => format!(" {}", quoted(self.names.systems.name(id).unwrap_or_default())),
        };
        format!("lane {} [{}{system}]\n", self.lane_name(name), lane.kind.key())
    }

    /// Lane and name of a step.
    pub fn head(&self, at: usize) -> String {
        format!("{}: {}", self.lane_name(&self.lane_of[at]), self.step_name(&self.step_names[at]))
    }

    /// The kind in brackets, when the words of the name do not tell it, with its form and what it does to the step above.
    pub fn kind(&self, step: &Step, attached: Option<FlowKind>) -> String {
        let lane = self.map.lane(step.lane).map_or(LaneKind::Team, |lane| lane.kind);
        let told = inferred_in(&one_line(&step.name), lane, &step.facts, step.form);
        let kind = (told != step.kind).then_some(step.kind);
        step_written(Bracket { kind, form: step.form, attached })
    }

    /// An integration that has a name to write.
    pub fn known(&self, id: Option<IntegrationId>) -> Option<IntegrationId> {
        id.filter(|id| self.names.integrations.name(*id).is_some())
    }

    /// ` via Name`.
    pub fn via(&self, id: IntegrationId) -> String {
        let Some(name) = self.names.integrations.name(id) else { return String::new() };
        let plain =
            reads_as_itself(name, self.names) && !name.ends_with(')') && !name.starts_with('"');
        format!(" via {}", if plain { name.to_owned() } else { quoted(name) })
    }

    /// A condition as it stands in front of a colon.
    pub fn condition(&self, condition: &str) -> String {
        let condition = one_line(condition);
        let text = Quoted::new(&condition);
        let plain = lines::colon(&text).is_none()
            && lines::arrow(&text).is_none()
            && !condition.contains(['"', '>', '→']);
        if plain { condition } else { quoted(&condition) }
    }

    /// What stands after an arrow: condition, step, integration.
    pub fn target(&self, to: usize, flow: &Flow) -> String {
        let condition = one_line(&flow.condition);
        if condition.is_empty() {
            return self.target_without_condition(to, flow);
        }
        let like_a_lane = self.lanes.id(&condition).is_some();
        let reference = self.reference(to, like_a_lane, flow.kind);
        format!("{}: {reference}{}", self.condition(&condition), self.flow_via(flow))
    }

    /// What stands after an arrow whose condition is told elsewhere.
    pub fn target_without_condition(&self, to: usize, flow: &Flow) -> String {
        format!("{}{}", self.reference(to, false, flow.kind), self.flow_via(flow))
    }

    /// What follows the name of the step: the integration, and what the flow is.
    fn flow_via(&self, flow: &Flow) -> String {
        let via = flow.integration.map(|id| self.via(id)).unwrap_or_default();
        via + &flow_written(flow.kind)
    }

    /// The shortest way to name a step that no other step answers to.
    fn reference(&self, to: usize, with_lane: bool, kind: FlowKind) -> String {
        let name = &self.step_names[to];
        let other = format!("{name}{}", flow_written(kind));
        let alike = !kind.is_sequence() && self.step_names.iter().any(|it| key(it) == key(&other));
        let written = if alike { quoted(name) } else { self.step_name(name) };
        let same = &self.same_name[name];
        if same.len() == 1 && !with_lane {
            return written;
        }
        let lane = self.lane_name(&self.lane_of[to]);
        let in_lane: Vec<usize> =
            same.iter().copied().filter(|at| self.lane_of[*at] == self.lane_of[to]).collect();
        if in_lane.len() == 1 {
            return format!("{lane}: {written}");
        }
        let number = in_lane.iter().position(|at| *at == to).map_or(1, |at| at + 1);
        format!("{lane}: {} ({number})", quoted(name))
    }

    fn lane_name(&self, name: &str) -> String {
        let branch = BRANCH_WORDS.contains(&key(name).as_str());
        if reads_as_itself(name, self.names) && !branch { name.to_owned() } else { quoted(name) }
    }

    fn step_name(&self, name: &str) -> String {
        if reads_as_itself(name, self.names) { name.to_owned() } else { quoted(name) }
    }
}

/// Whether a line with only this name on it would be read as a step of this name and nothing more.
fn reads_as_itself(name: &str, names: &Names) -> bool {
    let plain = lines::indented(name) == (0, name) && lines::line(name) == Line::Step(name);
    let step = lines::step_line(name, names);
    let nothing = StepLine { name: name.to_owned(), ..lines::step_line("", names) };
    let joins = name.contains(['"', '→'])
        || name.contains("->")
        || name.contains("=>")
        || lines::via_part(name).is_some();
    plain && step == nothing && !joins && !name.starts_with(':') && !name.ends_with([')', ']', ':'])
}
