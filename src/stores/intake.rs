//! Requests for a triage: anyone sends one, staff take it or decline it.
//! One that was taken belongs to its engagement: who does not work on that does not find it any more.

use crate::document::intake::{Intake, IntakeState};
use crate::platform::ids::{ClientId, EngagementId, IntakeId, PersonId};
use chrono::{DateTime, Utc};

mod answer;
mod read;
mod receive;

pub use answer::{REASON, accept, decline};
pub use read::{Narrowed, Requests, find, list};
pub use receive::{NewIntake, is_open, letters, receive};

/// A request as it stands.
#[derive(Debug, Clone)]
pub struct IntakeRequest {
    /// Its id.
    pub id: IntakeId,
    /// What was answered.
    pub answers: Intake,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// What became of it.
    pub state: IntakeState,
    /// Why it was declined.
    pub reason: String,
    /// The engagement that it became.
    pub engagement: Option<EngagementId>,
    /// Who took or declined it, by name.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// Its row's version.
    pub version: i32,
}

/// What became of a request on its way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// It waits.
    New(IntakeId),
    /// The same one waits already.
    Again,
    /// So many wait that no more are taken.
    Full,
}

/// Who hears of a new request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letters {
    /// Whether whoever asks gets a receipt: one a day for an address.
    pub receipt: bool,
    /// Staff; nobody when they were told of another a moment ago.
    pub staff: Vec<PersonId>,
}

/// Whom a request that is taken is for.
#[derive(Debug, Clone, Copy)]
pub enum ClientOf<'a> {
    /// A client of the firm.
    Known(ClientId),
    /// A new one of this name.
    New(&'a str),
}
