//! The rows of the table in the browser.
//! A cell that is being written is left alone until it is done; Enter and Alt with a key mean something first then.

use super::super::browser::{document, find, focused, on, target, watch, window};
use super::super::editing::{Editing, Pane};
use crate::prelude::*;
use crate::ui::map_row as row;
use faultline::engines::map::edit::Edit;
use faultline::engines::map::editor::cells::{Cell, alt_key};
use faultline::engines::map::outline::Row;
use leptos::wasm_bindgen::JsCast;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{
    Element, Event, FocusEvent, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent,
};

mod cells;
mod first;

use cells::{field, lanes, offer_lanes, place, settle, value};
use first::Typed;

/// The rows, as they are shown.
pub struct Rows {
    editing: Editing,
    pane: Element,
    body: Element,
    /// What stands in the rows; nothing until they are filled here.
    shown: RefCell<Option<Vec<Row>>>,
}

impl Rows {
    /// Begins to listen to the table of the page.
    pub fn start(editing: Editing) {
        let (Some(pane), Some(body)) =
            (find::<Element>("[data-pane=table]"), find::<Element>("#outline tbody"))
        else {
            return;
        };
        let rows = Rc::new(Self { editing, pane, body, shown: RefCell::default() });
        rows.listen();
        let shown = Rc::clone(&rows);
        watch(move |_| shown.show());
        watch(move |first| {
            editing.add_row.track();
            if !first {
                rows.add();
            }
        });
    }

    fn listen(self: &Rc<Self>) {
        let rows = Rc::clone(self);
        on(&self.pane, "change", move |event: Event| {
            if let Some(field) = target::<HtmlElement>(&event) {
                rows.written(&field);
            }
        });
        let rows = Rc::clone(self);
        on(&self.pane, "keydown", move |event: KeyboardEvent| rows.key(&event));
        // A cell that one is in when the page goes away was written too.
        let rows = Rc::clone(self);
        on(&window(), "pagehide", move |_: Event| rows.left());
        let rows = Rc::clone(self);
        on(&document(), "visibilitychange", move |_: Event| {
            if document().hidden() {
                rows.left();
            }
        });
        let rows = Rc::clone(self);
        on(&self.pane, "focusin", move |event: FocusEvent| {
            if let Some((step, _)) = target::<HtmlElement>(&event).and_then(|field| place(&field))
                && step < rows.steps()
            {
                rows.editing.select(step);
            }
        });
    }

    fn steps(&self) -> usize {
        self.editing.peek(|editor| editor.reading().map().steps.len())
    }

    /// Fills the rows, when somebody looks at them.
    fn show(&self) {
        let editing = self.editing;
        if !editing.is_open() || editing.pane.get() != Pane::Table {
            return;
        }
        let rows = editing.read(|editor| editor.reading().rows(editor.names()));
        // First the server's rows, among them empty ones to write in without scripts.
        let shown = self.shown.take();
        let (known, typed) = match &shown {
            Some(shown) => (shown.len(), Typed::default()),
            None => self.take_up(&rows),
        };
        let shown = shown.unwrap_or_default();
        self.resize(known, rows.len());
        for (at, row) in rows.iter().enumerate() {
            self.fill(at, shown.get(at), row);
        }
        if rows.is_empty() {
            self.add_blank();
        } else if let Some(blank) = self.blank() {
            let _ = blank.set_attribute("data-row", &rows.len().to_string());
        }
        self.shown.replace(Some(rows));
        offer_lanes(&editing.peek(lanes));
        self.count_typed(typed);
    }

    /// Adds or takes away rows at the end; one that has no name yet stays the last.
    fn resize(&self, from: usize, to: usize) {
        let blank = self.blank();
        if to > from {
            let html: String = (from..to).map(row::empty).map(Markup::into_string).collect();
            let _ = match &blank {
                Some(blank) => blank.insert_adjacent_html("beforebegin", &html),
                None => self.body.insert_adjacent_html("beforeend", &html),
            };
        }
        for at in (to..from).rev() {
            if let Some(line) = self.line(at) {
                line.remove();
            }
        }
    }

    /// Shows a step in its row, where it differs from what was shown there.
    fn fill(&self, at: usize, before: Option<&Row>, row: &Row) {
        if before == Some(row) {
            return;
        }
        let Some(line) = self.line(at) else { return };
        let _ = line.set_attribute("data-step", &row.step.to_string());
        let _ = line.set_attribute("data-depth", &row.depth.min(6).to_string());
        for cell in Cell::ALL {
            let value = cell.value(at, row);
            if before.is_none_or(|before| cell.value(at, before) != value) {
                self.put(&line, cell, &value);
            }
        }
    }

    fn put(&self, line: &Element, cell: Cell, value: &str) {
        let Some(field) = field(line, cell) else { return };
        if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            let writing = focused::<HtmlInputElement>().as_ref() == Some(input)
                && input.value() != input.default_value();
            if !writing {
                input.set_value(value);
                input.set_default_value(value);
            }
        } else if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
            select.set_value(value);
        }
    }

    fn line(&self, at: usize) -> Option<Element> {
        self.body.children().item(u32::try_from(at).ok()?)
    }

    fn blank(&self) -> Option<Element> {
        self.body.query_selector("[data-blank]").ok().flatten()
    }

    /// A row for a step that has no name yet.
    fn add_blank(&self) {
        if self.blank().is_some() {
            return;
        }
        let (at, lane) = self.editing.peek(|editor| {
            let map = editor.reading().map();
            let lane = map.steps.last().and_then(|step| map.lane(step.lane));
            (map.steps.len(), lane.map(|lane| lane.name.clone()).unwrap_or_default())
        });
        let _ = self.body.insert_adjacent_html("beforeend", &row::blank(at, &lane).into_string());
    }

    /// Adds such a row and goes there.
    fn add(&self) {
        self.add_blank();
        self.focus(self.steps(), Cell::Name);
    }

    fn focus(&self, at: usize, cell: Cell) {
        let Some(field) = self.line(at).and_then(|line| field(&line, cell)) else { return };
        let _ = field.focus();
        if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            input.select();
        }
    }

    /// Makes an edit, and goes to a cell once its row is there.
    fn edit(&self, edit: &Edit, to: Option<(usize, Cell)>) -> bool {
        let made = self.editing.edit(edit);
        if let (true, Some((at, cell))) = (made, to) {
            self.show();
            self.focus(at, cell);
        }
        made
    }

    /// Takes what stands in the cell that one is in.
    fn left(&self) {
        if let Some(field) =
            focused::<HtmlElement>().filter(|field| self.pane.contains(Some(field)))
        {
            self.written(&field);
        }
    }

    /// Takes what was written in a cell; one that is refused shows again what counts.
    fn written(&self, field: &HtmlElement) {
        let Some((at, cell)) = place(field) else { return };
        if at >= self.steps() {
            // The lane alone is no step yet.
            if cell == Cell::Name {
                self.create(None);
            }
            return;
        }
        let value = value(field);
        let known =
            self.shown.borrow().as_ref().and_then(|rows| Some(cell.value(at, rows.get(at)?)));
        if known.as_deref() == Some(value.as_str()) {
            return;
        }
        settle(field);
        let made = cell.edit(at, &value).is_some_and(|edit| self.edit(&edit, None));
        if let (false, Some(known), Some(line)) = (made, known, self.line(at)) {
            self.put(&line, cell, &known);
        }
    }

    /// Makes the step of the row that has no name yet.
    fn create(&self, to: Option<(usize, Cell)>) -> bool {
        let Some(blank) = self.blank() else { return false };
        let said = |cell| field(&blank, cell).map(|field| value(&field)).unwrap_or_default();
        let (name, lane) = (said(Cell::Name), said(Cell::Lane));
        if name.trim().is_empty() {
            return false;
        }
        let after = self.steps().checked_sub(1);
        // Emptied first, so that leaving them does not say once more that they were written.
        for cell in [Cell::Name, Cell::Lane] {
            if let Some(field) = field(&blank, cell) {
                settle(&field);
                field.unchecked_ref::<HtmlInputElement>().set_value("");
            }
        }
        self.edit(&Edit::Add { after, name, lane }, to)
    }

    fn key(&self, event: &KeyboardEvent) {
        let Some(field) = target::<HtmlElement>(event) else { return };
        let Some((at, cell)) = place(&field) else { return };
        if event.alt_key() {
            if let Some((edit, to)) = alt_key(&event.key(), at, self.steps()) {
                event.prevent_default();
                self.written(&field);
                self.edit(&edit, Some((to, cell)));
            }
        } else if event.key() == "Enter" && field.is_instance_of::<HtmlInputElement>() {
            event.prevent_default();
            self.enter(&field, at);
        }
    }

    /// Leads to a new row: below the last one it is a step once it has a name, elsewhere one is put between.
    fn enter(&self, field: &HtmlElement, at: usize) {
        let steps = self.steps();
        if at >= steps {
            if self.create(None) {
                self.show();
                self.add();
            } else {
                self.focus(at, Cell::Name);
            }
            return;
        }
        self.written(field);
        if at + 1 >= self.steps() {
            return self.add();
        }
        let between = Edit::Add { after: Some(at), name: "New step".into(), lane: String::new() };
        self.edit(&between, Some((at + 1, Cell::Name)));
    }
}
