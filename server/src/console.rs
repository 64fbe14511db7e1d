//! What is done from the console, as the owner of the database: by nobody of the firm, and recorded all the same.
//! It says which account of the machine it was, as far as the machine tells.

use crate::output;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::audit::AuditAction;
use serde_json::{Value, json};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection, Postgres, Transaction, query};
use uuid::Uuid;

/// Begins a transaction to which the policies show everything, as they must to an owner who is no superuser.
///
/// # Errors
/// When the database cannot be reached.
pub async fn begin(conn: &mut PgConnection) -> sqlx::Result<Transaction<'_, Postgres>> {
    let mut tx = conn.begin().await?;
    query!("select set_config('faultline.role', 'admin', true)").fetch_one(&mut *tx).await?;
    Ok(tx)
}

/// Records what a command did: to what kind of thing, which one, and what it is called.
///
/// # Errors
/// When the database cannot be reached.
pub async fn note(
    conn: &mut PgConnection,
    action: AuditAction,
    (kind, id, name): (&str, Option<Uuid>, &str),
    mut with: Value,
) -> sqlx::Result<()> {
    with["by"] = json!("console");
    with["account"] = json!(account());
    query!(
        "insert into audit (action, subject_kind, subject_id, subject_name, after) values ($1, $2, $3, $4, $5)",
        action.key(),
        kind,
        id,
        name,
        with
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Records a command on the whole database; where that cannot be done, it says so, and what was done stands.
pub async fn note_or_tell(owner: &PgConnectOptions, action: AuditAction, kind: &str, with: Value) {
    let noted = async {
        let mut conn = PgConnection::connect_with(owner).await?;
        let mut tx = begin(&mut conn).await?;
        note(&mut tx, action, (kind, None, ""), with).await?;
        tx.commit().await
    };
    if let Err(error) = noted.await {
        output::tell(&format!("The audit could not be told of it: {error}."));
    }
}

/// The account of the machine that runs this, by the name that its session has; whoever called sudo, if somebody did.
fn account() -> String {
    let named = |name: &str| std::env::var(name).ok().filter(|it| !it.is_empty());
    named("SUDO_USER").or_else(|| named("USER")).unwrap_or_else(|| "unknown".to_owned())
}
