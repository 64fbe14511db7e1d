//! Turns at work that keeps a core busy: typesetting, drawing pictures.
//! It never runs on the threads that answer requests, and never more of it at once than was said.

use crate::http_error::HttpError;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long a request waits for its turn.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(20);

/// The turns at one kind of work.
#[derive(Debug)]
pub struct Turns(Semaphore);

impl Turns {
    /// So many at the same time; the others wait.
    #[must_use]
    pub const fn new(at_once: usize) -> Self {
        Self(Semaphore::const_new(at_once))
    }

    /// Does the work on a thread of its own, when its turn comes.
    ///
    /// # Errors
    /// [`HttpError::Busy`] when its turn does not come within twenty seconds; [`HttpError::Internal`] when it panics.
    pub async fn run<T: Send + 'static>(
        &'static self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HttpError> {
        let turn = tokio::time::timeout(QUEUE_TIMEOUT, self.0.acquire()).await;
        let turn = turn.map_err(|_| HttpError::Busy)?.map_err(|_| HttpError::Busy)?;
        // The turn ends with the work, even when nobody waits for it any more.
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        done.await.map_err(|error| HttpError::internal(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static TWO: Turns = Turns::new(2);

    #[tokio::test]
    async fn more_work_than_turns_is_all_done_in_the_end() {
        let many = (0..5).map(|n| tokio::spawn(TWO.run(move || n * 2)));
        let mut sum = 0;
        for one in many.collect::<Vec<_>>() {
            sum += one.await.unwrap().unwrap();
        }
        assert_eq!(sum, 20);
    }

    #[tokio::test]
    async fn work_that_panics_gives_its_turn_back() {
        for _ in 0..3 {
            let answer = TWO.run(|| panic!("as this test wants")).await;
            assert!(answer.is_err());
        }
        assert_eq!(TWO.run(|| 7).await.ok(), Some(7));
    }
}
