//! The launch checks of every integration in scope: how each stands, on what, and who approved it.
//! Every open check leads to where it is closed.

use super::lines::{LAUNCH_COLUMNS, LaunchLine};
use crate::listing::{ListFilter, Listing};
use crate::prelude::*;
use crate::ui::{
    Badge, Contents, DataTable, EmptyState, Link, PageHeader, Section, SentenceLink, Tone,
};
use crate::urls::{self, at};
use faultline::judgement::assess::IntegrationAssessment;
use faultline::judgement::gates::GateKind;
use faultline::judgement::gates::launch::{Checked, LaunchState};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;

/// The page.
#[component]
pub fn LaunchPage(
    /// The engagement.
    engagement: EngagementId,
    /// Its integrations in scope, and how each stands.
    integrations: Vec<IntegrationAssessment>,
    /// What narrows and sorts them.
    listing: Listing,
    /// Whether the reader may record approvals.
    may_edit: bool,
) -> impl IntoView {
    let nothing = integrations.is_empty();
    let (list, many) = (at(engagement, "launch"), !nothing);
    let file = at(engagement, &format!("launch.csv{}", listing.query()));
    let names = integrations.iter().map(|assessed| &assessed.verdict);
    let contents =
        names.map(|it| Link::new(format!("#{}", it.integration), it.name.clone())).collect();
    let asked = listing.clone();
    let sections = integrations.into_iter().map(|assessed| {
        let listing = asked.clone();
        view! { <LaunchSection engagement assessed listing may_edit /> }
    });
    let sections = sections.collect_view();
    view! {
        <PageHeader title="Launch checks" lede="What has to be there before an integration goes live. With two or more missing, it waits." />
        {nothing.then(|| view! { <NothingToLaunch engagement /> })}
        <ListFilter list listing many />
        <Contents sections=contents />
        {sections}
        {(!nothing).then(|| view! { <p class="list-foot"><a href=file>"Launch checks as CSV"</a></p> })}
    }
}

#[component]
fn NothingToLaunch(engagement: EngagementId) -> impl IntoView {
    let action = Link::new(at(engagement, "systems"), "Systems and integrations");
    view! {
        <EmptyState title="Nothing to launch yet" action=Some(action)>
            <p>"Launch checks are about integrations in scope. Add the systems, then the integrations that join them."</p>
        </EmptyState>
    }
}

/// The checks of one integration.
#[component]
fn LaunchSection(
    engagement: EngagementId,
    assessed: IntegrationAssessment,
    listing: Listing,
    may_edit: bool,
) -> impl IntoView {
    let lede = lede(&assessed);
    let lines = listing.of(LaunchLine::all(&assessed), &LAUNCH_COLUMNS);
    let none = lines.is_empty();
    let integration = assessed.verdict.integration;
    let form = at(engagement, &format!("launch/{integration}"));
    let (name, id) = (assessed.verdict.name, integration.to_string());
    let (caption, table) = (format!("Launch checks of {name}"), format!("launch-{integration}"));
    let columns = listing.headers(&at(engagement, "launch"), &LAUNCH_COLUMNS[1..]);
    let rows = lines.into_iter().map(|line| view! { <CheckRow engagement line /> });
    view! {
        <Section title=name id lede>
            {none.then(|| view! { <p class="hint">"No check of it has these words."</p> })}
            <DataTable caption id=table columns cards=true quiet=true>{rows.collect_view()}</DataTable>
            {may_edit.then(|| view! { <p><a class="button" href=form>"Record approvals"</a></p> })}
        </Section>
    }
}

/// Whether the launch waits, and on how many checks.
fn lede(assessed: &IntegrationAssessment) -> String {
    let waits = assessed.closed_gates.contains(&GateKind::ChecksBeforeLaunch);
    let missing = assessed.launch.iter().filter(|checked| !checked.met).count();
    match (waits, missing) {
        (true, missing) => format!("{missing} of 7 missing: the launch waits."),
        (false, 0) => "Nothing is missing.".to_owned(),
        (false, _) => "1 of 7 missing: it may go live, and the last one follows.".to_owned(),
    }
}

#[component]
fn CheckRow(engagement: EngagementId, line: LaunchLine) -> impl IntoView {
    let says = line.says();
    let Checked { check, met, state, about, .. } = line.checked;
    let says = if met {
        Either::Left(says)
    } else {
        let href = urls::subject(engagement, &about);
        Either::Right(view! { <SentenceLink href says /> })
    };
    view! {
        <tr>
            <th scope="row" data-label="Check">{check.label()}<p class="hint">{check.plain()}</p></th>
            <td data-label="State"><Badge tone=tone(state) word=state.label() /></td>
            <td data-label="What it rests on" class="wide">{says}</td>
        </tr>
    }
}

/// What a state means to the reader.
fn tone(state: LaunchState) -> Tone {
    match state {
        LaunchState::Met => Tone::Sound,
        LaunchState::NotAsked => Tone::Plain,
        LaunchState::Waits | LaunchState::Reopened | LaunchState::Expired => Tone::Doubt,
        LaunchState::NotThere => Tone::Fault,
    }
}
