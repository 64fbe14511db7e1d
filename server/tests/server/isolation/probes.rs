//! What each person's transaction, as the role that serves, can do to each table of the first client.
//! Every attempt is undone, so that none decides the next.

use crate::harness::{Person, World};
use sqlx::{AssertSqlSafe, Connection, PgConnection, query_scalar};
use std::fmt::Write;

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
pub const TABLES: &[Probe] = &[
    Probe {
        name: "client",
        of_north: "id = $client",
        owner_column: None,
        column: "name",
        new: ("id, name", "gen_random_uuid(), 'New'"),
    },
    Probe {
        name: "person",
        of_north: "id = $viewer",
        owner_column: None,
        column: "name",
        new: (
            "id, email, name, role, client_id",
            "gen_random_uuid(), 'n@x.example', 'N', 'client', $client",
        ),
    },
    Probe {
        name: "invitation",
        of_north: "person_id = $viewer",
        owner_column: None,
        column: "expires_at",
        new: ("token_hash, person_id, expires_at", "'\\x01', $viewer, now()"),
    },
    Probe {
        name: "session",
        of_north: "person_id = $viewer",
        owner_column: None,
        column: "address",
        new: ("id_hash, person_id, data, expires_at", "'\\x01', $viewer, '{}', now()"),
    },
    Probe {
        name: "engagement",
        of_north: "id = $north",
        owner_column: None,
        column: "title",
        new: ("id, client_id, title, redaction_key", "gen_random_uuid(), $client, 'New', '\\x00'"),
    },
    tenants(
        "membership",
        "capacity",
        ("engagement_id, person_id, capacity", "$north, $fresh, 'consultant'"),
    ),
    tenants(
        "part",
        "body",
        ("engagement_id, id, kind, body", "$north, gen_random_uuid(), 'system', '{}'"),
    ),
    tenants(
        "sample_import",
        "file_name",
        (
            "id, engagement_id, file_name, stored, refused, repeated",
            "gen_random_uuid(), $north, 'x', 0, 0, 0",
        ),
    ),
    tenants(
        "sample",
        "summary",
        (
            "id, engagement_id, symptom, origin, cause, occurred_at, detected_by, outcome, summary",
            "gen_random_uuid(), $north, 'wrong', 'source', 'timeout', now(), 'staff', 'failed', 'x'",
        ),
    ),
    tenants(
        "sample_tally",
        "n",
        (
            "engagement_id, day, integration_id, symptom, origin, cause, missing_control, detected_by, status_said_success, state, n, minutes",
            "$north, '2020-01-01', gen_random_uuid(), '', '', '', '', '', false, 'new', 1, 1",
        ),
    ),
    tenants(
        "sample_secret",
        "samples",
        (
            "engagement_id, kind, samples, first_seen, last_seen, last_sample",
            "$north, 'token', 1, now(), now(), gen_random_uuid()",
        ),
    ),
    tenants(
        "sample_clock",
        "n",
        (
            "engagement_id, import_id, integration_id, measure, slot, n",
            "$north, gen_random_uuid(), gen_random_uuid(), 'hour', 0, 1",
        ),
    ),
    tenants(
        "sample_pattern",
        "name",
        ("engagement_id, id, name", "$north, gen_random_uuid(), 'x'"),
    ),
    tenants(
        "sample_pattern_rule",
        "origin",
        (
            "engagement_id, integration_id, symptom, origin, cause, pattern_id",
            "$north, gen_random_uuid(), 'wrong', 'source', 'timeout', gen_random_uuid()",
        ),
    ),
    tenants(
        "map_draft",
        "content",
        (
            "engagement_id, workflow_id, side, person_id, made_from, base, content",
            "$north, gen_random_uuid(), 'actual', $me, 0, '', 'x'",
        ),
    ),
    tenants(
        "job",
        "state",
        (
            "id, engagement_id, kind, subject_id, created_by",
            "gen_random_uuid(), $north, 'import', gen_random_uuid(), $me",
        ),
    ),
    tenants(
        "upload",
        "file_name",
        ("id, engagement_id, file_name", "gen_random_uuid(), $north, 'x'"),
    ),
    tenants(
        "upload_chunk",
        "number",
        ("engagement_id, upload_id, number, content", "$north, gen_random_uuid(), 1, '\\x01'"),
    ),
    tenants(
        "import_mapping",
        "mapping",
        ("engagement_id, header_hash, mapping", "$north, '\\x02', '{}'"),
    ),
    tenants(
        "import_refusal",
        "reasons",
        (
            "engagement_id, import_id, number, reasons, cells",
            "$north, gen_random_uuid(), 1, 'x', '[]'",
        ),
    ),
    tenants(
        "reconciliation",
        "file_a",
        (
            "id, engagement_id, system_a, system_b, file_a, file_b",
            "gen_random_uuid(), $north, gen_random_uuid(), gen_random_uuid(), 'x', 'x'",
        ),
    ),
    tenants(
        "reconciliation_difference",
        "kind",
        (
            "engagement_id, reconciliation_id, number, kind, late, columns, content, record, fingerprint",
            "$north, gen_random_uuid(), 1, 'changed', false, '{}', '{}', '\\x01', '\\x01'",
        ),
    ),
    tenants(
        "attachment",
        "removed_at",
        (
            "id, engagement_id, sample_id, name, format, bytes",
            "gen_random_uuid(), $north, gen_random_uuid(), 'x', 'png', 1",
        ),
    ),
    tenants(
        "redaction",
        // What was marked is read by nobody: whoever sets it says what it becomes.
        "files_changed",
        (
            "id, engagement_id, sample_id, placeholder, files_searched, created_by",
            "gen_random_uuid(), $north, gen_random_uuid(), 'x', 0, $me",
        ),
    ),
    tenants(
        "api_token",
        "revoked_at",
        (
            "id, engagement_id, person_id, name, scopes, expires_at",
            "gen_random_uuid(), $north, $me, 'x', '{samples:read}', now()",
        ),
    ),
    Probe {
        name: "api_token_key",
        of_north: "token_id = $token",
        owner_column: None,
        column: "used",
        new: ("token_hash, token_id, person_id", "'\\x01', $token, $me"),
    },
    tenants(
        "api_answer",
        "answer",
        ("token_id, engagement_id, key_hash, body_hash", "$token, $north, '\\x01', '\\x01'"),
    ),
    tenants(
        "snapshot",
        "note",
        (
            "id, engagement_id, number, document, hash, published_by, published_by_name",
            "gen_random_uuid(), $north, 9, '{}', '\\x00', $me, 'x'",
        ),
    ),
    tenants(
        "comment",
        "body",
        (
            "id, engagement_id, snapshot_id, about, body, person_id, person_name",
            "gen_random_uuid(), $north, $snapshot, 'map', 'x', $me, 'x'",
        ),
    ),
    tenants(
        "decision",
        "reason",
        (
            "id, engagement_id, snapshot_id, answer, person_id, person_name",
            "gen_random_uuid(), $north, $snapshot, 'ask', $me, 'x'",
        ),
    ),
    tenants("room_seen", "number", ("engagement_id, person_id, number", "$north, $me, 1")),
    tenants("room_read", "number", ("engagement_id, person_id, number", "$north, $me, 1")),
    tenants(
        "share",
        "revoked_at",
        (
            "id, engagement_id, snapshot_id, item, label, asks_name, has_password, person_id, expires_at",
            "gen_random_uuid(), $north, $snapshot, 'map', 'x', false, false, $me, now()",
        ),
    ),
    Probe {
        name: "share_key",
        of_north: "share_id = $share",
        owner_column: None,
        column: "password_hash",
        new: ("token_hash, share_id, person_id", "'\\x02', $share, $me"),
    },
    tenants(
        "share_opening",
        "name",
        ("id, engagement_id, share_id, network", "gen_random_uuid(), $north, $share, 'x'"),
    ),
    tenants(
        "room_reply",
        "body",
        (
            "id, engagement_id, comment_id, body, person_id, person_name",
            "gen_random_uuid(), $north, (select c.id from comment c where c.engagement_id = $north limit 1), 'x', $me, 'x'",
        ),
    ),
    tenants(
        "room_done",
        "done_at",
        ("engagement_id, kind, subject_id, done_by", "$north, 'comment', gen_random_uuid(), $me"),
    ),
    tenants(
        "comment_edit",
        "body",
        (
            "id, engagement_id, reply_id, body, person_id",
            "gen_random_uuid(), $north, (select r.id from room_reply r where r.engagement_id = $north limit 1), 'x', $me",
        ),
    ),
    tenants(
        "comment_resolution",
        "resolved",
        (
            "id, engagement_id, comment_id, resolved, person_id, person_name",
            "gen_random_uuid(), $north, (select c.id from comment c where c.engagement_id = $north limit 1), true, $me, 'x'",
        ),
    ),
    tenants(
        "mention",
        "created_at",
        (
            "id, engagement_id, comment_id, person_id, made_by",
            "gen_random_uuid(), $north, (select c.id from comment c where c.engagement_id = $north limit 1), $viewer, $me",
        ),
    ),
    tenants(
        "colleague",
        "word_back",
        (
            "id, engagement_id, name, email, capacity, asked_by, asked_by_name",
            "gen_random_uuid(), $north, 'x', 'x@x', 'viewer', $me, 'x'",
        ),
    ),
    tenants(
        "certificate",
        "outside_failed_at",
        (
            "id, engagement_id, decision_id, person_id, record, hash, stamp, authority",
            "gen_random_uuid(), $north, (select id from decision where engagement_id = $north limit 1), $me, '{}', '\\x02', '\\x00', '\\x00'",
        ),
    ),
    tenants(
        "quote",
        "reason",
        (
            "id, engagement_id, number, document, hash, valid_until, estimated_p80, quoted_p80, issued_by",
            "gen_random_uuid(), $north, 9, '{}', '\\x00', '2100-01-01', 60, 60, $me",
        ),
    ),
    tenants(
        "quote_change",
        "written_at",
        (
            "id, engagement_id, quote_id, assumption_id, document, written_by",
            "gen_random_uuid(), $north, gen_random_uuid(), gen_random_uuid(), '{}', $me",
        ),
    ),
    // Anyone may ask, and nobody answers what they ask: “for another” is a request that was accepted already.
    tenants(
        "intake",
        "reason",
        (
            "id, name, company, email, workflow, starts, notices, how_often, systems, symptoms, more, fingerprint, state",
            "gen_random_uuid(), 'x', 'x', 'x', 'x', '', '', 'daily', '{}', '{}', '', '\\x03', (case when $me is distinct from acting_person() then 'accepted' else 'waiting' end)::intake_state",
        ),
    ),
    tenants(
        "access_request",
        "answer",
        (
            "id, engagement_id, system_id, system_name, purpose, environment, scope, needed_until, asked_of, hand_over, asked_by, asked_by_name",
            "gen_random_uuid(), $north, gen_random_uuid(), 'x', 'x', '', 'read_only', '2100-01-01', '', '', $me, 'x'",
        ),
    ),
    tenants(
        "access_area",
        "says",
        (
            "id, engagement_id, system_id, system_name, care, says, recorded_by, recorded_by_name",
            "gen_random_uuid(), $north, gen_random_uuid(), 'x', 'caution', 'x', $me, 'x'",
        ),
    ),
    tenants(
        "question",
        "answer",
        (
            "id, engagement_id, sought, about, words, due_on, asked_by, asked_by_name",
            "gen_random_uuid(), $north, 'system/x/y', 'x', 'x', '2100-01-01', $me, 'x'",
        ),
    ),
    tenants(
        "truth_answer",
        "word_back",
        (
            "id, engagement_id, field_id, about, snapshot_number, agrees, differs, answered_by, answered_by_name",
            "gen_random_uuid(), $north, gen_random_uuid(), 'x', 1, true, true, $me, 'x'",
        ),
    ),
    tenants(
        "reminder",
        "days_before",
        (
            "engagement_id, subject_id, person_id, ends_on, days_before",
            "$north, gen_random_uuid(), $viewer, '2100-01-01', 1",
        ),
    ),
    tenants(
        "standing_change",
        "raised",
        ("engagement_id, person_id, raised, closed", "$north, $me, '{}', '{}'"),
    ),
    // What was erased belongs to no engagement any more: it is the firm's.
    Probe {
        name: "erasure",
        of_north: "true",
        owner_column: None,
        column: "files_removed",
        new: (
            "id, number, client_id, name_hash, asked_by, asked_by_name",
            "gen_random_uuid(), 99, $client, '\\x01', $me, 'x'",
        ),
    },
    Probe {
        name: "retention",
        of_north: "true",
        owner_column: None,
        column: "request_days",
        new: ("request_days", "1"),
    },
    // The firm's own, and what its people keep for themselves.
    Probe {
        name: "firm",
        of_north: "true",
        owner_column: None,
        column: "settings",
        new: ("settings", "'{}'"),
    },
    Probe {
        name: "saved_view",
        of_north: "true",
        owner_column: None,
        column: "name",
        new: ("id, person_id, name, query", "gen_random_uuid(), $me, 'New', ''"),
    },
    Probe {
        name: "template",
        of_north: "true",
        owner_column: None,
        column: "name",
        new: ("id, name, parts, made_by", "gen_random_uuid(), 'New', '[]', $me"),
    },
    tenants(
        "audit",
        "subject_name",
        ("person_id, engagement_id, action, subject_kind", "$me, $north, 'changed', 'system'"),
    ),
];

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
        for table in TABLES.iter().filter(|table| wanted(table.name)) {
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
    for probe in TABLES {
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
