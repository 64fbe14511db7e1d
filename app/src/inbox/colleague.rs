//! What staff do with a colleague whom the client asks in: one click lets them in, or a word back declines.
//! Who leads the engagement answers; the link that lets a new person in is shown or mailed once.

use super::refused;
use crate::form::{Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::letters::tell_answered;
use crate::mail::Letter;
use crate::people::link::{Link, LinkPage};
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::token::Token;
use crate::ui;
use crate::urls::{self, at};
use axum::response::Response;
use faultline::platform::ids::{ColleagueId, EngagementId};
use faultline::stores::access::{Action, ManageMembers};
use faultline::stores::colleagues::{self as store, LetIn};
use faultline::stores::engagement::WriteError;

/// The routes of colleagues who were asked for.
pub(super) fn routes() -> Routes {
    let manage = Access::To(Action::ManageMembers);
    Routes::new().post(manage, "/e/{engagement}/colleagues/{colleague}/invite", invite).post(
        manage,
        "/e/{engagement}/colleagues/{colleague}/decline",
        decline,
    )
}

async fn invite(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, ColleagueId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<ManageMembers>(engagement)?;
    let token = Token::new();
    let mut tx = context.act().await?;
    match store::invite(&mut tx, grant, id, &token.hash()).await {
        Ok(let_in) => {
            let post = tell_answered(&context, &mut tx, grant, "colleagues", let_in.asker).await?;
            tx.commit().await?;
            post.send(&context);
            told(&context, engagement, let_in, &token).await
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            refused(&context, engagement, id.0, (sent, &problems)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Tells whoever was let in; the page shows the link where no mail carries it.
async fn told(
    context: &RequestContext,
    engagement: EngagementId,
    let_in: LetIn,
    token: &Token,
) -> Result<Response, HttpError> {
    let LetIn { name, email, by_link, .. } = let_in;
    if !by_link {
        let room = format!("{}{}", context.app.public_url, urls::room(engagement, "", None));
        context.app.mailer.tell(email.as_str(), Letter::LetIn(room));
        return Ok(go(&at(engagement, "members")));
    }
    let url = format!("{}{}", context.app.public_url, urls::join(token.text()));
    let delivery = context.app.mailer.link(email.clone(), url.clone()).await;
    let link = Link { url, email: email.as_str().to_owned(), delivery };
    let title = format!("A link for {name}");
    let back = ui::Link::new(at(engagement, "inbox"), "Waiting for us");
    // Only admins make another.
    let again = "Ask an admin for another link";
    let page = || frame::staff(context, view! { <LinkPage link again title=title.clone() back /> });
    Ok(context.page(&title.clone(), page))
}

async fn decline(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, ColleagueId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<ManageMembers>(engagement)?;
    let mut tx = context.act().await?;
    match store::decline(&mut tx, grant, id, sent.raw("word_back")).await {
        Ok(asker) => {
            let post = tell_answered(&context, &mut tx, grant, "colleagues", asker).await?;
            tx.commit().await?;
            post.send(&context);
            Ok(go(&at(engagement, "inbox")))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            refused(&context, engagement, id.0, (sent, &problems)).await
        }
        Err(error) => Err(error.into()),
    }
}
