//! A text in every column that can hold one, and where it stands afterwards: in every table, as text and as bytes.

use crate::harness::world::Room;
use crate::harness::{Browser, Person, TestApp};
use crate::safety::redacted;
use axum::http::StatusCode;
use sqlx::{AssertSqlSafe, PgPool, query_as, query_scalar};
use uuid::Uuid;

/// What must be found nowhere.
pub const CANARY: &str = "zanzibar-heron";

/// Puts a text into every column of an engagement that takes it, whatever it is for, and says how many those were.
pub async fn planted_everywhere(owner: &PgPool, room: &Room, text: &str) -> usize {
    let mut planted = redacted::planted(owner, room.id, text).await;
    redacted::planted_by_kind(owner, room.id, text).await;
    let columns: Vec<(String, String, String)> = query_as(
        "select c.table_name::text, c.column_name::text, c.udt_name::text
         from information_schema.columns c join pg_class t on t.oid = c.table_name::regclass and t.relkind = 'r'
         where c.table_schema = 'public' and c.udt_name in ('text', 'varchar', '_text', 'json', 'jsonb', 'bytea')
             -- Words of ours, by which an entry of the audit that stays says what kind of thing was done.
             and not (c.table_name = 'audit' and c.column_name in ('action', 'subject_kind'))
             and (c.table_name = 'engagement'
                  or exists (select from information_schema.columns e
                             where e.table_schema = 'public' and e.table_name = c.table_name
                                 and e.column_name = 'engagement_id'))
         order by 1, 2",
    )
    .fetch_all(owner)
    .await
    .unwrap();
    assert!(columns.len() > 120, "only {} columns", columns.len());
    for (table, column, kind) in columns {
        planted += usize::from(planted_in(owner, room.id, text, &table, &column, &kind).await);
    }
    planted
}

/// Whether a column takes it. Keys of ours, whose values are checked, do not.
async fn planted_in(
    owner: &PgPool,
    room: Uuid,
    text: &str,
    table: &str,
    column: &str,
    kind: &str,
) -> bool {
    let value = match kind {
        "text" | "varchar" => "$2::text",
        "_text" => "array[$2::text]",
        "json" => "json_build_object('said', $2::text)",
        "jsonb" => "jsonb_build_object('said', $2::text)",
        _ => "convert_to($2::text, 'UTF8')",
    };
    let whose = if table == "engagement" { "id" } else { "engagement_id" };
    let plant = format!("update \"{table}\" set \"{column}\" = {value} where {whose} = $1");
    let mut tx = owner.begin().await.unwrap();
    let done = sqlx::query(AssertSqlSafe(plant)).bind(room).bind(text).execute(&mut *tx).await;
    let planted = done.is_ok_and(|done| done.rows_affected() > 0);
    if planted {
        tx.commit().await.unwrap();
    }
    planted
}

/// The same in what a client has outside its engagements: its name, its people, what they may come back with, and requests
/// by its name and by the address of one of them. Returns its people's addresses.
pub async fn of_firm(app: &TestApp, admin: &mut Browser, name: &str) -> Vec<String> {
    let (north, owner) = (&app.world.north, &app.owner);
    let renamed = admin
        .post(&format!("/clients/{}", north.client), &[("version", "1"), ("name", name)])
        .await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", renamed.body);
    let invited = [
        ("name", "Zanzibar-heron Newcomer"),
        ("email", "new.zanzibar-heron@north.example"),
        ("role", "client"),
        ("client", &north.client.to_string()),
    ];
    let invited = admin.post("/people/new", &invited).await;
    assert!(invited.status.is_success() || invited.status.is_redirection(), "{}", invited.body);
    let people = "update person set name = 'Zanzibar-heron ' || left(name, 60), email = 'zanzibar-heron.' || email
                  where client_id = $1 and email not like '%zanzibar%' returning email";
    let mut emails: Vec<String> =
        query_scalar(people).bind(north.client).fetch_all(owner).await.unwrap();
    emails.sort();
    let viewer = app.world.person(Person::Viewer);
    for plant in [
        "insert into session (id_hash, person_id, data, address, agent, expires_at)
         values ('zanzibar-heron'::bytea, $1, '{\"said\": \"zanzibar-heron\"}', 'zanzibar-heron', 'zanzibar-heron',
                 now() + interval '1 day')",
        "insert into invitation (token_hash, person_id, expires_at) values ('zanzibar-heron'::bytea, $1, now())",
        "insert into form_sent (key, person_id, location) values ('zanzibar-heron'::bytea, $1, '/zanzibar-heron')",
        "insert into known_network (account_hash, network_hash)
         select account_key(email), 'zanzibar-heron'::bytea from person where id = $1",
        "insert into sign_in_failure (account_hash, network_hash)
         select account_key(email), 'zanzibar-heron'::bytea from person where id = $1",
        "insert into audit (person_id, action, subject_kind, subject_name, after)
         values ($1, 'signed_in', 'person', 'zanzibar-heron', '{\"said\": \"zanzibar-heron\"}')",
    ] {
        sqlx::query(plant).bind(viewer).execute(owner).await.unwrap();
    }
    let asked = "insert into intake (id, name, company, email, workflow, starts, notices, how_often, systems, symptoms, more,
                     fingerprint)
                 values (gen_random_uuid(), $3, $1, $2, $3, $3, $3, 'daily', array[$3], array[$3], $3,
                         convert_to($1 || $3, 'UTF8'))";
    for (company, email) in [(name.to_uppercase(), "x@y.example"), ("Other".into(), &*emails[0])] {
        let asked = sqlx::query(asked).bind(company).bind(email).bind(CANARY);
        asked.execute(owner).await.unwrap();
    }
    emails
}

/// The tables in which a text stands: as text, or as bytes.
pub async fn places(owner: &PgPool, text: &str) -> Vec<String> {
    let tables = "select c.relname::text from pg_class c
                  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm') order by 1";
    let tables: Vec<String> = query_scalar(tables).fetch_all(owner).await.unwrap();
    let mut found = Vec::new();
    for table in tables {
        let find = format!(
            "select count(*) from \"{table}\" t
             where strpos(lower(t::text), $1) > 0 or strpos(t::text, encode(convert_to($1, 'UTF8'), 'hex')) > 0"
        );
        let rows: i64 =
            query_scalar(AssertSqlSafe(find)).bind(text).fetch_one(owner).await.unwrap();
        if rows > 0 {
            found.push(format!("{table}: {rows}"));
        }
    }
    found
}
