//! The engagement's SQL: reading a document, and every change of one.
//! Nothing is judged here but for the digest that is kept with a change.

use crate::document::engagement::{Part, Problem};

mod change;
mod clients;
mod draft;
pub mod history;
mod list;
mod load;
mod own;
mod remove;
mod renew;
mod save;

pub(crate) use change::lock;
pub use change::refresh_digest;
pub use clients::{Client, ClientName, client_of_request, clients, name_client};
pub use draft::{DraftOf, MAX_DRAFT, MapDraft, NewDraft, draft, drop_draft, keep_draft};
pub use list::{Listed, Narrowed, PAGE, WHOLE, clients_at_work, list};
pub use load::{Loaded, Unreadable, load};
pub use own::{is_archived, led_by, open, rename};
pub use remove::{remove, undo};
pub use renew::{Renewed, outdate_digest, renew_digests};
pub use save::{Saved, put, put_many, put_with};

/// Why a change did not happen.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// It is not there, or not for this person.
    #[error("there is nothing here for you")]
    NotFound,
    /// Someone else changed it meanwhile: theirs, with its version; `None` when they removed it.
    #[error("someone else changed this meanwhile")]
    Conflict(Option<Box<(Part, i32)>>),
    /// It cannot be saved as it is.
    #[error("it cannot be saved as it is")]
    Invalid(Vec<Problem>),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// A stored part could not be read or written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}
