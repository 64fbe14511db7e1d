//! Downloads of the recommendation: PDF, Markdown, and the very bytes that were hashed as JSON.
//! Downloading changes nothing, so it is noted in the log and not in the audit.

use crate::report::{self, TypesetError};
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use faultline::delivery::report::{document, markdown};
use faultline::platform::ids::EngagementId;
use faultline::stores::access::Action;
use faultline::stores::room::Snapshot;
use faultline_app::form::url_encoded;
use faultline_app::http_error::HttpError;
use faultline_app::request::{Path, Query, RequestContext};
use faultline_app::room::{self, Version};
use faultline_app::route_table::{Access, Routes};

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
    let bytes = report::pdf(snapshot).await.map_err(|error| match error {
        TypesetError::Busy => HttpError::Busy,
        error => HttpError::internal(&error),
    })?;
    Ok(file(&name, "application/pdf", bytes.into()))
}

async fn md(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Version>,
) -> Result<Response, HttpError> {
    let snapshot = snapshot(&context, engagement, asked, "md").await?;
    let text = markdown::write(&document(&snapshot));
    Ok(file(&file_name(&snapshot, "md"), "text/markdown; charset=utf-8", text.into()))
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
    let snapshot = room::published(context, engagement, asked).await?.ok_or(HttpError::NotFound)?;
    let (person, version) = (context.me()?.person, snapshot.contents().number);
    tracing::info!(%engagement, %person, version, kind, "a recommendation is downloaded");
    Ok(snapshot)
}

/// What a download is called: whose it is, what it is about and which version.
fn file_name(snapshot: &Snapshot, extension: &str) -> String {
    let document = snapshot.document();
    let (client, title) = (plain(&document.client), plain(&document.title));
    format!("{client}_{title}_v{}.{extension}", snapshot.contents().number)
}

/// A text as a part of a file's name.
pub(crate) fn plain(text: &str) -> String {
    let words: Vec<_> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(60).collect()
}

/// A file to keep, under a name that every browser understands (RFC 6266).
pub(crate) fn file(name: &str, kind: &'static str, body: Body) -> Response {
    let safe = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let ascii: String = name.chars().map(|c| if safe(c) { c } else { '-' }).collect();
    let disposition =
        format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", url_encoded(name));
    // Letters, digits, “-”, “_” and “.” only: it is always a valid header.
    let disposition =
        HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CONTENT_DISPOSITION, disposition),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_any_script_becomes_a_header_that_cannot_be_split() {
        let response = file("Größe\"\r\nX: y_v1.pdf", "application/pdf", Body::empty());
        let told = response.headers()[CONTENT_DISPOSITION].to_str();
        let told = told.unwrap();
        assert!(!told.contains(['\r', '\n']) && told.matches('"').count() == 2, "{told}");
        let response = file("Größe_v1.pdf", "application/pdf", Body::empty());
        let told = response.headers()[CONTENT_DISPOSITION].to_str();
        assert_eq!(
            told.ok(),
            Some("attachment; filename=\"Gr--e_v1.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe_v1.pdf")
        );
    }
}
