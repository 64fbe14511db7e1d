//! What is known of the selected step, to be changed beside the picture.
//! A flow that crosses from one system to another offers the integrations it could use, or a new one.

use super::editing::Editing;
use crate::prelude::*;
use faultline::engines::map::StepKind;
use faultline::engines::map::edit::Edit;
use faultline::engines::map::editor::Editor;
use faultline::engines::map::editor::cells::Cell;
use faultline::engines::map::editor::registry::Crossing;
use faultline::engines::map::outline::Row;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::IntegrationId;
use leptos::ev::{Event, KeyboardEvent};
use leptos::wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

/// The fields of the selected step; nothing while none is.
#[island]
pub fn Inspector() -> impl IntoView {
    let editing = Editing::around();
    let shown = Memo::new(move |_| editing.read(selected));
    let crossings = Memo::new(move |_| editing.read(crossings));
    let kinds = StepKind::ALL
        .iter()
        .map(|kind| view! { <option value=kind.key()>{kind.label()}</option> })
        .collect_view();
    let kind = move || known(shown, Cell::Kind);
    let crossing = move || {
        let (rows, integrations) =
            (crossings.get().into_iter(), editing.integrations.get_untracked());
        rows.map(|crossing| crossing_field(editing, crossing, &integrations)).collect_view()
    };
    view! {
        <form class="inspector" hidden=move || shown.with(Option::is_none) aria-label="The selected step" on:keydown=enter>
            <TextField editing shown label="Step" cell=Cell::Name />
            <TextField editing shown label="Lane" cell=Cell::Lane list="outline-lanes" />
            <div class="field">
                <label for="step-kind">"Kind"</label>
                <select id="step-kind" prop:value=kind on:change=move |event| write(editing, shown, Cell::Kind, &event)>
                    {kinds}
                </select>
            </div>
            <TextField editing shown label="Facts" cell=Cell::Facts hint="5 min x 200/month, by Anna !memory" />
            <TextField editing shown label="Leads to" cell=Cell::Leads hint="4, or yes: 4, no: 7" />
            <div class="inspector-crossings">{crossing}</div>
        </form>
    }
}

type Selected = Memo<Option<(usize, Row)>>;

fn selected(editor: &Editor) -> Option<(usize, Row)> {
    let step = editor.selected()?;
    Some((step, editor.reading().row(step, editor.names())?))
}

fn known(shown: Selected, cell: Cell) -> String {
    shown.with(|shown| shown.as_ref().map(|(at, row)| cell.value(*at, row))).unwrap_or_default()
}

#[component]
fn TextField(
    editing: Editing,
    shown: Selected,
    label: &'static str,
    cell: Cell,
    #[prop(optional)] list: Option<&'static str>,
    #[prop(optional)] hint: &'static str,
) -> impl IntoView {
    let id = format!("step-{}", cell.key());
    let value = Memo::new(move |_| known(shown, cell));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                list=list
                autocomplete="off"
                spellcheck="false"
                placeholder=hint
                maxlength="400"
                prop:value=move || value.get()
                on:change=move |event| write(editing, shown, cell, &event)
            />
        </div>
    }
}

/// Takes what was written; what is refused shows again what counts.
fn write(editing: Editing, shown: Selected, cell: Cell, event: &Event) {
    let Some((step, row)) = shown.get_untracked() else { return };
    let (value, known) = (event_target_value(event), cell.value(step, &row));
    if value == known {
        return;
    }
    // A step is taken away by its own tool, not by clearing its name here.
    let edit = match cell {
        Cell::Name => Some(Edit::Rename { step, name: value }),
        cell => cell.edit(step, &value),
    };
    if !edit.is_some_and(|edit| editing.edit(&edit)) {
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(field) = field {
            field.set_value(&known);
        }
    }
}

/// Enter takes what was written and stays.
#[expect(clippy::needless_pass_by_value, reason = "handlers are given their event")]
fn enter(event: KeyboardEvent) {
    let field = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    if let Some(field) = field.filter(|field| event.key() == "Enter" && field.tag_name() == "INPUT")
    {
        event.prevent_default();
        // Leaving a field says that it was written.
        let _ = field.blur();
        let _ = field.focus();
    }
}

/// A crossing in words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    crossing: Crossing,
    says: String,
    /// The integration that it names, then those that could be meant.
    names: Vec<String>,
    via: String,
}

fn crossings(editor: &Editor) -> Vec<Told> {
    let (Some(step), map) = (editor.selected(), editor.reading().map()) else { return Vec::new() };
    let names = editor.names();
    let integration =
        |id: IntegrationId| names.integrations.name(id).unwrap_or_default().to_owned();
    let told = editor.registry().leaving(map, step).into_iter().map(|crossing| {
        let system = |id| names.systems.name(id).unwrap_or_default();
        let (from, to) = (system(crossing.systems.0), system(crossing.systems.1));
        let says =
            format!("To “{}” it crosses from {from} to {to} by", map.steps[crossing.to].name);
        let via = crossing.via.map(integration).unwrap_or_default();
        let mut known: Vec<String> = Vec::new();
        for name in std::iter::once(via.clone())
            .chain(crossing.candidates.iter().map(|id| integration(*id)))
        {
            if !name.is_empty() && !known.contains(&name) {
                known.push(name);
            }
        }
        Told { crossing, says, names: known, via }
    });
    told.collect()
}

fn crossing_field(editing: Editing, told: Told, add: &str) -> impl IntoView + use<> {
    let Told { crossing, says, names, via } = told;
    let (flow, (from, to)) = (crossing.flow, crossing.systems);
    let id = format!("flow-{flow}");
    let options = std::iter::once(String::new()).chain(names).map(|name| {
        let label = if name.is_empty() { "We don’t know yet".to_owned() } else { name.clone() };
        let chosen = name == via;
        view! { <option value=name selected=chosen>{label}</option> }
    });
    let choose = move |event: Event| {
        editing.edit(&Edit::Via { flow, integration: event_target_value(&event) });
    };
    view! {
        <div class="field">
            <label for=id.clone()>{says}</label>
            <select id=id on:change=choose>{options.collect_view()}</select>
            " "
            <a href=format!("{add}?source={from}&destination={to}") target="_blank">"Add an integration"</a>
        </div>
    }
}
