//! Upgrades by an owner who is no superuser: row-level security binds them, and what was there is counted all the same.

use faultline::MIGRATOR;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, PgPool, Postgres, Row};

/// An owner who is no superuser, and the connection they migrate with.
struct Owner {
    conn: PoolConnection<Postgres>,
    name: String,
}

impl Owner {
    async fn new(pool: &PgPool) -> Self {
        let name = format!("plain_{}", uuid::Uuid::now_v7().simple());
        let mut owner = Self { conn: pool.acquire().await.unwrap(), name: name.clone() };
        let set = format!(
            "create role {name} createrole; alter schema public owner to {name}; set role {name}"
        );
        owner.run(set).await;
        owner
    }

    async fn run(&mut self, sql: String) {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *self.conn).await.unwrap();
    }

    /// Runs the migrations after one up to another.
    async fn step(&mut self, from: i64, to: i64) {
        for migration in MIGRATOR.iter().filter(|it| it.version > from && it.version <= to) {
            let sql = migration.sql.as_str().to_owned();
            self.run(format!("begin; {sql}; commit")).await;
        }
    }

    /// Adds a client with an engagement, and rows besides, as the tables were after the sixth migration.
    async fn begin(&mut self, rows: &str) {
        let sql = format!(
            "begin; select set_config('faultline.role', 'admin', true);
             insert into client (id, name) values ('00000000-0000-0000-0000-0000000000c1', 'North');
             insert into engagement (id, client_id, title, redaction_key)
                 values ('00000000-0000-0000-0000-0000000000e1', '00000000-0000-0000-0000-0000000000c1', 'T', 'k');
             {rows};
             commit"
        );
        self.run(sql).await;
    }

    /// What a query finds once its superuser asks.
    async fn kept(&mut self, sql: &'static str) -> Vec<PgRow> {
        self.run("reset role".to_owned()).await;
        sqlx::query(sql).fetch_all(&mut *self.conn).await.unwrap()
    }

    /// Takes the owner out of the cluster, which outlives the database.
    async fn leave(mut self) {
        let name = &self.name;
        let sql = format!(
            "reassign owned by {name} to current_user; drop owned by {name}; drop role {name}"
        );
        self.run(sql).await;
    }
}

#[sqlx::test(migrations = false)]
async fn what_was_there_before_is_counted_by_a_plain_owner_too(pool: PgPool) {
    let mut owner = Owner::new(&pool).await;
    owner.step(0, 6).await;
    let rows = "insert into part (engagement_id, id, kind, body)
            values ('00000000-0000-0000-0000-0000000000e1', gen_random_uuid(), 'integration', '{\"name\":\"I\"}');
        insert into sample (id, engagement_id, symptom, origin, cause, occurred_at, detected_by, outcome, summary, evidence)
            values (gen_random_uuid(), '00000000-0000-0000-0000-0000000000e1', 'wrong', 'source', 'timeout', now(),
                    'staff', 'failed', 'x', 'password=‹password 123456›')";
    owner.begin(rows).await;
    owner.step(6, i64::MAX).await;
    let kept =
        "select (select count(*) from sample_secret), (select integrations::text from engagement)";
    let kept = owner.kept(kept).await.remove(0);
    assert_eq!(kept.get::<i64, _>(0), 1, "that a secret was found is lost");
    assert!(kept.get::<String, _>(1).contains("\"I\""), "{}", kept.get::<String, _>(1));
    owner.leave().await;
}

#[sqlx::test(migrations = false)]
async fn questions_that_were_kept_with_a_stroke_are_found_by_their_own_key_again(pool: PgPool) {
    let mut owner = Owner::new(&pool).await;
    owner.step(0, 6).await;
    let part = |n: u32, kind: &str, body: &str| {
        format!(
            "insert into part (engagement_id, id, kind, body) values ('00000000-0000-0000-0000-0000000000e1',
                 '00000000-0000-0000-0000-{n:012}', '{kind}', '{body}')"
        )
    };
    let rows = [
        part(1, "task", r#"{"unknown":"control/control/i/retry_count","question":"a/b"}"#),
        part(2, "task", r#"{"unknown":"sample:samples/i"}"#),
        part(3, "task", r#"{"unknown":"cause/pattern/i/x/y/z"}"#),
        part(4, "task", r#"{"unknown":"cause:pattern/i/x/y/z"}"#),
        part(
            5,
            "quote",
            r#"{"notes":"n","assumptions":[{"unknown":"credentials/integration_fact/i/credentials","says":"s/t"},{"unknown":""},{"says":"u/v"}]}"#,
        ),
        part(6, "quote_note", r#"{"unknown":"control/control/i/retry_count"}"#),
    ];
    owner.begin(&rows.join("; ")).await;
    owner.step(6, i64::MAX).await;
    let kept = owner.kept("select body::text, version from part order by id").await;
    let kept: Vec<(String, i32)> = kept.iter().map(|row| (row.get(0), row.get(1))).collect();
    let told = |body: &str, version| (body.to_owned(), version);
    let expected = [
        told(r#"{"unknown": "control:control/i/retry_count", "question": "a/b"}"#, 2),
        told(r#"{"unknown": "sample:samples/i"}"#, 1),
        // The same was asked anew since.
        told(r#"{"unknown": "cause/pattern/i/x/y/z"}"#, 1),
        told(r#"{"unknown": "cause:pattern/i/x/y/z"}"#, 1),
        told(
            r#"{"notes": "n", "assumptions": [{"says": "s/t", "unknown": "credentials:integration_fact/i/credentials"}, {"unknown": ""}, {"says": "u/v"}]}"#,
            2,
        ),
        told(r#"{"unknown": "control/control/i/retry_count"}"#, 1),
    ];
    assert_eq!(kept, expected);
    owner.leave().await;
}
