//! What the name of a field says about its value: `dbPassword`, `X-Api-Key`, `customer_name`.
//! Must never judge by a part of a word: `max_tokens`, `hotel` and `monkey` mean nothing.

mod dictionary;
mod words;

use super::kind::Kind;
use super::value::Strength;
use words::Words;

/// What a field holds, by its name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// Something that gives access.
    Secret(Kind, Strength),
    /// The value of an `Authorization` header: a scheme, then the secret.
    Authorization,
    /// The value of a `Cookie` header: names and values.
    Cookie,
    /// Something about a person.
    Personal(Kind),
    /// About a person only when the record around it is a person (`customer.name`).
    OfPerson(Kind),
    /// A person or a business, as a customer is: a name is one of a person only if it reads as one.
    Somebody,
    /// An identifier, count or time: long numbers in it are no cards.
    Reference,
}

/// The longest field name that is looked at; what comes earlier in a longer one says nothing.
pub(super) const LONGEST: usize = 64;

/// What a field of this name holds, if its name says so.
pub(super) fn classify(name: &str) -> Option<Field> {
    // A name in which something was replaced says what it said before: nothing, or its value is gone too.
    if name.contains('‹') {
        return None;
    }
    let words = Words::of(name);
    let mut text = words.text();
    for _ in 0..3 {
        match text.rsplit_once('_') {
            Some((rest, last)) if dictionary::is_qualifier(last) => {
                text = rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
            }
            _ => break,
        }
    }
    // Several keys or tokens in one field are as secret as one.
    let plural =
        text.strip_suffix('s').filter(|one| one.ends_with("key") || one.ends_with("token"));
    dictionary::look_up(plural.unwrap_or(text))
}

/// Whether a record of this name is about a person, so that its `name` is a person's.
pub(super) fn is_person(record: &str) -> bool {
    let words = Words::of(record);
    dictionary::is_about_people(words.text().rsplit('_').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_in_every_spelling() {
        for name in [
            "password",
            "DB_PASSWORD",
            "dbPassword",
            "user.password",
            "password_confirmation",
            "api_key",
            "apiKey",
            "X-Api-Key",
            "APIKEY",
            "aws_secret_access_key",
            "clientSecret",
            "accessToken",
            "GITHUB_TOKEN",
            "refresh_token",
            "SharedAccessKey",
            "AccountKey",
            "PGPASSWORD",
            "smtppassword",
            "api_key_2",
            "Contraseña",
            "mot_de_passe",
            "cvv",
            "SECRET_KEY_BASE",
            "api_keys",
        ] {
            assert!(
                matches!(classify(name), Some(Field::Secret(..))),
                "{name} {:?}",
                classify(name)
            );
        }
    }

    #[test]
    fn words_around_secrets_are_not_secrets() {
        for name in [
            "max_tokens",
            "next_page_token",
            "token_type",
            "token_url",
            "tokenCount",
            "password_reset_url",
            "monkey",
            "max_token",
            "total_tokens",
            "keyboard",
            "primary_key",
            "idempotency_key",
            "public_key",
            "sort_key",
            "secret_name",
            "author",
            "passed",
            "compass",
            "hotel",
            "shipping_method",
            "key_id",
            "authentication",
            "password_expires_at",
            "bypass",
        ] {
            assert!(
                !matches!(classify(name), Some(Field::Secret(..) | Field::Personal(_))),
                "{name} {:?}",
                classify(name)
            );
        }
    }

    #[test]
    fn personal_fields_are_known() {
        for (name, kind) in [
            ("first_name", Kind::Name),
            ("customerName", Kind::Name),
            ("Nachname", Kind::Name),
            ("billing_address_line_1", Kind::Address),
            ("address1", Kind::Address),
            ("Straße", Kind::Address),
            ("postal_code", Kind::Address),
            ("date_of_birth", Kind::BirthDate),
            ("phoneNumber", Kind::Phone),
            ("ssn", Kind::NationalId),
        ] {
            assert_eq!(classify(name), Some(Field::Personal(kind)), "{name}");
        }
        for name in ["customer", "Kunde", "createdBy", "assigned_to"] {
            assert_eq!(classify(name), Some(Field::Somebody), "{name}");
        }
    }

    #[test]
    fn technical_names_and_addresses_are_not_personal() {
        for name in [
            "product_name",
            "file_name",
            "ip_address",
            "hostname",
            "mac_address",
            "username",
            "event_name",
        ] {
            assert!(!matches!(classify(name), Some(Field::Personal(_))), "{name}");
        }
    }
}
