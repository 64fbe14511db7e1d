//! Saving several parts at once: all of them or none, in as many statements as one part takes.

use super::super::change::{keep_digest, lock, stored_among};
use super::super::{WriteError, load};
use super::{One, Prepared, Ready, twin};
use crate::document::engagement::{Engagement, Part, Problem};
use crate::engines::redact::Redactor;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::PartId;
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::{self, AuditAction, NewEntry};
use serde_json::Value;
use sqlx::{PgConnection, query};
use std::collections::HashSet;
use uuid::Uuid;

/// Saves several parts that are made from the document as it is when they are saved, all of them or none; says how many
/// were not stored like that already.
///
/// # Errors
/// [`WriteError::Invalid`] with what to put right in any of them.
pub async fn put_many(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    read: impl FnOnce(&Engagement) -> (Vec<Part>, Vec<Problem>),
) -> Result<usize, WriteError> {
    let key = lock(&mut *conn, grant).await?;
    let mut document = load(&mut *conn, grant).await?.document;
    let (parts, problems) = read(&document);
    if !problems.is_empty() {
        return Err(WriteError::Invalid(problems));
    }
    let ids: Vec<PartId> = parts.iter().map(Part::id).collect();
    let mut stored = stored_among(&mut *conn, grant, &ids).await?;
    let redactor = Redactor::new(&key);
    let one = One { redactor: &redactor, version: None, when_new: AuditAction::Added };
    let (mut ready, mut met) = (Vec::new(), HashSet::new());
    for part in parts {
        let id = part.id();
        if !met.insert(id) {
            return Err(WriteError::Invalid(vec![Problem::new("", TWICE)]));
        }
        if let Prepared::Ready(one) = one.prepare(&document, part, stored.remove(&id))? {
            document.put(one.part.clone());
            ready.push(*one);
        }
    }
    // What changes nothing is not judged again, and does not say that the engagement changed.
    if ready.is_empty() {
        return Ok(0);
    }
    write(&mut *conn, grant, &ready).await?;
    audit::record_all(&mut *conn, &entries(grant, &ready)).await?;
    keep_digest(conn, grant, &document).await?;
    Ok(ready.len())
}

/// What is said of a part that would be written twice at once.
const TWICE: &str = "The same thing was sent twice. Leave one of them out.";

/// Writes the bodies of parts.
async fn write(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    ready: &[Ready],
) -> Result<(), WriteError> {
    let ids: Vec<Uuid> = ready.iter().map(|one| one.part.id().0).collect();
    let kinds: Vec<&str> = ready.iter().map(|one| one.part.kind().key()).collect();
    let bodies: Vec<Value> = ready.iter().map(|one| one.body.clone()).collect();
    let written = query!(
        "insert into part (engagement_id, id, kind, body, changed_by)
         select $1, id, kind, body, $5 from unnest($2::uuid[], $3::text[], $4::jsonb[]) new (id, kind, body)
         on conflict (engagement_id, id) do update
             set body = excluded.body, version = part.version + 1, retired = false, changed_at = now(), changed_by = $5
             where part.kind = excluded.kind",
        grant.engagement().0,
        &ids,
        &kinds as &[&str],
        &bodies,
        grant.person().0
    )
    .execute(conn)
    .await
    .map_err(twin)?;
    let all = written.rows_affected() == ready.len() as u64;
    all.then_some(()).ok_or(WriteError::NotFound)
}

/// The entries of the audit, in the order of the parts.
fn entries(grant: Grant<EditWork>, ready: &[Ready]) -> Vec<NewEntry<'_>> {
    let mut entries = Vec::with_capacity(ready.len());
    for Ready { part, body, name, action, before, .. } in ready {
        entries.push(NewEntry {
            person: grant.person(),
            engagement: Some(grant.engagement()),
            action: *action,
            kind: part.kind().key(),
            subject: Some(part.id().0),
            name,
            before: before.as_ref(),
            after: Some(body),
        });
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::systems::System;
    use crate::stores::testing::Bench;
    use sqlx::{PgPool, query_as};

    fn system(id: Uuid, name: &str) -> Part {
        let body = serde_json::json!({ "id": id, "name": name, "kind": "shop" });
        Part::System(serde_json::from_value::<System>(body).unwrap())
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn parts_are_added_changed_or_left_with_an_entry_for_each_that_is_not_left(pool: PgPool) {
        let bench = Bench::new(pool).await;
        let [kept, changed, added] = [1, 2, 3].map(Uuid::from_u128);
        let put = async |parts: Vec<Part>| {
            let mut tx = bench.act().await;
            let done = put_many(&mut tx, bench.grant(), |_| (parts, Vec::new())).await;
            if done.is_ok() {
                tx.commit().await.unwrap();
            }
            done
        };
        let first = vec![system(kept, "Shop"), system(changed, "Books")];
        assert_eq!(put(first).await.unwrap(), 2);
        let then = vec![system(kept, "Shop"), system(changed, "Ledger"), system(added, "Till")];
        assert_eq!(put(then).await.unwrap(), 2);
        let parts: Vec<(Uuid, i32, String)> = query_as(
            "select id, version, body ->> 'name' from part where kind = 'system' order by id",
        )
        .fetch_all(&bench.pool)
        .await
        .unwrap();
        let told = |id, version, name: &str| (id, version, name.to_owned());
        assert_eq!(
            parts,
            [told(kept, 1, "Shop"), told(changed, 2, "Ledger"), told(added, 1, "Till")]
        );
        let audited: Vec<(String, String, bool)> = query_as(
            "select action, subject_name, before is null from audit where subject_kind = 'system' order by id",
        )
        .fetch_all(&bench.pool)
        .await
        .unwrap();
        let entry = |action: &str, name: &str, new| (action.to_owned(), name.to_owned(), new);
        let entries = [
            entry("added", "Shop", true),
            entry("added", "Books", true),
            entry("changed", "Ledger", false),
            entry("added", "Till", true),
        ];
        assert_eq!(audited, entries);
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn what_is_stored_like_that_already_changes_nothing_and_is_not_looked_at(pool: PgPool) {
        let bench = Bench::new(pool).await;
        // As they were stored before two systems of one name were refused.
        let twins = || vec![system(Uuid::from_u128(1), "Shop"), system(Uuid::from_u128(2), "shop")];
        for part in twins() {
            let add =
                "insert into part (engagement_id, id, kind, body) values ($1, $2, 'system', $3)";
            let add = sqlx::query(add).bind(bench.engagement.0).bind(part.id().0);
            add.bind(part.body().unwrap()).execute(&bench.pool).await.unwrap();
        }
        let changed = async || {
            let at: (String,) = query_as("select changed_at::text from engagement where id = $1")
                .bind(bench.engagement.0)
                .fetch_one(&bench.pool)
                .await
                .unwrap();
            at.0
        };
        let put = async |parts: Vec<Part>| {
            let mut tx = bench.act().await;
            let done = put_many(&mut tx, bench.grant(), |_| (parts, Vec::new())).await.unwrap();
            tx.commit().await.unwrap();
            done
        };
        let before = changed().await;
        assert_eq!(put(twins()).await, 0);
        assert_eq!(changed().await, before);
        let mut more = twins();
        more.push(system(Uuid::from_u128(3), "Till"));
        assert_eq!(put(more).await, 1);
        assert_ne!(changed().await, before);
    }

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn one_part_that_cannot_be_stored_keeps_all_out(pool: PgPool) {
        let bench = Bench::new(pool).await;
        for wrong in [system(Uuid::from_u128(2), "shop"), system(Uuid::from_u128(1), "Books")] {
            let parts = vec![system(Uuid::from_u128(1), "Shop"), wrong];
            let mut tx = bench.act().await;
            let refused = put_many(&mut tx, bench.grant(), |_| (parts, Vec::new())).await;
            assert!(matches!(refused, Err(WriteError::Invalid(_))), "{refused:?}");
            drop(tx);
        }
        let parts: Vec<(Uuid,)> = query_as("select id from part where kind = 'system'")
            .fetch_all(&bench.pool)
            .await
            .unwrap();
        assert!(parts.is_empty(), "{parts:?}");
    }
}
