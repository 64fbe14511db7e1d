//! How far a reconciliation is, and the wish to stop it: the only thing its threads share with whoever waits.
//! It never slows the work down, and it decides nothing.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// Seen from outside while a reconciliation runs.
#[derive(Debug, Default)]
pub struct Watch {
    done: AtomicU64,
    total: AtomicU64,
    stopped: AtomicBool,
}

impl Watch {
    /// Bytes read so far, of how many.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        (self.done.load(Relaxed), self.total.load(Relaxed))
    }

    /// Asks it to end soon, without an outcome.
    pub fn stop(&self) {
        self.stopped.store(true, Relaxed);
    }

    pub(super) fn expect(&self, bytes: u64) {
        self.total.fetch_add(bytes, Relaxed);
    }

    pub(super) fn advance(&self, bytes: u64) {
        self.done.fetch_add(bytes, Relaxed);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Relaxed)
    }
}
