//! All controls of all integrations, family by family.
//! A control nobody has looked at reads as unknown, never as missing.

use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, EmptyState, Link, PageHeader, Section, Tab, Tabs, Tone};
use crate::urls::at;
use faultline::document::controls::{Control, ControlSheet, ControlState, Family, Finding};
use faultline::document::engagement::Engagement;
use faultline::document::integrations::Integration;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use std::sync::Arc;

/// The page.
#[component]
pub fn ControlsPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// The family that the reader asked for.
    only: Option<Family>,
    /// Whether the reader may change it.
    may_edit: bool,
) -> impl IntoView {
    let page = at(document.id, "controls");
    let of = |family: Family| format!("{page}?family={}", family.key());
    let families = Family::ALL.iter().map(|family| Link::new(of(*family), family.label()));
    let all = Link::new(page.clone(), "All");
    let tabs = std::iter::once(all).chain(families).map(Tab::from).collect();
    let current = only.map_or_else(|| page.clone(), of);
    view! {
        <PageHeader title="Controls" lede="What stands between a fault and the business, and what is missing." />
        <Tabs label="Families" tabs current />
        <Sheets document only may_edit />
    }
}

#[component]
fn Sheets(document: Arc<Engagement>, only: Option<Family>, may_edit: bool) -> impl IntoView {
    if document.integrations.is_empty() {
        let systems = Link::new(at(document.id, "systems"), "Systems and integrations");
        return Either::Left(view! {
            <EmptyState title="No integrations yet" action=Some(systems)>
                <p>"Controls stand between a fault and the business, at each integration. Add the integrations first."</p>
            </EmptyState>
        });
    }
    let sections = document.integrations.iter().cloned().map(|integration| {
        let sheet = document.controls(integration.id).cloned();
        view! { <Sheet engagement=document.id integration sheet only may_edit /> }
    });
    Either::Right(sections.collect_view())
}

/// The controls of one integration.
#[component]
fn Sheet(
    engagement: EngagementId,
    integration: Integration,
    sheet: Option<ControlSheet>,
    only: Option<Family>,
    may_edit: bool,
) -> impl IntoView {
    let finding = |control: Control| {
        let found = sheet.as_ref().and_then(|sheet| sheet.controls.get(&control)).cloned();
        (control, found)
    };
    let known = |found: &Option<Finding>| {
        found.as_ref().is_some_and(|found| found.state != ControlState::Unknown)
    };
    let shown = |(control, found): &(Control, Option<Finding>)| {
        let wanted = only.is_none_or(|family| control.family() == family);
        wanted && (control.expected(integration.criticality) || known(found))
    };
    let controls: Vec<_> = Control::ALL.iter().map(|one| finding(*one)).filter(shown).collect();
    let looked = controls.iter().filter(|(_, found)| known(found)).count();
    let criticality = integration.criticality.label();
    let lede = format!("{criticality}. {looked} of {} looked at.", controls.len());
    let form = at(engagement, &format!("controls/{}", integration.id));
    let edit = may_edit.then(|| form.clone());
    let id = integration.id.to_string();
    view! {
        <Section title=integration.name.clone() id lede>
            <Controls integration controls form=edit.clone() />
            {edit.map(|href| view! { <p><a class="button" href=href>"Record controls"</a></p> })}
        </Section>
    }
}

/// The table of controls, linked to the form where the reader may change them.
#[component]
fn Controls(
    integration: Integration,
    controls: Vec<(Control, Option<Finding>)>,
    form: Option<String>,
) -> impl IntoView {
    if controls.is_empty() {
        return Either::Left(
            view! { <p class="hint">"Nothing of this family is expected here."</p> },
        );
    }
    let caption = format!("Controls of {}", integration.name);
    let id = format!("controls-{}", integration.id);
    let columns = ["Control", "Family", "State", "Evidence"].map(Column::new).to_vec();
    let rows = controls.into_iter().map(|(control, found)| {
        let href = form.as_ref().map(|form| format!("{form}#{}", control.key()));
        view! { <ControlRow control found href /> }
    });
    Either::Right(view! {
        <DataTable caption id columns cards=true quiet=true>{rows.collect_view()}</DataTable>
    })
}

#[component]
fn ControlRow(control: Control, found: Option<Finding>, href: Option<String>) -> impl IntoView {
    let state = found.as_ref().map_or(ControlState::Unknown, |found| found.state);
    let name = match href {
        Some(href) => Either::Left(view! { <a href=href>{control.label()}</a> }),
        None => Either::Right(control.label()),
    };
    view! {
        <tr>
            <th scope="row" data-label="Control">{name}</th>
            <td data-label="Family">{control.family().label()}</td>
            <td data-label="State"><Badge tone=tone(state) word=state.label() /></td>
            <td data-label="Evidence" class="wide">{found.map(|found| found.evidence).unwrap_or_default()}</td>
        </tr>
    }
}

/// What a state means to the reader.
pub fn tone(state: ControlState) -> Tone {
    match state {
        ControlState::InPlace => Tone::Sound,
        ControlState::Partial => Tone::Doubt,
        ControlState::Missing => Tone::Fault,
        ControlState::Unknown => Tone::Unknown,
        ControlState::NotApplicable => Tone::Plain,
    }
}
