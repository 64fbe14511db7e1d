//! What the editor and the server say to each other. Both are compiled from these types.
//! There is no message for a key: the server is asked to save, and to say what others saved.

use super::registry::Registry;
use crate::engines::map::text::TextError;
use serde::{Deserialize, Serialize};

/// A text to be saved over a version; 0 is a map that was never written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveRequest {
    /// The version that it was made from.
    pub version: i32,
    /// The text.
    pub text: String,
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
    /// A line cannot be understood. Nothing was stored.
    Unreadable {
        /// What is wrong with it.
        errors: Vec<TextError>,
    },
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
