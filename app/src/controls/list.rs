//! All controls of all integrations, family by family.
//! A control nobody has looked at reads as unknown, never as missing.

use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, EmptyState, Link, PageHeader, Section, Tab, Tabs, Tone};
use crate::urls::at;
use faultline::document::controls::{Control, ControlSheet, ControlState, Family};
use faultline::document::engagement::Engagement;
use faultline::document::integrations::Integration;
use faultline::platform::catalogue::Catalogue;

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

/// The page.
pub fn view(document: &Engagement, only: Option<Family>, may_edit: bool) -> impl IntoView + use<> {
    let body = if document.integrations.is_empty() {
        view! {
            <EmptyState
                title="No integrations yet"
                action=Some(Link::new(at(document.id, "systems"), "Systems and integrations"))
            >
                <p>"Controls stand between a fault and the business, at each integration. Add the integrations first."</p>
            </EmptyState>
        }
        .markup()
    } else {
        document
            .integrations
            .iter()
            .map(|it| section(document, it, only, may_edit))
            .collect_view()
            .markup()
    };
    let page = at(document.id, "controls");
    let mut tabs = vec![Tab::from(Link::new(page.clone(), "All"))];
    tabs.extend(
        Family::ALL
            .iter()
            .map(|family| Tab::from(Link::new(family_page(&page, *family), family.label()))),
    );
    let current = only.map_or_else(|| page.clone(), |family| family_page(&page, family));
    view! {
        <PageHeader title="Controls" lede="What stands between a fault and the business, and what is missing." />
        <Tabs label="Families" tabs current />
        {body}
    }
}

fn family_page(page: &str, family: Family) -> String {
    format!("{page}?family={}", family.key())
}

fn section(
    document: &Engagement,
    it: &Integration,
    only: Option<Family>,
    may_edit: bool,
) -> impl IntoView + use<> {
    let sheet = document.controls(it.id);
    let state = |control| sheet.map_or(ControlState::Unknown, |sheet| sheet.state(control));
    let shown = |control: &&Control| {
        let wanted = only.is_none_or(|family| control.family() == family);
        wanted && (control.expected(it.criticality) || state(**control) != ControlState::Unknown)
    };
    let controls: Vec<_> = Control::ALL.iter().filter(shown).collect();
    let looked =
        controls.iter().filter(|control| state(***control) != ControlState::Unknown).count();
    let lede = format!("{}. {looked} of {} looked at.", it.criticality.label(), controls.len());
    let rows =
        controls.iter().map(|control| row(document, it, **control, sheet, may_edit)).collect_view();
    let columns = ["Control", "Family", "State", "Evidence"].map(Column::new).to_vec();
    let edit = may_edit.then(|| {
        view! { <p><a class="button" href=at(document.id, &format!("controls/{}", it.id))>"Record controls"</a></p> }
    });
    let table = if controls.is_empty() {
        view! { <p class="hint">"Nothing of this family is expected here."</p> }.markup()
    } else {
        let caption = format!("Controls of {}", it.name);
        let id = format!("controls-{}", it.id);
        view! { <DataTable caption id columns cards=true quiet=true>{rows}</DataTable> }.markup()
    };
    view! {
        <Section title=it.name.clone() id=it.id.to_string() lede>
            {table}
            {edit}
        </Section>
    }
}

fn row(
    document: &Engagement,
    it: &Integration,
    control: Control,
    sheet: Option<&ControlSheet>,
    may_edit: bool,
) -> impl IntoView + use<> {
    let found = sheet.and_then(|sheet| sheet.controls.get(&control));
    let state = found.map_or(ControlState::Unknown, |found| found.state);
    let evidence = found.map(|found| found.evidence.clone()).unwrap_or_default();
    let href = at(document.id, &format!("controls/{}#{}", it.id, control.key()));
    let name = if may_edit {
        view! { <a href=href>{control.label()}</a> }.markup()
    } else {
        control.label().markup()
    };
    view! {
        <tr>
            <th scope="row" data-label="Control">{name}</th>
            <td data-label="Family">{control.family().label()}</td>
            <td data-label="State"><Badge tone=tone(state) word=state.label() /></td>
            <td data-label="Evidence" class="wide">{evidence}</td>
        </tr>
    }
}
