//! Controls per integration: what is in place, what is missing.
//! Criticality decides which are expected; the others can be recorded all the same.

use crate::editing::part;
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use axum::response::Response;
use faultline::document::controls::{ControlSheet, Family};
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, ViewWork};
use faultline::stores::engagement as store;
use list::ControlsPage;
use serde::Deserialize;

mod list;
mod page;
mod sheet;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let edit = Access::To(Action::EditWork);
    let sheet = "/e/{engagement}/controls/{integration}";
    Routes::new()
        .get(Access::To(Action::ViewWork), "/e/{engagement}/controls", list)
        .get(edit, sheet, part::open::<ControlSheet>)
        .post(edit, sheet, part::change::<ControlSheet>)
}

/// What the list's address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Only {
    family: String,
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(only): Query<Only>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let loaded = store::load(&mut *context.look().await?, grant).await?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let (document, may_edit) = (loaded.document.into(), frame::may_edit(&context, engagement));
    let only = only.family.parse::<Family>().ok();
    Ok(context.page("Controls", || {
        frame::engagement(&context, nav, view! { <ControlsPage document only may_edit /> })
    }))
}
