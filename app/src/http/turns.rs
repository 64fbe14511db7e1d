//! Turns at work that keeps a core busy: drawing, comparing, typesetting, reading what was sent.
//! It never runs on the threads that answer requests, never more of it at once than was said, and nobody who asks for
//! much of it holds up the others.

use crate::http_error::HttpError;
use crate::zone;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

/// How long a request waits for its turn.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(20);
/// The most of one tenant that wait and work at the same time; who comes then is told to come back.
const QUEUE_OF_ONE: usize = 16;

/// Layouts, comparisons and pages with drawings, by engagement.
pub static DRAWING: Turns = Turns::new(2);
/// What was sent and takes a while to read: tables, texts, bodies of programs; by engagement.
pub static READING: Turns = Turns::new(2);

/// The turns at one kind of work.
#[derive(Debug)]
pub struct Turns {
    all: Semaphore,
    /// How many one tenant has at the same time.
    of_one: usize,
    tenants: Mutex<BTreeMap<Uuid, Tenant>>,
}

/// Whoever has work waiting or under way: an engagement, a person.
#[derive(Debug)]
struct Tenant {
    here: usize,
    turns: Arc<Semaphore>,
}

/// A place among those who wait and work; it is given back when it is dropped.
#[derive(Debug)]
struct Place {
    of: &'static Turns,
    tenant: Uuid,
}

impl Turns {
    /// So many at the same time, all but one of them for the same tenant; the others wait.
    #[must_use]
    pub const fn new(at_once: usize) -> Self {
        let of_one = if at_once > 1 { at_once - 1 } else { 1 };
        Self { all: Semaphore::const_new(at_once), of_one, tenants: Mutex::new(BTreeMap::new()) }
    }

    /// Does the work on a thread of its own, when the tenant's turn comes.
    ///
    /// # Errors
    /// [`HttpError::Busy`] when the tenant has too much waiting, or its turn does not come within twenty seconds;
    /// [`HttpError::Internal`] when the work panics.
    pub async fn run<T: Send + 'static>(
        &'static self,
        tenant: Uuid,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HttpError> {
        let (place, own) = self.enter(tenant)?;
        let turns = async {
            let own = own.acquire_owned().await.ok()?;
            Some((own, self.all.acquire().await.ok()?))
        };
        let turns = tokio::time::timeout(QUEUE_TIMEOUT, turns).await;
        let turns = turns.ok().flatten().ok_or(HttpError::Busy)?;
        // What holds for the request holds on the other thread too: the zone of whoever asks, and its number in the log.
        let (zone, span) = (zone::here(), tracing::Span::current());
        // The turn ends with the work, even when nobody waits for it any more.
        let done = tokio::task::spawn_blocking(move || {
            let _held = (turns, place);
            span.in_scope(|| zone::inside(zone, work))
        });
        done.await.map_err(|error| HttpError::internal(&error))
    }

    fn enter(&'static self, tenant: Uuid) -> Result<(Place, Arc<Semaphore>), HttpError> {
        let mut tenants = self.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Tenant { here: 0, turns: Arc::new(Semaphore::new(self.of_one)) };
        let found = tenants.entry(tenant).or_insert_with(new);
        if found.here >= QUEUE_OF_ONE {
            return Err(HttpError::Busy);
        }
        found.here += 1;
        Ok((Place { of: self, tenant }, Arc::clone(&found.turns)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut tenants = self.of.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = tenants.get_mut(&self.tenant) {
            found.here -= 1;
            if found.here == 0 {
                tenants.remove(&self.tenant);
            }
        }
    }
}

/// Uploads at the same time: of one person, and of all. Each lies on the disk until it was looked at.
const UPLOADS_OF_ONE: usize = 4;
const UPLOADS: usize = 64;

static UPLOADS_NOW: Semaphore = Semaphore::const_new(UPLOADS);
static UPLOADERS: Mutex<BTreeMap<Uuid, Arc<Semaphore>>> = Mutex::new(BTreeMap::new());

/// A place for an upload; it is given back when it is dropped.
#[derive(Debug)]
pub struct Uploading {
    _all: tokio::sync::SemaphorePermit<'static>,
    own: Option<OwnedSemaphorePermit>,
    person: Uuid,
}

/// Takes a place for an upload of a person.
///
/// # Errors
/// [`HttpError::Busy`] when they, or all together, have too many under way.
pub fn upload(person: Uuid) -> Result<Uploading, HttpError> {
    let all = UPLOADS_NOW.try_acquire().map_err(|_| HttpError::Busy)?;
    let mut people = UPLOADERS.lock().unwrap_or_else(PoisonError::into_inner);
    let own = people.entry(person).or_insert_with(|| Arc::new(Semaphore::new(UPLOADS_OF_ONE)));
    let own = Arc::clone(own).try_acquire_owned().map_err(|_| HttpError::Busy)?;
    Ok(Uploading { _all: all, own: Some(own), person })
}

impl Drop for Uploading {
    fn drop(&mut self) {
        let mut people = UPLOADERS.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.own.take());
        if people.get(&self.person).is_some_and(|own| own.available_permits() == UPLOADS_OF_ONE) {
            people.remove(&self.person);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    static TWO: Turns = Turns::new(2);
    static HELD: Turns = Turns::new(2);

    #[tokio::test]
    async fn more_work_than_turns_is_all_done_in_the_end() {
        let many = (0..5).map(|n| tokio::spawn(TWO.run(Uuid::from_u128(n), move || n * 2)));
        let mut sum = 0;
        for one in many.collect::<Vec<_>>() {
            sum += one.await.unwrap().unwrap();
        }
        assert_eq!(sum, 20);
    }

    #[tokio::test]
    async fn work_tells_times_in_the_zone_of_whoever_asked() {
        let berlin: faultline::engines::tables::Zone = "Europe/Berlin".parse().unwrap();
        let told = zone::within(berlin, TWO.run(Uuid::nil(), zone::here)).await;
        assert_eq!(told.ok(), Some(berlin));
    }

    #[tokio::test]
    async fn work_that_panics_gives_its_turn_back() {
        for _ in 0..3 {
            let answer = TWO.run(Uuid::nil(), || panic!("as this test wants")).await;
            assert!(answer.is_err());
        }
        assert_eq!(TWO.run(Uuid::nil(), || 7).await.ok(), Some(7));
    }

    #[tokio::test]
    async fn a_tenant_with_much_work_leaves_a_turn_for_others_and_is_told_to_wait() {
        let (go, held) = mpsc::channel::<()>();
        let held = Arc::new(Mutex::new(held));
        let (greedy, modest) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let work = || {
            let held = Arc::clone(&held);
            move || held.lock().map(|held| held.recv().is_ok()).ok()
        };
        let many: Vec<_> =
            (0..QUEUE_OF_ONE).map(|_| tokio::spawn(HELD.run(greedy, work()))).collect();
        tokio::task::yield_now().await;
        assert_eq!(HELD.run(greedy, || 0).await.err(), Some(HttpError::Busy));
        assert_eq!(HELD.run(modest, || 7).await.ok(), Some(7));
        many.iter().for_each(|_| go.send(()).unwrap());
        for one in many {
            assert_eq!(one.await.unwrap().ok(), Some(Some(true)));
        }
        assert_eq!(HELD.run(greedy, || 1).await.ok(), Some(1));
        assert!(HELD.tenants.lock().unwrap().is_empty());
    }

    #[test]
    fn one_person_uploads_a_few_files_at_once() {
        let person = Uuid::from_u128(3);
        let held: Vec<_> = (0..UPLOADS_OF_ONE).map(|_| upload(person).unwrap()).collect();
        assert_eq!(upload(person).err(), Some(HttpError::Busy));
        assert!(upload(Uuid::from_u128(4)).is_ok());
        drop(held);
        assert!(upload(person).is_ok());
    }
}
