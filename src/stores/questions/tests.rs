//! Questions in the database, as the app's own role: who asks, who answers, what stays as it was, what is reminded of.

use super::*;
use crate::document::engagement::Part;
use crate::document::questions::{IntegrationQuestion, Reply, Sought};
use crate::document::systems::{ApiAccess, DiscoveryFact};
use crate::judgement::assess::testing::{SHOP, SHOP_TO_ERP, sound};
use crate::stores::access::{Actor, Capacity, Decide};
use crate::stores::engagement::{load, put};
use crate::stores::testing::Bench;
use sqlx::PgPool;

mod reminders;

const REACH: Sought = Sought::System(SHOP, DiscoveryFact::ApiAccess);
const VOLUME: Sought = Sought::Integration(SHOP_TO_ERP, IntegrationQuestion::MonthlyVolume);

fn day(after: u64) -> NaiveDate {
    Utc::now().date_naive().checked_add_days(Days::new(after)).unwrap()
}

/// An engagement whose shop nobody has looked at, and a contributor of its client.
async fn bench(pool: PgPool) -> (Bench, Actor) {
    let bench = Bench::new(pool).await;
    let mut tx = bench.act().await;
    let mut doc = sound();
    doc.systems[0].facts.clear();
    for data_type in doc.data_types {
        put(&mut tx, bench.grant(), Part::DataType(data_type), 0).await.unwrap();
    }
    for system in doc.systems {
        put(&mut tx, bench.grant(), Part::System(system), 0).await.unwrap();
    }
    for integration in doc.integrations {
        put(&mut tx, bench.grant(), Part::Integration(integration), 0).await.unwrap();
    }
    tx.commit().await.unwrap();
    let contributor = bench.client_person(Capacity::Contributor).await;
    (bench, contributor)
}

fn asks(sought: Sought, of: Option<&Actor>) -> Ask {
    let words = sought.words("Shop");
    Ask { sought, words, asked_of: of.map(|actor| actor.person), due_on: day(20) }
}

async fn asked(bench: &Bench, what: Ask) -> Result<QuestionId, WriteError> {
    let mut tx = bench.act().await;
    let (id, _) = ask(&mut tx, bench.grant(), what).await?;
    tx.commit().await?;
    Ok(id)
}

fn given(reply: Reply, choice: &str, answer: &str) -> Given {
    let (choice, answer) = (choice.into(), answer.into());
    Given { reply, choice, answer, somebody: String::new(), note: String::new() }
}

async fn answered(
    bench: &Bench,
    by: &Actor,
    (id, version): (QuestionId, i32),
    what: Given,
) -> Result<(), WriteError> {
    let grant: Grant<Decide> = by.may(bench.engagement).unwrap();
    let mut tx = bench.act_as(by).await;
    answer(&mut tx, grant, id, version, what).await?;
    Ok(tx.commit().await?)
}

async fn read_by(bench: &Bench, actor: &Actor) -> Vec<Question> {
    // The grant is the lead's: what is refused here, the database refuses.
    read(&mut *bench.act_as(actor).await, bench.grant()).await.unwrap()
}

fn says(error: &WriteError) -> Vec<(&'static str, &str)> {
    let WriteError::Invalid(problems) = error else { panic!("{error:?}") };
    problems.iter().map(|one| (one.field, one.message.as_str())).collect()
}

#[sqlx::test]
async fn an_answer_that_is_taken_over_is_recorded_with_who_said_so_and_closes_the_question(
    pool: PgPool,
) {
    let (bench, client) = bench(pool).await;
    let id = asked(&bench, asks(REACH, Some(&client))).await.unwrap();
    let one = read_by(&bench, &client).await.remove(0);
    assert_eq!(
        (one.state, one.version, one.asked_of_name.as_str()),
        (QuestionState::Open, 1, "Grace")
    );
    assert_eq!(one.about, "Shop: API access");
    let wrong = answered(&bench, &client, (id, 1), given(Reply::Value, "sometimes", "")).await;
    assert_eq!(says(&wrong.unwrap_err()), [("reply", "Choose one of the answers.")]);
    answered(&bench, &client, (id, 1), given(Reply::Value, "read", "")).await.unwrap();
    let twice = answered(&bench, &client, (id, 2), given(Reply::NotKnown, "", "")).await;
    assert!(matches!(twice, Err(WriteError::Conflict(None))), "{twice:?}");
    let mut tx = bench.act().await;
    let stale = take_over(&mut tx, bench.grant(), id, 1).await;
    assert!(matches!(stale, Err(WriteError::Conflict(None))), "{stale:?}");
    take_over(&mut tx, bench.grant(), id, 2).await.unwrap();
    let document = load(&mut tx, bench.grant()).await.unwrap().document;
    tx.commit().await.unwrap();
    let shop = document.system(SHOP).unwrap();
    assert_eq!(shop.api_access, Some(ApiAccess::Read));
    assert!(shop.facts[&DiscoveryFact::ApiAccess].note.contains("Answered by Grace on "));
    let one = read_by(&bench, &client).await.remove(0);
    assert_eq!((one.state, one.closed_by_name.as_str()), (QuestionState::TakenOver, "Ada"));
    let actions = "select action from audit where subject_kind = 'question' order by id";
    let actions: Vec<String> = query_scalar(actions).fetch_all(&bench.pool).await.unwrap();
    assert_eq!(actions, ["added", "answered", "changed"]);
}

#[sqlx::test]
async fn what_was_recorded_meanwhile_is_not_written_over(pool: PgPool) {
    let (bench, client) = bench(pool).await;
    let id = asked(&bench, asks(VOLUME, None)).await.unwrap();
    answered(&bench, &client, (id, 1), given(Reply::Value, "", "12,000")).await.unwrap();
    let mut tx = bench.act().await;
    let loaded = load(&mut tx, bench.grant()).await.unwrap();
    let mut at = loaded.document.integration(SHOP_TO_ERP).unwrap().clone();
    at.monthly_volume = Some(7);
    let version = loaded.version_of(SHOP_TO_ERP.0.into());
    put(&mut tx, bench.grant(), Part::Integration(at), version).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = bench.act().await;
    let refused = take_over(&mut tx, bench.grant(), id, 2).await.unwrap_err();
    assert!(says(&refused)[0].1.contains("was recorded meanwhile"), "{refused:?}");
    drop(tx);
    let mut tx = bench.act().await;
    let silent = put_aside(&mut tx, bench.grant(), id, 2, " ").await.unwrap_err();
    assert_eq!(says(&silent)[0].0, "word_back");
    put_aside(&mut tx, bench.grant(), id, 2, "We counted seven ourselves.").await.unwrap();
    tx.commit().await.unwrap();
    let one = read_by(&bench, &client).await.remove(0);
    assert_eq!(
        (one.state, one.word_back.as_str()),
        (QuestionState::PutAside, "We counted seven ourselves.")
    );
}

#[sqlx::test]
async fn nothing_is_asked_twice_of_nobody_or_when_it_is_known(pool: PgPool) {
    let (bench, client) = bench(pool).await;
    let viewer = bench.client_person(Capacity::Viewer).await;
    let refused = asked(&bench, asks(REACH, Some(&viewer))).await.unwrap_err();
    assert_eq!(says(&refused)[0].0, "asked_of");
    let known = Sought::Integration(SHOP_TO_ERP, IntegrationQuestion::Code);
    let refused = asked(&bench, asks(known, None)).await.unwrap_err();
    assert!(says(&refused)[0].1.contains("nothing to find out"), "{refused:?}");
    let leaks = Ask {
        words: "Is it postgres://app:tr0ub4dor-and-3@db.example.com/shop?".into(),
        ..asks(REACH, None)
    };
    let refused = asked(&bench, leaks).await.unwrap_err();
    assert!(!says(&refused)[0].1.contains("tr0ub4dor"), "{refused:?}");
    let late = Ask { due_on: day(0).pred_opt().unwrap(), ..asks(REACH, None) };
    assert_eq!(says(&asked(&bench, late).await.unwrap_err())[0].0, "due_on");
    let id = asked(&bench, asks(REACH, None)).await.unwrap();
    let twice = asked(&bench, asks(REACH, Some(&client))).await.unwrap_err();
    assert!(says(&twice)[0].1.contains("asked already"), "{twice:?}");
    let mut tx = bench.act().await;
    withdraw(&mut tx, bench.grant(), id, 1, "We found the manual.").await.unwrap();
    tx.commit().await.unwrap();
    asked(&bench, asks(REACH, None)).await.unwrap();
    assert_eq!(read_by(&bench, &viewer).await.len(), 2, "what was withdrawn stays");
}

#[sqlx::test]
async fn a_person_who_knows_keeps_their_name_and_a_secret_is_refused(pool: PgPool) {
    let (bench, client) = bench(pool).await;
    let id = asked(&bench, asks(REACH, None)).await.unwrap();
    let leak = "The key is sk_live_51H8xT2eZvKYlo2C0aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789";
    let secret = Given { note: leak.into(), ..given(Reply::NotKnown, "", "") };
    let refused = answered(&bench, &client, (id, 1), secret).await.unwrap_err();
    assert_eq!(says(&refused)[0].0, "note");
    let nobody = answered(&bench, &client, (id, 1), given(Reply::SomebodyElse, "", "")).await;
    assert_eq!(says(&nobody.unwrap_err())[0].0, "somebody");
    let other = Given {
        somebody: "Marta Klein, the shop agency".into(),
        ..given(Reply::SomebodyElse, "", "")
    };
    answered(&bench, &client, (id, 1), other).await.unwrap();
    let one = read_by(&bench, &bench.actor).await.remove(0);
    assert_eq!(one.answered(), Some("Ask Marta Klein, the shop agency"));
    let mut tx = bench.act().await;
    let refused = take_over(&mut tx, bench.grant(), id, 2).await.unwrap_err();
    assert!(says(&refused)[0].1.contains("nothing in this answer"), "{refused:?}");
}

#[sqlx::test]
async fn the_client_alone_answers_and_what_was_asked_and_answered_stays(pool: PgPool) {
    let (bench, client) = bench(pool).await;
    let viewer = bench.client_person(Capacity::Viewer).await;
    let id = asked(&bench, asks(REACH, None)).await.unwrap();
    let write = "update question set state = 'answered', reply = 'not_known', answered_at = now(), answered_by = $1";
    let answer = async |actor: &Actor, sql: &'static str| {
        let mut tx = bench.act_as(actor).await;
        sqlx::query(sql)
            .bind(actor.person.0)
            .execute(&mut *tx)
            .await
            .map(|done| done.rows_affected())
    };
    assert!(answer(&bench.actor, write).await.is_err(), "staff answer nothing");
    assert_eq!(answer(&viewer, write).await.unwrap(), 0);
    assert_eq!(answer(&client, write).await.unwrap(), 1);
    let other = "update question set words = 'Anything', answered_by = $1";
    assert!(answer(&client, other).await.is_err(), "the client asks nothing");
    assert!(
        answer(&bench.actor, "update question set words = 'Anything' where $1 is not null")
            .await
            .is_err()
    );
    answered(&bench, &client, (id, 1), given(Reply::Value, "none", "")).await.unwrap();
    for sql in [
        "update question set choice = 'read' where $1 is not null",
        "update question set state = 'open', reply = null, answered_by = null, answered_at = null where $1 is not null",
        "update question set state = 'put_aside', closed_at = now(), closed_by =
             (select answered_by from question limit 1) where $1 is not null",
    ] {
        assert!(answer(&bench.actor, sql).await.is_err(), "{sql}");
    }
    let close = "update question set state = 'taken_over', closed_by = $1, closed_at = now(), answered_by = $1";
    assert!(answer(&client, close).await.is_err(), "the client takes nothing over");
}

#[sqlx::test]
async fn another_clients_person_finds_nothing(pool: PgPool) {
    let (bench, client) = bench(pool).await;
    let id = asked(&bench, asks(REACH, None)).await.unwrap();
    let other = Bench::new(bench.pool.clone()).await;
    let stranger = other.client_person(Capacity::Contributor).await;
    assert!(read_by(&bench, &stranger).await.is_empty());
    assert!(read_by(&bench, &other.actor).await.is_empty());
    let forged = client.may(bench.engagement).unwrap();
    let mut tx = bench.act_as(&stranger).await;
    let tried = answer(&mut tx, forged, id, 1, given(Reply::NotKnown, "", "")).await;
    assert!(matches!(tried, Err(WriteError::NotFound)), "{tried:?}");
}
