//! What would be published, and what its publisher saw of it.
//! A draft holds nothing that clients may not see.

use super::{Contents, FORMAT, Hash, Presentation, internal};
use crate::document::counted::Counted;
use crate::document::engagement::Engagement;
use crate::judgement::assess::{Assessment, assess};
use chrono::DateTime;

/// A draft of a snapshot: the document without what is internal, and its assessment.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The document as clients may see it.
    pub document: Engagement,
    /// What is judged of it; computed from that document, so that anyone can compute it again.
    pub assessment: Assessment,
}

impl Draft {
    /// What would be published of a working document.
    #[must_use]
    pub fn of(mut document: Engagement) -> Self {
        internal::remove(&mut document);
        let assessment = assess(&document);
        Self { document, assessment }
    }

    /// The contents of a version of it that is not published: without a number, and without anybody's name.
    #[must_use]
    pub fn unpublished(self, figures: Option<Counted>) -> Contents {
        Contents {
            format: FORMAT,
            number: 0,
            note: String::new(),
            published_by: String::new(),
            published_at: self.document.as_of,
            document: self.document,
            assessment: self.assessment,
            presentation: Presentation::default(),
            figures,
            files: Vec::new(),
        }
    }

    /// A mark that changes when what would be published does, its figures included, and not with the hour it is looked at.
    ///
    /// # Errors
    /// When a number in the document cannot be written as JSON.
    pub fn mark(&self, figures: Option<&Counted>) -> Result<Hash, serde_json::Error> {
        let timeless = Engagement { as_of: DateTime::UNIX_EPOCH, ..self.document.clone() };
        Ok(Hash::of(&serde_json::to_string(&(timeless, figures))?))
    }
}

/// The state a publisher saw before publishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftSeen {
    /// The mark of the draft.
    pub mark: Hash,
    /// The number of the newest snapshot, 0 when there was none: a form that is sent twice publishes once.
    pub newest: i32,
}
