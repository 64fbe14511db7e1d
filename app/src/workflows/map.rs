//! The page of one map, and the page on which it is written as text.
//! Text that cannot be understood comes back as it was, with line and column.

use super::editor::preview;
use super::{drawing, files};
use crate::editing::Refusal;
use crate::form::Sent;
use crate::frame::at;
use crate::ui::{
    Column, DataTable, EmptyState, Form, Link, Notice, PageHeader, Section, Tab, Tabs, TextArea,
    Tone,
};
use faultline::engagement::{Engagement, Part};
use faultline::map::text::{GRAMMAR, TextError, write};
use faultline::wording::counted;
use faultline::workflow::ledger::manual_work;
use faultline::workflow::{Map, Side, Workflow};
use leptos::prelude::*;

/// The last part of the page's address.
pub fn path(side: Side) -> &'static str {
    match side {
        Side::Intended => "intended",
        Side::Actual => "actual",
    }
}

/// What the map is called.
pub fn title(side: Side) -> &'static str {
    match side {
        Side::Intended => "Intended map",
        Side::Actual => "Actual map",
    }
}

/// The views of a workflow, as tabs.
pub fn tabs(document: &Engagement, workflow: &Workflow, current: &str) -> impl IntoView + use<> {
    let page = |page: &str| at(document.id, &format!("workflows/{}{page}", workflow.id));
    let tabs = vec![
        Tab::from(Link::new(page(""), "Workflow")),
        Tab::from(Link::new(page("/intended"), "Intended")),
        Tab::from(Link::new(page("/actual"), "Actual")),
        Tab::from(Link::new(page("/compare"), "Compare")),
    ];
    view! { <Tabs label="Views of the workflow" tabs current=page(current) /> }
}

/// The head of every page of a workflow.
pub fn head(
    document: &Engagement,
    workflow: &Workflow,
    lede: &'static str,
    actions: Option<AnyView>,
) -> impl IntoView + use<> {
    let trail = vec![Link::new(at(document.id, "workflows"), "Workflows")];
    view! { <PageHeader title=workflow.name.clone() trail lede>{actions}</PageHeader> }
}

/// The page of one map.
pub fn view(
    document: &Engagement,
    workflow: &Workflow,
    side: Side,
    may_edit: bool,
) -> impl IntoView + use<> {
    let text = at(document.id, &format!("workflows/{}/{}/text", workflow.id, path(side)));
    let map = document.map(workflow.id, side).filter(|map| !map.steps.is_empty());
    let write = Link::new(text, if map.is_some() { "Edit as text" } else { "Write the map" });
    let button = may_edit.then(|| {
        let edit = map.is_some().then(|| {
            view! { <a class="button primary" href=write.href.clone()>{write.label.clone()}</a> }
        });
        view! { {edit}{files::import_link(document, workflow, side)} }.into_any()
    });
    let lede = match side {
        Side::Intended => "What should happen, as people say it does.",
        Side::Actual => "What really happens, manual work included.",
    };
    let body = match map {
        None => view! {
            <EmptyState title="Not written yet" action=may_edit.then_some(write)>
                <p>
                    "Write it as people tell it: a line for each step, with the system or team in front. The program lays it out."
                </p>
            </EmptyState>
        }
        .into_any(),
        Some(map) => shown(document, workflow, map).into_any(),
    };
    view! {
        {head(document, workflow, lede, button)}
        {tabs(document, workflow, &format!("/{}", path(side)))}
        {body}
    }
}

fn shown(document: &Engagement, workflow: &Workflow, map: &Map) -> impl IntoView + use<> {
    let title = format!("{}: {}", workflow.name, title(map.side).to_lowercase());
    let note = (!map.note.is_empty()).then(|| view! { <p class="hint">{map.note.clone()}</p> });
    view! {
        {drawing::drawing(document, map, &title, path(map.side))}
        {note}
        {ledger(document, map)}
        {drawing::table(document, map, "Every step, in the order told", "steps")}
        {files::downloads(document, workflow, map.side)}
    }
}

/// Manual work in hours and, where the cost of an hour is known, money a month.
fn ledger(document: &Engagement, map: &Map) -> impl IntoView + use<> {
    let ledger = manual_work(map);
    if ledger.rows.is_empty() {
        return ().into_any();
    }
    let steps = ledger.rows.len();
    let unknown =
        (ledger.unknown > 0).then(|| format!(" {} of {steps} have no time yet.", ledger.unknown));
    let cost = document.brief.hourly_cost.and_then(|hour| {
        let hours = rust_decimal::Decimal::from_f64_retain(ledger.hours)?;
        Some(format!(", {} {} a month", document.brief.currency, (hours * hour).round_dp(0)))
    });
    let title = format!("{:.1} hours a month by hand{}", ledger.hours, cost.unwrap_or_default());
    let says = format!(
        "Minutes times runs over {}.{}",
        counted(steps as i64, "manual step", "manual steps"),
        unknown.unwrap_or_default()
    );
    view! { <Notice tone=Tone::Doubt title><p>{says}</p></Notice> }.into_any()
}

/// The page on which a map is written.
pub fn editor(
    document: &Engagement,
    workflow: &Workflow,
    side: Side,
    sent: &Sent,
    errors: &[TextError],
    refusal: Option<&Refusal>,
) -> impl IntoView + use<> {
    let page = at(document.id, &format!("workflows/{}/{}", workflow.id, path(side)));
    let names = drawing::names(document);
    let mut form_errors = refusal.map(Refusal::errors).unwrap_or_default();
    for error in errors {
        form_errors.add(
            "text",
            format!(
                "Line {}, column {}: {} {}",
                error.line, error.column, error.message, error.help
            ),
        );
    }
    let version = refusal.map_or(sent.version(), |refusal| refusal.version(sent));
    let stored = |part: &Part| match part {
        Part::Map(map) => Some(Sent::of(vec![("text", write(map, &names))])),
        _ => None,
    };
    let conflict = refusal
        .and_then(|refusal| refusal.both_sides(&[("text", "Text of the map")], sent, stored));
    let text = sent.raw("text").replace("\r\n", "\n");
    let title = format!("{}: {}", workflow.name, title(side).to_lowercase());
    let trail = vec![Link::new(page.clone(), workflow.name.clone())];
    let shown = preview(&text, &names, &title);
    let drawn = at(document.id, &format!("workflows/{}/preview", workflow.id));
    let fields = view! {
        <TextArea label="Text of the map" name="text" value=text rows=16 mono=true maxlength=200_000 />
        <div id="preview" data-preview=drawn data-of="text" aria-live="polite">{shown}</div>
    };
    view! {
        <PageHeader
            title=format!("Write the {}", self::title(side).to_lowercase())
            trail
            lede="A line for each step. Type it as it is told and put it right later; the drawing follows."
        />
        {conflict}
        <Form
            action=format!("{page}/text")
            save="Save map"
            cancel=page
            errors=form_errors
            version=Some(i64::from(version))
        >
            {fields}
        </Form>
        {grammar()}
    }
}

fn grammar() -> impl IntoView {
    let row = |(example, meaning): &(&'static str, &'static str)| {
        view! {
            <tr>
                <th scope="row" data-label="Write"><code>{*example}</code></th>
                <td data-label="Meaning">{*meaning}</td>
            </tr>
        }
    };
    let rows = GRAMMAR.iter().map(row).collect_view();
    let columns = vec![Column::new("Write"), Column::new("Meaning")];
    view! {
        <Section title="How to write a map" id="grammar">
            <DataTable caption="The signs of the text" id="grammar-table" columns quiet=true>{rows}</DataTable>
        </Section>
    }
}
