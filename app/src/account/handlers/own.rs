//! A person's own account: their password, what is mailed to them, and their sessions.
//! Nobody changes another's here, and a changed password ends every other session.

use crate::account::notices::{self, Notices};
use crate::account::overview::{AccountPage, Done, SignOut};
use crate::form::{Filled, Form, errors, go, status};
use crate::frame;
use crate::http::limit::limited;
use crate::http::sessions::{self, Device};
use crate::http_error::HttpError;
use crate::mail::Letter;
use crate::password::{Passwords, not_theirs};
use crate::prelude::*;
use crate::request::{Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::ui::PublicShell;
use crate::urls;
use axum::Extension;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::engines::tables::Zone;
use faultline::stores::audit::AuditAction;
use faultline::stores::notices as store_notices;
use faultline::stores::people::credentials::TimeZoneOf;
use faultline::stores::people::{credentials, sessions as stored, store};
use serde::Deserialize;
use tower_sessions::Session;

/// The account's routes.
pub fn routes() -> Routes {
    Routes::new()
        .get(Access::SignedIn, "/account", show)
        .post(Access::SignedIn, "/account/password", limited(change_password))
        .post(Access::SignedIn, "/account/time-zone", change_zone)
        .post(Access::SignedIn, "/account/notices", choose)
        .post(Access::SignedIn, "/account/sessions/end", end)
        .post(Access::SignedIn, "/account/sessions/end-all", end_all)
}

/// The outcome that the address names; it can only be one of a few.
#[derive(Debug, Default, Deserialize)]
struct Outcome {
    done: Option<Done>,
}

fn own_hash(session: &Session) -> Option<Vec<u8>> {
    session.id().map(sessions::hash)
}

async fn show(
    context: RequestContext,
    session: Session,
    Query(outcome): Query<Outcome>,
) -> Result<Response, HttpError> {
    page(&context, &session, outcome.done, (Form::default(), &[])).await
}

/// The page with a form of it that was refused, and what is wrong with it.
async fn refused(
    context: &RequestContext,
    session: &Session,
    sent: Form,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    page(context, session, None, (sent, problems)).await
}

async fn page(
    context: &RequestContext,
    session: &Session,
    done: Option<Done>,
    (sent, problems): (Form, &[Problem]),
) -> Result<Response, HttpError> {
    let me = context.me()?;
    let mut tx = context.look().await?;
    let sessions = stored::own_sessions(&mut tx, me).await?;
    let tokens = faultline::stores::tokens::store::own(&mut tx, me).await?;
    let (chosen, _) = notices::read(&sent, me.is_staff());
    let notices = Notices {
        chosen: store_notices::choices(&mut tx, me).await?.with(&chosen),
        waiting: store_notices::waiting(&mut tx, me).await?,
        mails: context.app.mailer.is_configured(),
        staff: me.is_staff(),
    };
    drop(tx);
    let here = own_hash(session);
    let is_here = |found: &[u8]| here.as_deref() == Some(found);
    let sessions = sessions.into_iter().map(|one| (is_here(&one.id_hash[..]), one));
    let sessions: Vec<_> = sessions.map(|(here, one)| (one, here)).collect();
    let (me, staff, form) = (me.clone(), me.is_staff(), Filled::new(sent, errors(problems)));
    Ok(context.render(status(problems), "Account", false, || {
        let body = view! { <AccountPage me sessions tokens notices done form /> };
        if staff {
            Either::Left(frame::staff(context, body))
        } else {
            Either::Right(view! { <PublicShell wide=true>{body}<SignOut /></PublicShell> })
        }
    }))
}

async fn change_password(
    context: RequestContext,
    session: Session,
    Extension(passwords): Extension<Passwords>,
    device: Device,
    sent: Form,
) -> Result<Response, HttpError> {
    let me = context.me()?;
    let new = sent.raw("new_password");
    let own = credentials::own_credentials(&mut *context.look().await?)
        .await?
        .ok_or(HttpError::NotFound)?;
    let turn = passwords.turn()?;
    if let Some(weakness) = turn.weakness(new, [&own.email, &me.name]).await? {
        let problem = Problem::new("new_password", weakness);
        return refused(&context, &session, sent, &[problem]).await;
    }
    let own_email = own.email.clone();
    if let Some(said) =
        not_theirs(&context, &turn, own, sent.raw("password"), &device.network).await?
    {
        return refused(&context, &session, sent, &[Problem::new("password", said)]).await;
    }
    let hash = turn.hash(new).await?;
    let mut tx = context.act().await?;
    credentials::set_password(&mut tx, &hash).await?;
    credentials::succeed(&mut tx, &device.network).await?;
    if sent.ticked("end_tokens") {
        credentials::end_tokens(&mut tx).await?;
    }
    stored::end_sessions(&mut tx, me, own_hash(&session).as_deref()).await?;
    store::note_own(&mut tx, me, AuditAction::Changed, "password").await?;
    tx.commit().await?;
    sessions::begin(&session, me.person, &device)
        .await
        .map_err(|error| HttpError::internal(&error))?;
    context.app.mailer.tell(&own_email, Letter::PasswordChanged);
    Ok(go("/account?done=password"))
}

async fn change_zone(
    context: RequestContext,
    session: Session,
    sent: Form,
) -> Result<Response, HttpError> {
    let me = context.me()?;
    let zone = match sent.text("zone").parse::<Zone>() {
        Ok(zone) => zone,
        Err(told) => {
            let problem = Problem::new("zone", told.to_string());
            return refused(&context, &session, sent, &[problem]).await;
        }
    };
    let mut tx = context.act().await?;
    if credentials::set_time_zone(&mut tx, zone, TimeZoneOf::Choice).await? {
        store::note_own(&mut tx, me, AuditAction::Changed, "time zone").await?;
    }
    tx.commit().await?;
    Ok(go("/account?done=zone"))
}

/// Chooses what is mailed to whoever is signed in.
async fn choose(
    context: RequestContext,
    session: Session,
    sent: Form,
) -> Result<Response, HttpError> {
    let me = context.me()?;
    let (chosen, problems) = notices::read(&sent, me.is_staff());
    if !problems.is_empty() {
        return refused(&context, &session, sent, &problems).await;
    }
    let mut tx = context.act().await?;
    store_notices::choose(&mut tx, me, &chosen).await?;
    tx.commit().await?;
    Ok(go("/account?done=notices#notices"))
}

async fn end(context: RequestContext, session: Session, sent: Form) -> Result<Response, HttpError> {
    let me = context.me()?;
    let hash = session_hash(sent.raw("session")).ok_or(HttpError::NotFound)?;
    let mut tx = context.act().await?;
    if !stored::end_session(&mut tx, me, &hash).await? {
        return Err(HttpError::NotFound);
    }
    store::note_own(&mut tx, me, AuditAction::SignedOut, "session").await?;
    tx.commit().await?;
    if own_hash(&session).as_deref() == Some(&hash[..]) {
        session.flush().await.map_err(|error| HttpError::internal(&error))?;
        return Ok(go(urls::SIGN_IN));
    }
    Ok(go("/account?done=ended"))
}

async fn end_all(context: RequestContext, session: Session) -> Result<Response, HttpError> {
    let me = context.me()?;
    let mut tx = context.act().await?;
    stored::end_sessions(&mut tx, me, None).await?;
    store::note_own(&mut tx, me, AuditAction::SignedOut, "session").await?;
    tx.commit().await?;
    session.flush().await.map_err(|error| HttpError::internal(&error))?;
    Ok(go(urls::SIGN_IN))
}

/// The hash that a session's name stands for.
fn session_hash(name: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    hex::decode_to_slice(name, &mut hash).ok()?;
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sessions_name_is_read_back_and_nothing_else_is() {
        let hash: [u8; 32] = std::array::from_fn(|at| u8::try_from(at).unwrap());
        assert_eq!(session_hash(&crate::account::overview::name(&hash)), Some(hash));
        for no in ["", "zz", &"é".repeat(32), &"+1".repeat(32)[..62]] {
            assert_eq!(session_hash(no), None);
        }
    }
}
