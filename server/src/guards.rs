//! What stands in front of every route: headers that browsers obey, and the page a fault is shown on.
//! No answer leaves without them.

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderName, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use faultline_app::App;
use faultline_app::fault::Fault;
use faultline_app::form::url_encoded;
use faultline_app::visit::{Nonce, Visit};

/// Gives the request a nonce, and the answer the headers.
pub async fn headers(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let nonce: String = format!("{:032x}", rand::random::<u128>());
    request.extensions_mut().insert(Nonce(nonce.as_str().into()));
    let mut response = next.run(request).await;
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if app.public_url.starts_with("https:") {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// Turns a fault into its page; a visitor who must sign in is led there and back.
pub async fn fault_pages(visit: Visit, request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let response = next.run(request).await;
    match response.extensions().get::<Fault>() {
        Some(Fault::SignIn) if method == Method::GET => {
            let from = uri.path_and_query().map_or("/", |found| found.as_str());
            Redirect::to(&format!("/sign-in?next={}", url_encoded(from))).into_response()
        }
        Some(Fault::SignIn) => Redirect::to("/sign-in").into_response(),
        Some(fault) => visit.fault_page(*fault),
        None => response,
    }
}
