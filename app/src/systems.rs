//! Systems and integrations: what is involved, who owns it, which facts are unknown.
//! A fact is shown as unknown until someone says otherwise.

use crate::editing::part;
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use axum::response::Response;
use faultline::document::systems::System;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, ViewWork};
use faultline::stores::engagement as store;
use list::SystemsPage;

mod form;
mod list;
mod page;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let edit = Access::To(Action::EditWork);
    Routes::new()
        .get(Access::To(Action::ViewWork), "/e/{engagement}/systems", list)
        .get(edit, "/e/{engagement}/systems/new", part::new::<System>)
        .post(edit, "/e/{engagement}/systems/new", part::add::<System>)
        .get(edit, "/e/{engagement}/systems/{id}", part::open::<System>)
        .post(edit, "/e/{engagement}/systems/{id}", part::change::<System>)
        .post(edit, "/e/{engagement}/systems/{id}/remove", part::remove::<System>)
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let loaded = store::load(&mut *context.look().await?, grant).await?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let (document, may_edit) = (loaded.document.into(), frame::may_edit(&context, engagement));
    Ok(context.page("Systems and integrations", || {
        frame::engagement(&context, nav, view! { <SystemsPage document may_edit /> })
    }))
}
