//! Inviting people, and new links for those who are there.
//! A link is made here, shown once to whoever made it, mailed if there is a mail server, and kept only as a hash.

use super::link::{Link, LinkPage};
use super::{invitation, one, stored};
use crate::form::{Form, Reading};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::token::Token;
use crate::ui;
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::ids::{ClientId, PersonId};
use faultline::stores::access::{FirmAction, ManagePeople, Role};
use faultline::stores::engagement::{WriteError, clients};
use faultline::stores::people::{Email, NewPerson, invitations, store};

/// The routes that make links.
pub fn routes() -> Routes {
    let manage = Access::InFirm(FirmAction::ManagePeople);
    Routes::new().post(manage, "/people/new", invite).post(manage, "/people/{id}/link", renew)
}

async fn invite(context: RequestContext, sent: Form) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ManagePeople>()?;
    let new = match read(&sent) {
        Ok(new) => new,
        Err(problems) => return again(&context, &sent, &problems).await,
    };
    let token = Token::new();
    let mut tx = context.act().await?;
    match invitations::invite(&mut tx, grant, &new, &token.hash()).await {
        Ok(_) => tx.commit().await?,
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            return again(&context, &sent, &problems).await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(show(&context, &new.email, &new.name, &token).await)
}

async fn again(
    context: &RequestContext,
    sent: &Form,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    let clients = clients(&mut *context.look().await?).await?;
    Ok(invitation(context, clients, sent.clone(), problems))
}

fn read(sent: &Form) -> Result<NewPerson, Vec<Problem>> {
    let mut reading = Reading::new(sent);
    let name = sent.text("name");
    if name.is_empty() || name.chars().count() > 200 {
        reading.problem("name", "Give a name of at most 200 characters.");
    }
    let email = reading.parse::<Email>("email", "Give one address, such as ada@example.com.");
    let role = reading.choice::<Role>("role", "Choose what this person is.");
    let client = reading.optional::<ClientId>("client", "Choose a client from the list.");
    match (role, client) {
        (Role::Client, None) => {
            reading.problem("client", "Choose the client this person belongs to.")
        }
        (Role::Admin | Role::Consultant, Some(_)) => {
            reading.problem(
                "client",
                "Only a client’s person belongs to a client: leave this empty for staff.",
            );
        }
        _ => {}
    }
    let problems = reading.problems();
    match email {
        Some(email) if problems.is_empty() => Ok(NewPerson { email, name, role, client }),
        _ => Err(problems),
    }
}

async fn renew(context: RequestContext, Path(id): Path<PersonId>) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ManagePeople>()?;
    let token = Token::new();
    let mut tx = context.act().await?;
    let person = store::person(&mut tx, grant, id).await?.ok_or(HttpError::NotFound)?;
    match invitations::invite_again(&mut tx, grant, id, &token.hash()).await {
        Ok(()) => tx.commit().await?,
        Err(WriteError::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let sent = stored(&person);
            return Ok(one(&context, person, sent, &problems, status));
        }
        Err(error) => return Err(error.into()),
    }
    let email = person.email.parse().map_err(|error| HttpError::internal(&error))?;
    Ok(show(&context, &email, &person.name, &token).await)
}

/// The page that shows the link, this once.
async fn show(context: &RequestContext, email: &Email, name: &str, token: &Token) -> Response {
    let url = format!("{}{}", context.app.public_url, urls::join(token.text()));
    let delivery = context.app.mailer.link(email.clone(), url.clone()).await;
    let link = Link { url, email: email.as_str().to_owned(), delivery };
    let title = format!("A link for {name}");
    let back = ui::Link::new("/people", "People");
    let again = "Make another link";
    context.page(&title.clone(), || {
        frame::staff(context, view! { <LinkPage link again title back /> })
    })
}
