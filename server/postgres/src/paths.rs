//! Where the cluster, its socket and its log lie, and who may look inside.
//! The socket's folder must never be open to other people: whoever reaches the socket is the database's owner.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

use sha2::{Digest, Sha256};

use crate::account::{self, Account};
use crate::error::Error;

/// Operating systems cut a socket's path off at 104 or 108 bytes.
const LONGEST_SOCKET_PATH: usize = 100;

/// What lies in a data folder.
const OURS: [&str; 4] = ["postgres", "files", "serving", "first-sign-in.txt"];

/// Stands for any port where the length of the socket's name counts.
const LONGEST_PORT: u16 = u16::MAX;

/// The folders and files of one private PostgreSQL.
#[derive(Clone, Debug)]
pub struct Paths {
    /// The folder that holds the others.
    pub base: PathBuf,
    pub cluster: PathBuf,
    pub socket: PathBuf,
    pub log: PathBuf,
    lock: PathBuf,
}

impl Paths {
    /// Makes the folders, with `account` as the owner of what PostgreSQL writes.
    pub fn prepare(data_dir: &Path, account: Option<Account>) -> Result<Self, Error> {
        make_folder(data_dir, 0o700)?;
        if holds_only_ours(data_dir) {
            // Root's helper account must be able to pass through; nobody else gets in.
            let closed = match account {
                Some(account) => account.let_through(data_dir),
                None => fs::set_permissions(data_dir, fs::Permissions::from_mode(0o700)),
            };
            closed.map_err(|it| Error::writing(data_dir, it))?;
        }
        let data = data_dir.canonicalize().map_err(|it| Error::writing(data_dir, it))?;
        let base = own_folder(&data, account)?;
        let socket = socket_folder(&base, account)?;
        Ok(Self {
            cluster: base.join("cluster"),
            log: base.join("log"),
            lock: base.join("lock"),
            socket,
            base,
        })
    }

    /// Waits until no other process starts or makes this cluster; the turn ends when the file is dropped.
    pub fn take_turn(&self, patience: Duration) -> Result<File, Error> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false).mode(0o600);
        let file = options.open(&self.lock).map_err(|it| Error::writing(&self.lock, it))?;
        let deadline = Instant::now() + patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    sleep(Duration::from_millis(20));
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::InUse(self.cluster.clone()));
                }
                Err(TryLockError::Error(error)) => {
                    return Err(Error::writing(&self.lock, error));
                }
            }
        }
    }

    /// Whether the server that the cluster was last started with still runs.
    pub fn server_is_alive(&self) -> bool {
        let Some(id) = self.postmaster(0).and_then(|id| id.parse::<u32>().ok()) else {
            return false;
        };
        if Path::new("/proc/self/cwd").exists() {
            // After a crash the number may belong to anything; a server works inside its cluster.
            return fs::read_link(format!("/proc/{id}/cwd")).is_ok_and(|it| it == self.cluster);
        }
        let mut kill = Command::new("sh");
        kill.args(["-c", "kill -0 \"$1\" 2>/dev/null", "sh", &id.to_string()]);
        kill.status().is_ok_and(|status| status.success())
    }

    /// Whether that server accepts connections, from what it says of itself as `pg_ctl` reads it too.
    pub fn server_is_ready(&self) -> bool {
        self.postmaster(7).is_some_and(|state| state == "ready") && self.server_is_alive()
    }

    /// A line of what a running server writes about itself.
    fn postmaster(&self, line: usize) -> Option<String> {
        let written = fs::read_to_string(self.cluster.join("postmaster.pid")).ok()?;
        Some(written.lines().nth(line)?.trim().to_owned())
    }
}

/// `postgres` in the data folder, or a folder below `/var/lib` when we are root and the account cannot get there.
fn own_folder(data: &Path, account: Option<Account>) -> Result<PathBuf, Error> {
    let beside = data.join("postgres");
    let Some(account) = account else {
        make_folder(&beside, 0o700)?;
        return Ok(beside);
    };
    let folder = if account.may_enter(data) {
        beside
    } else {
        let shared = Path::new("/var/lib/faultline");
        make_folder(shared, 0o711)?;
        shared.join(short_name(data))
    };
    make_folder(&folder, 0o700)?;
    account.own(&folder).map_err(|it| Error::writing(&folder, it))?;
    folder.canonicalize().map_err(|it| Error::writing(&folder, it))
}

/// Beside the cluster, or in `/tmp` when that path is too long for a socket.
fn socket_folder(base: &Path, account: Option<Account>) -> Result<PathBuf, Error> {
    let beside = base.join("socket");
    let length = beside.join(format!(".s.PGSQL.{LONGEST_PORT}")).as_os_str().len();
    let folder = if length < LONGEST_SOCKET_PATH {
        beside
    } else {
        PathBuf::from(format!("/tmp/faultline-{}", short_name(base)))
    };
    make_folder(&folder, 0o700)?;
    if let Some(account) = account {
        account.own(&folder).map_err(|it| Error::writing(&folder, it))?;
    }
    let expected = account.map(|it| it.user).or_else(account::own_user);
    let found = fs::symlink_metadata(&folder).map_err(|it| Error::writing(&folder, it))?;
    // In /tmp somebody else could have made it before us.
    if !found.is_dir() || Some(found.uid()) != expected || found.permissions().mode() & 0o077 != 0 {
        let reason = io::Error::other("it belongs to somebody else or is open to others");
        return Err(Error::writing(folder, reason));
    }
    Ok(folder)
}

/// Whether a folder is a data folder, and not one that other things lie in too: whose it is then is not ours to say.
fn holds_only_ours(folder: &Path) -> bool {
    let Ok(mut entries) = fs::read_dir(folder) else { return false };
    entries.all(|entry| entry.is_ok_and(|it| OURS.iter().any(|name| *it.file_name() == **name)))
}

fn make_folder(folder: &Path, mode: u32) -> Result<(), Error> {
    if folder.is_dir() {
        return Ok(());
    }
    let made = DirBuilder::new().recursive(true).mode(mode).create(folder);
    made.map_err(|it| Error::writing(folder, it))
}

/// Twelve hexadecimal digits that stand for a path.
fn short_name(path: &Path) -> String {
    hex::encode(&Sha256::digest(path.as_os_str().as_encoded_bytes())[..6])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::folder;

    #[test]
    fn a_long_path_moves_the_socket_to_a_short_one_that_only_we_enter() {
        let folder = folder();
        let deep = folder.path().join("a".repeat(120));
        let paths = Paths::prepare(&deep, None).unwrap();
        assert!(paths.socket.join(".s.PGSQL.5432").as_os_str().len() < LONGEST_SOCKET_PATH);
        assert_eq!(fs::metadata(&paths.socket).unwrap().permissions().mode() & 0o777, 0o700);
        fs::remove_dir(&paths.socket).unwrap();
    }

    #[test]
    fn a_socket_folder_that_others_may_enter_is_refused() {
        let folder = folder();
        let socket = folder.path().join("postgres/socket");
        fs::create_dir_all(&socket).unwrap();
        fs::set_permissions(&socket, fs::Permissions::from_mode(0o755)).unwrap();
        assert!(matches!(Paths::prepare(folder.path(), None), Err(Error::NotWritable { .. })));
    }

    /// Only root has a helper account; for anyone else there is nothing to test.
    #[test]
    fn what_roots_helper_account_cannot_reach_is_kept_where_it_can() {
        let Some(account) = Account::choose().unwrap() else { return };
        let folder = folder();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        let paths = Paths::prepare(&folder.path().join("data"), Some(account)).unwrap();
        let base = paths.cluster.parent().unwrap();
        assert!(base.starts_with("/var/lib/faultline") && account.may_enter(base));
        fs::remove_dir_all(base).unwrap();
    }

    #[test]
    fn a_file_in_place_of_the_data_folder_is_reported_by_name() {
        let folder = folder();
        let file = folder.path().join("data");
        fs::write(&file, "").unwrap();
        let sentence = Paths::prepare(&file, None).unwrap_err().to_string();
        assert!(sentence.contains("data") && sentence.contains("--data-dir"), "{sentence}");
    }

    #[test]
    fn nobody_else_enters_the_data_folder_whoever_made_it() {
        let folder = folder();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
        let account = Account::choose().unwrap();
        let paths = Paths::prepare(&data, account).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&data), if account.is_some() { 0o710 } else { 0o700 });
        assert_eq!(mode(&paths.base), 0o700);
        drop(paths.take_turn(Duration::ZERO).unwrap());
        assert_eq!(mode(&paths.base.join("lock")), 0o600);
        fs::write(data.join("of somebody else"), "").unwrap();
        fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
        Paths::prepare(&data, account).unwrap();
        assert_eq!(mode(&data), 0o755);
    }

    #[test]
    fn a_second_process_waits_for_its_turn() {
        let folder = folder();
        let paths = Paths::prepare(folder.path(), None).unwrap();
        let first = paths.take_turn(Duration::ZERO).unwrap();
        assert!(matches!(paths.take_turn(Duration::ZERO), Err(Error::InUse(_))));
        drop(first);
        assert!(paths.take_turn(Duration::ZERO).is_ok());
    }
}
