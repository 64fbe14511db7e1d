//! Finding anything by its name: the page, and what “Go to” shows of it while one types.
//! It leads to pages; what somebody may see there is decided there.

use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::ui::{EmptyState, Field, Filters, PageHeader, Text};
use crate::urls::{self, at};
use axum::response::Response;
use faultline::document::engagement::Engagement;
use faultline::engines::map::Side;
use faultline::judgement::assess::assess;
use faultline::judgement::evidence::Subject;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, ViewWork};
use faultline::stores::engagement::{self as store, Loaded};
use faultline::stores::find::{self, Found, FoundKind};
use serde::Deserialize;
use uuid::Uuid;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get(Access::Staff, "/find", show)
}

/// What the address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// The words.
    q: String,
    /// The engagement one is in, whose things come first and whose risks are looked through.
    at: String,
    /// `list` when a script asks for the entries alone.
    only: String,
}

/// One entry of what was found.
struct Entry {
    href: String,
    name: String,
    /// What it is, and in which engagement.
    what: String,
}

/// Risks that are shown.
const RISKS: usize = 8;

async fn show(context: RequestContext, Query(ask): Query<Ask>) -> Result<Response, HttpError> {
    let here: Option<EngagementId> = ask.at.parse().ok();
    let here = here.filter(|id| context.can(Action::ViewWork, *id));
    let mut tx = context.look().await?;
    let found = find::find(&mut tx, &ask.q, here).await?;
    let loaded = match here {
        Some(id) => Some(store::load(&mut tx, context.may::<ViewWork>(id)?).await?),
        None => None,
    };
    drop(tx);
    let mut entries: Vec<_> = found.iter().filter_map(entry).collect();
    if let Some(loaded) = &loaded {
        entries.extend(risks(&loaded.document, &ask.q));
    }
    if ask.only == "list" {
        return Ok(context.piece(|| view! { <Entries entries /> }));
    }
    let nav = loaded.map(|Loaded { document, digest, .. }| frame::nav(&document, &digest));
    Ok(context.page("Find", || {
        let page = view! { <FindPage ask entries /> };
        match nav {
            Some(nav) => frame::engagement(&context, nav, page),
            None => frame::staff(&context, page),
        }
    }))
}

/// Where something that was found is shown; nothing when what is stored of it cannot be read.
fn entry(found: &Found) -> Option<Entry> {
    let id: Uuid = found.id.parse().ok()?;
    let about = match found.kind {
        FoundKind::Engagement => Subject::Engagement,
        FoundKind::System => Subject::System { system: id.into() },
        FoundKind::Integration => Subject::Integration { integration: id.into() },
        FoundKind::Workflow => Subject::Workflow { workflow: id.into() },
        FoundKind::DataType => Subject::DataType { data_type: id.into() },
        FoundKind::Field => Subject::Field { field: id.into() },
        FoundKind::Step => Subject::Step {
            workflow: found.workflow.as_deref()?.parse().ok()?,
            side: Side::from_key(found.side.as_deref()?).ok()?,
            step: id.into(),
        },
        FoundKind::Sample => {
            let href = at(found.engagement, &format!("samples/{id}"));
            return Some(Entry { href, name: found.name.clone(), what: what(found) });
        }
    };
    let href = urls::subject(found.engagement, &about);
    Some(Entry { href, name: found.name.clone(), what: what(found) })
}

fn what(found: &Found) -> String {
    match found.kind {
        FoundKind::Engagement => found.kind.label().to_owned(),
        kind => format!("{} · {}", kind.label(), found.title),
    }
}

/// Risks of an engagement that have all of these words.
fn risks(document: &Engagement, text: &str) -> Vec<Entry> {
    let words: Vec<_> = text.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let flags = assess(document).flags.into_iter().map(|flag| {
        let what = format!("Risk {} · {}", flag.number, document.title);
        let href = at(document.id, &format!("flags#risk-{}", flag.number));
        Entry { href, name: flag.says, what }
    });
    let fits = |entry: &Entry| {
        let told = format!("{} {}", entry.name, entry.what).to_lowercase();
        words.iter().all(|word| told.contains(word))
    };
    flags.filter(fits).take(RISKS).collect()
}

/// The page.
#[component]
fn FindPage(ask: Ask, entries: Vec<Entry>) -> impl IntoView {
    let asked = !ask.q.trim().is_empty();
    let nothing = asked && entries.is_empty();
    let clear = asked.then(|| Text::from(urls::FIND));
    let body = if entries.is_empty() {
        Either::Left(nothing.then(|| view! { <NothingFound /> }))
    } else {
        Either::Right(view! { <ul class="found"><Entries entries /></ul> })
    };
    view! {
        <PageHeader title="Find" lede="Engagements, and what is written in them, by name. Ctrl K opens it anywhere." />
        <Filters action=urls::FIND clear>
            <Field label="Words" name="q" kind="search" value=ask.q />
            <input type="hidden" name="at" value=ask.at />
        </Filters>
        {body}
    }
}

#[component]
fn NothingFound() -> impl IntoView {
    view! {
        <EmptyState title="Nothing goes by that name">
            <p>"Every word has to be part of the name: of an engagement, a system, an integration, a workflow, a step, a field, a sample or, from a page of its engagement, a risk."</p>
        </EmptyState>
    }
}

#[component]
fn Entries(entries: Vec<Entry>) -> impl IntoView {
    let items = entries.into_iter().map(|Entry { href, name, what }| {
        view! { <li data-found=""><a href=href>{name}" "<small>{what}</small></a></li> }
    });
    items.collect_view()
}
