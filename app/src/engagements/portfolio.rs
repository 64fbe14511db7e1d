//! The portfolio: what needs me today.
//! It shows where each engagement stands from its digest, never from a judgement of its own.

use super::Search;
use crate::form::url_encoded;
use crate::listing::Sortable;
use crate::prelude::*;
use crate::ui::{
    Badge, Choice, DataTable, EmptyState, Field, Filters, Link, PageHeader, Pager, Progress,
    Select, Tag, Text, Time, Tone, choices,
};
use crate::urls::{self, ENGAGEMENTS_CSV, at};
use crate::verdict::grounds::AnswerBadge;
use faultline::document::engagement::Stage;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::engagement::{Listed, PAGE};

/// The columns of the list.
pub const ENGAGEMENT_COLUMNS: [Sortable<Listed>; 7] = [
    Sortable { key: "engagement", label: "Engagement", of: |one| one.title.as_str().into() },
    Sortable { key: "client", label: "Client", of: |one| one.client.as_str().into() },
    Sortable { key: "verdict", label: "Verdict", of: |one| verdict(one).into() },
    Sortable {
        key: "evidence",
        label: "Evidence",
        of: |one| one.digest.0.steps_with_evidence().into(),
    },
    Sortable { key: "gates", label: "Gates", of: |one| one.digest.0.closed_gates.into() },
    Sortable { key: "next", label: "Next", of: |one| one.digest.0.next.as_str().into() },
    Sortable { key: "changed", label: "Changed", of: |one| one.changed_at.into() },
];

/// The path that stands, or why there is none.
fn verdict(listed: &Listed) -> &'static str {
    listed.digest.0.path.map_or(listed.digest.0.answer.label(), Catalogue::label)
}

/// The page.
#[component]
pub fn PortfolioPage(
    /// The engagements of this page, and one more if there are more.
    rows: Vec<Listed>,
    /// What the reader asked for.
    search: Search,
    /// Whether the reader may open one.
    may_open: bool,
) -> impl IntoView {
    let open = may_open.then(|| Link::new("/engagements/new", "Open an engagement"));
    let button = open.clone();
    let narrowed = !search.q.trim().is_empty() || !search.stage.is_empty();
    let list = if rows.is_empty() {
        Either::Left(view! { <NoEngagements narrowed open /> })
    } else {
        Either::Right(view! { <Engagements rows search=search.clone() /> })
    };
    let (stage, sort) = (url_encoded(&search.stage), url_encoded(&search.sort));
    let file = format!("{ENGAGEMENTS_CSV}?q={}&stage={stage}&sort={sort}", url_encoded(&search.q));
    let mut stages = choices::<Stage>();
    stages.push(Choice::new("all", "All"));
    view! {
        <PageHeader title="Engagements" lede="What needs you today.">
            <a class="button" href=file>"Download CSV"</a>
            {button.map(|link| view! { <a class="button primary" href=link.href>{link.label}</a> })}
        </PageHeader>
        <Filters action="/" clear=narrowed.then(|| Text::from("/"))>
            <Field label="Title or client" name="q" kind="search" value=search.q />
            <Select label="Stage" name="stage" choices=stages selected=search.stage blank="Open" />
            <input type="hidden" name="sort" value=search.sort />
        </Filters>
        {list}
    }
}

#[component]
fn NoEngagements(narrowed: bool, open: Option<Link>) -> impl IntoView {
    if narrowed {
        let all = Link::new("/", "Show all open engagements");
        Either::Left(view! {
            <EmptyState title="Nothing matches" action=Some(all)>
                <p>"No engagement of yours has these words in its title or client, at this stage."</p>
            </EmptyState>
        })
    } else {
        Either::Right(view! {
            <EmptyState title="No engagements yet" action=open>
                <p>
                    "An engagement is one rescue triage for one client. Open one, write down how the workflow should run and how it really runs, then collect failures until the verdict stands."
                </p>
            </EmptyState>
        })
    }
}

#[component]
fn Engagements(rows: Vec<Listed>, search: Search) -> impl IntoView {
    let most = if search.sort.is_empty() { PAGE as usize } else { rows.len() };
    let more = rows.len() > most;
    let rows: Vec<_> = rows.into_iter().take(most).collect();
    let older = rows.last().filter(|_| more).map(|last| {
        let before = last.changed_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        let (q, stage) = (url_encoded(&search.q), &search.stage);
        let query = format!("q={q}&stage={stage}&before={before}&id={}", last.id);
        Text::from(urls::engagements(&query))
    });
    let list = urls::engagements(&format!("stage={}", url_encoded(&search.stage)));
    let columns = search.listing().headers(&list, &ENGAGEMENT_COLUMNS);
    let count = rows.len();
    let rows = rows.into_iter().map(|listed| view! { <EngagementRow listed /> }).collect_view();
    view! {
        <DataTable caption="Engagements" id="engagements" columns cards=true quiet=true>{rows}</DataTable>
        {older.map(|older| view! { <Pager older=Some(older) shown=format!("{count} on this page") /> })}
    }
}

#[component]
fn EngagementRow(listed: Listed) -> impl IntoView {
    let digest = listed.digest.0;
    let (done, of) = (digest.steps_with_evidence() as u64, digest.steps.len().max(7) as u64);
    let (tone, word) = match digest.closed_gates {
        0 if digest.steps.is_empty() => (Tone::Unknown, Text::from("not looked at")),
        0 => (Tone::Sound, "all open".into()),
        n => (Tone::Doubt, format!("{n} closed").into()),
    };
    let provisional = digest.answer.is_verdict() && !digest.is_final;
    let stage = (listed.stage != Stage::Active).then(|| listed.stage.label());
    view! {
        <tr id=listed.id.to_string()>
            <th scope="row" data-label="Engagement">
                <a href=at(listed.id, "")>{listed.title}</a>
                {stage.map(|word| view! { " " <Tag word /> })}
            </th>
            <td data-label="Client">{listed.client}</td>
            <td data-label="Verdict">
                <AnswerBadge answer=digest.answer path=digest.path />
                {provisional.then(|| view! { " " <Tag word="provisional" /> })}
            </td>
            <td data-label="Evidence"><Progress done of what="audit steps with evidence" /></td>
            <td data-label="Gates"><Badge tone word /></td>
            <td data-label="Next" class="wide">{digest.next}</td>
            <td data-label="Changed"><Time at=listed.changed_at /></td>
        </tr>
    }
}
