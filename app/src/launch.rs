//! Launch checks: what has to be there before an integration goes live, and who approved it.
//! What is approved is recorded here; whether it holds is judged from the document.

use crate::editing::part;
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use axum::response::Response;
use faultline::document::launch::LaunchSheet;
use faultline::judgement::assess::assess;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use list::LaunchPage;

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
        .get(edit, sheet, part::open::<LaunchSheet>)
        .post(edit, sheet, part::change::<LaunchSheet>)
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let Loaded { document, digest, .. } = store::load(&mut *context.look().await?, grant).await?;
    let nav = frame::nav(&document, &digest);
    let may_edit = frame::may_edit(&context, engagement);
    let integrations = assess(&document).integrations;
    Ok(context.page("Launch checks", || {
        let page = view! { <LaunchPage engagement integrations may_edit /> };
        frame::engagement(&context, nav, page)
    }))
}
