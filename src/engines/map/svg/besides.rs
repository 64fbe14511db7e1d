//! Draws what lies beside steps: a page for data, a drum where data is kept, a bracket for a note, each with a dotted line.
//! Its words are those of the table; a screen reader hears them with the step.

use super::markup::{Markup, escaped, number};
use super::paint::Token;
use crate::engines::map::BesideKind;
use crate::engines::map::layout::Rect;
use crate::engines::map::scene::type_size::SMALL_LINE;
use crate::engines::map::scene::{FOLD, Scene, SceneBeside};

/// Draws all of it.
pub fn draw(out: &mut Markup, scene: &Scene) {
    for (at, beside) in scene.besides.iter().enumerate() {
        let earlier = scene.besides[..at].iter().filter(|it| it.step == beside.step).count();
        out.piece(format!("beside {} {earlier}", beside.step));
        let says = escaped(&beside.sentence);
        // The step says it as well, so that it is heard once.
        out.raw(&format!(
            "<g data-beside=\"{}\" aria-hidden=\"true\"><title>{says}</title>",
            beside.step
        ));
        if let Some(kind) = beside.kind {
            line(out, beside);
            outline(out, &beside.rect, kind);
        }
        words(out, beside);
        out.close("g");
    }
}

/// Draws one without words for the legend.
pub fn sample(out: &mut Markup, kind: BesideKind) {
    outline(out, &Rect { x: 8.0, y: 1.0, w: 28.0, h: 22.0 }, kind);
}

fn line(out: &mut Markup, beside: &SceneBeside) {
    let [from, to] = beside.line;
    let stroke = out.stroke(Token::Quiet, 1.0);
    out.raw(&format!(
        "<path d=\"M{} {}L{} {}\" fill=\"none\"{stroke} stroke-dasharray=\"1.5 3\" stroke-linecap=\"round\"/>",
        number(from.x),
        number(from.y),
        number(to.x),
        number(to.y)
    ));
}

fn outline(out: &mut Markup, rect: &Rect, kind: BesideKind) {
    let (x, y, right) = (number(rect.x), number(rect.y), number(rect.x + rect.w));
    let (bottom, fold) = (number(rect.y + rect.h), number(FOLD));
    let (fill, stroke) = (out.fill(Token::Box), out.stroke(Token::Quiet, 1.0));
    if kind == BesideKind::Note {
        let inner = number(rect.x + FOLD);
        out.raw(&format!("<path d=\"M{inner} {y}H{x}V{bottom}H{inner}\" fill=\"none\"{stroke}/>"));
        return;
    }
    let (inner, down) = (number(rect.x + rect.w - FOLD), number(rect.y + FOLD));
    let path = if kind.is_store() {
        let (round, low) = (number(rect.w / 2.0), number(rect.y + rect.h - FOLD / 2.0));
        let (lid, half) = (number(rect.y + FOLD / 2.0), number(FOLD / 2.0));
        format!(
            "M{x} {lid}V{low}A{round} {half} 0 0 0 {right} {low}V{lid}A{round} {half} 0 0 0 {x} {lid}\
             A{round} {half} 0 0 0 {right} {lid}"
        )
    } else {
        format!("M{x} {y}H{inner}L{right} {down}V{bottom}H{x}zM{inner} {y}v{fold}h{fold}")
    };
    out.raw(&format!("<path d=\"{path}\"{fill}{stroke} stroke-linejoin=\"round\"/>"));
}

fn words(out: &mut Markup, beside: &SceneBeside) {
    let fill = out.fill(Token::Quiet);
    let (left, lid) = match beside.kind {
        None => (0.0, 0.0),
        Some(BesideKind::Note) => (8.0, 5.0),
        Some(_) => (8.0, 5.0 + FOLD),
    };
    for (at, line) in (0_u32..).zip(&beside.lines) {
        let y = beside.rect.y + lid + f64::from(at) * SMALL_LINE + 10.5;
        out.line(beside.rect.x + left, y, &fill, line);
    }
}
