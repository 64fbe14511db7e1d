//! Reading and writing many samples: two statements for a thousand, and one audit row that can put all of them back.
//! A row that has another version by now is never written.

use super::super::SampleError;
use super::super::write::KIND;
use super::values::{Row, Values};
use crate::document::controls::Control;
use crate::document::evidence::Kind;
use crate::document::samples::{
    Cause, DetectedBy, ErrorClass, Origin, Outcome, ReviewState, Symptom,
};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, PatternId, SampleId};
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use serde_json::{Map, Value, json};
use sqlx::{PgConnection, query};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The present values of these samples, with the version of their rows.
pub(in crate::stores::samples) async fn current(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    rows: &[(SampleId, i32)],
) -> sqlx::Result<HashMap<Uuid, (i32, Values)>> {
    let ids: Vec<Uuid> = rows.iter().map(|(id, _)| id.0).collect();
    let found = query!(
        r#"select id, version, integration_id as "integration: IntegrationId", symptom as "symptom: Symptom",
               origin as "origin: Origin", cause as "cause: Cause", error_class as "error_class: ErrorClass",
               missing_control as "missing_control: Control", evidence_kind as "evidence_kind: Kind", detected_by as "detected_by: DetectedBy",
               outcome as "outcome: Outcome", state as "state: ReviewState", rejected_because,
               pattern_id as "pattern: PatternId"
           from sample where engagement_id = $1 and id = any ($2)"#,
        grant.engagement().0,
        &ids
    )
    .fetch_all(conn)
    .await?;
    let rows = found.into_iter().map(|row| {
        let values = Values {
            integration: row.integration,
            symptom: row.symptom,
            origin: row.origin,
            cause: row.cause,
            error_class: row.error_class,
            missing_control: row.missing_control,
            evidence_kind: row.evidence_kind,
            detected_by: row.detected_by,
            outcome: row.outcome,
            state: row.state,
            rejected_because: row.rejected_because,
            pattern: row.pattern,
        };
        (row.id, (row.version, values))
    });
    Ok(rows.collect())
}

/// Stores rows that were checked under the lock, with an audit row that can put all of them back.
pub(in crate::stores::samples) async fn store(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    action: AuditAction,
    rows: &[(Row, Values)],
    left: &[SampleId],
    undid: Option<i64>,
) -> Result<Option<i64>, SampleError> {
    if rows.is_empty() && undid.is_none() {
        return Ok(None);
    }
    update(&mut *conn, grant, rows).await?;
    // Samples that were alike before stand together, so that a thousand are a page of text and not a book.
    let mut was: BTreeMap<String, (Map<String, Value>, Vec<String>)> = BTreeMap::new();
    let mut set = Map::new();
    for ((id, version, new), old) in rows {
        let (old, new) = (fields(old)?, fields(new)?);
        let before: Map<String, Value> =
            old.into_iter().filter(|(name, value)| new.get(name) != Some(value)).collect();
        set.extend(
            before
                .keys()
                .filter_map(|name| new.get_key_value(name))
                .map(|(name, value)| (name.clone(), value.clone())),
        );
        let alike = was.entry(serde_json::to_string(&before)?).or_insert((before, Vec::new()));
        alike.1.push(format!("{id}.{}", version + 1));
    }
    let was: Vec<Value> = was
        .into_values()
        .map(|(values, samples)| json!({ "values": values, "samples": samples }))
        .collect();
    let before = json!({ "was": was });
    let mut after = json!({ "set": set, "changed": rows.len(), "left": left });
    if let Some(undid) = undid {
        after["undid"] = undid.into();
    }
    let name = if rows.len() == 1 { "1 sample".into() } else { format!("{} samples", rows.len()) };
    let (person, engagement) = (grant.person(), Some(grant.engagement()));
    let (before, after) = (Some(&before), Some(&after));
    let entry = NewEntry {
        person,
        engagement,
        action,
        kind: KIND,
        subject: None,
        name: &name,
        before,
        after,
    };
    Ok(Some(audit::recorded(conn, entry).await?))
}

fn fields(values: &Values) -> Result<Map<String, Value>, WriteError> {
    match serde_json::to_value(values)? {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    }
}

async fn update(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    rows: &[(Row, Values)],
) -> sqlx::Result<()> {
    let uuid = |of: fn(&Values) -> Option<Uuid>| -> Vec<Uuid> {
        rows.iter().map(|((.., values), _)| of(values).unwrap_or_default()).collect()
    };
    let text = |of: fn(&Values) -> &str| -> Vec<String> {
        rows.iter().map(|((.., values), _)| of(values).to_owned()).collect()
    };
    let ids: Vec<Uuid> = rows.iter().map(|((id, ..), _)| *id).collect();
    let versions: Vec<i32> = rows.iter().map(|((_, version, _), _)| *version).collect();
    query!(
        "update sample s set integration_id = nullif(n.integration_id, '00000000-0000-0000-0000-000000000000'),
             symptom = n.symptom, origin = n.origin, cause = n.cause, error_class = nullif(n.error_class, ''),
             missing_control = nullif(n.missing_control, ''), detected_by = n.detected_by, outcome = n.outcome,
             state = n.state, rejected_because = n.rejected_because, evidence_kind = nullif(n.evidence_kind, ''),
             pattern_id = nullif(n.pattern_id, '00000000-0000-0000-0000-000000000000'), version = s.version + 1
         from unnest($2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                     $10::text[], $11::text[], $12::text[], $13::text[], $14::uuid[], $15::text[])
             as n (id, version, integration_id, symptom, origin, cause, error_class, missing_control, detected_by,
                   outcome, state, rejected_because, pattern_id, evidence_kind)
         where s.engagement_id = $1 and s.id = n.id and s.version = n.version",
        grant.engagement().0,
        &ids,
        &versions,
        &uuid(|values| values.integration.map(|id| id.0)),
        &text(|values| values.symptom.key()),
        &text(|values| values.origin.key()),
        &text(|values| values.cause.key()),
        &text(|values| values.error_class.map_or("", Catalogue::key)),
        &text(|values| values.missing_control.map_or("", Catalogue::key)),
        &text(|values| values.detected_by.key()),
        &text(|values| values.outcome.key()),
        &text(|values| values.state.key()),
        &text(|values| &values.rejected_because),
        &uuid(|values| values.pattern.map(|id| id.0)),
        &text(|values| values.evidence_kind.map_or("", Catalogue::key))
    )
    .execute(conn)
    .await
    .map(|_| ())
}
