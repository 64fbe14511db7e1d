//! The audit of the whole firm: who did what, newest first. For admins.
//! It only reads; nothing that is recorded can be changed or removed.

use crate::form::url_encoded;
use crate::frame;
use crate::http_error::HttpError;
use crate::listing::{self, Sortable};
use crate::prelude::*;
use crate::request::{Query, RequestContext};
use crate::route_table::{Access, Routes};
use axum::response::Response;
use faultline::stores::access::{FirmAction, ViewAudit};
use faultline::stores::audit::{self, Asked, Entry, FILE, PAGE};
use page::AuditPage;
use serde::Deserialize;

mod page;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let view = Access::InFirm(FirmAction::ViewAudit);
    Routes::new().get(view, "/audit", show).get(view, "/audit.csv", file)
}

/// What the address of a history may say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Page {
    /// A piece of who, what or which.
    pub q: String,
    /// The entry that the page before ended with.
    pub before: Option<i64>,
}

impl Page {
    /// The entries of the page, and one more if there are more.
    #[must_use]
    pub fn asked(&self) -> Asked<'_> {
        Asked { text: self.q.trim(), older_than: self.before, rows: PAGE + 1 }
    }

    /// The entries of the file.
    #[must_use]
    pub fn whole(&self) -> Asked<'_> {
        Asked { text: self.q.trim(), older_than: None, rows: FILE }
    }

    /// What narrows it as the end of an address; nothing when nothing does.
    #[must_use]
    pub fn query(&self) -> String {
        let text = self.q.trim();
        if text.is_empty() { String::new() } else { format!("?q={}", url_encoded(text)) }
    }

    /// The end of the address of the page after this entry.
    #[must_use]
    pub fn after(&self, entry: &Entry) -> String {
        let narrowed = self.query();
        let join = if narrowed.is_empty() { "?" } else { "&" };
        format!("{narrowed}{join}before={}", entry.id)
    }
}

/// The columns of a history as a file.
pub const ENTRY_COLUMNS: [Sortable<Entry>; 6] = [
    Sortable { key: "at", label: "When (UTC)", of: |entry| entry.at.to_rfc3339().as_str().into() },
    Sortable {
        key: "who",
        label: "Who",
        of: |entry| entry.person.as_deref().unwrap_or("the console").into(),
    },
    Sortable { key: "action", label: "Did", of: |entry| entry.action.as_str().into() },
    Sortable { key: "kind", label: "To a", of: |entry| entry.kind.as_str().into() },
    Sortable { key: "name", label: "Name", of: |entry| entry.name.as_str().into() },
    Sortable {
        key: "engagement",
        label: "Engagement",
        of: |entry| entry.engagement.map_or_else(String::new, |id| id.to_string()).as_str().into(),
    },
];

async fn show(context: RequestContext, Query(page): Query<Page>) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ViewAudit>()?;
    let entries = audit::page_of_firm(&mut *context.look().await?, grant, page.asked()).await?;
    Ok(context.page("Audit", || frame::staff(&context, view! { <AuditPage entries page /> })))
}

async fn file(context: RequestContext, Query(page): Query<Page>) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ViewAudit>()?;
    let entries = audit::page_of_firm(&mut *context.look().await?, grant, page.whole()).await?;
    listing::csv("audit.csv", &entries, &ENTRY_COLUMNS)
}
