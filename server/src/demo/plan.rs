//! The plan of the demo: its first day, who does what, and how far the first lines have come.
//! Which lines there are follows from the verdict, as for everyone.

use super::told;
use crate::failure::Failure;
use chrono::{Days, NaiveDate};
use faultline::document::engagement::{Engagement, Part};
use faultline::document::measures::{Figure, Measured, Measures};
use faultline::document::plan::{LineState, Phase, Plan, PlanLine, WaitsFor};
use faultline::judgement::assess::assess;
use faultline::judgement::plan::{DatedLine, line_id, of};
use faultline::platform::ids::PartId;
use faultline::stores::access::{EditWork, Grant};
use faultline::stores::engagement as store;
use sqlx::PgConnection;

/// Days ago that the plan began.
const BEGUN: u64 = 11;
/// Lines that are done, under way, and planned with a name, in the order of their days.
const LINES: [(usize, LineState); 3] =
    [(3, LineState::Done), (4, LineState::UnderWay), (9, LineState::Open)];

/// Who does what waits for the client, for the firm and for somebody else.
pub struct Doers {
    /// At the client.
    pub client: &'static str,
    /// In the firm.
    pub firm: &'static str,
    /// Of a third party.
    pub third: &'static str,
    /// What was added by hand.
    pub added: &'static str,
}

/// Records the plan of an engagement.
///
/// # Errors
/// When the database cannot be reached.
pub async fn record(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    doers: &Doers,
) -> Result<(), Failure> {
    let parts = |document: &Engagement| (parts(document, doers), Vec::new());
    store::put_many(conn, grant, parts).await.map_err(told)?;
    Ok(())
}

fn parts(document: &Engagement, doers: &Doers) -> Vec<Part> {
    let today = document.as_of.date_naive();
    let first = today.checked_sub_days(Days::new(BEGUN)).unwrap_or(today);
    let plan = Plan { id: line_id(document.id, "plan"), starts_on: Some(first) };
    let dated = of(document, &assess(document));
    let states = LINES.iter().flat_map(|(count, state)| std::iter::repeat_n(*state, *count));
    let lines = dated.lines.iter().zip(states);
    let lines = lines.map(|(line, state)| Part::PlanLine(recorded(line, state, first, doers)));
    let added = PlanLine {
        phase: Phase::Contracts,
        waits_for: Some(WaitsFor::ThirdParty),
        owner: doers.third.to_owned(),
        days: Some(2),
        ..PlanLine::blank(PartId::new(), "", doers.added)
    };
    let measures = Part::Measures(measures(document, doers, first));
    let recorded = lines.chain([Part::PlanLine(added), measures]);
    std::iter::once(Part::Plan(plan)).chain(recorded).collect()
}

/// What was agreed of the figures, and who timed the work by hand.
fn measures(document: &Engagement, doers: &Doers, on: NaiveDate) -> Measures {
    let measured = Measured {
        by: doers.firm.to_owned(),
        on: Some(on),
        how: "watched over two mornings".to_owned(),
    };
    let workflows = document.workflows.iter().map(|workflow| (workflow.id, measured.clone()));
    Measures {
        id: line_id(document.id, "measures"),
        targets: [(Figure::Failures, 4), (Figure::Recovery, 8), (Figure::Duplicates, 0)].into(),
        measured: workflows.collect(),
    }
}

fn recorded(line: &DatedLine, state: LineState, first: NaiveDate, doers: &Doers) -> PlanLine {
    let owner = match line.waits_for {
        WaitsFor::Client => doers.client,
        WaitsFor::Firm => doers.firm,
        WaitsFor::ThirdParty => doers.third,
    };
    let days = u64::try_from(line.ends - 1).unwrap_or_default().min(BEGUN - 1);
    let done_on = first.checked_add_days(Days::new(days));
    PlanLine {
        owner: owner.to_owned(),
        state,
        done_on: done_on.filter(|_| state == LineState::Done),
        ..PlanLine::blank(line.id, &line.key, &line.says)
    }
}
