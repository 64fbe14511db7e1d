//! Upgrades by an owner who is no superuser: row-level security binds them, and what was there is counted all the same.

use faultline::MIGRATOR;
use sqlx::{AssertSqlSafe, PgPool, Row};

#[sqlx::test(migrations = false)]
async fn what_was_there_before_is_counted_by_a_plain_owner_too(owner: PgPool) {
    let name = format!("plain_{}", uuid::Uuid::now_v7().simple());
    let mut conn = owner.acquire().await.unwrap();
    let run = async |conn: &mut sqlx::PgConnection, sql: String| {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(conn).await.unwrap();
    };
    run(
        &mut conn,
        format!(
            "create role {name} createrole; alter schema public owner to {name}; set role {name}"
        ),
    )
    .await;
    let step = async |conn: &mut sqlx::PgConnection, from: i64, to: i64| {
        for migration in MIGRATOR.iter().filter(|it| it.version > from && it.version <= to) {
            let sql = migration.sql.as_str().to_owned();
            run(&mut *conn, format!("begin; {sql}; commit")).await;
        }
    };
    step(&mut conn, 0, 6).await;
    let rows = "begin; select set_config('faultline.role', 'admin', true);
        insert into client (id, name) values ('00000000-0000-0000-0000-0000000000c1', 'North');
        insert into engagement (id, client_id, title, redaction_key)
            values ('00000000-0000-0000-0000-0000000000e1', '00000000-0000-0000-0000-0000000000c1', 'T', 'k');
        insert into part (engagement_id, id, kind, body)
            values ('00000000-0000-0000-0000-0000000000e1', gen_random_uuid(), 'integration', '{\"name\":\"I\"}');
        insert into sample (id, engagement_id, symptom, origin, cause, occurred_at, detected_by, outcome, summary, evidence)
            values (gen_random_uuid(), '00000000-0000-0000-0000-0000000000e1', 'wrong', 'source', 'timeout', now(),
                    'staff', 'failed', 'x', 'password=‹password 123456›');
        commit";
    run(&mut conn, rows.to_owned()).await;
    step(&mut conn, 6, i64::MAX).await;
    run(&mut conn, "reset role".to_owned()).await;
    let kept =
        "select (select count(*) from sample_secret), (select integrations::text from engagement)";
    let kept = sqlx::query(kept).fetch_one(&mut *conn).await.unwrap();
    assert_eq!(kept.get::<i64, _>(0), 1, "that a secret was found is lost");
    assert!(kept.get::<String, _>(1).contains("\"I\""), "{}", kept.get::<String, _>(1));
    run(
        &mut conn,
        format!("reassign owned by {name} to current_user; drop owned by {name}; drop role {name}"),
    )
    .await;
}
