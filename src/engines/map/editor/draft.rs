//! What was typed and is not stored, as a browser keeps it until the server answers again.
//! It is taken up where it was left, and brought together with what others saved meanwhile.

use super::Editor;
use super::wire::StoredMap;
use crate::engines::map::merge::merge;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A text that is not stored yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsavedText {
    /// The version that it was made from.
    pub version: i32,
    /// The text of that version.
    pub base: String,
    /// The text that was written.
    pub text: String,
    /// The version of the draft that the server keeps of it; 0 when it keeps none.
    pub draft: i32,
}

/// As a browser keeps it: numbers, then both texts, one behind the other.
impl fmt::Display for UnsavedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { version, base, text, draft } = self;
        write!(f, "{version} {draft} {}\n{base}{text}", base.len())
    }
}

impl UnsavedText {
    /// What a browser kept; nothing when it is something else.
    #[must_use]
    pub fn read(kept: &str) -> Option<Self> {
        let (numbers, texts) = kept.split_once('\n')?;
        let mut numbers = numbers.split(' ');
        let (version, draft) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
        let (base, text) = texts.split_at_checked(numbers.next()?.parse().ok()?)?;
        Some(Self { version, base: base.to_owned(), text: text.to_owned(), draft })
    }
}

impl Editor {
    /// What a browser should keep; nothing when all is stored.
    #[must_use]
    pub fn unsaved(&self) -> Option<UnsavedText> {
        self.is_dirty().then(|| UnsavedText {
            version: self.version,
            base: self.base.clone(),
            text: self.text.clone(),
            draft: self.draft,
        })
    }

    /// Takes up what was typed into a field that showed another text, before the editor was there.
    pub fn typed_ahead(&mut self, shown: &str, text: &str) {
        if text != shown && text != self.text {
            let text = merge(shown, text, &self.text).text;
            self.replace(text, self.caret);
        }
    }

    /// Takes up what the server keeps as a draft, and what this browser kept; neither loses a line.
    pub fn resume_all(&mut self, server: Option<UnsavedText>, browser: Option<UnsavedText>) {
        let draft = server.as_ref().map_or(0, |server| server.draft);
        if let Some(server) = server {
            let text = server.text.clone();
            self.resume(server);
            self.keeps(draft, text);
        }
        match browser {
            // It was kept before another window changed the draft.
            Some(browser) if browser.draft < draft => {
                self.typed_ahead(&browser.base, &browser.text);
            }
            Some(browser) => {
                self.resume(browser);
            }
            None => {}
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
