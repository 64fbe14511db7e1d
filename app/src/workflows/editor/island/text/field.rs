//! The text field in the browser: what is typed, pasted and where the caret is goes to the editor, and comes back.
//! What changed elsewhere leaves the caret where one was writing.

use super::super::browser::{after, document, find, focused, forget, number, on, watch, window};
use super::super::editing::{Editing, Pane};
use super::take;
use crate::prelude::*;
use faultline::engines::map::editor::Editor;
use faultline::engines::map::editor::completion::{OfferKey, Offers};
use faultline::engines::map::editor::offsets::shifted;
use faultline::engines::map::numbers::hundredths;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::{ClipboardEvent, Event, HtmlElement, HtmlTextAreaElement, InputEvent, KeyboardEvent};

/// How long typing must pause before a line that is being written counts as wrong, in milliseconds.
const PAUSE: i32 = 700;

/// The text field and what stands around it.
#[derive(Clone)]
pub struct Field {
    editing: Editing,
    offers: RwSignal<Option<Offers>>,
    area: HtmlTextAreaElement,
    /// Where the caret was before the last key.
    before: Rc<Cell<usize>>,
    /// Until when typing counts as going on.
    judging: Rc<Cell<i32>>,
}

impl Field {
    /// Begins to listen to the field of the page.
    pub fn start(editing: Editing, offers: RwSignal<Option<Offers>>) {
        let Some(area) = find::<HtmlTextAreaElement>(".code textarea") else { return };
        let field = Self { editing, offers, area, before: Rc::default(), judging: Rc::default() };
        for (name, value) in [
            ("wrap", "off"),
            ("aria-autocomplete", "list"),
            ("aria-haspopup", "listbox"),
            ("aria-controls", "text-offers"),
            ("aria-describedby", "text-errors"),
        ] {
            let _ = field.area.set_attribute(name, value);
        }
        field.listen();
        field.follow();
    }

    fn listen(&self) {
        let (area, field) = (&self.area, self.clone());
        on(area, "beforeinput", move |event: InputEvent| field.before_input(&event));
        let field = self.clone();
        on(area, "input", move |_: Event| field.input());
        let field = self.clone();
        on(area, "keydown", move |event: KeyboardEvent| {
            if field.key(&event) {
                event.prevent_default();
            }
        });
        let field = self.clone();
        on(area, "paste", move |event: ClipboardEvent| field.paste(&event));
        let field = self.clone();
        on(area, "scroll", move |_: Event| field.scrolled());
        let offers = self.offers;
        on(area, "blur", move |_: Event| offers.set(None));
        let field = self.clone();
        on(&document(), "selectionchange", move |_: Event| field.caret_moved());
    }

    /// The browser's own undo knows nothing of table, picture and other people.
    fn before_input(&self, event: &InputEvent) {
        self.before.set(self.caret());
        let kind = event.input_type();
        if kind == "historyUndo" || kind == "historyRedo" {
            event.prevent_default();
            self.editing.travel(kind == "historyUndo");
        }
    }

    fn input(&self) {
        let (text, caret, now) = (self.area.value(), self.caret(), now());
        let before = self.before.get();
        self.editing.refused.set(String::new());
        self.editing.change(|editor| {
            editor.typed(text, before, now);
            editor.caret_at(caret);
        });
        self.offers.set(self.editing.peek(|editor| editor.offers(caret, false)));
        self.judge_soon(PAUSE);
    }

    /// Whether a key was meant for the offers.
    fn key(&self, event: &KeyboardEvent) -> bool {
        let (key, held) = (event.key(), event.ctrl_key());
        if key == " " && held {
            let caret = self.caret();
            self.offers.set(self.editing.peek(|editor| editor.offers(caret, true)));
            return true;
        }
        if held || event.alt_key() || event.meta_key() || event.shift_key() {
            return false;
        }
        let Some(mut offers) = self.offers.get_untracked() else { return false };
        match offers.key(&key) {
            OfferKey::Chose => self.offers.set(Some(offers)),
            OfferKey::Closes => self.offers.set(None),
            OfferKey::Takes(at) => take(self.editing, self.offers, at),
            OfferKey::Passes => return false,
        }
        true
    }

    /// A table or a list becomes lines of the map; a word is pasted as ever.
    fn paste(&self, event: &ClipboardEvent) {
        let pasted = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
        let pasted = pasted.unwrap_or_default();
        if !pasted.contains('\t') && pasted.trim_end().lines().count() < 2 {
            return;
        }
        event.prevent_default();
        let (from, to) = (self.caret(), self.end());
        self.editing.change(|editor| editor.paste(&pasted, from, to));
        self.editing.go_to.set(Some(self.editing.peek(Editor::caret)));
        self.judge_soon(0);
    }

    fn scrolled(&self) {
        let (top, left) = (self.area.scroll_top(), self.area.scroll_left());
        move_to(".code-numbers", 0, top);
        move_to(".code-marks", left, top);
        self.offers.set(None);
    }

    /// The step of the caret's line is the selected one.
    fn caret_moved(&self) {
        if self.is_focused() {
            let caret = self.caret();
            if self.editing.peek(Editor::caret) != caret {
                self.editing.change(|editor| editor.caret_at(caret));
            }
        }
    }

    /// Shows what changes in the editor.
    fn follow(&self) {
        let field = self.clone();
        watch(move |_| field.show());
        let field = self.clone();
        watch(move |_| field.show_offers());
        let field = self.clone();
        watch(move |_| field.reveal());
        let editing = self.editing;
        let open = Memo::new(move |_| editing.is_open());
        let field = self.clone();
        watch(move |_| {
            if open.get() {
                field.judge_soon(0);
            }
        });
        let (area, problems) = (self.area.clone(), self.editing.problems);
        watch(move |_| {
            let wrong = problems.with(|found| found.iter().any(|problem| problem.is_error));
            let _ = area.set_attribute("aria-invalid", if wrong { "true" } else { "false" });
        });
    }

    /// Shows the text, and where the caret is to go in it.
    fn show(&self) {
        let go_to = self.editing.go_to.get();
        if !self.editing.is_open() {
            return;
        }
        let (area, shown) = (&self.area, self.area.value());
        let text =
            self.editing.read(|editor| (editor.text() != shown).then(|| editor.text().to_owned()));
        if let Some(text) = text {
            let [start, end] = [self.caret(), self.end()].map(|at| shifted(&shown, &text, at));
            let top = area.scroll_top();
            area.set_value(&text);
            self.select(start, end);
            area.set_scroll_top(top);
            self.offers.set(None);
            self.judge_soon(PAUSE);
        }
        if let Some(place) = go_to {
            self.editing.go_to.set(None);
            if self.editing.pane.get_untracked() == Pane::Text {
                self.select(place, place);
                // A place that somebody chose in the list of problems is gone to.
                if !self.is_focused()
                    && focused::<HtmlElement>()
                        .is_some_and(|it| it.matches(".editor-errors *").unwrap_or_default())
                {
                    let _ = area.focus();
                }
            }
        }
    }

    /// The list stands below the caret: the letters are all equally wide and no line is wrapped.
    fn show_offers(&self) {
        let found = self.offers.get();
        let chosen = found.as_ref().and_then(|offers| offers.chosen);
        let _ = match chosen {
            Some(at) => {
                self.area.set_attribute("aria-activedescendant", &format!("text-offer-{at}"))
            }
            None => self.area.remove_attribute("aria-activedescendant"),
        };
        let (Some(offers), Some(list)) = (found, find::<HtmlElement>(".code-offers")) else {
            return;
        };
        let (line, column) = self.editing.peek(|editor| {
            let before: Vec<u16> = editor.text().encode_utf16().take(offers.from).collect();
            let last = before.iter().rev().take_while(|unit| **unit != 10).count();
            (before.iter().filter(|unit| **unit == 10).count() + 1, last)
        });
        let top = length(&self.area, "padding-top")
            + line as f64 * length(&self.area, "line-height")
            - f64::from(self.area.scroll_top());
        let style = list.style();
        let _ = style.set_property("--column", &column.to_string());
        let _ = style.set_property(
            "inset-block-start",
            &format!("{}px", hundredths(f64::from(self.area.offset_top()) + top)),
        );
    }

    /// Keeps the line of the selected step in sight while one is at work elsewhere.
    fn reveal(&self) {
        let line = self
            .editing
            .read(|editor| editor.selected().and_then(|step| editor.reading().line_of(step)));
        let Some(line) = line.filter(|_| !self.is_focused() && self.area.client_height() > 0)
        else {
            return;
        };
        let height = length(&self.area, "line-height");
        let top = f64::from(line - 1) * height;
        let (from, seen) =
            (f64::from(self.area.scroll_top()), f64::from(self.area.client_height()));
        if top < from || top + height > from + seen {
            self.area.set_scroll_top((top - height * 3.0) as i32);
        }
    }

    /// Says what is wrong once typing has paused.
    fn judge_soon(&self, pause: i32) {
        let editing = self.editing;
        forget(self.judging.get());
        self.judging.set(after(pause, move || {
            let found = editing.peek(|editor| editor.reading().problems());
            if editing.problems.with_untracked(|known| *known != found) {
                editing.problems.set(found);
            }
        }));
    }

    fn is_focused(&self) -> bool {
        focused::<HtmlTextAreaElement>().as_ref() == Some(&self.area)
    }

    fn caret(&self) -> usize {
        place(self.area.selection_start())
    }

    fn end(&self) -> usize {
        place(self.area.selection_end())
    }

    fn select(&self, from: usize, to: usize) {
        let [from, to] = [from, to].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
        let _ = self.area.set_selection_range(from, to);
    }
}

fn place(at: Result<Option<u32>, leptos::wasm_bindgen::JsValue>) -> usize {
    at.ok().flatten().map_or(0, |at| at as usize)
}

/// A clock in milliseconds.
fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// A computed length in pixels.
fn length(element: &HtmlElement, property: &str) -> f64 {
    let style = window().get_computed_style(element).ok().flatten();
    let value = style.and_then(|style| style.get_property_value(property).ok());
    value.and_then(|value| number(&value)).unwrap_or_default()
}

/// Moves what stands beside the text with it.
fn move_to(selector: &str, left: i32, top: i32) {
    if let Some(element) = find::<HtmlElement>(selector) {
        let _ = element.style().set_property("translate", &format!("-{left}px -{top}px"));
    }
}
