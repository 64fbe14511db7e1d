//! Making and revoking API tokens. A token is made here, shown once to whoever made it, and kept only as a hash.
//! It is never logged, mailed, or shown again.

use crate::token::Token;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::ids::{EngagementId, TokenId};
use faultline::stores::access::{Action, EditWork};
use faultline::stores::engagement::{WriteError, load};
use faultline::stores::tokens::{Lifetime, NewToken, Scope, store};
use faultline_app::fault::Fault;
use faultline_app::form::{Reading, Sent, go};
use faultline_app::frame::at;
use faultline_app::routes::{Routes, Who};
use faultline_app::tokens as markup;
use faultline_app::visit::{Asked, At, Visit};
use serde::Deserialize;

/// The tokens' routes.
#[must_use]
pub fn routes() -> Routes {
    let work = Who::To(Action::EditWork);
    Routes::new()
        .get(work, "/e/{engagement}/tokens", list)
        .post(work, "/e/{engagement}/tokens", make)
        .post(work, "/e/{engagement}/tokens/{id}/revoke", revoke)
}

/// What just happened, as the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Done {
    revoked: String,
}

async fn list(
    visit: Visit,
    At(engagement): At<EngagementId>,
    Asked(done): Asked<Done>,
) -> Result<Response, Fault> {
    page(&visit, engagement, &Sent::default(), &[], done.revoked == "1").await
}

async fn page(
    visit: &Visit,
    engagement: EngagementId,
    sent: &Sent,
    problems: &[Problem],
    revoked: bool,
) -> Result<Response, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    let mut tx = visit.look().await?;
    let document = load(&mut tx, grant).await?.document;
    let tokens = store::list(&mut tx, grant).await?;
    Ok(markup::page(visit, &document, tokens, sent, problems, revoked))
}

fn read(sent: &Sent) -> Result<NewToken, Vec<Problem>> {
    let mut reading = Reading::new(sent);
    let lifetime = reading.choice::<Lifetime>("lifetime", "Choose how long it lives.");
    let scopes = sent.all("scopes").filter_map(|key| key.parse::<Scope>().ok()).collect();
    let new = NewToken { name: sent.text("name"), scopes, lifetime };
    let mut problems = new.problems();
    problems.extend(reading.problems());
    if problems.is_empty() { Ok(new) } else { Err(problems) }
}

async fn make(
    visit: Visit,
    At(engagement): At<EngagementId>,
    sent: Sent,
) -> Result<Response, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    let new = match read(&sent) {
        Ok(new) => new,
        Err(problems) => return page(&visit, engagement, &sent, &problems, false).await,
    };
    let token = Token::for_programs();
    let mut tx = visit.act().await?;
    match store::create(&mut tx, grant, &new, &token.hash()).await {
        Ok(_) => {
            let document = load(&mut tx, grant).await?.document;
            tx.commit().await?;
            Ok(markup::made(&visit, &document, &new.name, token.text()))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            page(&visit, engagement, &sent, &problems, false).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn revoke(
    visit: Visit,
    At((engagement, id)): At<(EngagementId, TokenId)>,
    _: Sent,
) -> Result<Response, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    let mut tx = visit.act().await?;
    store::revoke(&mut tx, grant, id).await?;
    tx.commit().await?;
    Ok(go(&at(engagement, "tokens?revoked=1")))
}
