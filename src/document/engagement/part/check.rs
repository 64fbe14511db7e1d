//! What must hold of a part before it is stored: bounds, names, references.
//! It says what to do about a problem; it never repairs one silently.

use super::{Part, Problem};
use crate::document::engagement::Engagement;
use crate::document::measures::MOST;
use crate::document::plan::{LAST_DAY, LineState, PlanLine};
use crate::document::quote::minor_units;
use crate::platform::ids::{DataTypeId, IntegrationId, SystemId, WorkflowId};
use serde_json::Value;

/// Longest name, in characters.
pub const NAME: usize = 200;
/// Longest text of any kind, in characters.
pub const TEXT: usize = 20_000;
/// Most parts of one engagement.
pub const PARTS: usize = 5_000;

impl Engagement {
    /// Everything that keeps a part from being saved; empty when nothing does.
    #[must_use]
    pub fn problems_with(&self, part: &Part) -> Vec<Problem> {
        let mut problems = self.problems_of_kind(part);
        match part.body() {
            Ok(body) => problems.extend(unbounded(&body)),
            Err(_) => problems
                .push(Problem::new("", "A number is too large to be kept. Give a smaller one.")),
        }
        if self.parts().len() >= PARTS && self.part(part.id()).is_none() {
            problems.push(Problem::new(
                "",
                format!("An engagement holds at most {PARTS} parts. Remove some first."),
            ));
        }
        problems
    }

    fn problems_of_kind(&self, part: &Part) -> Vec<Problem> {
        let mut found = Check { engagement: self, problems: Vec::new() };
        match part {
            Part::Brief(brief) => {
                found.must(
                    minor_units(&brief.currency).is_some(),
                    "currency",
                    "Give the currency as a code of ISO 4217, such as EUR, GBP or USD.",
                );
                found.must(
                    (1..=1000).contains(&brief.samples_needed),
                    "samples_needed",
                    "Ask for at least one sample and at most 1,000.",
                );
                let cost = brief.hourly_cost.unwrap_or_default();
                let bound = rust_decimal::Decimal::from(100_000);
                found.must(
                    cost >= 0.into() && cost <= bound,
                    "hourly_cost",
                    "Give an hourly cost between 0 and 100,000.",
                );
            }
            Part::System(system) => {
                found.name(&system.name);
                let twin = self
                    .systems
                    .iter()
                    .any(|other| other.id != system.id && same(&other.name, &system.name));
                found.must(
                    !twin,
                    "name",
                    "Another system has this name. Give this one a name of its own.",
                );
            }
            Part::Integration(integration) => {
                found.name(&integration.name);
                found.system(integration.source, "source");
                found.system(integration.destination, "destination");
                found.must(
                    integration.source != integration.destination,
                    "destination",
                    "An integration joins two systems. Choose another destination.",
                );
                found.must(
                    integration
                        .monthly_volume
                        .is_none_or(|volume| (0..=1_000_000_000_000).contains(&volume)),
                    "monthly_volume",
                    "Give the monthly volume as a whole number of records, 0 or more.",
                );
                integration.carries.iter().for_each(|carried| found.data_type(*carried, "carries"));
                let twin = self
                    .integrations
                    .iter()
                    .any(|o| o.id != integration.id && same(&o.name, &integration.name));
                found.must(
                    !twin,
                    "name",
                    "Another integration has this name. Give this one a name of its own.",
                );
            }
            Part::Workflow(workflow) => found.name(&workflow.name),
            Part::Map(map) => {
                found.workflow(map.workflow);
                map.lanes
                    .iter()
                    .filter_map(|lane| lane.system)
                    .for_each(|system| found.system(system, "text"));
                map.flows
                    .iter()
                    .filter_map(|flow| flow.integration)
                    .for_each(|used| found.integration(used, "text"));
            }
            Part::Matching(matching) => found.workflow(matching.workflow),
            Part::DataType(data_type) => {
                found.name(&data_type.name);
                let twin = self
                    .data_types
                    .iter()
                    .any(|o| o.id != data_type.id && same(&o.name, &data_type.name));
                found.must(
                    !twin,
                    "name",
                    "Another data type has this name. Give this one a name of its own.",
                );
            }
            Part::Field(field) => {
                found.name(&field.name);
                found.data_type(field.data_type, "data_type");
                field
                    .rights
                    .keys()
                    .chain(&field.seen_writing)
                    .for_each(|system| found.system(*system, "rights"));
                let twin = |o: &&crate::document::truth::Field| {
                    o.id != field.id && o.data_type == field.data_type && same(&o.name, &field.name)
                };
                found.must(
                    self.fields.iter().find(twin).is_none(),
                    "name",
                    "This data type already has a field of this name.",
                );
            }
            Part::FlagDecision(decision) => found.must(
                decision.history.last().is_some_and(|decided| !decided.by.trim().is_empty()),
                "by",
                "Say who decides.",
            ),
            Part::ControlSheet(sheet) => found.integration(sheet.integration, "integration"),
            Part::LaunchSheet(sheet) => {
                found.integration(sheet.integration, "integration");
                let whole = |text: &str| !text.trim().is_empty();
                found.must(
                    sheet.approvals.values().all(|one| whole(&one.by) && whole(&one.evidence)),
                    "by",
                    "An approval names who approves and what was seen.",
                );
            }
            Part::Task(task) => {
                found.must(!task.unknown.is_empty(), "unknown", "Choose what to find out.");
                let twin = self.tasks.iter().any(|o| o.id != task.id && o.unknown == task.unknown);
                found.must(!twin, "unknown", "This is a task already.");
            }
            Part::Quote(quote) => {
                found.problems.extend(quote.problems());
                let used = quote.lines.iter().filter_map(|line| line.integration);
                used.for_each(|id| found.integration(id, "lines"));
                found.must(
                    self.quotes.iter().all(|other| other.id == quote.id),
                    "",
                    "This engagement has a draft already. Open that one.",
                );
            }
            Part::Plan(plan) => found.must(
                self.plans.iter().all(|other| other.id == plan.id),
                "",
                "This engagement has a plan already. Open that one.",
            ),
            Part::PlanLine(line) => found.plan_line(line),
            Part::Measures(measures) => {
                found.must(
                    self.measures.iter().all(|other| other.id == measures.id),
                    "",
                    "This engagement has targets already. Open those.",
                );
                let bounds = format!("Give each target as a whole number from 0 to {MOST}.");
                let fits = measures.targets.values().all(|target| (0..=MOST).contains(target));
                found.must(fits, "", &bounds);
                measures.measured.keys().for_each(|workflow| found.workflow(*workflow));
            }
            Part::Call(call) => {
                found.integration(call.integration, "integration");
                found.must(
                    call.instead.is_none() || !call.reason.trim().is_empty(),
                    "reason",
                    "Write down why the verdict is overridden; it is shown beside the findings.",
                );
                found.must(
                    call.instead.is_none() || !call.agreed_by.trim().is_empty(),
                    "agreed_by",
                    "Name the second person who agrees; an override of one person alone does not count.",
                );
            }
        }
        found.problems
    }
}

fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// The problems found so far.
struct Check<'a> {
    engagement: &'a Engagement,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn must(&mut self, holds: bool, field: &'static str, message: &str) {
        if !holds {
            self.problems.push(Problem::new(field, message));
        }
    }

    fn name(&mut self, name: &str) {
        self.must(!name.trim().is_empty(), "name", "Give it a name.");
        let fits = name.chars().count() <= NAME;
        self.must(fits, "name", &format!("Shorten the name to {NAME} characters."));
    }

    fn system(&mut self, id: SystemId, field: &'static str) {
        let there = self.engagement.system(id).is_some();
        self.must(
            there,
            field,
            "Choose a system of this engagement; this one is not there any more.",
        );
    }

    fn integration(&mut self, id: IntegrationId, field: &'static str) {
        let there = self.engagement.integration(id).is_some();
        self.must(
            there,
            field,
            "Choose an integration of this engagement; this one is not there any more.",
        );
    }

    fn data_type(&mut self, id: DataTypeId, field: &'static str) {
        let there = self.engagement.data_types.iter().any(|data_type| data_type.id == id);
        self.must(
            there,
            field,
            "Choose a data type of this engagement; this one is not there any more.",
        );
    }

    fn plan_line(&mut self, line: &PlanLine) {
        self.must(!line.says.trim().is_empty(), "says", "Say what is done.");
        let fits = |day: Option<i64>| day.is_none_or(|day| (1..=LAST_DAY).contains(&day));
        let bounds = format!("Give a number of days from 1 to {LAST_DAY}.");
        self.must(fits(line.starts), "starts", &bounds);
        self.must(fits(line.days), "days", &bounds);
        self.must(
            !line.after.contains(&line.id),
            "after",
            "A line does not wait for itself. Choose others.",
        );
        self.must(
            line.state != LineState::Done || line.done_on.is_some(),
            "done_on",
            "Give the day on which it was done.",
        );
        line.integration.into_iter().for_each(|at| self.integration(at, "integration"));
    }

    fn workflow(&mut self, id: WorkflowId) {
        let there = self.engagement.workflows.iter().any(|workflow| workflow.id == id);
        self.must(
            there,
            "workflow",
            "Choose a workflow of this engagement; this one is not there any more.",
        );
    }
}

/// Texts that are too long or hold what a database cannot keep.
fn unbounded(value: &Value) -> Vec<Problem> {
    match value {
        Value::String(text) if text.chars().count() > TEXT => {
            vec![Problem::new(
                "",
                format!("Shorten the text that begins “{}…” to {TEXT} characters.", start(text)),
            )]
        }
        Value::String(text) if text.contains('\0') => {
            vec![Problem::new(
                "",
                format!("The text that begins “{}” holds a NUL character. Remove it.", start(text)),
            )]
        }
        Value::Array(items) => items.iter().flat_map(unbounded).collect(),
        Value::Object(fields) => fields.values().flat_map(unbounded).collect(),
        _ => Vec::new(),
    }
}

fn start(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(30).collect()
}
