//! Promises of tokens, against a real database and as the role that owns nothing.

use super::*;
use crate::stores::access::{EditWork, Grant};
use crate::stores::engagement::WriteError;
use crate::stores::testing::Bench;
use sqlx::{PgConnection, PgPool, query_scalar};

fn new(name: &str) -> NewToken {
    NewToken { name: name.into(), scopes: vec![Scope::Write], lifetime: Lifetime::Month }
}

async fn made(bench: &Bench, hash: &[u8]) -> TokenId {
    let mut tx = bench.act().await;
    let id = store::create(&mut tx, bench.grant(), &new("Monitor"), hash).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Opens a token as the server does: before anyone is known.
async fn opened(bench: &Bench, hash: &[u8]) -> Option<Opened> {
    let mut tx = bench.pool.begin().await.unwrap();
    sqlx::query("set local role faultline_app").execute(&mut *tx).await.unwrap();
    let opened = store::open(&mut tx, hash).await.unwrap();
    tx.commit().await.unwrap();
    opened
}

async fn as_owner(bench: &Bench, sql: &'static str) {
    sqlx::query(sql).execute(&bench.pool).await.unwrap();
}

#[sqlx::test]
async fn a_token_opens_what_its_person_may_and_notes_that_it_was_used(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let id = made(&bench, b"hash").await;
    let token = opened(&bench, b"hash").await.unwrap();
    assert_eq!((token.id, token.engagement), (id, bench.engagement));
    assert_eq!((token.scopes, token.wait_until), (vec![Scope::Write], None));
    assert_eq!(token.actor.person, bench.actor.person);
    assert!(opened(&bench, b"other").await.is_none());
    let listed = store::list(&mut *bench.act().await, bench.grant()).await.unwrap();
    assert!(listed[0].last_used_at.is_some() && listed[0].is_living(Utc::now()));
    let own = store::own(&mut *bench.act().await, &bench.actor).await.unwrap();
    assert_eq!(own.len(), 1);
    let audited =
        query_scalar!(r#"select count(*) as "n!" from audit where subject_kind = 'api_token'"#);
    assert_eq!(audited.fetch_one(&bench.pool).await.unwrap(), 1);
}

#[sqlx::test]
async fn what_a_token_is_kept_under_is_out_of_everyones_reach(pool: PgPool) {
    let bench = Bench::new(pool).await;
    made(&bench, b"hash").await;
    let read =
        sqlx::query("select token_hash from api_token_key").execute(&mut *bench.act().await).await;
    assert!(read.is_err());
    let audit: Option<String> = query_scalar("select string_agg(a::text, ' ') from audit a")
        .fetch_one(&bench.pool)
        .await
        .unwrap();
    assert!(!audit.unwrap().contains("68617368"), "the hash is in the audit");
}

#[sqlx::test]
async fn a_token_ends_when_it_is_revoked_or_its_time_is_over(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let id = made(&bench, b"one").await;
    let mut tx = bench.act().await;
    store::revoke(&mut tx, bench.grant(), id).await.unwrap();
    assert!(store::revoke(&mut tx, bench.grant(), id).await.is_err(), "twice");
    tx.commit().await.unwrap();
    assert!(opened(&bench, b"one").await.is_none());
    made(&bench, b"two").await;
    as_owner(&bench, "update api_token set expires_at = now() where revoked_at is null").await;
    assert!(opened(&bench, b"two").await.is_none());
}

#[sqlx::test]
async fn whoever_is_shut_out_or_removed_has_no_token(pool: PgPool) {
    let bench = Bench::new(pool).await;
    made(&bench, b"hash").await;
    as_owner(&bench, "update person set disabled_at = now()").await;
    assert!(opened(&bench, b"hash").await.is_none());
    as_owner(&bench, "update person set disabled_at = null").await;
    assert!(opened(&bench, b"hash").await.is_none(), "it ended with the access");
    made(&bench, b"second").await;
    assert!(opened(&bench, b"second").await.is_some());
    as_owner(&bench, "delete from membership").await;
    assert!(opened(&bench, b"second").await.is_none());
}

#[sqlx::test]
async fn a_key_to_somebody_elses_token_opens_nothing(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let other = Bench::new(bench.pool.clone()).await;
    let id = made(&bench, b"hash").await;
    let free = "delete from api_token_key";
    as_owner(&bench, free).await;
    let mut tx = other.act().await;
    let forged =
        "insert into api_token_key (token_hash, token_id, person_id) values ('forged', $1, $2)";
    let forged = sqlx::query(forged).bind(id.0).bind(other.actor.person.0);
    forged.execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    assert!(opened(&other, b"forged").await.is_none());
}

#[sqlx::test]
async fn requests_are_counted_by_the_database_and_the_count_starts_anew(pool: PgPool) {
    let bench = Bench::new(pool).await;
    made(&bench, b"hash").await;
    as_owner(&bench, "update api_token_key set used = 599, counted_since = clock_timestamp()")
        .await;
    assert_eq!(opened(&bench, b"hash").await.unwrap().wait_until, None);
    let until = opened(&bench, b"hash").await.unwrap().wait_until.unwrap();
    assert!(until > Utc::now() && until < Utc::now() + chrono::Duration::minutes(1));
    as_owner(
        &bench,
        "update api_token_key set counted_since = clock_timestamp() - interval '2 minutes'",
    )
    .await;
    assert_eq!(opened(&bench, b"hash").await.unwrap().wait_until, None);
}

#[sqlx::test]
async fn a_token_says_what_it_is_for_and_an_engagement_has_not_too_many(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let mut tx = bench.act().await;
    let bad = NewToken { name: " ".into(), scopes: vec![], lifetime: Lifetime::Week };
    let Err(WriteError::Invalid(problems)) =
        store::create(&mut tx, bench.grant(), &bad, b"x").await
    else {
        panic!("it was made");
    };
    assert_eq!(
        problems.iter().map(|problem| problem.field).collect::<Vec<_>>(),
        ["name", "scopes"]
    );
    for n in 0..TOKEN_LIMIT {
        store::create(&mut tx, bench.grant(), &new("Monitor"), &n.to_be_bytes()).await.unwrap();
    }
    assert!(store::create(&mut tx, bench.grant(), &new("One more"), b"y").await.is_err());
}

async fn claim(conn: &mut PgConnection, grant: Grant<EditWork>, key: Key<'_>) -> Begun {
    begin(conn, grant, key).await.unwrap()
}

#[sqlx::test]
async fn a_key_is_answered_once_and_holds_only_for_its_body_and_token(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let (token, other) = (made(&bench, b"one").await, made(&bench, b"two").await);
    let key = Key { token, key: "k-1", body: b"body" };
    let mut tx = bench.act().await;
    assert_eq!(claim(&mut tx, bench.grant(), key).await, Begun::New);
    keep(&mut tx, bench.grant(), key, "answer").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = bench.act().await;
    assert_eq!(claim(&mut tx, bench.grant(), key).await, Begun::Answered("answer".into()));
    let elsewise = Key { body: b"else", ..key };
    assert_eq!(claim(&mut tx, bench.grant(), elsewise).await, Begun::OtherBody);
    assert_eq!(claim(&mut tx, bench.grant(), Key { token: other, ..key }).await, Begun::New);
    let kept: String = query_scalar("select string_agg(a::text, ' ') from api_answer a")
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert!(!kept.contains("k-1") && !kept.contains("body"), "{kept}");
}

#[sqlx::test]
async fn what_was_rolled_back_was_never_begun_and_who_comes_meanwhile_waits(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let token = made(&bench, b"one").await;
    let key = Key { token, key: "k", body: b"b" };
    let mut first = bench.act().await;
    assert_eq!(claim(&mut first, bench.grant(), key).await, Begun::New);
    let mut second = bench.act().await;
    sqlx::query("set local lock_timeout = '100ms'").execute(&mut *second).await.unwrap();
    let waited = begin(&mut second, bench.grant(), key).await;
    let Err(WriteError::Database(error)) = waited else { panic!("{waited:?}") };
    assert_eq!(error.as_database_error().and_then(|it| it.code()).as_deref(), Some("55P03"));
    drop(second);
    first.rollback().await.unwrap();
    assert_eq!(claim(&mut *bench.act().await, bench.grant(), key).await, Begun::New);
}

#[sqlx::test]
async fn old_answers_are_forgotten_with_the_next_one(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let token = made(&bench, b"one").await;
    let key = Key { token, key: "k", body: b"b" };
    let mut tx = bench.act().await;
    assert_eq!(claim(&mut tx, bench.grant(), key).await, Begun::New);
    tx.commit().await.unwrap();
    as_owner(&bench, "update api_answer set created_at = now() - interval '8 days'").await;
    assert_eq!(claim(&mut *bench.act().await, bench.grant(), key).await, Begun::New);
}
