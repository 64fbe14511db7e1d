//! Who asks: the token in the header, and nothing else.
//! A token that is unknown, revoked, expired or whose person may no longer is answered like none at all.

use super::problem::{Kind, Problem};
use crate::http::security::Origin;
use crate::state::App;
use crate::token::Token;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use chrono::Utc;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Does, Grant};
use faultline::stores::tokens::{Opened, Scope, store};

/// A token that may be used at the engagement in the address.
#[derive(Debug)]
pub struct Bearer(pub Opened);

impl FromRequestParts<App> for Bearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Origin { address, agent } = Origin::of(parts);
        let refused = |what: &'static str, kind| {
            tracing::warn!(target: "security", %address, %agent, "{what}");
            Problem::new(kind)
        };
        let token = sent(parts).ok_or_else(|| refused("a request had no token", Kind::Token))?;
        // A statement of its own: requests that come at once with one token wait for each other no longer than this.
        let mut conn = app.db.pool().acquire().await?;
        let opened = store::open(&mut conn, &token.hash())
            .await?
            .ok_or_else(|| refused("a token was refused", Kind::Token))?;
        drop(conn);
        if let Some(until) = opened.wait_until {
            let problem = refused("a token was used too often", Kind::TooOften);
            return Err(problem.wait((until - Utc::now()).num_seconds() + 1));
        }
        let params = RawPathParams::from_request_parts(parts, app).await;
        let asked = params.ok().and_then(|params| {
            let id =
                params.iter().find(|(name, _)| *name == "engagement").map(|(_, id)| id.parse());
            id.and_then(Result::ok)
        });
        if asked != Some(opened.engagement) {
            return Err(refused("a token was used for another engagement", Kind::NotFound));
        }
        let (token, person) = (opened.id, opened.actor.person);
        tracing::info!(target: "security", %address, %agent, %token, %person, "a token was used");
        Ok(Self(opened))
    }
}

/// The token of the one header that may carry it.
fn sent(parts: &Parts) -> Option<Token> {
    let mut values = parts.headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    let known = scheme.eq_ignore_ascii_case("bearer") && (20..=200).contains(&token.len());
    known.then(|| Token::sent(token))
}

impl Bearer {
    /// Permission to do `A`, when the token is for it.
    ///
    /// # Errors
    /// [`Kind::Scope`] when it is for something else.
    pub fn may<A: Does>(&self, scope: Scope) -> Result<Grant<A>, Problem> {
        if !self.0.scopes.contains(&scope) {
            return Err(Problem::new(Kind::Scope).scope(scope.key()));
        }
        self.0.actor.may(self.engagement()).map_err(|_| Problem::new(Kind::NotFound))
    }

    /// The engagement it is for.
    pub fn engagement(&self) -> EngagementId {
        self.0.engagement
    }
}
