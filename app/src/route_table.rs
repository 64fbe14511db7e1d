//! The route table: every address with its method and who may use it.
//! A route cannot be served without a row: adding one is what makes both. It knows no feature.

use crate::http::carried::sign_in_first;
use crate::http::security::PolicyRefused;
use crate::http_error::HttpError;
use crate::state::App;
use axum::Router;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{DefaultBodyLimit, RawPathParams, Request};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get, post};
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, Actor, FirmAction};
use faultline::stores::engagement::is_archived;
use faultline::stores::tokens::Scope;
use std::sync::Arc;

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone, signed in or not.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever works for the firm.
    Staff,
    /// Whoever may do this in the firm.
    InFirm(FirmAction),
    /// Whoever may do this to the engagement in the address.
    To(Action),
    /// Whoever sends a token with this scope for the engagement in the address: a program. A session says nothing
    /// there.
    Token(Scope),
}

/// A row of the table.
#[derive(Debug, Clone)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The address, with axum's `{parameters}`.
    pub path: &'static str,
    /// Who may use it.
    pub who: Access,
    /// Whether a file of any size is sent to it, which may take longer than a page.
    pub takes_files: bool,
    /// The most that a form without files may send to it, in bytes.
    pub form: usize,
}

/// The most a form may send where its route says nothing else, in bytes.
pub const FORM: usize = 256 * 1024;

/// What an archived engagement does with what is sent to a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Archived {
    Refuses,
    Takes,
}

/// Routes and their table.
#[derive(Debug, Default)]
pub struct Routes {
    router: Router<App>,
    table: Vec<Route>,
}

impl Routes {
    /// No routes yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A page to read.
    #[must_use]
    pub fn get<H: Handler<T, App>, T: 'static>(
        self,
        who: Access,
        path: &'static str,
        handler: H,
    ) -> Self {
        let row = Route { method: Method::GET, path, who, takes_files: false, form: FORM };
        self.with(row, Archived::Takes, get(handler))
    }

    /// A form that is sent. An archived engagement refuses it.
    #[must_use]
    pub fn post<H: Handler<T, App>, T: 'static>(
        self,
        who: Access,
        path: &'static str,
        handler: H,
    ) -> Self {
        let row = Route { method: Method::POST, path, who, takes_files: false, form: FORM };
        self.with(row, Archived::Refuses, post(handler))
    }

    /// A form that is sent, and that an archived engagement takes too: it changes nothing in it, ends something, or brings
    /// it back.
    #[must_use]
    pub fn post_though_archived<H: Handler<T, App>, T: 'static>(
        self,
        who: Access,
        path: &'static str,
        handler: H,
    ) -> Self {
        let row = Route { method: Method::POST, path, who, takes_files: false, form: FORM };
        self.with(row, Archived::Takes, post(handler))
    }

    /// A form that is sent and may be larger than the usual 256 kB. An archived engagement refuses it.
    #[must_use]
    pub fn form<H: Handler<T, App>, T: 'static>(
        self,
        who: Access,
        path: &'static str,
        bytes: usize,
        handler: H,
    ) -> Self {
        let row = Route { method: Method::POST, path, who, takes_files: false, form: bytes };
        let limit = DefaultBodyLimit::max(bytes);
        self.with(row, Archived::Refuses, post(handler).layer(limit))
    }

    /// Files that are sent, with a body larger than the usual 256 kB. An archived engagement refuses them.
    #[must_use]
    pub fn upload<H: Handler<T, App>, T: 'static>(
        self,
        who: Access,
        path: &'static str,
        bytes: usize,
        handler: H,
    ) -> Self {
        let row = Route { method: Method::POST, path, who, takes_files: true, form: FORM };
        let limit = DefaultBodyLimit::max(bytes);
        self.with(row, Archived::Refuses, post(handler).layer(limit))
    }

    fn with(mut self, row: Route, archived: Archived, served: MethodRouter<App>) -> Self {
        self.router = self.router.route(row.path, guarded(row.who, archived, served));
        self.table.push(row);
        self
    }

    /// These routes and others.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.table.extend(others.table);
        self.router = self.router.merge(others.router);
        self
    }

    /// The router and its table.
    pub fn into_parts(self) -> (Router<App>, Vec<Route>) {
        (self.router, self.table)
    }
}

/// A route that asks who it is before it looks at anything else of the request: a refusal says nothing of the form.
/// The handler still needs its grant; this only answers sooner. Whoever is let in is told of an engagement that is archived.
fn guarded(who: Access, archived: Archived, route: MethodRouter<App>) -> MethodRouter<App> {
    type Params = Result<RawPathParams, RawPathParamsRejection>;
    route.layer(from_fn(move |params: Params, request: Request, next: Next| async move {
        // What is no text names nothing.
        let Ok(params) = params else { return HttpError::NotFound.into_response() };
        let actor = request.extensions().get::<Arc<Actor>>().cloned();
        let engagement = engagement(&params);
        let fault = match refusal(who, actor.as_deref(), engagement) {
            Some(HttpError::SignIn) => return sign_in_first(request).await,
            Some(fault) => {
                let mut response = fault.into_response();
                response.extensions_mut().insert(PolicyRefused);
                return response;
            }
            None if archived == Archived::Takes => None,
            None => {
                let app = request.extensions().get::<App>().cloned();
                is_shut(who, app, actor.as_deref(), engagement).await
            }
        };
        match fault {
            Some(fault) => fault.into_response(),
            None => next.run(request).await,
        }
    }))
}

/// The engagement that an address is of. What is no id names nothing, whoever asks.
fn engagement(params: &RawPathParams) -> Option<EngagementId> {
    params.iter().find(|(name, _)| *name == "engagement").and_then(|(_, id)| id.parse().ok())
}

fn refusal(
    who: Access,
    actor: Option<&Actor>,
    engagement: Option<EngagementId>,
) -> Option<HttpError> {
    if matches!(who, Access::To(_)) && engagement.is_none() {
        return Some(HttpError::NotFound);
    }
    let may = match (who, actor) {
        // A token is looked at by its handler, which knows how programs are answered.
        (Access::Anyone | Access::Token(_), _) => true,
        (_, None) => return Some(HttpError::SignIn),
        (Access::SignedIn, _) => true,
        (Access::Staff, Some(actor)) => actor.is_staff(),
        (Access::InFirm(action), Some(actor)) => actor.can_in_firm(action),
        (Access::To(action), Some(actor)) => {
            engagement.is_some_and(|engagement| actor.can(action, engagement))
        }
    };
    (!may).then_some(HttpError::NotFound)
}

/// What is said when the engagement in the address is archived. Routes of programs say it themselves: who sends is known to
/// their handlers alone, and what was stored already is told again.
async fn is_shut(
    who: Access,
    app: Option<App>,
    actor: Option<&Actor>,
    engagement: Option<EngagementId>,
) -> Option<HttpError> {
    let Access::To(_) = who else { return None };
    let (Some(app), Some((actor, engagement))) = (app, actor.zip(engagement)) else {
        tracing::error!("a form is served without the process: nothing says whether it may change");
        return Some(HttpError::Internal);
    };
    let asked = async {
        let mut conn = app.db.pool().acquire().await?;
        is_archived(&mut conn, engagement, actor.person).await
    };
    match asked.await {
        Ok(archived) => archived.then_some(HttpError::Archived),
        Err(error) => Some(error.into()),
    }
}
