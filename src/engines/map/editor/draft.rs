//! What was typed and is not stored, as a browser keeps it until the server answers again.
//! It is taken up where it was left, and brought together with what others saved meanwhile.

use super::Editor;
use super::wire::StoredMap;
use crate::engines::map::merge::merge;
use serde::{Deserialize, Serialize};

/// A text that is not stored yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsavedText {
    /// The version that it was made from.
    pub version: i32,
    /// The text of that version.
    pub base: String,
    /// The text that was written.
    pub text: String,
}

impl Editor {
    /// What a browser should keep; nothing when all is stored.
    #[must_use]
    pub fn unsaved(&self) -> Option<UnsavedText> {
        self.is_dirty().then(|| UnsavedText {
            version: self.version,
            base: self.base.clone(),
            text: self.text.clone(),
        })
    }

    /// Takes up what was typed into the field before the editor was there.
    pub fn typed_ahead(&mut self, text: &str) {
        if text != self.base && text != self.text {
            let text = merge(&self.base, text, &self.text).text;
            self.replace(text, self.caret);
        }
    }

    /// Takes up what was kept; false when it is stored by now.
    pub fn resume(&mut self, kept: UnsavedText) -> bool {
        let stored = StoredMap {
            version: self.version,
            text: self.base.clone(),
            registry: self.registry.clone(),
        };
        if kept.text == stored.text || kept.version > stored.version {
            return false;
        }
        self.replace(kept.text, 0);
        if kept.version < stored.version {
            (self.version, self.base) = (kept.version, kept.base);
            self.catch_up(&stored);
        }
        self.is_dirty()
    }
}
