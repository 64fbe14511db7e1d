//! A field in place, over the selected step: what happens next, other words, another lane.
//! Enter takes what was written, Escape leaves it; so does the way out of the field.

use super::super::browser::{document, on};
use faultline::engines::map::layout::Rect;
use leptos::wasm_bindgen::JsCast;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent};

/// The least width and height of the field, in pixels.
const LEAST: (f64, f64) = (180.0, 32.0);

/// What is asked.
pub struct Question {
    /// What stands there now; empty for something new.
    pub value: String,
    /// The list of values to pick from.
    pub list: Option<&'static str>,
    /// Where the field stands in the frame, in pixels.
    pub at: Rect,
}

/// Asks in the frame, and calls back with other words than stood there.
pub fn ask(frame: &HtmlElement, question: &Question, done: impl FnOnce(String) + 'static) {
    let Some(field) = made(question) else { return };
    let _ = frame.append_child(&field);
    let done = Rc::new(Cell::new(Some(done)));
    let (asked, back, known) = (field.clone(), frame.clone(), question.value.clone());
    let end = move |take: bool| {
        let Some(done) = done.take() else { return };
        let said = asked.value().trim().to_owned();
        asked.remove();
        let _ = back.focus();
        if take && !said.is_empty() && said != known {
            done(said);
        }
    };
    let leave = end.clone();
    on(&field, "keydown", move |event: KeyboardEvent| {
        event.stop_propagation();
        match event.key().as_str() {
            "Enter" => {
                event.prevent_default();
                end(true);
            }
            "Escape" => end(false),
            _ => {}
        }
    });
    on(&field, "blur", move |_: Event| leave(true));
    let _ = field.focus();
    field.select();
}

fn made(question: &Question) -> Option<HtmlInputElement> {
    let field: HtmlInputElement = document().create_element("input").ok()?.dyn_into().ok()?;
    let new = question.value.is_empty();
    field.set_class_name("picture-field");
    field.set_value(&question.value);
    field.set_autocomplete("off");
    let label = if new { "What happens next, or “Lane: what happens”" } else { "New words" };
    field.set_attribute("aria-label", label).ok()?;
    if new {
        field.set_placeholder("What happens next");
    }
    if let Some(list) = question.list {
        field.set_attribute("list", list).ok()?;
    }
    let Rect { x, y, w, h } = question.at;
    for (property, value) in [
        ("inset-inline-start", x),
        ("inset-block-start", y),
        ("inline-size", w.max(LEAST.0)),
        ("min-block-size", h.max(LEAST.1)),
    ] {
        field.style().set_property(property, &format!("{}px", value.round() as i32)).ok()?;
    }
    Some(field)
}
