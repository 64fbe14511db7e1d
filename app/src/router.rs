//! The whole router, layer by layer.
//! Every route is in the route table; what is not there is answered with “nothing here”.

use crate::account::resume;
use crate::http::front::{self, Front};
use crate::http::network::Network;
use crate::http::once::Once;
use crate::http::{once, security, sessions};
use crate::http_error::HttpError;
use crate::password::Passwords;
use crate::route_table::{FORM, Route};
use crate::state::App;
use crate::{api, routes};
use axum::extract::DefaultBodyLimit;
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::{Extension, Router};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// All routes: the pages', and the API's.
#[must_use]
pub fn table() -> Vec<Route> {
    routes::routes().and(api::routes()).into_parts().1
}

/// The router, ready to serve. What the trusted proxies say of where a request comes from is believed.
pub fn router(app: App, trusted_proxies: Vec<Network>) -> Router {
    let secure = app.public_url.starts_with("https:");
    let (routes, table) = routes::routes().into_parts();
    let files = table.iter().filter(|route| route.takes_files).map(|route| route.path).collect();
    let front = Front::new(&app.public_url, trusted_proxies, files);
    let larger = table.iter().filter(|route| route.form > FORM);
    let larger = larger.map(|route| (route.path, route.form)).collect();
    let once = Once::new(app.clone(), FORM, larger);
    let api = api::router(front.clone());
    let layers = ServiceBuilder::new()
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(front.clone(), front::front))
        .layer(sessions::layer(app.db.pool().clone(), secure))
        .layer(from_fn_with_state(app.clone(), front::fault_pages))
        .layer(from_fn_with_state(app.clone(), resume::carry))
        .layer(CatchPanicLayer::custom(|_| HttpError::Internal.into_response()))
        .layer(from_fn_with_state(app.clone(), sessions::name_the_actor))
        .layer(from_fn_with_state(app.clone(), security::watch))
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(once, once::once))
        .layer(DefaultBodyLimit::max(FORM))
        .layer(Extension(app.clone()))
        .layer(Extension(Passwords::new()));
    let files = ServeDir::new(app.site.folder()).precompressed_br().precompressed_gzip();
    let year = HeaderValue::from_static("public, max-age=31536000, immutable");
    let site = ServiceBuilder::new()
        .layer(from_fn_with_state(front.clone(), front::of_files))
        .layer(SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, year))
        .service(files);
    routes
        .fallback(|| async { HttpError::NotFound })
        .layer(layers)
        .merge(api)
        .nest_service("/site", site)
        .with_state(app)
}
