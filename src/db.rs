//! The database as the person who acts: every transaction says who that is, and row-level security does the rest.
//! Nothing reads or writes client data outside such a transaction.

use crate::access::Actor;
use crate::catalogue::Catalogue;
use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction};

/// A transaction that acts for a person.
pub type Tx = Transaction<'static, Postgres>;

/// The app's connections, as a role that owns nothing.
#[derive(Debug, Clone)]
pub struct Db {
    pool: PgPool,
    sessions: PgPool,
}

impl Db {
    /// Uses these connections.
    #[must_use]
    pub fn new(pool: PgPool) -> Self {
        Self { sessions: pool.clone(), pool }
    }

    /// The same, with connections of their own for [sessions](Self::sessions).
    #[must_use]
    pub fn with_sessions(self, sessions: PgPool) -> Self {
        Self { sessions, ..self }
    }

    /// Connections for single statements that find or keep a session. No transaction is begun on them.
    #[must_use]
    pub fn sessions(&self) -> &PgPool {
        &self.sessions
    }

    /// The connections themselves, for what happens before anyone is known: sessions and sign-in.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.pool
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

    /// One round trip, and nothing in it is planned. The id is a UUID and the role a catalogue key: neither can hold a quote.
    async fn begin(&self, begin: &str, actor: &Actor) -> sqlx::Result<Tx> {
        let (person, role) = (actor.person, actor.role.key());
        let statement = format!(
            "{begin}; set local faultline.person = '{person}'; set local faultline.role = '{role}'"
        );
        self.pool.begin_with(AssertSqlSafe(statement)).await
    }
}
