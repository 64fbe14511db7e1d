//! Systems and integrations: what is involved, who owns it, which facts are unknown.
//! A fact is shown as unknown until someone says otherwise.

use crate::editing::{part, row as rows};
use crate::frame;
use crate::http_error::HttpError;
use crate::listing::{self, Listing};
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use axum::response::Response;
use faultline::document::systems::System;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, ViewWork};
use faultline::stores::engagement as store;
use lines::{INTEGRATION_COLUMNS, IntegrationLine, SYSTEM_COLUMNS, SystemLine};
use list::SystemsPage;

mod form;
mod lines;
mod list;
mod page;
mod row;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let edit = Access::To(Action::EditWork);
    Routes::new()
        .get(Access::To(Action::ViewWork), "/e/{engagement}/systems", list)
        .get(Access::To(Action::ViewWork), "/e/{engagement}/systems.csv", systems)
        .get(Access::To(Action::ViewWork), "/e/{engagement}/integrations.csv", integrations)
        .get(edit, "/e/{engagement}/systems/table", rows::open::<System>)
        .form(edit, "/e/{engagement}/systems/table", 4 << 20, rows::change::<System>)
        .get(edit, "/e/{engagement}/systems/table.csv", rows::download::<System>)
        .upload(edit, "/e/{engagement}/systems/table/file", 2 << 20, rows::look::<System>)
        .get(edit, "/e/{engagement}/systems/new", part::new::<System>)
        .post(edit, "/e/{engagement}/systems/new", part::add::<System>)
        .get(edit, "/e/{engagement}/systems/{id}", part::open::<System>)
        .post(edit, "/e/{engagement}/systems/{id}", part::change::<System>)
        .post(edit, "/e/{engagement}/systems/{id}/remove", part::remove::<System>)
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(listing): Query<Listing>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let loaded = store::load(&mut *context.look().await?, grant).await?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let (document, may_edit) = (loaded.document.into(), frame::may_edit(&context, engagement));
    Ok(context.page("Systems and integrations", || {
        frame::engagement(&context, nav, view! { <SystemsPage document listing may_edit /> })
    }))
}

/// The systems that the address shows, as a file.
async fn systems(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Listing>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let document = store::load(&mut *context.look().await?, grant).await?.document;
    let lines = asked.of(SystemLine::all(&document), &SYSTEM_COLUMNS);
    listing::csv("systems.csv", &lines, &SYSTEM_COLUMNS)
}

/// The integrations that the address shows, as a file.
async fn integrations(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Listing>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let document = store::load(&mut *context.look().await?, grant).await?.document;
    let lines = asked.of(IntegrationLine::all(&document), &INTEGRATION_COLUMNS);
    listing::csv("integrations.csv", &lines, &INTEGRATION_COLUMNS)
}
