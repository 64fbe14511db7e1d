//! What the database keeps of a quote by itself: who answers it and that this is done once, and who says what it took.

use super::*;
use crate::stores::quote::{QuoteState, standing, standing_with, went_with};

#[sqlx::test]
async fn staff_never_answer_and_clients_never_say_what_it_took(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let version = drafted(&bench).await;
    issued(&bench, version).await.unwrap();
    let contributor = bench.client_person(Capacity::Contributor).await;
    let viewer = bench.client_person(Capacity::Viewer).await;
    let try_as = async |actor: &Actor, sql: &'static str| {
        let mut tx = bench.act_as(actor).await;
        sqlx::query(sql).bind(actor.person.0).execute(&mut *tx).await.map(|it| it.rows_affected())
    };
    let accept = "update quote set state = 'accepted', answered_by = $1";
    assert!(try_as(&bench.actor, accept).await.is_err());
    assert_eq!(try_as(&viewer, accept).await.unwrap(), 0);
    assert_eq!(try_as(&contributor, accept).await.unwrap(), 1);
    answered(&bench, &contributor, 1, QuoteAnswer::Accept, "").await.unwrap();
    // What was answered stays, whoever of the client comes later and whatever staff would rather have read.
    let other = bench.client_person(Capacity::Contributor).await;
    let reworded = "update quote set reason = 'Otherwise', answered_by = $1";
    for actor in [&contributor, &other, &bench.actor] {
        assert!(try_as(actor, reworded).await.is_err(), "{}", actor.name);
    }
    let forged = "insert into quote (id, engagement_id, number, document, hash, state, valid_until, estimated_p80, quoted_p80,
                      answered_by, issued_by)
                  select gen_random_uuid(), engagement_id, 9, document, hash, 'accepted', valid_until, 60, 60,
                      answered_by, $1 from quote";
    assert!(try_as(&bench.actor, forged).await.is_err(), "an answer is not written with its quote");
    let took = "update quote set actual_minutes = 60, answered_by = $1";
    assert!(try_as(&contributor, took).await.is_err());
    assert!(
        try_as(&bench.actor, "update quote set document = '{}' where $1 is not null")
            .await
            .is_err()
    );
}

#[sqlx::test]
async fn what_quotes_took_becomes_the_firms_record_without_telling_whose(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let version = drafted(&bench).await;
    issued(&bench, version).await.unwrap();
    let contributor = bench.client_person(Capacity::Contributor).await;
    let took = async |version, minutes| {
        let mut tx = bench.act().await;
        let done = close(&mut tx, bench.grant(), 1, version, minutes).await;
        tx.commit().await.unwrap();
        done
    };
    assert!(matches!(took(1, 600).await, Err(WriteError::Invalid(_))), "nobody accepted it");
    answered(&bench, &contributor, 1, QuoteAnswer::Accept, "").await.unwrap();
    assert!(matches!(took(1, 600).await, Err(WriteError::Conflict(None))));
    assert!(matches!(took(2, 0).await, Err(WriteError::Invalid(_))));
    took(2, 600).await.unwrap();
    took(3, 720).await.unwrap();
    let told = "select before ->> 'actual_minutes', after ->> 'actual_minutes' from audit
                where subject_kind = 'quote' and action = 'changed' order by id";
    let told: Vec<(Option<String>, String)> =
        sqlx::query_as(told).fetch_all(&bench.pool).await.unwrap();
    assert_eq!(told, [(None, "600".to_owned()), (Some("600".to_owned()), "720".to_owned())]);
    let other = Bench::new(bench.pool.clone()).await;
    let told = record(&mut *other.act().await, other.grant()).await.unwrap();
    assert_eq!(told.closed(), 1);
    assert!(told.says().starts_with("Of 1 quote"), "{}", told.says());
    let mut tx = bench.act_as(&contributor).await;
    let as_client: Vec<(Vec<f64>, i64)> =
        sqlx::query_as("select ratios, stayed from quote_record()")
            .fetch_all(&mut *tx)
            .await
            .unwrap();
    assert_eq!(as_client, []);
}

#[sqlx::test]
async fn a_version_is_told_with_the_quote_that_went_with_it(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let version = drafted(&bench).await;
    issued(&bench, version).await.unwrap();
    let mut first = all_of(&bench, &bench.actor).await.remove(0);
    let basis = first.contents.basis.number;
    let mut second = first.clone();
    (second.contents.number, second.contents.basis.number) = (2, basis + 1);
    let number = |one: Option<&Issued>| one.map(|one| one.contents.number);
    for became in [QuoteState::Superseded, QuoteState::Declined, QuoteState::Accepted] {
        first.state = became;
        let both = [second.clone(), first.clone()];
        assert_eq!(number(went_with(&both, basis - 1)), None);
        assert_eq!(number(went_with(&both, basis)), Some(1), "{became:?}");
        assert_eq!(number(went_with(&both, basis + 1)), Some(2), "{became:?}");
        let stands = (became == QuoteState::Accepted).then_some(1);
        assert_eq!(number(standing_with(&both, basis)), stands, "whatever stands for a newer one");
        assert_eq!(number(standing(&both)), Some(2));
    }
}
