//! The lists of systems and of integrations.
//! Each row can be linked to by its id.

use super::lines::{INTEGRATION_COLUMNS, IntegrationLine, SYSTEM_COLUMNS, SystemLine};
use crate::listing::{ListFilter, Listing, MANY};
use crate::prelude::*;
use crate::ui::{Badge, DataTable, EmptyState, FaultLine, Link, PageHeader, Section, Tag, Tone};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use std::sync::Arc;

/// Both lists.
#[component]
pub fn SystemsPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// What narrows and sorts them.
    listing: Listing,
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
    let many = document.systems.len() + document.integrations.len() >= MANY;
    let tables = (at(document.id, "systems/table"), at(document.id, "integrations/table"));
    let (page, asked, sorted) = (at(document.id, "systems"), listing.clone(), listing.clone());
    view! {
        <PageHeader title="Systems and integrations" lede="What is involved, who owns it, and which facts nobody has checked.">
            {buttons.0.map(button)}
            {buttons.1.map(button)}
        </PageHeader>
        <ListFilter list=page listing=asked many />
        <Section title="Integrations" id="integrations" lede="The boundaries that are judged.">
            <Integrations document listing add=add_integration />
            {joinable.then(|| view! { <p><a class="button" href=tables.1>"Integrations as a table"</a></p> })}
        </Section>
        <Section title="Systems" id="systems">
            <Systems document=systems listing=sorted add=add_system />
            {may_edit.then(|| view! { <p><a class="button" href=tables.0>"Systems as a table"</a></p> })}
        </Section>
    }
}

#[component]
fn Systems(document: Arc<Engagement>, listing: Listing, add: Option<Link>) -> impl IntoView {
    if document.systems.is_empty() {
        return EitherOf3::A(view! {
            <EmptyState title="No systems yet" action=add>
                <p>
                    "Begin with the two ends of what is breaking: where a record is made, and where it should arrive. Add what stands between them after that."
                </p>
            </EmptyState>
        });
    }
    let engagement = document.id;
    let lines = listing.of(SystemLine::all(&document), &SYSTEM_COLUMNS);
    if lines.is_empty() {
        return EitherOf3::B(view! { <p class="hint">"No system has these words."</p> });
    }
    let columns = listing.headers(&at(engagement, "systems"), &SYSTEM_COLUMNS);
    let rows = lines.into_iter().map(|line| view! { <SystemRow engagement line /> });
    let file = at(engagement, &format!("systems.csv{}", listing.query()));
    EitherOf3::C(view! {
        <DataTable caption="Systems" id="systems-table" columns cards=true quiet=true>
            {rows.collect_view()}
        </DataTable>
        <p class="list-foot"><a href=file>"Systems as CSV"</a></p>
    })
}

#[component]
fn SystemRow(engagement: EngagementId, line: SystemLine) -> impl IntoView {
    let href = at(engagement, &format!("systems/{}", line.system.id));
    let facts = match (line.facts, line.known) {
        (0, _) => Either::Left(view! { <span>"None needed"</span> }),
        (of, known) if of == known => {
            Either::Right(view! { <Badge tone=Tone::Sound word=format!("all {of}") /> })
        }
        (of, known) => {
            Either::Right(view! { <Badge tone=Tone::Unknown word=format!("{known} of {of}") /> })
        }
    };
    let system = line.system;
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
fn Integrations(document: Arc<Engagement>, listing: Listing, add: Option<Link>) -> impl IntoView {
    if document.integrations.is_empty() {
        return EitherOf3::A(view! {
            <EmptyState title="No integrations yet" action=add>
                <p>"An integration joins two systems: it is the boundary that the verdict is about. Add two systems first."</p>
            </EmptyState>
        });
    }
    let engagement = document.id;
    let lines = listing.of(IntegrationLine::all(&document), &INTEGRATION_COLUMNS);
    if lines.is_empty() {
        return EitherOf3::B(view! { <p class="hint">"No integration has these words."</p> });
    }
    let columns = listing.headers(&at(engagement, "systems"), &INTEGRATION_COLUMNS);
    let rows = lines.into_iter().map(|line| view! { <IntegrationRow engagement line /> });
    let file = at(engagement, &format!("integrations.csv{}", listing.query()));
    EitherOf3::C(view! {
        <DataTable caption="Integrations" id="integrations-table" columns cards=true quiet=true>
            {rows.collect_view()}
        </DataTable>
        <p class="list-foot"><a href=file>"Integrations as CSV"</a></p>
    })
}

#[component]
fn IntegrationRow(engagement: EngagementId, line: IntegrationLine) -> impl IntoView {
    let IntegrationLine { integration, ends, owned, owners, confirmed } = line;
    let href = at(engagement, &format!("integrations/{}", integration.id));
    let tone = if owned == owners { Tone::Sound } else { Tone::Doubt };
    let line = if confirmed == 0 { Tone::Unknown } else { Tone::Fault };
    view! {
        <tr id=integration.id.to_string()>
            <th scope="row" data-label="Integration">
                <a href=href>{integration.name}</a>
                {(!integration.in_scope).then(|| view! { " " <Tag word="out of scope" /> })}
            </th>
            <td data-label="From and to">{ends}</td>
            <td data-label="Criticality">{integration.criticality.label()}</td>
            <td data-label="Owners"><Badge tone word=format!("{owned} of {owners}") /></td>
            <td data-label="Samples"><FaultLine tone=line evidence=confirmed as u64 />" "{format!("{confirmed} confirmed")}</td>
        </tr>
    }
}
