//! What a database holds at one moment: its tables with what their rows hash to, and the files it names.
//! Reading it must never depend on being a superuser.

use faultline::platform::ids::{AttachmentId, EngagementId};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, query_as, query_scalar};
use uuid::Uuid;

/// Holds who is signed in at the moment: whoever is restored signs in again.
pub const NOT_KEPT: &str = "session";

/// Texts of values are the same wherever they are compared.
const SAME_TEXTS: &str = "set local timezone = 'UTC'; set local datestyle = 'ISO, MDY'; set local intervalstyle = 'postgres';
     set local bytea_output = 'hex'; set local extra_float_digits = 1; set local statement_timeout = 0;
     set local idle_in_transaction_session_timeout = 0";

/// A table and its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// How many rows it has.
    pub rows: i64,
    /// What they hash to, in whatever order they come.
    pub hash: String,
}

/// A file that the database names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The engagement it belongs to.
    pub engagement: EngagementId,
    /// The file.
    pub id: AttachmentId,
}

/// The database at one moment, which others can look at as long as the transaction is open.
#[derive(Debug)]
pub struct Snapshot {
    /// The transaction that holds it.
    pub transaction: PgConnection,
    /// Its name for others.
    pub id: String,
    /// The settings with which row-level security shows a plain owner everything.
    pub acting_as: String,
    /// The major version of the server.
    pub postgres: u32,
    /// Every table.
    pub tables: Vec<Table>,
    /// Every file.
    pub files: Vec<Listed>,
}

impl Snapshot {
    /// The database as it is now.
    ///
    /// # Errors
    /// When it cannot be reached or read.
    pub async fn of(owner: &PgConnectOptions) -> sqlx::Result<Self> {
        let mut transaction = PgConnection::connect_with(owner).await?;
        let admin = admin(&mut transaction).await?;
        transaction.execute("begin isolation level repeatable read read only").await?;
        act_as(&mut transaction, admin).await?;
        let id: String =
            query_scalar("select pg_export_snapshot()").fetch_one(&mut transaction).await?;
        let tables = tables(&mut transaction).await?;
        // What was erased has no content any more; a database that was not upgraded yet does not know of erasing.
        let named = "select engagement_id, id from attachment a where to_jsonb(a) ->> 'erased_at' is null order by 1, 2";
        let files: Vec<(Uuid, Uuid)> = query_as(named).fetch_all(&mut transaction).await?;
        let files = files
            .into_iter()
            .map(|(engagement, id)| Listed { engagement: engagement.into(), id: id.into() });
        let files = files.collect();
        let acting_as = format!("-c faultline.role=admin -c faultline.person={}", text(admin));
        let postgres = transaction.server_version_num().unwrap_or_default() / 10_000;
        Ok(Self { transaction, id, acting_as, postgres, tables, files })
    }
}

/// Every table as it is now, for whoever restored it.
///
/// # Errors
/// When it cannot be read.
pub async fn all(connection: &mut PgConnection) -> sqlx::Result<Vec<Table>> {
    let admin = admin(connection).await?;
    let mut transaction = connection.begin().await?;
    act_as(&mut transaction, admin).await?;
    tables(&mut transaction).await
}

/// An admin, whose role the policies let read every tenant; a database without one has no tenants.
async fn admin(connection: &mut PgConnection) -> sqlx::Result<Option<Uuid>> {
    let first = "select id from person where role = 'admin' order by disabled_at nulls first, created_at limit 1";
    query_scalar(first).fetch_optional(connection).await
}

fn text(admin: Option<Uuid>) -> String {
    admin.map(|id| id.to_string()).unwrap_or_default()
}

async fn act_as(connection: &mut PgConnection, admin: Option<Uuid>) -> sqlx::Result<()> {
    connection.execute(SAME_TEXTS).await?;
    let acting = format!(
        "set local faultline.role = 'admin'; set local faultline.person = '{}'",
        text(admin)
    );
    connection.execute(AssertSqlSafe(acting)).await.map(|_| ())
}

async fn tables(connection: &mut PgConnection) -> sqlx::Result<Vec<Table>> {
    let names: Vec<String> = query_scalar(
        "select relname::text from pg_class
         where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> $1 order by 1",
    )
    .bind(NOT_KEPT)
    .fetch_all(&mut *connection)
    .await?;
    let mut tables = Vec::with_capacity(names.len());
    for name in names {
        // The sum of the rows' hashes does not depend on their order. A name of a table of ours needs no quotes inside.
        let sql = format!(
            "select count(*), coalesce(sum(('x' || encode(substr(sha256(convert_to(t::text, 'UTF8')), 1, 8), 'hex'))
                 ::bit(64)::bigint::numeric), 0)::text from public.\"{name}\" t"
        );
        let (rows, hash) = query_as(AssertSqlSafe(sql)).fetch_one(&mut *connection).await?;
        tables.push(Table { name, rows, hash });
    }
    Ok(tables)
}
