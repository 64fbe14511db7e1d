//! Risk flags: what could hurt, why, and what good looks like.
//! They are grouped by cause and integration; each keeps its number, and none is raised by the page.

use crate::form::{Filled, Form, errors};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::judgement::assess::assess;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::ViewWork;
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use faultline::stores::engagement::history;
use filter::Ask;
use page::FlagsPage;

mod closed;
pub mod download;
mod filter;
mod item;
pub mod many;
mod page;
pub mod rules;

/// The list.
pub async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(ask): Query<Ask>,
) -> Result<Response, HttpError> {
    page(&context, engagement, ask, StatusCode::OK, Form::default(), &[]).await
}

/// The page, with what was sent and must be put right.
async fn page(
    context: &RequestContext,
    engagement: EngagementId,
    ask: Ask,
    status: StatusCode,
    mut sent: Form,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let Loaded { document, digest, .. } = store::load(&mut tx, grant).await?;
    let changes = history::flags(&mut tx, grant).await?;
    drop(tx);
    if sent.text("by").is_empty() {
        sent.set("by", context.me()?.name.clone());
    }
    let (nav, assessment) = (frame::nav(&document, &digest), assess(&document));
    let form = Filled::new(sent, errors(problems));
    let (document, may_edit) = (document.into(), frame::may_edit(context, engagement));
    Ok(context.render(status, "Risk flags", false, || {
        let page = view! { <FlagsPage document assessment changes ask form may_edit /> };
        frame::engagement(context, nav, page)
    }))
}
