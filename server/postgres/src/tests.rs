//! Starting, joining, interrupting and killing, without a word of SQL.

use super::*;
use tempfile::{TempDir, tempdir};

/// A folder that root's helper account may pass through.
pub(crate) fn folder() -> TempDir {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).unwrap();
    folder
}

#[test]
fn a_second_process_uses_the_server_that_runs_and_leaves_it_running() {
    let folder = folder();
    let first = LocalPostgres::start(folder.path()).unwrap();
    let second = LocalPostgres::start(folder.path()).unwrap();
    assert!(second.running.is_none());
    second.stop().unwrap();
    assert!(first.paths.server_is_ready());
    first.stop().unwrap();
}

#[test]
fn a_server_that_was_killed_is_started_again_and_one_that_runs_is_left_alone() {
    let folder = folder();
    let mut postgres = LocalPostgres::start(folder.path()).unwrap();
    assert!(!postgres.revive().unwrap());
    let written = fs::read_to_string(postgres.paths.cluster.join("postmaster.pid")).unwrap();
    let id = written.lines().next().unwrap();
    assert!(std::process::Command::new("kill").args(["-9", id]).status().unwrap().success());
    let deadline = Instant::now() + Duration::from_secs(5);
    while !postgres.revive().is_ok_and(|revived| revived) {
        assert!(Instant::now() < deadline, "it does not come up again");
        sleep(Duration::from_millis(20));
    }
    assert!(postgres.paths.server_is_ready());
    postgres.stop().unwrap();
}

#[test]
fn an_interrupted_first_start_is_begun_again() {
    let folder = folder();
    let half = folder.path().join("postgres/cluster.unfinished");
    fs::create_dir_all(&half).unwrap();
    fs::write(half.join("PG_VERSION"), "15").unwrap();
    let postgres = LocalPostgres::start(folder.path()).unwrap();
    assert!(!half.exists());
    postgres.stop().unwrap();
}

#[test]
fn a_cluster_of_a_version_that_is_not_installed_is_refused() {
    let folder = folder();
    let cluster = folder.path().join("postgres/cluster");
    fs::create_dir_all(&cluster).unwrap();
    fs::write(cluster.join("PG_VERSION"), "9\n").unwrap();
    let error = LocalPostgres::start(folder.path()).unwrap_err();
    assert!(matches!(error, Error::OtherVersion { cluster: 9, .. }), "{error}");
}

#[test]
fn a_throw_away_server_leaves_nothing() {
    let server = ThrowAway::start(None).unwrap();
    let (folder, paths) = (server.folder.clone(), server.postgres.paths.clone());
    assert!(folder.exists() && paths.server_is_ready());
    drop(server);
    assert!(!folder.exists() && !paths.base.exists() && !paths.server_is_alive());
}

/// Not a test of its own: the process that the next test kills.
#[test]
#[ignore = "waits to be killed by killing_the_process_leaves_no_server_behind"]
fn a_process_to_kill() {
    let folder = env::var_os("FAULTLINE_TEST_FOLDER").unwrap();
    let _postgres = LocalPostgres::start(Path::new(&folder)).unwrap();
    sleep(Duration::from_secs(60));
}

#[test]
fn killing_the_process_leaves_no_server_behind() {
    let folder = folder();
    let paths = Paths::prepare(folder.path(), Account::choose().unwrap()).unwrap();
    let mut process = std::process::Command::new(env::current_exe().unwrap())
        .args(["--exact", "tests::a_process_to_kill", "--ignored"])
        .env("FAULTLINE_TEST_FOLDER", folder.path())
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    while !paths.server_is_ready() {
        assert!(Instant::now() < deadline, "it does not come up");
        sleep(Duration::from_millis(20));
    }
    process.kill().unwrap();
    process.wait().unwrap();
    let deadline = Instant::now() + Duration::from_secs(10);
    while paths.server_is_alive() {
        assert!(Instant::now() < deadline, "it is still there");
        sleep(Duration::from_millis(20));
    }
    LocalPostgres::start(folder.path()).unwrap().stop().unwrap();
}
