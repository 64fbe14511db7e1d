//! What was asked for and agreed: access with its areas of care, and the 60-day plan.

use super::{Told, label, maybe, sheet};
use crate::document::access_ledger::{AccessArea, AccessRequest};
use crate::engines::office::workbook::{Sheet, Value};
use crate::judgement::plan;
use crate::platform::wording::listed;

pub(super) fn access(told: &Told<'_>) -> Sheet {
    let today = told.doc.as_of.date_naive();
    let row = |request: &AccessRequest| {
        vec![
            (&request.system_name).into(),
            (&request.purpose).into(),
            (&request.environment).into(),
            label(request.scope),
            Value::Day(request.needed_until),
            (&request.asked_of).into(),
            label(request.standing(today)),
            maybe(request.granted_scope),
            Value::day(request.granted_until),
            (&request.answered_by_name).into(),
            Value::time(request.answered_at),
            (&request.answer).into(),
            Value::time(request.ended_at),
            (&request.ended_because).into(),
            (&request.hand_over).into(),
            (&request.asked_by_name).into(),
            Value::Time(request.asked_at),
        ]
    };
    let columns = [
        ("System", 24),
        ("What for", 40),
        ("Environment", 18),
        ("Asked for", 18),
        ("Needed until", 12),
        ("To be granted by", 22),
        ("State", 12),
        ("Granted", 18),
        ("Granted until", 12),
        ("Answered by", 22),
        ("Answered at (UTC)", 17),
        ("Answer", 40),
        ("Ended at (UTC)", 17),
        ("Ended because", 30),
        ("How credentials are handed over", 40),
        ("Asked by", 22),
        ("Asked at (UTC)", 17),
    ];
    sheet("Access", &columns, told.doc.access.requests.iter().map(row).collect())
}

/// Areas that are forbidden or need care.
pub(super) fn areas(told: &Told<'_>) -> Sheet {
    let row = |area: &AccessArea| {
        vec![
            (&area.system_name).into(),
            (&area.says).into(),
            label(area.care),
            (&area.because).into(),
            (&area.recorded_by_name).into(),
            Value::Time(area.recorded_at),
        ]
    };
    let columns = [
        ("System", 24),
        ("Area", 40),
        ("What it asks", 16),
        ("Why", 50),
        ("Recorded by", 22),
        ("Recorded at (UTC)", 17),
    ];
    sheet("Areas of care", &columns, told.doc.access.areas.iter().map(row).collect())
}

/// The lines of the plan, dated once it has a first day.
pub(super) fn plan(told: &Told<'_>) -> Sheet {
    let plan = plan::of(told.doc, told.assessment);
    let row = |line: &plan::DatedLine| {
        let after = line.after.iter().filter_map(|id| plan.line(*id));
        let after: Vec<_> = after.map(|line| line.number.to_string()).collect();
        vec![
            Value::whole(line.number),
            label(line.phase),
            (&line.says).into(),
            told.integration(line.integration),
            (&line.owner).into(),
            label(line.waits_for),
            Value::whole(line.starts),
            Value::whole(line.ends),
            Value::day(plan.date(line.starts)),
            Value::day(plan.date(line.ends)),
            listed(&after).into(),
            label(line.state),
            Value::day(line.done_on),
        ]
    };
    let columns = [
        ("No.", 6),
        ("Phase", 30),
        ("What is done", 60),
        ("Integration", 30),
        ("Who", 22),
        ("Waits for", 16),
        ("First day", 10),
        ("Last day", 10),
        ("From", 12),
        ("To", 12),
        ("After line", 12),
        ("How far", 14),
        ("Done on", 12),
    ];
    sheet("Plan", &columns, plan.lines.iter().map(row).collect())
}
