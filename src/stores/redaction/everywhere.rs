//! “Redact more” in everything else that its engagement holds: rows, parts, comparisons, files that wait, versions.
//! What was marked cannot be read again anywhere in it; the caller records that it was done.

use super::marked::Mark;
use super::quotes;
use crate::document::engagement::{Part, PartKind};
use crate::document::samples::import::Plan;
use crate::engines::reconcile::{Content, Settings};
use crate::platform::catalogue::Catalogue;
use crate::stores::access::{EditWork, Grant};
use crate::stores::engagement::WriteError;
use crate::stores::reconciliation::Counted;
use crate::stores::room::{Contents, Hash};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::{PgConnection, query, query_scalar};
use std::collections::BTreeMap;

/// The rows that were changed, by the name of their table.
pub type Reached = BTreeMap<String, u64>;

/// Replaces what was marked wherever it stands in an engagement.
///
/// # Errors
/// When the database refuses it.
pub async fn everywhere(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    mark: Mark<'_>,
) -> Result<Reached, WriteError> {
    let rows = query_scalar!(
        r#"select redact_rows($1, $2, $3) as "reached!""#,
        grant.engagement().0,
        mark.text,
        mark.placeholder
    );
    let mut reached: Reached = serde_json::from_value(rows.fetch_one(&mut *conn).await?)?;
    for (table, rows) in [
        ("part", parts(&mut *conn, grant, mark).await?),
        ("upload", plans(&mut *conn, grant, mark).await?),
        ("import_mapping", mappings(&mut *conn, grant, mark).await?),
        ("reconciliation", comparisons(&mut *conn, grant, mark).await?),
        ("reconciliation_difference", differences(&mut *conn, grant, mark).await?),
        ("quote", quotes::issued(&mut *conn, grant, mark).await?),
        ("quote_change", quotes::orders(&mut *conn, grant, mark).await?),
        ("snapshot", snapshots(&mut *conn, grant, mark).await?),
    ] {
        if rows > 0 {
            *reached.entry(table.to_owned()).or_default() += rows;
        }
    }
    Ok(reached)
}

/// What a type keeps of JSON; `None` when it cannot be read as it.
fn kept<T: DeserializeOwned + Serialize>(value: &Value) -> Option<Value> {
    serde_json::to_value(serde_json::from_value::<T>(value.clone()).ok()?).ok()
}

/// The same of a part.
fn kept_part(kind: Option<PartKind>, body: &Value) -> Option<Value> {
    let Some(kind) = kind else { return Some(body.clone()) };
    Part::read(kind, body.clone()).ok()?.body().ok()
}

/// A part without what was marked. What it refers to by keys of ours stays, or a decision would be about nothing.
fn part_without(mark: Mark<'_>, kind: Option<PartKind>, body: &Value) -> Option<Value> {
    let mut part = match kind.and_then(|kind| Part::read(kind, body.clone()).ok()) {
        Some(Part::Quote(quote)) => return quotes::without(mark, quote),
        Some(part) => part,
        None => return mark.out_of_json(body, |body| kept_part(kind, body)),
    };
    let keys = part.take_keys();
    if keys.is_empty() {
        return mark.out_of_json(body, |body| kept_part(kind, body));
    }
    let left = mark.out_of_json(&part.body().ok()?, |body| kept_part(kind, body))?;
    let mut part = Part::read(part.kind(), left).ok()?;
    part.put_keys(keys);
    part.body().ok()
}

async fn parts(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    mark: Mark<'_>,
) -> Result<u64, WriteError> {
    let found =
        query!("select id, kind, body from part where engagement_id = $1", grant.engagement().0);
    let mut changed = 0;
    for row in found.fetch_all(&mut *conn).await? {
        let kind = PartKind::from_key(&row.kind).ok();
        let Some(body) = part_without(mark, kind, &row.body) else { continue };
        query!(
            "update part set body = $3, version = version + 1, changed_at = now() where engagement_id = $1 and id = $2",
            grant.engagement().0,
            row.id,
            body
        )
        .execute(&mut *conn)
        .await?;
        changed += 1;
    }
    Ok(changed)
}

async fn plans(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    mark: Mark<'_>,
) -> Result<u64, WriteError> {
    let found = query!(
        r#"select id, mapping as "mapping!" from upload where engagement_id = $1 and mapping is not null"#,
        grant.engagement().0
    );
    let mut changed = 0;
    for row in found.fetch_all(&mut *conn).await? {
        let Some(mapping) = mark.out_of_json(&row.mapping, kept::<Plan>) else { continue };
        let update = query!(
            "update upload set mapping = $3 where engagement_id = $1 and id = $2",
            grant.engagement().0,
            row.id,
            mapping
        );
        update.execute(&mut *conn).await?;
        changed += 1;
    }
    Ok(changed)
}

/// What is remembered of files that look alike.
async fn mappings(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    mark: Mark<'_>,
) -> Result<u64, WriteError> {
    let found = query!(
        "select header_hash, mapping from import_mapping where engagement_id = $1",
        grant.engagement().0
    );
    let mut changed = 0;
    for row in found.fetch_all(&mut *conn).await? {
        let Some(mapping) = mark.out_of_json(&row.mapping, kept::<Plan>) else { continue };
        let update = query!(
            "update import_mapping set mapping = $3 where engagement_id = $1 and header_hash = $2",
            grant.engagement().0,
            row.header_hash,
            mapping
        );
        update.execute(&mut *conn).await?;
        changed += 1;
    }
    Ok(changed)
}

async fn comparisons(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    mark: Mark<'_>,
) -> Result<u64, WriteError> {
    let found = query!(
        "select id, settings, outcome from reconciliation where engagement_id = $1",
        grant.engagement().0
    );
    let mut changed = 0;
    for row in found.fetch_all(&mut *conn).await? {
        let settings = row.settings.and_then(|it| mark.out_of_json(&it, kept::<Settings>));
        let outcome = row.outcome.and_then(|it| mark.out_of_json(&it, kept::<Counted>));
        if settings.is_none() && outcome.is_none() {
            continue;
        }
        query!(
            "update reconciliation set settings = coalesce($3, settings), outcome = coalesce($4, outcome),
                 version = version + 1
             where engagement_id = $1 and id = $2",
            grant.engagement().0,
            row.id,
            settings,
            outcome
        )
        .execute(&mut *conn)
        .await?;
        changed += 1;
    }
    Ok(changed)
}

/// There may be a hundred thousand of them: only those are read that may hold it.
async fn differences(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    mark: Mark<'_>,
) -> Result<u64, WriteError> {
    let written = Value::from(mark.text).to_string();
    let found = query!(
        "select reconciliation_id, number, content from reconciliation_difference
         where engagement_id = $1 and strpos(content::text, $2) > 0",
        grant.engagement().0,
        written.trim_matches('"')
    );
    let mut changed = 0;
    for row in found.fetch_all(&mut *conn).await? {
        let Some(content) = mark.out_of_json(&row.content, kept::<Content>) else { continue };
        query!(
            "update reconciliation_difference set content = $4
             where engagement_id = $1 and reconciliation_id = $2 and number = $3",
            grant.engagement().0,
            row.reconciliation_id,
            row.number,
            content
        )
        .execute(&mut *conn)
        .await?;
        changed += 1;
    }
    Ok(changed)
}

/// Published versions, one at a time, since each may be large.
async fn snapshots(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    mark: Mark<'_>,
) -> Result<u64, WriteError> {
    let all = query_scalar!(
        "select id from snapshot where engagement_id = $1 order by number",
        grant.engagement().0
    );
    let mut withdrawn = 0;
    for id in all.fetch_all(&mut *conn).await? {
        let text = query_scalar!(
            "select document from snapshot where engagement_id = $1 and id = $2",
            grant.engagement().0,
            id
        );
        let text = text.fetch_one(&mut *conn).await?;
        let Some(left) = without(mark, &text)? else { continue };
        let hash = Hash::of(&left);
        let withdraw = query!(
            "select withdraw_snapshot($1, $2, $3, $4)",
            grant.engagement().0,
            id,
            left,
            hash.bytes()
        );
        withdraw.execute(&mut *conn).await?;
        withdrawn += 1;
    }
    Ok(withdrawn)
}

/// What is left of the bytes of a version; `None` when what was marked is not in it.
fn without(mark: Mark<'_>, text: &str) -> Result<Option<String>, serde_json::Error> {
    let Some(left) = mark.out_of_json(&serde_json::from_str(text)?, kept::<Contents>) else {
        return Ok(None);
    };
    let contents: Contents = serde_json::from_value(left)?;
    Ok(Some(serde_json::to_string(&contents)?))
}
