//! Who asks. Requests that come together have their sessions looked up together: one query for all that wait.
//! A lookup begins after the requests that it answers came, so that a session that was ended is never taken for a
//! living one.

use super::sessions::{self, SignedIn};
use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// The most sessions in one query; whoever comes beyond them waits for the next.
const BATCH_LIMIT: usize = 64;
/// How long a lookup may take before a page is not waited for any more.
const LOOKUP_TIMEOUT: Duration = Duration::from_secs(5);

/// The database could not say who asks; why was logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the database could not say who asks")]
pub struct Unanswered;

/// The hash of a session's id, and where the answer goes.
type Question = (Vec<u8>, oneshot::Sender<Answer>);
type Answer = Result<Option<SignedIn>, Unanswered>;

/// Looks up who asks; clones share one connection.
#[derive(Debug, Clone)]
pub struct Asking {
    pool: PgPool,
    questions: Arc<OnceLock<mpsc::Sender<Question>>>,
}

impl Asking {
    /// Takes its connection from here, with the first question.
    pub(crate) fn new(pool: PgPool) -> Self {
        Self { pool, questions: Arc::default() }
    }

    /// Who a session is; `None` when it has ended, is nobody's, or its person may not sign in.
    ///
    /// # Errors
    /// When the database cannot be reached within five seconds.
    pub async fn who(&self, id_hash: &[u8]) -> Answer {
        let questions = self.questions.get_or_init(|| {
            let (questions, asked) = mpsc::channel(BATCH_LIMIT);
            tokio::spawn(answer(self.pool.clone(), asked));
            questions
        });
        let (give, answer) = oneshot::channel();
        questions.send((id_hash.to_vec(), give)).await.map_err(|_| Unanswered)?;
        answer.await.map_err(|_| Unanswered)?
    }
}

/// Answers for as long as anybody can ask and the pool is open.
async fn answer(pool: PgPool, mut asked: mpsc::Receiver<Question>) {
    let mut connection = None;
    let mut waiting = Vec::with_capacity(BATCH_LIMIT);
    let mut closed = pool.close_event();
    loop {
        tokio::select! {
            biased;
            () = &mut closed => return,
            many = asked.recv_many(&mut waiting, BATCH_LIMIT) => if many == 0 { return },
        }
        // Whoever has come by now asks too, so that they are answered together.
        tokio::task::yield_now().await;
        while waiting.len() < BATCH_LIMIT
            && let Ok(question) = asked.try_recv()
        {
            waiting.push(question);
        }
        let mut hashes: Vec<Vec<u8>> = waiting.iter().map(|(hash, _)| hash.clone()).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let found =
            match tokio::time::timeout(LOOKUP_TIMEOUT, look_up(&pool, &mut connection, &hashes))
                .await
            {
                Ok(found) => found,
                Err(_) => Err(sqlx::Error::PoolTimedOut),
            };
        if let Err(error) = &found {
            tracing::error!(%error, "sessions could not be looked up");
            // It may be broken, or still busy: nobody else gets it.
            if let Some(connection) = connection.take() {
                drop(connection.detach());
            }
        }
        for (hash, give) in waiting.drain(..) {
            let found = found
                .as_ref()
                .map(|found| found.iter().find(|(of, _)| *of == hash).map(|(_, who)| who.clone()));
            // Whoever does not wait any more needs no answer.
            let _ = give.send(found.map_err(|_| Unanswered));
        }
    }
}

async fn look_up(
    pool: &PgPool,
    connection: &mut Option<PoolConnection<Postgres>>,
    hashes: &[Vec<u8>],
) -> sqlx::Result<Vec<(Vec<u8>, SignedIn)>> {
    let connection = match connection {
        Some(connection) => connection,
        none => none.insert(pool.acquire().await?),
    };
    sessions::signed_in(connection, hashes).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::Executor;

    /// Two hundred sessions: every fourth has ended, is nobody's, or is a disabled person's.
    async fn sessions(pool: &PgPool) {
        pool.execute(
            "insert into client (id, name) values (gen_random_uuid(), 'Shop');
             insert into person (id, email, name, role)
             select gen_random_uuid(), n || '@example.org', 'Person ' || n, 'consultant' from generate_series(0, 199) n;
             update person set disabled_at = now() where email in (select n || '@example.org' from generate_series(3, 199, 12) n);
             insert into session (id_hash, person_id, data, expires_at, created_at)
             select int4send(n), case when n % 12 = 7 then null else p.id end, '{}',
                 now() + case when n % 12 = 11 and n % 24 = 11 then interval '-1 second' else interval '1 hour' end,
                 now() - case when n % 24 = 23 then interval '8 days' else interval '0' end
             from generate_series(0, 199) n join person p on p.email = n || '@example.org';
             insert into engagement (id, client_id, title, redaction_key)
             select gen_random_uuid(), c.id, 'Orders', '' from client c, generate_series(1, 2);
             insert into membership (engagement_id, person_id, capacity)
             select e.id, p.id, 'lead' from engagement e, person p where p.email = '0@example.org'",
        )
        .await
        .unwrap();
    }

    #[sqlx::test]
    async fn many_who_ask_at_once_are_each_told_apart(pool: PgPool) {
        sessions(&pool).await;
        let asking = Asking::new(pool.clone());
        let asked: Vec<_> = (0..400_i32)
            .map(|n| {
                let asking = asking.clone();
                tokio::spawn(async move { asking.who(&(n % 250).to_be_bytes()).await })
            })
            .collect();
        for (n, asked) in asked.into_iter().enumerate().map(|(n, asked)| (n % 250, asked)) {
            let found = asked.await.unwrap().unwrap();
            let name = found.as_ref().map(|found| found.actor.name.as_str());
            let expected = (n < 200 && n % 4 != 3).then(|| format!("Person {n}"));
            assert_eq!(name, expected.as_deref(), "session {n}");
            let rooms = found.map_or(0, |found| found.actor.memberships.len());
            assert_eq!(rooms, if n == 0 { 2 } else { 0 });
        }
    }

    #[sqlx::test]
    async fn a_session_that_was_ended_is_not_taken_for_a_living_one(pool: PgPool) {
        sessions(&pool).await;
        let asking = Asking::new(pool.clone());
        let id = 0_i32.to_be_bytes();
        for _ in 0..50 {
            // Others keep a lookup under way all the time.
            let others: Vec<_> = (4..8_i32)
                .map(|n| {
                    let asking = asking.clone();
                    tokio::spawn(async move { asking.who(&n.to_be_bytes()).await })
                })
                .collect();
            assert!(asking.who(&id).await.unwrap().is_some());
            let gone = "delete from session where id_hash = int4send(0) returning person_id";
            let whose: uuid::Uuid = sqlx::query_scalar(gone).fetch_one(&pool).await.unwrap();
            assert!(asking.who(&id).await.unwrap().is_none());
            let back = "insert into session (id_hash, person_id, data, expires_at)
                 values (int4send(0), $1, '{}', now() + interval '1 hour')";
            sqlx::query(back).bind(whose).execute(&pool).await.unwrap();
            for other in others {
                other.await.unwrap().unwrap();
            }
        }
    }

    #[sqlx::test]
    async fn a_lost_connection_costs_one_answer(pool: PgPool) {
        sessions(&pool).await;
        let asking = Asking::new(pool.clone());
        let id = 0_i32.to_be_bytes();
        assert!(asking.who(&id).await.unwrap().is_some());
        let kill = "select count(pg_terminate_backend(pid)) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid() and query like '%session_actors%'";
        pool.execute(kill).await.unwrap();
        assert_eq!(asking.who(&id).await.err(), Some(Unanswered));
        assert!(asking.who(&id).await.unwrap().is_some());
        pool.close().await;
        assert_eq!(asking.who(&id).await.err(), Some(Unanswered));
    }
}
