//! Locked npm packages of a folder.
//! They are tools for building and testing: nothing of them is part of the product.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use crate::run::{Failure, run};

/// Installs what the folder's lock file names, when that has changed.
///
/// # Errors
/// When npm fails.
pub fn install(folder: &Path) -> Result<(), Failure> {
    let stamp = folder.join("node_modules/.package-lock.json");
    if changed(&stamp) > changed(&folder.join("package-lock.json")) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder);
    run(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1").stdin(Stdio::null()))?;
    File::options().append(true).open(stamp)?.set_modified(SystemTime::now())?;
    Ok(())
}

/// When a file was last written, if it is there.
fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|it| it.modified()).ok()
}
