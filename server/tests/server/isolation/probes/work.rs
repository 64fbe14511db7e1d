//! The tables of people, engagements, and what staff record of them.

use super::{Probe, tenants};

/// Tables of people, of engagements, and of what staff record.
pub(super) const WORK: &[Probe] = &[
    Probe {
        name: "client",
        of_north: "id = $client",
        owner_column: None,
        column: "name",
        new: ("id, name", "gen_random_uuid(), 'New'"),
    },
    Probe {
        name: "person",
        of_north: "id = $viewer",
        owner_column: None,
        column: "name",
        new: (
            "id, email, name, role, client_id",
            "gen_random_uuid(), 'n@x.example', 'N', 'client', $client",
        ),
    },
    Probe {
        name: "invitation",
        of_north: "person_id = $viewer",
        owner_column: None,
        column: "expires_at",
        new: ("token_hash, person_id, expires_at", "'\\x01', $viewer, now()"),
    },
    Probe {
        name: "session",
        of_north: "person_id = $viewer",
        owner_column: None,
        column: "address",
        new: ("id_hash, person_id, data, expires_at", "'\\x01', $viewer, '{}', now()"),
    },
    Probe {
        name: "engagement",
        of_north: "id = $north",
        owner_column: None,
        column: "title",
        new: ("id, client_id, title, redaction_key", "gen_random_uuid(), $client, 'New', '\\x00'"),
    },
    tenants(
        "membership",
        "capacity",
        ("engagement_id, person_id, capacity", "$north, $fresh, 'consultant'"),
    ),
    tenants(
        "part",
        "body",
        ("engagement_id, id, kind, body", "$north, gen_random_uuid(), 'system', '{}'"),
    ),
    tenants(
        "sample_import",
        "file_name",
        (
            "id, engagement_id, file_name, stored, refused, repeated",
            "gen_random_uuid(), $north, 'x', 0, 0, 0",
        ),
    ),
    tenants(
        "sample",
        "summary",
        (
            "id, engagement_id, symptom, origin, cause, occurred_at, detected_by, outcome, summary",
            "gen_random_uuid(), $north, 'wrong', 'source', 'timeout', now(), 'staff', 'failed', 'x'",
        ),
    ),
    tenants(
        "sample_tally",
        "n",
        (
            "engagement_id, day, integration_id, symptom, origin, cause, missing_control, detected_by, status_said_success, state, n, minutes",
            "$north, '2020-01-01', gen_random_uuid(), '', '', '', '', '', false, 'new', 1, 1",
        ),
    ),
    tenants(
        "sample_secret",
        "samples",
        (
            "engagement_id, kind, samples, first_seen, last_seen, last_sample",
            "$north, 'token', 1, now(), now(), gen_random_uuid()",
        ),
    ),
    tenants(
        "sample_clock",
        "n",
        (
            "engagement_id, import_id, integration_id, measure, slot, n",
            "$north, gen_random_uuid(), gen_random_uuid(), 'hour', 0, 1",
        ),
    ),
    tenants(
        "sample_pattern",
        "name",
        ("engagement_id, id, name", "$north, gen_random_uuid(), 'x'"),
    ),
    tenants(
        "sample_pattern_rule",
        "origin",
        (
            "engagement_id, integration_id, symptom, origin, cause, pattern_id",
            "$north, gen_random_uuid(), 'wrong', 'source', 'timeout', gen_random_uuid()",
        ),
    ),
    tenants(
        "map_draft",
        "content",
        (
            "engagement_id, workflow_id, side, person_id, made_from, base, content",
            "$north, gen_random_uuid(), 'actual', $me, 0, '', 'x'",
        ),
    ),
    tenants(
        "job",
        "state",
        (
            "id, engagement_id, kind, subject_id, created_by",
            "gen_random_uuid(), $north, 'import', gen_random_uuid(), $me",
        ),
    ),
    tenants(
        "upload",
        "file_name",
        ("id, engagement_id, file_name", "gen_random_uuid(), $north, 'x'"),
    ),
    tenants(
        "upload_chunk",
        "number",
        ("engagement_id, upload_id, number, content", "$north, gen_random_uuid(), 1, '\\x01'"),
    ),
    tenants(
        "import_mapping",
        "mapping",
        ("engagement_id, header_hash, mapping", "$north, '\\x02', '{}'"),
    ),
    tenants(
        "import_refusal",
        "reasons",
        (
            "engagement_id, import_id, number, reasons, cells",
            "$north, gen_random_uuid(), 1, 'x', '[]'",
        ),
    ),
    tenants(
        "reconciliation",
        "file_a",
        (
            "id, engagement_id, system_a, system_b, file_a, file_b",
            "gen_random_uuid(), $north, gen_random_uuid(), gen_random_uuid(), 'x', 'x'",
        ),
    ),
    tenants(
        "reconciliation_difference",
        "kind",
        (
            "engagement_id, reconciliation_id, number, kind, late, columns, content, record, fingerprint",
            "$north, gen_random_uuid(), 1, 'changed', false, '{}', '{}', '\\x01', '\\x01'",
        ),
    ),
    tenants(
        "attachment",
        "removed_at",
        (
            "id, engagement_id, sample_id, name, format, bytes",
            "gen_random_uuid(), $north, gen_random_uuid(), 'x', 'png', 1",
        ),
    ),
    tenants(
        "redaction",
        // What was marked is read by nobody: whoever sets it says what it becomes.
        "files_changed",
        (
            "id, engagement_id, sample_id, placeholder, files_searched, created_by",
            "gen_random_uuid(), $north, gen_random_uuid(), 'x', 0, $me",
        ),
    ),
    tenants(
        "api_token",
        "revoked_at",
        (
            "id, engagement_id, person_id, name, scopes, expires_at",
            "gen_random_uuid(), $north, $me, 'x', '{samples:read}', now()",
        ),
    ),
    Probe {
        name: "api_token_key",
        of_north: "token_id = $token",
        owner_column: None,
        column: "used",
        new: ("token_hash, token_id, person_id", "'\\x01', $token, $me"),
    },
    tenants(
        "api_answer",
        "answer",
        ("token_id, engagement_id, key_hash, body_hash", "$token, $north, '\\x01', '\\x01'"),
    ),
];
