//! The pools that serve requests: limits on every statement.
//! A transaction on them must be begun with `Db` alone, which sees to it that none is left open by its last user.

use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

/// Set when a connection is made: a page that waits longer than this has failed anyway.
const LIMITS: [(&str, &str); 4] = [
    ("statement_timeout", "15s"),
    ("lock_timeout", "5s"),
    ("idle_in_transaction_session_timeout", "30s"),
    ("jit", "off"),
];

/// Opens the pool; connections are made when they are needed.
pub fn open(app: PgConnectOptions, connections: u32) -> PgPool {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(5))
        // A broken connection shows itself at its first statement; asking every time costs a round trip per request.
        .test_before_acquire(false)
        .connect_lazy_with(app.options(LIMITS))
}
