//! Why there is no outcome: a file that cannot be read, a plan that does not fit, or someone who asked to stop.
//! It is told with the file's name.

use crate::engines::reconcile::NoPlan;
use crate::engines::tables::FileError;

/// Why there is no outcome.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// A file could not be read.
    #[error(transparent)]
    Unreadable(#[from] FileError),
    /// The plan does not fit.
    #[error(transparent)]
    NoPlan(#[from] NoPlan),
    /// Someone asked to stop.
    #[error("It was stopped.")]
    Stopped,
}
