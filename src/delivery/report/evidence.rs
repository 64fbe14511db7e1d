//! The section of evidence: patterns, examples, and the controls that were looked for.
//! Only what is recorded is told; a cause nobody knows is told as unknown.

use super::{
    Block, Cell, Column, Heading, Mark, Payload, Row, Section, SectionId, Sense, anchored, cut,
    facts, heading, section as make, table, text,
};
use super::{anchors, files};
use crate::document::controls::{Control, ControlState, Family};
use crate::document::engagement::Engagement;
use crate::document::integrations::Integration;
use crate::document::samples::{Cause, Pattern, Sample};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use crate::platform::when::When;
use crate::platform::wording::{counted, day, inside, listed};
use crate::stores::room::Snapshot;
use chrono::NaiveDate;

pub(super) fn section(snapshot: &Snapshot) -> Section {
    let doc = snapshot.document();
    let mut blocks = vec![heading("Patterns")];
    blocks.extend(patterns(doc));
    if !doc.samples.examples.is_empty() {
        blocks.push(heading("Examples"));
        for sample in &doc.samples.examples {
            blocks.extend(example(doc, sample));
            blocks.extend(files::beside(snapshot, sample.id));
        }
    }
    blocks.extend(files::others(snapshot, &doc.samples.examples));
    blocks.push(heading("Controls"));
    blocks.extend(doc.in_scope().flat_map(|integration| controls(doc, integration)));
    if doc.in_scope().next().is_none() {
        blocks.push(text("No integration is in scope yet."));
    }
    make(
        SectionId::Evidence,
        "Failures as they were collected, grouped, and the checks that should have stopped them.",
        blocks,
    )
}

fn name(doc: &Engagement, id: Option<IntegrationId>) -> String {
    let found = id.and_then(|id| doc.integration(id));
    found.map_or_else(|| "We don’t know yet".to_owned(), |integration| integration.name.clone())
}

/// The symptom, and the pattern that a person put it into.
fn symptom(pattern: &Pattern) -> String {
    let label = pattern.symptom.label();
    match &pattern.part_of {
        Some(made) => format!("{label}, part of “{}”", made.name),
        None => label.to_owned(),
    }
}

fn patterns(doc: &Engagement) -> Vec<Block> {
    if doc.samples.patterns.is_empty() {
        return vec![text("No failure was collected yet.")];
    }
    // What was split off by hand agrees on the same four, and an anchor stands once.
    let mut anchored = std::collections::HashSet::new();
    let row = |pattern: &Pattern| Row {
        anchor: anchored.insert(pattern.rule()).then(|| {
            anchors::pattern(pattern.integration, pattern.symptom, pattern.origin, pattern.cause)
        }),
        cells: vec![
            Cell::marked(symptom(pattern), Mark::Fault(pattern.confirmed)),
            Cell::new(name(doc, pattern.integration)),
            cause(pattern.cause),
            Cell::new(format!("{} of {}", pattern.confirmed, pattern.count)),
            Cell::new(format!("{} – {}", short(pattern.first_seen), short(pattern.last_seen))),
            Cell::new(hours(pattern.manual_minutes)),
        ],
    };
    let columns = vec![
        Column::new("Symptom", 3),
        Column::new("Where", 4),
        Column::new("Cause", 3),
        Column::number("Confirmed"),
        Column::new("Seen", 4),
        Column::number("Hours"),
    ];
    let mut blocks: Vec<_> = table(
        "Patterns, the largest first",
        columns,
        doc.samples.patterns.iter().map(row).collect(),
    )
    .into_iter()
    .collect();
    let mut says =
        "Failures belong to one pattern when integration, symptom, origin and cause agree."
            .to_owned();
    if doc.samples.rejected > 0 {
        let rejected = counted(doc.samples.rejected, "report was", "reports were");
        says = format!("{says} {rejected} looked at and rejected.");
    }
    blocks.push(text(&says));
    blocks
}

fn short(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

fn cause(cause: Cause) -> Cell {
    match cause {
        Cause::Unknown => Cell::marked(cause.label(), Mark::Sense(Sense::Unknown)),
        cause => Cell::new(cause.label()),
    }
}

fn hours(minutes: i64) -> String {
    if minutes == 0 { "–".into() } else { format!("{:.1}", minutes as f64 / 60.0) }
}

fn example(doc: &Engagement, sample: &Sample) -> Vec<Block> {
    let at = |when: Option<When>| when.map_or_else(String::new, moment);
    let mut told = vec![
        ("Where", name(doc, sample.integration)),
        ("What it looked like", sample.symptom.label().to_owned()),
        ("Cause", sample.cause.label().to_owned()),
        ("Occurred", moment(sample.occurred())),
        (
            "Noticed",
            format!("{} by {}", at(sample.detected()), inside(sample.detected_by.label()))
                .trim()
                .to_owned(),
        ),
        ("Right again", at(sample.recovered())),
        ("Outcome", outcome(sample)),
    ];
    let more = [
        ("Records", sample.records.replace('\n', ", ")),
        ("Correlation id", sample.correlation_id.clone()),
        ("How it is known", sample.is_known_by()),
    ];
    told.extend(more.into_iter().filter(|(_, text)| !text.trim().is_empty()));
    if sample.manual_minutes > 0 {
        told.push(("Manual work", format!("{} min", sample.manual_minutes)));
    }
    if let Some(control) = sample.missing_control {
        told.push(("What should have stopped it", control.label().to_owned()));
    }
    let heading = Heading {
        text: sample.summary.clone(),
        anchor: Some(anchors::sample(sample.id)),
        minor: true,
    };
    let mut blocks = vec![Block::Heading(heading), facts(told)];
    if !sample.evidence.trim().is_empty() {
        blocks.push(Block::Payload(Payload {
            caption: "Evidence, redacted".into(),
            text: cut(sample.evidence.trim_end()),
        }));
    }
    blocks
}

fn outcome(sample: &Sample) -> String {
    let said = if sample.status_said_success { "; a status said success all the same" } else { "" };
    format!("{}{said}", sample.outcome.label())
}

fn moment(when: When) -> String {
    match when {
        When::At(at) => format!("{}, {} UTC", day(at.date_naive()), at.format("%H:%M")),
        When::On(date) => day(date),
    }
}

/// The controls expected of an integration, family by family.
fn controls(doc: &Engagement, integration: &Integration) -> Vec<Block> {
    let (sheet, today) = (doc.controls(integration.id), doc.as_of.date_naive());
    let state =
        |control| sheet.map_or(ControlState::Unknown, |sheet| sheet.state_on(control, today));
    let row = |family: &Family| {
        let expected: Vec<_> = Control::of(*family)
            .filter(|control| control.expected(integration.criticality))
            .collect();
        if expected.is_empty() {
            return None;
        }
        let named = |wanted: &[ControlState]| {
            let found = expected.iter().filter(|control| wanted.contains(&state(**control)));
            let labels: Vec<_> = found.map(|control| inside(control.label())).collect();
            if labels.is_empty() { "–".to_owned() } else { listed(&labels) }
        };
        let there = [ControlState::InPlace, ControlState::NotApplicable];
        let count = expected.iter().filter(|control| there.contains(&state(**control))).count();
        let sense = if count == expected.len() {
            Sense::Sound
        } else if expected.iter().any(|control| state(*control) == ControlState::Missing) {
            Sense::Fault
        } else if expected.iter().any(|control| state(*control) == ControlState::Partial) {
            Sense::Doubt
        } else {
            Sense::Unknown
        };
        Some(Row {
            anchor: None,
            cells: vec![
                Cell::new(family.label()),
                Cell::marked(format!("{count} of {}", expected.len()), Mark::Sense(sense)),
                Cell::new(named(&[ControlState::Missing, ControlState::Partial])),
                Cell::new(named(&[ControlState::Unknown])),
            ],
        })
    };
    let columns = vec![
        Column::new("Against", 3),
        Column::new("In place", 2),
        Column::new("Missing or partial", 5),
        Column::new("We don’t know yet", 5),
    ];
    let mut blocks = vec![anchored_minor(integration)];
    blocks.push(text(&format!(
        "{} integration: what is expected of it follows from that.",
        integration.criticality.label()
    )));
    blocks.extend(table(
        format!("Controls of “{}”", integration.name),
        columns,
        Family::ALL.iter().filter_map(row).collect(),
    ));
    blocks
}

fn anchored_minor(integration: &Integration) -> Block {
    match anchored(integration.name.clone(), format!("controls-{}", integration.id)) {
        Block::Heading(heading) => Block::Heading(super::Heading { minor: true, ..heading }),
        other => other,
    }
}
