//! Risks that a file shows by itself: suggestions for a person, never findings of the document.
//! A secret is told by its place; its value goes nowhere.

use crate::platform::catalogue::catalogue;

catalogue! {
    /// What is suspected.
    pub enum Suspicion {
        NoErrorWorkflow => "no_error_workflow", "No error workflow";
        NoRetry => "no_retry", "No retry";
        ErrorSwallowed => "error_swallowed", "Errors are swallowed";
        NoTimeout => "no_timeout", "No timeout";
        HardCodedSecret => "hard_coded_secret", "Secret written into the workflow";
    }
}

/// A suggested flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// What is suspected.
    pub suspicion: Suspicion,
    /// The step it is about; without one, the whole workflow.
    pub step: Option<usize>,
    /// What was seen.
    pub says: String,
    /// The line it was seen on.
    pub line: u32,
}

impl Suspicion {
    /// Why it matters.
    #[must_use]
    pub fn why(self) -> &'static str {
        match self {
            Self::NoErrorWorkflow => "When a run fails, nobody is told.",
            Self::NoRetry => "One short outage of the other side loses the record.",
            Self::ErrorSwallowed => "The run goes on and reports success while records are wrong.",
            Self::NoTimeout => "A call that hangs holds up everything behind it.",
            Self::HardCodedSecret => {
                "Whoever can export the workflow has the secret, and it cannot be changed in one place."
            }
        }
    }

    /// What good looks like.
    #[must_use]
    pub fn good(self) -> &'static str {
        match self {
            Self::NoErrorWorkflow => "An error workflow is set that tells a person.",
            Self::NoRetry => "Transient errors are tried again, with a pause that grows.",
            Self::ErrorSwallowed => "Errors lead to a branch that records them and tells someone.",
            Self::NoTimeout => "Every call gives up after a time that somebody chose.",
            Self::HardCodedSecret => {
                "The secret is rotated and kept in the tool’s credential store."
            }
        }
    }
}
