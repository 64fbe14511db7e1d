//! Notices in the database: who is told as they chose, what is bounded, and that a mail of a day is claimed once.

use super::daily::{DailyMail, claim, forget, give_back, people};
use super::*;
use crate::stores::access::{Actor, Capacity};
use crate::stores::testing::Bench;
use chrono::{DateTime, Duration, Utc};
use sqlx::{PgPool, query_scalar};

const MENTIONED: NoticeEvent = NoticeEvent::Mentioned;

/// An engagement, its contributor and its viewer, who all have joined.
async fn bench(pool: PgPool) -> (Bench, Actor, Actor) {
    let bench = Bench::new(pool).await;
    let contributor = bench.client_person(Capacity::Contributor).await;
    let viewer = bench.client_person(Capacity::Viewer).await;
    query("update person set password_hash = 'x'").execute(&bench.pool).await.unwrap();
    (bench, contributor, viewer)
}

/// What the lead does, and how many are mailed at once.
async fn told(bench: &Bench, to: &[(To, NoticeEvent)]) -> Vec<AtOnce> {
    let mut tx = bench.act().await;
    let told = Told { to, page: "/room/x/map#comments", due_on: None };
    let mails = notify(&mut tx, bench.grant(), told).await.unwrap();
    tx.commit().await.unwrap();
    mails
}

async fn chosen(bench: &Bench, who: &Actor, kind: NoticeKind, choice: NoticeChoice) -> bool {
    let mut tx = bench.act_as(who).await;
    let changed = choose(&mut tx, who, &[(kind, choice)]).await.unwrap();
    tx.commit().await.unwrap();
    changed
}

/// Their mail of a day that is so many days from now.
async fn claimed(bench: &Bench, who: &Actor, day: i64) -> Option<DailyMail> {
    let then = Utc::now() + Duration::days(day);
    let mut conn = bench.pool.acquire().await.unwrap();
    claim(&mut conn, who.person, then.date_naive(), then).await.unwrap()
}

async fn oldest(bench: &Bench) -> Vec<(PersonId, DateTime<Utc>)> {
    let mut conn = bench.pool.acquire().await.unwrap();
    let waits = people(&mut conn, None, 10).await.unwrap();
    waits.into_iter().map(|one| (one.person, one.oldest)).collect()
}

#[sqlx::test]
async fn each_is_told_once_as_the_first_entry_says_and_nobody_of_what_they_did(pool: PgPool) {
    let (bench, contributor, viewer) = bench(pool).await;
    let to = [
        (To::Person(contributor.person), NoticeEvent::Answered),
        (To::Person(contributor.person), MENTIONED),
        (To::Person(viewer.person), MENTIONED),
        (To::Person(bench.actor.person), MENTIONED),
    ];
    let mails = told(&bench, &to).await;
    let mut events: Vec<_> = mails.iter().map(|mail| (mail.email.clone(), mail.event)).collect();
    events.sort();
    let address = |who: &Actor| format!("{}@example.org", who.person);
    let mut expected =
        [(address(&contributor), NoticeEvent::Answered), (address(&viewer), MENTIONED)];
    expected.sort();
    assert_eq!(events, expected);
    let asked = told(&bench, &[(To::Answerers, NoticeEvent::AccessAsked)]).await;
    assert_eq!(asked.iter().map(|mail| &mail.email).collect::<Vec<_>>(), [&address(&contributor)]);
    query("update person set disabled_at = now() where role = 'client'")
        .execute(&bench.pool)
        .await
        .unwrap();
    assert_eq!(told(&bench, &to).await, [], "nobody who was shut out is told");
}

#[sqlx::test]
async fn who_has_not_chosen_hears_of_a_version_at_once_and_of_what_clients_do_once_a_day(
    pool: PgPool,
) {
    let (bench, contributor, _) = bench(pool).await;
    let published = told(&bench, &[(To::Clients, NoticeEvent::VersionPublished)]).await;
    assert_eq!(published.len(), 2, "everyone who reads the room");
    let mut tx = bench.act_as(&contributor).await;
    let to = [(To::Staff, NoticeEvent::Decided)];
    let decided = Told { to: &to, page: "/e/x/inbox", due_on: None };
    assert_eq!(notify(&mut tx, bench.grant(), decided).await.unwrap(), []);
    tx.commit().await.unwrap();
    let waits: Vec<_> = oldest(&bench).await.into_iter().map(|(person, _)| person).collect();
    assert_eq!(waits, [bench.actor.person]);
    assert!(!claimed(&bench, &bench.actor, 1).await.unwrap().of_client);
}

#[sqlx::test]
async fn who_is_no_member_is_not_told_and_tells_nobody(pool: PgPool) {
    let (bench, contributor, _) = bench(pool.clone()).await;
    let other = Bench::new(pool).await;
    let stranger = other.client_person(Capacity::Contributor).await;
    query("update person set password_hash = 'x'").execute(&bench.pool).await.unwrap();
    assert_eq!(told(&bench, &[(To::Person(stranger.person), MENTIONED)]).await, []);
    // The grant is the lead's: what is refused here, the database refuses.
    let mut tx = bench.act_as(&stranger).await;
    let to = [(To::Person(contributor.person), MENTIONED), (To::Staff, NoticeEvent::Commented)];
    let told = Told { to: &to, page: "/room/x", due_on: None };
    assert_eq!(notify(&mut tx, bench.grant(), told).await.unwrap(), []);
    assert_eq!(people(&mut tx, None, 10).await.unwrap(), [], "regular tasks alone are told");
    tx.commit().await.unwrap();
    let rows = "select count(*) from notice";
    assert_eq!(query_scalar::<_, i64>(rows).fetch_one(&bench.pool).await.unwrap(), 0);
}

#[sqlx::test]
async fn what_is_more_than_ten_an_hour_waits_for_the_mail_of_the_day(pool: PgPool) {
    let (bench, contributor, _) = bench(pool).await;
    let to = [(To::Person(contributor.person), MENTIONED)];
    for at in 0..MOST_AT_ONCE + 3 {
        assert_eq!(told(&bench, &to).await.len(), usize::from(at < MOST_AT_ONCE), "{at}");
    }
    let asked = [(To::Person(contributor.person), NoticeEvent::QuestionAsked)];
    assert_eq!(told(&bench, &asked).await.len(), 1, "another kind is counted by itself");
    let mail = claimed(&bench, &contributor, 1).await.unwrap();
    assert_eq!(mail.notices.len(), 3, "what was mailed at once is not in it");
    query("update notice set at = at - interval '61 minutes'").execute(&bench.pool).await.unwrap();
    assert_eq!(told(&bench, &to).await.len(), 1);
}

#[sqlx::test]
async fn a_mail_of_a_day_is_claimed_once_and_holds_what_waited(pool: PgPool) {
    let (bench, contributor, viewer) = bench(pool).await;
    assert!(chosen(&bench, &contributor, NoticeKind::Answered, NoticeChoice::Daily).await);
    assert!(!chosen(&bench, &contributor, NoticeKind::Answered, NoticeChoice::Daily).await);
    assert!(chosen(&bench, &viewer, NoticeKind::Answered, NoticeChoice::Never).await);
    let to = [(To::Clients, MENTIONED)];
    assert_eq!(told(&bench, &to).await, []);
    assert_eq!(oldest(&bench).await.len(), 1, "the viewer wants none");
    assert_eq!(claimed(&bench, &viewer, 1).await, None, "there is no empty one");
    assert_eq!(claimed(&bench, &contributor, -1).await, None, "it was not there yet");
    let mail = claimed(&bench, &contributor, 1).await.unwrap();
    assert_eq!((mail.notices.len(), mail.of_client), (1, true));
    assert_eq!(mail.notices[0].engagement, Some(bench.engagement));
    assert_eq!(told(&bench, &to).await, []);
    assert_eq!(claimed(&bench, &contributor, 1).await, None, "one a day");
    let mut conn = bench.pool.acquire().await.unwrap();
    give_back(&mut conn, &mail).await.unwrap();
    drop(conn);
    let again = claimed(&bench, &contributor, 1).await.unwrap();
    assert_eq!(again.notices.len(), 2, "what was not sent is sent the next time");
    assert_eq!(claimed(&bench, &contributor, 2).await, None, "nothing waits");
}

#[sqlx::test]
async fn what_waits_goes_with_the_choice_the_membership_and_the_engagement(pool: PgPool) {
    let (bench, contributor, viewer) = bench(pool).await;
    for who in [&contributor, &viewer] {
        chosen(&bench, who, NoticeKind::Answered, NoticeChoice::Daily).await;
    }
    told(&bench, &[(To::Clients, MENTIONED)]).await;
    let mut tx = bench.act_as(&contributor).await;
    assert_eq!(waiting(&mut tx, &contributor).await.unwrap(), 1, "one's own alone");
    drop(tx);
    chosen(&bench, &contributor, NoticeKind::Answered, NoticeChoice::Never).await;
    assert_eq!(claimed(&bench, &contributor, 1).await, None);
    let out = "delete from membership where capacity = 'viewer'";
    query(out).execute(&bench.pool).await.unwrap();
    assert_eq!(claimed(&bench, &viewer, 1).await, None, "what they may not read is not told of");
    let rows = "select count(*) from notice";
    assert_eq!(query_scalar::<_, i64>(rows).fetch_one(&bench.pool).await.unwrap(), 0);
    chosen(&bench, &contributor, NoticeKind::Answered, NoticeChoice::Daily).await;
    told(&bench, &[(To::Clients, MENTIONED)]).await;
    query("delete from engagement").execute(&bench.pool).await.unwrap();
    assert_eq!(query_scalar::<_, i64>(rows).fetch_one(&bench.pool).await.unwrap(), 0);
}

#[sqlx::test]
async fn what_could_not_be_mailed_at_once_waits_and_what_was_mailed_is_forgotten(pool: PgPool) {
    let (bench, contributor, viewer) = bench(pool).await;
    let mails = told(&bench, &[(To::Clients, MENTIONED)]).await;
    let of = |who: &Actor| {
        let address = format!("{}@example.org", who.person);
        mails.iter().find(|mail| mail.email == address).unwrap().id
    };
    let mut conn = bench.pool.acquire().await.unwrap();
    later(&mut conn, of(&contributor)).await.unwrap();
    take_back(&mut conn, of(&viewer)).await.unwrap();
    assert_eq!(forget(&mut conn).await.unwrap(), 0);
    drop(conn);
    assert_eq!(oldest(&bench).await.len(), 1);
    assert_eq!(claimed(&bench, &contributor, 1).await.unwrap().notices.len(), 1);
    query("update notice set mailed_at = now() - interval '25 hours'")
        .execute(&bench.pool)
        .await
        .unwrap();
    let mut conn = bench.pool.acquire().await.unwrap();
    assert_eq!(forget(&mut conn).await.unwrap(), 1);
}

#[sqlx::test]
async fn of_what_belongs_to_no_engagement_staff_alone_are_told(pool: PgPool) {
    let (bench, contributor, _) = bench(pool).await;
    let to = [contributor.person, bench.actor.person]
        .map(|person| (To::Person(person), NoticeEvent::RequestWaits));
    let told = Told { to: &to, page: "/requests/x", due_on: None };
    let mut conn = bench.pool.acquire().await.unwrap();
    let mails = notify_of(&mut conn, None, told).await.unwrap();
    let address = format!("{}@example.org", bench.actor.person);
    assert_eq!(mails.iter().map(|mail| &mail.email).collect::<Vec<_>>(), [&address]);
}
