//! The ledger in the database, as the app's own role: who asks, who answers, what stays as it was, what is refused.

use super::*;
use crate::document::engagement::Part;
use crate::judgement::assess::testing::{SHOP, sound};
use crate::stores::access::{Actor, Capacity, Decide};
use crate::stores::engagement::{load, put, remove};
use crate::stores::testing::Bench;
use serde_json::json;
use sqlx::PgPool;

fn day(after: u64) -> NaiveDate {
    Utc::now().date_naive().checked_add_days(Days::new(after)).unwrap()
}

fn reading() -> Ask {
    Ask {
        system_id: SHOP,
        purpose: "See how orders arrive.".into(),
        environment: "Live shop, orders of May".into(),
        scope: AccessScope::ReadOnly,
        needed_until: day(60),
        asked_of: "Marta Klein, e-commerce".into(),
        hand_over: "By telephone; the password is sent through your vault, never by mail.".into(),
    }
}

/// An engagement with two systems.
async fn bench(pool: PgPool) -> Bench {
    let bench = Bench::new(pool).await;
    let mut tx = bench.act().await;
    for system in sound().systems {
        put(&mut tx, bench.grant(), Part::System(system), 0).await.unwrap();
    }
    tx.commit().await.unwrap();
    bench
}

async fn asked(bench: &Bench, what: Ask) -> Result<AccessRequestId, WriteError> {
    let mut tx = bench.act().await;
    let id = ask(&mut tx, bench.grant(), what).await?;
    tx.commit().await?;
    Ok(id)
}

async fn answered(
    bench: &Bench,
    by: &Actor,
    id: AccessRequestId,
    version: i32,
    reply: Reply,
    says: &str,
) -> Result<(), WriteError> {
    let grant: Grant<Decide> = by.may(bench.engagement).unwrap();
    let mut tx = bench.act_as(by).await;
    answer(&mut tx, grant, id, version, reply, says).await?;
    Ok(tx.commit().await?)
}

async fn read_by(bench: &Bench, actor: &Actor) -> AccessLedger {
    // The grant is the lead's: what is refused here, the database refuses.
    read(&mut *bench.act_as(actor).await, bench.grant()).await.unwrap()
}

fn says(error: &WriteError) -> Vec<(&'static str, &str)> {
    let WriteError::Invalid(problems) = error else { panic!("{error:?}") };
    problems.iter().map(|one| (one.field, one.message.as_str())).collect()
}

#[sqlx::test]
async fn an_access_is_asked_for_granted_by_the_client_and_taken_back_each_with_its_entry(
    pool: PgPool,
) {
    let bench = bench(pool).await;
    let id = asked(&bench, reading()).await.unwrap();
    let contributor = bench.client_person(Capacity::Contributor).await;
    let one = read_by(&bench, &contributor).await.requests.remove(0);
    assert_eq!((one.id, one.state, one.version), (id, AccessState::Asked, 1));
    assert_eq!((one.system_name.as_str(), one.asked_by_name.as_str()), ("Shop", "Ada"));
    assert_eq!(one.asked_of, "Marta Klein, e-commerce", "who grants is business data");
    assert!(one.hand_over.contains("the password is sent"), "{}", one.hand_over);

    let grant = Reply::Grant(AccessScope::Sandbox, day(30));
    answered(&bench, &contributor, id, 1, grant, "Only on weekdays.").await.unwrap();
    let one = read_by(&bench, &bench.actor).await.requests.remove(0);
    assert_eq!((one.standing(day(30)), one.reach()), (AccessState::Granted, AccessScope::Sandbox));
    assert_eq!((one.standing(day(31)), one.until()), (AccessState::Expired, day(30)));
    assert_eq!(
        (one.answered_by_name.as_str(), one.answer.as_str()),
        ("Grace", "Only on weekdays.")
    );
    assert!(one.answered_at.is_some());

    let mut tx = bench.act().await;
    let silent = revoke(&mut tx, bench.grant(), id, 2, " ").await.unwrap_err();
    assert_eq!(says(&silent), [("because", "Say why, and how it was taken back.")]);
    revoke(&mut tx, bench.grant(), id, 2, "Account deleted by IT.").await.unwrap();
    tx.commit().await.unwrap();
    let one = read_by(&bench, &contributor).await.requests.remove(0);
    assert_eq!((one.state, one.ended_by_name.as_str()), (AccessState::Revoked, "Ada"));
    let actions = query_scalar!(
        "select action from audit where subject_kind = 'access_request' and subject_name = 'Shop' order by id"
    );
    assert_eq!(actions.fetch_all(&bench.pool).await.unwrap(), ["added", "decided", "changed"]);
    let asked = json!({ "state": "asked", "scope": "read_only", "until": day(60) });
    let granted = json!({ "state": "granted", "scope": "sandbox", "until": day(30) });
    let ended = (json!({ "state": "granted" }), json!({ "state": "revoked" }));
    assert_eq!(changes(&bench, "access_request").await, [(asked, granted), ended]);
}

/// What the audit has of changes: each member that was there before, with what it was and what it became.
async fn changes(bench: &Bench, kind: &str) -> Vec<(Value, Value)> {
    let rows =
        "select before, after from audit where subject_kind = $1 and action <> 'added' order by id";
    let rows: Vec<(Value, Value)> =
        sqlx::query_as(rows).bind(kind).fetch_all(&bench.pool).await.unwrap();
    let differs = |before: &Value, after: &Value| {
        let members = before.as_object().unwrap().iter();
        let differing = members.filter(|(name, was)| after.get(name) != Some(was));
        differing.map(|(name, _)| name.clone()).collect::<Vec<_>>()
    };
    let only = |value: &Value, names: &[String]| -> Value {
        names.iter().map(|name| (name.clone(), value[name].clone())).collect()
    };
    let of = |(before, after): (Value, Value)| {
        let names = differs(&before, &after);
        (only(&before, &names), only(&after, &names))
    };
    rows.into_iter().map(of).collect()
}

#[sqlx::test]
async fn text_that_looks_like_a_secret_is_refused_and_not_stored(pool: PgPool) {
    let bench = bench(pool).await;
    let leaks = "postgres://app:tr0ub4dor-and-3@db.example.com/shop";
    let refused = asked(&bench, Ask { hand_over: leaks.into(), ..reading() }).await.unwrap_err();
    let told = says(&refused);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].0, "hand_over");
    assert!(told[0].1.contains("No credential is kept here"), "{told:?}");
    assert!(!told[0].1.contains("tr0ub4dor"), "a refusal repeats nothing: {told:?}");
    let id = asked(&bench, reading()).await.unwrap();
    let contributor = bench.client_person(Capacity::Contributor).await;
    let grant = Reply::Grant(AccessScope::ReadOnly, day(30));
    let refused = answered(&bench, &contributor, id, 1, grant, leaks).await.unwrap_err();
    assert_eq!(says(&refused)[0].0, "answer");
    let kept = "select count(*) from access_request r where r::text like '%tr0ub4dor%'";
    let kept: i64 = query_scalar(kept).fetch_one(&bench.pool).await.unwrap();
    assert_eq!(kept, 0);
}

#[sqlx::test]
async fn what_is_missing_or_means_nothing_is_named(pool: PgPool) {
    let bench = bench(pool).await;
    let yesterday = Utc::now().date_naive().pred_opt().unwrap();
    let empty = Ask { purpose: " ".into(), needed_until: yesterday, ..reading() };
    let refused = asked(&bench, empty).await.unwrap_err();
    let fields: Vec<_> = says(&refused).iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, ["purpose", "needed_until"]);
    let elsewhere = Ask { system_id: SystemId::new(), ..reading() };
    assert_eq!(says(&asked(&bench, elsewhere).await.unwrap_err())[0].0, "system");
    let endless = asked(&bench, Ask { needed_until: day(800), ..reading() }).await.unwrap_err();
    assert_eq!(says(&endless)[0].0, "needed_until");
    let id = asked(&bench, Ask { needed_until: day(0), ..reading() }).await.unwrap();
    let contributor = bench.client_person(Capacity::Contributor).await;
    let silent = answered(&bench, &contributor, id, 1, Reply::Refuse, "").await.unwrap_err();
    assert_eq!(says(&silent)[0].0, "answer");
    let past = Reply::Grant(AccessScope::ReadOnly, yesterday);
    let late = answered(&bench, &contributor, id, 1, past, "").await.unwrap_err();
    assert_eq!(says(&late)[0].0, "until");
}

#[sqlx::test]
async fn what_changed_or_was_answered_meanwhile_is_not_written_over(pool: PgPool) {
    let bench = bench(pool).await;
    let id = asked(&bench, reading()).await.unwrap();
    let contributor = bench.client_person(Capacity::Contributor).await;
    let changed = async |version, what| {
        let mut tx = bench.act().await;
        let done = change(&mut tx, bench.grant(), id, version, what).await;
        tx.commit().await.unwrap();
        done
    };
    let wider = Ask { scope: AccessScope::ReadWrite, ..reading() };
    changed(1, wider.clone()).await.unwrap();
    assert!(matches!(changed(1, reading()).await, Err(WriteError::Conflict(None))));
    let grant = Reply::Grant(AccessScope::ReadWrite, day(30));
    let unread = answered(&bench, &contributor, id, 1, grant, "").await;
    assert!(matches!(unread, Err(WriteError::Conflict(None))), "{unread:?}");
    answered(&bench, &contributor, id, 2, Reply::Refuse, "Not in the season.").await.unwrap();
    let twice = answered(&bench, &contributor, id, 3, grant, "").await;
    assert!(matches!(twice, Err(WriteError::Conflict(None))), "{twice:?}");
    assert!(matches!(changed(3, wider).await, Err(WriteError::Conflict(None))));
    let scopes = (json!({ "scope": "read_only" }), json!({ "scope": "read_write" }));
    assert_eq!(changes(&bench, "access_request").await[0], scopes);
    let end = revoke(&mut *bench.act().await, bench.grant(), id, 3, "Never mind.").await;
    assert!(matches!(end, Err(WriteError::Conflict(None))), "what was refused has ended: {end:?}");
}

#[sqlx::test]
async fn the_client_takes_back_what_it_granted_and_nothing_else(pool: PgPool) {
    let bench = bench(pool).await;
    let id = asked(&bench, reading()).await.unwrap();
    let contributor = bench.client_person(Capacity::Contributor).await;
    let grant: Grant<Decide> = contributor.may(bench.engagement).unwrap();
    let mut tx = bench.act_as(&contributor).await;
    let early = withdraw(&mut tx, grant, id, 1, "No.").await;
    assert!(matches!(early, Err(WriteError::Conflict(None))), "{early:?}");
    drop(tx);
    let given = Reply::Grant(AccessScope::ReadOnly, day(30));
    answered(&bench, &contributor, id, 1, given, "").await.unwrap();
    let mut tx = bench.act_as(&contributor).await;
    withdraw(&mut tx, grant, id, 2, "Ask maria.lopez@example.com").await.unwrap();
    tx.commit().await.unwrap();
    let one = read_by(&bench, &bench.actor).await.requests.remove(0);
    assert_eq!((one.state, one.ended_by_name.as_str()), (AccessState::Revoked, "Grace"));
    assert!(!one.ended_because.contains("maria.lopez"), "{}", one.ended_because);
}

#[sqlx::test]
async fn another_clients_person_finds_nothing(pool: PgPool) {
    let bench = bench(pool).await;
    let id = asked(&bench, reading()).await.unwrap();
    let other = Bench::new(bench.pool.clone()).await;
    let stranger = other.client_person(Capacity::Contributor).await;
    assert!(read_by(&bench, &stranger).await.is_empty());
    assert!(read_by(&bench, &other.actor).await.is_empty());
    let forged = bench.client_person(Capacity::Contributor).await.may(bench.engagement).unwrap();
    let mut tx = bench.act_as(&stranger).await;
    let tried = answer(&mut tx, forged, id, 1, Reply::Refuse, "No.").await;
    assert!(matches!(tried, Err(WriteError::NotFound)), "{tried:?}");
}

#[sqlx::test]
async fn areas_are_kept_by_staff_and_told_by_the_client(pool: PgPool) {
    let bench = bench(pool).await;
    let area = |care, says: &str| NewArea {
        system_id: SHOP,
        care,
        says: says.into(),
        because: String::new(),
    };
    let mut tx = bench.act().await;
    let first = area(Care::Caution, "Price rules");
    let first = add_area(&mut tx, bench.grant(), first).await.unwrap();
    let change = area(Care::Forbidden, "Price rules");
    change_area(&mut tx, bench.grant(), first, 1, change.clone()).await.unwrap();
    let stale = change_area(&mut tx, bench.grant(), first, 1, change).await;
    assert!(matches!(stale, Err(WriteError::Conflict(None))), "{stale:?}");
    tx.commit().await.unwrap();
    let contributor = bench.client_person(Capacity::Contributor).await;
    let grant: Grant<Decide> = contributor.may(bench.engagement).unwrap();
    let mut tx = bench.act_as(&contributor).await;
    let foreign = NewArea { system_id: SystemId::new(), ..area(Care::Forbidden, "Payroll") };
    let refused = tell_area(&mut tx, grant, foreign).await.unwrap_err();
    assert_eq!(says(&refused), [("system", "Choose one of the systems.")]);
    tell_area(&mut tx, grant, area(Care::Forbidden, "Payroll")).await.unwrap();
    tx.commit().await.unwrap();
    let told: Vec<_> = read_by(&bench, &bench.actor).await.areas;
    let told: Vec<_> = told.iter().map(|it| (it.care, it.recorded_by_name.as_str())).collect();
    assert_eq!(told, [(Care::Forbidden, "Ada"), (Care::Forbidden, "Grace")]);
    let mut tx = bench.act().await;
    remove_area(&mut tx, bench.grant(), first, 2).await.unwrap();
    let gone = remove_area(&mut tx, bench.grant(), first, 2).await;
    assert!(matches!(gone, Err(WriteError::NotFound)), "{gone:?}");
    let told = "select before ->> 'care', after ->> 'care' from audit where subject_kind = 'access_area' and subject_id = $1
                order by id";
    let told: Vec<(Option<String>, Option<String>)> =
        sqlx::query_as(told).bind(first.0).fetch_all(&mut *tx).await.unwrap();
    let care = |care: &str| Some(care.to_owned());
    let (caution, forbidden) = (care("caution"), care("forbidden"));
    assert_eq!(told, [(None, caution.clone()), (caution, forbidden.clone()), (forbidden, None)]);
}

#[sqlx::test]
async fn the_document_has_the_ledger_and_a_system_it_names_is_not_removed(pool: PgPool) {
    let bench = bench(pool).await;
    asked(&bench, reading()).await.unwrap();
    let mut tx = bench.act().await;
    let loaded = load(&mut tx, bench.grant()).await.unwrap();
    let mut shop = loaded.document.system(SHOP).unwrap().clone();
    shop.name = "Web shop".into();
    put(&mut tx, bench.grant(), Part::System(shop.clone()), 1).await.unwrap();
    let loaded = load(&mut tx, bench.grant()).await.unwrap();
    assert_eq!(loaded.document.access.requests[0].system_name, "Web shop");
    let kept = remove(&mut tx, bench.grant(), Part::System(shop).id(), 2).await.unwrap_err();
    assert!(says(&kept)[0].1.contains("1 entry of the access ledger"), "{kept:?}");
}

mod kept;
