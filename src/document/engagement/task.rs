//! A question that was made a task: what to find out, of whom.
//! It is done once what it asks for is recorded; nobody ticks it off.

use super::UnknownKind;
use crate::platform::ids::PartId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A question that was made a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Task {
    /// Its id.
    pub id: PartId,
    /// The unknown it is about, by its key.
    pub unknown: String,
    /// What kind of thing is unknown.
    pub kind: UnknownKind,
    /// The question, as it was when the task was made.
    pub question: String,
    /// Of whom it is asked.
    pub ask: String,
    /// The day it was made.
    pub made_on: NaiveDate,
}
