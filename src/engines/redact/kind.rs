//! What redaction can find, and what each kind is called in a placeholder.
//! Must never change a label lightly: stored evidence is full of them.

use serde::{Deserialize, Serialize};

/// The kind of a value that was taken out of a text (domain §12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A PEM, OpenSSH, PGP or `PuTTY` private key.
    PrivateKey,
    /// A key of a cloud provider's account.
    CloudKey,
    /// A signed or encrypted JSON web token.
    Jwt,
    /// A web address that is itself the permission to post.
    Webhook,
    /// A key issued by a service to a program.
    ApiKey,
    /// A bearer, access, refresh or personal token.
    Token,
    /// A cookie or session identifier.
    Session,
    /// A password, passphrase or PIN.
    Password,
    /// A user name and password in one value, as in HTTP basic authentication.
    Credentials,
    /// Any other value a field calls secret.
    Secret,
    /// The short security code of a payment card.
    CardCode,
    /// A payment card number that passes its checksum.
    Card,
    /// An international bank account number that passes its checksum.
    Iban,
    /// A national identity, tax or insurance number.
    NationalId,
    /// A mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A person's name, known by its field.
    Name,
    /// A postal address or part of one, known by its field.
    Address,
    /// A date of birth, known by its field.
    BirthDate,
}

impl Kind {
    /// Every kind, in the order in which findings are listed.
    pub const ALL: [Self; 19] = [
        Self::PrivateKey,
        Self::CloudKey,
        Self::Jwt,
        Self::Webhook,
        Self::ApiKey,
        Self::Token,
        Self::Session,
        Self::Password,
        Self::Credentials,
        Self::Secret,
        Self::CardCode,
        Self::Card,
        Self::Iban,
        Self::NationalId,
        Self::Email,
        Self::Phone,
        Self::Name,
        Self::Address,
        Self::BirthDate,
    ];

    /// The words inside the placeholder: lower-case letters and single spaces only.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::PrivateKey => "private key",
            Self::CloudKey => "cloud key",
            Self::Jwt => "jwt",
            Self::Webhook => "webhook",
            Self::ApiKey => "api key",
            Self::Token => "token",
            Self::Session => "session",
            Self::Password => "password",
            Self::Credentials => "credentials",
            Self::Secret => "secret",
            Self::CardCode => "card code",
            Self::Card => "card",
            Self::Iban => "iban",
            Self::NationalId => "national id",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Name => "name",
            Self::Address => "address",
            Self::BirthDate => "birth date",
        }
    }

    /// Whether finding this raises the flag *secret found in evidence* (domain §9): it must be rotated.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        matches!(
            self,
            Self::PrivateKey
                | Self::CloudKey
                | Self::Jwt
                | Self::Webhook
                | Self::ApiKey
                | Self::Token
                | Self::Session
                | Self::Password
                | Self::Credentials
                | Self::Secret
                | Self::CardCode
        )
    }

    /// Personal data no engagement document has a reason to hold, unlike a contact's mail address.
    #[must_use]
    pub const fn is_hard_personal(self) -> bool {
        matches!(self, Self::Card | Self::Iban | Self::NationalId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_distinct_and_made_of_letters_and_spaces() {
        let mut labels: Vec<_> = Kind::ALL.iter().map(|kind| kind.label()).collect();
        assert!(labels.iter().all(|l| l.bytes().all(|b| b.is_ascii_lowercase() || b == b' ')));
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), Kind::ALL.len());
    }
}
