//! What the tables hold of one client's engagement, to be held against what they hold later.

use sqlx::PgPool;
use uuid::Uuid;

/// Everything of the other client, as text.
pub async fn contents(owner: &PgPool, room: Uuid) -> Vec<String> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select table_name::text from information_schema.columns
         where table_schema = 'public' and column_name = 'engagement_id' order by 1",
    )
    .fetch_all(owner)
    .await
    .unwrap();
    let mut all = Vec::new();
    for table in tables {
        let rows = format!("select t::text from {table} t where engagement_id = $1 order by 1");
        let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(rows))
            .bind(room)
            .fetch_all(owner)
            .await
            .unwrap();
        all.extend(rows.into_iter().map(|row| format!("{table} {row}")));
    }
    all
}
