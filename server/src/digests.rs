//! Where engagements stand, kept up to date beside requests: what an earlier program kept, and what follows the client's
//! answers. The client's people read no working document, so it is done here, as the owner of the tables.

use faultline::stores::engagement::{Renewed, WriteError, renew_digests};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::sleep;

/// How often it is asked what is due: what the client answers is in every list so much later at most.
const INTERVAL: Duration = Duration::from_secs(2);
/// How long it rests after the database could not be reached.
const REST: Duration = Duration::from_secs(10);

/// Keeps digests up to date. It ends with the task it runs in.
pub async fn keep(owner: PgConnectOptions) {
    let mut which = Renewed::All;
    loop {
        let Err(error) = follow(&owner, &mut which).await;
        tracing::warn!(%error, "where engagements stand could not be brought up to date; it is tried again");
        sleep(REST).await;
    }
}

/// All of them first, then those that are due, as long as the connection holds.
async fn follow(owner: &PgConnectOptions, which: &mut Renewed) -> Result<Infallible, WriteError> {
    let mut connection = PgConnection::connect_with(owner).await?;
    loop {
        let renewed = renew_digests(&mut connection, *which).await?;
        if renewed > 0 && *which == Renewed::All {
            tracing::info!("where {renewed} engagements stand was brought up to date");
        }
        *which = Renewed::Due;
        sleep(INTERVAL).await;
    }
}
