//! The tables of a room: its versions, what is said of them, and what the client is asked, answers and reports.

use super::{Probe, tenants};

/// Tables of what a room has.
pub(super) const ROOM: &[Probe] = &[
    tenants(
        "snapshot",
        "note",
        (
            "id, engagement_id, number, document, hash, published_by, published_by_name",
            "gen_random_uuid(), $north, 9, '{}', '\\x00', $me, 'x'",
        ),
    ),
    tenants(
        "published_file",
        "withdrawn_at",
        (
            "engagement_id, snapshot_id, attachment_id",
            "$north, $snapshot, (select id from attachment where engagement_id = $north limit 1)",
        ),
    ),
    tenants(
        "comment",
        "body",
        (
            "id, engagement_id, snapshot_id, about, body, person_id, person_name",
            "gen_random_uuid(), $north, $snapshot, 'map', 'x', $me, 'x'",
        ),
    ),
    tenants(
        "decision",
        "reason",
        (
            "id, engagement_id, snapshot_id, answer, person_id, person_name",
            "gen_random_uuid(), $north, $snapshot, 'ask', $me, 'x'",
        ),
    ),
    tenants("room_seen", "number", ("engagement_id, person_id, number", "$north, $me, 1")),
    tenants("room_read", "number", ("engagement_id, person_id, number", "$north, $me, 1")),
    tenants(
        "share",
        "revoked_at",
        (
            "id, engagement_id, snapshot_id, item, label, asks_name, has_password, person_id, expires_at",
            "gen_random_uuid(), $north, $snapshot, 'map', 'x', false, false, $me, now()",
        ),
    ),
    Probe {
        name: "share_key",
        of_north: "share_id = $share",
        owner_column: None,
        column: "password_hash",
        new: ("token_hash, share_id, person_id", "'\\x02', $share, $me"),
    },
    tenants(
        "share_opening",
        "name",
        ("id, engagement_id, share_id, network", "gen_random_uuid(), $north, $share, 'x'"),
    ),
    tenants(
        "room_reply",
        "body",
        (
            "id, engagement_id, comment_id, body, person_id, person_name",
            "gen_random_uuid(), $north, (select c.id from comment c where c.engagement_id = $north limit 1), 'x', $me, 'x'",
        ),
    ),
    tenants(
        "room_done",
        "done_at",
        ("engagement_id, kind, subject_id, done_by", "$north, 'comment', gen_random_uuid(), $me"),
    ),
    tenants(
        "comment_edit",
        "body",
        (
            "id, engagement_id, reply_id, body, person_id",
            "gen_random_uuid(), $north, (select r.id from room_reply r where r.engagement_id = $north limit 1), 'x', $me",
        ),
    ),
    tenants(
        "comment_resolution",
        "resolved",
        (
            "id, engagement_id, comment_id, resolved, person_id, person_name",
            "gen_random_uuid(), $north, (select c.id from comment c where c.engagement_id = $north limit 1), true, $me, 'x'",
        ),
    ),
    tenants(
        "mention",
        "created_at",
        (
            "id, engagement_id, comment_id, person_id, made_by",
            "gen_random_uuid(), $north, (select c.id from comment c where c.engagement_id = $north limit 1), $viewer, $me",
        ),
    ),
    tenants(
        "colleague",
        "word_back",
        (
            "id, engagement_id, name, email, capacity, asked_by, asked_by_name",
            "gen_random_uuid(), $north, 'x', 'x@x', 'viewer', $me, 'x'",
        ),
    ),
    tenants(
        "certificate",
        "outside_failed_at",
        (
            "id, engagement_id, decision_id, person_id, record, hash, stamp, authority",
            "gen_random_uuid(), $north, (select id from decision where engagement_id = $north limit 1), $me, '{}', '\\x02', '\\x00', '\\x00'",
        ),
    ),
    tenants(
        "quote",
        "reason",
        (
            "id, engagement_id, number, document, hash, valid_until, estimated_p80, quoted_p80, issued_by",
            "gen_random_uuid(), $north, 9, '{}', '\\x00', '2100-01-01', 60, 60, $me",
        ),
    ),
    tenants(
        "quote_change",
        "written_at",
        (
            "id, engagement_id, quote_id, assumption_id, document, written_by",
            "gen_random_uuid(), $north, gen_random_uuid(), gen_random_uuid(), '{}', $me",
        ),
    ),
    // Anyone may ask, and nobody answers what they ask: “for another” is a request that was accepted already.
    tenants(
        "intake",
        "reason",
        (
            "id, name, company, email, workflow, starts, notices, how_often, systems, symptoms, more, fingerprint, state",
            "gen_random_uuid(), 'x', 'x', 'x', 'x', '', '', 'daily', '{}', '{}', '', '\\x03', (case when $me is distinct from acting_person() then 'accepted' else 'waiting' end)::intake_state",
        ),
    ),
    tenants(
        "access_request",
        "answer",
        (
            "id, engagement_id, system_id, system_name, purpose, environment, scope, needed_until, asked_of, hand_over, asked_by, asked_by_name",
            "gen_random_uuid(), $north, gen_random_uuid(), 'x', 'x', '', 'read_only', '2100-01-01', '', '', $me, 'x'",
        ),
    ),
    tenants(
        "access_area",
        "says",
        (
            "id, engagement_id, system_id, system_name, care, says, recorded_by, recorded_by_name",
            "gen_random_uuid(), $north, gen_random_uuid(), 'x', 'caution', 'x', $me, 'x'",
        ),
    ),
    tenants(
        "question",
        "answer",
        (
            "id, engagement_id, sought, about, words, due_on, asked_by, asked_by_name",
            "gen_random_uuid(), $north, 'system/x/y', 'x', 'x', '2100-01-01', $me, 'x'",
        ),
    ),
    tenants(
        "truth_answer",
        "word_back",
        (
            "id, engagement_id, field_id, about, snapshot_number, agrees, differs, answered_by, answered_by_name",
            "gen_random_uuid(), $north, gen_random_uuid(), 'x', 1, true, true, $me, 'x'",
        ),
    ),
    tenants(
        "reminder",
        "days_before",
        (
            "engagement_id, subject_id, person_id, ends_on, days_before",
            "$north, gen_random_uuid(), $viewer, '2100-01-01', 1",
        ),
    ),
    tenants(
        "notice",
        "event",
        (
            "id, engagement_id, person_id, kind, event, page, at_once",
            "gen_random_uuid(), $north, $me, 'answered', 'mentioned', '/', false",
        ),
    ),
    tenants(
        "standing_change",
        "raised",
        ("engagement_id, person_id, raised, closed", "$north, $me, '{}', '{}'"),
    ),
];
