//! Makes the cluster: checksums on, UTF-8, entry through the socket only.
//! It must never leave half a cluster where a whole one is looked for.

use std::{fs, path::Path, process::Stdio};

use tokio::process::Command;

use super::{OWNER, account::Account, binaries::Binaries, places::Places};
use crate::start_error::StartError;

/// Runs `initdb` unless the cluster is there; about four seconds.
pub async fn make_if_missing(
    binaries: &Binaries,
    places: &Places,
    account: Option<Account>,
) -> Result<(), StartError> {
    if places.cluster.join("PG_VERSION").exists() {
        return Ok(());
    }
    // Made under another name and renamed when whole: an interrupted attempt is thrown away.
    let unfinished = places.cluster.with_extension("unfinished");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).map_err(|it| StartError::writing(&unfinished, it))?;
    }
    tracing::info!(folder = %places.cluster.display(), "making a private PostgreSQL, once");
    initdb(binaries, &unfinished, account, &places.log).await?;
    fs::rename(&unfinished, &places.cluster).map_err(|it| StartError::writing(&places.cluster, it))
}

async fn initdb(
    binaries: &Binaries,
    folder: &Path,
    account: Option<Account>,
    log: &Path,
) -> Result<(), StartError> {
    let locale = if cfg!(target_os = "linux") { "C.UTF-8" } else { "en_US.UTF-8" };
    let mut initdb = Command::new(binaries.program("initdb"));
    initdb
        .arg("--pgdata")
        .arg(folder)
        .args(["--username", OWNER, "--auth-local=trust", "--auth-host=reject", "--data-checksums"])
        .args(["--encoding=UTF8", "--locale", locale, "--no-instructions"])
        .current_dir("/")
        .stdin(Stdio::null());
    if let Some(account) = account {
        initdb.uid(account.user).gid(account.group);
    }
    let failed = |reason: String| StartError::LocalPostgres { reason, log: log.to_owned() };
    let output = initdb.output().await.map_err(|it| failed(format!("initdb: {it}")))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    fs::write(log, &said).map_err(|it| StartError::writing(log, it))?;
    Err(super::process::explain(&said, log))
}
