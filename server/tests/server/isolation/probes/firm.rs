//! The tables of the firm itself, and of what belongs to no engagement any more.

use super::{Probe, tenants};

/// Tables of the firm, and of what is nobody's.
pub(super) const FIRM: &[Probe] = &[
    // What was erased belongs to no engagement any more: it is the firm's.
    Probe {
        name: "erasure",
        of_north: "true",
        owner_column: None,
        column: "files_removed",
        new: (
            "id, number, client_id, name_hash, asked_by, asked_by_name",
            "gen_random_uuid(), 99, $client, '\\x01', $me, 'x'",
        ),
    },
    Probe {
        name: "retention",
        of_north: "true",
        owner_column: None,
        column: "request_days",
        new: ("request_days", "1"),
    },
    // The firm's own, and what its people keep for themselves.
    Probe {
        name: "firm",
        of_north: "true",
        owner_column: None,
        column: "settings",
        new: ("settings", "'{}'"),
    },
    Probe {
        name: "saved_view",
        of_north: "true",
        owner_column: None,
        column: "name",
        new: ("id, person_id, name, query", "gen_random_uuid(), $me, 'New', ''"),
    },
    Probe {
        name: "notice_choice",
        of_north: "true",
        owner_column: None,
        column: "choice",
        new: ("person_id, kind, choice", "$me, 'reminders', 'never'"),
    },
    Probe {
        name: "daily_mail",
        of_north: "true",
        owner_column: None,
        column: "day",
        new: ("person_id, day", "$me, '2026-11-30'"),
    },
    Probe {
        name: "template",
        of_north: "true",
        owner_column: None,
        column: "name",
        new: ("id, name, parts, made_by", "gen_random_uuid(), 'New', '[]', $me"),
    },
    tenants(
        "audit",
        "subject_name",
        ("person_id, engagement_id, action, subject_kind", "$me, $north, 'changed', 'system'"),
    ),
];
