//! The outermost layer of every route: headers that browsers obey, and the page a fault is shown on.
//! No answer leaves without them.

use super::network::{self, Network};
use crate::form::url_encoded;
use crate::http_error::HttpError;
use crate::request::{Islands, Nonce, RequestContext};
use crate::urls;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderName, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Once};
use std::time::{Duration, Instant};
use tracing::Instrument;

/// The longest a request may take; with a file of any size on a slow line it may take longer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(60 * 60);

/// The header with the number of a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Whether a number is short and of letters, digits and few signs: it is written to logs.
fn is_plain(id: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    (1..=64).contains(&id.len()) && id.iter().all(plain)
}

/// The address a request comes from; one of a proxy's own only when nothing better can be believed.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

/// The network that attempts from there are counted for.
#[derive(Debug, Clone)]
pub struct ClientNetwork(pub Arc<str>);

/// That a proxy is not declared is said once.
static UNDECLARED: Once = Once::new();

/// The settings of the outermost layer.
#[derive(Debug, Clone)]
pub struct Front(Arc<Known>);

#[derive(Debug)]
struct Known {
    /// Proxies whose word is taken for where a request comes from.
    trusted: Vec<Network>,
    /// Routes that take files.
    files: Vec<&'static str>,
    /// Whether browsers reach this server through TLS.
    tls: bool,
}

/// The number of a request, as logs and the answer tell it.
struct RequestId(HeaderValue);

impl RequestId {
    fn text(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }
}

impl Front {
    /// The front of a server that is reached at this address.
    #[must_use]
    pub fn new(public_url: &str, trusted: Vec<Network>, files: Vec<&'static str>) -> Self {
        Self(Arc::new(Known { trusted, files, tls: public_url.starts_with("https:") }))
    }

    /// The number that a trusted proxy gave the request, or a new one.
    fn id(&self, request: &Request) -> RequestId {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let given = request.headers().get(REQUEST_ID).filter(|id| is_plain(id.as_bytes()));
        let trusts = |peer: IpAddr| self.0.trusted.iter().any(|network| network.contains(peer));
        let given = given.filter(|_| peer.is_some_and(|peer| trusts(peer.0.ip())));
        let new = || HeaderValue::from_str(&uuid::Uuid::now_v7().simple().to_string());
        RequestId(given.cloned().or_else(|| new().ok()).unwrap_or(HeaderValue::from_static("-")))
    }

    /// Where a request comes from, and the network that its attempts are counted for. Without a connection, as in tests,
    /// it comes from nowhere in particular.
    fn origin(&self, request: &Request) -> (IpAddr, String) {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
        let headers = request.headers().get_all("x-forwarded-for").iter();
        // A line that is no text ends the search, as one that is no address does: what is before it may be made up.
        let forwarded: Vec<&str> =
            headers.map(|value| value.to_str().unwrap_or_default()).collect();
        let address = network::client_address(&self.0.trusted, peer, forwarded.iter().copied());
        let mut counted = network::neighbours(address).to_string();
        // A proxy that nobody declared: those behind it are counted apart, so that one does not shut out all.
        if let Some(claimed) = network::undeclared(peer, address, forwarded.last().copied()) {
            UNDECLARED.call_once(|| {
                tracing::warn!(%peer, "a proxy says where requests come from and is not trusted: name it in FAULTLINE_TRUSTED_PROXIES");
            });
            counted = format!("{counted} for {}", network::neighbours(claimed));
        }
        (address, counted)
    }

    /// Gives an answer the headers that are the same on every one.
    fn protect(&self, response: &mut Response) {
        let headers = response.headers_mut();
        let fixed = [
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::X_FRAME_OPTIONS, "DENY"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
            (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
            (
                HeaderName::from_static("permissions-policy"),
                "camera=(), geolocation=(), microphone=()",
            ),
        ];
        for (name, value) in fixed {
            headers.insert(name, HeaderValue::from_static(value));
        }
        // The page of a shared link has a stricter one of its own.
        let same = HeaderValue::from_static("same-origin");
        headers.entry(header::REFERRER_POLICY).or_insert(same);
        if self.0.tls {
            let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
            headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
        }
    }

    /// How long a request may take.
    fn patience(&self, request: &Request) -> Duration {
        let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
        let brings_files = request.method() == Method::POST && self.0.files.contains(&path);
        if brings_files { UPLOAD_TIMEOUT } else { REQUEST_TIMEOUT }
    }
}

/// In front of everything: says where a request comes from, gives it a number and a nonce, gives up on it when it takes too
/// long, tells the log how it was answered, and gives the answer the headers that browsers obey. One layer, since each
/// costs every request a box.
pub async fn front(State(front): State<Front>, mut request: Request, next: Next) -> Response {
    let nonce: String = format!("{:032x}", rand::random::<u128>());
    let ((address, counted), patience) = (front.origin(&request), front.patience(&request));
    let (id, begun) = (front.id(&request), Instant::now());
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    let span = tracing::info_span!("request", id = %id.text(), method = %request.method(), route);
    request.extensions_mut().insert(ClientAddress(address));
    request.extensions_mut().insert(ClientNetwork(counted.into()));
    request.extensions_mut().insert(Nonce(nonce.as_str().into()));
    let answer = tokio::time::timeout(patience, next.run(request)).instrument(span.clone()).await;
    let mut response = settled(answer.ok());
    tracing::info!(parent: &span, status = response.status().as_u16(), ms = begun.elapsed().as_millis(), "answered");
    response.headers_mut().insert(REQUEST_ID, id.0);
    let islands = response.extensions().get::<Islands>().is_some();
    let wasm = if islands { " 'wasm-unsafe-eval'" } else { "" };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'{wasm}; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    front.protect(&mut response);
    response
}

/// In front of the files of the browser's half: the same headers as on a page, and a policy under which nothing runs that
/// is opened on its own.
pub async fn of_files(State(front): State<Front>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let policy = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    front.protect(&mut response);
    response
}

/// The answer, where there is one. Without one it took too long; and one that says that we failed without saying how is of
/// the layer that keeps sessions, which fails when the database is away.
fn settled(answer: Option<Response>) -> Response {
    let failed = |answer: &Response| {
        answer.status() == StatusCode::INTERNAL_SERVER_ERROR
            && answer.extensions().get::<HttpError>().is_none()
            && answer.headers().get(header::CONTENT_TYPE).is_none()
    };
    answer.filter(|answer| !failed(answer)).unwrap_or_else(|| HttpError::Busy.into_response())
}

/// Turns a fault into its page; a visitor who must sign in is led there and back.
pub async fn fault_pages(context: RequestContext, request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let response = next.run(request).await;
    let fault = response.extensions().get::<HttpError>().copied();
    match fault.or_else(|| untold(&response)) {
        Some(HttpError::SignIn) if method == Method::GET => {
            let from = uri.path_and_query().map_or("/", |found| found.as_str());
            Redirect::to(&urls::sign_in(&url_encoded(from))).into_response()
        }
        Some(HttpError::SignIn) => Redirect::to(urls::SIGN_IN).into_response(),
        Some(fault) => {
            let mut page = context.error_page(fault);
            for name in [header::RETRY_AFTER, header::ALLOW] {
                if let Some(value) = response.headers().get(&name).cloned() {
                    page.headers_mut().insert(name, value);
                }
            }
            page
        }
        None => response,
    }
}

/// What went wrong, where a layer or the router refused without a word: a browser would show an empty page.
fn untold(response: &Response) -> Option<HttpError> {
    let told = response.headers().contains_key(header::CONTENT_TYPE);
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED if !told => Some(HttpError::Method),
        StatusCode::FORBIDDEN if !told => Some(HttpError::Elsewhere),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn origin(peer: [u8; 4], lines: &[&[u8]]) -> (String, String) {
        let trusted = vec!["10.0.0.1".parse().unwrap()];
        let front = Front::new("http://127.0.0.1:3000", trusted, Vec::new());
        let mut request = Request::new(Body::empty());
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 4000))));
        for line in lines {
            let line = HeaderValue::from_bytes(line).unwrap();
            request.headers_mut().append("x-forwarded-for", line);
        }
        let (address, counted) = front.origin(&request);
        (address.to_string(), counted)
    }

    #[test]
    fn a_forwarded_line_that_is_no_text_ends_the_search() {
        let (address, counted) = origin([10, 0, 0, 1], &[b"10.9.1.1", b"\xff, 203.0.113.5"]);
        assert_eq!((address.as_str(), counted.as_str()), ("10.0.0.1", "10.0.0.1"));
        assert_eq!(origin([10, 0, 0, 1], &[b"10.9.1.1", b"203.0.113.5"]).0, "203.0.113.5");
    }

    #[test]
    fn those_behind_a_proxy_nobody_declared_are_counted_apart_and_strangers_cannot_choose() {
        let (one, other) =
            (origin([127, 0, 0, 1], &[b"203.0.113.5"]), origin([127, 0, 0, 1], &[b"203.0.113.6"]));
        assert_eq!(one.0, "127.0.0.1", "what it says is not believed");
        assert_ne!(one.1, other.1);
        let from_outside = |line: &[u8]| origin([203, 0, 113, 9], &[line]).1;
        assert_eq!(from_outside(b"198.51.100.1"), from_outside(b"198.51.100.2"));
    }
}
