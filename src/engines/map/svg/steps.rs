//! Draws steps: an outline and a glyph for what kind they are, their name, their caption.
//! The outline alone tells kinds apart; the glyph and the caption say it again.

use super::markup::{Markup, escaped, number};
use super::paint::Token;
use super::{SvgOptions, signs};
use crate::engines::map::layout::Rect;
use crate::engines::map::scene::type_size::{NAME, NAME_LINE, SMALL, SMALL_LINE};
use crate::engines::map::scene::{CUT, GLYPH, POINT, Scene, SceneStep, Shape, corner, shape};
use crate::engines::map::{FlowKind, Form, StepKind};

/// Drawn on a grid of 16 by 16.
const HAND: &str = "M5.2 9.5V4.3a1.05 1.05 0 0 1 2.1 0V7.8V2.8a1.05 1.05 0 0 1 2.1 0V7.8V3.8a1.05 1.05 0 0 1 2.1 0V8.6V5.9\
                    a1 1 0 0 1 2 0V10.3c0 2.9-1.7 4.7-4.3 4.7c-2 0-3.2-.8-4.2-2.5L2.7 9.3c-.6-1.1.8-2 1.6-1z";
const EYE: &str = "M1.2 8c1.9-3.1 4.1-4.7 6.8-4.7s4.9 1.6 6.8 4.7c-1.9 3.1-4.1 4.7-6.8 4.7S3.1 11.1 1.2 8z\
                   M8 5.9a2.1 2.1 0 1 0 0 4.2a2.1 2.1 0 1 0 0-4.2z";
const CLOCK: &str = "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12zM8 4.6V8l2.4 1.6";

/// Draws all steps.
pub fn draw(out: &mut Markup, scene: &Scene, options: &SvgOptions<'_>) {
    for step in &scene.steps {
        let (id, says) = (step.id, escaped(&step.sentence));
        let state = options.step_state(id);
        out.piece(format!("step {id}"));
        match options.step_link {
            Some(link) => {
                let href = escaped(&link(id));
                out.raw(&format!("<a href=\"{href}\" data-step=\"{id}\"{state} aria-label=\"{says}\"><title>{says}</title>"));
            }
            None => out.raw(&format!("<g data-step=\"{id}\"{state}><title>{says}</title>")),
        }
        match step.attached {
            Some(kind) => event(out, &step.rect, (step.kind, step.form), kind),
            None => {
                outline(out, step.shape, &step.rect, step.kind, step.from_memory);
                words(out, step);
            }
        }
        out.close(if options.step_link.is_some() { "a" } else { "g" });
    }
}

/// Draws a step without words for the legend.
pub fn sample(out: &mut Markup, kind: StepKind, from_memory: bool) {
    let shape = shape(kind, None);
    let small = Rect { x: 2.0, y: 2.0, w: 40.0, h: 20.0 };
    outline(out, shape, &small, kind, from_memory);
    if let Some(glyph) = glyph(kind) {
        draw_glyph(out, glyph, 14.0, 4.0);
    }
    if matches!(kind, StepKind::Start | StepKind::End) {
        dot(out, 22.0, 12.0, kind);
    }
}

/// Draws a gateway without words for the legend.
pub fn gateway_sample(out: &mut Markup, form: Form) {
    let small = Rect { x: 2.0, y: 2.0, w: 40.0, h: 20.0 };
    outline(out, Shape::Pointed, &small, StepKind::Decision, false);
    signs::gateway(out, form, 22.0, 12.0);
}

/// Draws an event for the legend, on a piece of a border.
pub fn event_sample(out: &mut Markup, attached: FlowKind) {
    let stroke = out.stroke(Token::Ink, 1.0);
    out.raw(&format!("<path d=\"M22 0V24\" fill=\"none\"{stroke}/>"));
    let circle = Rect { x: 14.0, y: 4.0, w: 16.0, h: 16.0 };
    event(out, &circle, (StepKind::Wait, None), attached);
}

/// A double ring with the sign of what it is about; dashed while the step goes on.
fn event(
    out: &mut Markup,
    rect: &Rect,
    (kind, form): (StepKind, Option<Form>),
    attached: FlowKind,
) {
    let dashes = if attached == FlowKind::Alongside { " stroke-dasharray=\"3 2\"" } else { "" };
    let (x, y) = (rect.x + rect.w / 2.0, rect.y + rect.h / 2.0);
    let (fill, stroke) = (out.fill(Token::Box), out.stroke(Token::Ink, 1.0));
    for radius in [rect.w / 2.0, rect.w / 2.0 - 2.0] {
        let (x, y, r) = (number(x), number(y), number(radius));
        out.raw(&format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"{fill}{stroke}{dashes}/>"));
    }
    signs::event(out, kind, form, x, y);
}

fn outline(out: &mut Markup, shape: Shape, rect: &Rect, kind: StepKind, from_memory: bool) {
    let fill = out.fill(if shape == Shape::Card { Token::Shade } else { Token::Box });
    let width = if kind == StepKind::End { 2.0 } else { 1.0 };
    let dashes = if from_memory { " stroke-dasharray=\"5 3\"" } else { "" };
    let stroke = out.stroke(Token::Ink, width);
    out.raw(&format!("<path d=\"{}\"{fill}{stroke}{dashes}/>", path(shape, rect)));
    let second = match shape {
        Shape::Double => rounded(
            &Rect { x: rect.x + 3.0, y: rect.y + 3.0, w: rect.w - 6.0, h: rect.h - 6.0 },
            1.0,
        ),
        Shape::Card => {
            let cut = CUT.min(rect.h / 2.0);
            let (right, top) = (rect.x + rect.w, rect.y);
            format!("M{} {}v{c}h{c}", number(right - cut), number(top), c = number(cut))
        }
        _ => return,
    };
    let stroke = out.stroke(Token::Ink, 1.0);
    out.raw(&format!("<path d=\"{second}\" fill=\"none\"{stroke}/>"));
}

fn path(shape: Shape, rect: &Rect) -> String {
    let (x, y, right, bottom) =
        (number(rect.x), number(rect.y), number(rect.x + rect.w), number(rect.y + rect.h));
    match shape {
        Shape::Pointed => {
            let point = POINT.min(rect.h / 2.0);
            let (from, to, middle) = (
                number(rect.x + point),
                number(rect.x + rect.w - point),
                number(rect.y + rect.h / 2.0),
            );
            format!("M{x} {middle}L{from} {y}H{to}L{right} {middle}L{to} {bottom}H{from}z")
        }
        Shape::Card => {
            let cut = CUT.min(rect.h / 2.0);
            let (across, down) = (number(rect.x + rect.w - cut), number(rect.y + cut));
            format!("M{x} {y}H{across}L{right} {down}V{bottom}H{x}z")
        }
        _ => rounded(rect, corner(shape, rect)),
    }
}

fn rounded(rect: &Rect, radius: f64) -> String {
    let (x, y, r) = (number(rect.x + radius), number(rect.y), number(radius));
    let (w, h) = (number(rect.w - 2.0 * radius), number(rect.h - 2.0 * radius));
    format!(
        "M{x} {y}h{w}a{r} {r} 0 0 1 {r} {r}v{h}a{r} {r} 0 0 1-{r} {r}h-{w}a{r} {r} 0 0 1-{r}-{r}v-{h}a{r} {r} 0 0 1 {r}-{r}z"
    )
}

/// Writes name and caption, in the middle of the height; a decision's also in the middle of the width.
fn words(out: &mut Markup, step: &SceneStep) {
    let lines =
        |count: usize, height: f64| f64::from(u32::try_from(count).unwrap_or(u32::MAX)) * height;
    let gap = if step.caption.is_empty() { 0.0 } else { 3.0 };
    let height = lines(step.name.len(), NAME_LINE) + gap + lines(step.caption.len(), SMALL_LINE);
    let top = step.rect.y + (step.rect.h - height) / 2.0;
    if let Some(form) = step.form.filter(|form| form.is_gateway()) {
        signs::gateway(out, form, step.rect.x + POINT, step.rect.y + step.rect.h / 2.0);
    }
    let centred = step.shape == Shape::Pointed;
    let pill = step.shape == Shape::Pill;
    let x = if centred {
        step.rect.x + step.rect.w / 2.0
    } else {
        step.rect.x + 12.0 + if pill { GLYPH } else { 0.0 }
    };
    let anchor = if centred { " text-anchor=\"middle\"" } else { "" };
    if pill {
        dot(out, step.rect.x + 17.0, top + NAME_LINE / 2.0, step.kind);
    }
    let name = format!(" font-size=\"{}\"{}{anchor}", number(NAME), out.fill(Token::Ink));
    for (line, words) in (0_u32..).zip(&step.name) {
        out.line(x, top + f64::from(line) * NAME_LINE + 12.5, &name, words);
    }
    let below = top + lines(step.name.len(), NAME_LINE) + gap;
    let glyph = glyph(step.kind).filter(|_| !step.caption.is_empty() && !centred);
    if let Some(glyph) = glyph {
        draw_glyph(out, glyph, x - 2.0, below - 1.5);
    }
    let small = format!(" font-size=\"{}\"{}{anchor}", number(SMALL), out.fill(Token::Quiet));
    let indent = if glyph.is_some() { GLYPH } else { 0.0 };
    for (line, words) in (0_u32..).zip(&step.caption) {
        out.line(x + indent, below + f64::from(line) * SMALL_LINE + 10.5, &small, words);
    }
}

fn glyph(kind: StepKind) -> Option<&'static str> {
    match kind {
        StepKind::Wait => Some(CLOCK),
        StepKind::Detection => Some(EYE),
        kind => kind.is_manual().then_some(HAND),
    }
}

fn draw_glyph(out: &mut Markup, path: &str, x: f64, y: f64) {
    let stroke = out.stroke(Token::Quiet, 1.1);
    out.raw(&format!(
        "<path transform=\"translate({} {})\" d=\"{path}\" fill=\"none\"{stroke} stroke-linejoin=\"round\" stroke-linecap=\"round\"/>",
        number(x),
        number(y)
    ));
}

/// A full dot for a start, a ring for an end.
fn dot(out: &mut Markup, x: f64, y: f64, kind: StepKind) {
    let (fill, stroke) = (out.fill(Token::Ink), out.stroke(Token::Ink, 1.5));
    let fill = if kind == StepKind::End { " fill=\"none\"".to_owned() } else { fill };
    out.raw(&format!(
        "<circle cx=\"{}\" cy=\"{}\" r=\"3.5\"{fill}{stroke}/>",
        number(x),
        number(y)
    ));
}
