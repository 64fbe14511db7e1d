//! The database as the person who acts: every transaction says who that is, and row-level security does the rest.
//! Nothing reads or writes client data outside such a transaction.

use crate::platform::catalogue::Catalogue;
use crate::stores::access::Actor;
use crate::stores::people::asking::Asking;
use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction};
use std::time::Duration;

/// A transaction that acts for a person.
pub type Tx = Transaction<'static, Postgres>;

/// Whether an error says that the database cannot be had at the moment: away, starting, stopping, out of connections or
/// too busy to wait for. Whatever was asked may be asked again, unchanged.
#[must_use]
pub fn is_away(error: &sqlx::Error) -> bool {
    use sqlx::Error::{Io, PoolClosed, PoolTimedOut, Tls, WorkerCrashed};
    if matches!(error, Io(_) | Tls(_) | PoolTimedOut | PoolClosed | WorkerCrashed) {
        return true;
    }
    let code = error.as_database_error().and_then(|error| error.code());
    let code = code.as_deref().unwrap_or_default();
    // Connection exceptions, no resources, stopping or starting; a server that became read-only; locks and statements
    // that were waited for too long; transactions that met.
    ["08", "53", "57P"].iter().any(|class| code.starts_with(class))
        || ["25006", "40001", "40P01", "55P03", "57014"].contains(&code)
}

/// The app's connections, as a role that owns nothing.
#[derive(Debug, Clone)]
pub struct Db {
    acting: PgPool,
    single: PgPool,
    asking: Asking,
}

impl Db {
    /// Uses these connections for everything.
    #[must_use]
    pub fn new(pool: PgPool) -> Self {
        Self { asking: Asking::new(pool.clone()), single: pool.clone(), acting: pool }
    }

    /// The same, with connections of their own for [single statements](Self::pool).
    #[must_use]
    pub fn with_single(self, single: PgPool) -> Self {
        Self { asking: Asking::new(single.clone()), single, ..self }
    }

    /// Connections for single statements of nobody in particular: sessions, sign-in, jobs.
    /// No transaction is ever begun on them, so none has to be ended.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.single
    }

    /// Says who asks, by their session.
    #[must_use]
    pub fn asking(&self) -> &Asking {
        &self.asking
    }

    /// Begins a transaction that acts for a person.
    /// The caller commits it; dropped, it leaves nothing behind.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn act(&self, actor: &Actor) -> sqlx::Result<Tx> {
        self.begin("begin", actor).await
    }

    /// Begins a transaction that acts for a person and cannot write.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn look(&self, actor: &Actor) -> sqlx::Result<Tx> {
        self.begin("begin isolation level repeatable read read only", actor).await
    }

    /// Whether the database answers within this time.
    pub async fn answers(&self, within: Duration) -> bool {
        let asked = sqlx::query("select 1").execute(&self.single);
        tokio::time::timeout(within, asked).await.is_ok_and(|answer| answer.is_ok())
    }

    /// One round trip, and nothing in it is planned. The id is a UUID and the role a catalogue key: neither can hold a quote.
    ///
    /// It is a task of its own, which ends even when nobody waits for it any more: a `begin` that is dropped half-way
    /// leaves a transaction that sqlx does not know of, and what the connection's next user does would be part of it.
    async fn begin(&self, begin: &str, actor: &Actor) -> sqlx::Result<Tx> {
        let (person, role) = (actor.person, actor.role.key());
        let statement = format!(
            "{begin}; set local faultline.person = '{person}'; set local faultline.role = '{role}'"
        );
        let acting = self.acting.clone();
        // Boxed, since a task is moved several times before it runs.
        let begin = Box::pin(async move { acting.begin_with(AssertSqlSafe(statement)).await });
        tokio::spawn(begin).await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
    }
}

/// Whether PostgreSQL refused it to whoever acts.
#[must_use]
pub fn is_refused(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.as_deref() == Some("42501")
}

/// Whether PostgreSQL refused a character that no text of it can hold: NUL.
#[must_use]
pub fn is_no_text(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    matches!(code.as_deref(), Some("22021" | "22P05"))
}
