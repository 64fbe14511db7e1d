//! The database as the person who acts: every transaction says who that is, and row-level security does the rest.
//! Nothing reads or writes client data outside such a transaction.

use crate::platform::catalogue::Catalogue;
use crate::stores::access::Actor;
use crate::stores::people::asking::Asking;
use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction};

/// A transaction that acts for a person.
pub type Tx = Transaction<'static, Postgres>;

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
