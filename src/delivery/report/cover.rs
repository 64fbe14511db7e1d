//! What documents show of the firm: its name, logo, colour, contact and the sentence on confidentiality.
//! It is handed in by whoever knows the firm's settings; nothing of it is needed.

use serde::Serialize;
use sha2::{Digest, Sha256};

/// What the cover shows of the firm.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cover {
    /// What the firm is called.
    pub firm: String,
    /// How it is reached, line by line.
    pub contact: Vec<String>,
    /// The colour of headings, as a number sign and six digits; our own where there is none.
    pub colour: Option<String>,
    /// What is said on confidentiality; empty for nothing.
    pub confidential: String,
    /// Its logo, where there is one.
    pub logo: Option<Logo>,
}

/// A logo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Logo {
    /// What it is: “png” or “jpg”.
    pub format: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Cover {
    /// A mark of everything in it: a document that was made with another cover is another document.
    #[must_use]
    pub fn mark(&self) -> String {
        let logo =
            self.logo.as_ref().map(|logo| (logo.format, hex::encode(Sha256::digest(&logo.bytes))));
        format!("{:?}", (&self.firm, &self.contact, &self.colour, &self.confidential, logo))
    }
}
