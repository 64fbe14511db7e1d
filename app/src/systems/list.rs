//! The lists of systems and of integrations.
//! Each row can be linked to by its id.

use crate::prelude::*;
use crate::ui::{
    Badge, Column, DataTable, EmptyState, FaultLine, Link, PageHeader, Section, Tag, Tone,
};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::integrations::{Integration, Ownership};
use faultline::document::systems::{DiscoveryFact, System};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, SystemId};
use std::sync::Arc;

/// Both lists.
#[component]
pub fn SystemsPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// Whether the reader may change it.
    may_edit: bool,
) -> impl IntoView {
    let new_system = Link::new(at(document.id, "systems/new"), "Add a system");
    let new_integration = Link::new(at(document.id, "integrations/new"), "Add an integration");
    let joinable = may_edit && document.systems.len() >= 2;
    let button = |link: Link| view! { <a class="button" href=link.href>{link.label}</a> };
    let add_system = may_edit.then_some(new_system);
    let add_integration = joinable.then_some(new_integration);
    let (systems, buttons) = (document.clone(), (add_system.clone(), add_integration.clone()));
    view! {
        <PageHeader title="Systems and integrations" lede="What is involved, who owns it, and which facts nobody has checked.">
            {buttons.0.map(button)}
            {buttons.1.map(button)}
        </PageHeader>
        <Section title="Integrations" id="integrations" lede="The boundaries that are judged.">
            <Integrations document add=add_integration />
        </Section>
        <Section title="Systems" id="systems">
            <Systems document=systems add=add_system />
        </Section>
    }
}

#[component]
fn Systems(document: Arc<Engagement>, add: Option<Link>) -> impl IntoView {
    if document.systems.is_empty() {
        return Either::Left(view! {
            <EmptyState title="No systems yet" action=add>
                <p>
                    "Begin with the two ends of what is breaking: where a record is made, and where it should arrive. Add what stands between them after that."
                </p>
            </EmptyState>
        });
    }
    let rows = document.systems.iter().cloned();
    let rows = rows.map(|system| view! { <SystemRow engagement=document.id system /> });
    let columns = ["System", "Kind", "Business owner", "Technical owner", "Known facts"];
    Either::Right(view! {
        <DataTable caption="Systems" id="systems-table" columns=columns.map(Column::new).to_vec() cards=true quiet=true>
            {rows.collect_view()}
        </DataTable>
    })
}

#[component]
fn SystemRow(engagement: EngagementId, system: System) -> impl IntoView {
    let href = at(engagement, &format!("systems/{}", system.id));
    let unknown = system.unknown_facts().len();
    let of = if unknown == 0 && system.facts.is_empty() { 0 } else { DiscoveryFact::ALL.len() };
    let facts = match (of, unknown) {
        (0, _) => Either::Left(view! { <span>"None needed"</span> }),
        (of, 0) => Either::Right(view! { <Badge tone=Tone::Sound word=format!("all {of}") /> }),
        (of, unknown) => Either::Right(
            view! { <Badge tone=Tone::Unknown word=format!("{} of {of}", of - unknown) /> },
        ),
    };
    view! {
        <tr id=system.id.to_string()>
            <th scope="row" data-label="System"><a href=href>{system.name}</a></th>
            <td data-label="Kind"><Tag word=system.kind.label() /></td>
            <td data-label="Business owner"><Owner name=system.business_owner /></td>
            <td data-label="Technical owner"><Owner name=system.technical_owner /></td>
            <td data-label="Known facts">{facts}</td>
        </tr>
    }
}

#[component]
fn Owner(name: String) -> impl IntoView {
    if name.trim().is_empty() {
        Either::Left(view! { <Badge tone=Tone::Unknown word="unassigned" /> })
    } else {
        Either::Right(name)
    }
}

#[component]
fn Integrations(document: Arc<Engagement>, add: Option<Link>) -> impl IntoView {
    if document.integrations.is_empty() {
        return Either::Left(view! {
            <EmptyState title="No integrations yet" action=add>
                <p>"An integration joins two systems: it is the boundary that the verdict is about. Add two systems first."</p>
            </EmptyState>
        });
    }
    let rows = document.integrations.iter().cloned();
    let rows = rows.map(|integration| {
        view! { <IntegrationRow document=document.clone() integration /> }
    });
    let columns = ["Integration", "From and to", "Criticality", "Owners", "Samples"];
    Either::Right(view! {
        <DataTable caption="Integrations" id="integrations-table" columns=columns.map(Column::new).to_vec() cards=true quiet=true>
            {rows.collect_view()}
        </DataTable>
    })
}

#[component]
fn IntegrationRow(document: Arc<Engagement>, integration: Integration) -> impl IntoView {
    let href = at(document.id, &format!("integrations/{}", integration.id));
    let name =
        |id: SystemId| document.system(id).map_or("removed system", |system| system.name.as_str());
    let ends = format!("{} → {}", name(integration.source), name(integration.destination));
    let (owned, all) =
        (Ownership::ALL.len() - integration.unassigned().len(), Ownership::ALL.len());
    let tone = if owned == all { Tone::Sound } else { Tone::Doubt };
    let confirmed: i64 = document.samples.of(integration.id).map(|pattern| pattern.confirmed).sum();
    let evidence = u64::try_from(confirmed).unwrap_or(0);
    let line = if evidence == 0 { Tone::Unknown } else { Tone::Fault };
    view! {
        <tr id=integration.id.to_string()>
            <th scope="row" data-label="Integration">
                <a href=href>{integration.name}</a>
                {(!integration.in_scope).then(|| view! { " " <Tag word="out of scope" /> })}
            </th>
            <td data-label="From and to">{ends}</td>
            <td data-label="Criticality">{integration.criticality.label()}</td>
            <td data-label="Owners"><Badge tone word=format!("{owned} of {all}") /></td>
            <td data-label="Samples"><FaultLine tone=line evidence />" "{format!("{confirmed} confirmed")}</td>
        </tr>
    }
}
