//! What stands in front of every route: headers that browsers obey, and the page a fault is shown on.
//! No answer leaves without them.

use crate::config::{self, Network};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderName, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use faultline_app::App;
use faultline_app::fault::Fault;
use faultline_app::form::url_encoded;
use faultline_app::visit::{Nonce, Visit};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// The address a request comes from; one of a proxy's own only when nothing better can be believed.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

/// Says where a request comes from. Without a connection, as in tests, it comes from nowhere in particular.
pub async fn client_address(
    State(trusted): State<Arc<[Network]>>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
    let forwarded =
        request.headers().get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let address = config::client_address(&trusted, peer, forwarded);
    request.extensions_mut().insert(ClientAddress(address));
    next.run(request).await
}

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
        Some(fault) => {
            let mut page = visit.fault_page(*fault);
            let soon = (*fault == Fault::Busy).then(|| HeaderValue::from_static("5"));
            if let Some(after) = response.headers().get(header::RETRY_AFTER).cloned().or(soon) {
                page.headers_mut().insert(header::RETRY_AFTER, after);
            }
            page
        }
        None => response,
    }
}
