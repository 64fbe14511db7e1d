//! Both maps of each workflow, and how they differ.
//! Each drawing is followed by a table that says the same.

use super::{
    Block, Cell, Column, Drawing, Drawings, Mark, Row, Section, SectionId, Sense, Target, anchored,
    anchors, facts, minor, section as make, table, text,
};
use crate::document::engagement::Engagement;
use crate::document::samples::Sample;
use crate::document::workflow::Workflow;
use crate::engines::map::facts as map_facts;
use crate::engines::map::scene::{self, Scene};
use crate::engines::map::table::way;
use crate::engines::map::{Map, Side, Step};
use crate::judgement::assess::Assessment;
use crate::judgement::fault::{self, Break};
use crate::judgement::matching::{Comparison, DifferenceKind, Seen};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{MapId, StepId};
use crate::platform::wording::{counted, inside, listed};

pub(super) fn section(doc: &Engagement, assessment: &Assessment) -> Section {
    let mut blocks = Vec::new();
    for workflow in &doc.workflows {
        blocks.push(anchored(workflow.name.clone(), format!("workflow-{}", workflow.id)));
        blocks.push(about(workflow));
        let maps: Vec<_> =
            Side::ALL.iter().filter_map(|side| recorded(doc, workflow, *side)).collect();
        let comparison =
            assessment.comparisons.iter().find(|comparison| comparison.workflow == workflow.id);
        blocks.extend(differences(workflow, comparison));
        blocks.extend(drawings(workflow, &maps));
        blocks.extend(maps.iter().flat_map(|map| steps(doc, workflow, map)));
    }
    if doc.workflows.is_empty() {
        blocks.push(text("No workflow was recorded yet."));
    }
    make(
        SectionId::Map,
        "Each workflow as it is meant to run and as people say it runs, and where the two differ.",
        blocks,
    )
}

fn about(workflow: &Workflow) -> Block {
    let mut told = vec![
        ("What starts it", workflow.start_event.clone()),
        ("What must stay consistent", workflow.must_stay_consistent.clone()),
        ("Where exceptions occur", workflow.exceptions.clone()),
        ("Who needs to see it", workflow.visibility_team.clone()),
    ];
    told.extend(workflow.hidden_rules.iter().map(|rule| (rule.topic.label(), rule.answer.clone())));
    facts(told)
}

fn recorded<'a>(doc: &'a Engagement, workflow: &Workflow, side: Side) -> Option<&'a Map> {
    doc.map(workflow.id, side).filter(|map| !map.steps.is_empty())
}

/// The maps that are there, drawn, and in words which one is not.
fn drawings(workflow: &Workflow, maps: &[&Map]) -> Vec<Block> {
    let drawing = |map: &&Map| {
        let side = inside(map.side.label());
        Drawing {
            number: None,
            map: map.id,
            title: side_title(map.side).to_owned(),
            caption: format!("{}: {}", workflow.name, inside(side_title(map.side))),
            alt: alt(map, &format!("{}, {side}", workflow.name)),
        }
    };
    let mut blocks = Vec::new();
    if !maps.is_empty() {
        blocks.push(Block::Drawings(Drawings { drawings: maps.iter().map(drawing).collect() }));
    }
    for side in Side::ALL.iter().filter(|side| !maps.iter().any(|map| map.side == **side)) {
        let says = format!("The {} map was not recorded yet.", inside(side.label()));
        blocks.extend([minor(side_title(*side)), text(&says)]);
    }
    blocks
}

fn side_title(side: Side) -> &'static str {
    match side {
        Side::Intended => "What should happen",
        Side::Actual => "What does happen",
    }
}

/// A map, laid out; each flow is as heavy as the confirmed samples of the integration it uses.
///
/// `None` when the document has no such map.
#[must_use]
pub fn scene(doc: &Engagement, map: MapId) -> Option<Scene> {
    let map = doc.maps.iter().find(|one| one.id == map)?;
    Some(scene::scene(map, &fault::weights(doc, map)))
}

/// The description of a drawing, for those who do not see it.
fn alt(map: &Map, caption: &str) -> String {
    let lanes: Vec<_> = map.lanes.iter().map(|lane| lane.name.as_str()).collect();
    format!(
        "Map of “{caption}”: {} in {} ({}), joined by {}.",
        counted(map.steps.len() as i64, "step", "steps"),
        counted(lanes.len() as i64, "lane", "lanes"),
        listed(&lanes),
        counted(map.flows.len() as i64, "flow", "flows"),
    )
}

/// Examples that are named beside a step.
const EXAMPLES: usize = 3;
/// Characters of what an example is called by.
const CALLED: usize = 40;

/// How many confirmed samples break behind a step, with a few of them.
fn breaks_here(doc: &Engagement, map: &Map, step: StepId, breaks: &[Break<'_>]) -> Cell {
    if breaks.is_empty() {
        return Cell::new("–");
    }
    let count: u64 = breaks.iter().map(|broken| broken.samples).sum();
    let confirmed = i64::try_from(count).unwrap_or(i64::MAX);
    let target = |sample: &Sample| Target {
        section: SectionId::Evidence,
        anchor: Some(anchors::sample(sample.id)),
    };
    let examples = fault::examples(doc, map, step, breaks).take(EXAMPLES);
    let examples = examples.map(|sample| (called(sample), target(sample))).collect();
    Cell { examples, ..Cell::marked(format!("{confirmed} confirmed"), Mark::Fault(confirmed)) }
}

/// What a sample is called by: the number of its first record, or the beginning of what it says.
#[must_use]
pub fn called(sample: &Sample) -> String {
    let record = sample.records.lines().next().unwrap_or_default();
    let number = record.rsplit_once(": ").map_or(record, |(_, number)| number).trim();
    let name = if number.is_empty() { sample.summary.trim() } else { number };
    match name.char_indices().nth(CALLED) {
        None => name.to_owned(),
        Some((end, _)) => format!("{} …", name[..end].trim_end()),
    }
}

fn steps(doc: &Engagement, workflow: &Workflow, map: &Map) -> Vec<Block> {
    let happens = map.side == Side::Actual;
    let joints = fault::joints(doc, map);
    let breaks = |step: &Step| {
        breaks_here(doc, map, step.id, joints.get(&step.id).map_or(&[], Vec::as_slice))
    };
    let number = |id| map.steps.iter().position(|step| step.id == id).map_or(0, |at| at + 1);
    let row = |(at, step): (usize, &Step)| {
        let onward = map.flows.iter().filter(|flow| flow.from == step.id).map(|flow| {
            let when = if flow.condition.is_empty() {
                String::new()
            } else {
                format!(" if {}", flow.condition)
            };
            let over = flow.integration.and_then(|id| doc.integration(id));
            let over = over.map_or_else(String::new, |over| format!(" over “{}”", over.name));
            format!("{}{}{when}{over}", way(flow.kind), number(flow.to))
        });
        let onward: Vec<_> = onward.collect();
        let mut cells = vec![
            Cell::new((at + 1).to_string()),
            Cell::new(step.name.clone()),
            Cell::new(map.lane(step.lane).map_or("", |lane| lane.name.as_str())),
            Cell::new(kind(step)),
            Cell::new(if onward.is_empty() { "–".to_owned() } else { onward.join("; ") }),
        ];
        cells.extend(happens.then(|| breaks(step)));
        Row { anchor: Some(step.id.to_string()), cells }
    };
    let mut columns = vec![
        Column::number("No."),
        Column::new("Step", 5),
        Column::new("Where", 3),
        Column::new("Kind and facts", 4),
        Column::new("Goes on to", 4),
    ];
    columns.extend(happens.then(|| Column::new("Breaks here", 3)));
    let title = format!("{}, step by step", side_title(map.side));
    let caption = format!("{}: {}", workflow.name, inside(&title));
    let rows = map.steps.iter().enumerate().map(row).collect();
    std::iter::once(minor(title)).chain(table(caption, columns, rows)).collect()
}

fn kind(step: &Step) -> String {
    let mut told = vec![map_facts::kind_and_form(step)];
    if step.facts.relies_on_memory {
        told.push("relies on memory".into());
    }
    if step.facts.needs_approval {
        told.push("needs approval".into());
    }
    if let Some((minutes, runs)) = step.facts.minutes_per_run.zip(step.facts.runs_per_month) {
        told.push(format!("{minutes} min × {runs} a month"));
    }
    told.extend(step.beside.iter().map(map_facts::beside));
    told.join(", ")
}

fn differences(workflow: &Workflow, comparison: Option<&Comparison>) -> Vec<Block> {
    let Some(comparison) = comparison else {
        return vec![minor("How they differ"), text("The two maps were not compared yet.")];
    };
    let count = |n, what| counted(n, &format!("{what} step"), &format!("{what} steps"));
    let told = [
        count(comparison.same, "equal"),
        count(comparison.missing, "missing"),
        count(comparison.shadow, "shadow"),
        count(comparison.changed, "changed"),
    ];
    let row = |seen: &Seen| Row {
        anchor: None,
        cells: vec![
            Cell::marked(seen.kind.label(), Mark::Sense(sense(seen.kind))),
            Cell::new(seen.says.clone()),
            Cell::new(match (seen.judgement, seen.note.trim()) {
                (None, _) => "Not judged yet".to_owned(),
                (Some(judgement), "") => judgement.label().to_owned(),
                (Some(judgement), note) => format!("{}: {note}", judgement.label()),
            }),
        ],
    };
    let columns = vec![
        Column::new("Difference", 2),
        Column::new("What differs", 5),
        Column::new("What we make of it", 4),
    ];
    let mut blocks = vec![minor("How they differ"), text(&format!("{}.", listed(&told)))];
    blocks.extend(table(
        format!("{}: differences between the two maps", workflow.name),
        columns,
        comparison.differences.iter().map(row).collect(),
    ));
    blocks
}

fn sense(kind: DifferenceKind) -> Sense {
    match kind {
        DifferenceKind::Missing => Sense::Fault,
        DifferenceKind::Shadow | DifferenceKind::Changed => Sense::Doubt,
    }
}
