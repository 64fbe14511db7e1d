//! What the editor and the server say to each other. Both are compiled from these types.
//! There is no message for a key: the server is asked to save, and to say what others saved.

use super::draft::UnsavedText;
use super::registry::Registry;
use crate::platform::ids::PersonId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Something as it is sent. Not as JSON: reading that, with the tables of numbers that it needs, would be a tenth of what
/// the browser loads.
#[must_use]
pub fn encode(value: &impl Serialize) -> Vec<u8> {
    postcard::to_extend(value, Vec::new()).unwrap_or_default()
}

/// What was sent; nothing when it was something else.
#[must_use]
pub fn decode<T: DeserializeOwned>(sent: &[u8]) -> Option<T> {
    postcard::from_bytes(sent).ok()
}

/// A text to be saved over a version; 0 is a map that was never written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveRequest {
    /// The version that it was made from.
    pub version: i32,
    /// The text.
    pub text: String,
    /// The version of the draft that is kept beside the map; 0 when none is.
    pub draft: i32,
    /// Who wrote it: nobody else may save it as theirs.
    pub person: Option<PersonId>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SaveReply {
    /// It is stored.
    Saved {
        /// Its version.
        version: i32,
        /// The text as it is stored, when it was changed on the way in.
        text: Option<String>,
        /// How many secrets or personal data were replaced in it.
        redacted: u32,
    },
    /// Somebody else saved since that version. Nothing was stored; this is what is.
    Stale(StoredMap),
    /// A line cannot be understood: the text is kept as a draft, and the map is as it was.
    Kept {
        /// The version of the draft.
        draft: i32,
    },
    /// Another window of the same person kept another draft. Nothing was stored; this is what is kept.
    OtherDraft(UnsavedText),
    /// Somebody else is signed in by now. Nothing was stored.
    SomebodyElse,
    /// It cannot be saved as it is.
    Refused {
        /// Why, in sentences.
        problems: Vec<String>,
    },
}

/// A map as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredMap {
    /// Its version; 0 when it was never written.
    pub version: i32,
    /// Its text.
    pub text: String,
    /// What it can name.
    pub registry: Registry,
}
