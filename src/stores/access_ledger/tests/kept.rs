//! What the database keeps of a request by itself: who may answer it, who may end it, and that each is done once.

use super::*;
use crate::document::engagement::Stage;
use crate::document::plan::WaitsFor;
use crate::platform::catalogue::Catalogue;
use crate::stores::engagement::{Narrowed, Renewed, list, outdate_digest, renew_digests};

#[sqlx::test]
async fn the_database_lets_the_client_alone_answer_and_keeps_what_was_answered(pool: PgPool) {
    let bench = bench(pool).await;
    let id = asked(&bench, reading()).await.unwrap();
    let contributor = bench.client_person(Capacity::Contributor).await;
    let viewer = bench.client_person(Capacity::Viewer).await;
    let try_as = async |actor: &Actor, sql: &'static str| {
        let mut tx = bench.act_as(actor).await;
        let done = sqlx::query(sql).bind(actor.person.0).execute(&mut *tx).await;
        done.map(|done| done.rows_affected())
    };
    let give = "update access_request set state = 'granted', answered_by = $1, granted_scope = 'read_only',
                    granted_until = current_date";
    assert!(try_as(&bench.actor, give).await.is_err(), "staff grant nothing");
    assert_eq!(try_as(&viewer, give).await.unwrap(), 0);
    assert_eq!(try_as(&contributor, give).await.unwrap(), 1);
    let widen = "update access_request set purpose = 'Anything', answered_by = $1";
    assert!(try_as(&contributor, widen).await.is_err(), "the client asks for nothing");
    let given = Reply::Grant(AccessScope::ReadOnly, day(30));
    answered(&bench, &contributor, id, 1, given, "").await.unwrap();
    for sql in [
        "update access_request set purpose = 'Anything' where $1 is not null",
        "update access_request set granted_until = current_date + 300 where $1 is not null",
        "update access_request set state = 'asked' where $1 is not null",
    ] {
        assert!(try_as(&bench.actor, sql).await.is_err(), "{sql}");
    }
    let staff = "update access_request set answer = 'Anything goes' where $1 is not null";
    assert!(try_as(&bench.actor, staff).await.is_err(), "nobody answers for the client");
    let other = "update access_request set state = 'revoked', ended_at = now(), ended_by =
                     (select asked_by from access_request limit 1) where $1 is not null";
    assert!(try_as(&contributor, other).await.is_err(), "nobody ends it in another's name");
}

#[sqlx::test]
async fn nobody_ends_what_is_not_theirs_to_end_or_writes_an_answer_with_the_request(pool: PgPool) {
    let bench = bench(pool).await;
    let id = asked(&bench, reading()).await.unwrap();
    let contributor = bench.client_person(Capacity::Contributor).await;
    let try_as = async |actor: &Actor, sql: &'static str| {
        let mut tx = bench.act_as(actor).await;
        let done = sqlx::query(sql).bind(actor.person.0).execute(&mut *tx).await;
        let refused = done.as_ref().err().and_then(|error| error.as_database_error());
        (done.is_ok(), refused.and_then(|error| error.constraint()).map(str::to_owned))
    };
    let end = "update access_request set state = 'revoked', ended_at = now(), ended_by = $1, ended_because = 'No.'";
    let refused = (false, Some("access_request_end_kept".to_owned()));
    assert_eq!(
        try_as(&contributor, end).await,
        refused,
        "the client refuses what is asked; it has nothing to end"
    );
    assert_eq!(try_as(&bench.actor, end).await, (true, None), "staff withdraw it");
    let given = Reply::Grant(AccessScope::ReadOnly, day(30));
    answered(&bench, &contributor, id, 1, given, "").await.unwrap();
    assert_eq!(
        try_as(&contributor, end).await,
        (true, None),
        "what it granted is the client’s to end"
    );
    // A row that says from the start what the client has not said.
    let forged = "insert into access_request (id, engagement_id, system_id, system_name, purpose, environment, scope,
                      needed_until, asked_of, hand_over, asked_by, asked_by_name, answered_by, granted_scope, granted_until)
                  select gen_random_uuid(), engagement_id, system_id, 'Shop', 'x', '', 'read_write', needed_until, '', '',
                      $1, 'Ada', answered_by, 'read_write', needed_until from access_request";
    assert_eq!(try_as(&bench.actor, forged).await, (false, None), "no right to these columns");
    // The same without a right of the role in the way: the grant itself is the client’s.
    let granted = sqlx::query(forged).bind(bench.actor.person.0);
    granted.execute(&bench.pool).await.unwrap();
    let grant =
        "update access_request set state = 'granted' where state = 'asked' and $1 is not null";
    let refused = (false, Some("access_request_answer_client".to_owned()));
    assert_eq!(try_as(&bench.actor, grant).await, refused);
}

#[sqlx::test]
async fn what_was_never_granted_is_withdrawn_and_not_revoked(pool: PgPool) {
    let bench = bench(pool).await;
    let id = asked(&bench, reading()).await.unwrap();
    let mut tx = bench.act().await;
    let silent = revoke(&mut tx, bench.grant(), id, 1, "").await.unwrap_err();
    assert_eq!(says(&silent), [("because", "Say why it is not asked for any more.")]);
    revoke(&mut tx, bench.grant(), id, 1, "The export is enough.").await.unwrap();
    tx.commit().await.unwrap();
    let one = read_by(&bench, &bench.actor).await.requests.remove(0);
    assert_eq!((one.state, one.standing(day(0))), (AccessState::Revoked, AccessState::Withdrawn));
    let ended = (json!({ "state": "asked" }), json!({ "state": "withdrawn" }));
    assert_eq!(changes(&bench, "access_request").await, [ended]);
}

#[sqlx::test]
async fn what_was_asked_for_waits_for_the_client_until_it_is_answered(pool: PgPool) {
    let bench = bench(pool).await;
    let waits = async || {
        let all = Narrowed { text: "", stages: Stage::ALL, client: None, before: None, rows: 10 };
        let listed = list(&mut *bench.act().await, all).await.unwrap().remove(0);
        listed.digest.waiting_for(WaitsFor::Client)
    };
    let before = waits().await;
    let id = asked(&bench, reading()).await.unwrap();
    assert_eq!(waits().await, before + 1);
    let contributor = bench.client_person(Capacity::Contributor).await;
    answered(&bench, &contributor, id, 1, Reply::Refuse, "Not in May.").await.unwrap();
    assert_eq!(waits().await, before, "the client has answered");
}

#[sqlx::test]
async fn where_the_engagement_stands_follows_what_the_client_grants_and_takes_back(pool: PgPool) {
    let bench = bench(pool).await;
    let flags = async || {
        let flags = "select (digest ->> 'flags')::bigint from engagement where id = $1";
        let flags = query_scalar::<_, i64>(flags).bind(bench.engagement.0);
        flags.fetch_one(&bench.pool).await.unwrap()
    };
    let renewed = async || {
        let mut owner = bench.pool.acquire().await.unwrap();
        renew_digests(&mut owner, Renewed::Due).await.unwrap()
    };
    let before = flags().await;
    let id = asked(&bench, reading()).await.unwrap();
    assert_eq!(renewed().await, 0);
    let contributor = bench.client_person(Capacity::Contributor).await;
    let wide = Reply::Grant(AccessScope::ReadWrite, day(30));
    answered(&bench, &contributor, id, 1, wide, "").await.unwrap();
    assert_eq!((renewed().await, flags().await), (1, before + 1), "it is wider than asked for");
    assert_eq!(renewed().await, 0);
    let grant: Grant<Decide> = contributor.may(bench.engagement).unwrap();
    let mut tx = bench.act_as(&contributor).await;
    withdraw(&mut tx, grant, id, 2, "It is not needed.").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((renewed().await, flags().await), (1, before));
}

#[sqlx::test]
async fn whoever_does_not_speak_for_the_client_has_no_digest_computed(pool: PgPool) {
    let bench = bench(pool).await;
    let viewer = bench.client_person(Capacity::Viewer).await;
    let elsewhere = Bench::new(bench.pool.clone()).await;
    let stranger = elsewhere.client_person(Capacity::Contributor).await;
    let forged = bench.client_person(Capacity::Contributor).await.may(bench.engagement).unwrap();
    for other in [&viewer, &stranger, &bench.actor] {
        let mut tx = bench.act_as(other).await;
        let tried = outdate_digest(&mut tx, forged).await;
        assert!(matches!(tried, Err(WriteError::NotFound)), "{tried:?}");
        tx.commit().await.unwrap();
    }
    let due = "select count(*) from engagement where digest_due";
    assert_eq!(query_scalar::<_, i64>(due).fetch_one(&bench.pool).await.unwrap(), 0);
}
