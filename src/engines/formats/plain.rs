//! The text form of a map as one more format, so that any can be turned into any other.
//! Reading it is the map's own business; here it only becomes a draft.

use super::Unreadable;
use super::draft::Draft;
use crate::engines::map::names::Names;
use crate::engines::map::text::parse;

/// Reads the text form.
///
/// # Errors
/// The first place that cannot be understood.
pub fn read(text: &str) -> Result<Draft, Unreadable> {
    let told = parse(text.trim_start_matches('\u{feff}'), &Names::default()).map_err(|errors| {
        let more = errors.len().saturating_sub(1);
        let first = errors.first();
        let message = first.map(|error| format!("{} {}", error.message, error.help));
        let more = if more > 0 { format!(" ({more} more like this.)") } else { String::new() };
        Unreadable {
            line: first.map(|error| error.line),
            message: message.unwrap_or_default() + &more,
        }
    })?;
    let mut draft = Draft { note: told.note, ..Draft::default() };
    for lane in told.lanes {
        draft.lane(&lane.name, lane.kind);
    }
    for step in told.steps {
        let at = draft.step(step.lane, &step.name, step.kind, step.line);
        draft.steps[at].facts = step.facts;
        draft.steps[at].form = step.form;
        draft.steps[at].note = step.note;
        draft.steps[at].beside = step.beside;
    }
    for flow in told.flows {
        draft.flow(flow.from, flow.to, &flow.condition, 0);
        draft.flows.last_mut().into_iter().for_each(|drawn| drawn.kind = flow.kind);
    }
    for remark in told.remarks {
        draft.doubt(remark.line, "text", &remark.message);
    }
    Ok(draft)
}
