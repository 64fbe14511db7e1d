//! Controls per integration: what is in place, what is missing.
//! Criticality decides which are expected; the others can be recorded all the same.

use crate::editing::part;
use crate::form::Form;
use crate::frame;
use crate::http_error::HttpError;
use crate::listing;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use axum::response::Response;
use faultline::document::controls::ControlSheet;
use faultline::document::engagement::Engagement;
use faultline::platform::ids::{EngagementId, IntegrationId};
use faultline::stores::access::{Action, ViewWork};
use faultline::stores::engagement as store;
use list::{ControlsPage, Only};
use rows::{CONTROL_COLUMNS, ControlLine};
use serde::Deserialize;

mod list;
mod page;
mod rows;
mod sheet;
mod table;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let edit = Access::To(Action::EditWork);
    let sheet = "/e/{engagement}/controls/{integration}";
    Routes::new()
        .get(Access::To(Action::ViewWork), "/e/{engagement}/controls", list)
        .get(Access::To(Action::ViewWork), "/e/{engagement}/controls.csv", file)
        .get(edit, "/e/{engagement}/controls/table", table::open)
        .form(edit, "/e/{engagement}/controls/table", 4 << 20, table::change)
        .get(edit, "/e/{engagement}/controls/table.csv", table::download)
        .upload(edit, "/e/{engagement}/controls/table/file", 2 << 20, table::look)
        .get(edit, sheet, open)
        .post(edit, sheet, part::change::<ControlSheet>)
}

/// What the list's address may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Ask {
    family: String,
    state: String,
}

impl Ask {
    fn only(&self) -> Only {
        Only { family: self.family.parse().ok(), state: self.state.parse().ok() }
    }
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(ask): Query<Ask>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let loaded = store::load(&mut *context.look().await?, grant).await?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let (document, may_edit) = (loaded.document.into(), frame::may_edit(&context, engagement));
    let only = ask.only();
    Ok(context.page("Controls", || {
        frame::engagement(&context, nav, view! { <ControlsPage document only may_edit /> })
    }))
}

/// How what nobody has looked at is filled in: a state, or the integration that it is copied from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fill {
    fill: String,
}

/// The form of an integration's controls, with what the address asks to fill in.
async fn open(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, IntegrationId)>,
    Query(Fill { fill }): Query<Fill>,
) -> Result<Response, HttpError> {
    let prepare = |document: &Engagement, sent: &mut Form| {
        sheet::fill_in(document, id, &fill, sent);
    };
    part::open_with::<ControlSheet>(&context, engagement, id, None, prepare).await
}

/// The controls that the address shows, as a file.
async fn file(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(ask): Query<Ask>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let document = store::load(&mut *context.look().await?, grant).await?.document;
    let of = |integration| rows::of(&document, integration, ask.only());
    let lines: Vec<ControlLine> = document.integrations.iter().flat_map(of).collect();
    listing::csv("controls.csv", &lines, &CONTROL_COLUMNS)
}
