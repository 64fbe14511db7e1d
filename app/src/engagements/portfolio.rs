//! The portfolio: engagements compared, and what needs me today.
//! It shows where each engagement stands from its digest, never from a judgement of its own.

use super::columns::{ENGAGEMENT_COLUMNS, by_severity, is_unknown, waiting};
use super::search::{Search, is_provisional, stages, steps, verdicts};
use super::views::{SavedViews, Views};
use crate::inbox::WaitingForUs;
use crate::prelude::*;
use crate::ui::{
    Badge, Choice, DataTable, EmptyState, Field, Filters, Link, Notice, PageHeader, Pager, Select,
    Tag, Text, Time, Tone, choices,
};
use crate::urls::{self, ENGAGEMENTS_CSV, at};
use crate::verdict::grounds::AnswerBadge;
use faultline::document::engagement::Stage;
use faultline::document::plan::WaitsFor;
use faultline::judgement::digest::Digest;
use faultline::judgement::flags::Severity;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::ClientId;
use faultline::stores::engagement::{Listed, PAGE, WHOLE};
use faultline::stores::inbox::Waiting;

/// What the page shows.
#[derive(Debug, Clone, Default)]
pub struct Portfolio {
    /// The engagements of this page, and one more if there are more.
    pub rows: Vec<Listed>,
    /// What the reader asked for.
    pub search: Search,
    /// Whether there are more engagements than are looked through.
    pub cut: bool,
    /// The clients that can be asked for.
    pub clients: Vec<(ClientId, String)>,
    /// The reader's saved views.
    pub views: Views,
    /// Whether the reader may open one.
    pub may_open: bool,
    /// What of the clients’ waits for staff, the oldest first.
    pub waiting: Vec<Waiting>,
}

/// The page.
#[component]
pub fn PortfolioPage(
    /// What it shows.
    shown: Portfolio,
) -> impl IntoView {
    let Portfolio { rows, search, cut, clients, views, may_open, waiting } = shown;
    let waiting = (!search.is_narrowed()).then(|| view! { <WaitingForUs waiting /> });
    let open = may_open.then(|| Link::new("/engagements/new", "Open an engagement"));
    let button = open.clone();
    let templates =
        may_open.then(|| view! { <a class="button" href=urls::TEMPLATES>"Templates"</a> });
    let list = if rows.is_empty() {
        Either::Left(view! { <NoEngagements narrowed=search.is_narrowed() open /> })
    } else {
        Either::Right(view! { <Engagements rows search=search.clone() /> })
    };
    let file = format!("{ENGAGEMENTS_CSV}?{}", search.query());
    let file = file.trim_end_matches('?').to_owned();
    view! {
        <PageHeader title="Engagements" lede="How they compare, and what needs you today.">
            <a class="button" href=file>"Download CSV"</a>
            {templates}
            {button.map(|link| view! { <a class="button primary" href=link.href>{link.label}</a> })}
        </PageHeader>
        {waiting}
        <SavedViews views search=search.clone() />
        <Narrow search clients />
        {cut.then(|| view! { <Cut /> })}
        {list}
    }
}

/// That not every engagement was looked through.
#[component]
fn Cut() -> impl IntoView {
    let title = format!("Only the {WHOLE} engagements that changed last are sorted and narrowed.");
    view! {
        <Notice tone=Tone::Doubt title><p>"Choose a client, a stage or words of the title to look through the others."</p></Notice>
    }
}

#[component]
fn Narrow(search: Search, clients: Vec<(ClientId, String)>) -> impl IntoView {
    let clear = search.is_narrowed().then(|| Text::from("/"));
    let clients: Vec<_> =
        clients.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let Search { q, stage, verdict, step, waits, client, sort, .. } = search;
    view! {
        <Filters action="/" clear>
            <Field label="Title or client" name="q" kind="search" value=q />
            <Select label="Stage" name="stage" choices=stages() selected=stage blank="Open" />
            <Select label="Verdict" name="verdict" choices=verdicts() selected=verdict blank="Any" />
            <Select label="Step" name="step" choices=steps() selected=step blank="Any" />
            <Select label="Waits for" name="waits" choices={choices::<WaitsFor>()} selected=waits blank="Anyone" />
            <Select label="Client" name="client" choices=clients selected=client blank="Any" />
            <input type="hidden" name="sort" value=sort />
        </Filters>
    }
}

#[component]
fn NoEngagements(narrowed: bool, open: Option<Link>) -> impl IntoView {
    if narrowed {
        let all = Link::new("/", "Show all open engagements");
        Either::Left(view! {
            <EmptyState title="Nothing matches" action=Some(all)>
                <p>"No engagement of yours is all of what you asked for."</p>
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
    let most = if search.is_whole() { rows.len() } else { PAGE as usize };
    let more = rows.len() > most;
    let rows: Vec<_> = rows.into_iter().take(most).collect();
    let older = rows.last().filter(|_| more).map(|last| {
        let before = last.changed_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        let page = format!("before={before}&id={}", last.id);
        let query = search.query();
        let query = if query.is_empty() { page } else { format!("{query}&{page}") };
        Text::from(urls::engagements(&query))
    });
    let (columns, count) = (search.headers(), rows.len());
    let rows = rows.into_iter().map(|listed| view! { <EngagementRow listed /> }).collect_view();
    view! {
        <DataTable caption="Engagements" id="engagements" columns cards=true quiet=true>{rows}</DataTable>
        {older.map(|older| view! { <Pager older=Some(older) shown=format!("{count} on this page") /> })}
    }
}

/// Open risks, a line for each severity that has any.
fn risks(digest: &Digest) -> impl IntoView + use<> {
    let badge = |tone, word: String| view! { <Badge tone word /> };
    if is_unknown(digest) {
        return EitherOf3::A(badge(Tone::Unknown, "not looked at".into()));
    }
    if digest.flags == 0 {
        return EitherOf3::B(badge(Tone::Sound, "none".into()));
    }
    if !digest.is_whole() {
        return EitherOf3::B(badge(Tone::Doubt, digest.flags.to_string()));
    }
    let lines = by_severity(digest).map(|(one, word)| {
        let tone = match one {
            Severity::Critical => Tone::Fault,
            Severity::High => Tone::Doubt,
            Severity::Medium | Severity::Low => Tone::Plain,
        };
        view! { <li>{badge(tone, word)}</li> }
    });
    let lines = lines.collect_view();
    EitherOf3::C(view! { <ul class="plain-list">{lines}</ul> })
}

#[component]
fn EngagementRow(listed: Listed) -> impl IntoView {
    let digest = &listed.digest.0;
    let told = |column: usize| (ENGAGEMENT_COLUMNS[column].of)(&listed).told();
    let [step, gates, hours, age] = [2, 4, 6, 7].map(told);
    let tone = match digest.closed_gates {
        _ if digest.gates == 0 => Tone::Unknown,
        0 => Tone::Sound,
        _ => Tone::Doubt,
    };
    let provisional = is_provisional(digest).then(|| view! { " " <Tag word="provisional" /> });
    let (answer, path, next) = (digest.answer, digest.path, digest.next.clone());
    let next = (!next.is_empty()).then(|| view! { <p class="hint">{next}</p> });
    let waits = waiting(digest).into_iter().map(|one| view! { <li>{one}</li> }).collect_view();
    let waits = (!digest.waiting.is_empty()).then(|| view! { <ul class="plain-list">{waits}</ul> });
    let stage = (listed.stage != Stage::Active).then(|| listed.stage.label());
    view! {
        <tr id=listed.id.to_string()>
            <th scope="row" data-label="Engagement">
                <a href=at(listed.id, "")>{listed.title.clone()}</a>
                {stage.map(|word| view! { " " <Tag word /> })}
            </th>
            <td data-label="Client">{listed.client.clone()}</td>
            <td data-label="Step" class="wide"><p>{step}</p>{next}</td>
            <td data-label="Verdict"><AnswerBadge answer path />{provisional}</td>
            <td data-label="Gates open"><Badge tone word=gates /></td>
            <td data-label="Open risks">{risks(digest)}</td>
            <td data-label="Hours a month">{hours}</td>
            <td data-label="Open for">{age}</td>
            <td data-label="Waits for">{waits}</td>
            <td data-label="Changed"><Time at=listed.changed_at /></td>
        </tr>
    }
}
