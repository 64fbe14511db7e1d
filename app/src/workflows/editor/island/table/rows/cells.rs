//! Fields of the table in the browser: where they stand, and what stands in them.
//! Nothing here changes a map.

use super::super::super::browser::find;
use crate::ui::map_row as row;
use faultline::engines::map::editor::Editor;
use faultline::engines::map::editor::cells::Cell;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// The row and the column that a field stands in.
pub(super) fn place(field: &HtmlElement) -> Option<(usize, Cell)> {
    let cell = Cell::from_key(&field.get_attribute("data-cell")?)?;
    let row = field.closest("tr[data-row]").ok()??.get_attribute("data-row")?;
    Some((row.parse().ok()?, cell))
}

pub(super) fn field(line: &Element, cell: Cell) -> Option<HtmlElement> {
    let found = line.query_selector(&format!("[data-cell={}]", cell.key())).ok()??;
    found.dyn_into().ok()
}

pub(super) fn value(field: &HtmlElement) -> String {
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        return input.value();
    }
    field.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value).unwrap_or_default()
}

/// What stands in a field counts as known.
pub(super) fn settle(field: &HtmlElement) {
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        input.set_default_value(&input.value());
    }
}

pub(super) fn lanes(editor: &Editor) -> Vec<String> {
    let lanes = editor.reading().map().lanes.iter().map(|lane| lane.name.clone());
    let mut lanes: Vec<String> = lanes.collect();
    lanes.extend(editor.names().systems.names().map(str::to_owned));
    lanes
}

/// Offers lanes in the fields that take one.
pub(super) fn offer_lanes(lanes: &[String]) {
    let Some(list) = find::<Element>("#outline-lanes") else { return };
    let mut known: Vec<&String> = Vec::new();
    for lane in lanes {
        if !known.contains(&lane) {
            known.push(lane);
        }
    }
    list.set_inner_html(&row::options(known).into_string());
}
