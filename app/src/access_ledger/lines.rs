//! What the list of access shows of each request: one column says the same on the page and in the file.

use crate::listing::{Sortable, Value};
use faultline::document::access_ledger::{AccessRequest, AccessState};
use faultline::document::engagement::Engagement;

/// A request, as its list shows it.
pub struct AccessLine {
    /// The request.
    pub request: AccessRequest,
    /// How it stands today.
    pub state: AccessState,
    /// Whether it ends within two weeks.
    pub soon: bool,
}

impl AccessLine {
    /// All requests of an engagement, as they stand when it is read.
    pub fn all(document: &Engagement) -> Vec<Self> {
        let today = document.as_of.date_naive();
        let line = |request: &AccessRequest| Self {
            state: request.standing(today),
            soon: request.ends_soon(today),
            request: request.clone(),
        };
        document.access.requests.iter().map(line).collect()
    }
}

/// The columns of the list.
pub const ACCESS_COLUMNS: [Sortable<AccessLine>; 6] = [
    Sortable {
        key: "system",
        label: "System",
        of: |line| line.request.system_name.as_str().into(),
    },
    Sortable { key: "purpose", label: "What for", of: |line| line.request.purpose.as_str().into() },
    Sortable { key: "scope", label: "How far", of: |line| Value::ranked(line.request.reach()) },
    Sortable { key: "state", label: "State", of: |line| Value::ranked(line.state) },
    Sortable {
        key: "until",
        label: "Until",
        of: |line| Value::Text(line.request.until().to_string()),
    },
    Sortable {
        key: "asked_of",
        label: "Who can grant it",
        of: |line| line.request.asked_of.as_str().into(),
    },
];
