//! How large a step, a lane's name and a flow's tag must be for what is written on them.
//! Text is wrapped, never cut: a box grows with its text.

use super::type_size::{NAME, NAME_LINE, SMALL, SMALL_LINE};
use crate::engines::map::facts;
use crate::engines::map::glyphs::{width, wrapped};
use crate::engines::map::{Form, Step, StepKind};

/// The width of a step.
const WIDTH: f64 = 160.0;
/// The least width of a start or an end.
const PILL_LEAST: f64 = 72.0;
/// Between a box and its text, left and right.
const PAD_X: f64 = 12.0;
/// Between a box and its text, above and below.
const PAD_Y: f64 = 10.0;
/// The least height of a box.
const LEAST: f64 = 44.0;
/// The width of a decision's points.
pub const POINT: f64 = 16.0;
/// The corner that is cut off a step done by hand.
pub const CUT: f64 = 12.0;
/// The room of a glyph in front of a caption.
pub const GLYPH: f64 = 18.0;
/// The widest line of a condition.
const TAG_MOST: f64 = 116.0;
/// The room of the fault line on a flow, left to right.
pub const TRACE: f64 = 44.0;
/// Between a step and the words on a flow, and between those and the fault line.
pub const LABEL_GAP: f64 = 6.0;
/// The widest line of a lane's name.
const LANE_MOST: f64 = 108.0;
/// Between the edge of a lane and its name.
pub const LANE_PAD: f64 = 14.0;

/// The outline of a step; no two kinds that mean different things share outline and glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A rectangle: an automated task.
    Plain,
    /// A pill: start and end.
    Pill,
    /// Pointed left and right: a decision.
    Pointed,
    /// Rounded: a wait.
    Rounded,
    /// A card with a cut corner: work by hand.
    Card,
    /// A double outline: somebody or something notices.
    Double,
    /// A circle on the border of a step: what interrupts it, or happens beside it.
    Event,
}

/// The outline for a kind of step in a form.
#[must_use]
pub fn shape(kind: StepKind, form: Option<Form>) -> Shape {
    match kind {
        _ if form.is_some_and(Form::is_gateway) => Shape::Pointed,
        StepKind::Start | StepKind::End => Shape::Pill,
        StepKind::Decision => Shape::Pointed,
        StepKind::Wait => Shape::Rounded,
        StepKind::Detection => Shape::Double,
        StepKind::Task => Shape::Plain,
        _ => Shape::Card,
    }
}

/// The size of a step and its text in lines.
pub struct StepBox {
    pub w: f64,
    pub h: f64,
    pub name: Vec<String>,
    pub caption: Vec<String>,
}

/// Measures a step; `word` stands first in its caption.
pub fn step_box(step: &Step, word: Option<&str>) -> StepBox {
    let shape = shape(step.kind, step.form);
    let pad = PAD_X + if shape == Shape::Pointed { POINT } else { 0.0 };
    let room = WIDTH - 2.0 * pad;
    let name = wrapped(&step.name, NAME, room);
    let caption = caption(step, word, room);
    let widest = name.iter().map(|line| width(line, NAME)).fold(0.0, f64::max);
    let pill = shape == Shape::Pill && caption.is_empty();
    let w = if pill {
        (widest + 2.0 * pad + GLYPH).clamp(PILL_LEAST, WIDTH + GLYPH).ceil()
    } else {
        WIDTH
    };
    let gap = if caption.is_empty() { 0.0 } else { 3.0 };
    let h = 2.0 * PAD_Y + count(&name) * NAME_LINE + gap + count(&caption) * SMALL_LINE;
    StepBox { w, h: h.max(LEAST).ceil(), name, caption }
}

/// What stands below a step's name: its kind when a person does it, the word, and its facts.
fn caption(step: &Step, word: Option<&str>, room: f64) -> Vec<String> {
    let formed = step.form.is_some_and(|form| !form.is_task());
    let by_kind =
        step.kind.is_manual() || matches!(step.kind, StepKind::Wait | StepKind::Detection);
    let says_its_kind = by_kind || formed;
    let kind = says_its_kind.then(|| facts::kind(step).to_owned());
    let word = word.map(str::to_owned);
    let parts: Vec<String> =
        kind.into_iter().chain(word).chain(facts::brief(&step.facts)).collect();
    if parts.is_empty() {
        return Vec::new();
    }
    let room = if says_its_kind { room - GLYPH } else { room };
    // A part is kept together where it fits: the break comes before it.
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(last) if width(&format!("{last} · {part}"), SMALL) <= room => {
                *last = format!("{last} · {part}")
            }
            _ => lines.extend(wrapped(&part, SMALL, room)),
        }
    }
    lines
}

/// What stands on a flow.
pub struct Tag {
    pub w: f64,
    pub h: f64,
    /// The width of the words alone.
    pub words: f64,
    pub lines: Vec<String>,
}

/// Measures the condition of a flow and the room for its fault line.
pub fn tag(condition: &str, weight: u64) -> Option<Tag> {
    if condition.is_empty() && weight == 0 {
        return None;
    }
    let lines = if condition.is_empty() { Vec::new() } else { wrapped(condition, SMALL, TAG_MOST) };
    let words = lines.iter().map(|line| width(line, SMALL)).fold(0.0, f64::max).ceil();
    let (trace, high) = if weight > 0 { (TRACE + LABEL_GAP, SMALL_LINE + 8.0) } else { (0.0, 0.0) };
    Some(Tag { w: words + trace, h: f64::max(count(&lines) * SMALL_LINE, high), words, lines })
}

/// The name of a lane in lines.
pub fn lane_lines(name: &str) -> Vec<String> {
    wrapped(name, SMALL + 1.0, LANE_MOST)
}

/// The width of a line of a lane's name.
pub fn lane_width(line: &str) -> f64 {
    width(line, SMALL + 1.0).max(48.0)
}

/// The least height of a lane: its name and its kind.
pub fn lane_height(lines: &[String]) -> f64 {
    2.0 * LANE_PAD + (count(lines) + 1.0) * (SMALL_LINE + 1.0)
}

/// A number of lines; lines are few.
pub fn count(lines: &[String]) -> f64 {
    f64::from(u32::try_from(lines.len()).unwrap_or(u32::MAX))
}
