//! The whole router, layer by layer.
//! Every route is in the route table; what is not there is answered with “nothing here”.

use crate::config::Config;
use crate::mail::Mail;
use crate::password::Passwords;
use crate::{api, exports, guards, map_files, sessions, sign_in, tokens};
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::{Extension, Router};
use faultline_app::http_error::HttpError;
use faultline_app::route_table::{Route, Routes};
use faultline_app::{App, routes};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

/// The most a form may send; routes that take files say so themselves.
const BODY: usize = 256 * 1024;

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
    let (routes, table) = all().into_parts();
    let files = table.iter().filter(|route| route.takes_files).map(|route| route.path).collect();
    let front = guards::Front::new(&app.public_url, config.trusted_proxies.clone(), files);
    let api = api::router(front.clone());
    let trace = TraceLayer::new_for_http().make_span_with(|request: &Request| {
        let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
        tracing::info_span!("request", method = %request.method(), route)
    });
    let layers = ServiceBuilder::new()
        .layer(trace)
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(front, guards::front))
        .layer(sessions::layer(app.db.pool().clone(), secure))
        .layer(from_fn_with_state(app.clone(), guards::fault_pages))
        .layer(CatchPanicLayer::custom(|_| HttpError::Internal.into_response()))
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
        .fallback(|| async { HttpError::NotFound })
        .layer(layers)
        .merge(api)
        .nest_service("/site", site)
        .with_state(app)
}
