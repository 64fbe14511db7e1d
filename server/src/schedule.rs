//! Tasks that are carried out regularly, by one server of a database at a time: the one that holds the lock.
//! A task must not rely on running once only: it runs when a server starts, and again when another takes over.

use crate::{daily, reminders};
use chrono::Utc;
use faultline::stores::erasure::{carry_out, retention};
use faultline::stores::people::sessions;
use faultline_app::App;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection, query_scalar};
use std::pin::Pin;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

/// How often a server asks for the lock, and whether it still holds it.
const LOOK_INTERVAL: Duration = Duration::from_secs(5);
/// How long the database may be silent before the lock counts as lost.
const SILENCE: Duration = Duration::from_secs(5);

/// What went wrong in a task; it is logged, and the task runs again when its interval is over.
pub type TaskError = Box<dyn std::error::Error + Send + Sync>;
/// A task under way.
pub type Running = Pin<Box<dyn Future<Output = Result<(), TaskError>> + Send>>;

/// Something that is done regularly.
#[derive(Debug, Clone, Copy)]
pub struct Task {
    /// What it is called where it is logged.
    pub name: &'static str,
    /// The time from one start of it to the next; one that takes longer is begun again when it has ended.
    pub every: Duration,
    /// Does it.
    pub run: fn(App) -> Running,
}

/// All tasks of a server.
pub const TASKS: &[Task] = &[
    Task {
        name: "forgetting ended sessions",
        every: Duration::from_mins(10),
        run: |app| Box::pin(forget_sessions(app)),
    },
    Task {
        name: "erasing what admins had erased",
        every: Duration::from_secs(2),
        run: |app| Box::pin(erase(app)),
    },
    Task {
        name: "removing requests that are kept no longer",
        every: Duration::from_hours(1),
        run: |app| Box::pin(forget_requests(app)),
    },
    Task {
        name: "reminding of what ends soon",
        every: Duration::from_hours(1),
        run: |app| Box::pin(remind(app)),
    },
    Task {
        name: "mailing what people want to be told once a day",
        every: Duration::from_mins(10),
        run: |app| Box::pin(mail_of_the_day(app)),
    },
];

/// Carries out the tasks whenever no other server of this database does. It ends with the task it runs in.
pub async fn keep(owner: PgConnectOptions, app: App, tasks: &'static [Task]) {
    loop {
        match enter(&owner).await {
            Ok(Some(lock)) => hold(lock, &app, tasks).await,
            Ok(None) => {}
            Err(error) => tracing::debug!(%error, "regular tasks wait for the database"),
        }
        sleep(LOOK_INTERVAL).await;
    }
}

/// The connection that holds the lock, unless another server holds it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn enter(owner: &PgConnectOptions) -> sqlx::Result<Option<PgConnection>> {
    let mut connection = PgConnection::connect_with(owner).await?;
    let lock = "select pg_try_advisory_lock(hashtextextended('regular tasks', 0))";
    let held = query_scalar::<_, bool>(lock).fetch_one(&mut connection).await?;
    if held {
        return Ok(Some(connection));
    }
    connection.close().await?;
    Ok(None)
}

/// Carries out the tasks as long as the lock is held and none of them panics; what is under way then is dropped. No task ends
/// by itself: without one that panicked nobody would do its work, since the lock keeps other servers out.
pub async fn hold(mut lock: PgConnection, app: &App, tasks: &'static [Task]) {
    let mut under_way = JoinSet::new();
    for task in tasks {
        under_way.spawn(repeat(task, app.clone()));
    }
    let held = async {
        while matches!(timeout(SILENCE, lock.ping()).await, Ok(Ok(()))) {
            sleep(LOOK_INTERVAL).await;
        }
    };
    tokio::select! {
        () = held => {}
        Some(Err(error)) = under_way.join_next() => {
            tracing::error!(%error, "a regular task panicked; all of them begin anew");
        }
    }
}

/// Does a task again and again.
async fn repeat(task: &Task, app: App) {
    let mut every = interval(task.every);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        if let Err(error) = (task.run)(app.clone()).await {
            tracing::warn!(%error, task = task.name, "a regular task failed; it is done again later");
        }
    }
}

/// Reminds of questions that are due and accesses that end.
async fn remind(app: App) -> Result<(), TaskError> {
    reminders::remind(app, Utc::now().date_naive()).await?;
    Ok(())
}

/// Sends the mails of the day to those whose morning has come.
async fn mail_of_the_day(app: App) -> Result<(), TaskError> {
    daily::send_due(app, Utc::now()).await?;
    Ok(())
}

/// Forgets sessions that have ended.
async fn forget_sessions(app: App) -> Result<(), TaskError> {
    sessions::sweep_sessions(&mut *app.db.pool().acquire().await?).await?;
    Ok(())
}

/// Goes on with erasures that are not finished.
async fn erase(app: App) -> Result<(), TaskError> {
    carry_out::all_open(&app.db, &app.files).await?;
    Ok(())
}

/// Removes requests for a triage that nobody took, once the firm keeps them no longer.
async fn forget_requests(app: App) -> Result<(), TaskError> {
    let removed = retention::forget_requests(&mut *app.db.pool().acquire().await?).await?;
    if removed > 0 {
        tracing::info!(removed, "requests that are kept no longer were removed");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::PgPool;

    #[sqlx::test(migrations = false)]
    async fn one_server_at_a_time_carries_out_the_tasks(owner: PgPool) {
        let options = (*owner.connect_options()).clone();
        let first = enter(&options).await.unwrap().unwrap();
        assert!(enter(&options).await.unwrap().is_none());
        first.close().await.unwrap();
        // The server lets go of the lock when it has seen that the connection is gone.
        let mut second = None;
        for _ in 0..100 {
            second = enter(&options).await.unwrap();
            if second.is_some() {
                break;
            }
            sleep(Duration::from_millis(20)).await;
        }
        assert!(second.is_some());
    }
}
