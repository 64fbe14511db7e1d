//! The rows that the server made, taken up with what somebody typed in them before the editor was there.
//! It counts as if it had been left now; the field that one is in keeps its keys.

use super::super::super::browser::focused;
use super::Rows;
use super::cells::{field, value};
use faultline::engines::map::edit::Edit;
use faultline::engines::map::editor::cells::Cell;
use faultline::engines::map::outline::Row;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// What was typed.
#[derive(Default)]
pub(super) struct Typed {
    cells: Vec<(usize, Cell, String)>,
    new: Vec<NewRow>,
}

/// What was typed in a row of no step.
struct NewRow {
    name: String,
    lane: String,
    /// The field of it that one is in.
    focus: Option<Cell>,
}

impl Rows {
    /// Takes the rows up: those of steps stay, the empty ones go. Gives how many stay, and what was typed.
    pub(super) fn take_up(&self, rows: &[Row]) -> (usize, Typed) {
        let (mut typed, mut at) = (Typed::default(), 0);
        let own = focused::<HtmlElement>();
        while let Some(line) = self.line(at) {
            let Some(row) = rows.get(at) else {
                typed.new.extend(new_row(&line, own.as_ref()));
                line.remove();
                continue;
            };
            for cell in Cell::ALL {
                let Some(field) = field(&line, cell).filter(|field| own.as_ref() != Some(field))
                else {
                    continue;
                };
                let value = value(&field);
                let known = match field.dyn_ref::<HtmlInputElement>() {
                    Some(input) => input.default_value(),
                    None => cell.value(at, row),
                };
                if value != known {
                    typed.cells.push((at, cell, value));
                }
            }
            at += 1;
        }
        (at, typed)
    }

    /// Makes the edits that it means, from the bottom, so that no row of it moves before its turn.
    pub(super) fn count_typed(&self, typed: Typed) {
        for (at, cell, value) in typed.cells.into_iter().rev() {
            if let Some(edit) = cell.edit(at, &value) {
                self.editing.edit(&edit);
            }
        }
        for NewRow { name, lane, focus } in typed.new {
            if let Some(cell) = focus {
                self.add_blank();
                self.write_on(&name, &lane, cell);
            } else if !name.trim().is_empty() {
                let after = self.steps().checked_sub(1);
                self.editing.edit(&Edit::Add { after, name, lane });
            }
        }
    }

    /// Puts what was typed into the row that has no name yet, and the caret behind it.
    fn write_on(&self, name: &str, lane: &str, own: Cell) {
        let Some(blank) = self.blank() else { return };
        for (cell, value) in [(Cell::Name, name), (Cell::Lane, lane)] {
            let input = field(&blank, cell).and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
            let Some(input) = input else { continue };
            input.set_value(value);
            if cell == own {
                let _ = input.focus();
                let end = u32::try_from(value.encode_utf16().count()).unwrap_or(u32::MAX);
                let _ = input.set_selection_range(end, end);
            }
        }
    }
}

fn new_row(line: &Element, own: Option<&HtmlElement>) -> Option<NewRow> {
    let [name, lane] = [Cell::Name, Cell::Lane].map(|cell| field(line, cell));
    let focus = [(&name, Cell::Name), (&lane, Cell::Lane)];
    let is_own = |field: &Option<HtmlElement>| field.is_some() && field.as_ref() == own;
    let focus = focus.into_iter().find(|(field, _)| is_own(field)).map(|(_, cell)| cell);
    let [name, lane] = [name, lane].map(|field| field.as_ref().map(value).unwrap_or_default());
    (focus.is_some() || !name.is_empty() || !lane.is_empty()).then_some(NewRow {
        name,
        lane,
        focus,
    })
}
