//! The map as a table: a row for each step, written in place.
//! It is a form that saves; with the script each cell is saved as it is left, and keys add, move and indent rows.

use super::{Page, Pane};
use crate::editing::Refusal;
use crate::form::Form;
use crate::prelude::*;
use crate::ui::{Column, DataTable, EditForm, FormErrors};
use crate::workflows::desk::Desks;
use faultline::engines::map::names::Names;
use faultline::engines::map::outline::{self, Row, RowError, Written};
use faultline::engines::map::text::parse;
use faultline::engines::map::{Map, StepKind};
use faultline::platform::catalogue::Catalogue;

/// Empty rows that the form offers.
const EMPTY: usize = 3;

/// The rows that a form sent, in order.
pub fn sent(sent: &Form) -> Vec<Written> {
    let cell = |at: usize, name: &str| sent.text(&format!("{name}_{at}"));
    let rows = (0..).take_while(|at| sent.ticked(&format!("name_{at}")));
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

/// The rows of a form as text, to be shown beside what is stored.
pub fn told(form: &Form) -> String {
    let rows = sent(form).into_iter().filter(|row| !row.name.is_empty());
    rows.map(|row| format!("{}: {} ({}) -> {}\n", row.lane, row.name, row.facts, row.leads))
        .collect()
}

/// The pane.
pub fn pane(
    address: &str,
    desks: &Desks<'_>,
    text: &str,
    page: &Page<'_>,
) -> impl IntoView + use<> {
    let open = page.pane == Pane::Table;
    let map = parse(text, &desks.names).map(|draft| desks.taken(&draft)).ok();
    let again = open && (page.refusal.is_some() || !page.rows.is_empty());
    let (rows, lanes) = match map {
        Some(map) if !again => {
            let known = map.steps.len();
            let empty = (known..known + EMPTY).map(|at| row(at, None, &Written::default(), 0));
            (
                (rows(&map, &desks.names), empty.collect_view()).markup(),
                map.lanes.iter().map(|lane| lane.name.clone()).collect(),
            )
        }
        _ => (typed(page.sent), Vec::new()),
    };
    let columns = ["Number", "Lane", "Step", "Kind", "Facts", "Leads to"].map(Column::new).to_vec();
    let lanes: Vec<String> =
        lanes.into_iter().chain(desks.names.systems.names().map(str::to_owned)).collect();
    let mut lanes = lanes;
    lanes.dedup();
    let options =
        lanes.into_iter().map(|value| view! { <option value=value></option> }).collect_view();
    let errors = if open { errors(page) } else { FormErrors::new() };
    let (action, cancel) = (format!("{address}/table"), address.to_owned());
    let version = Some(i64::from(page.version()));
    view! {
        <section class="pane" data-pane="table" aria-label="Table" hidden=!open>
            <EditForm action save="Save table" cancel errors version>
                <p class="hint">
                    "A row for each step; clear its name to take it away, give it another number to move it. “Leads to” names rows: 4, or yes: 4, no: 7."
                </p>
                <DataTable caption="Steps of the map" id="outline" columns quiet=true>{rows}</DataTable>
                <datalist id="outline-lanes">{options}</datalist>
            </EditForm>
            <div class="pane-keys" data-scripted hidden>
                <button class="button" type="button" data-do="row">"Add a row"</button>
                <p class="hint">
                    <kbd>"Enter"</kbd>" adds a row · "<kbd>"Alt ↑ ↓"</kbd>" moves it · "<kbd>"Alt → ←"</kbd>
                    " into a branch and out · "<kbd>"Alt Del"</kbd>" takes it away"
                </p>
            </div>
        </section>
    }
}

/// The rows of a map.
pub fn rows(map: &Map, names: &Names) -> impl IntoView + use<> {
    let told = outline::rows(map, names).into_iter().enumerate();
    told.map(|(at, Row { step, depth, lane, name, kind, facts, leads })| {
        let number = (at + 1).to_string();
        let written = Written { number, lane, name, kind: Some(kind), facts, leads };
        row(at, Some(step.to_string()), &written, depth)
    })
    .collect_view()
}

fn typed(form: &Form) -> Markup {
    let rows = sent(form).into_iter().enumerate();
    rows.map(|(at, written)| row(at, None, &written, 0)).collect_view().markup()
}

fn row(at: usize, step: Option<String>, row: &Written, depth: u32) -> impl IntoView + use<> {
    let said = |what: &str| format!("{what}, row {}", at + 1);
    let cell = |name: &'static str, what: &str, value: &str, list: Option<&'static str>| {
        view! {
            <input
                name=format!("{name}_{at}")
                id=format!("{name}_{at}")
                data-cell=name
                value=value.to_owned()
                aria-label=said(what)
                list=list
                autocomplete="off"
                spellcheck="false"
                maxlength="400"
            />
        }
    };
    let kinds = StepKind::ALL.iter().map(|kind| {
        let chosen = row.kind == Some(*kind);
        view! { <option value=kind.key() selected=chosen>{kind.label()}</option> }
    });
    let by_words = row.kind.is_none().then(|| view! { <option value="">"By its words"</option> });
    let kind = view! {
        <select name=format!("kind_{at}") id=format!("kind_{at}") data-cell="kind" aria-label=said("Kind")>
            {by_words}{kinds.collect_view()}
        </select>
    };
    let cells = (
        cell("number", "Number", &row.number, None),
        cell("lane", "Lane", &row.lane, Some("outline-lanes")),
        cell("name", "Step", &row.name, None),
    );
    let more =
        (cell("facts", "Facts", &row.facts, None), cell("leads", "Leads to", &row.leads, None));
    view! {
        <tr data-row=at data-step=step data-depth=depth.min(6)>
            <td class="num">{cells.0}</td>
            <td>{cells.1}</td>
            <td>{cells.2}</td>
            <td>{kind}</td>
            <td>{more.0}</td>
            <td>{more.1}</td>
        </tr>
    }
}

fn errors(page: &Page<'_>) -> FormErrors {
    let mut errors = page.refusal.map(Refusal::errors).unwrap_or_default();
    for RowError { row, column, refused } in page.rows {
        errors.add(format!("{column}_{row}"), format!("Row {}: {refused}", row + 1));
    }
    errors
}
