//! Merging patterns by hand, and naming them: under the lock, audited, and so that it can be taken back.
//! No sample is touched: what is merged is the rule, so samples that are still to come belong to it too.

use super::SampleError;
use super::change_many::{make, unfit};
use super::write::{lock, redactor, settle};
use crate::document::engagement::Problem;
use crate::document::samples::{Cause, Origin, PatternKey, Rule, Symptom};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::PatternId;
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use serde_json::{Value, json};
use sqlx::{PgConnection, query};
use uuid::Uuid;

/// The kind that audit rows of patterns carry.
pub(super) const KIND: &str = "sample_pattern";
/// The most patterns that are merged at once.
const PATTERNS_AT_ONCE: usize = 50;

/// Patterns that were merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// What they are now.
    pub pattern: PatternId,
    /// The audit row, by which it is undone.
    pub entry: i64,
}

/// Makes one pattern of several. What they were is remembered in the audit.
///
/// # Errors
/// [`SampleError::Invalid`] with what to put right.
pub async fn merge(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    keys: &[PatternKey],
    name: &str,
) -> Result<Merged, SampleError> {
    lock(&mut *conn, grant).await?;
    let name = redactor(&mut *conn, grant).await?.text(name.trim()).text;
    let mut keys = keys.to_vec();
    keys.sort_unstable();
    keys.dedup();
    let mut problems = Vec::new();
    if !(2..=PATTERNS_AT_ONCE).contains(&keys.len()) {
        problems.push(Problem::new("pattern", "Tick from 2 to 50 patterns to merge."));
    }
    problems.extend(unfit(&mut *conn, grant, &name, &keys).await?);
    let (there, _) = super::patterns(&mut *conn, grant.into()).await?;
    if !keys.iter().all(|key| there.iter().any(|pattern| pattern.key() == *key)) {
        let message = "One of these patterns is not there any more: look at the list once more.";
        problems.push(Problem::new("pattern", message));
    }
    if !problems.is_empty() {
        return Err(SampleError::Invalid(problems));
    }
    let into = make(&mut *conn, grant, &name).await?;
    let (rules, made) = split(&keys);
    let moved = take_rules(&mut *conn, grant, &made, into).await?;
    let merged = take_made(&mut *conn, grant, &made, into).await?;
    join(&mut *conn, grant, &rules, into).await?;
    let before = json!({ "moved": moved, "merged": merged });
    let after = json!({ "pattern": into, "name": name, "joined": rules });
    let entry =
        note(&mut *conn, grant, AuditAction::Changed, (into, &name), &before, &after).await?;
    settle(conn, grant).await?;
    Ok(Merged { pattern: into, entry })
}

fn split(keys: &[PatternKey]) -> (Vec<Rule>, Vec<Uuid>) {
    let mut both = (Vec::new(), Vec::new());
    for key in keys {
        match key {
            PatternKey::Rule(rule) => both.0.push(*rule),
            PatternKey::Made(id) => both.1.push(id.0),
        }
    }
    both
}

pub(super) async fn note(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    action: AuditAction,
    (id, name): (PatternId, &str),
    before: &Value,
    after: &Value,
) -> sqlx::Result<i64> {
    let (person, engagement) = (grant.person(), Some(grant.engagement()));
    let (subject, before, after) = (Some(id.0), Some(before), Some(after));
    let entry = NewEntry { person, engagement, action, kind: KIND, subject, name, before, after };
    audit::recorded(conn, entry).await
}

/// Rules of patterns that are merged go over; each is told with the pattern it was of.
async fn take_rules(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    made: &[Uuid],
    into: PatternId,
) -> sqlx::Result<Vec<Value>> {
    let rows = query!(
        r#"with old as (select * from sample_pattern_rule where engagement_id = $1 and pattern_id = any ($2))
           update sample_pattern_rule r set pattern_id = $3 from old
           where r.engagement_id = $1 and r.integration_id = old.integration_id and r.symptom = old.symptom
               and r.origin = old.origin and r.cause = old.cause
           returning r.integration_id as "integration_id!", r.symptom as "symptom!: Symptom",
               r.origin as "origin!: Origin", r.cause as "cause!: Cause", old.pattern_id as "was!""#,
        grant.engagement().0,
        made,
        into.0
    )
    .fetch_all(conn)
    .await?;
    let told = rows.into_iter().map(|row| {
        let rule = Rule {
            integration: Some(row.integration_id).filter(|id| !id.is_nil()).map(Into::into),
            symptom: row.symptom,
            origin: row.origin,
            cause: row.cause,
        };
        json!({ "rule": rule, "was": row.was })
    });
    Ok(told.collect())
}

/// Patterns that are merged, and what was merged into them before, point to the new one.
async fn take_made(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    made: &[Uuid],
    into: PatternId,
) -> sqlx::Result<Vec<Value>> {
    let rows = query!(
        r#"with old as (select id, merged_into from sample_pattern
                        where engagement_id = $1 and (id = any ($2) or merged_into = any ($2)))
           update sample_pattern p set merged_into = $3, version = version + 1 from old
           where p.engagement_id = $1 and p.id = old.id returning p.id as "id!", old.merged_into as "was?""#,
        grant.engagement().0,
        made,
        into.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| json!({ "id": row.id, "was": row.was })).collect())
}

async fn join(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    rules: &[Rule],
    into: PatternId,
) -> sqlx::Result<()> {
    let texts = |of: fn(&Rule) -> &'static str| -> Vec<String> {
        rules.iter().map(|rule| of(rule).to_owned()).collect()
    };
    let places: Vec<Uuid> =
        rules.iter().map(|rule| rule.integration.map_or(Uuid::nil(), |id| id.0)).collect();
    query!(
        "insert into sample_pattern_rule (engagement_id, integration_id, symptom, origin, cause, pattern_id)
         select $1, n.integration_id, n.symptom, n.origin, n.cause, $2
         from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) as n (integration_id, symptom, origin, cause)",
        grant.engagement().0,
        into.0,
        &places,
        &texts(|rule| rule.symptom.key()),
        &texts(|rule| rule.origin.key()),
        &texts(|rule| rule.cause.key())
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// The outcome of renaming.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Renamed {
    /// It has it.
    Done,
    /// Someone else gave another meanwhile: theirs, and the version it has.
    Conflict(String, i32),
}

/// Gives a pattern another name.
///
/// # Errors
/// [`SampleError::Invalid`] with what to put right.
pub async fn rename(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: PatternId,
    version: i32,
    name: &str,
) -> Result<Renamed, SampleError> {
    lock(&mut *conn, grant).await?;
    let name = redactor(&mut *conn, grant).await?.text(name.trim()).text;
    let stored = super::made(&mut *conn, grant.into(), id).await?.ok_or(WriteError::NotFound)?;
    if stored.version != version {
        return Ok(Renamed::Conflict(stored.name, stored.version));
    }
    if let Some(problem) = unfit(&mut *conn, grant, &name, &[PatternKey::Made(id)]).await? {
        return Err(SampleError::Invalid(vec![problem]));
    }
    query!(
        "update sample_pattern set name = $3, version = version + 1 where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0,
        name
    )
    .execute(&mut *conn)
    .await?;
    let (before, after) = (json!({ "name": stored.name }), json!({ "name": name }));
    note(&mut *conn, grant, AuditAction::Changed, (id, &name), &before, &after).await?;
    settle(conn, grant).await?;
    Ok(Renamed::Done)
}
