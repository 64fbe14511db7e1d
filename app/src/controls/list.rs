//! All controls of all integrations, family by family.
//! A control nobody has looked at reads as unknown, never as missing.

use super::rows::{self, ControlLine};
use crate::prelude::*;
use crate::ui::{
    Badge, Column, Contents, DataTable, EmptyState, Filters, Link, PageHeader, Section, Select,
    Tab, Tabs, Text, Tone, choices,
};
use crate::urls::at;
use faultline::document::controls::{ControlState, Family};
use faultline::document::engagement::Engagement;
use faultline::document::integrations::Integration;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use std::sync::Arc;

/// What the address asks for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Only {
    /// One family.
    pub family: Option<Family>,
    /// One state.
    pub state: Option<ControlState>,
}

impl Only {
    /// It as the end of an address; nothing when it asks for everything.
    fn query(self) -> String {
        let family = self.family.map(|one| format!("family={}", one.key()));
        let state = self.state.map(|one| format!("state={}", one.key()));
        let parts: Vec<_> = family.into_iter().chain(state).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// The page.
#[component]
pub fn ControlsPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// What the reader asked for.
    only: Only,
    /// Whether the reader may change it.
    may_edit: bool,
) -> impl IntoView {
    let page = at(document.id, "controls");
    let of = |family: Option<Family>| format!("{page}{}", Only { family, ..only }.query());
    let families = Family::ALL.iter().map(|family| Link::new(of(Some(*family)), family.label()));
    let all = Link::new(of(None), "All");
    let tabs = std::iter::once(all).chain(families).map(Tab::from).collect();
    let file = at(document.id, &format!("controls.csv{}", only.query()));
    let table = at(document.id, "controls/table");
    let table = (may_edit && !document.integrations.is_empty()).then_some(table);
    let clear =
        only.state.map(|_| Text::from(format!("{page}{}", Only { state: None, ..only }.query())));
    view! {
        <PageHeader title="Controls" lede="What stands between a fault and the business, and what is missing.">
            <a class="button" href=file>"Download CSV"</a>
            {table.map(|href| view! { <a class="button" href=href>"As a table"</a> })}
        </PageHeader>
        <Tabs label="Families" tabs current=of(only.family) />
        <StateFilter page only clear />
        <Sheets document only may_edit />
    }
}

/// Narrows the sheets to one state: what is missing, or what nobody has looked at.
#[component]
fn StateFilter(page: String, only: Only, clear: Option<Text>) -> impl IntoView {
    let family = only.family.map(Catalogue::key);
    let state = only.state.map_or("", Catalogue::key);
    view! {
        <Filters action=page clear>
            {family.map(|family| view! { <input type="hidden" name="family" value=family /> })}
            <Select label="State" name="state" choices={choices::<ControlState>()} selected=state blank="Any" />
        </Filters>
    }
}

#[component]
fn Sheets(document: Arc<Engagement>, only: Only, may_edit: bool) -> impl IntoView {
    if document.integrations.is_empty() {
        let systems = Link::new(at(document.id, "systems"), "Systems and integrations");
        return Either::Left(view! {
            <EmptyState title="No integrations yet" action=Some(systems)>
                <p>"Controls stand between a fault and the business, at each integration. Add the integrations first."</p>
            </EmptyState>
        });
    }
    let names = document.integrations.iter();
    let contents = names.map(|it| Link::new(format!("#{}", it.id), it.name.clone())).collect();
    let sections = document.integrations.iter().cloned().map(|integration| {
        let lines = rows::of(&document, &integration, only);
        view! { <Sheet engagement=document.id integration lines narrowed=only.state.is_some() may_edit /> }
    });
    let sections = sections.collect_view();
    Either::Right(view! { <Contents sections=contents />{sections} })
}

/// The controls of one integration.
#[component]
fn Sheet(
    engagement: EngagementId,
    integration: Integration,
    lines: Vec<ControlLine>,
    narrowed: bool,
    may_edit: bool,
) -> impl IntoView {
    let looked = lines.iter().filter(|line| line.state() != ControlState::Unknown).count();
    let (criticality, all) = (integration.criticality.label(), lines.len());
    let lede = if narrowed {
        format!("{criticality}. {all} in this state.")
    } else {
        format!("{criticality}. {looked} of {all} looked at.")
    };
    let form = at(engagement, &format!("controls/{}", integration.id));
    let edit = may_edit.then(|| form.clone());
    let id = integration.id.to_string();
    view! {
        <Section title=integration.name.clone() id lede>
            <Controls integration lines form=edit.clone() />
            {edit.map(|href| view! { <p><a class="button" href=href>"Record controls"</a></p> })}
        </Section>
    }
}

/// The table of controls, linked to the form where the reader may change them.
#[component]
fn Controls(
    integration: Integration,
    lines: Vec<ControlLine>,
    form: Option<String>,
) -> impl IntoView {
    if lines.is_empty() {
        return Either::Left(view! { <p class="hint">"Nothing here is like that."</p> });
    }
    let caption = format!("Controls of {}", integration.name);
    let id = format!("controls-{}", integration.id);
    let columns = ["Control", "Family", "State", "Evidence"].map(Column::new).to_vec();
    let rows = lines.into_iter().map(|line| {
        let href = form.as_ref().map(|form| format!("{form}#{}", line.control.key()));
        view! { <ControlRow line href /> }
    });
    Either::Right(view! {
        <DataTable caption id columns cards=true quiet=true>{rows.collect_view()}</DataTable>
    })
}

#[component]
fn ControlRow(line: ControlLine, href: Option<String>) -> impl IntoView {
    let (control, state) = (line.control, line.state());
    let name = match href {
        Some(href) => Either::Left(view! { <a href=href>{control.label()}</a> }),
        None => Either::Right(control.label()),
    };
    view! {
        <tr>
            <th scope="row" data-label="Control">{name}</th>
            <td data-label="Family">{control.family().label()}</td>
            <td data-label="State"><Badge tone=tone(state) word=state.label() /></td>
            <td data-label="Evidence" class="wide">{line.found.map(|found| found.evidence).unwrap_or_default()}</td>
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
