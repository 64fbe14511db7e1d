//! The audit of the whole firm: who did what, newest first. For admins.
//! It only reads; nothing that is recorded can be changed or removed.

use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Query, RequestContext};
use crate::route_table::{Access, Routes};
use axum::response::Response;
use faultline::stores::access::{FirmAction, ViewAudit};
use faultline::stores::audit;
use page::AuditPage;
use serde::Deserialize;

mod page;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get(Access::InFirm(FirmAction::ViewAudit), "/audit", show)
}

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Page {
    before: Option<i64>,
}

async fn show(context: RequestContext, Query(page): Query<Page>) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ViewAudit>()?;
    let entries = audit::page_of_firm(&mut *context.look().await?, grant, page.before).await?;
    let paged = page.before.is_some();
    Ok(context.page("Audit", || frame::staff(&context, view! { <AuditPage entries paged /> })))
}
