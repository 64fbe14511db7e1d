//! One-time links of the command line: where nobody sits at a terminal they go into a file that only its owner can read.

use crate::harness::TestApp;
use sqlx::{ConnectOptions, PgPool};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// What `faultline person …` prints into a pipe, as it does in a service or a script.
fn printed(owner: &PgPool, folder: &Path, arguments: &[&str]) -> String {
    let url = owner.connect_options().to_url_lossy().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_faultline"));
    command.arg("person").args(arguments).arg("--data-dir").arg(folder);
    command.args(["--database-url", &url]).current_dir(folder.parent().unwrap());
    for name in ["DATABASE_URL", "DATABASE_APP_URL", "FAULTLINE_SHOW_SECRETS"] {
        command.env_remove(name);
    }
    let ended = command.output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    assert!(!String::from_utf8_lossy(&ended.stderr).contains("/join/"), "it is logged");
    String::from_utf8(ended.stdout).unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_link_of_the_command_line_goes_into_a_private_file_where_there_is_no_terminal(
    owner: PgPool,
) {
    let _app = TestApp::new(owner.clone()).await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let told = printed(&owner, &data, &["link", "lead@firm.example"]);
    let file = data.join("first-sign-in.txt");
    assert!(told.contains(&file.display().to_string()) && !told.contains("/join/"), "{told}");
    let new = ["add", "new@firm.example", "--name", "New Person", "--role", "consultant"];
    let told = printed(&owner, &data, &new);
    assert!(!told.contains("/join/"), "{told}");
    assert_eq!(std::fs::read_to_string(&file).unwrap().matches("/join/").count(), 2);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&data), mode(&file)), (0o700, 0o600));
    let shown = printed(&owner, &data, &["link", "lead@firm.example", "--show-secrets"]);
    assert!(shown.contains("/join/"), "{shown}");
}
