//! The program on the command line, started as a person would: what it prints, and with what it ends.

use std::fmt::Write;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn compare(folder: &Path, [a, b]: [&str; 2], out: Stdio) -> Output {
    let program = env!("CARGO_BIN_EXE_faultline");
    let mut command = Command::new(program);
    command.current_dir(folder).args(["reconcile", a, b, "--key", "id", "--json"]);
    command.stdout(out).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap()
}

fn rows(changed: bool) -> String {
    (0..5_000).fold("id,state\n".to_owned(), |mut text, id| {
        let state = if changed && id % 3 == 0 { "refunded" } else { "paid" };
        let _ = writeln!(text, "{id},{state}");
        text
    })
}

#[test]
fn json_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("a.csv", &rows(false));
    write("b.csv", &rows(true));
    // The last record is cut off, as an export whose transfer broke.
    let cut = "[".to_owned() + &r#"{"id": 1, "state": "paid"},"#.repeat(5_000) + r#"{"id": 2, "st"#;
    write("cut.json", &cut);

    let whole = compare(folder.path(), ["a.csv", "b.csv"], Stdio::piped());
    let json: serde_json::Value = serde_json::from_slice(&whole.stdout).unwrap();
    assert!(whole.status.success() && json.is_object(), "{json}");

    let none = compare(folder.path(), ["a.csv", "cut.json"], Stdio::piped());
    assert_eq!(none.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&none.stdout), "");
    assert!(!none.stderr.is_empty(), "it says why");

    let full = File::options().write(true).open("/dev/full").unwrap();
    let lost = compare(folder.path(), ["a.csv", "b.csv"], full.into());
    assert_eq!(lost.status.code(), Some(2), "what could not be written is no success");
    assert!(String::from_utf8_lossy(&lost.stderr).contains("cannot be written"));
}
