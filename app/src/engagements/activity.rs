//! Activity: who changed what, with undo.
//! Undo is a change of its own: it is recorded, and can be undone.

use crate::audit::{ENTRY_COLUMNS, Page};
use crate::form::{Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::listing;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::ui::{
    Column, DataTable, EmptyState, Field, Filters, Notice, PageHeader, Pager, PostButton, Text,
    Time, Tone,
};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::PartKind;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{EditWork, ViewHistory, ViewWork};
use faultline::stores::audit::{self, AuditAction, Entry};
use faultline::stores::engagement as store;
use faultline::stores::engagement::{Loaded, WriteError};
use serde_json::Value;

/// The page.
#[component]
pub fn ActivityPage(
    /// The engagement.
    engagement: EngagementId,
    /// The entries of this page, and one more if there are more.
    entries: Vec<Entry>,
    /// What the address says.
    page: Page,
    /// Whether the reader may undo.
    may_undo: bool,
    /// Why the last change could not be undone.
    refused: Option<String>,
) -> impl IntoView {
    let more = entries.len() > audit::PAGE as usize;
    let entries: Vec<_> = entries.into_iter().take(audit::PAGE as usize).collect();
    let list = at(engagement, "activity");
    let older = entries
        .last()
        .filter(|_| more)
        .map(|last| Text::from(format!("{list}{}", page.after(last))));
    let newer = page.before.map(|_| Text::from(format!("{list}{}", page.query())));
    let file = at(engagement, &format!("activity.csv{}", page.query()));
    let clear = (!page.q.trim().is_empty()).then(|| Text::from(list.clone()));
    let narrowed = clear.is_some();
    let pager = newer.is_some() || older.is_some();
    view! {
        <PageHeader title="Activity" lede="Who changed what. A change of the document can be undone; the undo is listed too.">
            <a class="button" href=file>"Download CSV"</a>
        </PageHeader>
        {refused.map(|why| view! { <Notice tone=Tone::Fault title="That cannot be undone"><p>{why}</p></Notice> })}
        <Filters action=list clear>
            <Field label="Who, what or which" name="q" kind="search" value=page.q />
        </Filters>
        <Entries engagement entries narrowed may_undo />
        {pager.then(|| view! { <Pager newer older back="Newest" /> })}
    }
}

#[component]
fn Entries(
    engagement: EngagementId,
    entries: Vec<Entry>,
    narrowed: bool,
    may_undo: bool,
) -> impl IntoView {
    if entries.is_empty() {
        let title = if narrowed { "Nothing has these words" } else { "Nothing has happened yet" };
        return Either::Left(view! {
            <EmptyState title>
                <p>"Every change of this engagement is listed here, with who made it and how it was before."</p>
            </EmptyState>
        });
    }
    let columns = vec![
        Column::new("When"),
        Column::new("Who"),
        Column::new("What"),
        Column::new("Details"),
        Column::new("Undo").hidden(),
    ];
    let rows = entries.into_iter().map(|entry| view! { <EntryRow engagement entry may_undo /> });
    Either::Right(view! {
        <DataTable caption="Activity" id="activity" columns cards=true quiet=true>
            {rows.collect_view()}
        </DataTable>
    })
}

#[component]
fn EntryRow(engagement: EngagementId, entry: Entry, may_undo: bool) -> impl IntoView {
    let action = entry.action.parse::<AuditAction>().map_or("did something to", Catalogue::label);
    let part = entry.kind.parse::<PartKind>().ok();
    let kind =
        part.map_or_else(|| entry.kind.replace('_', " "), |kind| kind.label().to_lowercase());
    let undo = (may_undo && part.is_some()).then(|| {
        let with = vec![("entry", entry.id.to_string())];
        let action = at(engagement, "activity/undo");
        view! { <PostButton action label="Undo" look="quiet" with /> }
    });
    view! {
        <tr id=format!("a{}", entry.id)>
            <td data-label="When"><Time at=entry.at /></td>
            <td data-label="Who">{entry.person.unwrap_or_else(|| "the console".into())}</td>
            <td data-label="What">{format!("{action} {kind} ")}<strong>{entry.name}</strong></td>
            <td data-label="Details"><Details before=entry.before after=entry.after /></td>
            <td>{undo}</td>
        </tr>
    }
}

#[component]
fn Details(before: Option<Value>, after: Option<Value>) -> impl IntoView {
    let changed = changes(before.as_ref(), after.as_ref());
    let rows = changed.into_iter().map(|(name, before, after)| {
        view! { <div><dt>{name}</dt><dd><del>{before}</del>" "<ins>{after}</ins></dd></div> }
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| {
        view! {
            <details>
                <summary>"What changed"</summary>
                <dl class="facts">{rows}</dl>
            </details>
        }
    })
}

/// Answers with the page.
pub async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(page): Query<Page>,
) -> Result<Response, HttpError> {
    show(&context, engagement, page, None).await
}

/// The changes that the address shows, as a file.
pub async fn file(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(page): Query<Page>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewHistory>(engagement)?;
    let mut tx = context.look().await?;
    let entries = audit::page_of_engagement(&mut tx, grant, page.whole()).await?;
    listing::csv("activity.csv", &entries, &ENTRY_COLUMNS)
}

/// Puts a part back as it was before a change.
pub async fn undo(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let entry = sent.text("entry").parse().map_err(|_| HttpError::NotFound)?;
    let mut tx = context.act().await?;
    match store::undo(&mut tx, grant, entry).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(go(&at(engagement, "activity")))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            let why =
                problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join(" ");
            show(&context, engagement, Page::default(), Some(why)).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    page: Page,
    refused: Option<String>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewHistory>(engagement)?;
    let mut tx = context.look().await?;
    let entries = audit::page_of_engagement(&mut tx, grant, page.asked()).await?;
    let Loaded { document, digest, .. } =
        store::load(&mut tx, context.may::<ViewWork>(engagement)?).await?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let nav = frame::nav(&document, &digest);
    let may_undo = frame::may_edit(context, engagement);
    Ok(context.render(status, "Activity", false, || {
        let page = view! { <ActivityPage engagement entries page may_undo refused /> };
        frame::engagement(context, nav, page)
    }))
}

/// The top-level fields that differ, with both values, cut to what a line can show.
fn changes(before: Option<&Value>, after: Option<&Value>) -> Vec<(String, String, String)> {
    let empty = serde_json::Map::new();
    let of = |value: Option<&Value>| {
        value.and_then(Value::as_object).cloned().unwrap_or_else(|| empty.clone())
    };
    let (before, after) = (of(before), of(after));
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    let differs =
        names.into_iter().filter(|name| *name != "id" && before.get(*name) != after.get(*name));
    differs
        .map(|name| (name.replace('_', " "), shown(before.get(name)), shown(after.get(name))))
        .collect()
}

fn shown(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    if text.chars().count() > 300 {
        text.chars().take(300).chain("…".chars()).collect()
    } else {
        text
    }
}
