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

/// Both lists.
pub fn view(document: &Engagement, may_edit: bool) -> impl IntoView + use<> {
    let link = |page: &str| at(document.id, page);
    let new_system = Link::new(link("systems/new"), "Add a system");
    let new_integration = Link::new(link("integrations/new"), "Add an integration");
    let add = |link: &Link, shown: bool| {
        (may_edit && shown)
            .then(|| view! { <a class="button" href=link.href.clone()>{link.label.clone()}</a> })
    };
    let systems = if document.systems.is_empty() {
        view! {
            <EmptyState title="No systems yet" action=may_edit.then(|| new_system.clone())>
                <p>
                    "Begin with the two ends of what is breaking: where a record is made, and where it should arrive. Add what stands between them after that."
                </p>
            </EmptyState>
        }
        .markup()
    } else {
        let rows =
            document.systems.iter().map(|system| system_row(document, system)).collect_view();
        let columns = ["System", "Kind", "Business owner", "Technical owner", "Known facts"]
            .map(Column::new)
            .to_vec();
        view! { <DataTable caption="Systems" id="systems-table" columns cards=true quiet=true>{rows}</DataTable> }.markup()
    };
    let integrations = if document.integrations.is_empty() {
        view! {
            <EmptyState
                title="No integrations yet"
                action=(may_edit && document.systems.len() >= 2).then(|| new_integration.clone())
            >
                <p>"An integration joins two systems: it is the boundary that the verdict is about. Add two systems first."</p>
            </EmptyState>
        }
        .markup()
    } else {
        let rows =
            document.integrations.iter().map(|it| integration_row(document, it)).collect_view();
        let columns = ["Integration", "From and to", "Criticality", "Owners", "Samples"]
            .map(Column::new)
            .to_vec();
        view! { <DataTable caption="Integrations" id="integrations-table" columns cards=true quiet=true>{rows}</DataTable> }
            .markup()
    };
    let add = (add(&new_system, true), add(&new_integration, document.systems.len() >= 2));
    view! {
        <PageHeader title="Systems and integrations" lede="What is involved, who owns it, and which facts nobody has checked.">
            {add}
        </PageHeader>
        <Section title="Integrations" id="integrations" lede="The boundaries that are judged.">
            {integrations}
        </Section>
        <Section title="Systems" id="systems">
            {systems}
        </Section>
    }
}

fn system_row(document: &Engagement, system: &System) -> impl IntoView + use<> {
    let href = at(document.id, &format!("systems/{}", system.id));
    let unknown = system.unknown_facts().len();
    let of = if unknown == 0 && system.facts.is_empty() { 0 } else { DiscoveryFact::ALL.len() };
    let facts = match (of, unknown) {
        (0, _) => view! { <span>"None needed"</span> }.markup(),
        (of, 0) => view! { <Badge tone=Tone::Sound word=format!("all {of}") /> }.markup(),
        (of, unknown) => {
            view! { <Badge tone=Tone::Unknown word=format!("{} of {of}", of - unknown) /> }.markup()
        }
    };
    view! {
        <tr id=system.id.to_string()>
            <th scope="row" data-label="System"><a href=href>{system.name.clone()}</a></th>
            <td data-label="Kind"><Tag word=system.kind.label() /></td>
            <td data-label="Business owner">{owner(&system.business_owner)}</td>
            <td data-label="Technical owner">{owner(&system.technical_owner)}</td>
            <td data-label="Known facts">{facts}</td>
        </tr>
    }
}

fn owner(name: &str) -> Markup {
    if name.trim().is_empty() {
        view! { <Badge tone=Tone::Unknown word="unassigned" /> }.markup()
    } else {
        name.to_owned().markup()
    }
}

fn integration_row(document: &Engagement, integration: &Integration) -> impl IntoView + use<> {
    let href = at(document.id, &format!("integrations/{}", integration.id));
    let name = |id| {
        document
            .system(id)
            .map_or_else(|| "removed system".to_owned(), |system| system.name.clone())
    };
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
                <a href=href>{integration.name.clone()}</a>
                {(!integration.in_scope).then(|| view! { " " <Tag word="out of scope" /> })}
            </th>
            <td data-label="From and to">{ends}</td>
            <td data-label="Criticality">{integration.criticality.label()}</td>
            <td data-label="Owners"><Badge tone word=format!("{owned} of {all}") /></td>
            <td data-label="Samples"><FaultLine tone=line evidence />" "{format!("{confirmed} confirmed")}</td>
        </tr>
    }
}
