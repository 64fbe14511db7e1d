//! Draws a scene as SVG: ink on paper, readable without colour and by a screen reader.
//! Everything that came from outside is escaped here; nothing is cut off.

mod besides;
mod flows;
mod markup;
mod paint;
mod signs;
mod steps;
#[cfg(test)]
mod tests;

pub use paint::Ink;

use super::scene::type_size::{SMALL, SMALL_LINE};
use super::scene::{Mark, Scene, SceneLane};
use crate::engines::map::{FlowKind, StepKind};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{FlowId, StepId};
use markup::{Markup, escaped, number};
use paint::Token;
use std::collections::BTreeMap;

/// The faces whose letters were measured.
const FACES: &str = "'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";

/// What a person can follow from a drawing.
pub type Links<'a, Id> = Option<&'a dyn Fn(Id) -> String>;

/// How to draw.
#[derive(Clone, Copy)]
pub struct SvgOptions<'a> {
    /// What the drawing shows, in a few words.
    pub title: &'a str,
    /// What it tells, in a sentence or two.
    pub description: &'a str,
    /// What its ids begin with, so that several drawings fit on one page.
    pub id: &'a str,
    /// Colours of the page around it, or colours of its own.
    pub ink: Ink,
    /// Where each step leads when it is followed.
    pub step_link: Links<'a, StepId>,
    /// Where each flow that breaks leads when it is followed.
    pub flow_link: Links<'a, FlowId>,
    /// What steps and flows are, as a word for the style sheet.
    pub states: Option<&'a States>,
}

/// What steps and flows are, as words for the style sheet.
#[derive(Debug, Clone, Default)]
pub struct States {
    /// For each step a word.
    pub steps: BTreeMap<StepId, &'static str>,
    /// For each flow a word.
    pub flows: BTreeMap<FlowId, &'static str>,
}

impl SvgOptions<'_> {
    fn step_state(&self, id: StepId) -> String {
        attribute(self.states.and_then(|states| states.steps.get(&id)))
    }

    fn flow_state(&self, id: FlowId) -> String {
        attribute(self.states.and_then(|states| states.flows.get(&id)))
    }
}

fn attribute(state: Option<&&'static str>) -> String {
    state.map(|word| format!(" data-state=\"{}\"", escaped(word))).unwrap_or_default()
}

/// The drawing as an `svg` element.
#[must_use]
pub fn svg(scene: &Scene, options: &SvgOptions<'_>) -> String {
    let mut out = Markup::new(options.ink);
    open(&mut out, scene, options);
    inside(&mut out, scene, options);
    out.close("svg");
    out.text
}

/// The names of the lanes alone: laid over a drawing, they stay in sight while it scrolls under them.
/// They are decoration there, for the drawing has them too.
#[must_use]
pub fn lane_names(scene: &Scene, ink: Ink) -> String {
    if scene.lanes.is_empty() {
        return String::new();
    }
    let (w, h) = (number(scene.header()), number(scene.h));
    let mut out = Markup::new(ink);
    out.raw(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"lane-names\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
         aria-hidden=\"true\" font-family=\"{FACES}\" font-size=\"{}\">",
        number(SMALL)
    ));
    out.raw(&format!("<path d=\"M0 0H{w}V{h}H0z\"{}/>", out.fill(Token::Paper)));
    lanes(&mut out, scene);
    out.close("svg");
    out.text
}

/// What is inside the `svg` element, piece by piece in order: each with a name that stays while what it shows stays.
#[must_use]
pub fn pieces(scene: &Scene, options: &SvgOptions<'_>) -> Vec<(String, String)> {
    let mut out = Markup::new(options.ink);
    inside(&mut out, scene, options);
    let mut rest = out.text.as_str();
    let mut pieces = Vec::with_capacity(out.pieces.len());
    for (name, from) in out.pieces.into_iter().rev() {
        let (before, piece) = rest.split_at(from);
        pieces.push((name, piece.to_owned()));
        rest = before;
    }
    pieces.reverse();
    pieces
}

fn inside(out: &mut Markup, scene: &Scene, options: &SvgOptions<'_>) {
    lanes(out, scene);
    flows::draw(out, scene, options);
    steps::draw(out, scene, options);
    besides::draw(out, scene);
}

/// A small drawing of a mark for the legend; it is decoration beside its words.
#[must_use]
pub fn mark(mark: Mark, ink: Ink) -> String {
    let mut out = Markup::new(ink);
    out.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 44 24\" width=\"44\" height=\"24\" aria-hidden=\"true\">");
    match mark {
        Mark::Kind(kind) => steps::sample(&mut out, kind, false),
        Mark::ByHand => steps::sample(&mut out, StepKind::CopyPaste, false),
        Mark::FromMemory => steps::sample(&mut out, StepKind::CopyPaste, true),
        Mark::Gateway(form) => steps::gateway_sample(&mut out, form),
        Mark::Interrupts => steps::event_sample(&mut out, FlowKind::Interrupts),
        Mark::Alongside => steps::event_sample(&mut out, FlowKind::Alongside),
        Mark::Flow => flows::sample(&mut out, FlowKind::Sequence, 0),
        Mark::Message => flows::sample(&mut out, FlowKind::Message, 0),
        Mark::Beside(kind) => besides::sample(&mut out, kind),
        Mark::Fault => flows::sample(&mut out, FlowKind::Sequence, 7),
    }
    out.close("svg");
    out.text
}

fn open(out: &mut Markup, scene: &Scene, options: &SvgOptions<'_>) {
    let (w, h, id) = (number(scene.w), number(scene.h), escaped(options.id));
    // A picture has no parts for a screen reader, a document has: links must be reachable.
    let linked = options.step_link.is_some() || options.flow_link.is_some();
    let role = if linked { "graphics-document document" } else { "img" };
    out.raw(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"{role}\" \
         aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-about\" \
         font-family=\"{FACES}\" font-size=\"{}\">",
        number(SMALL)
    ));
    out.raw(&format!("<title id=\"{id}-title\">{}</title>", escaped(options.title)));
    out.raw(&format!("<desc id=\"{id}-about\">{}</desc>", escaped(options.description)));
    if options.ink == Ink::Literal {
        out.raw(&format!("<path d=\"M0 0H{w}V{h}H0z\"{}/>", out.fill(Token::Paper)));
    }
}

/// Lanes are told apart by hairlines between them; their names stand on the left.
fn lanes(out: &mut Markup, scene: &Scene) {
    out.piece("rules".to_owned());
    let rules: String = scene.lanes.iter().skip(1).map(|lane| rule(lane.band.y, scene.w)).collect();
    if !rules.is_empty() {
        out.raw(&format!("<path d=\"{rules}\"{} fill=\"none\"/>", out.stroke(Token::Lane, 1.0)));
    }
    for lane in &scene.lanes {
        out.piece(format!("lane {}", lane.id));
        lane_name(out, lane);
    }
}

fn rule(y: f64, w: f64) -> String {
    format!("M0 {}H{}", number(y), number(w))
}

fn lane_name(out: &mut Markup, lane: &SceneLane) {
    let size = SMALL + 1.0;
    let mut y = lane.at.y + size + 2.0;
    // Each step says its lane, so that the name beside it would only be heard without a context.
    out.raw(&format!("<g data-lane=\"{}\" aria-hidden=\"true\">", lane.id));
    for line in &lane.lines {
        let fill = out.fill(Token::Ink);
        out.line(
            lane.at.x,
            y,
            &format!(" font-size=\"{}\" font-weight=\"600\"{fill}", number(size)),
            line,
        );
        y += SMALL_LINE + 1.0;
    }
    let fill = out.fill(Token::Quiet);
    out.line(lane.at.x, y, &fill, lane.kind.label());
    out.close("g");
}
