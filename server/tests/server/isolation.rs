//! Row-level security on its own, without any check of the program: what each person's transactions can do to another
//! client's rows, what every table must have, and that no policy is there for show.

use crate::harness::{Person, TestApp};
use sqlx::{AssertSqlSafe, PgConnection, PgPool, query_scalar};

mod probes;

use probes::{Outcome, all_outcomes, outcomes_of, table_of};

/// Kept to what the functions read before anyone is known: as owner they must see it, so it cannot be forced on them.
const NOT_FORCED: [&str; 10] = [
    "api_token_key",
    "form_sent",
    "invitation",
    "job",
    "known_network",
    "membership",
    "person",
    "session",
    "share_key",
    "sign_in_failure",
];
/// Holds nothing of anyone.
const OPEN: [&str; 1] = ["_sqlx_migrations"];

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn every_table_has_row_level_security_and_every_tenants_has_it_forced(owner: PgPool) {
    let rows: Vec<(String, bool, bool, bool)> = sqlx::query_as(
        "select c.relname::text, c.relrowsecurity, c.relforcerowsecurity,
                exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'engagement_id')
         from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')",
    )
    .fetch_all(&owner)
    .await
    .unwrap();
    assert!(rows.len() > 10);
    for (table, enabled, forced, of_tenant) in rows {
        assert!(enabled || OPEN.contains(&table.as_str()), "{table} has no row-level security");
        let may_be_unforced = NOT_FORCED.contains(&table.as_str());
        assert!(
            forced || may_be_unforced || OPEN.contains(&table.as_str()),
            "{table} does not force it"
        );
        assert!(
            !of_tenant || forced || ["job", "membership"].contains(&table.as_str()),
            "{table} is a tenant's and does not force it"
        );
    }
}

async fn yes(owner: &PgPool, sql: &'static str) -> bool {
    query_scalar(sql).fetch_one(owner).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_role_that_serves_owns_nothing_and_is_bound(owner: PgPool) {
    let _app = TestApp::new(owner.clone()).await;
    let bound = "select not rolsuper and not rolbypassrls and not rolcreaterole and not rolcreatedb and not rolreplication
                     and not exists (select from pg_auth_members m where m.member = r.oid)
                 from pg_roles r where rolname = 'faultline_app'";
    assert!(yes(&owner, bound).await);
    let owns = "select exists (select from pg_class where relowner = 'faultline_app'::regrole)
                    or exists (select from pg_proc where proowner = 'faultline_app'::regrole)
                    or exists (select from pg_namespace where nspowner = 'faultline_app'::regrole)
                    or has_schema_privilege('faultline_app', 'public', 'create')";
    assert!(!yes(&owner, owns).await);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_is_recorded_or_published_cannot_be_changed_by_the_role_that_serves(owner: PgPool) {
    let kept = [
        "audit",
        "snapshot",
        "published_file",
        "comment",
        "decision",
        "room_reply",
        "room_done",
        "comment_edit",
        "comment_resolution",
        "mention",
        "room_read",
        "share_opening",
        "quote_change",
        "standing_change",
    ];
    for table in kept {
        for right in ["update", "delete", "truncate"] {
            let sql = format!("select has_any_column_privilege('faultline_app', '{table}', 'update') and '{right}' = 'update'
                                   or '{right}' <> 'update' and has_table_privilege('faultline_app', '{table}', '{right}')");
            let has: bool = query_scalar(AssertSqlSafe(sql)).fetch_one(&owner).await.unwrap();
            assert!(!has, "{right} on {table}");
        }
    }
    let reads = "select has_column_privilege('faultline_app', 'person', 'password_hash', 'select')
                     or has_column_privilege('faultline_app', 'person', 'password_hash', 'update')
                     or has_column_privilege('faultline_app', 'session', 'data', 'select')
                     or has_table_privilege('faultline_app', '_sqlx_migrations', 'select')
                     or has_any_column_privilege('faultline_app', 'api_token_key', 'select')
                     or has_any_column_privilege('faultline_app', 'share_key', 'select')
                     or has_table_privilege('faultline_app', 'invitation', 'select')";
    assert!(!yes(&owner, reads).await);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn functions_that_run_as_owner_name_their_search_path(owner: PgPool) {
    let loose: Vec<String> = query_scalar(
        "select proname::text from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
             and not coalesce(proconfig::text, '') like '%search_path=public, pg_temp%'",
    )
    .fetch_all(&owner)
    .await
    .unwrap();
    assert_eq!(loose, Vec::<String>::new());
}

async fn outcomes(conn: &mut PgConnection, app: &TestApp) -> Vec<Outcome> {
    all_outcomes(conn, &app.world).await
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn no_stranger_reads_or_touches_anything_of_the_first_client(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut conn = owner.acquire().await.unwrap();
    let strangers = [Person::Nobody, Person::Stranger, Person::Outside, Person::Disabled];
    let touched: Vec<_> = outcomes(&mut conn, &app)
        .await
        .into_iter()
        .filter(|outcome| strangers.contains(&outcome.who) && outcome.rows > 0 && outcome.of_room)
        // That they were a member: no session opens for a disabled person, so nobody can ask as one.
        .filter(|outcome| {
            (outcome.who, outcome.table, outcome.verb) != (Person::Disabled, "membership", "select")
        })
        .collect();
    assert!(touched.is_empty(), "{touched:#?}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_client_never_reaches_the_working_tables(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut conn = owner.acquire().await.unwrap();
    let working = [
        "engagement",
        "part",
        "map_draft",
        "sample",
        "sample_import",
        "sample_tally",
        "sample_secret",
        "sample_clock",
        "sample_pattern",
        "sample_pattern_rule",
        "job",
        "upload",
        "upload_chunk",
        "import_mapping",
        "import_refusal",
        "reconciliation",
        "reconciliation_difference",
        "attachment",
        "api_token",
        "api_answer",
        "audit",
        "client",
        "intake",
        "redaction",
        "room_done",
        "room_read",
    ];
    let reached: Vec<_> = outcomes(&mut conn, &app)
        .await
        .into_iter()
        .filter(|it| {
            matches!(it.who, Person::Viewer | Person::Contributor)
                && working.contains(&it.table)
                && it.rows > 0
        })
        // Their own actions are written to the audit, and anyone may ask for a triage.
        .filter(|it| !matches!((it.table, it.verb), ("audit" | "intake", "insert")))
        .collect();
    assert!(reached.is_empty(), "{reached:#?}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn nobody_moves_a_row_into_an_engagement_they_do_not_work_on(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut conn = owner.acquire().await.unwrap();
    let moved: Vec<_> = outcomes(&mut conn, &app)
        .await
        .into_iter()
        .filter(|it| it.verb == "move" && it.rows > 0 && it.who != Person::Admin)
        .collect();
    assert!(moved.is_empty(), "{moved:#?}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_each_person_can_do_to_each_table_is_as_checked_in(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut conn = owner.acquire().await.unwrap();
    insta::assert_snapshot!("row_level_security", table_of(&outcomes(&mut conn, &app).await));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn every_tenants_table_is_probed(owner: PgPool) {
    let tables: Vec<String> = query_scalar(
        "select table_name::text from information_schema.columns c join pg_class t on t.oid = c.table_name::regclass
         where table_schema = 'public' and column_name = 'engagement_id' and t.relkind = 'r'",
    )
    .fetch_all(&owner)
    .await
    .unwrap();
    for table in tables {
        assert!(
            probes::tables().any(|probe| probe.name == table),
            "teach the probes about {table}"
        );
    }
}

/// Bind the owner in a function of the database, not the role that serves, which has no right to do it at all; what the
/// function does is tested with it.
const OF_OWNER: [&str; 21] = [
    "audit_redact",
    "client_erase",
    "comment_edit_redact",
    "comment_redact",
    "comment_resolution_redact",
    "daily_mail_write",
    "decision_redact",
    "engagement_erase",
    "erasure_go_on",
    "erasure_write",
    "intake_erase",
    "published_file_withdraw",
    "quote_change_redact",
    "reminder_claim",
    "reminder_return",
    "room_read_add",
    "room_read_again",
    "room_reply_redact",
    "share_opening_redact",
    "snapshot_withdraw",
    "standing_change_redact",
];

/// Changes each policy in turn and expects some outcome to change with it.
async fn without_each(owner: PgPool, how: impl Fn(&str, &str, bool, bool) -> String) {
    let app = TestApp::new(owner.clone()).await;
    let mut conn = owner.acquire().await.unwrap();
    let baseline = outcomes(&mut conn, &app).await;
    let policies: Vec<(String, String, bool, bool)> = sqlx::query_as(
        "select tablename::text, policyname::text, qual is not null, with_check is not null from pg_policies order by 1, 2",
    )
    .fetch_all(&owner)
    .await
    .unwrap();
    assert!(policies.len() > 20);
    let mut idle = Vec::new();
    let serving = policies.into_iter().filter(|(_, name, ..)| !OF_OWNER.contains(&name.as_str()));
    for (table, policy, using, check) in serving {
        let mut tx = sqlx::Connection::begin(&mut *conn).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(how(&table, &policy, using, check)))
            .execute(&mut *tx)
            .await
            .unwrap();
        // Most policies are missed on their own table; whether others are, takes longer to find out.
        let before: Vec<_> = baseline.iter().filter(|it| it.table == table).cloned().collect();
        let own = outcomes_of(&mut tx, &app.world, |name| name == table).await;
        if table_of(&own) == table_of(&before)
            && table_of(&outcomes(&mut tx, &app).await) == table_of(&baseline)
        {
            idle.push(policy);
        }
        tx.rollback().await.unwrap();
    }
    assert_eq!(idle, Vec::<String>::new());
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn each_policy_removed_takes_something_from_someone(owner: PgPool) {
    without_each(owner, |table, policy, _, _| format!("drop policy {policy} on {table}")).await;
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn each_policy_opened_gives_something_to_someone(owner: PgPool) {
    without_each(owner, |table, policy, using, check| {
        let using = if using { " using (true)" } else { "" };
        let check = if check { " with check (true)" } else { "" };
        format!("alter policy {policy} on {table}{using}{check}")
    })
    .await;
}
