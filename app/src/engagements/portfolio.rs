//! The portfolio: what needs me today.
//! It shows where each engagement stands from its digest, never from a judgement of its own.

use super::Search;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{
    Badge, Column, DataTable, EmptyState, Field, Filters, Link, PageHeader, Pager, Progress,
    Select, Text, Time, Tone, choices,
};
use crate::urls::{self, at};
use faultline::document::engagement::Stage;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::access::FirmAction;
use faultline::stores::engagement::{Listed, PAGE};

/// The page.
pub fn view(
    context: &RequestContext,
    mut rows: Vec<Listed>,
    search: &Search,
) -> impl IntoView + use<> {
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    let may_open =
        context.actor.as_ref().is_some_and(|actor| actor.can_in_firm(FirmAction::OpenEngagement));
    let open = Link::new("/engagements/new", "Open an engagement");
    let button = may_open.then(
        || view! { <a class="button primary" href=open.href.clone()>{open.label.clone()}</a> },
    );
    let narrowed = !search.q.trim().is_empty() || !search.stage.is_empty();
    let list = if rows.is_empty() && narrowed {
        view! {
            <EmptyState title="Nothing matches" action=Some(Link::new("/", "Show all open engagements"))>
                <p>"No engagement of yours has these words in its title or client, at this stage."</p>
            </EmptyState>
        }
        .markup()
    } else if rows.is_empty() {
        view! {
            <EmptyState title="No engagements yet" action=may_open.then_some(open)>
                <p>
                    "An engagement is one rescue triage for one client. Open one, write down how the workflow should run and how it really runs, then collect failures until the verdict stands."
                </p>
            </EmptyState>
        }
        .markup()
    } else {
        table(rows, search, more).markup()
    };
    let clear = narrowed.then(|| Text::from("/"));
    let (q, stage) = (search.q.clone(), search.stage.clone());
    let mut stages = choices::<Stage>();
    stages.push(crate::ui::Choice::new("all", "All"));
    view! {
        <PageHeader title="Engagements" lede="What needs you today.">{button}</PageHeader>
        <Filters action="/" clear>
            <Field label="Title or client" name="q" kind="search" value=q />
            <Select label="Stage" name="stage" choices=stages selected=stage blank="Open" />
        </Filters>
        {list}
    }
}

fn table(rows: Vec<Listed>, search: &Search, more: bool) -> impl IntoView + use<> {
    let older = rows.last().filter(|_| more).map(|last| {
        let before = last.changed_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        let stage = &search.stage;
        let q = crate::form::url_encoded(&search.q);
        let query = format!("q={q}&stage={stage}&before={before}&id={}", last.id);
        Text::from(urls::engagements(&query))
    });
    let columns = ["Engagement", "Client", "Verdict", "Evidence", "Gates", "Next", "Changed"]
        .map(Column::new)
        .to_vec();
    let count = rows.len();
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <DataTable caption="Engagements" id="engagements" columns cards=true quiet=true>{rows}</DataTable>
        {older.map(|older| view! { <Pager older=Some(older) shown=format!("{count} on this page") /> })}
    }
}

fn row(listed: Listed) -> impl IntoView {
    let digest = listed.digest.0;
    let (done, of) = (digest.steps_with_evidence() as u64, digest.steps.len().max(7) as u64);
    let gates = match digest.closed_gates {
        0 if digest.steps.is_empty() => {
            view! { <Badge tone=Tone::Unknown word="not looked at" /> }.markup()
        }
        0 => view! { <Badge tone=Tone::Sound word="all open" /> }.markup(),
        n => view! { <Badge tone=Tone::Doubt word=format!("{n} closed") /> }.markup(),
    };
    let provisional = (digest.answer.is_verdict() && !digest.is_final)
        .then(|| view! { " " <crate::ui::Tag word="provisional" /> });
    let stage = (listed.stage != Stage::Active)
        .then(|| view! { " " <crate::ui::Tag word=listed.stage.label() /> });
    view! {
        <tr id=listed.id.to_string()>
            <th scope="row" data-label="Engagement"><a href=at(listed.id, "")>{listed.title}</a>{stage}</th>
            <td data-label="Client">{listed.client}</td>
            <td data-label="Verdict">{crate::verdict::grounds::badge(digest.answer, digest.path, false)}{provisional}</td>
            <td data-label="Evidence"><Progress done of what="audit steps with evidence" /></td>
            <td data-label="Gates">{gates}</td>
            <td data-label="Next" class="wide">{digest.next}</td>
            <td data-label="Changed"><Time at=listed.changed_at /></td>
        </tr>
    }
}
