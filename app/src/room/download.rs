//! Downloads of the recommendation: PDF, Markdown, and the very bytes that were hashed as JSON.
//! Downloading changes nothing, so it is noted in the log and not in the audit.

use super::{Version, published};
use crate::http::download::{file, plain};
use crate::http::turns::{DRAWING, Turns};
use crate::http_error::HttpError;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use axum::response::Response;
use faultline::delivery::report::{markdown, with_quote};
use faultline::platform::ids::EngagementId;
use faultline::stores::access::Action;
use faultline::stores::quote::{Issued, standing};
use faultline::stores::room::Snapshot;

/// Documents that are typeset at the same time.
static TYPESETTING: Turns = Turns::new(2);

/// The downloads' routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Access::To(Action::ViewRoom), "/room/{engagement}/recommendation.pdf", pdf)
        .get(Access::To(Action::ViewRoom), "/room/{engagement}/recommendation.md", md)
        .get(Access::To(Action::ViewRoom), "/room/{engagement}/recommendation.json", json)
}

async fn pdf(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Version>,
) -> Result<Response, HttpError> {
    let snapshot = snapshot(&context, engagement, asked, "pdf").await?;
    let name = file_name(&snapshot, "pdf");
    let typeset = context.app.typeset;
    let quote = quote(&context, engagement, &snapshot).await?;
    let work = move || typeset(&with_quote(&snapshot, quote.as_ref()), snapshot.document());
    let set = TYPESETTING.run(engagement.0, work).await?;
    let bytes = set.map_err(|error| HttpError::internal(&*error))?;
    Ok(file(&name, "application/pdf", bytes.into()))
}

async fn md(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Version>,
) -> Result<Response, HttpError> {
    let snapshot = snapshot(&context, engagement, asked, "md").await?;
    let name = file_name(&snapshot, "md");
    let quote = quote(&context, engagement, &snapshot).await?;
    let write = move || markdown::write(&with_quote(&snapshot, quote.as_ref()));
    let text = DRAWING.run(engagement.0, write).await?;
    Ok(file(&name, "text/markdown; charset=utf-8", text.into()))
}

async fn json(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Version>,
) -> Result<Response, HttpError> {
    let snapshot = snapshot(&context, engagement, asked, "json").await?;
    let text = snapshot.text().to_owned();
    Ok(file(&file_name(&snapshot, "json"), "application/json", text.into()))
}

async fn snapshot(
    context: &RequestContext,
    engagement: EngagementId,
    asked: Version,
    kind: &str,
) -> Result<Snapshot, HttpError> {
    let snapshot = published(context, engagement, asked).await?.ok_or(HttpError::NotFound)?;
    let (person, version) = (context.me()?.person, snapshot.contents().number);
    tracing::info!(%engagement, %person, version, kind, "a recommendation is downloaded");
    Ok(snapshot)
}

/// The quote that goes with a version: the one that stands, unless the version is older than it.
async fn quote(
    context: &RequestContext,
    engagement: EngagementId,
    snapshot: &Snapshot,
) -> Result<Option<Issued>, HttpError> {
    let issued = super::quote::issued(context, engagement).await?;
    let number = snapshot.contents().number;
    Ok(standing(&issued).filter(|one| one.contents.basis.number <= number).cloned())
}

/// What a download is called: whose it is, what it is about and which version.
fn file_name(snapshot: &Snapshot, extension: &str) -> String {
    let document = snapshot.document();
    let (client, title) = (plain(&document.client), plain(&document.title));
    format!("{client}_{title}_v{}.{extension}", snapshot.contents().number)
}
