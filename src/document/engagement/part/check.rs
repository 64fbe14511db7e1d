//! What must hold of a part before it is stored: bounds, names, references.
//! It says what to do about a problem; it never repairs one silently.

use super::{Part, Problem};
use crate::document::call::Call;
use crate::document::engagement::{Brief, Engagement, FlagDecision, Task};
use crate::document::integrations::Integration;
use crate::document::launch::LaunchSheet;
use crate::document::measures::{MOST, Measures};
use crate::document::plan::{LAST_DAY, LineState, Plan, PlanLine};
use crate::document::quote::{Quote, minor_units};
use crate::document::systems::System;
use crate::document::truth::{DataType, Field};
use crate::engines::map::Map;
use crate::platform::catalogue::Catalogue;
use crate::platform::numbers::grouped;
use bounds::unbounded;

mod bounds;
mod named;

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
        if self.count_parts() >= PARTS && self.part(part.id()).is_none() {
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
            Part::Brief(brief) => found.brief(brief),
            Part::System(system) => found.own_system(system),
            Part::Integration(integration) => found.own_integration(integration),
            Part::Workflow(workflow) => found.name(&workflow.name),
            Part::Map(map) => found.map(map),
            Part::Matching(matching) => found.workflow(matching.workflow),
            Part::DataType(data_type) => found.own_data_type(data_type),
            Part::Field(field) => found.field(field),
            Part::FlagDecision(decision) => found.flag_decision(decision),
            Part::ControlSheet(sheet) => found.integration(sheet.integration, "integration"),
            Part::LaunchSheet(sheet) => found.launch_sheet(sheet),
            Part::Task(task) => found.task(task),
            Part::Quote(quote) => found.quote(quote),
            Part::Plan(plan) => found.plan(plan),
            Part::PlanLine(line) => found.plan_line(line),
            Part::Measures(measures) => found.measures(measures),
            Part::Call(call) => found.call(call),
        }
        found.problems
    }
}

/// Whether two names are one. Each part is held against all of its kind, so that most are told by one look.
fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim(), b.trim());
    if a.is_ascii() && b.is_ascii() {
        return a.eq_ignore_ascii_case(b);
    }
    a.to_lowercase() == b.to_lowercase()
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

    fn brief(&mut self, brief: &Brief) {
        self.must(
            minor_units(&brief.currency).is_some(),
            "currency",
            "Give the currency as a code of ISO 4217, such as EUR, GBP or USD.",
        );
        self.must(
            (1..=1000).contains(&brief.samples_needed),
            "samples_needed",
            "Ask for at least one sample and at most 1,000.",
        );
        let cost = brief.hourly_cost.unwrap_or_default();
        let bound = rust_decimal::Decimal::from(crate::document::quote::MOST_RATE);
        self.must(
            cost >= 0.into() && cost <= bound,
            "hourly_cost",
            "Give an hourly cost between 0 and 100,000.",
        );
    }

    fn own_system(&mut self, system: &System) {
        self.name(&system.name);
        let twin = |other: &System| other.id != system.id && same(&other.name, &system.name);
        self.must(
            !self.engagement.systems.iter().any(twin),
            "name",
            "Another system has this name. Give this one a name of its own.",
        );
    }

    fn own_integration(&mut self, integration: &Integration) {
        self.name(&integration.name);
        self.system(integration.source, "source");
        self.system(integration.destination, "destination");
        self.must(
            integration.source != integration.destination,
            "destination",
            "An integration joins two systems. Choose another destination.",
        );
        let volume = integration.monthly_volume;
        self.must(
            volume.is_none_or(|volume| (0..=1_000_000_000_000).contains(&volume)),
            "monthly_volume",
            "Give the monthly volume as a whole number of records, 0 or more.",
        );
        integration.carries.iter().for_each(|carried| self.data_type(*carried, "carries"));
        let twin = |other: &Integration| {
            other.id != integration.id && same(&other.name, &integration.name)
        };
        self.must(
            !self.engagement.integrations.iter().any(twin),
            "name",
            "Another integration has this name. Give this one a name of its own.",
        );
    }

    fn map(&mut self, map: &Map) {
        self.workflow(map.workflow);
        let systems = map.lanes.iter().filter_map(|lane| lane.system);
        systems.for_each(|system| self.system(system, "text"));
        let used = map.flows.iter().filter_map(|flow| flow.integration);
        used.for_each(|used| self.integration(used, "text"));
    }

    fn own_data_type(&mut self, data_type: &DataType) {
        self.name(&data_type.name);
        let twin =
            |other: &DataType| other.id != data_type.id && same(&other.name, &data_type.name);
        self.must(
            !self.engagement.data_types.iter().any(twin),
            "name",
            "Another data type has this name. Give this one a name of its own.",
        );
    }

    fn field(&mut self, field: &Field) {
        self.name(&field.name);
        self.data_type(field.data_type, "data_type");
        let systems = field.rights.keys().chain(&field.seen_writing);
        systems.for_each(|system| self.system(*system, "rights"));
        let twin = |other: &Field| {
            other.id != field.id
                && other.data_type == field.data_type
                && same(&other.name, &field.name)
        };
        self.must(
            !self.engagement.fields.iter().any(twin),
            "name",
            "This data type already has a field of this name.",
        );
    }

    fn flag_decision(&mut self, decision: &FlagDecision) {
        let named = decision.history.last().is_some_and(|decided| !decided.by.trim().is_empty());
        self.must(named, "by", "Say who decides.");
    }

    fn launch_sheet(&mut self, sheet: &LaunchSheet) {
        self.integration(sheet.integration, "integration");
        let whole = |text: &str| !text.trim().is_empty();
        self.must(
            sheet.approvals.values().all(|one| whole(&one.by) && whole(&one.evidence)),
            "by",
            "An approval names who approves and what was seen.",
        );
    }

    fn task(&mut self, task: &Task) {
        self.must(!task.unknown.is_empty(), "unknown", "Choose what to find out.");
        let twin = |other: &Task| other.id != task.id && other.unknown == task.unknown;
        let twin = self.engagement.tasks.iter().any(twin);
        self.must(!twin, "unknown", "This is a task already.");
    }

    fn quote(&mut self, quote: &Quote) {
        self.problems.extend(quote.problems());
        let used = quote.lines.iter().filter_map(|line| line.integration);
        used.for_each(|id| self.integration(id, "lines"));
        self.must(
            self.engagement.quotes.iter().all(|other| other.id == quote.id),
            "",
            "This engagement has a draft already. Open that one.",
        );
    }

    fn plan(&mut self, plan: &Plan) {
        self.must(
            self.engagement.plans.iter().all(|other| other.id == plan.id),
            "",
            "This engagement has a plan already. Open that one.",
        );
    }

    fn measures(&mut self, measures: &Measures) {
        self.must(
            self.engagement.measures.iter().all(|other| other.id == measures.id),
            "",
            "This engagement has targets already. Open those.",
        );
        let bounds =
            format!("Give the target as a whole number from 0 to {}.", grouped(&MOST.to_string()));
        for (figure, target) in &measures.targets {
            self.must((0..=MOST).contains(target), figure.key(), &bounds);
        }
        measures.measured.keys().for_each(|workflow| self.workflow(*workflow));
    }

    fn call(&mut self, call: &Call) {
        self.integration(call.integration, "integration");
        self.must(
            call.instead.is_none() || !call.reason.trim().is_empty(),
            "reason",
            "Write down why the verdict is overridden; it is shown beside the findings.",
        );
        self.must(
            call.instead.is_none() || !call.agreed_by.trim().is_empty(),
            "agreed_by",
            "Name the second person who agrees; an override of one person alone does not count.",
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
}
