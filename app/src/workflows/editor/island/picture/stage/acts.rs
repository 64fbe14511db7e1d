//! What is done with the picture: by its keys, by its tools, by a click.
//! Every change is an edit of the one text; this only asks for the words.

use super::super::super::browser::{document, find};
use super::super::super::editing::Act;
use super::super::ask::{Question, ask};
use super::Stage;
use crate::prelude::*;
use faultline::engines::map::edit::Edit;
use faultline::engines::map::editor::{Editor, cells, find as finding, walk::walk};
use faultline::engines::map::layout::Rect;
use web_sys::{HtmlElement, KeyboardEvent};

/// One step larger.
const LARGER: f64 = 1.25;

impl Stage {
    pub(super) fn picked(&self, step: usize) {
        match self.from.get() {
            Some(_) => self.connect_to(step),
            None => self.editing.select(step),
        }
    }

    /// Whether a key was meant for the picture.
    pub(super) fn key(&self, event: &KeyboardEvent) -> bool {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        let (key, selected) = (event.key(), self.editing.peek(Editor::selected));
        if let ("Enter", Some(_), Some(step)) = (key.as_str(), self.from.get(), selected) {
            self.connect_to(step);
            return true;
        }
        if let Some(act) = meant(&key) {
            self.act(act);
            return true;
        }
        let steps: Vec<Rect> = self.paper.borrow().places().collect();
        let Some(step) = walk(&steps, selected, &key) else { return false };
        self.editing.select(step);
        true
    }

    pub(super) fn act(&self, act: Act) {
        let sight = self.sight();
        match act {
            Act::Larger => self.go(sight.zoomed(LARGER, sight.middle()), false),
            Act::Smaller => self.go(sight.zoomed(1.0 / LARGER, sight.middle()), false),
            Act::Fit => {
                let (w, h) = self.paper.borrow().size();
                self.go(sight.fitted(w, h), false);
            }
            Act::Whole => whole(),
            Act::Find => {
                if let Some(field) = find::<HtmlElement>(".picture-find") {
                    let _ = field.focus();
                }
            }
            Act::Stop => {
                self.stop();
                let _ = self.frame.focus();
            }
            Act::Add => self.ask_next(),
            Act::Rename | Act::Connect | Act::Lane | Act::Remove => self.act_on_step(act),
        }
    }

    fn act_on_step(&self, act: Act) {
        let editing = self.editing;
        let step = editing.peek(|editor| {
            let at = editor.selected()?;
            let row = editor.reading().row(at, editor.names())?;
            Some((at, row.name, row.lane))
        });
        let Some((step, name, lane)) = step else {
            editing.refused.set(
                "Choose a step first: click it, or walk there with the arrow keys.".to_owned(),
            );
            return;
        };
        match act {
            Act::Rename => self.ask(name, None, move |name| {
                editing.edit(&Edit::Rename { step, name });
            }),
            Act::Lane => self.ask(lane, Some("outline-lanes"), move |lane| {
                editing.edit(&Edit::Lane { step, lane });
            }),
            Act::Connect => {
                self.from.set(Some(step));
                self.connecting(true);
            }
            _ => {
                editing.edit(&Edit::Remove { step });
                let _ = self.frame.focus();
            }
        }
    }

    fn stop(&self) {
        self.from.set(None);
        self.connecting(false);
    }

    fn connecting(&self, on: bool) {
        if let Ok(Some(pane)) = self.frame.closest("[data-pane]") {
            let _ = pane.toggle_attribute_with_force("data-connecting", on);
        }
        self.paper.borrow_mut().mark(self.editing.peek(Editor::selected), self.from.get());
        let _ = self.frame.focus();
    }

    fn connect_to(&self, to: usize) {
        let from = self.from.get().filter(|from| *from != to);
        self.stop();
        if let Some(from) = from {
            self.editing.edit(&Edit::Connect { from, to });
        }
    }

    fn ask_next(&self) {
        let editing = self.editing;
        self.ask(String::new(), None, move |words| {
            let after = editing.peek(Editor::selected);
            editing.edit(&cells::added(&words, after));
        });
    }

    /// Asks over the selected step; something new is asked below it.
    fn ask(&self, value: String, list: Option<&'static str>, done: impl FnOnce(String) + 'static) {
        let first = Rect { x: 16.0, y: 16.0, w: 160.0, h: 44.0 };
        let step = self.editing.peek(Editor::selected);
        let step = step.and_then(|step| self.paper.borrow().places().nth(step)).unwrap_or(first);
        let below = Rect { x: step.x + 20.0, y: step.y + step.h + 6.0, w: step.w, h: 36.0 };
        let rect = if value.is_empty() { below } else { step };
        let scale = self.scale.get();
        let at =
            Rect { x: rect.x * scale, y: rect.y * scale, w: rect.w * scale, h: rect.h * scale };
        self.go(self.sight().revealing(rect), false);
        ask(&self.frame, &Question { value, list, at }, done);
    }

    /// Goes to the next step that has the words.
    pub(super) fn search(&self, words: &str, further: usize) {
        let found = self.editing.peek(|editor| {
            let start = editor.selected().unwrap_or_default() + further;
            finding::find(editor.reading().map(), words, start)
        });
        if let Some(step) = found {
            self.editing.select(step);
        }
    }
}

/// Shows the picture with its tools on the whole screen, or on its page again. A browser that refuses leaves it there.
fn whole() {
    if document().fullscreen_element().is_some() {
        document().exit_fullscreen();
    } else if let Some(pane) = find::<HtmlElement>("[data-pane=picture]") {
        let _ = pane.request_fullscreen();
    }
}

/// What a key means in the picture.
fn meant(key: &str) -> Option<Act> {
    Some(match key {
        "Enter" => Act::Add,
        "F2" => Act::Rename,
        "c" | "C" => Act::Connect,
        "l" | "L" => Act::Lane,
        "Delete" | "Backspace" => Act::Remove,
        "+" | "=" => Act::Larger,
        "-" => Act::Smaller,
        "0" => Act::Fit,
        "f" | "F" => Act::Whole,
        "Escape" => Act::Stop,
        "/" => Act::Find,
        _ => return None,
    })
}
