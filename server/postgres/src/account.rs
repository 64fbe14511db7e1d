//! Whom PostgreSQL runs as: it refuses to run as root.
//! It must never keep root's groups.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, lchown};
use std::{env, fs, io, os::unix::process::CommandExt, path::Path, process::Command};

use crate::error::Error;

/// Another account of this machine, by numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    pub user: u32,
    pub group: u32,
}

impl Account {
    /// Nothing unless we are root; then who called sudo, else the user of PostgreSQL's package. Never `nobody`: what
    /// other services run as that account could read the data.
    pub fn choose() -> Result<Option<Self>, Error> {
        if own_user() != Some(0) {
            return Ok(None);
        }
        let from_sudo = Self::of_sudo(env::var("SUDO_UID").ok(), env::var("SUDO_GID").ok());
        let accounts = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let found = from_sudo.or_else(|| Self::named("postgres", &accounts));
        found.map(Some).ok_or(Error::NoAccount)
    }

    fn of_sudo(user: Option<String>, group: Option<String>) -> Option<Self> {
        let user = user?.parse().ok().filter(|user| *user != 0)?;
        Some(Self { user, group: group?.parse().ok()? })
    }

    /// `accounts` is the text of `/etc/passwd`.
    fn named(name: &str, accounts: &str) -> Option<Self> {
        let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut numbers = line.split(':').skip(2).map(str::parse);
        Some(Self { user: numbers.next()?.ok()?, group: numbers.next()?.ok()? })
    }

    /// Whether this account may enter the folder, with all that lies above it.
    pub fn may_enter(self, folder: &Path) -> bool {
        let folder = folder.join(".");
        let mut test = Command::new("test");
        test.arg("-x").arg(folder).uid(self.user).gid(self.group).current_dir("/");
        test.status().is_ok_and(|status| status.success())
    }

    /// Makes this account the owner of the folder, and of all in it when it was another's: a cluster that an earlier
    /// version ran as another account.
    pub fn own(self, folder: &Path) -> io::Result<()> {
        let found = fs::symlink_metadata(folder)?;
        if found.is_dir() && found.uid() != self.user {
            for entry in fs::read_dir(folder)? {
                self.own(&entry?.path())?;
            }
        }
        lchown(folder, Some(self.user), Some(self.group))
    }

    /// Lets this account pass through the folder, and nobody else: it belongs to us and to the account's group.
    pub fn let_through(self, folder: &Path) -> io::Result<()> {
        chown(folder, None, Some(self.group))?;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o710))
    }
}

/// The number of the user that this process acts as.
pub fn own_user() -> Option<u32> {
    let output = Command::new("id").arg("-u").output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWD: &str = "root:x:0:0:root:/root:/bin/bash\npostgres2:x:7:8::/:\npostgres:x:101:104:PostgreSQL:/:/bin/sh\n";

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        assert_eq!(Account::named("postgres", PASSWD), Some(Account { user: 101, group: 104 }));
        assert_eq!(Account::named("post", PASSWD), None);
    }

    #[test]
    fn sudo_from_root_counts_as_no_sudo() {
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(Account::of_sudo(text("0"), text("0")), None);
        assert_eq!(Account::of_sudo(text("1000"), None), None);
        assert_eq!(
            Account::of_sudo(text("1000"), text("1001")),
            Some(Account { user: 1000, group: 1001 })
        );
    }
}
