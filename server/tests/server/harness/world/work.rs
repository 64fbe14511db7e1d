//! What staff record of an engagement: one of every part, a sample, and what came of files and comparisons.

use super::{PICTURE, Room};
use faultline::document::engagement::{Part, PartKind};
use faultline::platform::catalogue::Catalogue;
use serde_json::json;
use sqlx::PgPool;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The text of a map that somebody left unfinished.
pub(super) async fn unfinished(owner: &PgPool, room: &Room, by: Uuid) {
    let add = "insert into map_draft (engagement_id, workflow_id, side, person_id, made_from, base, content)
               values ($1, $2, 'intended', $3, 0, '', '-> nowhere')";
    let add = sqlx::query(add).bind(room.id).bind(Uuid::now_v7()).bind(by);
    add.execute(owner).await.unwrap();
}

/// Something that was redacted more, before the picture beside the sample was there.
pub(super) async fn redacted(owner: &PgPool, room: &mut Room, by: Uuid) {
    let id = Uuid::now_v7();
    let add = "insert into redaction (id, engagement_id, sample_id, placeholder, files_searched, created_by, created_at)
               values ($1, $2, $3, '‹name 1›', 0, $4, now() - interval '1 day')";
    let add = sqlx::query(add).bind(id).bind(room.id).bind(room.ids["sample"]).bind(by);
    add.execute(owner).await.unwrap();
    room.ids.insert("redaction", id);
}

pub(super) async fn engagement(owner: &PgPool, client_name: &str) -> Room {
    let mut room = Room { id: Uuid::now_v7(), client: Uuid::now_v7(), ids: BTreeMap::new() };
    let client = "insert into client (id, name) values ($1, $2)";
    sqlx::query(client).bind(room.client).bind(client_name).execute(owner).await.unwrap();
    let open =
        "insert into engagement (id, client_id, title, redaction_key) values ($1, $2, $3, $4)";
    let open =
        sqlx::query(open).bind(room.id).bind(room.client).bind(format!("Orders of {client_name}"));
    open.bind(vec![7_u8; 32]).execute(owner).await.unwrap();
    for kind in PartKind::ALL {
        put(owner, &mut room, *kind).await;
    }
    sample(owner, &mut room).await;
    changed(owner, &room).await;
    room
}

/// One part of a kind, referring to those made before it.
async fn put(owner: &PgPool, room: &mut Room, kind: PartKind) {
    // The only brief of an engagement has an id of its own, as its form gives it.
    let id = if kind == PartKind::Brief { Uuid::nil() } else { Uuid::now_v7() };
    let of = |kind: &str| room.ids.get(kind).copied().unwrap_or_default();
    let body = match kind {
        PartKind::Brief => json!({ "id": id }),
        PartKind::System => json!({ "id": id, "name": "Shop", "kind": "shop" }),
        PartKind::Integration => json!({
            "id": id, "name": "Orders", "source": of("system"), "destination": of("system"), "middleware": "script",
            "transport": "webhook", "direction": "push", "timing": "real_time", "extent": "incremental",
            "criticality": "critical",
        }),
        PartKind::Workflow => json!({ "id": id, "name": "Order to invoice" }),
        PartKind::Map => json!({ "id": id, "workflow": of("workflow"), "side": "actual" }),
        PartKind::Matching => json!({ "id": id, "workflow": of("workflow") }),
        PartKind::DataType => json!({ "id": id, "name": "Order" }),
        PartKind::Field => {
            json!({ "id": id, "data_type": of("data_type"), "name": "Price", "standing": "unassigned" })
        }
        PartKind::ControlSheet => json!({ "id": id, "integration": of("integration") }),
        PartKind::Call => json!({ "id": id, "integration": of("integration") }),
        PartKind::FlagDecision => json!({ "id": id, "flag": "owner_missing:engagement" }),
        PartKind::LaunchSheet => json!({ "id": id, "integration": of("integration") }),
        PartKind::Quote => json!({ "id": id }),
        PartKind::Plan => json!({ "id": id, "starts_on": "2026-05-04" }),
        PartKind::Measures => json!({ "id": id }),
        PartKind::PlanLine => json!({ "id": id, "says": "Move the mail to the queue" }),
        PartKind::Task => json!({
            "id": id, "unknown": "visibility:engagement", "kind": "visibility", "question": "Is it logged?",
            "ask": "Ada", "made_on": "2026-05-01",
        }),
    };
    Part::read(kind, body.clone()).unwrap_or_else(|error| panic!("{kind:?}: {error}"));
    let insert = "insert into part (engagement_id, id, kind, body) values ($1, $2, $3, $4)";
    sqlx::query(insert)
        .bind(room.id)
        .bind(id)
        .bind(kind.key())
        .bind(body)
        .execute(owner)
        .await
        .unwrap();
    room.ids.insert(kind.key(), id);
}

/// That how the engagement stands has changed once.
async fn changed(owner: &PgPool, room: &Room) {
    let change =
        "insert into standing_change (engagement_id, raised, closed) values ($1, '{}', '{}')";
    sqlx::query(change).bind(room.id).execute(owner).await.unwrap();
}

/// A sample, and an import that brought none.
async fn sample(owner: &PgPool, room: &mut Room) {
    let (id, import) = (Uuid::now_v7(), Uuid::now_v7());
    let add = "insert into sample_import (id, engagement_id, file_name, stored, refused, repeated)
               values ($1, $2, 'orders.csv', 0, 1, 0)";
    sqlx::query(add).bind(import).bind(room.id).execute(owner).await.unwrap();
    let add = "insert into sample (id, engagement_id, integration_id, symptom, origin, cause, occurred_at, detected_by,
                   outcome, summary, state)
               values ($1, $2, $3, 'duplicate', 'middleware', 'timeout', now(), 'customer', 'failed', 'Order twice',
                   'confirmed')";
    let add = sqlx::query(add).bind(id).bind(room.id).bind(room.ids["integration"]);
    add.execute(owner).await.unwrap();
    // A pattern that somebody made, of samples that are still to come.
    let pattern = Uuid::now_v7();
    let made = "insert into sample_pattern (engagement_id, id, name) values ($1, $2, 'Order twice by hand')";
    sqlx::query(made).bind(room.id).bind(pattern).execute(owner).await.unwrap();
    let rule = "insert into sample_pattern_rule (engagement_id, integration_id, symptom, origin, cause, pattern_id)
                values ($1, $2, 'late', 'source', 'timeout', $3)";
    let rule = sqlx::query(rule).bind(room.id).bind(room.ids["integration"]).bind(pattern);
    rule.execute(owner).await.unwrap();
    room.ids.insert("pattern", pattern);
    room.ids.insert("sample", id);
    room.ids.insert("import", import);
}

/// A job that failed.
pub(super) async fn job(owner: &PgPool, room: &mut Room, by: Uuid) {
    let id = Uuid::now_v7();
    let add = "insert into job (id, engagement_id, kind, subject_id, state, error, created_by)
               values ($1, $2, 'import', $3, 'failed', 'It holds no rows.', $4)";
    let add = sqlx::query(add).bind(id).bind(room.id).bind(room.ids["import"]).bind(by);
    add.execute(owner).await.unwrap();
    room.ids.insert("job", id);
}

/// A file that was sent and not imported yet, what was remembered of one, and a row of one that was refused.
pub(super) async fn file(owner: &PgPool, room: &mut Room, by: Uuid) {
    const CONTENT: &str = "date,message,symptom\n2026-11-02,Order twice,duplicate\n";
    let id = Uuid::now_v7();
    let add = "with file as (insert into upload (id, engagement_id, file_name, format, encoding, bytes, complete, created_by)
                             values ($1, $2, 'orders.csv', 'CSV', 'UTF-8', length($4), true, $3)),
                   refusal as (insert into import_refusal (engagement_id, import_id, number, reasons, cells)
                               values ($2, $5, 2, 'No date.', '[\"soon\"]')),
                   known as (insert into import_mapping (engagement_id, header_hash, mapping) values ($2, '\\x01', '{}'))
               insert into upload_chunk (engagement_id, upload_id, number, content) values ($2, $1, 0, $4::text::bytea)";
    let add =
        sqlx::query(add).bind(id).bind(room.id).bind(by).bind(CONTENT).bind(room.ids["import"]);
    add.execute(owner).await.unwrap();
    room.ids.insert("upload", id);
}

/// What comes from outside: a token with an answer, and a file beside the sample, which the version hands out.
pub(super) async fn outside(owner: &PgPool, room: &mut Room, by: Uuid) {
    let (token, file) = (Uuid::now_v7(), room.ids["attachment"]);
    let add = "insert into api_token (id, engagement_id, person_id, name, scopes, expires_at)
               values ($1, $2, $3, 'Monitor', '{samples:read}', now() + interval '1 day')";
    sqlx::query(add).bind(token).bind(room.id).bind(by).execute(owner).await.unwrap();
    let answer = "insert into api_answer (token_id, engagement_id, key_hash, body_hash) values ($1, $2, '', '')";
    sqlx::query(answer).bind(token).bind(room.id).execute(owner).await.unwrap();
    let attach =
        "insert into attachment (id, engagement_id, sample_id, name, format, bytes, added_by)
                  values ($1, $2, $3, 'shot.png', 'png', $5, $4)";
    let attach = sqlx::query(attach).bind(file).bind(room.id).bind(room.ids["sample"]).bind(by);
    attach.bind(PICTURE.len() as i64).execute(owner).await.unwrap();
    let hand_out = "insert into published_file (engagement_id, snapshot_id, attachment_id) values ($1, $2, $3)";
    let hand_out = sqlx::query(hand_out).bind(room.id).bind(room.ids["snapshot"]).bind(file);
    hand_out.execute(owner).await.unwrap();
    room.ids.insert("api_token", token);
}

/// A comparison of two exports, with a difference.
pub(super) async fn reconciled(owner: &PgPool, room: &mut Room, by: Uuid) {
    let id = Uuid::now_v7();
    let total = json!({ "a": "total", "b": "total" });
    let settings = json!({ "plan": { "keys": [{ "a": "id", "b": "id" }], "columns": [total] } });
    let outcome =
        json!({ "summary": { "changed_rows": 1 }, "cells": [1], "kept": 1, "all_kept": true });
    let content = json!({
        "keys": [["1001"], ["1001"]], "rows": [[2], [2]], "counts": [1, 1], "conflicting": [false, false],
        "cells": [{ "column": 0, "a": ["10"], "b": ["12"] }], "late": null, "pending": false, "cut": false,
    });
    let add = "with made as (insert into reconciliation (id, engagement_id, system_a, system_b, file_a, file_b, settings,
                                 outcome, compared_at, created_by)
                             values ($1, $2, $3, gen_random_uuid(), 'shop.csv', 'erp.csv', $4, $5, now(), $6))
               insert into reconciliation_difference (engagement_id, reconciliation_id, number, kind, late, columns, content,
                   record, fingerprint)
               values ($2, $1, 1, 'changed', false, '{0}', $7, '\\x01', '\\x01')";
    let add = sqlx::query(add).bind(id).bind(room.id).bind(room.ids["system"]);
    let add = add.bind(settings).bind(outcome).bind(by).bind(content);
    add.execute(owner).await.unwrap();
    room.ids.insert("reconciliation", id);
}
