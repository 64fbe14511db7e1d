//! The pools that serve requests: limits on every statement.
//! A transaction on them must be begun with `Db` alone, which sees to it that none is left open by its last user.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgPool};

/// Set when a connection is made: a page that waits longer than this has failed anyway.
const LIMITS: [(&str, &str); 4] = [
    ("statement_timeout", "15s"),
    ("lock_timeout", "5s"),
    ("idle_in_transaction_session_timeout", "30s"),
    ("jit", "off"),
];

/// A connection that rested this long is asked whether it still lives before a request gets it.
const RESTED: Duration = Duration::from_millis(500);

/// Opens the pool; connections are made when they are needed.
pub fn open(app: PgConnectOptions, connections: u32) -> PgPool {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(5))
        // Asking every time costs a round trip per request; one that has rested may belong to a server that is gone.
        .test_before_acquire(false)
        .before_acquire(|connection, known| {
            Box::pin(async move {
                if known.idle_for < RESTED {
                    return Ok(true);
                }
                connection.ping().await.map(|()| true)
            })
        })
        .connect_lazy_with(app.options(LIMITS))
}
