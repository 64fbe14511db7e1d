//! The security log: what was refused, and what was taken away, with the address and the program of whoever asked.
//! What a person took is a row of the audit, or they do not get it; what nobody did is a line of the log.

use super::front::ClientAddress;
use crate::http_error::HttpError;
use crate::state::App;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use faultline::platform::ids::EngagementId;
use faultline::stores::access::Actor;
use faultline::stores::audit::{self, AuditAction, NewEntry};
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

/// The longest name of a program that is kept, in characters.
const AGENT: usize = 300;

/// A mark on the answer to whoever the policy does not let in: to them it looks like nothing is there.
#[derive(Debug, Clone, Copy)]
pub struct PolicyRefused;

/// Where a request comes from, as far as that can be believed.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The address.
    pub address: String,
    /// What the program calls itself.
    pub agent: String,
}

impl Origin {
    /// The origin of a request.
    #[must_use]
    pub fn of(parts: &Parts) -> Self {
        let address = parts.extensions.get::<ClientAddress>().map(|found| found.0.to_string());
        let agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
        let agent = agent.unwrap_or_default().chars().take(AGENT).collect();
        Self { address: address.unwrap_or_default(), agent }
    }
}

/// A request, as the log tells of it.
struct Asked {
    origin: Origin,
    actor: Option<Arc<Actor>>,
    method: Method,
    /// The route: an address itself may be a link that works once.
    route: String,
    engagement: Option<EngagementId>,
    /// The end of the address.
    last: String,
}

impl Asked {
    fn of(parts: &Parts) -> Self {
        let route = parts.extensions.get::<MatchedPath>().map_or("-", MatchedPath::as_str);
        let path = parts.uri.path();
        let mut named = route.split('/').zip(path.split('/'));
        let engagement = named.find(|(name, _)| *name == "{engagement}");
        Self {
            origin: Origin::of(parts),
            actor: parts.extensions.get::<Arc<Actor>>().cloned(),
            method: parts.method.clone(),
            route: route.to_owned(),
            engagement: engagement.and_then(|(_, id)| id.parse().ok()),
            last: last(route, path).to_owned(),
        }
    }

    fn refused(&self, status: StatusCode, what: &'static str) {
        let Origin { address, agent } = &self.origin;
        let person = self.actor.as_ref().map(|actor| actor.person.to_string()).unwrap_or_default();
        let (method, route, status) = (&self.method, &self.route, status.as_u16());
        tracing::warn!(target: "security", %address, %agent, person, %method, route, status, "{what}");
    }

    /// Records that somebody took a file away.
    async fn taken(&self, app: &App, actor: &Actor) -> Result<(), HttpError> {
        let Origin { address, agent } = &self.origin;
        let after = json!({ "address": address, "agent": agent });
        let subject: Option<Uuid> = self.last.parse().ok();
        let entry = NewEntry {
            person: actor.person,
            engagement: self.engagement,
            action: AuditAction::Downloaded,
            kind: "file",
            subject,
            name: if subject.is_some() { "of a sample" } else { &self.last },
            before: None,
            after: Some(&after),
        };
        let mut tx = app.db.act(actor).await?;
        // Whoever may not be recorded at an engagement has no part in it, and learns nothing of it.
        audit::record(&mut tx, entry).await.map_err(|error| {
            let refused =
                error.as_database_error().is_some_and(|it| it.code() == Some("42501".into()));
            if refused { HttpError::NotFound } else { error.into() }
        })?;
        Ok(tx.commit().await?)
    }
}

/// What a file is called in the audit: the end of its address, unless that is a token, which is told to nobody.
fn last<'a>(route: &str, path: &'a str) -> &'a str {
    if route.ends_with("{token}") {
        return "by a shared link";
    }
    path.rsplit('/').next().unwrap_or_default()
}

/// Behind whatever says who asks: sees to it that no refusal and no download goes unrecorded.
pub async fn watch(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = Asked::of(&parts);
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    match status {
        StatusCode::FORBIDDEN => asked.refused(status, "a request from elsewhere was refused"),
        StatusCode::TOO_MANY_REQUESTS => asked.refused(status, "too many tries were refused"),
        _ if response.extensions().get::<PolicyRefused>().is_some() => {
            asked.refused(status, "a request was refused by the policy");
        }
        _ => {}
    }
    match &asked.actor {
        Some(actor) if is_download(&response) => match asked.taken(&app, actor).await {
            Ok(()) => response,
            Err(error) => error.into_response(),
        },
        _ => response,
    }
}

/// Whether an answer is a file to keep.
fn is_download(response: &Response) -> bool {
    let how = response.headers().get(CONTENT_DISPOSITION);
    response.status() == StatusCode::OK
        && how.is_some_and(|how| how.as_bytes().starts_with(b"attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_the_end_of_its_address_and_never_by_a_token() {
        assert_eq!(last("/room/{engagement}/quote.pdf", "/room/7/quote.pdf"), "quote.pdf");
        assert_eq!(last("/s/{token}", "/s/secret"), "by a shared link");
    }
}
