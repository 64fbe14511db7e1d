//! Finds PostgreSQL's programs.
//! It must never mix programs of one version with a cluster of another.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::error::Error;

/// The oldest major version that may serve.
pub const OLDEST_VERSION: u32 = 15;

/// The folder of `initdb`, `postgres` and `pg_ctl`, all of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binaries {
    pub folder: PathBuf,
    pub version: u32,
}

impl Binaries {
    /// The programs for a cluster: of the version that made it, or the newest when there is none yet.
    pub fn find(cluster: &Path) -> Result<Self, Error> {
        let installed: Vec<Self> = candidate_folders().into_iter().filter_map(Self::at).collect();
        choose(installed, cluster_version(cluster), cluster)
    }

    /// Whether there is any that will do for a new cluster.
    pub fn installed() -> bool {
        candidate_folders().into_iter().filter_map(Self::at).any(|it| it.version >= OLDEST_VERSION)
    }

    /// A program of this installation.
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn at(folder: PathBuf) -> Option<Self> {
        let complete =
            ["initdb", "postgres", "pg_ctl"].iter().all(|name| folder.join(name).is_file());
        let output =
            complete.then(|| Command::new(folder.join("postgres")).arg("--version").output())?;
        let version = major_version(&String::from_utf8_lossy(&output.ok()?.stdout))?;
        Some(Self { folder, version })
    }
}

/// The folder of `pg_dump` and `pg_restore` for a server of this major version: as old as the server where there is a
/// choice, since what a newer one writes an older server may not understand.
///
/// # Errors
/// When there are none as new as the server.
pub fn dump_programs(server: u32) -> Result<PathBuf, Error> {
    let version = |folder: &PathBuf| {
        let there = folder.join("pg_restore").is_file();
        let output =
            there.then(|| Command::new(folder.join("pg_dump")).arg("--version").output())?;
        major_version(&String::from_utf8_lossy(&output.ok()?.stdout))
    };
    let folders = candidate_folders().into_iter();
    let fitting = folders.filter_map(|folder| Some((version(&folder)?, folder)));
    let fitting = fitting.filter(|(version, _)| *version >= server);
    fitting.min_by_key(|(version, _)| *version).map(|it| it.1).ok_or(Error::NoDump(server))
}

/// `PG_BIN_DIR` alone when it is set, else wherever packages put the programs, newest first, and `PATH`.
fn candidate_folders() -> Vec<PathBuf> {
    if let Some(folder) = env::var_os("PG_BIN_DIR") {
        return vec![folder.into()];
    }
    let mut folders = Vec::new();
    for (parent, prefix, suffix) in [
        ("/usr/lib/postgresql", "", "bin"),
        ("/usr", "pgsql-", "bin"),
        ("/opt/homebrew/opt", "postgresql", "bin"),
        ("/usr/local/opt", "postgresql", "bin"),
    ] {
        let entries = fs::read_dir(parent).into_iter().flatten().flatten();
        let named = entries.filter(|it| it.file_name().to_string_lossy().starts_with(prefix));
        folders.extend(named.map(|it| it.path().join(suffix)).filter(|it| it.is_dir()));
    }
    folders.extend(env::var_os("PATH").iter().flat_map(env::split_paths));
    folders
}

fn choose(
    mut installed: Vec<Binaries>,
    cluster: Option<u32>,
    folder: &Path,
) -> Result<Binaries, Error> {
    installed.sort_by_key(|it| std::cmp::Reverse(it.version));
    let Some(newest) = installed.first().cloned() else { return Err(Error::NoPostgres) };
    if newest.version < OLDEST_VERSION {
        return Err(Error::TooOld { found: newest.version, needed: OLDEST_VERSION });
    }
    let Some(cluster) = cluster else { return Ok(newest) };
    installed.into_iter().find(|it| it.version == cluster).ok_or_else(|| Error::OtherVersion {
        folder: folder.to_owned(),
        cluster,
        installed: newest.version,
    })
}

fn cluster_version(cluster: &Path) -> Option<u32> {
    fs::read_to_string(cluster.join("PG_VERSION")).ok()?.trim().parse().ok()
}

/// From `postgres (PostgreSQL) 15.14 (Debian …)`; also from `17beta1`.
fn major_version(text: &str) -> Option<u32> {
    let version = text.split_once("(PostgreSQL) ")?.1;
    let end = version.find(|c: char| !c.is_ascii_digit()).unwrap_or(version.len());
    version[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn installed(versions: &[u32]) -> Vec<Binaries> {
        versions
            .iter()
            .map(|version| Binaries { folder: format!("/{version}").into(), version: *version })
            .collect()
    }

    #[test]
    fn the_version_is_read_whatever_follows_it() {
        assert_eq!(
            major_version("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(major_version("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major_version("postgres: command not found"), None);
    }

    #[test]
    fn a_new_cluster_gets_the_newest_and_an_old_one_its_own_version() {
        let pick = |cluster| {
            choose(installed(&[15, 17, 16]), cluster, Path::new("data")).map(|it| it.version)
        };
        assert_eq!(pick(None).unwrap(), 17);
        assert_eq!(pick(Some(15)).unwrap(), 15);
    }

    #[test]
    fn what_does_not_fit_is_refused_with_both_versions_named() {
        let text = |versions: &[u32], cluster| {
            choose(installed(versions), cluster, Path::new("data/postgres"))
                .unwrap_err()
                .to_string()
        };
        assert!(text(&[], None).contains("PG_BIN_DIR"));
        assert!(text(&[14], None).contains("14 is too old"));
        let other = text(&[17], Some(15));
        assert!(other.contains("PostgreSQL 15") && other.contains("only version 17"), "{other}");
    }
}
