//! The launch checks of every integration in scope: how each stands, on what, and who approved it.
//! Every open check leads to where it is closed.

use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, EmptyState, Link, PageHeader, Section, Tone};
use crate::urls::{self, at};
use faultline::document::engagement::Engagement;
use faultline::judgement::assess::{Assessment, IntegrationAssessment};
use faultline::judgement::gates::GateKind;
use faultline::judgement::gates::launch::{Checked, LaunchState};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;

/// What a state means to the reader.
pub fn tone(state: LaunchState) -> Tone {
    match state {
        LaunchState::Met => Tone::Sound,
        LaunchState::NotAsked => Tone::Plain,
        LaunchState::Waits | LaunchState::Reopened | LaunchState::Expired => Tone::Doubt,
        LaunchState::NotThere => Tone::Fault,
    }
}

/// The page.
pub fn view(
    document: &Engagement,
    assessment: &Assessment,
    may_edit: bool,
) -> impl IntoView + use<> {
    let id = document.id;
    let each = assessment.integrations.iter().map(|one| section(id, one, may_edit)).collect_view();
    let empty = assessment.integrations.is_empty().then(|| {
        let action = Link::new(at(id, "systems"), "Systems and integrations");
        view! {
            <EmptyState title="Nothing to launch yet" action=Some(action)>
                <p>"Launch checks are about integrations in scope. Add the systems, then the integrations that join them."</p>
            </EmptyState>
        }
    });
    view! {
        <PageHeader title="Launch checks" lede="What has to be there before an integration goes live. With two or more missing, it waits." />
        {empty}
        {each}
    }
}

fn section(
    engagement: EngagementId,
    one: &IntegrationAssessment,
    may_edit: bool,
) -> impl IntoView + use<> {
    let integration = one.verdict.integration;
    let waits = one.closed_gates.contains(&GateKind::ChecksBeforeLaunch);
    let missing = one.launch.iter().filter(|checked| !checked.met).count();
    let lede = match (waits, missing) {
        (true, missing) => format!("{missing} of 7 missing: the launch waits."),
        (false, 0) => "Nothing is missing.".to_owned(),
        (false, _) => "1 of 7 missing: it may go live, and the last one follows.".to_owned(),
    };
    let rows = one.launch.iter().map(|checked| row(engagement, checked)).collect_view();
    let columns = ["Check", "State", "What it rests on"].map(Column::new).to_vec();
    let (name, id) = (one.verdict.name.clone(), integration.to_string());
    let (caption, table) = (format!("Launch checks of {name}"), format!("launch-{integration}"));
    let approve = may_edit.then(|| {
        view! { <p><a class="button" href=at(engagement, &format!("launch/{integration}"))>"Record approvals"</a></p> }
    });
    view! {
        <Section title=name id lede>
            <DataTable caption id=table columns cards=true quiet=true>{rows}</DataTable>
            {approve}
        </Section>
    }
}

fn row(engagement: EngagementId, checked: &Checked) -> impl IntoView + use<> {
    let (tone, word) = (tone(checked.state), checked.state.label());
    let says = checked.says.clone();
    let says = if checked.met {
        says.markup()
    } else {
        view! { <a href=urls::subject(engagement, &checked.about)>{says}</a> }.markup()
    };
    view! {
        <tr>
            <th scope="row" data-label="Check">{checked.check.label()}<p class="hint">{checked.check.plain()}</p></th>
            <td data-label="State"><Badge tone word /></td>
            <td data-label="What it rests on" class="wide">{says}</td>
        </tr>
    }
}
