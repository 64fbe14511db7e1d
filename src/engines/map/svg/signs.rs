//! The signs of gateways and events, as they are known from BPMN: a plus for all ways, a ring for some of them.
//! Each says what words beside it say too.

use super::markup::{Markup, number};
use super::paint::Token;
use crate::engines::map::{Form, StepKind};

/// Draws the sign of a gateway around a point.
pub fn gateway(out: &mut Markup, form: Form, x: f64, y: f64) {
    let path = match form {
        Form::Parallel => "M-5 0H5M0-5V5",
        Form::Inclusive => "M0-4.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9z",
        Form::EventBased => "M0-5L4.8-1.5L2.9 4H-2.9L-4.8-1.5z",
        Form::Complex => "M-4.5 0H4.5M0-4.5V4.5M-3.2-3.2L3.2 3.2M3.2-3.2L-3.2 3.2",
        _ => "M-3.5-3.5L3.5 3.5M3.5-3.5L-3.5 3.5",
    };
    draw(out, path, (x, y), 1.8);
}

/// Draws the sign of an event around a point; a plain one has none.
pub fn event(out: &mut Markup, kind: StepKind, form: Option<Form>, x: f64, y: f64) {
    let path = match (form, kind) {
        (Some(Form::Timer), _) | (None, StepKind::Wait) => "M0-3V0L2.2 1.2",
        (Some(Form::Error), _) | (None, StepKind::Detection) => "M-3.2 2.8L-1.2-2.6L1.2 1L3.2-2.8",
        (Some(Form::Message), _) => "M-3.4-2.2H3.4V2.2H-3.4zM-3.4-2.2L0 .6L3.4-2.2",
        (Some(Form::Escalation), _) => "M0-3.2L2.6 3L0 .6L-2.6 3z",
        (Some(Form::Signal), _) => "M0-3.2L3 2.4H-3z",
        (Some(Form::Condition), _) => "M-2.6-3H2.6V3H-2.6zM-1.4-1.2H1.4M-1.4.8H1.4",
        (Some(Form::Compensation), _) => "M0-2.4V2.4L-3 0zM3-2.4V2.4L0 0z",
        (Some(Form::Cancel), _) => "M-2.6-2.6L2.6 2.6M2.6-2.6L-2.6 2.6",
        _ => return,
    };
    draw(out, path, (x, y), 1.1);
}

fn draw(out: &mut Markup, path: &str, (x, y): (f64, f64), width: f64) {
    let stroke = out.stroke(Token::Ink, width);
    out.raw(&format!(
        "<path transform=\"translate({} {})\" d=\"{path}\" fill=\"none\"{stroke} stroke-linejoin=\"round\"/>",
        number(x),
        number(y)
    ));
}
