//! What lies beside steps in a drawing, and the words of events on their flows.
//! Every box is as large as its text; nothing is cut off.

use super::boxes::count;
use super::type_size::{SMALL, SMALL_LINE};
use super::{Parts, moved, shifted};
use crate::engines::map::beside::{Item, Placed};
use crate::engines::map::facts;
use crate::engines::map::glyphs::{width, wrapped};
use crate::engines::map::layout::{Point, Rect};
use crate::engines::map::{Beside, BesideKind, Flow, Map};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::StepId;

/// The radius of an event on a border.
pub const RADIUS: f64 = 8.0;
/// The corner of a page that is folded down, and the height of a store’s lid.
pub const FOLD: f64 = 8.0;
/// The widest line; that of a note of more lines than this is twice as wide.
const MOST: f64 = 126.0;
const LINES: usize = 6;
/// Between the edge of a box and its text.
const PAD: (f64, f64) = (8.0, 5.0);

/// Something that lies beside a step in a drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct SceneBeside {
    /// The step.
    pub step: StepId,
    /// What it is; none for the name of an event that leads nowhere.
    pub kind: Option<BesideKind>,
    /// Its box.
    pub rect: Rect,
    /// Its text in lines.
    pub lines: Vec<String>,
    /// From the step to the box.
    pub line: [Point; 2],
    /// All of it in one sentence.
    pub sentence: String,
}

/// What stands on a flow: its condition, behind the name of the event that it leaves if that is on a border.
pub fn on_flow(map: &Map, hosts: &[Option<usize>], flow: &Flow, from: usize) -> String {
    let name = hosts.get(from).copied().flatten().map(|_| map.steps[from].name.as_str());
    match (name, flow.condition.as_str()) {
        (Some(name), "") => name.to_owned(),
        (Some(name), condition) => format!("{name}: {condition}"),
        (None, "") if flow.kind.attaches() => flow.kind.key().to_owned(),
        (None, condition) => condition.to_owned(),
    }
}

/// The text of something beside a step.
fn lines(beside: &Beside) -> Vec<String> {
    let text = match beside.kind {
        BesideKind::Note | BesideKind::Data | BesideKind::Store => beside.text.clone(),
        kind => format!("{}: {}", kind.label(), beside.text),
    };
    let lines = wrapped(&text, SMALL, MOST);
    if lines.len() > LINES { wrapped(&text, SMALL, 2.0 * MOST) } else { lines }
}

fn size(lines: &[String], kind: Option<BesideKind>) -> (f64, f64) {
    let widest = lines.iter().map(|line| width(line, SMALL)).fold(0.0, f64::max);
    let text = count(lines) * SMALL_LINE;
    match kind {
        None => (widest.ceil(), text),
        Some(BesideKind::Note) => ((widest + 2.0 * PAD.0).ceil(), text + 2.0 * PAD.1),
        Some(_) => ((widest + 2.0 * PAD.0 + FOLD).ceil(), text + 2.0 * PAD.1 + FOLD),
    }
}

/// What is written, what it is, and its step.
type Told = (usize, Option<BesideKind>, Vec<String>, String);

impl Parts<'_> {
    /// Everything that lies beside steps, and the names of events on borders that no flow can carry.
    fn told(&self) -> Vec<Told> {
        let mut told = Vec::new();
        for (at, step) in self.map.steps.iter().enumerate() {
            if self.hosts[at].is_some() && !self.left[at] {
                let name = step.name.clone();
                told.push((at, None, wrapped(&name, SMALL, MOST), name));
            }
            for beside in &step.beside {
                let sentence = format!("{}: {}", step.name, facts::beside(beside));
                told.push((at, Some(beside.kind), lines(beside), sentence));
            }
        }
        told
    }

    /// The room that all of it takes.
    pub(super) fn items(&self) -> Vec<Item> {
        let items = self.told().into_iter().map(|(node, kind, lines, _)| {
            let (w, h) = size(&lines, kind);
            Item { node, w, h }
        });
        items.collect()
    }

    pub(super) fn scene_besides(&self, placed: &[Placed]) -> Vec<SceneBeside> {
        let origin = self.origin();
        let drawn = self.told().into_iter().zip(placed).map(|(told, placed)| {
            let (at, kind, lines, sentence) = told;
            SceneBeside {
                step: self.map.steps[at].id,
                kind,
                rect: moved(placed.rect, origin),
                lines,
                line: placed.line.map(|point| shifted(point, origin)),
                sentence,
            }
        });
        drawn.collect()
    }
}
