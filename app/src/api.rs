//! The API that programs send failure samples to. A token says who asks; a cookie says nothing here.
//! Every error is a problem document (RFC 9457); nothing is stored twice, whatever is sent again.

use crate::http::front::{self, Front};
use crate::route_table::{Access, Routes};
use crate::state::App;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use faultline::stores::tokens::Scope;
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

mod bearer;
mod document;
mod fields;
mod page;
mod problem;
mod read;
mod samples;

use problem::{Kind, Problem};

/// The most a request may send, in bytes.
pub const BODY_LIMIT: usize = 4 * 1024 * 1024;
/// The most samples of one request.
pub const SAMPLES_PER_REQUEST: usize = 500;
/// The longest a request may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// The API's routes.
#[must_use]
pub fn routes() -> Routes {
    let (write, read) = (Access::Token(Scope::Write), Access::Token(Scope::Read));
    Routes::new()
        .get(Access::Anyone, "/api/v1", page::show)
        .get(Access::Anyone, "/api/v1/openapi.json", document::json)
        .post(write, "/api/v1/engagements/{engagement}/samples", samples::add)
        .get(read, "/api/v1/engagements/{engagement}/samples", samples::list)
        .get(read, "/api/v1/engagements/{engagement}/samples/{sample}", samples::one)
}

/// The API, with layers of its own: there are no sessions, and what goes wrong is explained in another way.
pub fn router(front: Front) -> Router<App> {
    let layers = ServiceBuilder::new()
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(front, front::front))
        .layer(from_fn(explain))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIMEOUT))
        .layer(CatchPanicLayer::custom(|_| Problem::new(Kind::Internal).into_response()))
        .layer(DefaultBodyLimit::max(BODY_LIMIT));
    let nothing = || async { Problem::new(Kind::NotFound) };
    routes()
        .into_parts()
        .0
        .route("/api/", any(nothing))
        .route("/api/{*rest}", any(nothing))
        .method_not_allowed_fallback(|| async { Problem::new(Kind::Method) })
        .layer(layers)
}

/// Whatever goes wrong outside our own code is explained like everything else.
async fn explain(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let told =
        response.headers().get(CONTENT_TYPE) == Some(&HeaderValue::from_static(problem::TYPE));
    if told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let kind = Kind::of_status(status);
    let mut explained = Problem::new(kind).into_response();
    let kept = response.headers().iter().filter(|(name, _)| *name != CONTENT_TYPE);
    for (name, value) in kept.filter(|(name, _)| name.as_str() != "content-length") {
        explained.headers_mut().entry(name).or_insert_with(|| value.clone());
    }
    explained
}
