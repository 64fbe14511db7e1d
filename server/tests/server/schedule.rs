//! Regular tasks: one that panics is logged, and lets go of the lock, so that all of them begin anew.

use crate::harness::TestApp;
use crate::safety::log::Lines;
use faultline_app::App;
use faultline_server::schedule::{Task, TaskError, enter, hold};
use sqlx::PgPool;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// A task that panics at once.
const PANICKING: &[Task] =
    &[Task { name: "failing", every: Duration::from_hours(1), run: |app| Box::pin(fail(app)) }];

async fn fail(app: App) -> Result<(), TaskError> {
    drop(app.db.pool().acquire().await?);
    panic!("this task has a fault");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_task_that_panics_is_logged_and_lets_go_of_the_lock(owner: PgPool) {
    let lines = Lines::default();
    let _listening = lines.listen();
    let app = TestApp::new(owner.clone()).await;
    let options = (*owner.connect_options()).clone();
    let lock = enter(&options).await.unwrap().unwrap();
    let ended = timeout(Duration::from_secs(4), hold(lock, &app.app, PANICKING)).await;
    assert!(ended.is_ok(), "the lock is held for nothing");
    assert!(lines.all().contains("a regular task panicked"), "{}", lines.all());
    // The database lets go of it when it has seen that the connection is gone.
    let mut next = None;
    for _ in 0..100 {
        next = enter(&options).await.unwrap();
        if next.is_some() {
            break;
        }
        sleep(Duration::from_millis(20)).await;
    }
    assert!(next.is_some());
}
