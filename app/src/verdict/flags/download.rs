//! The list of risks as CSV, and the rules that raise them as Markdown.
//! Both say what the pages say.

use super::filter::Ask;
use crate::http::download::file;
use crate::http_error::HttpError;
use crate::request::{Path, Query, RequestContext};
use axum::body::Body;
use axum::response::Response;
use faultline::delivery::{risks, rules};
use faultline::judgement::assess::assess;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::ViewWork;
use faultline::stores::engagement as store;

/// The risks that the address shows.
pub async fn csv(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(ask): Query<Ask>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let document = store::load(&mut *context.look().await?, grant).await?.document;
    let flags = ask.narrow(&assess(&document).flags);
    let bytes = risks::csv(&document, &flags).map_err(|error| HttpError::internal(&error))?;
    Ok(file("risks.csv", "text/csv; charset=utf-8", Body::from(bytes)))
}

/// Every rule, to whoever finds the engagement.
pub async fn markdown(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    store::load(&mut *context.look().await?, grant).await?;
    Ok(file("risk-rules.md", "text/markdown; charset=utf-8", Body::from(rules::markdown())))
}
