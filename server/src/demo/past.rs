//! A client of the demo who asked that all that was kept of them goes. The server that serves the demo erases it with its
//! first regular task; what stays to be seen is the certificate.

use super::cast::act;
use super::told;
use crate::failure::Failure;
use faultline::stores::access::Actor;
use faultline::stores::engagement as store;
use faultline::stores::engagement::WriteError;
use faultline::stores::erasure::retention::Retention;
use faultline::stores::erasure::{self, Target, retention};
use sqlx::PgConnection;

/// What they are called until then.
const NAME: &str = "Linden Ceramics";

/// How long the demo's firm keeps things: archived engagements for two years, backups for five weeks.
const KEPT: Retention = Retention {
    request_days: Some(180),
    archive_days: Some(730),
    backup_days: Some(35),
    version: 1,
};

/// Adds them, has them erased, and says how long things are kept, as the admin does.
pub async fn client(conn: &mut PgConnection, admin: &Actor) -> Result<(), Failure> {
    act(&mut *conn, admin).await?;
    match retention::set(&mut *conn, admin.may_in_firm()?, KEPT).await {
        // Somebody has said it otherwise.
        Ok(()) | Err(WriteError::Conflict(_)) => {}
        Err(error) => return Err(told(error)),
    }
    let id = store::name_client(&mut *conn, admin.may_in_firm()?, None, NAME).await;
    let target = Target::Client(id.map_err(told)?);
    let found = erasure::subject(&mut *conn, admin.may_in_firm()?, target).await?;
    let Some(subject) = found else { return Err("The client to be erased is not there.".into()) };
    erasure::ask(conn, admin.may_in_firm()?, &subject, NAME).await.map_err(told)??;
    Ok(())
}
