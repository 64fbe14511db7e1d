//! Documents that were made, kept in memory so that each is made once: the oldest in use make room for new ones.
//! What is kept is found by a mark of all that it was made of; whoever asks for one was let in before.

use axum::body::Bytes;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The most documents that are kept, whatever they weigh.
const MOST: usize = 512;

/// Documents of a version, of all rooms together, in bytes.
pub static DOCUMENTS: Kept = Kept::new(64 << 20);

/// What is kept.
#[derive(Debug)]
pub struct Kept {
    bytes: usize,
    shelf: Mutex<Shelf>,
}

#[derive(Debug)]
struct Shelf {
    bytes: usize,
    /// Counts up with every use.
    uses: u64,
    documents: BTreeMap<String, (u64, Bytes)>,
}

impl Kept {
    /// Room for so many bytes.
    #[must_use]
    pub const fn new(bytes: usize) -> Self {
        let shelf = Shelf { bytes: 0, uses: 0, documents: BTreeMap::new() };
        Self { bytes, shelf: Mutex::new(shelf) }
    }

    /// What is kept under a mark.
    #[must_use]
    pub fn get(&self, mark: &str) -> Option<Bytes> {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.uses += 1;
        let now = shelf.uses;
        let (used, bytes) = shelf.documents.get_mut(mark)?;
        *used = now;
        Some(bytes.clone())
    }

    /// What is kept under a mark, or else what is made now and kept from then on.
    ///
    /// # Errors
    /// When it could not be made; then nothing is kept.
    pub fn or_made<E>(
        &self,
        mark: &str,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Bytes, E> {
        if let Some(bytes) = self.get(mark) {
            return Ok(bytes);
        }
        let bytes = Bytes::from(make()?);
        self.keep(mark, &bytes);
        Ok(bytes)
    }

    /// Keeps a document. One that would push out most others is not kept; an archive with all the files that a version may hand
    /// out is.
    fn keep(&self, mark: &str, bytes: &Bytes) {
        if bytes.len() > self.bytes / 2 {
            return;
        }
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.uses += 1;
        let now = shelf.uses;
        if let Some((_, old)) = shelf.documents.insert(mark.to_owned(), (now, bytes.clone())) {
            shelf.bytes -= old.len();
        }
        shelf.bytes += bytes.len();
        while shelf.bytes > self.bytes || shelf.documents.len() > MOST {
            let oldest = shelf.documents.iter().min_by_key(|(_, (used, _))| *used);
            let Some(mark) = oldest.map(|(mark, _)| mark.clone()) else { break };
            if let Some((_, gone)) = shelf.documents.remove(&mark) {
                shelf.bytes -= gone.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(kept: &Kept, mark: &str, bytes: usize) -> Bytes {
        kept.or_made(mark, || Ok::<_, ()>(vec![0; bytes])).unwrap()
    }

    #[test]
    fn a_document_is_made_once_and_the_one_that_was_used_last_stays() {
        let kept = Kept::new(100);
        made(&kept, "a", 25);
        let again = kept.or_made("a", || Err("it was made twice"));
        assert_eq!(again.map(|bytes| bytes.len()), Ok(25));
        ["b", "c", "d"].iter().for_each(|mark| drop(made(&kept, mark, 25)));
        assert!(kept.get("a").is_some());
        made(&kept, "e", 25);
        assert!(kept.get("a").is_some() && kept.get("b").is_none());
        assert_eq!(kept.shelf.lock().unwrap().bytes, 100);
    }

    #[test]
    fn what_is_too_large_or_failed_is_not_kept() {
        let kept = Kept::new(100);
        assert_eq!(made(&kept, "large", 51).len(), 51);
        assert!(kept.get("large").is_none());
        assert_eq!(kept.or_made("failed", || Err(7)), Err(7));
        assert!(kept.get("failed").is_none());
        assert_eq!(kept.shelf.lock().unwrap().bytes, 0);
    }

    #[test]
    fn no_more_are_kept_than_were_said() {
        let kept = Kept::new(100);
        (0..MOST + 10).for_each(|n| drop(made(&kept, &n.to_string(), 0)));
        assert_eq!(kept.shelf.lock().unwrap().documents.len(), MOST);
    }
}
