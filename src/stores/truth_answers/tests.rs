//! Answers to fields of the source of truth, as the app's own role: who answers, what stays as it was, what is taken over.

use super::*;
use crate::document::engagement::Part;
use crate::document::truth::Right;
use crate::judgement::assess::testing::sound;
use crate::stores::access::{Actor, Capacity};
use crate::stores::engagement::{load, put};
use crate::stores::room::store::publish;
use crate::stores::testing::Bench;
use sqlx::PgPool;

/// An engagement with a registry, a field of it that nobody agreed on, as its first version has it, and a contributor of its
/// client.
async fn bench(pool: PgPool) -> (Bench, Actor, Field) {
    let bench = Bench::new(pool).await;
    let mut tx = bench.act().await;
    let doc = sound();
    let mut field = doc.fields[0].clone();
    field.standing = Standing::Unassigned;
    for data_type in doc.data_types {
        put(&mut tx, bench.grant(), Part::DataType(data_type), 0).await.unwrap();
    }
    for system in doc.systems {
        put(&mut tx, bench.grant(), Part::System(system), 0).await.unwrap();
    }
    put(&mut tx, bench.grant(), Part::Field(field.clone()), 0).await.unwrap();
    publish(&mut tx, bench.actor.may(bench.engagement).unwrap(), "").await.unwrap();
    tx.commit().await.unwrap();
    let contributor = bench.client_person(Capacity::Contributor).await;
    (bench, contributor, field)
}

fn approves(field: &Field) -> Given<'_> {
    Given { version: 1, field, data_type: "Order", agrees: true, team: "", position: "" }
}

fn disputes<'a>(field: &'a Field, position: &'a str) -> Given<'a> {
    Given { agrees: false, team: "Sales", position, ..approves(field) }
}

async fn answered(
    bench: &Bench,
    by: &Actor,
    given: Given<'_>,
) -> Result<TruthAnswerId, WriteError> {
    let grant: Grant<Decide> = by.may(bench.engagement).unwrap();
    let mut tx = bench.act_as(by).await;
    let id = answer(&mut tx, grant, given).await?;
    tx.commit().await?;
    Ok(id)
}

async fn read_by(bench: &Bench, actor: &Actor) -> Vec<TruthAnswer> {
    // The grant is the lead's: what is refused here, the database refuses.
    read(&mut *bench.act_as(actor).await, bench.grant()).await.unwrap()
}

async fn registered(bench: &Bench) -> Field {
    let document = load(&mut *bench.act().await, bench.grant()).await.unwrap().document;
    document.fields[0].clone()
}

#[sqlx::test]
async fn an_approval_is_taken_over_as_a_decision_of_whoever_approved(pool: PgPool) {
    let (bench, client, field) = bench(pool).await;
    let id = answered(&bench, &client, approves(&field)).await.unwrap();
    let late = "update truth_answer set answered_at = '2026-11-30T21:00:00Z'";
    sqlx::query(late).execute(&bench.pool).await.unwrap();
    let theirs = "update person set time_zone = 'Pacific/Auckland' where id = $1";
    sqlx::query(theirs).bind(client.person.0).execute(&bench.pool).await.unwrap();
    let stands = read_by(&bench, &bench.actor).await;
    assert!(stands[0].waits() && stands[0].agrees, "{stands:?}");
    assert_eq!(
        registered(&bench).await.standing,
        Standing::Unassigned,
        "nothing is agreed by itself"
    );
    let mut tx = bench.act().await;
    take_over(&mut tx, bench.grant(), id, 1).await.unwrap();
    tx.commit().await.unwrap();
    let agreed = registered(&bench).await;
    assert_eq!(agreed.standing, Standing::Agreed);
    assert_eq!(agreed.decided_by, stands[0].answered_by_name);
    assert_eq!(agreed.decided_on, "2026-12-01".parse().ok(), "the day of whoever approved");
    let again = take_over(&mut *bench.act().await, bench.grant(), id, 2).await;
    assert!(matches!(again, Err(WriteError::Conflict(_))), "{again:?}");
}

#[sqlx::test]
async fn an_approval_is_one_of_the_rights_that_were_read(pool: PgPool) {
    let (bench, client, field) = bench(pool).await;
    let id = answered(&bench, &client, approves(&field)).await.unwrap();
    let mut changed = field.clone();
    let owner = field.owners().next().unwrap();
    changed.rights.insert(owner, Right::ReadOnly);
    let other = load(&mut *bench.act().await, bench.grant()).await.unwrap().document;
    let other = other.systems.iter().find(|system| system.id != owner).unwrap().id;
    changed.rights.insert(other, Right::Owns);
    let mut tx = bench.act().await;
    put(&mut tx, bench.grant(), Part::Field(changed), 1).await.unwrap();
    tx.commit().await.unwrap();
    let refused = take_over(&mut *bench.act().await, bench.grant(), id, 1).await;
    let Err(WriteError::Invalid(problems)) = refused else { panic!("{refused:?}") };
    assert!(problems[0].message.contains("since version 1"), "{problems:?}");
    let mut tx = bench.act().await;
    put(&mut tx, bench.grant(), Part::Field(field), 2).await.unwrap();
    take_over(&mut tx, bench.grant(), id, 1).await.unwrap();
}

#[sqlx::test]
async fn a_dispute_has_a_position_and_a_later_answer_replaces_it(pool: PgPool) {
    let (bench, client, field) = bench(pool).await;
    let silent = answered(&bench, &client, disputes(&field, "  ")).await;
    assert!(matches!(silent, Err(WriteError::Invalid(_))), "{silent:?}");
    let secret = answered(&bench, &client, disputes(&field, "password: hunter2-Blue!")).await;
    assert!(matches!(secret, Err(WriteError::Invalid(_))), "{secret:?}");
    let first = answered(&bench, &client, disputes(&field, "The shop is right.")).await.unwrap();
    let second = answered(&bench, &client, disputes(&field, "The ERP is right.")).await.unwrap();
    let stands = read_by(&bench, &client).await;
    let positions: Vec<_> = stands.iter().map(|one| one.position.as_str()).collect();
    assert_eq!(positions, ["The ERP is right."]);
    let gone = take_over(&mut *bench.act().await, bench.grant(), first, 2).await;
    assert!(matches!(gone, Err(WriteError::Conflict(_))), "{gone:?}");
    let mut tx = bench.act().await;
    let wordless = put_aside(&mut tx, bench.grant(), second, 1, " ").await;
    assert!(matches!(wordless, Err(WriteError::Invalid(_))), "{wordless:?}");
    put_aside(&mut tx, bench.grant(), second, 1, "Buying decides on Monday.").await.unwrap();
    tx.commit().await.unwrap();
    let told = read_by(&bench, &client).await;
    assert_eq!(told[0].word_back, "Buying decides on Monday.");
    assert_eq!(told[0].state, AnswerState::PutAside);
    let audited: i64 = sqlx::query_scalar(
        "select count(*) from audit where subject_kind = 'truth_answer' and before is not null",
    )
    .fetch_one(&bench.pool)
    .await
    .unwrap();
    assert_eq!(audited, 2, "the replacing answer and the closing one say what was before");
}

#[sqlx::test]
async fn two_people_answer_apart_and_nobody_answers_for_another(pool: PgPool) {
    let (bench, client, field) = bench(pool).await;
    let second = bench.client_person(Capacity::Contributor).await;
    let viewer = bench.client_person(Capacity::Viewer).await;
    answered(&bench, &client, approves(&field)).await.unwrap();
    answered(&bench, &second, disputes(&field, "The shop is right.")).await.unwrap();
    assert_eq!(read_by(&bench, &viewer).await.len(), 2);
    assert!(viewer.may::<Decide>(bench.engagement).is_err());
    let change =
        "update truth_answer set state = 'replaced' where answered_by = $1 and state = 'open'";
    let mut tx = bench.act_as(&second).await;
    let done = sqlx::query(change).bind(client.person.0).execute(&mut *tx).await.unwrap();
    assert_eq!(done.rows_affected(), 0, "another's answer is not theirs to replace");
    let close = "update truth_answer set state = 'taken_over', closed_by = $1, closed_at = now() where answered_by = $1";
    let closed = sqlx::query(close).bind(second.person.0).execute(&mut *tx).await;
    assert!(closed.is_err(), "staff alone take an answer over");
}

#[sqlx::test]
async fn what_was_replaced_does_not_stand_whatever_its_clock_says(pool: PgPool) {
    let (bench, client, field) = bench(pool).await;
    let first = answered(&bench, &client, disputes(&field, "The shop is right.")).await.unwrap();
    let second = answered(&bench, &client, disputes(&field, "The ERP is right.")).await.unwrap();
    // Of two that were sent at once, the one that began later may be the one that is replaced.
    let later =
        "update truth_answer set answered_at = answered_at + interval '1 hour' where id = $1";
    sqlx::query(later).bind(first.0).execute(&bench.pool).await.unwrap();
    let stands: Vec<_> = read_by(&bench, &client).await.iter().map(|one| one.id).collect();
    assert_eq!(stands, [second]);
}
