//! One request: who asks, and the page they get.
//! It is the only place that reads who is signed in.

use crate::http_error::HttpError;
use crate::state::App;
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, Actor, Does, DoesInFirm, FirmAction, FirmGrant, Grant};
use faultline::stores::db::Tx;
use std::sync::Arc;

mod extract;
mod pages;
mod stamp;

pub use extract::{Path, Query};
pub use pages::Within;

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
}
