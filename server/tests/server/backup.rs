//! A backup as a plain owner, restored onto a fresh cluster by another one; and archives that were damaged.
//! What is compared is compared as a superuser, whom row-level security hides nothing from.

use crate::harness::{PASSWORD, Person, TestApp};
use axum::http::StatusCode;
use faultline::stores::attachments::Files;
use faultline::stores::certificate::stamps::{keep_key, kept_key, key_file};
use faultline_postgres::LocalPostgres;
use faultline_server::backup;
use faultline_server::local_postgres;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor, PgPool, query_as, query_scalar};
use std::path::Path;
use uuid::Uuid;

/// Gives everything in the database to a new role that is nothing but its owner.
async fn given_to_a_plain_owner(owner: &PgPool) -> PgConnectOptions {
    let name = format!("plain_{}", Uuid::now_v7().simple());
    let give = format!(
        "create role {name} login createrole;
         do $$ declare sql text; begin
             execute format('alter database %I owner to {name}', current_database());
             for sql in
                 select format('alter table public.%I owner to {name}', relname) from pg_class
                 where relnamespace = 'public'::regnamespace and relkind in ('r', 'S')
                     and not exists (select from pg_depend d where d.objid = pg_class.oid and d.deptype in ('a', 'i') and relkind = 'S')
                 union all
                 select format('alter function %s owner to {name}', oid::regprocedure) from pg_proc
                 where pronamespace = 'public'::regnamespace
             loop execute sql; end loop;
         end $$"
    );
    owner.execute(AssertSqlSafe(give)).await.unwrap();
    (*owner.connect_options()).clone().username(&name)
}

/// Every row of every table but sessions, as text.
async fn rows(pool: &PgPool) -> Vec<(String, Vec<String>)> {
    let tables: Vec<String> = query_scalar(
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
             and relname <> 'session' order by 1",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let mut all = Vec::new();
    for table in tables {
        let sql = format!("select t::text from {table} t order by 1");
        let rows = query_scalar(AssertSqlSafe(sql)).fetch_all(pool).await.unwrap();
        all.push((table, rows));
    }
    all
}

/// A file for each that the database names, each another one.
async fn files_of(pool: &PgPool) -> (Files, Vec<(Uuid, Uuid)>) {
    let files = Files::in_memory();
    let named: Vec<(Uuid, Uuid)> = query_as("select engagement_id, id from attachment order by 2")
        .fetch_all(pool)
        .await
        .unwrap();
    for (room, id) in &named {
        let bytes = format!("pixels of {id}").repeat(1000).into_bytes();
        files.put((*room).into(), (*id).into(), bytes).await.unwrap();
    }
    (files, named)
}

/// A new cluster, and an empty database of an owner in it who is no superuser.
async fn fresh_cluster(folder: &Path) -> (LocalPostgres, PgConnectOptions) {
    let local = local_postgres::start(folder).await.unwrap();
    let mut superuser = local_postgres::owner(&local).connect().await.unwrap();
    superuser.execute("create role keeper login createrole").await.unwrap();
    superuser.execute("create database restored owner keeper").await.unwrap();
    let keeper = local_postgres::owner(&local).username("keeper").database("restored");
    (local, keeper)
}

fn data_dir() -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    // Root's helper account must be able to pass through.
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o711)).unwrap();
    folder
}

/// Who may read a file.
fn mode(file: &Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(file).unwrap().permissions()) & 0o777
}

/// Nothing is restored into a folder that has another key.
async fn another_key_is_not_written_over(archive: &Path, to: &PgConnectOptions, folder: &Path) {
    keep_key(folder, "another key").unwrap();
    let files = Files::in_memory();
    let refused = backup::restore_into(archive, to, None, None, &files, folder).await;
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("another key than") && refused.contains("--data-dir"), "{refused}");
    assert_eq!(kept_key(folder).unwrap().as_deref(), Some("another key"));
    std::fs::remove_file(key_file(folder)).unwrap();
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_plain_owners_backup_is_restored_on_a_fresh_cluster_and_serves(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let before = rows(&owner).await;
    let (files, named) = files_of(&owner).await;
    let plain = given_to_a_plain_owner(&owner).await;
    let folder = data_dir();
    let archive = folder.path().join("backup.zip");
    let data = folder.path().join("data");
    keep_key(&data, "a key").unwrap();
    let told = backup::write(&archive, &plain, None, &files, &data).await.unwrap();
    assert!(told.stamping_key);
    assert_eq!(told.rows, before.iter().map(|(_, rows)| rows.len() as i64).sum::<i64>());
    assert_eq!((told.files, told.missing), (named.len(), 0));
    let (local, keeper) = fresh_cluster(&folder.path().join("fresh")).await;
    let back = Files::in_memory();
    let new = folder.path().join("new");
    another_key_is_not_written_over(&archive, &keeper, &new).await;
    let again = backup::restore_into(&archive, &keeper, None, None, &back, &new).await.unwrap();
    assert_eq!(again, told);
    assert_eq!(kept_key(&new).unwrap().as_deref(), Some("a key"));
    assert_eq!(mode(&key_file(&new)), 0o600);
    for (room, id) in named {
        let (room, id) = (room.into(), id.into());
        assert_eq!(back.get(room, id).await.unwrap(), files.get(room, id).await.unwrap());
    }
    let superuser = PgPool::connect_with(local_postgres::owner(&local).database("restored"));
    let superuser = superuser.await.unwrap();
    assert_eq!(rows(&superuser).await, before);
    let forced = "select count(*) from pg_class where relforcerowsecurity";
    let count = async |pool| query_scalar::<_, i64>(forced).fetch_one(pool).await.unwrap();
    assert_eq!(count(&superuser).await, count(&owner).await);
    let keeper = PgPool::connect_with(keeper).await.unwrap();
    let restored = TestApp::empty("http://127.0.0.1:3000", keeper.clone()).await;
    let mut lead = restored.visitor();
    let answer = lead.sign_in(Person::Lead.email().unwrap(), PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let path = format!("/e/{}/samples", app.world.north.id);
    assert_eq!(lead.get(&path).await.status, StatusCode::OK);
    let mut outside = restored.visitor();
    outside.sign_in(Person::Outside.email().unwrap(), PASSWORD).await;
    assert_eq!(outside.get(&path).await.status, StatusCode::NOT_FOUND);
    let taken = keeper.connect_options();
    let refused = backup::restore_into(&archive, &taken, None, None, &back, &new).await;
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("tables already"), "{refused}");
    drop(restored);
    tokio::join!(keeper.close(), superuser.close());
    local_postgres::stop(local).await;
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_damaged_archive_is_refused_and_nothing_is_restored(owner: PgPool) {
    let _app = TestApp::new(owner.clone()).await;
    let (files, _) = files_of(&owner).await;
    let folder = data_dir();
    let archive = folder.path().join("backup.zip");
    let data = folder.path().join("data");
    backup::write(&archive, &owner.connect_options(), None, &files, &data).await.unwrap();
    let whole = std::fs::read(&archive).unwrap();
    let empty: PgConnectOptions = (*owner.connect_options()).clone().database("nowhere_to_restore");
    let damaged = folder.path().join("damaged.zip");
    let refusal = async |bytes: &[u8]| {
        std::fs::write(&damaged, bytes).unwrap();
        let files = Files::in_memory();
        let restored = backup::restore_into(&damaged, &empty, None, None, &files, &data).await;
        restored.unwrap_err().to_string()
    };
    for length in [0, 1, 1000, whole.len() / 2, whole.len() - 1] {
        let refused = refusal(&whole[..length]).await;
        assert!(refused.contains("no whole backup") || refused.contains("damaged"), "{refused}");
    }
    // In the middle of the dump, of the files, and of the manifest.
    for at in [whole.len() / 4, whole.len() / 2, whole.len() * 3 / 4] {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        let refused = refusal(&bytes).await;
        assert!(
            refused.contains("no whole backup") || refused.contains("damaged"),
            "{at}: {refused}"
        );
    }
    // With an entry more, whose name would lead out of the folder it is restored to.
    let mut zip = zip::ZipWriter::new_append(std::io::Cursor::new(whole.clone())).unwrap();
    let led_out = format!("../../{}/x", folder.path().file_name().unwrap().display());
    zip.start_file(led_out, zip::write::SimpleFileOptions::default()).unwrap();
    let refused = refusal(&zip.finish().unwrap().into_inner()).await;
    assert!(refused.contains("the list of its files"), "{refused}");
    assert!(!folder.path().join("x").exists());
    // Whole, it is not refused for what it is, but for where it should go.
    let told = refusal(&whole).await;
    assert!(told.contains("nowhere_to_restore does not exist"), "{told}");
    let again = backup::write(&archive, &owner.connect_options(), None, &files, &data).await;
    assert!(again.is_err(), "a backup is not written over");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_file_that_is_gone_is_told_and_the_rest_is_backed_up(owner: PgPool) {
    let _app = TestApp::new(owner.clone()).await;
    let folder = data_dir();
    let archive = folder.path().join("backup.zip");
    let none = Files::in_memory();
    let owner = owner.connect_options();
    let told = backup::write(&archive, &owner, None, &none, folder.path()).await.unwrap();
    assert!(told.missing > 0 && told.files == 0 && !told.stamping_key, "{told:?}");
    assert_eq!(mode(&archive), 0o600, "it holds everything");
}
