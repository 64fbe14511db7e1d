//! A part of the demo's room that the client shared, and somebody who opened it.
//! Nobody has the link: its token was told to no one.

use super::told;
use crate::failure::Failure;
use faultline::delivery::report::SectionId;
use faultline::delivery::shared::Item;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::Actor;
use faultline::stores::shares::store::{self as shares, Hashes};
use faultline::stores::shares::{NewShare, USUAL_DAYS};
use faultline_app::token::Token;
use sqlx::PgConnection;

/// Shares the risks of a version, as the client who acts.
pub async fn one(
    conn: &mut PgConnection,
    client: &Actor,
    engagement: EngagementId,
    version: i32,
) -> Result<(), Failure> {
    let new = NewShare {
        version,
        item: Item::Section(SectionId::Risks).to_string(),
        label: SectionId::Risks.label().to_owned(),
        note: "The agency that looks after the shop".to_owned(),
        days: USUAL_DAYS,
        asks_name: true,
    };
    let token = Token::new().hash();
    let hashes = Hashes { token: &token, password: None };
    shares::create(&mut *conn, client.may(engagement)?, &new, hashes).await.map_err(told)?;
    if let Some(link) = shares::open(&mut *conn, &token).await? {
        let reader = ("Ruth Adler", "203.0.113.0/24");
        shares::opened(conn, client.may(engagement)?, &link, reader).await.map_err(told)?;
    }
    Ok(())
}
