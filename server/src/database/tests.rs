//! Facts about opening a database: who may sign in, what is refused, and what a beginning that was cut short leaves.

use super::*;
use crate::config::Secret;
use faultline::platform::ids::PersonId;
use faultline::stores::access::{Actor, Role};
use sqlx::{ConnectOptions, Executor};
use std::{future::poll_fn, pin::pin, task::Poll};
use tempfile::TempDir;

fn owner_of(pool: &PgPool) -> PgConnectOptions {
    (*pool.connect_options()).clone()
}

async fn table_of_letters(owner: &PgPool) {
    owner.execute("create table letters (letter text)").await.unwrap();
    owner.execute("grant all on letters to faultline_app").await.unwrap();
}

async fn app_pool(owner: &PgPool, connections: u32) -> PgPool {
    let options = owner_of(owner);
    pool::open(prepare(&options, AppSignIn::Trusted).await.unwrap(), connections)
}

/// Polls a beginning as often as said, with time for the server to answer between, then drops it.
/// It waits for the connection to be back first, so that the first poll sends the statement.
async fn interrupt<T>(pool: &PgPool, begin: impl Future<Output = T>, polls: u32) {
    while pool.num_idle() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let mut begin = pin!(begin);
    for _ in 0..polls {
        if poll_fn(|context| Poll::Ready(begin.as_mut().poll(context).is_ready())).await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// Five inserts, four of them after an interrupted beginning; how many are there at the end.
async fn letters_after_interruptions<T>(
    pool: &PgPool,
    owner: &PgPool,
    begin: impl AsyncFn() -> T,
) -> i64 {
    let insert = "insert into letters values ('a')";
    pool.execute(insert).await.unwrap();
    for polls in [1, 1, 2, 1] {
        interrupt(pool, begin(), polls).await;
        pool.execute(insert).await.unwrap();
    }
    pool.close().await;
    sqlx::query_scalar("select count(*) from letters").fetch_one(owner).await.unwrap()
}

#[sqlx::test(migrations = false)]
async fn a_dropped_begin_loses_no_later_write(owner: PgPool) {
    let pool = app_pool(&owner, 1).await;
    table_of_letters(&owner).await;
    let (db, role) = (Db::new(pool.clone()), Role::Admin);
    let actor = Actor {
        person: PersonId::new(),
        name: "Ada".into(),
        role,
        client: None,
        memberships: vec![],
    };
    let kept = letters_after_interruptions(&pool, &owner, async || db.act(&actor).await).await;
    assert_eq!(kept, 5);
}

/// Shows that the test above tests something: begun without our care, writes are lost. On a busy machine an answer may
/// come so late that nothing is interrupted, so that it is tried more than once.
#[sqlx::test(migrations = false)]
async fn a_begin_without_our_care_does_lose_them(owner: PgPool) {
    drop(app_pool(&owner, 1).await);
    table_of_letters(&owner).await;
    for tried in 1..=20 {
        let pool = app_pool(&owner, 1).await;
        let kept = letters_after_interruptions(&pool, &owner, async || pool.begin().await).await;
        if kept < 5 * tried {
            return;
        }
    }
    panic!("every write was kept: the test beside this one would not notice a loss");
}

#[sqlx::test(migrations = false)]
async fn requests_are_served_by_a_role_that_owns_nothing(owner: PgPool) {
    let pool = app_pool(&owner, 2).await;
    let user: String =
        sqlx::query_scalar("select current_user::text").fetch_one(&pool).await.unwrap();
    assert_eq!(user, "faultline_app");
    let limit: String = sqlx::query_scalar("select current_setting('statement_timeout')")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(limit, "15s");
    assert!(pool.execute("create table mine (id int)").await.is_err());
}

/// The tables' own tests make the role without sign-in.
#[sqlx::test(migrations = false)]
async fn an_app_role_that_may_not_sign_in_yet_is_allowed_to(owner: PgPool) {
    let mut connection = owner.acquire().await.unwrap();
    app_role::ensure(&mut connection, "owner", true).await.unwrap();
    // Inside a transaction, since other tests sign in as this role meanwhile.
    let mut transaction = connection.begin().await.unwrap();
    transaction.execute("alter role faultline_app nologin").await.unwrap();
    app_role::ensure(&mut transaction, "owner", true).await.unwrap();
    let sql = "select rolcanlogin from pg_roles where rolname = 'faultline_app'";
    assert!(sqlx::query_scalar::<_, bool>(sql).fetch_one(&mut *transaction).await.unwrap());
}

#[sqlx::test(migrations = false)]
async fn an_app_role_that_owns_tables_is_refused(owner: PgPool) {
    owner.execute("create table ours (id int)").await.unwrap();
    let options = owner_of(&owner);
    let error = prepare(&options, AppSignIn::Given(Box::new(options.clone()))).await.unwrap_err();
    assert!(matches!(error, StartError::AppRoleTooStrong(_)), "{error}");
}

#[sqlx::test(migrations = false)]
async fn a_database_that_a_newer_version_has_changed_is_refused(owner: PgPool) {
    drop(app_pool(&owner, 1).await);
    owner
        .execute(
            "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
             values (99990101000000, 'of the future', true, '', 0)",
        )
        .await
        .unwrap();
    let error = prepare(&owner_of(&owner), AppSignIn::Trusted).await.unwrap_err();
    assert!(matches!(error, StartError::DatabaseTooNew(99_990_101_000_000)), "{error}");
}

#[sqlx::test(migrations = false)]
async fn a_missing_database_is_named(owner: PgPool) {
    let options = owner_of(&owner).database("nowhere_to_be_found");
    let error = prepare(&options, AppSignIn::Trusted).await.unwrap_err();
    assert_eq!(
        error.to_string().split(':').next(),
        Some("The database nowhere_to_be_found does not exist")
    );
}

/// A folder for a private server, which root's helper account may pass through.
pub(crate) fn data_dir() -> TempDir {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o711)).unwrap();
    folder
}

/// A private server that asks for passwords; its owner's is `first secret`.
async fn strict_server(folder: &TempDir) -> (LocalPostgres, PgConnectOptions) {
    let local = local_postgres::start(folder.path()).await.unwrap();
    let mut owner = local_postgres::owner(&local).connect().await.unwrap();
    owner.execute("alter role faultline_owner password 'first secret'").await.unwrap();
    let rules = folder.path().join("postgres/cluster/pg_hba.conf");
    std::fs::write(rules, "local all all scram-sha-256\n").unwrap();
    owner.execute("select pg_reload_conf()").await.unwrap();
    let strict = local_postgres::owner(&local).password("wrong");
    while strict.connect().await.is_ok() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let options = local_postgres::owner(&local).password("first secret");
    (local, options)
}

async fn stored_password(owner: &PgConnectOptions) -> String {
    let sql = "select rolpassword from pg_authid where rolname = 'faultline_app'";
    let mut connection = owner.connect().await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
}

#[test]
fn a_server_with_a_known_hole_in_row_level_security_is_refused() {
    for patched in [150_009, 150_018, 160_005, 170_001, 180_000] {
        assert!(check_patched(patched).is_ok(), "{patched}");
    }
    for (number, update) in [(150_008, "15.9"), (160_000, "16.5"), (170_000, "17.1")] {
        let sentence = check_patched(number).unwrap_err().to_string();
        assert!(sentence.contains(&format!("update it to {update}")), "{sentence}");
    }
}

#[tokio::test]
async fn servers_agree_on_the_app_roles_password_without_setting_it_twice() {
    let folder = data_dir();
    let (local, owner) = strict_server(&folder).await;
    let first = prepare(&owner, AppSignIn::Derived).await.unwrap();
    let stored = stored_password(&owner).await;
    let second = prepare(&owner, AppSignIn::Derived).await.unwrap();
    assert_eq!(stored_password(&owner).await, stored);
    for app in [first, second] {
        let mut connection = app.connect().await.unwrap();
        connection.execute("select 1").await.unwrap();
    }
    local_postgres::stop(local).await;
}

#[tokio::test]
async fn a_wrong_password_is_told_with_the_setting_it_came_from() {
    let folder = data_dir();
    let (local, owner) = strict_server(&folder).await;
    let error = prepare(&owner.password("guess"), AppSignIn::Derived).await.unwrap_err();
    assert!(matches!(&error, StartError::WrongPassword { name: OWNER_URL, .. }), "{error}");
    local_postgres::stop(local).await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named_with_its_port() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url: Secret = format!("postgres://owner:secret@{free}/faultline").parse().unwrap();
    let options = parse(&url, OWNER_URL).unwrap();
    let sentence = connect(&options, OWNER_URL).await.unwrap_err().to_string();
    assert!(sentence.contains(&free.to_string()) && !sentence.contains("secret"), "{sentence}");
}

#[test]
fn what_is_no_address_is_refused_without_repeating_it() {
    for text in ["mysql://owner:secret@db/x", "secret", "", "postgres//x"] {
        let url: Secret = text.parse().unwrap();
        let sentence = parse(&url, OWNER_URL).unwrap_err().to_string();
        assert!(
            sentence.starts_with("DATABASE_URL is not") && !sentence.contains("secret"),
            "{sentence}"
        );
    }
}

#[test]
fn a_database_elsewhere_is_reached_through_tls_unless_its_address_says_otherwise() {
    let mode = |url: &str| {
        let options = parse(&url.parse::<Secret>().unwrap(), OWNER_URL).unwrap();
        format!("{:?}", options.get_ssl_mode())
    };
    assert_eq!(mode("postgres://owner@db.example/faultline"), "Require");
    assert_eq!(mode("postgres://owner@db.example/faultline?sslmode=verify-full"), "VerifyFull");
    assert_eq!(mode("postgres://owner@db.example/faultline?sslmode=disable"), "Disable");
    for here in ["localhost", "127.0.0.1", "[::1]"] {
        assert_eq!(mode(&format!("postgres://owner@{here}/faultline")), "Prefer", "{here}");
    }
    assert_eq!(mode("postgres://owner@localhost/faultline?host=/run/postgresql"), "Prefer");
}
