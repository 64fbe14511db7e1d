//! The map as a table: a row for each step, written in place.
//! It is a form that saves; in the browser each cell is an edit as it is left, and keys add, move and indent rows.

use super::island::{Pane, TableKeys};
use super::page::Writing;
use crate::editing::Refusal;
use crate::form::Form;
use crate::prelude::*;
use crate::ui::map_row::{options, row};
use crate::ui::markup::island;
use crate::ui::{Column, DataTable, EditForm, FormErrors};
use crate::workflows::source::MapSource;
use faultline::engines::map::names::Names;
use faultline::engines::map::outline::{self, Row, RowError, Written};
use faultline::engines::map::text::{MAX_STEPS, parse};
use faultline::engines::map::{Map, StepKind};
use faultline::platform::catalogue::Catalogue;
use std::sync::Arc;

/// Empty rows that the form offers.
const EMPTY: usize = 3;
/// Rows that are read of a form: those of the largest map, and the empty ones below.
pub const ROWS: usize = MAX_STEPS + EMPTY;

/// The rows that a form sent, in order.
pub fn sent(sent: &Form) -> Vec<Written> {
    let cell = |at: usize, name: &str| sent.text(&format!("{name}_{at}"));
    let rows = (0..ROWS).take_while(|at| sent.ticked(&format!("name_{at}")));
    rows.map(|at| Written {
        number: cell(at, "number"),
        lane: cell(at, "lane"),
        name: cell(at, "name"),
        kind: StepKind::from_key(&cell(at, "kind")).ok(),
        facts: cell(at, "facts"),
        leads: cell(at, "leads"),
    })
    .collect()
}

/// Whether a form has more rows than a map can have steps.
pub fn too_many(sent: &Form) -> bool {
    sent.ticked(&format!("name_{ROWS}"))
}

/// The rows of a form as text, to be shown beside what is stored.
pub fn told(form: &Form) -> String {
    let rows = sent(form).into_iter().filter(|row| !row.name.is_empty());
    rows.map(|row| format!("{}: {} ({}) -> {}\n", row.lane, row.name, row.facts, row.leads))
        .collect()
}

/// The pane.
#[component]
pub fn TablePane(
    /// The address of the map.
    address: String,
    /// The map, and what its text can name.
    source: Arc<MapSource>,
    /// The text that the rows are of, unless rows were sent.
    text: String,
    /// What is written of the map.
    writing: Arc<Writing>,
    /// The version that the form is saved over.
    version: i32,
) -> impl IntoView {
    let open = writing.pane == Pane::Table;
    let (rows, lanes) = shown(&source, &text, &writing);
    let columns = ["Number", "Lane", "Step", "Kind", "Facts", "Leads to"].map(Column::new).to_vec();
    let errors = if open { errors(&writing) } else { FormErrors::new() };
    let version = Some(i64::from(version));
    view! {
        <section class="pane" data-pane="table" aria-label="Table" hidden=!open>
            <EditForm action=format!("{address}/table") save="Save table" cancel=address errors version>
                <p class="hint">
                    "A row for each step; clear its name to take it away, give it another number to move it. “Leads to” names rows: 4, or yes: 4, no: 7."
                </p>
                <DataTable caption="Steps of the map" id="outline" columns quiet=true>{rows}</DataTable>
                <datalist id="outline-lanes">{options(&lanes)}</datalist>
            </EditForm>
            {island(view! { <TableKeys /> })}
        </section>
    }
}

/// The rows that the form shows, those that were sent if they come back, and the lanes that it offers.
fn shown(source: &MapSource, text: &str, writing: &Writing) -> (Markup, Vec<String>) {
    let map = parse(text, &source.names).map(|draft| source.taken(&draft)).ok();
    let refused = writing.refusal.is_some() || !writing.rows.is_empty();
    let (rows, mut lanes) = match map {
        Some(map) if writing.pane != Pane::Table || !refused => (
            rows(&map, &source.names),
            map.lanes.iter().map(|lane| lane.name.clone()).collect::<Vec<_>>(),
        ),
        _ => (typed(&writing.sent), Vec::new()),
    };
    lanes.extend(source.names.systems.names().map(str::to_owned));
    lanes.dedup();
    (rows, lanes)
}

/// The rows of a map, and empty ones for more.
fn rows(map: &Map, names: &Names) -> Markup {
    let told = outline::rows(map, names).into_iter().enumerate();
    let told = told.map(|(at, Row { step, depth, lane, name, kind, facts, leads })| {
        let number = (at + 1).to_string();
        let written = Written { number, lane, name, kind: Some(kind), facts, leads };
        row(at, Some(&step.to_string()), &written, depth)
    });
    let known = map.steps.len();
    let empty = (known..known + EMPTY).map(|at| row(at, None, &Written::default(), 0));
    told.chain(empty).collect()
}

fn typed(form: &Form) -> Markup {
    let rows = sent(form).into_iter().enumerate();
    rows.map(|(at, written)| row(at, None, &written, 0)).collect()
}

fn errors(writing: &Writing) -> FormErrors {
    let mut errors = writing.refusal.as_ref().map(Refusal::errors).unwrap_or_default();
    for RowError { row, column, refused } in &writing.rows {
        errors.add(format!("{column}_{row}"), format!("Row {}: {refused}", row + 1));
    }
    errors
}
