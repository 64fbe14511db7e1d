//! Downloads of a quote: PDF, Markdown, and the very bytes that were hashed as JSON.
//! Each download is a row of the audit (`http/security.rs`).

use super::super::download::{cover, reader};
use super::super::{Version, published};
use super::{Which, issued};
use crate::http::download::{file, plain};
use crate::http::turns::{DRAWING, Turns};
use crate::http_error::HttpError;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use axum::response::Response;
use faultline::delivery::report::{Report, markdown, quote};
use faultline::document::engagement::Engagement;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::Action;
use faultline::stores::quote::Issued;

/// Quotes that are typeset at the same time.
static TYPESETTING: Turns = Turns::new(2);

/// The downloads' routes.
#[must_use]
pub fn routes() -> Routes {
    let view = Access::To(Action::ViewRoom);
    Routes::new()
        .get(view, "/room/{engagement}/quote.pdf", pdf)
        .get(view, "/room/{engagement}/quote.md", md)
        .get(view, "/room/{engagement}/quote.json", json)
}

/// The quote that is asked for, and what its file is called.
async fn one(
    context: &RequestContext,
    engagement: EngagementId,
    which: &Which,
    kind: &str,
) -> Result<(Issued, String), HttpError> {
    let issued = issued(context, engagement).await?;
    let one = which.of(&issued).cloned().ok_or(HttpError::NotFound)?;
    let number = one.contents.number;
    let (client, title) = (plain(&one.contents.client), plain(&one.contents.title));
    Ok((one, format!("{client}_{title}_quote{number}.{kind}")))
}

async fn pdf(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(which): Query<Which>,
) -> Result<Response, HttpError> {
    let (issued, name) = one(&context, engagement, &which, "pdf").await?;
    let snapshot = published(&context, engagement, Version::default()).await?;
    let snapshot = snapshot.ok_or(HttpError::NotFound)?;
    let typeset = context.app.typeset;
    let cover = cover::of(&mut *context.look().await?).await?;
    let reader = reader::of_quote(&context, engagement, &issued)?;
    let work = move || {
        // The maps stand in the recommendation; the quote alone has none.
        let document = Engagement { maps: Vec::new(), ..snapshot.document().clone() };
        typeset(&Report { cover, reader, ..quote(&issued) }, &document)
    };
    let set = TYPESETTING.run(engagement.0, work).await?;
    let bytes = set.map_err(|error| HttpError::internal(&*error))?;
    Ok(file(&name, "application/pdf", bytes.into()))
}

async fn md(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(which): Query<Which>,
) -> Result<Response, HttpError> {
    let (issued, name) = one(&context, engagement, &which, "md").await?;
    let text = DRAWING.run(engagement.0, move || markdown::write(&quote(&issued))).await?;
    Ok(file(&name, "text/markdown; charset=utf-8", text.into()))
}

async fn json(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(which): Query<Which>,
) -> Result<Response, HttpError> {
    let (issued, name) = one(&context, engagement, &which, "json").await?;
    Ok(file(&name, "application/json", issued.text.into()))
}
