//! What is recorded of a line of the plan, as a form.
//! A line that the gaps ask for says what they say; of one that was added everything can be changed.

use super::edit::LineFormPage;
use super::planned;
use crate::editing::part::{Editor, PartForm};
use crate::form::{Form, Reading};
use crate::prelude::*;
use crate::urls::at;
use chrono::NaiveDate;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::plan::{LineState, Phase, PlanLine, WaitsFor};
use faultline::judgement::plan::DatedPlan;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, PartId};
use std::cell::LazyCell;

/// What is said of a line that is asked for by nothing any more.
pub const GONE: &str = "The gap of this line was closed meanwhile, so that the plan is without it. Go back to the plan.";

/// What is recorded of a line, or the line as the gaps ask for it.
#[must_use]
pub fn stored_or_asked(document: &Engagement, id: PartId) -> Option<PlanLine> {
    stored(document, id).cloned().or_else(|| asked(&planned(document), id))
}

/// What is recorded of a line.
pub fn stored(document: &Engagement, id: PartId) -> Option<&PlanLine> {
    document.plan_lines.iter().find(|line| line.id == id)
}

/// A line as the gaps ask for it.
pub fn asked(plan: &DatedPlan, id: PartId) -> Option<PlanLine> {
    plan.line(id).map(|line| PlanLine::blank(id, &line.key, &line.says))
}

/// A line that has come so far; one that is done has a day.
#[must_use]
pub fn moved(line: PlanLine, state: Option<LineState>, today: NaiveDate) -> PlanLine {
    let state = state.unwrap_or(line.state);
    let done_on = (state == LineState::Done).then(|| line.done_on.unwrap_or(today));
    PlanLine { state, done_on, ..line }
}

impl PartForm for PlanLine {
    type Id = PartId;

    const LABELS: &'static [(&'static str, &'static str)] = &[
        ("says", "What is done"),
        ("integration", "For"),
        ("phase", "Phase"),
        ("waits_for", "Waits for"),
        ("owner", "Who does it"),
        ("starts", "Begins on day"),
        ("days", "Days it takes"),
        ("after", "After these lines"),
        ("state", "How far"),
        ("done_on", "Done on"),
    ];

    fn find(document: &Engagement, id: PartId) -> Option<Self> {
        stored_or_asked(document, id)
    }

    fn from_part(part: &Part) -> Option<Self> {
        if let Part::PlanLine(line) = part { Some(line.clone()) } else { None }
    }

    fn into_part(self) -> Part {
        Part::PlanLine(self)
    }

    fn fill(&self) -> Form {
        let number = |number: Option<i64>| number.map(|it| it.to_string()).unwrap_or_default();
        let mut sent = Form::of(vec![
            ("key", self.key.clone()),
            ("says", self.says.clone()),
            ("integration", self.integration.map(|id| id.to_string()).unwrap_or_default()),
            ("phase", self.phase.key().to_owned()),
            ("waits_for", self.waits_for.map(Catalogue::key).unwrap_or_default().to_owned()),
            ("owner", self.owner.clone()),
            ("starts", number(self.starts)),
            ("days", number(self.days)),
            ("state", self.state.key().to_owned()),
            ("done_on", self.done_on.map(|day| day.to_string()).unwrap_or_default()),
        ]);
        self.after.iter().for_each(|id| sent.push("after", id.to_string()));
        sent
    }

    fn blank(_: &Form) -> Form {
        Self::blank(PartId(uuid::Uuid::nil()), "", "").fill()
    }

    fn read(sent: &Form, id: PartId, document: &Engagement) -> (Self, Vec<Problem>) {
        let mut reading = Reading::new(sent);
        // Both the line and those before it may need the plan; it is worked out once, if at all.
        let plan = LazyCell::new(|| planned(document));
        let known = stored(document, id).cloned().or_else(|| asked(&plan, id));
        if known.is_none() && !sent.raw("key").is_empty() {
            reading.problem("", GONE);
        }
        let known = known.unwrap_or_else(|| PlanLine::blank(id, "", ""));
        let line = read_line(&mut reading, sent, (document, &plan), known);
        (line, reading.problems())
    }

    fn title(document: &Engagement, id: Option<PartId>) -> Option<String> {
        let Some(id) = id else { return Some("New line of the plan".to_owned()) };
        // A line that nothing is recorded of is asked for by a gap.
        let added = stored(document, id).is_some_and(PlanLine::is_added);
        Some(if added { "Added line of the plan" } else { "Line of the plan" }.to_owned())
    }

    fn shown(engagement: EngagementId, id: Option<PartId>) -> String {
        let list = at(engagement, "plan");
        id.map_or_else(|| list.clone(), |id| format!("{list}#{id}"))
    }

    fn page(editor: Editor<Self>) -> impl IntoView {
        let plan = planned(&editor.document);
        view! { <LineFormPage editor plan /> }
    }
}

fn read_line<F: FnOnce() -> DatedPlan>(
    reading: &mut Reading<'_>,
    sent: &Form,
    (document, plan): (&Engagement, &LazyCell<DatedPlan, F>),
    known: PlanLine,
) -> PlanLine {
    let whole = "Give a whole number of days.";
    let mut line = PlanLine {
        waits_for: reading.optional_choice::<WaitsFor>("waits_for"),
        owner: sent.text("owner"),
        starts: reading.optional("starts", whole),
        days: reading.optional("days", whole),
        state: reading.choice("state", "Say how far it has come."),
        done_on: reading.optional("done_on", "Give the day as 2026-05-31."),
        after: after(reading, sent, plan, known.id),
        ..known
    };
    if line.is_added() {
        line.says = sent.text("says");
        line.phase = reading.choice::<Phase>("phase", "Choose a phase of the plan.");
        let at = "Choose an integration of the list.";
        line.integration = reading.optional("integration", at);
    }
    let state = line.state;
    moved(line, Some(state), document.as_of.date_naive())
}

/// The lines that were chosen to be done before; one that waits for this one is refused.
fn after<F: FnOnce() -> DatedPlan>(
    reading: &mut Reading<'_>,
    sent: &Form,
    plan: &LazyCell<DatedPlan, F>,
    id: PartId,
) -> Vec<PartId> {
    let chosen: Vec<PartId> = sent.all("after").filter_map(|id| id.parse().ok()).collect();
    if !chosen.is_empty() {
        let circle = chosen.iter().find(|other| plan.waits_on(**other, id));
        if let Some(line) = circle.and_then(|other| plan.line(*other)) {
            let says = format!("Line {} waits for this one already. Untick it.", line.number);
            reading.problem("after", &says);
        }
    }
    chosen
}
