//! An archived engagement can be read and not changed: a form that is sent to one is answered with that, before anything of
//! it is read. What changes nothing in it or ends something may still be sent: reusing it, taking access away, removing
//! members, and bringing it back.

use crate::http_error::HttpError;
use crate::state::App;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use faultline::platform::ids::EngagementId;
use faultline::stores::access::Actor;
use faultline::stores::engagement::is_archived;
use std::sync::Arc;

/// Pages of an engagement that take forms all the same.
const STILL: [&str; 6] = ["access", "jobs", "members", "reuse", "settings", "tokens"];

/// In front of every form of whoever is signed in.
pub async fn archived(State(app): State<App>, request: Request, next: Next) -> Response {
    let actor = request.extensions().get::<Arc<Actor>>().map(|actor| actor.person);
    let sent = *request.method() == Method::POST;
    let to = if sent { changed(request.uri().path()) } else { None };
    let Some((engagement, whom)) = to.zip(actor) else { return next.run(request).await };
    let found = async {
        let mut conn = app.db.pool().acquire().await?;
        is_archived(&mut conn, engagement, whom).await
    };
    match found.await {
        Ok(false) => next.run(request).await,
        Ok(true) => HttpError::Archived.into_response(),
        Err(error) => HttpError::from(error).into_response(),
    }
}

/// The engagement that a form at this address would change.
fn changed(path: &str) -> Option<EngagementId> {
    let mut parts = path.trim_start_matches('/').split('/');
    let within = matches!(parts.next()?, "e" | "room");
    let engagement = parts.next()?.parse().ok()?;
    let still = parts.next().is_some_and(|page| STILL.contains(&page));
    (within && !still).then_some(engagement)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_an_engagement_change_it_but_those_that_end_something() {
        let id = EngagementId::new();
        for path in ["systems", "samples/new", "quote/issue", "members-of-it"] {
            assert_eq!(changed(&format!("/e/{id}/{path}")), Some(id), "{path}");
        }
        assert_eq!(changed(&format!("/room/{id}/decision")), Some(id));
        for path in [format!("/e/{id}/settings"), format!("/e/{id}/access/x/revoke")] {
            assert_eq!(changed(&path), None, "{path}");
        }
        for path in ["/clients/x/erase".to_owned(), format!("/engagements/{id}/erase")] {
            assert_eq!(changed(&path), None, "{path}");
        }
    }
}
