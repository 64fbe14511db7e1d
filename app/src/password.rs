//! Passwords: hashing, checking, and how good one must be.
//! No more run at once than there are cores, and no caller can tell from the time whether an account exists.

use crate::http_error::HttpError;
use crate::request::RequestContext;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use chrono::{Duration, Utc};
use faultline::stores::people::credentials::{self, OwnCredentials};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

mod strength;

pub use strength::weakness;

/// Memory in KiB, rounds and lanes of every new hash.
const COST: (u32, u32, u32) = (64 * 1024, 3, 1);
/// How many may wait for each core.
const WAITING: usize = 8;
/// The hash that is checked when there is no account: its hash was drawn at random, so no password fits it.
const NOBODY: &str = "$argon2id$v=19$m=65536,t=3,p=1$jZRfoq4p9w6XqOYrvNQpTw$nr/dSqz9v3RdNUUMXc6c9Uf8TxETDGT35YvX6uadHI8";

/// The password cannot be hashed now: too many are waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are waiting to be checked")]
pub struct Busy;

impl From<Busy> for HttpError {
    fn from(_: Busy) -> Self {
        Self::Busy
    }
}

/// The outcome of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// It is not the password, or there is none.
    Wrong,
    /// It is the password.
    Right {
        /// Its hash was made with other costs than new ones are: hash it again.
        stale: bool,
    },
}

/// The cores that hash, and the queue in front of them.
#[derive(Debug, Clone)]
pub struct Passwords {
    cores: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

/// A place in the queue.
#[derive(Debug)]
pub struct Turn {
    cores: Arc<Semaphore>,
    place: Arc<OwnedSemaphorePermit>,
}

impl Passwords {
    /// One at a time on each core of this machine.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "it asks the machine")]
    pub fn new() -> Self {
        Self::on(std::thread::available_parallelism().map_or(1, usize::from))
    }

    fn on(cores: usize) -> Self {
        let queue = cores.saturating_mul(1 + WAITING);
        Self { cores: Arc::new(Semaphore::new(cores)), queue: Arc::new(Semaphore::new(queue)) }
    }

    /// Takes a place in the queue.
    ///
    /// # Errors
    /// [`Busy`] when it is full.
    pub fn turn(&self) -> Result<Turn, Busy> {
        let place = Arc::clone(&self.queue).try_acquire_owned().map_err(|_| Busy)?;
        Ok(Turn { cores: Arc::clone(&self.cores), place: Arc::new(place) })
    }
}

impl Turn {
    /// Why a new password is too weak, as a sentence; `own` is what others know of whose it is: name, address.
    ///
    /// # Errors
    /// [`HttpError::Internal`] when that could not be found out.
    pub async fn weakness(
        &self,
        password: &str,
        own: [&str; 2],
    ) -> Result<Option<String>, HttpError> {
        let (password, own) = (password.to_owned(), own.map(str::to_owned));
        self.run(move || weakness(&password, &[&own[0], &own[1]])).await
    }

    /// Hashes a new password.
    ///
    /// # Errors
    /// [`HttpError::Internal`] when the machine cannot: out of memory, no randomness.
    pub async fn hash(&self, password: &str) -> Result<String, HttpError> {
        let password = password.to_owned();
        self.run(move || hash(&password)).await?.map_err(|error| HttpError::internal(&error))
    }

    /// Checks a password against an account's hash, or against nobody's in the same time.
    ///
    /// # Errors
    /// [`HttpError::Internal`] when the check could not be run.
    pub async fn check(&self, password: &str, hash: Option<String>) -> Result<Checked, HttpError> {
        let password = password.to_owned();
        self.run(move || check(&password, hash.as_deref())).await
    }

    /// Work in progress keeps its core and its place, even if whoever asked has gone.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HttpError> {
        let place = Arc::clone(&self.place);
        let core = Arc::clone(&self.cores)
            .acquire_owned()
            .await
            .map_err(|error| HttpError::internal(&error))?;
        let run = move || {
            let _held = (core, place);
            work()
        };
        tokio::task::spawn_blocking(run).await.map_err(|error| HttpError::internal(&error))
    }
}

/// Why a password is not the acting person's, as a sentence; an attempt counts like one to sign in.
///
/// # Errors
/// The fault to answer with.
pub async fn not_theirs(
    context: &RequestContext,
    turn: &Turn,
    own: OwnCredentials,
    password: &str,
    network: &str,
) -> Result<Option<String>, HttpError> {
    let mut conn = context.app.db.pool().acquire().await?;
    if let Some(until) = credentials::attempt(&mut conn, &own.email, network).await? {
        return Ok(Some(too_many(until - Utc::now())));
    }
    drop(conn);
    let wrong = turn.check(password, own.password_hash).await? == Checked::Wrong;
    Ok(wrong.then(|| "This is not your present password.".to_owned()))
}

/// The message for someone who has tried too often.
#[must_use]
pub fn too_many(wait: Duration) -> String {
    let minutes = (wait.num_seconds().max(0) + 59) / 60;
    let wait = if minutes <= 1 { "a minute".to_owned() } else { format!("{minutes} minutes") };
    format!("Too many attempts with this address. Try again in {wait}.")
}

fn hasher() -> Result<Argon2<'static>, argon2::Error> {
    let (memory, rounds, lanes) = COST;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(memory, rounds, lanes, None)?))
}

/// Hashes a password on this thread: about a tenth of a second and 64 MiB.
///
/// # Errors
/// When the machine cannot: out of memory, no randomness.
pub fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    let hasher = hasher().map_err(|_| argon2::password_hash::Error::ParamsInvalid)?;
    Ok(hasher.hash_password(password.as_bytes())?.to_string())
}

fn check(password: &str, stored: Option<&str>) -> Checked {
    let stored = stored.and_then(|text| PasswordHash::new(text).ok());
    let Some(hash) = stored.as_ref().cloned().or_else(|| PasswordHash::new(NOBODY).ok()) else {
        return Checked::Wrong;
    };
    let fits = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
    match stored {
        Some(stored) if fits => Checked::Right { stale: is_stale(&stored) },
        _ => Checked::Wrong,
    }
}

fn is_stale(hash: &PasswordHash) -> bool {
    let costs =
        Params::try_from(hash).map(|params| (params.m_cost(), params.t_cost(), params.p_cost()));
    hash.algorithm.as_str() != "argon2id" || costs != Ok(COST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_is_rounded_up_to_minutes() {
        assert!(too_many(Duration::seconds(-3)).ends_with("in a minute."));
        assert!(too_many(Duration::seconds(60)).ends_with("in a minute."));
        assert!(too_many(Duration::seconds(61)).ends_with("in 2 minutes."));
    }

    #[test]
    fn nobodys_hash_costs_what_a_new_one_costs_and_fits_nothing() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        assert!(!is_stale(&nobody));
        for guess in ["", "nobody", "faultline"] {
            assert_eq!(check(guess, None), Checked::Wrong);
        }
    }

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let stored = hash("ripe gravel octave").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"), "{stored}");
        assert_eq!(check("ripe gravel octave", Some(&stored)), Checked::Right { stale: false });
        assert_eq!(check("ripe gravel octavo", Some(&stored)), Checked::Wrong);
        assert_eq!(check("ripe gravel octave", Some("not a hash")), Checked::Wrong);
    }

    #[test]
    fn a_hash_of_older_costs_fits_and_is_stale() {
        let older = Argon2::default().hash_password(b"ripe gravel octave").unwrap().to_string();
        assert_eq!(check("ripe gravel octave", Some(&older)), Checked::Right { stale: true });
    }

    #[tokio::test]
    async fn a_full_queue_is_busy_and_empties_again() {
        let passwords = Passwords::on(1);
        let turns: Vec<Turn> = (0..=WAITING).map(|_| passwords.turn().unwrap()).collect();
        assert_eq!(passwords.turn().unwrap_err(), Busy);
        drop(turns);
        assert_eq!(passwords.turn().unwrap().check("x", None).await.unwrap(), Checked::Wrong);
    }
}
