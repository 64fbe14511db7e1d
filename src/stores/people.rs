//! People: who may sign in, and the links that let them set a password.
//! A password hash never leaves the functions of `credentials` that read and set it.

use crate::platform::ids::{ClientId, PersonId};
use crate::stores::access::Role;
use chrono::{DateTime, Utc};

pub mod asking;
pub mod credentials;
pub mod forms;
pub mod invitations;
pub mod sessions;
pub mod store;

/// A person as the firm lists them.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// What they are in the firm.
    pub role: Role,
    /// A client person's client.
    pub client: Option<ClientId>,
    /// Their client's name.
    pub client_name: Option<String>,
    /// Since when they may not sign in.
    pub disabled_at: Option<DateTime<Utc>>,
    /// Whether they have set a password.
    pub joined: bool,
    /// Their row's version.
    pub version: i32,
}

/// A new person, parsed.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Their address.
    pub email: Email,
    /// Their name.
    pub name: String,
    /// What they are in the firm.
    pub role: Role,
    /// A client person's client.
    pub client: Option<ClientId>,
}

/// An address one can write to, as typed, without surrounding space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

/// A text that is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Give one address, such as ada@example.com.")]
pub struct NoEmail;

impl std::str::FromStr for Email {
    type Err = NoEmail;

    /// Accepts what one mailbox looks like; whether it exists only a mail can tell.
    fn from_str(text: &str) -> Result<Self, NoEmail> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(NoEmail)?;
        let odd = |c: char| c.is_whitespace() || c.is_control() || ",;<>\"()[]\\".contains(c);
        let labels = domain
            .split('.')
            .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
        let sound = !local.is_empty()
            && !local.contains('@')
            && !text.chars().any(odd)
            && labels
            && text.len() <= 254;
        if sound { Ok(Self(text.to_owned())) } else { Err(NoEmail) }
    }
}

impl Email {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mailbox_is_an_address_and_nothing_else_is() {
        for good in ["ada@example.com", " ada+x@sub.example.co ", "a@localhost"] {
            assert!(good.parse::<Email>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "ada",
            "@example.com",
            "a@",
            "a@b@c",
            "a b@c.d",
            "a@b..c",
            "a@b,c@d.e",
            "a@-b.c",
            "a@b.c\r\nBcc: d@e.f",
        ] {
            assert!(bad.parse::<Email>().is_err(), "{bad}");
        }
    }
}
