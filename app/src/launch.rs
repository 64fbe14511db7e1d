//! Launch checks: what has to be there before an integration goes live, and who approved it.
//! What is approved is recorded here; whether it holds is judged from the document.

use crate::editing::part;
use crate::frame;
use crate::http_error::HttpError;
use crate::listing::{self, Listing};
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use axum::response::Response;
use faultline::document::launch::LaunchSheet;
use faultline::judgement::assess::assess;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use lines::{LAUNCH_COLUMNS, LaunchLine};
use list::LaunchPage;

mod lines;
mod list;
mod page;
mod sheet;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let edit = Access::To(Action::EditWork);
    let sheet = "/e/{engagement}/launch/{integration}";
    Routes::new()
        .get(Access::To(Action::ViewWork), "/e/{engagement}/launch", list)
        .get(Access::To(Action::ViewWork), "/e/{engagement}/launch.csv", file)
        .get(edit, sheet, part::open::<LaunchSheet>)
        .post(edit, sheet, part::change::<LaunchSheet>)
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(listing): Query<Listing>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let Loaded { document, digest, .. } = store::load(&mut *context.look().await?, grant).await?;
    let nav = frame::nav(&document, &digest);
    let may_edit = frame::may_edit(&context, engagement);
    let integrations = assess(&document).integrations;
    Ok(context.page("Launch checks", || {
        let page = view! { <LaunchPage engagement integrations listing may_edit /> };
        frame::engagement(&context, nav, page)
    }))
}

/// The checks that the address shows, as a file.
async fn file(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Listing>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let document = store::load(&mut *context.look().await?, grant).await?.document;
    let integrations = assess(&document).integrations;
    let lines = integrations.iter().flat_map(LaunchLine::all).collect();
    listing::csv("launch-checks.csv", &asked.of(lines, &LAUNCH_COLUMNS), &LAUNCH_COLUMNS)
}
