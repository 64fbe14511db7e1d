//! Signing in and out. What a visitor is told never depends on whether the account exists, and neither does how long it takes.
//! The session gets a new id at every sign-in, and passwords go nowhere but into `password.rs`.

use crate::account::resume;
use crate::account::sign_in::{Said, SignInPage};
use crate::form::{Form, go};
use crate::http::carried::Carried;
use crate::http::limit::limited;
use crate::http::sessions::{self, Device};
use crate::http_error::HttpError;
use crate::password::{Checked, Passwords};
use crate::prelude::*;
use crate::request::{Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls;
use axum::Extension;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use faultline::engines::tables::Zone;
use faultline::stores::access::Actor;
use faultline::stores::audit::AuditAction;
use faultline::stores::people::credentials::{self, Credentials, TimeZoneOf};
use faultline::stores::people::store;
use serde::Deserialize;
use tower_sessions::Session;

mod join;
mod own;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Access::Anyone, "/sign-in", show)
        .form(Access::Anyone, "/sign-in", resume::BYTES, limited(sign_in))
        .post(Access::SignedIn, "/sign-out", sign_out)
        .and(join::routes())
        .and(own::routes())
}

/// Where to go after signing in.
#[derive(Debug, Default, Deserialize)]
struct Wish {
    next: Option<String>,
}

/// A page of this server, or the front page: an address elsewhere would lend our name to whoever made the link.
fn local(next: &str) -> &str {
    let mut rest = next.chars();
    let here = rest.next() == Some('/') && !matches!(rest.next(), Some('/' | '\\'));
    let plain = !next.chars().any(|c| c.is_control() || c == '\\');
    if here && plain && !next.starts_with("/sign-") { next } else { "/" }
}

async fn show(context: RequestContext, Query(wish): Query<Wish>) -> Response {
    let next = wish.next.unwrap_or_default();
    let next = local(&next);
    if context.actor.is_some() {
        return go(next);
    }
    page(&context, "", next, None)
}

fn page(context: &RequestContext, email: &str, next: &str, said: Option<Said>) -> Response {
    let status = said.map_or(StatusCode::OK, Said::status);
    let (email, next) = (email.to_owned(), (next != "/").then(|| next.to_owned()));
    context.render(status, "Sign in", false, || {
        view! { <SignInPage email next carried=None said /> }
    })
}

/// The page for somebody whose session ended while they filled in a form: it carries what they typed.
pub(super) fn carrying(
    context: &RequestContext,
    email: &str,
    carried: &Carried,
    said: Option<Said>,
) -> Response {
    let status = said.map_or(StatusCode::OK, Said::status);
    let (email, carried) = (email.to_owned(), Some(resume::written(carried)));
    context.render(status, "Sign in", false, || {
        view! { <SignInPage email next=None carried said /> }
    })
}

async fn sign_in(
    context: RequestContext,
    session: Session,
    Extension(passwords): Extension<Passwords>,
    device: Device,
    sent: Form,
) -> Result<Response, HttpError> {
    let (account, next) = (sent.text("email"), local(sent.raw("next")));
    let carried = resume::read(sent.raw(resume::FIELD)).filter(|it| local(&it.path) == it.path);
    let again = |said| match &carried {
        Some(carried) => carrying(&context, &account, carried, Some(said)),
        None => page(&context, &account, next, Some(said)),
    };
    let turn = passwords.turn()?;
    let mut conn = context.app.db.pool().acquire().await?;
    if let Some(until) = credentials::attempt(&mut conn, &account, &device.network).await? {
        refused(&device, "too many sign-ins of one account");
        let wait = (until - Utc::now()).max(chrono::Duration::seconds(1));
        let seconds = wait.num_seconds().to_string();
        return Ok(([(RETRY_AFTER, seconds)], again(Said::Wait(wait))).into_response());
    }
    let found = credentials::credentials(&mut conn, &account).await?;
    drop(conn);
    let hash = found.as_ref().and_then(|found| found.password_hash.clone());
    match (turn.check(sent.raw("password"), hash).await?, found) {
        (Checked::Right { stale }, Some(person)) => {
            let fresh = if stale { Some(turn.hash(sent.raw("password")).await?) } else { None };
            let zone = sent.raw("zone").parse().ok();
            admit(&context, &session, person, &device, (fresh, zone)).await?;
            Ok(match &carried {
                Some(carried) => resume::page(&context, carried),
                None => go(next),
            })
        }
        _ => {
            refused(&device, "a sign-in was refused");
            Ok(again(Said::Wrong))
        }
    }
}

/// Logs what nobody is known for: the account is what was typed, which may be a password, so it is left out.
fn refused(device: &Device, what: &'static str) {
    let Device { address, agent, .. } = device;
    tracing::warn!(target: "security", %address, %agent, "{what}");
}

async fn admit(
    context: &RequestContext,
    session: &Session,
    person: Credentials,
    device: &Device,
    (fresh, zone): (Option<String>, Option<Zone>),
) -> Result<(), HttpError> {
    let Credentials { person, name, role, .. } = person;
    let actor = Actor { person, name, role, client: None, memberships: Vec::new() };
    let mut tx = context.app.db.act(&actor).await?;
    credentials::succeed(&mut tx, &device.network).await?;
    if let Some(hash) = fresh {
        credentials::set_password(&mut tx, &hash).await?;
    }
    // What the browser says counts until the person chooses.
    if let Some(zone) = zone
        && credentials::set_time_zone(&mut tx, zone, TimeZoneOf::Browser).await?
    {
        store::note_own(&mut tx, &actor, AuditAction::Changed, "time zone").await?;
    }
    store::note_sign_in(&mut tx, &actor, &device.address, &device.agent).await?;
    tx.commit().await?;
    sessions::begin(session, person, device).await.map_err(|error| HttpError::internal(&error))
}

async fn sign_out(context: RequestContext, session: Session) -> Result<Response, HttpError> {
    let me = context.me()?;
    let mut tx = context.act().await?;
    store::note_own(&mut tx, me, AuditAction::SignedOut, "session").await?;
    tx.commit().await?;
    session.flush().await.map_err(|error| HttpError::internal(&error))?;
    // What the browser keeps for somebody, such as unsaved text, does not outlive their wish to leave.
    let forget = [("clear-site-data", "\"storage\"")];
    Ok((forget, go(urls::SIGN_IN)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_this_server_are_gone_to() {
        for here in ["/", "/people?q=a", "/e/1#x"] {
            assert_eq!(local(here), here);
        }
        for elsewhere in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a\\b",
            "/a\nb",
            "e/1",
            "/sign-out",
            "/sign-in?next=/",
        ] {
            assert_eq!(local(elsewhere), "/", "{elsewhere}");
        }
    }
}
