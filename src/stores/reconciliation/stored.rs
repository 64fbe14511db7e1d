//! Reconciliations and their differences as they are stored, and what narrows a list of them.
//! Types only: what reads and writes them stands beside.

use crate::engines::reconcile::Hints;
use crate::engines::reconcile::Settings;
use crate::engines::reconcile::Summary;
use crate::engines::reconcile::{DifferenceKind, Kept};
use crate::platform::catalogue::catalogue;
use crate::platform::ids::{ReconciliationId, SampleId, SystemId, UploadId};
use crate::stores::engagement::WriteError;
use crate::stores::jobs::JobState;
use chrono::{DateTime, TimeDelta, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

catalogue! {
    /// What became of a difference since the comparison before.
    pub enum Change {
        New => "new", "New";
        Remains => "remains", "Still there";
        Fixed => "fixed", "Fixed";
    }
}

/// The fate of the differences that the comparison before found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// Records that differed and do not any more.
    pub fixed: i64,
    /// Records that did not differ and do now.
    pub new: i64,
    /// Records that differ still.
    pub remains: i64,
    /// Whether both comparisons kept all their differences: if not, the three are of those that were kept.
    pub whole: bool,
}

/// The counts of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counted {
    /// How many of everything.
    pub summary: Summary,
    /// In how many changed rows each compared column differs.
    pub cells: Vec<u64>,
    /// How many differences were kept.
    pub kept: i64,
    /// Whether those are all.
    pub all_kept: bool,
    /// What the differences suggest.
    pub hints: Hints,
    /// What was assumed about either file.
    pub notes: [Vec<String>; 2],
    /// The columns of either file that were held against none of the other.
    pub not_compared: [Vec<String>; 2],
    /// What became of those of the comparison before.
    pub changes: Option<Changes>,
}

/// What is told about either file beside the counts.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// What was assumed about it.
    pub notes: [Vec<String>; 2],
    /// Its columns that were held against none of the other.
    pub not_compared: [Vec<String>; 2],
}

/// Why settings that are stored cannot be followed: they are of a form that this version does not know. They are kept until
/// it is said again what is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("What is compared was settled by another version: say it again.")]
pub struct SettledByAnotherVersion;

/// Why counts that are stored cannot be shown: they are of a form that this version does not know. They are kept until both
/// exports are compared again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This was compared by another version: compare it again.")]
pub struct ComparedByAnotherVersion;

/// What is stored, or why it cannot be followed.
pub(super) fn read<T: DeserializeOwned, E>(stored: Value, foreign: E) -> Result<T, E> {
    serde_json::from_value(stored).map_err(|_| foreign)
}

/// A reconciliation as it is stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Its id.
    pub id: ReconciliationId,
    /// Which system each export is from.
    pub systems: [SystemId; 2],
    /// What the exports are called, redacted.
    pub files: [String; 2],
    /// The exports, which are kept for a week after they came.
    pub uploads: [Option<UploadId>; 2],
    /// The comparison this one repeats with a newer pair.
    pub follows: Option<ReconciliationId>,
    /// What was confirmed, once it was.
    pub settings: Option<Result<Settings, SettledByAnotherVersion>>,
    /// What was counted, once it was compared.
    pub counted: Option<Result<Counted, ComparedByAnotherVersion>>,
    /// When it was compared.
    pub compared_at: Option<DateTime<Utc>>,
    /// Its row's version.
    pub version: i32,
    /// When the exports were brought.
    pub created_at: DateTime<Utc>,
}

impl Stored {
    /// What was confirmed, where this version can follow it.
    #[must_use]
    pub fn confirmed(&self) -> Option<&Settings> {
        self.settings.as_ref()?.as_ref().ok()
    }

    /// What was counted, where this version can show it.
    #[must_use]
    pub fn counts(&self) -> Option<&Counted> {
        self.counted.as_ref()?.as_ref().ok()
    }

    /// What was counted and how it was compared, where this version can follow both.
    #[must_use]
    pub fn compared(&self) -> Option<(&Counted, &Settings)> {
        Some((self.counts()?, self.confirmed()?))
    }

    /// What this version cannot follow of it, in a sentence.
    #[must_use]
    pub fn foreign(&self) -> Option<String> {
        let settings = self.settings.as_ref().and_then(|settings| settings.as_ref().err());
        let counted = self.counted.as_ref().and_then(|counted| counted.as_ref().err());
        settings.map(ToString::to_string).or_else(|| counted.map(ToString::to_string))
    }

    /// Whether its exports are still there, so that it can be compared again by other rules.
    #[must_use]
    pub fn is_repeatable(&self, now: DateTime<Utc>) -> bool {
        self.uploads.iter().all(Option::is_some) && now - self.created_at < TimeDelta::days(7)
    }
}

/// A line of the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its id.
    pub id: ReconciliationId,
    /// Which system each export is from.
    pub systems: [SystemId; 2],
    /// What was counted, once it was compared.
    pub counted: Option<Result<Counted, ComparedByAnotherVersion>>,
    /// How far its newest job is, if it has one.
    pub job: Option<JobState>,
    /// When the exports were brought.
    pub created_at: DateTime<Utc>,
}

impl Listed {
    /// What was counted, where this version can show it.
    #[must_use]
    pub fn counts(&self) -> Option<&Counted> {
        self.counted.as_ref()?.as_ref().ok()
    }
}

/// The filter of a list of differences.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only of a kind.
    pub kind: Option<DifferenceKind>,
    /// Only where one side is behind.
    pub late: bool,
    /// Only where a compared column differs.
    pub column: Option<i32>,
    /// Only what became this since the comparison before.
    pub change: Option<Change>,
}

/// A difference of the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number: the list's order.
    pub number: i32,
    /// What it is and says.
    pub kept: Kept,
    /// Why what it says cannot be shown; its content is empty then, and becomes no sample.
    pub foreign: Option<ComparedByAnotherVersion>,
    /// Whether the comparison before found it too.
    pub remains: bool,
    /// The sample it became, if it did.
    pub sample: Option<SampleId>,
}

/// Why settings were not saved.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// Someone else changed them meanwhile: theirs.
    #[error("someone else changed these settings meanwhile")]
    Conflict(Box<Stored>),
    /// It was compared already, and its exports are gone.
    #[error("it was compared already, and its exports are gone")]
    Compared,
    /// It is not there, not for this person, or the database failed.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl From<sqlx::Error> for SettleError {
    fn from(error: sqlx::Error) -> Self {
        Self::Write(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn stored(settings: Value, counted: Value) -> Stored {
        Stored {
            id: ReconciliationId::new(),
            systems: [SystemId::new(), SystemId::new()],
            files: ["a.csv".into(), "b.csv".into()],
            uploads: [None; 2],
            follows: None,
            settings: Some(read(settings, SettledByAnotherVersion)),
            counted: Some(read(counted, ComparedByAnotherVersion)),
            compared_at: None,
            version: 1,
            created_at: Utc::now(),
        }
    }

    #[test]
    fn what_another_version_stored_is_told_and_the_rest_is_still_read() {
        let (settings, counted) = (json!(Settings::default()), json!(Counted::default()));
        let own = stored(settings.clone(), counted.clone());
        assert!(own.compared().is_some() && own.foreign().is_none());
        let uncounted = stored(settings, json!({ "cells": "many" }));
        assert_eq!(uncounted.confirmed(), Some(&Settings::default()));
        assert_eq!((uncounted.counts(), uncounted.compared()), (None, None));
        let told = "This was compared by another version: compare it again.";
        assert_eq!(uncounted.foreign().as_deref(), Some(told));
        let unsettled = stored(json!({ "plan": 7 }), counted);
        assert_eq!(unsettled.counts(), Some(&Counted::default()));
        assert_eq!((unsettled.confirmed(), unsettled.compared()), (None, None));
        let told = "What is compared was settled by another version: say it again.";
        assert_eq!(unsettled.foreign().as_deref(), Some(told));
    }
}
