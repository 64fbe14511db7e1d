//! Keeping what a comparison finds, in one transaction: what fails or is cancelled leaves nothing behind.
//! It runs as the person who compares, under row-level security.

use super::{Changes, Counted, Stored, Told, get, named, note};
use crate::engines::reconcile::Outcome;
use crate::engines::reconcile::{BYTES, DifferenceKind, Kept};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::ReconciliationId;
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::AuditAction;
use crate::stores::engagement::{WriteError, lock, refresh_digest};
use serde_json::{Value, json};
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_scalar};

/// Keeps anybody from removing a reconciliation, and from changing the engagement, until the transaction ends. Whoever removes
/// it waits for those who hold the row, and asks for the engagement afterwards, so that no two wait for each other.
pub(super) async fn hold(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: ReconciliationId,
) -> Result<(), WriteError> {
    query!(
        "select from reconciliation where engagement_id = $1 and id = $2 for key share",
        grant.engagement().0,
        id.0
    )
    .execute(&mut *conn)
    .await?;
    lock(conn, grant).await.map(|_| ())
}

/// A comparison under way.
#[derive(Debug)]
pub struct Comparing {
    grant: Grant<EditWork>,
    stored: Stored,
    number: i32,
    bytes: usize,
    all: bool,
}

impl Comparing {
    /// Begins, with the reconciliation as it was read.
    #[must_use]
    pub fn new(grant: Grant<EditWork>, stored: Stored) -> Self {
        Self { grant, stored, number: 0, bytes: 0, all: true }
    }

    /// Keeps differences, up to the bound.
    ///
    /// # Errors
    /// When the database cannot be reached; then nothing of the whole comparison is stored.
    pub async fn put(&mut self, conn: &mut PgConnection, found: &[Kept]) -> Result<(), WriteError> {
        let mut fits = 0;
        for kept in found {
            if self.bytes + kept.bytes() > BYTES {
                self.all = false;
                break;
            }
            self.bytes += kept.bytes();
            fits += 1;
        }
        let found = &found[..fits];
        let numbers: Vec<i32> = (self.number + 1..).take(fits).collect();
        let kinds: Vec<&str> = found.iter().map(|it| it.kind.key()).collect();
        let late: Vec<bool> = found.iter().map(|it| it.late).collect();
        let columns: Vec<Value> = found.iter().map(|it| json!(it.columns)).collect();
        let contents: Vec<Value> =
            found.iter().map(|it| serde_json::to_value(&it.content)).collect::<Result<_, _>>()?;
        let records: Vec<&[u8]> = found.iter().map(|it| &it.record[..]).collect();
        let fingerprints: Vec<&[u8]> = found.iter().map(|it| &it.fingerprint[..]).collect();
        query!(
            "insert into reconciliation_difference (engagement_id, reconciliation_id, number, kind, late, columns, content,
                 record, fingerprint, remains)
             select $1, $2, number, kind, late,
                 array(select jsonb_array_elements_text(columns)::int), content, record, fingerprint,
                 exists (select from reconciliation_difference p
                         where p.engagement_id = $1 and p.reconciliation_id = $3 and p.record = new.record)
             from unnest($4::int[], $5::text[], $6::bool[], $7::jsonb[], $8::jsonb[], $9::bytea[], $10::bytea[])
                 new (number, kind, late, columns, content, record, fingerprint)",
            self.grant.engagement().0,
            self.stored.id.0,
            self.stored.follows.map(|id| id.0),
            &numbers,
            &kinds as &[&str],
            &late,
            &columns,
            &contents,
            &records as &[&[u8]],
            &fingerprints as &[&[u8]]
        )
        .execute(conn)
        .await?;
        self.number += i32::try_from(fits).unwrap_or(i32::MAX);
        Ok(())
    }

    /// Ends: counts and records it; `all` says whether every difference was put. The caller commits.
    ///
    /// # Errors
    /// [`WriteError::Conflict`] when the settings were changed meanwhile; then the caller must not commit.
    pub async fn finish(
        mut self,
        conn: &mut PgConnection,
        outcome: Outcome,
        told: Told,
        all: bool,
    ) -> Result<Counted, WriteError> {
        hold(&mut *conn, self.grant, self.stored.id).await?;
        self.all &= all;
        self.leave_mismatched(&mut *conn).await?;
        let changes = match self.stored.follows {
            Some(before) => self.changes(&mut *conn, before).await?,
            None => None,
        };
        let kept = self.kept(&mut *conn).await?;
        let Outcome { summary, cells, hints, .. } = outcome;
        let Told { notes, not_compared } = told;
        let all_kept = self.all;
        let counted =
            Counted { summary, cells, kept, all_kept, hints, notes, not_compared, changes };
        let updated = query!(
            "update reconciliation set outcome = $4, compared_at = now(), version = version + 1
             where engagement_id = $1 and id = $2 and version = $3",
            self.grant.engagement().0,
            self.stored.id.0,
            self.stored.version,
            Json(&counted) as _
        )
        .execute(&mut *conn)
        .await?;
        if updated.rows_affected() == 0 {
            return Err(WriteError::Conflict(None));
        }
        let name = named([&self.stored.files[0], &self.stored.files[1]]);
        let after = json!({ "summary": counted.summary, "kept": counted.kept });
        let (subject, after) = (self.stored.id, Some(&after));
        note(&mut *conn, self.grant, AuditAction::Compared, subject, &name, None, after).await?;
        refresh_digest(conn, self.grant).await?;
        Ok(counted)
    }

    /// A record that is there under another id is not missing: only that it has another id stays.
    async fn leave_mismatched(&self, conn: &mut PgConnection) -> sqlx::Result<()> {
        for (kind, side) in [(DifferenceKind::OnlyA, "0"), (DifferenceKind::OnlyB, "1")] {
            let path = ["rows".to_owned(), side.to_owned(), "0".to_owned()];
            query!(
                "delete from reconciliation_difference d using reconciliation_difference m
                 where d.engagement_id = $1 and d.reconciliation_id = $2 and d.kind = $3
                   and m.engagement_id = $1 and m.reconciliation_id = $2 and m.kind = $4
                   and d.content #> $5 = m.content #> $5",
                self.grant.engagement().0,
                self.stored.id.0,
                kind.key(),
                DifferenceKind::Mismatched.key(),
                &path[..]
            )
            .execute(&mut *conn)
            .await?;
        }
        Ok(())
    }

    async fn kept(&self, conn: &mut PgConnection) -> sqlx::Result<i64> {
        query_scalar!(
            r#"select count(*) as "n!" from reconciliation_difference where engagement_id = $1 and reconciliation_id = $2"#,
            self.grant.engagement().0,
            self.stored.id.0
        )
        .fetch_one(conn)
        .await
    }

    async fn changes(
        &self,
        conn: &mut PgConnection,
        before: ReconciliationId,
    ) -> Result<Option<Changes>, WriteError> {
        let stored = get(&mut *conn, self.grant, before).await?;
        let Some(counted) = stored.as_ref().and_then(Stored::counts) else { return Ok(None) };
        let row = query!(
            r#"select
                   (select count(*) from reconciliation_difference p where p.engagement_id = $1 and p.reconciliation_id = $3
                      and not exists (select from reconciliation_difference n where n.engagement_id = $1
                                      and n.reconciliation_id = $2 and n.record = p.record)) as "fixed!",
                   count(*) filter (where remains) as "remains!", count(*) filter (where not remains) as "new!"
               from reconciliation_difference where engagement_id = $1 and reconciliation_id = $2"#,
            self.grant.engagement().0,
            self.stored.id.0,
            before.0
        )
        .fetch_one(conn)
        .await?;
        let whole = self.all && counted.all_kept;
        Ok(Some(Changes { fixed: row.fixed, new: row.new, remains: row.remains, whole }))
    }
}
