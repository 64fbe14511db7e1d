//! Which other servers work on the same database, and whether they keep files where this one does.
//! It decides nothing: it tells whoever runs them what they share and what they do not.

use faultline::stores::attachments::Files;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection, query_as, query_scalar};
use std::time::Duration;

/// Names the locks by which servers of one database know each other: any number that nothing else uses.
const LOCKS: i32 = 0x666c_7472;
/// How often the connection that holds the lock is looked at.
const LOOK_INTERVAL: Duration = Duration::from_secs(5);

/// Other servers of the database.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Others {
    /// Those that keep files where this one does.
    pub sharing: i64,
    /// Those that keep them elsewhere.
    pub apart: i64,
}

/// Tells who else is there, then stays known to those who come later. It ends with the task it runs in.
pub async fn stay(owner: PgConnectOptions, files: Files) {
    let store = match files.name().await {
        Ok(name) => key(name),
        Err(error) => {
            tracing::warn!(%error, "the file store has no name: whether servers share it cannot be told");
            return;
        }
    };
    let mut told = false;
    loop {
        match enter(&owner, store).await {
            Ok((others, connection)) => {
                if !std::mem::replace(&mut told, true) {
                    tell(others);
                }
                hold(connection).await;
            }
            Err(error) => tracing::debug!(%error, "other servers cannot be looked for"),
        }
        tokio::time::sleep(LOOK_INTERVAL).await;
    }
}

fn tell(others: Others) {
    let Others { sharing, apart } = others;
    if apart > 0 {
        tracing::warn!(
            "{apart} other servers of this database keep files beside failure samples elsewhere: what is added there \
             cannot be opened here, nor the other way round. Give all of them one folder, or a bucket with --files-url"
        );
    }
    if sharing > 0 {
        tracing::info!("{sharing} other servers share this database and its files");
    }
}

/// A file store's name as a lock's number.
fn key(name: uuid::Uuid) -> i32 {
    // The end of it: the beginning is the time.
    let [.., a, b, c, d] = name.into_bytes();
    i32::from_be_bytes([a, b, c, d])
}

/// Takes the lock that others see, and counts theirs.
///
/// # Errors
/// When the database cannot be reached.
pub async fn enter(owner: &PgConnectOptions, store: i32) -> sqlx::Result<(Others, PgConnection)> {
    let mut connection = PgConnection::connect_with(owner).await?;
    let lock = query_scalar::<_, bool>("select pg_try_advisory_lock_shared($1, $2)");
    lock.bind(LOCKS).bind(store).fetch_one(&mut connection).await?;
    let count = query_as::<_, (i64, i64)>(
        "select count(*) filter (where objid::bigint = $2), count(*) filter (where objid::bigint <> $2) from pg_locks
         where locktype = 'advisory' and objsubid = 2 and classid::bigint = $1 and granted and pid <> pg_backend_pid()
             and database = (select oid from pg_database where datname = current_database())",
    );
    let unsigned = |number: i32| i64::from(number.cast_unsigned());
    let count = count.bind(unsigned(LOCKS)).bind(unsigned(store));
    let (sharing, apart) = count.fetch_one(&mut connection).await?;
    Ok((Others { sharing, apart }, connection))
}

/// Holds the connection as long as it lives.
async fn hold(mut connection: PgConnection) {
    while connection.ping().await.is_ok() {
        tokio::time::sleep(LOOK_INTERVAL).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::PgPool;

    #[sqlx::test(migrations = false)]
    async fn servers_of_one_database_know_who_shares_their_files(owner: PgPool) {
        let options = (*owner.connect_options()).clone();
        let (alone, _first) = enter(&options, 7).await.unwrap();
        assert_eq!(alone, Others::default());
        let (beside, second) = enter(&options, 7).await.unwrap();
        assert_eq!(beside, Others { sharing: 1, apart: 0 });
        let (other, _third) = enter(&options, -7).await.unwrap();
        assert_eq!(other, Others { sharing: 0, apart: 2 });
        second.close().await.unwrap();
    }
}
