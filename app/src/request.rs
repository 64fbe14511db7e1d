//! One request: who asks, and the page they get.
//! It is the only place that reads who is signed in.

use crate::http_error::HttpError;
use crate::prelude::*;
use crate::site::FONTS;
use crate::state::App;
use crate::ui::markup::without_marks;
use crate::ui::{Text, Writer};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, Actor, Does, DoesInFirm, FirmAction, FirmGrant, Grant};
use faultline::stores::db::Tx;
use hydration_context::SsrSharedContext;
use std::sync::Arc;

/// The number used once that lets this answer's scripts run.
#[derive(Debug, Clone)]
pub struct Nonce(pub Arc<str>);

/// A mark on the answer with a page that has islands: it alone may compile wasm.
#[derive(Debug, Clone, Copy)]
pub struct Islands;

/// The key that the session of a request is found by.
#[derive(Debug, Clone)]
pub struct SessionKey(pub Arc<[u8]>);

/// One request.
#[derive(Debug, Clone)]
pub struct RequestContext {
    /// The process.
    pub app: App,
    /// Who asks, if they are signed in.
    pub actor: Option<Arc<Actor>>,
    /// The address asked for, without its query.
    pub path: String,
    nonce: Option<Nonce>,
    session: Option<SessionKey>,
}

impl<S: Send + Sync> FromRequestParts<S> for RequestContext
where
    App: FromRef<S>,
{
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        Ok(Self {
            app: App::from_ref(state),
            actor: parts.extensions.get::<Arc<Actor>>().cloned(),
            path: parts.uri.path().to_owned(),
            nonce: parts.extensions.get::<Nonce>().cloned(),
            session: parts.extensions.get::<SessionKey>().cloned(),
        })
    }
}

impl RequestContext {
    /// Who is signed in.
    ///
    /// # Errors
    /// [`HttpError::SignIn`] when nobody is.
    pub fn me(&self) -> Result<&Actor, HttpError> {
        self.actor.as_deref().ok_or(HttpError::SignIn)
    }

    /// The same visit as it would be now: signed out, shut out or in other rooms meanwhile, if so it is.
    ///
    /// # Errors
    /// [`HttpError::SignIn`] when the session has ended.
    pub async fn renewed(&self) -> Result<Self, HttpError> {
        let key = self.session.as_ref().ok_or(HttpError::SignIn)?;
        let found = self.app.db.asking().who(&key.0).await?.ok_or(HttpError::SignIn)?;
        Ok(Self { actor: Some(found.actor), ..self.clone() })
    }

    /// The same request as the person who made a link, for what that link opens, whose pages are never drawn
    /// with it.
    #[must_use]
    pub fn as_maker(&self, maker: Actor) -> Self {
        Self { actor: Some(Arc::new(maker)), session: None, ..self.clone() }
    }

    /// Who is signed in, working for the firm.
    ///
    /// # Errors
    /// [`HttpError::NotFound`] for a client's person.
    pub fn staff(&self) -> Result<&Actor, HttpError> {
        self.me()?.is_staff().then(|| self.me()).ok_or(HttpError::NotFound)?
    }

    /// Permission to do `A` to an engagement.
    ///
    /// # Errors
    /// [`HttpError::NotFound`] when the policy does not give it.
    pub fn may<A: Does>(&self, engagement: EngagementId) -> Result<Grant<A>, HttpError> {
        Ok(self.me()?.may(engagement)?)
    }

    /// Permission to do `A` in the firm.
    ///
    /// # Errors
    /// [`HttpError::NotFound`] when the policy does not give it.
    pub fn may_in_firm<A: DoesInFirm>(&self) -> Result<FirmGrant<A>, HttpError> {
        Ok(self.me()?.may_in_firm()?)
    }

    /// Whether a page may lead to something.
    #[must_use]
    pub fn can(&self, action: Action, engagement: EngagementId) -> bool {
        self.actor.as_ref().is_some_and(|actor| actor.can(action, engagement))
    }

    /// Whether a page may lead to something of the firm.
    #[must_use]
    pub fn can_in_firm(&self, action: FirmAction) -> bool {
        self.actor.as_ref().is_some_and(|actor| actor.can_in_firm(action))
    }

    /// A transaction that acts for whoever is signed in.
    ///
    /// # Errors
    /// [`HttpError::SignIn`] when nobody is; [`HttpError::Busy`] when no connection is free.
    pub async fn act(&self) -> Result<Tx, HttpError> {
        Ok(self.app.db.act(self.me()?).await?)
    }

    /// A transaction that only reads, for whoever is signed in.
    ///
    /// # Errors
    /// [`HttpError::SignIn`] when nobody is; [`HttpError::Busy`] when no connection is free.
    pub async fn look(&self) -> Result<Tx, HttpError> {
        Ok(self.app.db.look(self.me()?).await?)
    }

    /// A page to read: no wasm.
    pub fn page<V: IntoView>(&self, title: &str, body: impl FnOnce() -> V) -> Response {
        self.render(StatusCode::OK, title, false, body)
    }

    /// A page that shows how far a job is: a script brings it up to date, or without one the page loads itself again.
    pub fn waiting<V: IntoView>(&self, title: &str, body: impl FnOnce() -> V) -> Response {
        let script = self.app.site.url("job.js");
        let nonce = self.nonce.as_ref().map(|nonce| nonce.0.to_string());
        let head = move || {
            view! {
                <script type="module" src=script nonce=nonce></script>
                <noscript>
                    <meta http-equiv="refresh" content="2" />
                </noscript>
            }
        };
        self.document(StatusCode::OK, title, head, body)
    }

    /// A page with a script of its own, without which it works too.
    pub fn scripted<V: IntoView>(
        &self,
        status: StatusCode,
        title: &str,
        script: &str,
        body: impl FnOnce() -> V,
    ) -> Response {
        let script = self.app.site.url(script);
        let nonce = self.nonce.as_ref().map(|nonce| nonce.0.to_string());
        let head = move || view! { <script type="module" src=script nonce=nonce></script> };
        self.document(status, title, head, body)
    }

    /// A piece of a page, for a script that asks for it.
    pub fn piece<V: IntoView>(&self, body: impl FnOnce() -> V) -> Response {
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let headers = [(header::CACHE_CONTROL, "no-store")];
        (headers, Html(without_marks(owner.with(|| body().markup()).into_string()))).into_response()
    }

    /// A form that was sent and must be put right: the page again, with what was typed.
    pub fn again<V: IntoView>(
        &self,
        status: StatusCode,
        title: &str,
        body: impl FnOnce() -> V,
    ) -> Response {
        self.render(status, title, false, body)
    }

    /// A whole page; one with `islands` brings the program that takes them up.
    pub fn render<V: IntoView>(
        &self,
        status: StatusCode,
        title: &str,
        islands: bool,
        body: impl FnOnce() -> V,
    ) -> Response {
        let site = &self.app.site;
        let nonce = self.nonce.as_ref().map(|nonce| nonce.0.to_string());
        let head = || {
            islands.then(|| {
                let (program, wasm) = (site.url("app.js"), site.url("app_bg.wasm"));
                view! {
                    // Without scripts neither of them is fetched.
                    <link rel="modulepreload" id="islands" href=program data-wasm=wasm nonce=nonce.clone() />
                    <script type="module" src=site.url("islands.js") nonce=nonce.clone()></script>
                }
            })
        };
        let mut page = self.document(status, title, head, body);
        if islands {
            page.extensions_mut().insert(Islands);
        }
        page
    }

    fn document<H: IntoView, V: IntoView>(
        &self,
        status: StatusCode,
        title: &str,
        head: impl FnOnce() -> H,
        body: impl FnOnce() -> V,
    ) -> Response {
        let site = &self.app.site;
        let nonce = self.nonce.as_ref().map(|nonce| nonce.0.to_string());
        // What a browser keeps of unsent forms is kept for one person.
        let person = self.actor.as_ref().map(|actor| actor.person.to_string());
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let html = owner.with(|| {
            let body = body().markup();
            let mut fonts = Writer::default();
            for font in FONTS {
                fonts.html(r#"<link rel="preload" as="font" type="font/woff2" crossorigin href=""#);
                fonts.text(&site.url(font)).html(r#"">"#);
            }
            let title = match use_context::<Within>() {
                Some(Within(within)) if within != title => {
                    format!("{title} · {within} · Faultline")
                }
                _ => format!("{title} · Faultline"),
            };
            view! {
                <!DOCTYPE html>
                <html lang="en" data-person=person>
                    <head>
                        <meta charset="utf-8" />
                        <meta name="viewport" content="width=device-width, initial-scale=1" />
                        <meta name="color-scheme" content="light dark" />
                        <meta name="description" content=DESCRIPTION />
                        <title>{title}</title>
                        <link rel="icon" href=site.url("favicon.svg") type="image/svg+xml" />
                        <link rel="stylesheet" href=site.url("app.css") />
                        {fonts.done()}
                        <script type="module" src=site.url("page.js") nonce=nonce></script>
                        {head()}
                    </head>
                    <body>{body}</body>
                </html>
            }
            .markup()
        });
        let headers = [(header::CACHE_CONTROL, "no-store")];
        let page = without_marks(html.into_string());
        // What a visitor sends is answered alike, however often it comes.
        let page = if self.actor.is_some() { stamped(page) } else { page };
        (status, headers, Html(page)).into_response()
    }

    /// The page a fault is shown on.
    #[must_use]
    pub fn error_page(&self, fault: HttpError) -> Response {
        let (heading, advice) = fault.words();
        self.render(fault.status(), heading, false, || {
            view! {
                <main class="plain" id="main">
                    <h1>{heading}</h1>
                    <p>{advice}</p>
                    <p>
                        <a href="/">"Front page"</a>
                    </p>
                </main>
            }
        })
    }
}

/// What a page belongs to, which its title tells: ten tabs of one kind are told apart by it. A frame provides it.
#[derive(Debug, Clone)]
pub struct Within(pub Text);

/// What the product is, for whoever looks a page up.
const DESCRIPTION: &str =
    "From integration failure to a reasoned verdict: patch, stabilise or rebuild.";

/// The field that tells the forms of one showing of a page from those of another, as `ui` writes it.
const UNSTAMPED: &str = "name=\"once\" value=\"0\"";

/// A page with a stamp in its forms, so that one which is sent twice is known.
fn stamped(page: String) -> String {
    if !page.contains(UNSTAMPED) {
        return page;
    }
    let stamp = uuid::Builder::from_random_bytes(rand::random()).into_uuid();
    page.replace(UNSTAMPED, &format!("name=\"once\" value=\"{stamp}\""))
}

/// The ids in an address. One that is no id is answered like one that does not exist.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        #[expect(clippy::disallowed_types, reason = "the one place that wraps it")]
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|path| Self(path.0)).map_err(|_| HttpError::NotFound)
    }
}

/// What an address says after its question mark; anything it does not say is left at its default.
#[derive(Debug, Clone, Default)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned + Default + Send> FromRequestParts<S>
    for Query<T>
{
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        #[expect(clippy::disallowed_types, reason = "the one place that wraps it")]
        let query = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        Ok(Self(query.map(|query| query.0).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_a_page_get_one_stamp_and_another_page_another() {
        let page = format!("<input {UNSTAMPED}><input {UNSTAMPED}>");
        let one = stamped(page.clone());
        assert!(!one.contains(UNSTAMPED) && one != stamped(page));
        assert_eq!(stamped("<p>".into()), "<p>");
    }
}
