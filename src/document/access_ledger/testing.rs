//! A ledger for tests: one access that was granted as it was asked for.
//! It never reaches a build that is not a test.

use super::{AccessRequest, AccessScope, AccessState};
use crate::platform::ids::{AccessRequestId, SystemId};
use chrono::{Days, NaiveDate, TimeZone, Utc};
use uuid::Uuid;

/// The day on which it was asked for.
pub(crate) fn asked_on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 5, 4).unwrap()
}

/// A day so many days after it was asked for.
pub(crate) fn later(days: u64) -> NaiveDate {
    asked_on().checked_add_days(Days::new(days)).unwrap()
}

/// Reading a system, needed and granted for sixty days.
pub(crate) fn granted(system: SystemId) -> AccessRequest {
    let at = Utc.with_ymd_and_hms(2026, 5, 4, 9, 0, 0).unwrap();
    AccessRequest {
        id: AccessRequestId(Uuid::from_u128(700)),
        system_id: system,
        system_name: "Shop".into(),
        purpose: "See how orders arrive.".into(),
        environment: "Live shop, orders of May".into(),
        scope: AccessScope::ReadOnly,
        needed_until: later(60),
        asked_of: "The shop agency".into(),
        hand_over: "By telephone, from their vault to ours.".into(),
        state: AccessState::Granted,
        asked_by_name: "Ada".into(),
        asked_at: at,
        answered_by_name: "Grace".into(),
        answered_at: Some(at),
        granted_scope: Some(AccessScope::ReadOnly),
        granted_until: Some(later(60)),
        answer: String::new(),
        ended_by_name: String::new(),
        ended_at: None,
        ended_because: String::new(),
        version: 2,
    }
}
