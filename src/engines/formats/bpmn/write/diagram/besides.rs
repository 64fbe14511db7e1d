//! Where notes and data lie in the drawing of another modeller, in the sizes that it draws them in.
//! The name of data stands below its shape, and both together have room.

use crate::engines::formats::bpmn::write::{Out, captions};
use crate::engines::map::BesideKind;
use crate::engines::map::beside::{Item, place};
use crate::engines::map::layout::{Laid, Point, Rect};

/// The least size of a note.
const NOTE: (f64, f64) = (100.0, 30.0);
/// Between a note’s edge and its text, both sides together.
const PAD: f64 = 12.0;
/// Between data and its name.
const BELOW: f64 = 4.0;

/// Something beside a step, in the drawing.
pub struct Lain {
    /// Its shape.
    pub shape: Rect,
    /// Its name below that.
    pub name: Option<Rect>,
    /// The line to its step.
    pub line: [Point; 2],
}

impl Lain {
    /// What nothing else may lie on.
    pub fn covers(&self) -> impl Iterator<Item = Rect> {
        let [a, b] = self.line;
        [Some(self.shape), self.name, Some(Rect::of_run(a, b))].into_iter().flatten()
    }
}

/// Places everything beside steps; the layout makes room where there is none.
pub fn lay(out: &Out<'_>, laid: &mut Laid) -> Vec<Lain> {
    let sizes: Vec<_> =
        out.besides.all.iter().map(|own| size(own.beside.kind, &own.beside.text)).collect();
    let items = out.besides.all.iter().zip(&sizes).map(|(own, (shape, name))| Item {
        node: own.step,
        w: shape.0.max(name.map_or(0.0, |name| name.0)),
        h: shape.1 + name.map_or(0.0, |name| BELOW + name.1),
    });
    let placed = place(laid, &items.collect::<Vec<_>>());
    let lain = placed.iter().zip(&sizes).map(|(placed, (shape, name))| {
        let (rect, middle) = (placed.rect, placed.rect.x + placed.rect.w / 2.0);
        let own = Rect { x: middle - shape.0 / 2.0, y: rect.y, w: shape.0, h: shape.1 };
        let name = name.map(|(w, h)| Rect { x: middle - w / 2.0, y: rect.y + rect.h - h, w, h });
        Lain { shape: own, name, line: placed.line }
    });
    lain.collect()
}

/// The size of a shape, and of the name below it.
fn size(kind: BesideKind, text: &str) -> ((f64, f64), Option<(f64, f64)>) {
    let text = if kind == BesideKind::Note { captions::note(text) } else { captions::size(text) };
    match kind {
        BesideKind::Note => ((NOTE.0.max(text.0 + PAD), NOTE.1.max(text.1 + PAD)), None),
        kind if kind.is_store() => ((50.0, 50.0), Some(text)),
        _ => ((36.0, 50.0), Some(text)),
    }
}
