//! The pool that serves requests: limits on every statement, and no transaction left open by its last user.
//! It must never hand out a connection inside a transaction: what is written there is lost.

use std::time::Duration;

use sqlx::{
    Executor, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

/// Set when a connection is made: a page that waits longer than this has failed anyway.
const LIMITS: [(&str, &str); 4] = [
    ("statement_timeout", "15s"),
    ("lock_timeout", "5s"),
    ("idle_in_transaction_session_timeout", "30s"),
    ("jit", "off"),
];

/// Opens the pool; connections are made when they are needed.
pub fn open(app: PgConnectOptions, connections: u32) -> PgPool {
    options(connections)
        .after_release(|connection, _| {
            Box::pin(async move {
                // A `begin()` whose future was dropped leaves a transaction that sqlx does not know of. The pair ends
                // it without the warning that a lone rollback would write to PostgreSQL's log after every request.
                connection.execute("begin; rollback").await?;
                Ok(true)
            })
        })
        .connect_lazy_with(app.options(LIMITS))
}

/// Opens a pool for sessions, which every request asks for in a single statement: where no transaction is ever begun
/// none has to be ended.
pub fn for_sessions(app: PgConnectOptions, connections: u32) -> PgPool {
    options(connections).connect_lazy_with(app.options(LIMITS))
}

fn options(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(5))
        // A broken connection shows itself at its first statement; asking every time costs a round trip per request.
        .test_before_acquire(false)
}
