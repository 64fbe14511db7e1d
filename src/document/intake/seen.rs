//! What an answer may not hold, as its writer is told of it: what it looks like, and the words to use instead.
//! It never repeats the value.

use crate::engines::redact::Kind;

/// What a value looks like, and the words that do as well.
const fn words(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::PrivateKey => ("a private key", "“our private key”"),
        Kind::CloudKey => ("a key of a cloud account", "“our cloud key”"),
        Kind::Jwt | Kind::Token => ("an access token", "“an access token”"),
        Kind::Webhook => ("an address that lets anyone post", "“a webhook address”"),
        Kind::ApiKey => ("an API key", "“our API key”"),
        Kind::Session => ("a session", "“a session”"),
        Kind::Password => ("a password", "“a password”"),
        Kind::Credentials => ("a user name with its password", "“a sign-in”"),
        Kind::Secret => ("a secret", "“a secret”"),
        Kind::CardCode | Kind::Card => ("a payment card", "“a card number”"),
        Kind::Iban => ("a bank account", "“an account number”"),
        Kind::NationalId => ("an identity or tax number", "“an identity number”"),
        Kind::Email => ("a mail address", "“a customer’s address” or “our shared mailbox”"),
        Kind::Phone => ("a telephone number", "“a telephone number”"),
        Kind::Name => ("a person’s name", "what they do, such as “our bookkeeper” or “a customer”"),
        Kind::Address => ("a postal address", "“a customer’s address”"),
        Kind::BirthDate => ("a date of birth", "“a date of birth”"),
    }
}

/// What to do about a value of this kind.
pub(super) fn advice(kind: Kind) -> String {
    let (looks_like, instead) = words(kind);
    let change = if kind.is_secret() { " If it is in use, change it there." } else { "" };
    format!("This holds what looks like {looks_like}. Take it out and write {instead}.{change}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_words_to_use_instead_and_secrets_are_to_be_changed() {
        for kind in Kind::ALL {
            let advice = advice(kind);
            assert!(advice.contains("and write "), "{advice}");
            assert_eq!(advice.contains("change it"), kind.is_secret(), "{advice}");
        }
    }
}
