//! What the roles of the database may do with what was redacted, and read of drafts.

use crate::harness::{Person, TestApp};
use sqlx::{AssertSqlSafe, PgPool, query_scalar};
use uuid::Uuid;

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_role_that_serves_withdraws_nothing_of_others_and_writes_no_version_anew(
    owner: PgPool,
) {
    let app = TestApp::new(owner.clone()).await;
    let act = async |person: Person, claimed: &str, sql: String| {
        let mut tx = owner.begin().await.unwrap();
        let act = format!(
            "set local role faultline_app; set local faultline.role = '{claimed}';
             set local faultline.person = '{}'; {sql}",
            app.world.person(person)
        );
        sqlx::raw_sql(AssertSqlSafe(act)).execute(&mut *tx).await.is_ok()
    };
    let (north, id) = (app.world.north.id, app.world.north.ids["snapshot"]);
    let redact = format!("select redact_rows('{north}', 'Order', '‹name 1›')");
    let withdraw = format!("select withdraw_snapshot('{north}', '{id}', '{{}}', sha256('{{}}'))");
    let forged = format!("select withdraw_snapshot('{north}', '{id}', '{{}}', sha256('x'))");
    assert!(act(Person::Lead, "consultant", redact.clone()).await);
    assert!(act(Person::Lead, "consultant", withdraw.clone()).await);
    assert!(!act(Person::Lead, "consultant", forged).await);
    for (person, claimed) in [
        (Person::Outside, "consultant"),
        (Person::Outside, "admin"),
        (Person::Viewer, "client"),
        (Person::Viewer, "admin"),
    ] {
        assert!(!act(person, claimed, redact.clone()).await, "{person:?} as {claimed}");
        assert!(!act(person, claimed, withdraw.clone()).await, "{person:?} as {claimed}");
    }
    let update = format!("update snapshot set document = '' where engagement_id = '{north}'");
    assert!(!act(Person::Admin, "admin", update).await);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_draft_is_read_by_its_writer_and_the_owner_of_the_tables_whatever_others_are_called(
    owner: PgPool,
) {
    let app = TestApp::new(owner.clone()).await;
    let name = format!("serving_{}", Uuid::now_v7().simple());
    let make = format!("create role {name} in role faultline_app inherit");
    sqlx::raw_sql(AssertSqlSafe(make)).execute(&owner).await.unwrap();
    let drafts = async |role: &str, person: Person| {
        let mut tx = owner.begin().await.unwrap();
        let act = format!(
            "set local role {role}; set local faultline.role = '{}'; set local faultline.person = '{}'",
            person.role(),
            app.world.person(person)
        );
        sqlx::raw_sql(AssertSqlSafe(act)).execute(&mut *tx).await.unwrap();
        let count = "select count(*) from map_draft where content = '-> nowhere'";
        query_scalar::<_, i64>(count).fetch_one(&mut *tx).await.unwrap()
    };
    assert_eq!(drafts(&name, Person::Lead).await, 1, "their own");
    assert_eq!(drafts(&name, Person::Admin).await, 0, "of nobody else");
    assert_eq!(drafts("faultline_app", Person::Admin).await, 0);
    let end = format!("drop role {name}");
    sqlx::raw_sql(AssertSqlSafe(end)).execute(&owner).await.unwrap();
}
