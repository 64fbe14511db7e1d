//! Undoing what was done to many samples or to patterns: from the audit, which says how everything was.
//! Changes that someone made since stay, and are reported. Undoing is recorded, and can itself be undone.

use super::change_many::{Row, Values, current, store};
use super::write::{lock, settle};
use super::{SampleError, change_many, merge};
use crate::document::engagement::Problem;
use crate::document::samples::Rule;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{PatternId, SampleId};
use crate::stores::access::{EditWork, Grant, ViewWork};
use crate::stores::audit::{AuditAction, Entry};
use serde_json::{Map, Value, json};
use sqlx::{PgConnection, query};
use std::collections::HashMap;
use uuid::Uuid;

/// The most samples that are told by name.
const LISTED_LIMIT: i64 = 50;

/// A step of the audit that changed samples or patterns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// How many samples, or groups of a pattern, were changed.
    pub changed: usize,
    /// How many were left, because someone had changed them meanwhile.
    pub left: usize,
    /// Samples that were left, by what happened: the first fifty.
    pub told: Vec<(SampleId, String)>,
    /// The pattern that it was about, when it was one.
    pub pattern: Option<(PatternId, String)>,
    /// Whether it took back an earlier one.
    pub is_undo: bool,
    /// Whether it can be taken back.
    pub undoable: bool,
}

/// The step that a row of the audit tells of; `None` when it is about something else.
///
/// # Errors
/// When the database cannot be reached.
pub async fn step(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    entry: &Entry,
) -> sqlx::Result<Option<Step>> {
    let (Some(before), Some(after)) = (&entry.before, &entry.after) else { return Ok(None) };
    let count = |name: &str| after[name].as_u64().and_then(|n| usize::try_from(n).ok());
    let is_undo = !after["undid"].is_null();
    if before["was"].is_array() {
        let left: Vec<Uuid> =
            list(&after["left"]).filter_map(|id| id.as_str()?.parse().ok()).collect();
        let ids: Vec<SampleId> = left.iter().copied().map(SampleId).collect();
        let told = named(conn, grant, &ids).await?;
        return Ok(Some(Step {
            changed: count("changed").unwrap_or(0),
            left: left.len(),
            told,
            pattern: None,
            is_undo,
            undoable: count("changed") > Some(0),
        }));
    }
    let id = after["pattern"].as_str().and_then(|id| id.parse().ok());
    let Some(id) = id.filter(|_| entry.kind == merge::KIND) else { return Ok(None) };
    let members = |side: &Value, name: &str| list(&side[name]).count();
    let changed = members(after, "joined") + members(before, "moved") + members(before, "merged");
    Ok(Some(Step {
        changed: count("changed").unwrap_or(changed),
        left: count("left").unwrap_or(0),
        told: Vec::new(),
        pattern: Some((id, entry.name.clone())),
        is_undo,
        undoable: !is_undo,
    }))
}

/// Names of some of these samples, newest first: the first fifty of them.
///
/// # Errors
/// When the database cannot be reached.
pub async fn named(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    ids: &[SampleId],
) -> sqlx::Result<Vec<(SampleId, String)>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = query!(
        r#"select id as "id: SampleId", left(summary, 240) as "summary!" from sample
           where engagement_id = $1 and id = any ($2) order by occurred_at desc, id limit $3"#,
        grant.engagement().0,
        &ids,
        LISTED_LIMIT
    );
    let rows = rows.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.summary)).collect())
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Takes back what a row of the audit says was done. Says under which number that is recorded.
///
/// # Errors
/// [`SampleError::Invalid`] when that row is about something else.
pub async fn undo(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    entry: &Entry,
) -> Result<i64, SampleError> {
    lock(&mut *conn, grant).await?;
    let (before, after) = (entry.before.as_ref(), entry.after.as_ref());
    let recorded = match (before, after) {
        (Some(before), Some(_)) if before["was"].is_array() => {
            put_back(&mut *conn, grant, entry.id, before).await?
        }
        (Some(before), Some(after)) if entry.kind == merge::KIND && after["joined"].is_array() => {
            take_apart(&mut *conn, grant, entry, before, after).await?
        }
        _ => {
            let message = "This cannot be undone here.";
            return Err(SampleError::Invalid(vec![Problem::new("entry", message)]));
        }
    };
    settle(conn, grant).await?;
    Ok(recorded)
}

/// Samples get the values they had, unless someone changed them since.
async fn put_back(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    undid: i64,
    before: &Value,
) -> Result<i64, SampleError> {
    let mut had: HashMap<Uuid, &Map<String, Value>> = HashMap::new();
    let mut rows: Vec<(SampleId, i32)> = Vec::new();
    for alike in list(&before["was"]) {
        let Some(values) = alike["values"].as_object() else { continue };
        for sample in list(&alike["samples"]).filter_map(Value::as_str) {
            let Some((id, version)) = sample.split_once('.') else { continue };
            let (Ok(id), Ok(version)) = (id.parse::<Uuid>(), version.parse()) else { continue };
            had.insert(id, values);
            rows.push((SampleId(id), version));
        }
    }
    rows.truncate(change_many::MOST_CHANGED);
    let now = current(&mut *conn, grant, &rows).await?;
    let mut new: Vec<(Row, Values)> = Vec::new();
    let mut left = Vec::new();
    for (id, version) in rows {
        let found = now.get(&id.0).filter(|(now, _)| *now == version);
        match (found, had.get(&id.0)) {
            (Some((_, values)), Some(had)) => {
                let mut fields = serde_json::to_value(values)?;
                had.iter().for_each(|(name, value)| fields[name.as_str()] = value.clone());
                let back: Values = serde_json::from_value(fields)?;
                new.push(((id.0, version, back), values.clone()));
            }
            _ => left.push(id),
        }
    }
    let recorded = store(conn, grant, AuditAction::Restored, &new, &left, Some(undid)).await?;
    Ok(recorded.unwrap_or(undid))
}

/// Patterns that were merged come apart again, unless they were merged further since.
async fn take_apart(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    entry: &Entry,
    before: &Value,
    after: &Value,
) -> Result<i64, SampleError> {
    let from: PatternId = serde_json::from_value(after["pattern"].clone())?;
    let joined: Vec<Rule> = serde_json::from_value(after["joined"].clone())?;
    let (mut back, mut all) = (0, 0);
    for rule in joined {
        all += 1;
        back += set_rule(&mut *conn, grant, rule, from, None).await?;
    }
    for moved in list(&before["moved"]) {
        all += 1;
        let rule: Rule = serde_json::from_value(moved["rule"].clone())?;
        let was: PatternId = serde_json::from_value(moved["was"].clone())?;
        back += set_rule(&mut *conn, grant, rule, from, Some(was)).await?;
    }
    for merged in list(&before["merged"]) {
        all += 1;
        let id: PatternId = serde_json::from_value(merged["id"].clone())?;
        let was: Option<PatternId> = serde_json::from_value(merged["was"].clone())?;
        back += set_merged(&mut *conn, grant, id, from, was).await?;
    }
    let told = json!({
        "pattern": from, "undid": entry.id, "changed": back, "left": u64::saturating_sub(all, back),
    });
    let merged = json!({ "merged": true });
    Ok(merge::note(conn, grant, AuditAction::Restored, (from, &entry.name), &merged, &told).await?)
}

/// A rule goes back to the pattern it was of, or to none, if it is still of this one. Says how many did.
async fn set_rule(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    rule: Rule,
    from: PatternId,
    to: Option<PatternId>,
) -> sqlx::Result<u64> {
    let done = query!(
        "with gone as (
             delete from sample_pattern_rule where $7::uuid is null and engagement_id = $1 and integration_id = $2
                 and symptom = $3 and origin = $4 and cause = $5 and pattern_id = $6 returning 1),
         moved as (
             update sample_pattern_rule set pattern_id = $7 where $7 is not null and engagement_id = $1
                 and integration_id = $2 and symptom = $3 and origin = $4 and cause = $5 and pattern_id = $6 returning 1)
         select 1 as one from gone union all select 1 from moved",
        grant.engagement().0,
        rule.integration.map_or(Uuid::nil(), |id| id.0),
        rule.symptom.key(),
        rule.origin.key(),
        rule.cause.key(),
        from.0,
        to.map(|id| id.0)
    )
    .fetch_all(conn)
    .await?;
    Ok(done.len() as u64)
}

async fn set_merged(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: PatternId,
    from: PatternId,
    to: Option<PatternId>,
) -> sqlx::Result<u64> {
    query!(
        "update sample_pattern set merged_into = $4, version = version + 1
         where engagement_id = $1 and id = $2 and merged_into = $3",
        grant.engagement().0,
        id.0,
        from.0,
        to.map(|id| id.0)
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected())
}
