//! What each person's transaction, as the role that serves, can do to each table of the first client.
//! Every attempt is undone, so that none decides the next.

use crate::harness::{Person, World};
use sqlx::{AssertSqlSafe, Connection, PgConnection, query_scalar};
use std::fmt::Write;

mod firm;
mod room;
mod work;

/// How to try a table.
pub struct Probe {
    /// The table.
    pub name: &'static str,
    /// What of it is the first client's.
    of_north: &'static str,
    /// The column that says whose a row is, if moving a row means anything.
    owner_column: Option<&'static str>,
    /// A column that can be set to itself.
    column: &'static str,
    /// A row that could be added to the first client's: columns and values.
    new: (&'static str, &'static str),
}

const OF_ENGAGEMENT: &str = "engagement_id = $north";

const fn tenants(
    name: &'static str,
    column: &'static str,
    new: (&'static str, &'static str),
) -> Probe {
    Probe { name, of_north: OF_ENGAGEMENT, owner_column: Some("engagement_id"), column, new }
}

/// Every table that row-level security keeps.
pub fn tables() -> impl Iterator<Item = &'static Probe> {
    [work::WORK, room::ROOM, firm::FIRM].into_iter().flatten()
}

const VERBS: [&str; 8] = [
    "select",
    "insert",
    "insert for another",
    "update",
    "move",
    "delete",
    BLIND_UPDATE,
    BLIND_DELETE,
];
/// Without a condition nothing has to be read, so that only the policy of the verb itself stands in the way.
const BLIND_UPDATE: &str = "update all";
const BLIND_DELETE: &str = "delete all";

/// What came of one attempt.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub who: Person,
    pub table: &'static str,
    pub verb: &'static str,
    /// Rows that were seen or changed; none when it was refused.
    pub rows: i64,
    /// Whether those rows are the first client's engagement, or what is in it.
    pub of_room: bool,
}

impl Probe {
    fn sql(&self, verb: &str) -> Option<String> {
        let Self { name, of_north, owner_column, column, new: (columns, values) } = self;
        Some(match verb {
            "select" => format!("select count(*) from {name} where {of_north}"),
            "insert" => counted(&format!("insert into {name} ({columns}) values ({values})")),
            "insert for another" if values.contains("$me") => {
                let values = values.replace("$me", "$other");
                counted(&format!("insert into {name} ({columns}) values ({values})"))
            }
            "update" => counted(&format!("update {name} set {column} = {column} where {of_north}")),
            "move" => {
                let owner = (*owner_column)?;
                counted(&format!("update {name} set {owner} = $south where {of_north}"))
            }
            "delete" => counted(&format!("delete from {name} where {of_north}")),
            BLIND_UPDATE => counted(&format!("update {name} set {column} = null")),
            BLIND_DELETE => counted(&format!("delete from {name}")),
            _ => return None,
        })
    }
}

/// A statement that writes, made to say how many rows it wrote. It reads nothing back: reading has rules of its own.
fn counted(statement: &str) -> String {
    format!(
        "do $do$ declare reached bigint; begin {statement}; get diagnostics reached = row_count; perform set_config('probe.rows', reached::text, true); end $do$"
    )
}

/// Every attempt of everyone.
pub async fn all_outcomes(conn: &mut PgConnection, world: &World) -> Vec<Outcome> {
    outcomes_of(conn, world, |_| true).await
}

/// Every attempt of everyone on the tables that are asked for.
pub async fn outcomes_of(
    conn: &mut PgConnection,
    world: &World,
    wanted: impl Fn(&str) -> bool,
) -> Vec<Outcome> {
    let fresh = "insert into person (id, email, name, role) values (gen_random_uuid(), 'fresh' || random() || '@firm.example', 'Fresh', 'consultant') returning id";
    let mut tx = conn.begin().await.unwrap();
    let fresh: uuid::Uuid = query_scalar(fresh).fetch_one(&mut *tx).await.unwrap();
    for person in [Person::Viewer, Person::Stranger] {
        let session = "insert into session (id_hash, person_id, data, expires_at) values (sha256($1::text::bytea), $2, '{}', now() + interval '1 day')";
        let id = world.person(person);
        sqlx::query(session).bind(id.to_string()).bind(id).execute(&mut *tx).await.unwrap();
    }
    sqlx::query("update person set disabled_at = now() where id = $1")
        .bind(world.person(Person::Disabled))
        .execute(&mut *tx)
        .await
        .unwrap();
    let mut outcomes = Vec::new();
    for who in Person::ALL {
        for table in tables().filter(|table| wanted(table.name)) {
            for verb in VERBS {
                let Some(sql) = table.sql(verb) else { continue };
                let sql = named(&sql, world, who, fresh);
                let rows = attempt(&mut tx, world, who, verb, &sql).await;
                let of_room = table.of_north == OF_ENGAGEMENT
                    || (table.name == "engagement" && verb != "insert");
                // Everyone may record what they did themselves, wherever they say they did it, and ask for a triage;
                // and whoever says “all” reaches what is their own.
                let own = matches!((table.name, verb), ("audit" | "intake", "insert"))
                    || [BLIND_UPDATE, BLIND_DELETE].contains(&verb);
                let of_room = of_room && !own;
                outcomes.push(Outcome { who, table: table.name, verb, rows, of_room });
            }
        }
    }
    tx.rollback().await.unwrap();
    outcomes
}

/// The statement with its ids.
fn named(sql: &str, world: &World, who: Person, fresh: uuid::Uuid) -> String {
    let id = |id: uuid::Uuid| format!("'{id}'::uuid");
    let me = who.email().map_or_else(|| "null::uuid".to_owned(), |_| id(world.person(who)));
    let other = if who == Person::Lead { Person::Consultant } else { Person::Lead };
    sql.replace("$north", &id(world.north.id))
        .replace("$south", &id(world.south.id))
        .replace("$client", &id(world.north.client))
        .replace("$snapshot", &id(world.north.ids["snapshot"]))
        .replace("$token", &id(world.north.ids["api_token"]))
        .replace("$share", &id(world.north.ids["share"]))
        .replace("$viewer", &id(world.person(Person::Viewer)))
        .replace("$other", &id(world.person(other)))
        .replace("$fresh", &id(fresh))
        .replace("$me", &me)
}

/// Rows an attempt reached, as the role that serves, for a person; it is undone.
async fn attempt(
    conn: &mut PgConnection,
    world: &World,
    who: Person,
    verb: &str,
    sql: &str,
) -> i64 {
    let mut tx = conn.begin().await.unwrap();
    let (person, role) = match who {
        Person::Nobody => (String::new(), ""),
        who => (world.person(who).to_string(), who.role()),
    };
    let act = format!(
        "set local role faultline_app;
         select set_config('faultline.person', '{person}', true), set_config('faultline.role', '{role}', true),
                set_config('probe.rows', '0', true)"
    );
    sqlx::raw_sql(AssertSqlSafe(act)).execute(&mut *tx).await.unwrap();
    let rows = if verb == "select" {
        query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut *tx).await.unwrap_or(0)
    } else {
        match sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await {
            Ok(_) => query_scalar("select current_setting('probe.rows')::bigint")
                .fetch_one(&mut *tx)
                .await
                .unwrap(),
            // Rows are checked against policies first: one that a constraint then refuses was let through.
            Err(error) if is_constrained(&error) => 1,
            Err(error) => {
                refused_by_rights(&error, sql);
                0
            }
        }
    };
    tx.rollback().await.unwrap();
    rows
}

fn is_constrained(error: &sqlx::Error) -> bool {
    let error = error.as_database_error();
    let integrity = error.and_then(|error| error.code()).is_some_and(|code| code.starts_with("23"));
    integrity && error.and_then(|error| error.constraint()) != Some("membership_fits")
}

/// A probe that fails for any other reason than being refused proves nothing.
fn refused_by_rights(error: &sqlx::Error, sql: &str) {
    let error = error.as_database_error().unwrap_or_else(|| panic!("{error}: {sql}"));
    let refused = error.code().as_deref() == Some("42501");
    let unfit = error.constraint() == Some("membership_fits");
    assert!(refused || unfit, "{error}: {sql}");
}

/// The outcomes as a table: a line for each table and verb, a column for each person.
pub fn table_of(outcomes: &[Outcome]) -> String {
    let mut table = String::new();
    let width = 34;
    write!(table, "{:width$}", "rows reached by").unwrap();
    for who in Person::ALL {
        write!(table, "{:>12}", format!("{who:?}").to_lowercase()).unwrap();
    }
    let mut line = ("", "");
    for probe in tables() {
        for verb in VERBS {
            for outcome in outcomes.iter().filter(|it| it.table == probe.name && it.verb == verb) {
                if line != (outcome.table, outcome.verb) {
                    line = (outcome.table, outcome.verb);
                    write!(table, "\n{:width$}", format!("{} {}", outcome.table, outcome.verb))
                        .unwrap();
                }
                let shown =
                    if outcome.rows == 0 { "–".to_owned() } else { outcome.rows.to_string() };
                write!(table, "{shown:>12}").unwrap();
            }
        }
    }
    table
}
