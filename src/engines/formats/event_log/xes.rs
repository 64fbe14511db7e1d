//! An event log as XES, read piece by piece.
//! What stands inside an attribute of an event is none of the event's own.

use super::log::{Builder, Log, Told, When};
use super::phase::Phase;
use crate::engines::formats::Unreadable;
use crate::engines::formats::xml::{Node, Tag, Xml};
use crate::engines::tables::{Moment, Zone};
use chrono::DateTime;

/// An event as far as it is read.
struct Reading {
    activity: String,
    when: When,
    phase: Phase,
    /// The role or group, and who did it.
    lane: String,
    resource: String,
    line: u32,
}

/// Reads a log.
///
/// # Errors
/// When it is no XES.
pub fn read(text: &str) -> Result<Log, Unreadable> {
    let (mut xml, mut builder) = (Xml::new(text), Builder::default());
    let (mut depth, mut case, mut event): (u32, Option<u32>, Option<(u32, Reading)>) =
        (0, None, None);
    let mut trace_depth = 0;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => {
                depth += 1;
                match (tag.name.as_str(), &mut event) {
                    (name, _) if depth == 1 && name != "log" => {
                        let message = format!("This is no XES log: it begins with “{name}”.");
                        return Err(Unreadable::at(tag.line, message));
                    }
                    ("trace", None) if depth == 2 => {
                        (case, trace_depth) = (Some(builder.new_case()), depth);
                    }
                    ("event", None) if case.is_some() && depth == trace_depth + 1 => {
                        event = Some((depth, Reading::at(tag.line)));
                    }
                    (_, Some((at, reading))) if depth == *at + 1 => attribute(&tag, reading),
                    _ => {}
                }
            }
            Node::Close => {
                if let Some((_, reading)) = event.take_if(|(at, _)| *at == depth) {
                    keep(&reading, case, &mut builder)?;
                }
                if depth == trace_depth {
                    (case, trace_depth) = (None, 0);
                }
                depth = depth.saturating_sub(1);
            }
            Node::Text(_) => {}
        }
    }
    builder.finish()
}

impl Reading {
    fn at(line: u32) -> Self {
        let (activity, lane, resource) = Default::default();
        Self { activity, when: When::NotTold, phase: Phase::Whole, lane, resource, line }
    }
}

fn attribute(tag: &Tag, reading: &mut Reading) {
    let get = |name: &str| {
        tag.attributes
            .iter()
            .find(|(_, found, _)| found == name)
            .map_or("", |(.., value)| value.trim())
    };
    let value = get("value");
    match get("key") {
        "concept:name" => value.clone_into(&mut reading.activity),
        "time:timestamp" => reading.when = time(value).map_or(When::Unreadable, When::At),
        "lifecycle:transition" => reading.phase = Phase::of(value),
        "org:role" => value.clone_into(&mut reading.lane),
        "org:group" if reading.lane.is_empty() => value.clone_into(&mut reading.lane),
        "org:resource" => value.clone_into(&mut reading.resource),
        _ => {}
    }
}

fn keep(reading: &Reading, case: Option<u32>, builder: &mut Builder) -> Result<(), Unreadable> {
    let Some(case) = case else { return Ok(()) };
    builder.event(Told {
        case,
        activity: &reading.activity,
        when: reading.when,
        begun: None,
        phase: reading.phase,
        lane: &reading.lane,
        resource: &reading.resource,
        line: reading.line,
    })
}

fn time(text: &str) -> Option<i64> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.timestamp_millis());
    }
    Moment::read(text.as_bytes(), None, Zone::Utc)?.at().map(|at| at.timestamp_millis())
}
