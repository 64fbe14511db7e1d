//! Tokens of one-time links and of programs: 256 random bits, kept only as a hash.
//! A token is shown once and never logged.

use sha2::{Digest, Sha256};

/// A token that was just made or just sent.
pub struct Token(String);

impl Token {
    /// A new one.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "two defaults would differ")]
    pub fn new() -> Self {
        Self(hex::encode(rand::random::<[u8; 32]>()))
    }

    /// A new one for a program. What it begins with tells people, and those who look for lost secrets, what it opens.
    #[must_use]
    pub fn for_programs() -> Self {
        Self(format!("faultline_{}", Self::new().0))
    }

    /// One that somebody sent.
    #[must_use]
    pub fn sent(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The token itself, for the link.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What is kept.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}
