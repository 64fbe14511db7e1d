//! Who is reminded of what, and when: in time, once, and nobody of what is over.

use super::*;
use crate::stores::questions::reminders::{Reminder, claim, give_back};

/// Who is reminded on a day that is so many days before the last one, and how many days before it that is.
async fn reminded(bench: &Bench, before: u64) -> Vec<Reminder> {
    let mut conn = bench.pool.acquire().await.unwrap();
    let today = day(40).checked_sub_days(Days::new(before)).unwrap();
    claim(&mut conn, today, 100).await.unwrap()
}

#[sqlx::test]
async fn who_is_asked_is_reminded_seven_days_and_one_day_before_and_never_twice(pool: PgPool) {
    let (bench, client) = bench(pool).await;
    let viewer = bench.client_person(Capacity::Viewer).await;
    let second = bench.client_person(Capacity::Contributor).await;
    query("update person set password_hash = 'x'").execute(&bench.pool).await.unwrap();
    asked(&bench, Ask { due_on: day(40), ..asks(REACH, Some(&client)) }).await.unwrap();
    asked(&bench, Ask { due_on: day(40), ..asks(VOLUME, None) }).await.unwrap();
    assert_eq!(reminded(&bench, 8).await, []);
    let first = reminded(&bench, 7).await;
    let mut people: Vec<_> = first.iter().map(|one| (one.person, one.about.as_str())).collect();
    people.sort();
    let mut expected = vec![
        (client.person, "Shop: API access"),
        (client.person, "Shop to ERP: Records a month"),
        (second.person, "Shop to ERP: Records a month"),
    ];
    expected.sort();
    assert_eq!(people, expected);
    assert!(first.iter().all(|one| one.of_room && one.of_question && one.days_before == 7));
    assert!(first.iter().all(|one| one.person != viewer.person));
    assert_eq!(reminded(&bench, 5).await, [], "each is sent once");
    give_back(&mut bench.pool.acquire().await.unwrap(), &first[0]).await.unwrap();
    assert_eq!(reminded(&bench, 5).await, first[..1], "what was not sent is sent the next time");
    assert_eq!(reminded(&bench, 1).await.len(), 3);
    assert_eq!(reminded(&bench, 0).await, []);
}

#[sqlx::test]
async fn an_access_that_ends_is_told_to_both_sides_and_what_is_over_or_answered_to_nobody(
    pool: PgPool,
) {
    let (bench, client) = bench(pool).await;
    query("update person set password_hash = 'x'").execute(&bench.pool).await.unwrap();
    let add = "insert into access_request (id, engagement_id, system_id, system_name, purpose, environment, scope,
                   needed_until, asked_of, hand_over, state, asked_by, asked_by_name, answered_by, answered_at,
                   granted_scope, granted_until)
               values (gen_random_uuid(), $1, gen_random_uuid(), 'ERP', 'x', '', 'read_only', $4, '', '', 'granted', $2,
                   'Ada', $3, now(), 'read_only', $4)";
    let add = query(add).bind(bench.engagement.0).bind(bench.actor.person.0).bind(client.person.0);
    add.bind(day(40)).execute(&bench.pool).await.unwrap();
    let id = asked(&bench, Ask { due_on: day(40), ..asks(REACH, None) }).await.unwrap();
    answered(&bench, &client, (id, 1), given(Reply::NotKnown, "", "")).await.unwrap();
    let told = reminded(&bench, 6).await;
    let mut rooms: Vec<_> =
        told.iter().map(|one| (one.person, one.of_room, one.of_question)).collect();
    rooms.sort_by_key(|one| one.1);
    assert_eq!(rooms, [(bench.actor.person, false, false), (client.person, true, false)]);
    assert!(told.iter().all(|one| one.about == "ERP" && one.ends_on == day(40)));
    query("update access_request set state = 'revoked', ended_by = answered_by")
        .execute(&bench.pool)
        .await
        .unwrap();
    assert_eq!(reminded(&bench, 1).await, []);
}
