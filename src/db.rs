//! The database as the person who acts: every transaction says who that is, and row-level security does the rest.
//! Nothing reads or writes client data outside such a transaction.

use crate::access::Actor;
use crate::catalogue::Catalogue;
use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction};

/// A transaction that acts for a person.
pub type Tx = Transaction<'static, Postgres>;

/// The app's connections, as a role that owns nothing.
#[derive(Debug, Clone)]
pub struct Db(PgPool);

impl Db {
    /// Uses these connections.
    #[must_use]
    pub fn new(pool: PgPool) -> Self {
        Self(pool)
    }

    /// The connections themselves, for what happens before anyone is known: sessions and sign-in.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.0
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

    /// One round trip. The id is a UUID and the role a catalogue key: neither can hold a quote.
    async fn begin(&self, begin: &str, actor: &Actor) -> sqlx::Result<Tx> {
        let (person, role) = (actor.person, actor.role.key());
        let statement = format!(
            "{begin}; select set_config('faultline.person', '{person}', true), set_config('faultline.role', '{role}', true)"
        );
        self.0.begin_with(AssertSqlSafe(statement)).await
    }
}
