//! Parts: what an engagement is stored, changed, audited and restored by.
//! A part is never stored before [`Engagement::problems_with`] found nothing wrong with it.

use super::{Brief, Engagement, FlagDecision, Task};
use crate::document::call::Call;
use crate::document::controls::ControlSheet;
use crate::document::integrations::Integration;
use crate::document::launch::LaunchSheet;
use crate::document::matching::Matching;
use crate::document::measures::Measures;
use crate::document::plan::{Plan, PlanLine};
use crate::document::quote::Quote;
use crate::document::systems::System;
use crate::document::truth::{DataType, Field};
use crate::document::workflow::Workflow;
use crate::engines::map::Map;
use crate::platform::catalogue::catalogue;
use crate::platform::ids::PartId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

mod check;

pub use check::PARTS;

/// Something in a part that must be put right before it can be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// The field of the form it is about, or the group of fields.
    pub field: &'static str,
    /// The very field of a group, where the form has the same for each of several things.
    #[serde(skip)]
    pub at: Option<String>,
    /// What to do.
    pub message: String,
}

impl Problem {
    /// A problem with a field.
    #[must_use]
    pub fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self { field, at: None, message: message.into() }
    }

    /// A problem with one field of a group.
    #[must_use]
    pub fn at(group: &'static str, field: String, message: impl Into<String>) -> Self {
        Self { at: Some(field), ..Self::new(group, message) }
    }
}

macro_rules! parts {
    ($($variant:ident in $list:ident: $key:literal, $label:literal;)+) => {
        catalogue! {
            /// What kind of part it is.
            pub enum PartKind { Brief => "brief", "Brief"; $($variant => $key, $label;)+ }
        }

        /// One part of an engagement.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Part {
            /// What it is about.
            Brief(Brief),
            $(#[doc = $label] $variant($variant),)+
        }

        impl Part {
            /// Reads a stored part.
            ///
            /// # Errors
            /// When the body is not of that kind.
            pub fn read(kind: PartKind, body: Value) -> Result<Self, serde_json::Error> {
                Ok(match kind {
                    PartKind::Brief => Self::Brief(serde_json::from_value(body)?),
                    $(PartKind::$variant => Self::$variant(serde_json::from_value(body)?),)+
                })
            }

            /// The part as it is stored.
            ///
            /// # Errors
            /// When a number in it cannot be written as JSON.
            pub fn body(&self) -> Result<Value, serde_json::Error> {
                match self {
                    Self::Brief(part) => serde_json::to_value(part),
                    $(Self::$variant(part) => serde_json::to_value(part),)+
                }
            }

            /// Its id.
            #[must_use]
            pub fn id(&self) -> PartId {
                match self {
                    Self::Brief(part) => part.id,
                    $(Self::$variant(part) => PartId(part.id.0),)+
                }
            }

            /// What kind it is.
            #[must_use]
            pub fn kind(&self) -> PartKind {
                match self {
                    Self::Brief(_) => PartKind::Brief,
                    $(Self::$variant(_) => PartKind::$variant,)+
                }
            }
        }

        impl Engagement {
            /// Every part, kind by kind.
            #[must_use]
            pub fn parts(&self) -> Vec<Part> {
                let mut parts = vec![Part::Brief(self.brief.clone())];
                $(parts.extend(self.$list.iter().cloned().map(Part::$variant));)+
                parts
            }

            /// How many parts it has.
            #[must_use]
            pub fn count_parts(&self) -> usize {
                1 $(+ self.$list.len())+
            }

            /// A part by id.
            #[must_use]
            pub fn part(&self, id: PartId) -> Option<Part> {
                if self.brief.id == id {
                    return Some(Part::Brief(self.brief.clone()));
                }
                $(if let Some(part) = self.$list.iter().find(|part| part.id.0 == id.0) {
                    return Some(Part::$variant(part.clone()));
                })+
                None
            }

            /// Puts a part in, over the one with its id if there is one.
            pub fn put(&mut self, part: Part) {
                match part {
                    Part::Brief(brief) => self.brief = brief,
                    $(Part::$variant(part) => match self.$list.iter_mut().find(|old| old.id == part.id) {
                        Some(old) => *old = part,
                        None => self.$list.push(part),
                    },)+
                }
            }

            /// Takes a part out; the brief stays.
            pub fn remove(&mut self, id: PartId) {
                $(self.$list.retain(|part| part.id.0 != id.0);)+
            }
        }
    };
}

impl Part {
    /// What it refers to by keys that the program made, such as the question that a task answers: no text of anybody.
    fn own_keys(&mut self) -> Vec<&mut String> {
        match self {
            Self::FlagDecision(decision) => vec![&mut decision.flag],
            Self::Task(task) => vec![&mut task.unknown],
            Self::PlanLine(line) => vec![&mut line.key],
            Self::Quote(quote) => {
                let actions = quote.lines.iter_mut().map(|line| &mut line.action);
                actions
                    .chain(quote.assumptions.iter_mut().map(|entry| &mut entry.unknown))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// Takes them out, in their order, before texts are redacted: “credentials:” with a key behind it looks like a secret.
    pub fn take_keys(&mut self) -> Vec<String> {
        self.own_keys().into_iter().map(std::mem::take).collect()
    }

    /// Puts back what [`Part::take_keys`] took.
    pub fn put_keys(&mut self, keys: Vec<String>) {
        self.own_keys().into_iter().zip(keys).for_each(|(place, key)| *place = key);
    }
}

parts! {
    System in systems: "system", "System";
    Integration in integrations: "integration", "Integration";
    Workflow in workflows: "workflow", "Workflow";
    Map in maps: "map", "Map";
    Matching in matchings: "matching", "Matching";
    DataType in data_types: "data_type", "Data type";
    Field in fields: "field", "Field";
    ControlSheet in control_sheets: "control_sheet", "Controls";
    Call in calls: "call", "Call";
    FlagDecision in flag_decisions: "flag_decision", "Decision about a risk";
    LaunchSheet in launch_sheets: "launch_sheet", "Launch checks";
    Task in tasks: "task", "Task";
    Quote in quotes: "quote", "Quote";
    Plan in plans: "plan", "Plan";
    PlanLine in plan_lines: "plan_line", "Line of the plan";
    Measures in measures: "measures", "Targets and measurements";
}

impl Engagement {
    /// What people call a part: its name, or what it belongs to.
    #[must_use]
    pub fn name_of(&self, part: &Part) -> String {
        let integration =
            |id| self.integration(id).map_or_else(String::new, |found| found.name.clone());
        let workflow = |id| {
            self.workflows.iter().find(|w| w.id == id).map_or_else(String::new, |w| w.name.clone())
        };
        match part {
            Part::Brief(_) => self.title.clone(),
            Part::System(system) => system.name.clone(),
            Part::Integration(integration) => integration.name.clone(),
            Part::Workflow(workflow) => workflow.name.clone(),
            Part::Map(map) => format!("{}, {}", workflow(map.workflow), map.side),
            Part::Matching(matching) => workflow(matching.workflow),
            Part::DataType(data_type) => data_type.name.clone(),
            Part::Field(field) => {
                let of = self.data_types.iter().find(|data_type| data_type.id == field.data_type);
                of.map_or_else(|| field.name.clone(), |of| format!("{} · {}", of.name, field.name))
            }
            Part::ControlSheet(sheet) => integration(sheet.integration),
            Part::Call(call) => integration(call.integration),
            Part::FlagDecision(decision) => decision.flag.clone(),
            Part::LaunchSheet(sheet) => integration(sheet.integration),
            Part::Task(task) => task.question.clone(),
            Part::Quote(_) | Part::Plan(_) | Part::Measures(_) => self.title.clone(),
            Part::PlanLine(line) => line.says.clone(),
        }
    }

    /// The parts that refer to a part, by kind and name: it cannot go before they do.
    #[must_use]
    pub fn users_of(&self, id: PartId) -> Vec<(PartKind, String)> {
        let text = id.to_string();
        let others = self.parts().into_iter().filter(|part| part.id() != id);
        others
            .filter(|part| part.body().is_ok_and(|body| mentions(&body, &text)))
            .map(|part| (part.kind(), self.name_of(&part)))
            .collect()
    }
}

/// Whether any string or key in a value is exactly this text: ids are the only strings of their form.
fn mentions(value: &Value, text: &str) -> bool {
    match value {
        Value::String(found) => found == text,
        Value::Array(items) => items.iter().any(|item| mentions(item, text)),
        Value::Object(fields) => {
            fields.iter().any(|(key, field)| key == text || mentions(field, text))
        }
        _ => false,
    }
}
