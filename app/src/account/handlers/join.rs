//! One-time links: the set-up link that makes the first admin, and invitations.
//! A link works once; who comes second, even at the same moment, is told that it does not work any more.

use crate::account::join::{JoinPage, VoidLinkPage};
use crate::form::{Filled, Form, Reading, errors, go, status};
use crate::http::limit::limited;
use crate::http::sessions::{self, Device};
use crate::http_error::HttpError;
use crate::password::{Passwords, Turn};
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::token::Token;
use crate::urls;
use axum::Extension;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::stores::engagement::WriteError;
use faultline::stores::people::Email;
use faultline::stores::people::invitations::{self as store, Invitation};
use tower_sessions::Session;

/// The routes of links.
pub fn routes() -> Routes {
    Routes::new().get(Access::Anyone, "/join/{token}", look).post(
        Access::Anyone,
        "/join/{token}",
        limited(take),
    )
}

async fn look(context: RequestContext, Path(token): Path<String>) -> Result<Response, HttpError> {
    Ok(match find(&context, &token).await? {
        Some(invitation) => page(&context, &token, invitation, Form::default(), &[]),
        None => void(&context),
    })
}

fn page(
    context: &RequestContext,
    token: &str,
    invitation: Invitation,
    sent: Form,
    problems: &[Problem],
) -> Response {
    let first = invitation.email.is_none();
    let title = if first { "Become the first admin" } else { "Set your password" };
    let (action, form) = (urls::join(token), Filled::new(sent, errors(problems)));
    context.render(status(problems), title, false, || {
        view! { <JoinPage invitation title action form /> }
    })
}

fn void(context: &RequestContext) -> Response {
    context.render(StatusCode::NOT_FOUND, "This link does not work", false, || {
        view! { <VoidLinkPage /> }
    })
}

async fn find(context: &RequestContext, token: &str) -> Result<Option<Invitation>, HttpError> {
    let mut conn = context.app.db.pool().acquire().await?;
    Ok(store::invitation(&mut conn, &Token::sent(token).hash()).await?)
}

async fn take(
    context: RequestContext,
    session: Session,
    Extension(passwords): Extension<Passwords>,
    device: Device,
    Path(token): Path<String>,
    sent: Form,
) -> Result<Response, HttpError> {
    let Some(invitation) = find(&context, &token).await? else { return Ok(void(&context)) };
    let turn = passwords.turn()?;
    let joining = match read(&invitation, &sent, &turn).await? {
        Ok(joining) => joining,
        Err(problems) => return Ok(page(&context, &token, invitation, sent, &problems)),
    };
    let hash = turn.hash(sent.raw("password")).await?;
    let mut conn = context.app.db.pool().acquire().await?;
    let first = joining.as_ref().map(|(email, name)| (email, name.as_str()));
    match store::take_invitation(&mut conn, &Token::sent(&token).hash(), &hash, first).await {
        Ok(Some(person)) => {
            drop(conn);
            sessions::begin(&session, person, &device)
                .await
                .map_err(|error| HttpError::internal(&error))?;
            Ok(go("/"))
        }
        Ok(None) => Ok(void(&context)),
        Err(WriteError::Invalid(problems)) => {
            Ok(page(&context, &token, invitation, sent, &problems))
        }
        Err(error) => Err(error.into()),
    }
}

/// Who the first admin is, when the link is to make one.
async fn read(
    invitation: &Invitation,
    sent: &Form,
    turn: &Turn,
) -> Result<Result<Option<(Email, String)>, Vec<Problem>>, HttpError> {
    let mut reading = Reading::new(sent);
    let first = if invitation.email.is_none() {
        let name = sent.text("name");
        if name.is_empty() || name.chars().count() > 200 {
            reading.problem("name", "Give a name of at most 200 characters.");
        }
        reading
            .parse::<Email>("email", "Give one address, such as ada@example.com.")
            .map(|email| (email, name))
    } else {
        None
    };
    let (email, name) = (sent.text("email"), sent.text("name"));
    let own = [
        invitation.email.as_deref().unwrap_or(&email),
        invitation.name.as_deref().unwrap_or(&name),
    ];
    if let Some(weakness) = turn.weakness(sent.raw("password"), own).await? {
        reading.problem("password", &weakness);
    }
    let problems = reading.problems();
    Ok(if problems.is_empty() { Ok(first) } else { Err(problems) })
}
