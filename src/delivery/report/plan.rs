//! The 60-day plan of a recommendation: its lines in four phases, who does each and when.
//! It is there once the plan has a first day; what a version shows follows from what it published.

use super::{
    Block, Cell, Column, Figure, Figures, Row, Section, SectionId, heading, section as make, table,
};
use crate::document::engagement::Engagement;
use crate::document::plan::{LineState, Phase, WaitsFor};
use crate::judgement::assess::Assessment;
use crate::judgement::plan::{DatedLine, DatedPlan, of};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{day, listed};

/// The section; nothing as long as the plan has no first day.
pub(super) fn section(doc: &Engagement, assessment: &Assessment) -> Option<Section> {
    doc.plans.first().and_then(|plan| plan.starts_on)?;
    let plan = of(doc, assessment);
    let first = plan.date(1).map_or_else(String::new, day);
    let mut blocks = vec![figures(&plan)];
    for phase in Phase::ALL {
        let lines: Vec<_> = plan.lines.iter().filter(|line| line.phase == *phase).collect();
        let (from, to) = phase.days();
        if !lines.is_empty() {
            blocks.push(heading(format!("Days {from} to {to}: {}", phase.label())));
            blocks.extend(lines_of(doc, &plan, *phase, &lines));
        }
    }
    let lede = format!(
        "What is done in sixty days from {first}, by whom, and what it waits for. A line closes what the evidence shows to be missing, or was added by your consultants."
    );
    Some(make(SectionId::Plan, &lede, blocks))
}

/// How many lines wait for whom, and how many are done.
fn figures(plan: &DatedPlan) -> Block {
    let base = format!("of {} lines", plan.lines.len());
    let figure = |count: usize, label: String| Figure {
        figure: count.to_string(),
        label,
        base: base.clone(),
    };
    let waiting = WaitsFor::ALL
        .iter()
        .map(|one| figure(plan.waiting(*one).count(), format!("wait for {}", whom(*one))));
    let done = plan.lines.iter().filter(|line| line.state == LineState::Done).count();
    let figures = waiting.chain([figure(done, "done".to_owned())]).collect();
    Block::Figures(Figures { figures })
}

/// Whom a line waits for, as its reader at the client is told.
fn whom(waits_for: WaitsFor) -> &'static str {
    match waits_for {
        WaitsFor::Client => "the client",
        WaitsFor::Firm => "your consultants",
        WaitsFor::ThirdParty => "a third party",
    }
}

fn lines_of(
    doc: &Engagement,
    plan: &DatedPlan,
    phase: Phase,
    lines: &[&DatedLine],
) -> Option<Block> {
    let columns = vec![
        Column::number("No."),
        Column::new("What is done", 5),
        Column::new("For", 2),
        Column::new("Who", 2),
        Column::new("When", 3),
        Column::new("How far", 2),
    ];
    let rows = lines.iter().map(|line| row(doc, plan, line)).collect();
    table(format!("Plan: {}", phase.label()), columns, rows)
}

fn row(doc: &Engagement, plan: &DatedPlan, line: &DatedLine) -> Row {
    let at = line.integration.and_then(|id| doc.integration(id));
    let whom = whom(line.waits_for);
    let who = match line.owner.trim() {
        "" => format!("Waits for {whom}; nobody is named yet"),
        owner => format!("{owner}; waits for {whom}"),
    };
    let after: Vec<_> =
        line.after.iter().filter_map(|id| plan.line(*id)).map(|it| it.number.to_string()).collect();
    let after = match after.len() {
        0 => String::new(),
        1 => format!(", after line {}", listed(&after)),
        _ => format!(", after lines {}", listed(&after)),
    };
    let date = |at| plan.date(at).map_or_else(String::new, day);
    let when = match (date(line.starts), date(line.ends)) {
        (first, last) if first == last => first,
        (first, last) => format!("{first} to {last}"),
    };
    let state = match line.done_on {
        Some(on) if line.state == LineState::Done => format!("Done on {}", day(on)),
        _ => line.state.label().to_owned(),
    };
    Row {
        anchor: None,
        cells: vec![
            Cell::new(line.number.to_string()),
            Cell::new(line.says.clone()),
            Cell::new(at.map_or("The whole engagement", |at| at.name.as_str())),
            Cell::new(who),
            Cell::new(format!("{when}{after}")),
            Cell::new(state),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::controls::{Control, ControlState};
    use crate::document::plan::{Plan, PlanLine};
    use crate::document::samples::{Cause, Symptom};
    use crate::judgement::assess::assess;
    use crate::judgement::assess::testing::{Broken, confirmed, may, sound};
    use crate::platform::ids::PartId;

    fn told(doc: &Engagement) -> Option<String> {
        section(doc, &assess(doc)).map(|section| format!("{section:?}"))
    }

    #[test]
    fn the_plan_is_told_once_it_has_a_first_day() {
        let doc = sound()
            .with(confirmed(9, Symptom::Duplicate, Cause::Replayed))
            .control(Control::IdempotencyKey, ControlState::Missing);
        assert_eq!(told(&doc), None);
        let id = |n: u128| PartId(uuid::Uuid::from_u128(n));
        let doc = doc.but(|doc| {
            doc.plans.push(Plan { id: id(91), starts_on: Some(may(4)) });
            doc.plan_lines.push(PlanLine {
                owner: "Ada".into(),
                state: LineState::Done,
                done_on: Some(may(6)),
                ..PlanLine::blank(id(92), "", "Meet the vendor")
            });
        });
        let told = told(&doc).unwrap();
        for part in ["Days 31 to 45", "Meet the vendor", "Ada; waits for", "Done on 6 May 2026"] {
            assert!(told.contains(part), "{part}: {told}");
        }
    }
}
