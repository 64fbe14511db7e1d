//! A form that is sent twice counts once: the second answer leads where the first one led.
//! Forms that were changed, or shown anew, in between are forms of their own.

use crate::http_error::HttpError;
use crate::state::App;
use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderValue, LOCATION, SET_COOKIE};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use faultline::platform::ids::PersonId;
use faultline::stores::access::Actor;
use faultline::stores::people::forms::{self, Sent};
use memchr::memmem;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The field of a form that is different whenever a page is shown.
pub const FIELD: &str = "once";
/// How often, and how many times, is looked whether the first one was answered.
const EVERY: Duration = Duration::from_millis(200);
const LOOKS: u32 = 100;

/// How much a form may send.
#[derive(Debug, Clone)]
pub struct Once {
    app: App,
    usual: usize,
    /// By the route that takes more.
    larger: Arc<BTreeMap<&'static str, usize>>,
}

impl Once {
    /// So many bytes, and on some routes more.
    #[must_use]
    pub fn new(app: App, usual: usize, larger: BTreeMap<&'static str, usize>) -> Self {
        Self { app, usual, larger: Arc::new(larger) }
    }

    /// The most that a form may send to the route of this request.
    fn most(&self, request: &Request) -> usize {
        let path = request.extensions().get::<MatchedPath>();
        path.and_then(|path| self.larger.get(path.as_str()).copied()).unwrap_or(self.usual)
    }
}

/// In front of every form of whoever is signed in.
pub async fn once(State(forms): State<Once>, request: Request, next: Next) -> Response {
    let (most, app) = (forms.most(&request), forms.app);
    let person = request.extensions().get::<Arc<Actor>>().map(|actor| actor.person);
    let kind = request.headers().get(CONTENT_TYPE).map(|kind| kind.as_bytes().to_vec());
    let (kind, is_post) = (kind.unwrap_or_default(), *request.method() == Method::POST);
    let Some(person) = person.filter(|_| is_post) else { return next.run(request).await };
    if kind.starts_with(b"multipart/form-data") {
        return with_files(app, person, request, next).await;
    }
    if !kind.starts_with(b"application/x-www-form-urlencoded") {
        return next.run(request).await;
    }
    let path = request.uri().path().to_owned();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, most).await else {
        return HttpError::TooLarge.into_response();
    };
    let key = key(person, &path, &body);
    let request = Request::from_parts(parts, Body::from(body));
    let Some(key) = key else { return next.run(request).await };
    let response = match claimed(&app, &key, person).await {
        Ok(Sent::First) => answer(&app, key, next.run(request).await).await,
        Ok(Sent::Again(to)) => Redirect::to(&to).into_response(),
        Ok(Sent::UnderWay) => HttpError::Busy.into_response(),
        Err(error) => error.into_response(),
    };
    told(&app, &path, response)
}

/// The cookie by which a browser knows that a form was taken: what it kept of that form it then forgets.
const TAKEN: &str = "taken";

/// Tells the browser that the form which was sent to this path was taken, if it was: then the answer leads on.
fn told(app: &App, path: &str, mut response: Response) -> Response {
    if response.status() == StatusCode::SEE_OTHER
        && response.extensions().get::<HttpError>().is_none()
    {
        let secure = if app.public_url.starts_with("https:") { "; Secure" } else { "" };
        let cookie = format!("{TAKEN}={path}; Path=/; Max-Age=600; SameSite=Strict{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
    response
}

/// A form with files is too large to be read here: whatever reads it says what was in it.
async fn with_files(app: App, person: PersonId, mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let stamp = Stamp { app: app.clone(), person, path: path.clone(), claimed: Arc::default() };
    request.extensions_mut().insert(stamp.clone());
    let response = next.run(request).await;
    let claimed = stamp.claimed.lock().unwrap_or_else(PoisonError::into_inner).take();
    let response = match claimed {
        Some(key) => answer(&app, key, response).await,
        None => response,
    };
    told(&app, &path, response)
}

/// A form with files on its way in.
#[derive(Debug, Clone)]
pub struct Stamp {
    app: App,
    person: PersonId,
    path: String,
    claimed: Arc<Mutex<Option<Vec<u8>>>>,
}

/// All that was in a form with files, as a hash.
#[derive(Debug, Default)]
pub struct Sum {
    hash: Sha256,
    /// Whether it said which showing of its page it is from.
    stamped: bool,
}

impl Sum {
    /// A field, or the name of a file before its content.
    pub fn field(&mut self, name: &str, value: &str) {
        self.stamped |= name == FIELD && value.len() == 36;
        for text in [name, value] {
            self.hash.update((text.len() as u64).to_le_bytes());
            self.hash.update(text);
        }
    }

    /// A piece of a file.
    pub fn piece(&mut self, piece: &[u8]) {
        self.hash.update(piece);
    }
}

impl Stamp {
    /// Claims a form with all that was in it.
    ///
    /// # Errors
    /// Where the first one led, when it was sent before; [`HttpError::Busy`] while that is being answered.
    pub async fn claim(&self, sum: Sum) -> Result<(), Response> {
        if !sum.stamped {
            return Ok(());
        }
        let mut hash = Sha256::new();
        hash.update(self.person.0.as_bytes());
        hash.update(self.path.as_bytes());
        hash.update([0_u8]);
        hash.update(sum.hash.finalize());
        let key = hash.finalize().to_vec();
        match claimed(&self.app, &key, self.person).await {
            Ok(Sent::First) => {
                *self.claimed.lock().unwrap_or_else(PoisonError::into_inner) = Some(key);
                Ok(())
            }
            Ok(Sent::Again(to)) => Err(Redirect::to(&to).into_response()),
            Ok(Sent::UnderWay) => Err(HttpError::Busy.into_response()),
            Err(error) => Err(error.into_response()),
        }
    }
}

/// What a form is known by, if it says which showing of its page it is from.
fn key(person: PersonId, path: &str, body: &[u8]) -> Option<Vec<u8>> {
    let begins = |at: usize| at == 0 || body[at - 1] == b'&';
    let value =
        |at: usize| body[at + 5..].split(|byte| *byte == b'&').next().map_or(0, <[u8]>::len);
    let stamped = memmem::find_iter(body, b"once=").any(|at| begins(at) && value(at) == 36);
    stamped.then(|| {
        let mut hash = Sha256::new();
        hash.update(person.0.as_bytes());
        hash.update(path.as_bytes());
        hash.update([0_u8]);
        hash.update(body);
        hash.finalize().to_vec()
    })
}

/// Claims the form; waits while its twin is being answered.
async fn claimed(app: &App, key: &[u8], person: PersonId) -> Result<Sent, HttpError> {
    for _ in 0..LOOKS {
        let mut conn = app.db.pool().acquire().await?;
        let sent = forms::claim(&mut conn, key, person).await?;
        drop(conn);
        if sent != Sent::UnderWay {
            return Ok(sent);
        }
        tokio::time::sleep(EVERY).await;
    }
    Ok(Sent::UnderWay)
}

/// Keeps where the answer leads; one that leads nowhere changed nothing, and the form may be sent again.
async fn answer(app: &App, key: Vec<u8>, response: Response) -> Response {
    let led = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
    let led = led.filter(|_| response.status() == StatusCode::SEE_OTHER).map(str::to_owned);
    let kept = async {
        let mut conn = app.db.pool().acquire().await?;
        match &led {
            Some(to) => forms::answered(&mut conn, &key, to).await,
            None => forms::forget(&mut conn, &key).await,
        }
    };
    if let Err(error) = kept.await {
        tracing::warn!(%error, "a form that was answered is not known as answered");
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn forms_of_two_showings_two_people_or_two_contents_are_told_apart() {
        let (ada, bob) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let stamp = "once=01234567-89ab-cdef-0123-456789abcdef";
        let sent = |text: &str| format!("{text}&{stamp}").into_bytes();
        let first = key(ada, "/e", &sent("a=1")).unwrap();
        assert_eq!(Some(&first), key(ada, "/e", &sent("a=1")).as_ref());
        for other in [
            key(bob, "/e", &sent("a=1")),
            key(ada, "/f", &sent("a=1")),
            key(ada, "/e", &sent("a=2")),
            key(ada, "/e", &[b"a=1&once=11234567-89ab-cdef-0123-456789abcdef" as &[u8]].concat()),
        ] {
            assert_ne!(Some(&first), other.as_ref());
            assert!(other.is_some());
        }
        assert_eq!(key(ada, "/e", b"a=1&once=0"), None);
        assert_eq!(key(ada, "/e", b"a=1"), None);
    }
}
