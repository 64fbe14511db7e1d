//! The verdict: patch, stabilise or rebuild, on what grounds, and what would change it.
//! The page shows the assessment; the consultant's call is recorded beside it, never over it.

use crate::editing::part;
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use axum::response::Response;
use faultline::document::call::Call;
use faultline::judgement::assess::assess;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use page::VerdictPage;

mod assumptions;
mod call;
mod decide;
mod flags;
mod gates;
pub mod grounds;
mod history;
mod page;
mod questions;
pub mod tasks;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let (work, edit) = (Access::To(Action::ViewWork), Access::To(Action::EditWork));
    let history = Access::To(Action::ViewHistory);
    let call = "/e/{engagement}/verdict/{integration}";
    Routes::new()
        .get(work, "/e/{engagement}/verdict", verdict)
        .get(work, "/e/{engagement}/flags", flags::list)
        .get(work, "/e/{engagement}/flags/risks.csv", flags::download::csv)
        .get(work, "/e/{engagement}/flags/rules", flags::rules::show)
        .get(work, "/e/{engagement}/flags/rules.md", flags::download::markdown)
        .post(edit, "/e/{engagement}/flags/many", flags::many::decide)
        .post(edit, "/e/{engagement}/flags/undo", flags::many::undo)
        .get(edit, "/e/{engagement}/flags/decide", decide::open)
        .post(edit, "/e/{engagement}/flags/decide", decide::change)
        .get(history, "/e/{engagement}/verdict/history", history::show)
        .get(edit, "/e/{engagement}/assumptions", assumptions::open)
        .post(edit, "/e/{engagement}/assumptions", assumptions::change)
        .post(edit, "/e/{engagement}/tasks", tasks::add)
        .post(edit, "/e/{engagement}/tasks/remove", tasks::remove)
        .get(edit, call, part::open::<Call>)
        .post(edit, call, part::change::<Call>)
}

async fn verdict(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let Loaded { document, digest, .. } = store::load(&mut *context.look().await?, grant).await?;
    let (nav, assessment) = (frame::nav(&document, &digest), assess(&document));
    let (document, may_edit) = (document.into(), frame::may_edit(&context, engagement));
    Ok(context.page("Verdict", || {
        let page = view! { <VerdictPage document assessment may_edit /> };
        frame::engagement(&context, nav, page)
    }))
}
