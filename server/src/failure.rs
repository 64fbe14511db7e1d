//! Why a command of the command line failed.
//! It is printed as it is: a sentence that says what its reader can do.

/// A failure, as a sentence for whoever typed the command.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
