//! Colleagues who are asked for, as the app's own role: who asks, for whom, and who lets them in.

use super::*;
use crate::stores::access::{Actor, EditWork, ManageMembers, Role};
use crate::stores::testing::{Bench, engagement, person};
use sqlx::PgPool;

/// An engagement, and a contributor of its client whose address is at a firm.
async fn bench(pool: PgPool) -> (Bench, Actor) {
    let bench = Bench::new(pool).await;
    let contributor = bench.client_person(Capacity::Contributor).await;
    let place = sqlx::query("update person set email = 'grace@north.example' where id = $1");
    place.bind(contributor.person.0).execute(&bench.pool).await.unwrap();
    (bench, contributor)
}

fn tom<'a>() -> Asked<'a> {
    Asked { name: "Tom Reyes", email: "tom@North.example", capacity: Some(Capacity::Viewer) }
}

async fn asked(bench: &Bench, by: &Actor, whom: Asked<'_>) -> Result<ColleagueId, WriteError> {
    let mut tx = bench.act_as(by).await;
    let id = ask(&mut tx, by.may(bench.engagement).unwrap(), whom).await?;
    tx.commit().await?;
    Ok(id)
}

fn field(outcome: Result<ColleagueId, WriteError>) -> &'static str {
    let Err(WriteError::Invalid(problems)) = outcome else {
        panic!("it was not refused: {outcome:?}")
    };
    problems[0].field
}

async fn let_in(bench: &Bench, id: ColleagueId) -> Result<LetIn, WriteError> {
    let grant: Grant<ManageMembers> = bench.actor.may(bench.engagement).unwrap();
    let mut tx = bench.act().await;
    let done = invite(&mut tx, grant, id, b"a hash").await?;
    tx.commit().await?;
    Ok(done)
}

async fn count(bench: &Bench, sql: &'static str) -> i64 {
    query_scalar(sql).fetch_one(&bench.pool).await.unwrap()
}

#[sqlx::test]
async fn a_lead_lets_in_whom_the_client_asked_for_with_a_link_and_a_part(pool: PgPool) {
    let (bench, client) = bench(pool).await;
    let id = asked(&bench, &client, tom()).await.unwrap();
    let people = "select count(*) from person where lower(email) = 'tom@north.example'";
    assert_eq!(count(&bench, people).await, 0, "asking makes no account");
    let done = let_in(&bench, id).await.unwrap();
    assert!(done.by_link);
    assert_eq!(done.asker, Some(client.person));
    let member = "select count(*) from membership m join person p on p.id = m.person_id
                  join invitation i on i.person_id = p.id and i.used_at is null
                  where p.name = 'Tom Reyes' and p.role = 'client' and m.capacity = 'viewer'";
    assert_eq!(count(&bench, member).await, 1);
    assert!(matches!(let_in(&bench, id).await, Err(WriteError::Conflict(None))));
    let listed = list(&mut *bench.act_as(&client).await, bench.grant()).await.unwrap();
    assert_eq!((listed[0].state.as_str(), listed[0].closed_by.as_str()), ("invited", "Ada"));
    let noted = "select count(*) from audit where subject_kind in ('colleague', 'member', 'person')
                     and subject_name = 'Tom Reyes'";
    assert_eq!(count(&bench, noted).await, 4);
}

#[sqlx::test]
async fn nobody_of_the_client_lets_anybody_in_whatever_the_program_grants(pool: PgPool) {
    let (bench, client) = bench(pool).await;
    let id = asked(&bench, &client, tom()).await.unwrap();
    let made = "select count(*) from colleague_invite($1, gen_random_uuid(), 'x', now())";
    let mut tx = bench.act_as(&client).await;
    let made: i64 = query_scalar(made).bind(id.0).fetch_one(&mut *tx).await.unwrap();
    assert_eq!(made, 0);
    let change =
        sqlx::query("update colleague set state = 'invited', closed_by = $1, closed_at = now()");
    let change = change.bind(client.person.0).execute(&mut *tx).await.unwrap();
    assert_eq!(change.rows_affected(), 0);
    let join =
        "insert into membership (engagement_id, person_id, capacity) values ($1, $2, 'viewer')";
    let join = sqlx::query(join).bind(bench.engagement.0).bind(client.person.0);
    assert!(join.execute(&mut *tx).await.is_err());
    // Whoever reads only does not see who was asked for.
    let viewer = bench.client_person(Capacity::Viewer).await;
    let seen = list(&mut *bench.act_as(&viewer).await, bench.grant()).await.unwrap();
    assert!(seen.is_empty());
}

#[sqlx::test]
async fn only_people_of_ones_own_firm_are_asked_for_and_each_once(pool: PgPool) {
    let (bench, client) = bench(pool).await;
    let foreign = Asked { email: "tom@elsewhere.example", ..tom() };
    assert_eq!(field(asked(&bench, &client, foreign).await), "email");
    let staff = Asked { capacity: Some(Capacity::Lead), ..tom() };
    assert_eq!(field(asked(&bench, &client, staff).await), "capacity");
    assert_eq!(field(asked(&bench, &client, Asked { name: " ", ..tom() }).await), "name");
    asked(&bench, &client, tom()).await.unwrap();
    assert_eq!(field(asked(&bench, &client, tom()).await), "email");
    for n in 1..MOST_OPEN {
        let email = format!("p{n}@north.example");
        asked(&bench, &client, Asked { email: &email, ..tom() }).await.unwrap();
    }
    let one_more = Asked { email: "last@north.example", ..tom() };
    assert_eq!(field(asked(&bench, &client, one_more).await), "");
}

#[sqlx::test]
async fn who_has_an_account_joins_without_a_link_and_nobody_elses_address_does(pool: PgPool) {
    let (bench, client) = bench(pool).await;
    let other = Bench::new(bench.pool.clone()).await;
    let stranger = other.client_person(Capacity::Viewer).await;
    let place = sqlx::query("update person set email = 'taken@north.example' where id = $1");
    place.bind(stranger.person.0).execute(&bench.pool).await.unwrap();
    let taken = Asked { email: "taken@north.example", ..tom() };
    let taken = asked(&bench, &client, taken).await.unwrap();
    let refused = let_in(&bench, taken).await;
    assert!(matches!(refused, Err(WriteError::Invalid(_))), "{refused:?}");
    let here = Asked { email: "grace@north.example", ..tom() };
    let here = asked(&bench, &client, here).await.unwrap();
    assert!(matches!(let_in(&bench, here).await, Err(WriteError::Invalid(_))));
    let known = "insert into person (id, email, name, role, client_id, password_hash)
                 select gen_random_uuid(), 'tom@north.example', 'Tom', 'client', p.client_id, 'x' from person p where p.id = $1";
    sqlx::query(known).bind(client.person.0).execute(&bench.pool).await.unwrap();
    let tom = asked(&bench, &client, tom()).await.unwrap();
    assert!(!let_in(&bench, tom).await.unwrap().by_link);
    assert_eq!(count(&bench, "select count(*) from invitation").await, 0);
}

#[sqlx::test]
async fn no_link_is_made_for_an_account_that_has_a_part_elsewhere(pool: PgPool) {
    let (bench, client) = bench(pool).await;
    let elsewhere = engagement(&bench.pool, client.client.unwrap(), "Returns").await;
    let part = [(elsewhere, Capacity::Contributor)];
    let known = person(&bench.pool, "Tom", Role::Client, client.client, &part).await;
    for change in [
        "update person set email = 'tom@north.example' where id = $1",
        "insert into invitation (token_hash, person_id, expires_at) values ('x', $1, now() + interval '1 day')",
    ] {
        sqlx::query(change).bind(known.person.0).execute(&bench.pool).await.unwrap();
    }
    let tom = asked(&bench, &client, tom()).await.unwrap();
    assert!(!let_in(&bench, tom).await.unwrap().by_link);
    let pending = "select count(*) from invitation where used_at is null and token_hash = 'x'";
    assert_eq!(count(&bench, pending).await, 1, "their own link works on");
}

#[sqlx::test]
async fn a_request_is_declined_with_a_word_back_once(pool: PgPool) {
    let (bench, client) = bench(pool).await;
    let id = asked(&bench, &client, tom()).await.unwrap();
    let grant: Grant<ManageMembers> = bench.actor.may(bench.engagement).unwrap();
    let mute = decline(&mut *bench.act().await, grant, id, " ").await;
    assert!(matches!(mute, Err(WriteError::Invalid(_))));
    let mut tx = bench.act().await;
    decline(&mut tx, grant, id, "He works for the agency.").await.unwrap();
    tx.commit().await.unwrap();
    let listed = list(&mut *bench.act_as(&client).await, bench.grant()).await.unwrap();
    assert_eq!(listed[0].word_back, "He works for the agency.");
    let again = decline(&mut *bench.act().await, grant, id, "Again.").await;
    assert!(matches!(again, Err(WriteError::Conflict(None))));
    let edit: Grant<EditWork> = bench.grant();
    assert_eq!(list(&mut *bench.act().await, edit).await.unwrap().len(), 1);
}
