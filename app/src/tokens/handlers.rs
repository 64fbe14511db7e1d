//! Making and revoking API tokens. A token is made here, shown once to whoever made it, and kept only as a hash.
//! It is never logged, mailed, or shown again.

use super::page::{NewTokenPage, TOKEN_COLUMNS, TokensPage};
use crate::form::{Filled, Form, Reading, errors, go, status};
use crate::frame;
use crate::http::sessions::Device;
use crate::http_error::HttpError;
use crate::listing::{self, Listing};
use crate::mail::Letter;
use crate::password::{Passwords, not_theirs};
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::token::Token;
use crate::urls::at;
use axum::Extension;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::ids::{EngagementId, TokenId};
use faultline::stores::access::{Action, EditWork};
use faultline::stores::engagement::{WriteError, load};
use faultline::stores::people::credentials;
use faultline::stores::tokens::{Lifetime, NewToken, Scope, store};
use serde::Deserialize;

/// The tokens' routes.
#[must_use]
pub fn routes() -> Routes {
    let work = Access::To(Action::EditWork);
    Routes::new()
        .get(work, "/e/{engagement}/tokens", list)
        .get(work, "/e/{engagement}/tokens.csv", file)
        .post(work, "/e/{engagement}/tokens", make)
        .post_though_archived(work, "/e/{engagement}/tokens/{id}/revoke", revoke)
}

/// What just happened, as the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Done {
    revoked: String,
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(done): Query<Done>,
    Query(listing): Query<Listing>,
) -> Result<Response, HttpError> {
    let revoked = done.revoked == "1";
    page(&context, engagement, listing, &Form::default(), &[], revoked).await
}

/// The tokens that the address shows, as a file; what they open is in none.
async fn file(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Listing>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let tokens = store::list(&mut *context.look().await?, grant).await?;
    listing::csv("tokens.csv", &asked.of(tokens, &TOKEN_COLUMNS), &TOKEN_COLUMNS)
}

async fn page(
    context: &RequestContext,
    engagement: EngagementId,
    listing: Listing,
    sent: &Form,
    problems: &[Problem],
    revoked: bool,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.look().await?;
    let loaded = load(&mut tx, grant).await?;
    let tokens = store::list(&mut tx, grant).await?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let form = Filled::new(sent.clone(), errors(problems));
    Ok(context.render(status(problems), "API tokens", false, || {
        frame::engagement(
            context,
            nav,
            view! { <TokensPage engagement tokens listing form revoked /> },
        )
    }))
}

fn read(sent: &Form) -> Result<NewToken, Vec<Problem>> {
    let mut reading = Reading::new(sent);
    let lifetime = reading.choice::<Lifetime>("lifetime", "Choose how long it lives.");
    let scopes = sent.all("scopes").filter_map(|key| key.parse::<Scope>().ok()).collect();
    let new = NewToken { name: sent.text("name"), scopes, lifetime };
    let mut problems = new.problems();
    problems.extend(reading.problems());
    if problems.is_empty() { Ok(new) } else { Err(problems) }
}

/// Makes a token, for whoever knows the password too: a session that somebody got hold of is not enough.
async fn make(
    context: RequestContext,
    Extension(passwords): Extension<Passwords>,
    device: Device,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let new = match read(&sent) {
        Ok(new) => new,
        Err(problems) => {
            return page(&context, engagement, Listing::default(), &sent, &problems, false).await;
        }
    };
    let own = credentials::own_credentials(&mut *context.look().await?).await?;
    let (own, turn) = (own.ok_or(HttpError::NotFound)?, passwords.turn()?);
    let email = own.email.clone();
    let wrong = not_theirs(&context, &turn, own, sent.raw("password"), &device.network).await?;
    if let Some(said) = wrong {
        let problem = Problem::new("password", said);
        return page(&context, engagement, Listing::default(), &sent, &[problem], false).await;
    }
    let token = Token::for_programs();
    let mut tx = context.act().await?;
    match store::create(&mut tx, grant, &new, &token.hash()).await {
        Ok(_) => {
            let loaded = load(&mut tx, grant).await?;
            credentials::succeed(&mut tx, &device.network).await?;
            tx.commit().await?;
            context.app.mailer.tell(&email, Letter::TokenMade);
            let nav = frame::nav(&loaded.document, &loaded.digest);
            let (title, token) = (format!("A token for {}", new.name), token.text().to_owned());
            Ok(context.page(&title.clone(), || {
                frame::engagement(&context, nav, view! { <NewTokenPage engagement title token /> })
            }))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            page(&context, engagement, Listing::default(), &sent, &problems, false).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn revoke(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, TokenId)>,
    _: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.act().await?;
    store::revoke(&mut tx, grant, id).await?;
    tx.commit().await?;
    Ok(go(&at(engagement, "tokens?revoked=1")))
}
