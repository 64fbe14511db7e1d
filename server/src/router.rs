//! The whole router, layer by layer.
//! Every route is in the route table; what is not there is answered with “nothing here”.

use crate::config::{Config, Network};
use crate::mail::Mail;
use crate::password::Passwords;
use crate::{api, exports, guards, map_files, sessions, sign_in, tokens};
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use faultline_app::fault::Fault;
use faultline_app::routes::{Route, Routes};
use faultline_app::{App, routes};
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

/// The most a form may send; routes that take files say so themselves.
const BODY: usize = 256 * 1024;
/// The longest a request may take; with a file of any size on a slow line it may take longer.
const PATIENCE: Duration = Duration::from_secs(60);
const PATIENCE_WITH_FILES: Duration = Duration::from_secs(60 * 60);

/// All routes of the process: the app's pages, the server's own, and the API.
#[must_use]
pub fn table() -> Vec<Route> {
    all().and(api::routes()).into_parts().1
}

fn all() -> Routes {
    routes::routes()
        .and(sign_in::routes())
        .and(exports::routes())
        .and(map_files::routes())
        .and(tokens::routes())
}

/// The router, ready to serve.
pub fn router(app: App, config: &Config) -> Router {
    let secure = app.public_url.starts_with("https:");
    let trusted: Arc<[Network]> = config.trusted_proxies.clone().into();
    let (routes, table) = all().into_parts();
    let files: Arc<[&str]> =
        table.iter().filter(|route| route.takes_files).map(|route| route.path).collect();
    let api = api::router(&app);
    let trace = TraceLayer::new_for_http().make_span_with(|request: &Request| {
        let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
        tracing::info_span!("request", method = %request.method(), route)
    });
    let layers = ServiceBuilder::new()
        .layer(trace)
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), guards::headers))
        .layer(from_fn_with_state(files, patience))
        .layer(from_fn_with_state(trusted, guards::client_address))
        .layer(sessions::layer(app.db.pool().clone(), secure))
        .layer(from_fn_with_state(app.clone(), guards::fault_pages))
        .layer(CatchPanicLayer::custom(|_| Fault::Internal.into_response()))
        .layer(from_fn_with_state(app.clone(), sessions::name_the_actor))
        .layer(CsrfLayer::new())
        .layer(DefaultBodyLimit::max(BODY))
        .layer(Extension(Passwords::new()))
        .layer(Extension(Mail::new(config)));
    let files = ServeDir::new(app.site.folder()).precompressed_br().precompressed_gzip();
    let year = HeaderValue::from_static("public, max-age=31536000, immutable");
    let site = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, year))
        .service(files);
    routes
        .fallback(|| async { Fault::NotFound })
        .layer(layers)
        .merge(api)
        .nest_service("/site", site)
        .with_state(app)
}

/// Gives up on a request that takes too long.
async fn patience(
    State(files): State<Arc<[&'static str]>>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let brings_files = request.method() == Method::POST && files.contains(&path);
    let patience = if brings_files { PATIENCE_WITH_FILES } else { PATIENCE };
    let answer = tokio::time::timeout(patience, next.run(request)).await;
    answer.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}
