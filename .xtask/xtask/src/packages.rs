//! System packages: what the product is built and run with, and its tests too.
//! Installs on Debian and Ubuntu as root or with sudo; anywhere else it says in one message what is missing.

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use faultline_postgres::installed;

use crate::run::{Failure, find, output, run};

/// Makes the packages present that the product needs, and those of its tests when asked for.
///
/// # Errors
/// A sentence that names what is missing, where it cannot be installed.
pub fn install(for_tests: bool) -> Result<(), Failure> {
    let mut missing = Vec::new();
    let mut need = |program: &str, package: &'static str| {
        if find(program).is_none() {
            missing.push(package);
        }
    };
    need("brotli", "brotli");
    if for_tests {
        for (program, package) in [
            ("node", "nodejs"),
            ("npm", "npm"),
            ("openssl", "openssl"),
            ("pdftotext", "poppler-utils"),
            // Another program than ours says what stands in text documents and workbooks.
            ("soffice", "libreoffice-writer-nogui"),
            ("soffice", "libreoffice-calc-nogui"),
        ] {
            need(program, package);
        }
        if !env::var_os("CHROMIUM").is_some_and(|browser| Path::new(&browser).is_file()) {
            need("chromium", "chromium");
        }
    }
    if for_tests && cfg!(target_os = "linux") && !has_fonts() {
        missing.push("fonts-dejavu-core");
    }
    if (for_tests || env::var_os("DATABASE_URL").is_none()) && !installed() {
        missing.push("postgresql");
    }
    if missing.is_empty() { Ok(()) } else { apt_get(&missing) }
}

/// Whether there is any font to draw text with.
fn has_fonts() -> bool {
    let families = fs::read_dir("/usr/share/fonts/truetype").into_iter().flatten().flatten();
    let mut files = families.flat_map(|family| fs::read_dir(family.path())).flatten().flatten();
    files.any(|file| file.path().extension().is_some_and(|ending| ending == "ttf"))
}

/// Installs Debian packages, or says who can.
pub(crate) fn apt_get(packages: &[&str]) -> Result<(), Failure> {
    let is_root = output(Command::new("id").arg("-u"))? == "0";
    if find("apt-get").is_none() || (!is_root && find("sudo").is_none()) {
        return Err(by_hand(packages).into());
    }
    println!("Installing {}", packages.join(" "));
    let apt_get = || {
        let mut command = Command::new(if is_root { "env" } else { "sudo" });
        if !is_root {
            command.arg("env");
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command
    };
    run(apt_get().arg("update"))?;
    run(apt_get().args(["install", "-y", "--no-install-recommends"]).args(packages))
}

fn by_hand(packages: &[&str]) -> String {
    let list = packages.join(" ");
    let how = if find("brew").is_some() {
        "With Homebrew: brew install brotli postgresql@17 node poppler libreoffice; then CHROMIUM=/path/to/chromium for the tests."
            .to_owned()
    } else {
        format!("As an administrator on Debian or Ubuntu: apt-get install {list}")
    };
    format!(
        "These are missing: {list} (named as Debian packages).\n{how}\nThen run the same command again."
    )
}
