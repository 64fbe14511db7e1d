//! What erasing leaves alone, and who can erase nothing: consultants, clients, and whoever speaks to the database directly.

use super::{ask, rows};
use crate::harness::{Person, TestApp};
use crate::walk::contents;
use axum::http::StatusCode;
use faultline::stores::erasure::carry_out;
use faultline::stores::erasure::certificate::{self, Scope};
use sqlx::{AssertSqlSafe, PgPool, query_scalar};
use uuid::Uuid;

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn of_an_engagement_that_is_erased_the_client_and_its_people_stay(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let north = &app.world.north;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let settings = admin.get(&format!("/e/{}/settings", north.id)).await.body;
    let page = format!("/engagements/{}/erase", north.id);
    assert!(settings.contains(&page), "{settings}");
    let page = ask(&mut admin, &page, "Orders of North Outfitters").await;
    carry_out::all_open(&app.db, app.files()).await.unwrap();
    let file = admin.get(&format!("{page}/certificate.json")).await.body;
    let (says, _) = certificate::verify(&file).unwrap();
    assert_eq!((says.scope, says.subject), (Scope::Engagement, north.id));
    assert_eq!(
        (rows(&says, "engagement"), rows(&says, "client"), rows(&says, "person")),
        (1, 0, 0)
    );
    let only_the_audit = contents(&owner, north.id).await;
    assert!(only_the_audit.iter().all(|row| row.starts_with("audit ")), "{only_the_audit:?}");
    assert_eq!(admin.get(&format!("/e/{}", north.id)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(admin.get(&format!("/clients/{}", north.client)).await.status, StatusCode::OK);
    assert!(viewer.is_signed_in().await);
}

/// Whether somebody's transaction, as the role that serves, can do this.
async fn can(app: &TestApp, person: Person, claimed: &str, sql: &str) -> bool {
    let mut tx = app.owner.begin().await.unwrap();
    let act = format!(
        "set local role faultline_app; set local faultline.role = '{claimed}';
         set local faultline.person = '{}'; {sql}",
        app.world.person(person)
    );
    sqlx::raw_sql(AssertSqlSafe(act)).execute(&mut *tx).await.is_ok()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_role_that_serves_erases_nothing_that_no_admin_had_erased(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (client, room) = (app.world.north.client, app.world.north.id);
    let new = Uuid::now_v7();
    let ask = format!("select erasure_ask('{new}', '{client}', null, '\\x01')");
    assert!(can(&app, Person::Admin, "admin", &ask).await);
    for (person, claimed) in [
        (Person::Lead, "consultant"),
        (Person::Lead, "admin"),
        (Person::Viewer, "client"),
        (Person::Viewer, "admin"),
    ] {
        assert!(!can(&app, person, claimed, &ask).await, "{person:?} as {claimed}");
    }
    let finished = app.world.north.ids["erasure"];
    for which in [new, finished] {
        for step in [
            format!("select erasure_room('{which}', '{room}', 0, 0)"),
            format!("select erasure_client('{which}')"),
        ] {
            assert!(!can(&app, Person::Admin, "admin", &step).await, "{step}");
        }
    }
    for table in ["client", "engagement", "intake", "erasure", "audit", "snapshot"] {
        let delete = format!("delete from {table}");
        assert!(!can(&app, Person::Admin, "admin", &delete).await, "{table}");
    }
    let inner = format!("select erasure_add('{finished}', 'x', 1, 1)");
    assert!(!can(&app, Person::Admin, "admin", &inner).await);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_would_be_erased_is_told_to_admins_alone(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let preview = async |person: Person, claimed: &str| {
        let mut tx = owner.begin().await.unwrap();
        let act = format!(
            "set local role faultline_app; set local faultline.role = '{claimed}';
             set local faultline.person = '{}'",
            app.world.person(person)
        );
        sqlx::raw_sql(AssertSqlSafe(act)).execute(&mut *tx).await.unwrap();
        let count = "select count(*) from erasure_preview($1, null)";
        let count = query_scalar::<_, i64>(count).bind(app.world.north.client);
        count.fetch_one(&mut *tx).await.unwrap()
    };
    assert!(preview(Person::Admin, "admin").await > 20);
    assert_eq!(preview(Person::Lead, "admin").await, 0);
    assert_eq!(preview(Person::Contributor, "client").await, 0);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn whatever_has_an_engagement_goes_with_it(owner: PgPool) {
    // A table without this would keep its rows, or keep an engagement from being erased.
    let stays: Vec<String> = query_scalar(
        "select c.relname::text from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'engagement_id' and not a.attisdropped
         where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'audit'
             and not exists (select from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'
                                 and f.confdeltype = 'c' and a.attnum = any (f.conkey))
         order by 1",
    )
    .fetch_all(&owner)
    .await
    .unwrap();
    assert_eq!(stays, Vec::<String>::new());
}
