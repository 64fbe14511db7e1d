//! The page around the editor: its panes, its forms and the keys that hold for all of it.
//! The forms stay what they are without scripts, so that what cannot be saved by itself still can be sent.

use super::super::browser::{document, find, focused, on, target, watch, window};
use super::super::editing::Editing;
use super::Session;
use crate::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement,
    KeyboardEvent,
};

/// The text that the server sent, and what stands in its field by now.
pub fn text() -> Option<(String, String)> {
    let area = find::<HtmlTextAreaElement>(".code textarea")?;
    let stored = area.default_value().unwrap_or_default();
    Some([stored, area.value()].map(|text| text.replace("\r\n", "\n")).into())
}

/// Begins to listen.
pub fn start(session: &Session) {
    let Some(root) = find::<Element>("#editor") else { return };
    let keys = session.clone();
    on(&root, "keydown", move |event: KeyboardEvent| key(&keys, &event));
    let sending = session.clone();
    on(&root, "submit", move |event: Event| {
        event.prevent_default();
        if target::<HtmlFormElement>(&event).is_some_and(|form| form.method() == "post") {
            // What is in a cell counts before anything else happens.
            if let Some(field) = focused::<HtmlElement>() {
                let _ = field.blur();
            }
            sending.leave();
        }
    });
    if let Some(given_up) = find::<Element>("[data-discard]") {
        let draft = session.draft.clone();
        on(&given_up, "submit", move |_: Event| draft.forget());
    }
    note_typing(&root);
    let pane = session.editing.pane;
    watch(move |_| open(pane.get().key()));
}

/// Notes in which field something is typed that does not count yet.
fn note_typing(root: &Element) {
    for (name, typing) in [("input", true), ("change", false), ("focusout", false)] {
        on(root, name, move |event: Event| {
            if let Some(field) = target::<HtmlInputElement>(&event) {
                let _ = field.toggle_attribute_with_force("data-typing", typing);
            }
        });
    }
}

/// Shows one of the ways to write; the picture is always there.
fn open(name: &str) {
    if let Some(panes) = find::<Element>(".editor-panes") {
        let _ = panes.set_attribute("data-open", name);
    }
    let Ok(panes) = document().query_selector_all("[data-pane]") else { return };
    for at in 0..panes.length() {
        let Some(pane) = panes.item(at).and_then(|pane| pane.dyn_into::<HtmlElement>().ok()) else {
            continue;
        };
        let own = pane.get_attribute("data-pane").unwrap_or_default();
        pane.set_hidden(own != "picture" && own != name);
    }
}

fn key(session: &Session, event: &KeyboardEvent) {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return;
    }
    let key = event.key().to_ascii_lowercase();
    let is_typing =
        target::<HtmlInputElement>(event).is_some_and(|it| it.has_attribute("data-typing"));
    match key.as_str() {
        // What is typed in a field and does not count yet is taken back by the browser, letter by letter.
        "z" | "y" if is_typing => return,
        "z" => session.editing.travel(!event.shift_key()),
        "y" => session.editing.travel(false),
        "s" => session.save(),
        _ => return,
    }
    event.prevent_default();
}

/// The forms are saved over the version that is stored, should they be sent.
pub fn set_version(editing: Editing) {
    let (version, draft) = editing.peek(|editor| (editor.version(), editor.draft()));
    for (name, value) in [("version", version), ("draft", draft)] {
        let Ok(fields) = document().query_selector_all(&format!("#editor input[name={name}]"))
        else {
            return;
        };
        for at in 0..fields.length() {
            let field = fields.item(at).and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
            if let Some(field) = field {
                field.set_value(&value.to_string());
            }
        }
    }
}

/// Goes to another page.
pub fn leave(address: &str) {
    let _ = window().location().assign(address);
}

/// Sends the text as a form: the server says what is wrong, or shows both sides.
pub fn submit() {
    let form = find::<HtmlTextAreaElement>(".code textarea").and_then(|area| area.form());
    if let Some(form) = form {
        let _ = form.submit();
    }
}
