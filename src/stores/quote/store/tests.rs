//! Issued quotes in the database, as the app's own role: what holds one back, who answers, and what stays as it was.

use super::*;
use crate::document::engagement::{Assumption, Part};
use crate::document::quote::{AssumptionState, Estimate, LedgerEntry, Line, Quote, Work};
use crate::judgement::assess::testing::sound;
use crate::judgement::quote::{price, to_whole_hours};
use crate::platform::ids::PartId;
use crate::stores::access::{Actor, Capacity, ViewRoom};
use crate::stores::engagement::put;
use crate::stores::quote::{Issued, QuoteAnswer};
use crate::stores::room::store::publish;
use crate::stores::testing::Bench;
use chrono::{Days, Utc};
use sqlx::PgPool;

fn quote() -> Quote {
    let mut quote = Quote::empty(PartId(Uuid::from_u128(500)), "EUR");
    quote.rate = 120.into();
    quote.tax = 20.into();
    quote.valid_until = Utc::now().date_naive().checked_add_days(Days::new(30));
    let line = |n: u128, included| Line {
        id: PartId(Uuid::from_u128(n)),
        action: String::new(),
        says: format!("Line {n}"),
        integration: None,
        work: Work::See,
        hours: Estimate { low: 120, likely: 240, high: 480 },
        included,
    };
    quote.lines = vec![line(501, true), line(502, false)];
    quote.assumptions = vec![LedgerEntry {
        id: PartId(Uuid::from_u128(503)),
        unknown: String::new(),
        says: "Credentials can be had.".into(),
        owner: "Operations".into(),
        test: "Ask for them.".into(),
        assumed: Assumption { percent: 10, minutes: 30 },
        if_false: 600,
        state: AssumptionState::Open,
    }];
    quote
}

/// An engagement with an integration in scope of which nothing is wrong, and a draft.
async fn drafted(bench: &Bench) -> i32 {
    let mut tx = bench.act().await;
    let doc = sound();
    for part in doc.systems.into_iter().map(Part::System) {
        put(&mut tx, bench.grant(), part, 0).await.unwrap();
    }
    for mut integration in doc.integrations {
        integration.carries.clear();
        put(&mut tx, bench.grant(), Part::Integration(integration), 0).await.unwrap();
    }
    publish(&mut tx, bench.actor.may(bench.engagement).unwrap(), "").await.unwrap();
    let saved = put(&mut tx, bench.grant(), Part::Quote(quote()), 0).await.unwrap();
    tx.commit().await.unwrap();
    saved.version
}

async fn issued(bench: &Bench, version: i32) -> Result<Contents, WriteError> {
    let mut tx = bench.act().await;
    let issued = issue(&mut tx, bench.actor.may(bench.engagement).unwrap(), version).await;
    tx.commit().await.unwrap();
    issued
}

async fn all_of(bench: &Bench, actor: &Actor) -> Vec<Issued> {
    // The grant is the lead's: what is refused here, the database refuses.
    let grant: Grant<ViewRoom> = bench.actor.may(bench.engagement).unwrap();
    list(&mut *bench.act_as(actor).await, grant).await.unwrap()
}

async fn answered(
    bench: &Bench,
    actor: &Actor,
    number: i32,
    with: QuoteAnswer,
    reason: &str,
) -> Result<(), WriteError> {
    let mut tx = bench.act_as(actor).await;
    let grant = actor.may(bench.engagement).unwrap();
    let done = answer(&mut tx, grant, number, with, reason).await;
    if done.is_ok() {
        tx.commit().await.unwrap();
    }
    done
}

#[sqlx::test]
async fn an_issued_quote_is_what_was_drafted_without_what_is_not_offered(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let version = drafted(&bench).await;
    let contents = issued(&bench, version).await.unwrap();
    assert_eq!((contents.number, contents.provisional), (1, true));
    let client = bench.client_person(Capacity::Viewer).await;
    let read = all_of(&bench, &client).await;
    assert_eq!(read[0].contents, contents);
    assert_eq!(read[0].hash, Hash::of(&read[0].text));
    assert!(!read[0].text.contains("Line 502"), "{}", read[0].text);
    assert_eq!(contents.quote.lines.len(), contents.appraisal.lines.len());
    let hours = contents.appraisal.hours;
    assert_eq!(contents.offer(), price(&contents.quote, to_whole_hours(hours.p50)));
    assert_eq!(contents.offer().net % contents.quote.rate, 0.into(), "whole hours");
    assert!(hours.p50 > 240 && hours.p90 > hours.p80);
}

#[sqlx::test]
async fn what_holds_it_back_is_told_and_nothing_is_issued(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let mut tx = bench.act().await;
    let draft = Quote { rate: 0.into(), ..quote() };
    let grant = bench.actor.may(bench.engagement).unwrap();
    let nothing = issue(&mut tx, grant, 0).await;
    assert!(matches!(nothing, Err(WriteError::NotFound)), "nothing is drafted: {nothing:?}");
    let saved = put(&mut tx, bench.grant(), Part::Quote(draft), 0).await.unwrap();
    let Err(WriteError::Invalid(early)) = issue(&mut tx, grant, saved.version).await else {
        panic!("it was issued");
    };
    assert!(early[0].message.starts_with("Publish the recommendation first"), "{early:?}");
    assert!(early.len() > 2, "and all else that holds it back is told with it: {early:?}");
    publish(&mut tx, grant, "").await.unwrap();
    tx.commit().await.unwrap();
    let Err(WriteError::Invalid(problems)) = issued(&bench, saved.version).await else {
        panic!("it was issued");
    };
    let told: Vec<_> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert!(told[0].starts_with("No quote is issued without failure samples."), "{told:?}");
    assert!(told.contains(&"Give the price of an hour."), "{told:?}");
    assert!(all_of(&bench, &bench.actor).await.is_empty());
}

#[sqlx::test]
async fn a_draft_that_changed_meanwhile_is_not_issued_unread(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let version = drafted(&bench).await;
    let stale = issued(&bench, version - 1).await;
    assert!(matches!(stale, Err(WriteError::Conflict(None))), "{stale:?}");
    let twin = Quote { id: PartId(Uuid::from_u128(900)), ..quote() };
    let put = put(&mut *bench.act().await, bench.grant(), Part::Quote(twin), 0).await;
    assert!(matches!(put, Err(WriteError::Invalid(_))), "a second draft: {put:?}");
}

#[sqlx::test]
async fn a_newer_quote_supersedes_the_one_that_waits_and_an_answered_one_stays(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let version = drafted(&bench).await;
    issued(&bench, version).await.unwrap();
    issued(&bench, version).await.unwrap();
    let contributor = bench.client_person(Capacity::Contributor).await;
    let late = answered(&bench, &contributor, 1, QuoteAnswer::Accept, "").await;
    assert!(matches!(late, Err(WriteError::Conflict(None))), "{late:?}");
    answered(&bench, &contributor, 2, QuoteAnswer::Accept, "").await.unwrap();
    issued(&bench, version).await.unwrap();
    let states: Vec<_> = all_of(&bench, &contributor).await.iter().map(|one| one.state).collect();
    assert_eq!(states, [QuoteState::Issued, QuoteState::Accepted, QuoteState::Superseded]);
}

#[sqlx::test]
async fn a_refusal_gives_its_reason_and_names_are_taken_out_of_it(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let version = drafted(&bench).await;
    issued(&bench, version).await.unwrap();
    let contributor = bench.client_person(Capacity::Contributor).await;
    let silent = answered(&bench, &contributor, 1, QuoteAnswer::Decline, " ").await;
    assert!(matches!(silent, Err(WriteError::Invalid(_))), "{silent:?}");
    let reason = "Too dear, says mara.lind@example.com";
    answered(&bench, &contributor, 1, QuoteAnswer::Decline, reason).await.unwrap();
    let one = &all_of(&bench, &bench.actor).await[0];
    assert_eq!((one.state, one.answered_by.as_str()), (QuoteState::Declined, "Grace"));
    assert!(one.reason.starts_with("Too dear") && !one.reason.contains("mara.lind"));
    let audited = query_scalar!(
        r#"select count(*) as "n!" from audit where subject_kind = 'quote' and action = 'decided'"#
    );
    assert_eq!(audited.fetch_one(&bench.pool).await.unwrap(), 1);
}

#[sqlx::test]
async fn what_is_over_can_be_declined_and_not_accepted(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let version = drafted(&bench).await;
    issued(&bench, version).await.unwrap();
    let over = "update quote set valid_until = current_date - 1";
    sqlx::query(over).execute(&bench.pool).await.unwrap();
    let contributor = bench.client_person(Capacity::Contributor).await;
    let late = answered(&bench, &contributor, 1, QuoteAnswer::Accept, "").await;
    assert!(matches!(late, Err(WriteError::Invalid(_))), "{late:?}");
    answered(&bench, &contributor, 1, QuoteAnswer::Decline, "We chose another.").await.unwrap();
}

#[sqlx::test]
async fn a_fallen_assumption_writes_its_change_order_once(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let version = drafted(&bench).await;
    issued(&bench, version).await.unwrap();
    let grant: Grant<Publish> = bench.actor.may(bench.engagement).unwrap();
    let entry = PartId(Uuid::from_u128(503));
    let early = test_assumption(&mut *bench.act().await, grant, 1, entry, false, "Refused.").await;
    assert!(matches!(early, Err(WriteError::Invalid(_))), "nobody accepted it: {early:?}");
    let contributor = bench.client_person(Capacity::Contributor).await;
    answered(&bench, &contributor, 1, QuoteAnswer::Accept, "").await.unwrap();
    let mut tx = bench.act().await;
    let order = test_assumption(&mut tx, grant, 1, entry, false, "The vendor refused.").await;
    tx.commit().await.unwrap();
    let order = order.unwrap();
    assert_eq!((order.minutes, order.price.net), (600, 1_200.into()));
    assert_eq!(
        order.says("EUR"),
        "It was assumed: “Credentials can be had.” That is false. The vendor refused. 10 h come on top, for 1,200.00 EUR (1,440.00 EUR with tax)."
    );
    let again = test_assumption(&mut *bench.act().await, grant, 1, entry, true, "No.").await;
    assert!(matches!(again, Err(WriteError::Conflict(None))), "{again:?}");
    let one = &all_of(&bench, &contributor).await[0];
    assert_eq!(one.changes, [order]);
    let more = one.with_changes().total - one.contents.offer().total;
    assert_eq!(more, 1_440.into());
}

#[sqlx::test]
async fn another_clients_person_finds_no_quote(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let version = drafted(&bench).await;
    issued(&bench, version).await.unwrap();
    let other = Bench::new(bench.pool.clone()).await;
    let stranger = other.client_person(Capacity::Contributor).await;
    assert!(all_of(&bench, &stranger).await.is_empty());
    assert!(all_of(&bench, &other.actor).await.is_empty());
    let forged = bench.client_person(Capacity::Contributor).await.may(bench.engagement).unwrap();
    let tried =
        answer(&mut *bench.act_as(&stranger).await, forged, 1, QuoteAnswer::Accept, "").await;
    assert!(matches!(tried, Err(WriteError::NotFound)), "{tried:?}");
}

#[sqlx::test]
async fn a_changed_byte_keeps_it_shut(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let version = drafted(&bench).await;
    issued(&bench, version).await.unwrap();
    let damage = "alter table quote disable trigger quote_kept;
        update quote set document = replace(document::text, 'Line 501', 'Line 999')::json";
    sqlx::raw_sql(damage).execute(&bench.pool).await.unwrap();
    let grant: Grant<ViewRoom> = bench.actor.may(bench.engagement).unwrap();
    let read = list(&mut *bench.act().await, grant).await;
    assert!(matches!(read, Err(ReadError::Hash(_))), "{read:?}");
}

mod kept;
mod redacted;
