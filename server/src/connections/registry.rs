//! The connections that are open, and which of them gives way when there are too many.
//! One that is being answered never does.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// A request whose body arrives has at least this long, however slowly it comes; so has whoever takes an answer.
const BODY_TIME: Duration = Duration::from_secs(5);
/// How often a server that stops looks whether all is done.
const DRAIN_INTERVAL: Duration = Duration::from_millis(20);

/// What a connection waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Waits {
    /// The head of a request.
    Head = 0,
    /// The rest of its body.
    Body = 1,
    /// Us.
    Answer = 2,
}

/// An open connection.
#[derive(Debug)]
pub struct Connection {
    id: u64,
    peer: IpAddr,
    opened: Instant,
    waits: AtomicU8,
    /// Since when, in milliseconds after it was opened.
    since: AtomicU64,
    /// Bytes of the body that came so far.
    received: AtomicU64,
    /// Whether some of an answer was not taken yet by whoever asked.
    unsent: AtomicBool,
    /// When some of it was taken last, in milliseconds after the connection was opened.
    taken: AtomicU64,
    cut: Notify,
}

impl Connection {
    /// A request came; of one without a body all is there.
    pub fn asked(&self, whole: bool) {
        self.received.store(0, Ordering::Relaxed);
        self.now(if whole { Waits::Answer } else { Waits::Body });
    }

    /// More of a body came.
    pub fn received(&self, bytes: usize) {
        self.received.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// All of a body came, or nobody wants the rest of it.
    pub fn received_all(&self) {
        if self.waits() == Waits::Body {
            self.now(Waits::Answer);
        }
    }

    /// Its answer was made; it may be still on its way.
    pub fn answered(&self) {
        self.now(Waits::Head);
    }

    /// Some of an answer was taken by whoever asked.
    pub fn taken(&self) {
        self.taken.store(self.age(), Ordering::Relaxed);
    }

    /// Whether some of an answer still waits for whoever asked to take it.
    pub fn unsent(&self, unsent: bool) {
        if self.unsent.swap(unsent, Ordering::Relaxed) && !unsent && self.waits() == Waits::Head {
            self.now(Waits::Head);
        }
    }

    /// Waits until it must end.
    pub async fn cut(&self) {
        self.cut.notified().await;
    }

    fn now(&self, waits: Waits) {
        self.since.store(self.age(), Ordering::Relaxed);
        self.waits.store(waits as u8, Ordering::Relaxed);
    }

    fn waits(&self) -> Waits {
        if self.unsent.load(Ordering::Relaxed) {
            return Waits::Answer;
        }
        match self.waits.load(Ordering::Relaxed) {
            0 => Waits::Head,
            1 => Waits::Body,
            _ => Waits::Answer,
        }
    }

    fn age(&self) -> u64 {
        u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// How much it deserves to stay, least first: one that only waits, longest first, then the slowest body, then one that
    /// takes nothing of its answer. Nothing for one that is being answered, or that has had no time yet.
    fn merit(&self) -> Option<(Waits, u64)> {
        let since = self.since.load(Ordering::Relaxed);
        match self.waits() {
            Waits::Head => Some((Waits::Head, self.opened_before(since))),
            Waits::Body => {
                let waited = self.age().saturating_sub(since);
                let had_time = u128::from(waited) >= BODY_TIME.as_millis();
                let pace = self.received.load(Ordering::Relaxed) * 1000 / waited.max(1);
                had_time.then_some((Waits::Body, pace))
            }
            Waits::Answer => {
                let taken = self.taken.load(Ordering::Relaxed);
                let waited = self.age().saturating_sub(taken);
                let reads_nothing = self.unsent.load(Ordering::Relaxed)
                    && u128::from(waited) >= BODY_TIME.as_millis();
                reads_nothing.then(|| (Waits::Answer, self.opened_before(taken)))
            }
        }
    }

    /// The moment it has waited since, in an order that all connections share: the later, the larger.
    fn opened_before(&self, since: u64) -> u64 {
        let waited = self.age().saturating_sub(since);
        u64::MAX - waited
    }
}

/// The open connections of a server.
#[derive(Debug)]
pub struct Registry {
    most: usize,
    open: Mutex<(u64, HashMap<u64, Arc<Connection>>)>,
}

impl Registry {
    /// Room for so many.
    pub fn new(most: usize) -> Self {
        Self { most, open: Mutex::default() }
    }

    /// Takes another connection, for which one may have to give way; `None` when all are being answered.
    pub fn admit(&self, peer: IpAddr) -> Option<Arc<Connection>> {
        let full = self.lock().1.len() >= self.most;
        if full && !self.make_room() {
            return None;
        }
        let mut open = self.lock();
        open.0 += 1;
        let (opened, since, received) = (Instant::now(), AtomicU64::new(0), AtomicU64::new(0));
        let (waits, cut) = (AtomicU8::new(Waits::Head as u8), Notify::new());
        let connection = Arc::new(Connection {
            id: open.0,
            peer,
            opened,
            waits,
            since,
            received,
            unsent: AtomicBool::new(false),
            taken: AtomicU64::new(0),
            cut,
        });
        open.1.insert(connection.id, Arc::clone(&connection));
        Some(connection)
    }

    /// Ends the connection that deserves least to stay, of the address that has most of them. Says whether there was one.
    pub fn make_room(&self) -> bool {
        let mut open = self.lock();
        let mut of_address: HashMap<IpAddr, usize> = HashMap::new();
        open.1.values().for_each(|it| *of_address.entry(it.peer).or_default() += 1);
        let ranked = open.1.values().filter_map(|it| {
            let others = of_address.get(&it.peer).copied().unwrap_or_default();
            Some(((std::cmp::Reverse(others), it.merit()?), it.id))
        });
        let Some((_, id)) = ranked.min() else { return false };
        if let Some(connection) = open.1.remove(&id) {
            connection.cut.notify_one();
        }
        true
    }

    /// Forgets a connection that has ended.
    pub fn forget(&self, connection: &Connection) {
        self.lock().1.remove(&connection.id);
    }

    /// Waits until all have ended: each kind as long as was said, in their order. Gives how many requests were cut.
    pub async fn drain(&self, graces: [Duration; 3], begun: Instant) -> usize {
        let mut cut = 0;
        loop {
            cut += self.cut_late(graces, begun.elapsed());
            if self.lock().1.is_empty() {
                return cut;
            }
            tokio::time::sleep(DRAIN_INTERVAL).await;
        }
    }

    /// Ends those that were waited for long enough, and gives how many of them had a request.
    fn cut_late(&self, graces: [Duration; 3], waited: Duration) -> usize {
        let mut cut = 0;
        self.lock().1.retain(|_, connection| {
            let waits = connection.waits();
            let late = waited >= graces[waits as usize];
            if late {
                cut += usize::from(waits != Waits::Head);
                connection.cut.notify_one();
            }
            !late
        });
        cut
    }

    fn lock(&self) -> MutexGuard<'_, (u64, HashMap<u64, Arc<Connection>>)> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(last: u8) -> IpAddr {
        [192, 0, 2, last].into()
    }

    #[test]
    fn who_waits_longest_gives_way_and_who_is_answered_never_does() {
        let registry = Registry::new(3);
        let answered = registry.admit(ip(1)).unwrap();
        answered.asked(true);
        let idle = registry.admit(ip(1)).unwrap();
        std::thread::sleep(Duration::from_millis(3));
        let newer = registry.admit(ip(1)).unwrap();
        let last = registry.admit(ip(2)).unwrap();
        let open = |it: &Connection| registry.lock().1.contains_key(&it.id);
        assert!(open(&answered) && !open(&idle) && open(&newer) && open(&last));
        newer.asked(true);
        last.asked(true);
        assert!(registry.admit(ip(2)).is_none(), "all are being answered");
        newer.answered();
        assert!(registry.admit(ip(2)).is_some());
    }

    #[test]
    fn one_address_with_many_connections_gives_way_before_another_with_one() {
        let registry = Registry::new(4);
        let alone = registry.admit(ip(1)).unwrap();
        std::thread::sleep(Duration::from_millis(3));
        for _ in 0..20 {
            registry.admit(ip(2)).unwrap();
        }
        assert!(registry.lock().1.contains_key(&alone.id));
    }

    #[test]
    fn who_still_takes_an_answer_keeps_its_place() {
        let registry = Registry::new(1);
        let reading = registry.admit(ip(1)).unwrap();
        reading.asked(true);
        reading.taken();
        reading.unsent(true);
        reading.answered();
        assert!(registry.admit(ip(1)).is_none(), "it is not at its end");
        reading.unsent(false);
        assert!(registry.admit(ip(1)).is_some());
    }

    #[test]
    fn a_body_that_arrives_has_its_time() {
        let registry = Registry::new(1);
        let slow = registry.admit(ip(1)).unwrap();
        slow.asked(false);
        assert!(registry.admit(ip(1)).is_none(), "it has only just begun");
        slow.received_all();
        assert_eq!(slow.waits(), Waits::Answer);
    }
}
