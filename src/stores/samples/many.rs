//! Samples that a program sends, one or many at once: all are stored or none is.
//! They come the same way as a sample that a person types: locked, checked, redacted, audited, counted.

use super::Saved;
use super::write::{insert, lock, name, note, redactor, settle};
use crate::document::engagement::Problem;
use crate::document::samples::{Sample, redact};
use crate::platform::ids::TokenId;
use crate::stores::access::{EditWork, Grant};
use crate::stores::audit::AuditAction;
use crate::stores::engagement::WriteError;
use chrono::Utc;
use sqlx::{PgConnection, query_scalar};
use std::collections::HashSet;
use uuid::Uuid;

/// Why samples were not stored.
#[derive(Debug, thiserror::Error)]
pub enum ManyError {
    /// These cannot be stored as they are; each problem with the place of its sample.
    #[error("they cannot be stored as they are")]
    Invalid(Vec<(usize, Problem)>),
    /// It is not there, not for this person, or the database failed.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl From<sqlx::Error> for ManyError {
    fn from(error: sqlx::Error) -> Self {
        Self::Write(error.into())
    }
}

/// Stores samples that came with a token, in their order.
///
/// # Errors
/// [`ManyError::Invalid`] with what to put right.
pub async fn add_many(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    token: TokenId,
    samples: Vec<Sample>,
) -> Result<Vec<Saved>, ManyError> {
    lock(&mut *conn, grant).await?;
    let redactor = redactor(&mut *conn, grant).await?;
    check(&mut *conn, grant, &samples).await?;
    let mut all = Vec::with_capacity(samples.len());
    for sample in samples {
        let (sample, redacted) = redact(sample, &redactor);
        insert(&mut *conn, grant, &sample, Some(token)).await?;
        let plain = sample.sample();
        let mut after = serde_json::to_value(plain).map_err(WriteError::from)?;
        after["token"] = token.to_string().into();
        let (id, name) = (plain.id, name(&plain.summary));
        note(&mut *conn, grant, AuditAction::Added, Some(id.0), &name, None, Some(&after)).await?;
        all.push(Saved { id, redacted });
    }
    settle(conn, grant).await?;
    Ok(all)
}

/// Bounds, and that what they refer to is there: two queries for any number of samples.
async fn check(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    samples: &[Sample],
) -> Result<(), ManyError> {
    let now = Utc::now();
    let integrations = integrations(&mut *conn, grant, samples).await?;
    let steps = steps(conn, grant, samples).await?;
    let mut problems = Vec::new();
    for (at, sample) in samples.iter().enumerate() {
        problems.extend(sample.problems(now).into_iter().map(|problem| (at, problem)));
        if sample.integration.is_some_and(|id| !integrations.contains(&id.0)) {
            let message = "Give an integration of this engagement; this one is not there.";
            problems.push((at, Problem::new("integration", message)));
        }
        if sample.step.is_some_and(|id| !steps.contains(&id.to_string())) {
            let message = "Give a step of a map of this engagement; this one is not there.";
            problems.push((at, Problem::new("step", message)));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(ManyError::Invalid(problems)) }
}

async fn integrations(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    samples: &[Sample],
) -> sqlx::Result<HashSet<Uuid>> {
    let wanted: Vec<Uuid> =
        samples.iter().filter_map(|sample| sample.integration).map(|id| id.0).collect();
    if wanted.is_empty() {
        return Ok(HashSet::new());
    }
    let found = query_scalar!(
        "select id from part where engagement_id = $1 and kind = 'integration' and not retired and id = any ($2)",
        grant.engagement().0,
        &wanted
    );
    Ok(found.fetch_all(conn).await?.into_iter().collect())
}

async fn steps(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    samples: &[Sample],
) -> sqlx::Result<HashSet<String>> {
    let wanted: Vec<String> =
        samples.iter().filter_map(|sample| sample.step).map(|id| id.to_string()).collect();
    if wanted.is_empty() {
        return Ok(HashSet::new());
    }
    let found = query_scalar!(
        r#"select distinct step ->> 'id' as "id!" from part, jsonb_array_elements(body -> 'steps') step
           where engagement_id = $1 and kind = 'map' and not retired and step ->> 'id' = any ($2)"#,
        grant.engagement().0,
        &wanted
    );
    Ok(found.fetch_all(conn).await?.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::samples::testing::sample;
    use crate::platform::ids::IntegrationId;
    use crate::stores::testing::Bench;
    use sqlx::PgPool;

    async fn token(bench: &Bench) -> TokenId {
        let id = TokenId::new();
        let add = "insert into api_token (id, engagement_id, person_id, name, scopes, expires_at)
                   values ($1, $2, $3, 'Monitor', '{samples:write}', now() + interval '1 day')";
        let add = sqlx::query(add).bind(id.0).bind(bench.engagement.0).bind(bench.actor.person.0);
        add.execute(&bench.pool).await.unwrap();
        id
    }

    #[sqlx::test]
    async fn what_a_program_sends_is_redacted_audited_and_says_which_token_it_came_with(
        pool: PgPool,
    ) {
        let bench = Bench::new(pool).await;
        let token = token(&bench).await;
        let mail = Sample { summary: "Mail to ada.lovelace@example.org".into(), ..sample() };
        let mut tx = bench.act().await;
        let saved = add_many(&mut tx, bench.grant(), token, vec![sample(), mail]).await.unwrap();
        tx.commit().await.unwrap();
        let stored = bench.stored(saved[1].id).await;
        assert!(!stored.sample.summary.contains("lovelace"), "{}", stored.sample.summary);
        assert_eq!((stored.token.as_deref(), saved[1].redacted.len()), (Some("Monitor"), 1));
        let audited =
            "select count(*) from audit where after ->> 'token' = $1 and action = 'added'";
        let audited: i64 = sqlx::query_scalar(audited)
            .bind(token.to_string())
            .fetch_one(&bench.pool)
            .await
            .unwrap();
        assert_eq!(audited, 2);
    }

    #[sqlx::test]
    async fn one_that_cannot_be_true_keeps_all_of_them_out(pool: PgPool) {
        let bench = Bench::new(pool).await;
        let token = token(&bench).await;
        let early = sample().occurred_at - chrono::Duration::hours(1);
        let nowhere = Sample {
            integration: Some(IntegrationId::new()),
            detected_at: Some(early),
            ..sample()
        };
        let mut tx = bench.act().await;
        let error = add_many(&mut tx, bench.grant(), token, vec![sample(), nowhere]).await;
        let Err(ManyError::Invalid(problems)) = error else { panic!("{error:?}") };
        let told: Vec<_> = problems.iter().map(|(at, problem)| (*at, problem.field)).collect();
        assert_eq!(told, [(1, "detected_at"), (1, "integration")]);
        let count = sqlx::query_scalar::<_, i64>("select count(*) from sample");
        assert_eq!(count.fetch_one(&mut *tx).await.unwrap(), 0);
    }
}
