//! What the name of a field says about its value: `dbPassword`, `X-Api-Key`, `customer_name`.
//! Must never judge by a part of a word: `max_tokens`, `hotel` and `monkey` mean nothing.

use super::kind::Kind;
use super::value::Strength;

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
    /// An identifier, count or time: long numbers in it are no cards.
    Reference,
}

/// The longest field name that is looked at; what comes earlier in a longer one says nothing.
pub(super) const LONGEST: usize = 64;

/// A field name as lower-case words with underscores between them, on the stack.
struct Words {
    bytes: [u8; LONGEST * 2],
    len: usize,
}

impl Words {
    /// Splits at signs and at the humps of camel case; letters outside ASCII lose their accents' weight.
    fn of(name: &str) -> Self {
        let mut words = Self { bytes: [0; LONGEST * 2], len: 0 };
        let mut last = '_';
        let mut chars = name.trim().chars().take(LONGEST).peekable();
        while let Some(c) = chars.next() {
            let hump = c.is_ascii_uppercase()
                && (last.is_ascii_lowercase()
                    || last.is_ascii_digit()
                    || (last.is_ascii_uppercase()
                        && chars.peek().is_some_and(char::is_ascii_lowercase)));
            if hump || !c.is_alphanumeric() {
                words.gap();
            }
            words.push(plain(c));
            last = c;
        }
        words.trim();
        words
    }

    fn gap(&mut self) {
        if self.len > 0 && self.bytes[self.len - 1] != b'_' {
            self.push(b'_');
        }
    }

    fn push(&mut self, b: u8) {
        if b != 0 && self.len < self.bytes.len() {
            self.bytes[self.len] = b;
            self.len += 1;
        }
    }

    fn trim(&mut self) {
        while self.len > 0
            && (self.bytes[self.len - 1] == b'_' || self.bytes[self.len - 1].is_ascii_digit())
        {
            self.len -= 1;
        }
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }
}

/// The ASCII letter or digit nearest to `c`, or 0 for a sign.
const fn plain(c: char) -> u8 {
    match c {
        'a'..='z' | '0'..='9' => c as u8,
        'A'..='Z' => c.to_ascii_lowercase() as u8,
        'à'..='å' | 'À'..='Å' => b'a',
        'ç' | 'Ç' | 'ć' => b'c',
        'è'..='ë' | 'È'..='Ë' | 'ę' => b'e',
        'ì'..='ï' | 'Ì'..='Ï' => b'i',
        'ł' | 'Ł' => b'l',
        'ñ' | 'Ñ' | 'ń' => b'n',
        'ò'..='ö' | 'ø' | 'Ò'..='Ö' | 'Ø' => b'o',
        'ß' | 'ś' => b's',
        'ù'..='ü' | 'Ù'..='Ü' => b'u',
        _ => 0,
    }
}

/// What a field of this name holds, if its name says so.
pub(super) fn classify(name: &str) -> Option<Field> {
    let words = Words::of(name);
    let mut text = words.text();
    // `password_confirmation`, `secretValue`, `api_key_prod`: the last word only qualifies the one before.
    for _ in 0..3 {
        match text.rsplit_once('_') {
            Some((rest, last)) if is_qualifier(last) => {
                text = rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_')
            }
            _ => break,
        }
    }
    let (rest, last) = text.rsplit_once('_').unwrap_or(("", text));
    let before = rest.rsplit('_').next().unwrap_or_default();
    secret(rest, before, last)
        .or_else(|| personal(rest, before, last))
        .or_else(|| reference(before, last))
}

fn is_qualifier(word: &str) -> bool {
    matches!(
        word,
        "again"
            | "b64"
            | "backup"
            | "base64"
            | "cleartext"
            | "confirm"
            | "confirmation"
            | "current"
            | "dev"
            | "encoded"
            | "hash"
            | "hashed"
            | "live"
            | "new"
            | "old"
            | "plain"
            | "plaintext"
            | "prod"
            | "production"
            | "raw"
            | "repeat"
            | "sandbox"
            | "staging"
            | "test"
            | "val"
            | "value"
            | "verify"
            | "md5"
            | "sha1"
            | "sha256"
            | "digest"
            | "txt"
            | "str"
            | "string"
    )
}

const fn any(kind: Kind) -> Option<Field> {
    Some(Field::Secret(kind, Strength::Any))
}

const fn issued(kind: Kind) -> Option<Field> {
    Some(Field::Secret(kind, Strength::Issued))
}

const fn random(kind: Kind) -> Option<Field> {
    Some(Field::Secret(kind, Strength::Random))
}

fn secret(rest: &str, before: &str, last: &str) -> Option<Field> {
    match last {
        "password" | "passwd" | "passphrase" | "passcode" | "passwort" | "kennwort"
        | "contrasena" | "wachtwoord" | "senha" | "haslo" | "motdepasse" | "mdp" | "passw"
        | "userpassword" | "dbpassword" | "pgpassword" | "rootpassword" | "adminpassword"
        | "smtppassword" | "sshpass" | "passwords" | "mnemonic" | "losenord" | "adgangskode"
        | "salasana" | "passord" | "parola" | "heslo" | "jelszo" | "userpass" | "dbpass" => {
            any(Kind::Password)
        }
        "passe" if before == "de" => any(Kind::Password),
        "phrase" if matches!(before, "pass" | "seed" | "recovery") => any(Kind::Password),
        "word" if before == "pass" => any(Kind::Password),
        "pwd" | "pass" | "pw" | "psw" | "pswd" => {
            Some(Field::Secret(Kind::Password, Strength::Mixed))
        }
        "pin" if rest.is_empty() || matches!(before, "card" | "user" | "login" | "access") => {
            any(Kind::Password)
        }
        "code" if matches!(before, "pin" | "pass") => any(Kind::Password),
        "otp" | "totp" => issued(Kind::Password),
        "cvv" | "cvc" | "cvn" | "csc" | "cvvcode" | "cvccode" => any(Kind::CardCode),
        "code" if matches!(before, "cvv" | "cvc" | "cvn" | "security") => any(Kind::CardCode),
        "secret" | "clientsecret" | "appsecret" | "secrets" | "sharedsecret" | "apisecret"
        | "consumersecret" => Some(Field::Secret(Kind::Secret, Strength::Mixed)),
        "id" if before == "secret" => issued(Kind::Secret),
        "key" | "keys" => key(rest, before),
        "apikey" | "apikeys" | "appkey" | "subscriptionkey" | "accountkey" | "masterkey"
        | "authkey" | "xapikey" | "servicekey" | "licensekey" | "consumerkey" | "functionskey" => {
            issued(Kind::ApiKey)
        }
        "privatekey" | "sshkey" => issued(Kind::PrivateKey),
        "secretkey" | "accesskey" | "sharedkey" | "sharedaccesskey" | "encryptionkey"
        | "signingkey" | "secretaccesskey" => issued(Kind::Secret),
        "token" | "tokens" => token(before),
        "accesstoken" | "authtoken" | "refreshtoken" | "idtoken" | "apitoken" | "bearertoken"
        | "sessiontoken" | "usertoken" | "pat" | "jwt" | "accesstokens" | "securitytoken" => {
            issued(Kind::Token)
        }
        "bearer" | "assertion" => issued(Kind::Token),
        "authorization" => Some(Field::Authorization),
        "auth" if matches!(before, "proxy" | "basic" | "http" | "x" | "") => {
            Some(Field::Authorization)
        }
        "auth" => random(Kind::Token),
        "credential" | "credentials" | "creds" | "cred" => issued(Kind::Credentials),
        "cookie" | "cookies" => Some(Field::Cookie),
        "session" | "sessionid" | "sessid" | "phpsessid" | "jsessionid" | "sessionkey" => {
            random(Kind::Session)
        }
        "sid" if rest.is_empty() || before == "connect" => random(Kind::Session),
        "id" if matches!(before, "session" | "sess") => random(Kind::Session),
        "salt" | "hmac" | "pepper" | "nonce" => random(Kind::Secret),
        "sig" | "signature" | "sas" => random(Kind::Token),
        "code"
            if matches!(
                before,
                "auth" | "authorization" | "function" | "verification" | "recovery" | "backup"
            ) =>
        {
            issued(Kind::Token)
        }
        "code" if rest.is_empty() => random(Kind::Token),
        "verifier" if before == "code" => random(Kind::Token),
        "url" | "uri" if matches!(before, "webhook" | "hook") => None,
        _ => joined(last),
    }
}

/// Names without a gap, such as `smtppassword` or `stripeapikey`.
fn joined(last: &str) -> Option<Field> {
    let ends = |ending: &str| last.len() > ending.len() && last.ends_with(ending);
    if ends("password")
        || ends("passwd")
        || ends("passphrase")
        || ends("passwort")
        || ends("kennwort")
    {
        any(Kind::Password)
    } else if ends("apikey") {
        issued(Kind::ApiKey)
    } else if ends("secret") || ends("secretkey") {
        issued(Kind::Secret)
    } else if ends("accesstoken") || ends("authtoken") || ends("apitoken") {
        issued(Kind::Token)
    } else {
        None
    }
}

fn key(rest: &str, before: &str) -> Option<Field> {
    match before {
        "api" | "app" | "application" | "subscription" | "service" | "account" | "storage"
        | "function" | "functions" | "host" | "admin" | "write" | "server" | "merchant"
        | "partner" | "integration" | "consumer" | "client" | "license" | "licence" | "webhook"
        | "master" | "auth" | "authorization" | "stripe" | "sendgrid" | "mailgun" | "openai"
        | "twilio" | "shopify" | "maps" | "google" | "azure" | "datadog" | "algolia"
        | "anthropic" | "vendor" | "apim" | "ingest" | "instrumentation" | "tenant" => {
            issued(Kind::ApiKey)
        }
        "secret" | "access" | "shared" | "encryption" | "signing" | "signature" | "security"
        | "hmac" | "jwt" | "cipher" | "aes" | "encrypt" | "decryption" | "symmetric" | "root"
        | "base" | "aws" => issued(Kind::Secret),
        "private" | "ssh" | "rsa" | "deploy" | "pgp" | "gpg" | "tls" | "ssl" | "pem" => {
            issued(Kind::PrivateKey)
        }
        "session" => issued(Kind::Session),
        "" if rest.is_empty() => random(Kind::ApiKey),
        _ => None,
    }
}

fn token(before: &str) -> Option<Field> {
    match before {
        "next" | "page" | "pagination" | "continuation" | "sync" | "cursor" | "max" | "min"
        | "total" | "num" | "input" | "output" | "prompt" | "completion" | "stop" | "eos"
        | "bos" | "pad" | "special" | "used" | "reasoning" | "cached" | "per" | "last"
        | "first" | "prev" | "previous" | "skip" => None,
        "csrf" | "xsrf" | "verification" | "change" | "scroll" | "idempotency" => {
            random(Kind::Token)
        }
        _ => issued(Kind::Token),
    }
}

fn personal(rest: &str, before: &str, last: &str) -> Option<Field> {
    let found = match last {
        "name" => return name(before, rest),
        "firstname" | "lastname" | "surname" | "forename" | "givenname" | "familyname"
        | "middlename" | "fullname" | "customername" | "contactname" | "cardholder"
        | "cardholdername" | "accountholder" | "vorname" | "nachname" | "familienname"
        | "ansprechpartner" | "kundenname" | "prenom" | "apellido" | "apellidos" | "voornaam"
        | "achternaam" | "klantnaam" | "cognome" | "sobrenome" | "nazwisko" | "imie"
        | "fornavn" | "etternavn" | "efternavn" | "fornamn" | "efternamn" | "recipientname"
        | "billingname" | "shippingname" | "lname" | "fname" | "username_full"
        | "nombrecompleto" | "nomcomplet" => Kind::Name,
        "holder" if matches!(before, "card" | "account") => Kind::Name,
        "famille" | "client" if rest.starts_with("nom") => Kind::Name,
        "cliente" if rest.starts_with("nom") => Kind::Name,
        "recipient" | "consignee" | "addressee" | "empfanger" | "empfaenger" | "destinataire"
            if rest.is_empty() =>
        {
            Kind::Name
        }
        "address" | "adresse" | "addr" => return address(before, rest),
        "line" if matches!(before, "address" | "addr" | "street") => Kind::Address,
        "streetaddress" | "addressline" | "street" | "streetname" | "strasse" | "strase"
        | "straat" | "direccion" | "indirizzo" | "anschrift" | "hausnummer" | "hausnr"
        | "housenumber" | "adres" | "endereco" | "rue" | "calle" | "postanschrift"
        | "postaddress" | "homeaddress" | "billingaddress" | "shippingaddress"
        | "deliveryaddress" => Kind::Address,
        "number" | "no" | "nr" if before == "house" => Kind::Address,
        "postcode" | "postalcode" | "zip" | "zipcode" | "plz" | "postleitzahl" => Kind::Address,
        "code" if matches!(before, "post" | "postal" | "zip") => Kind::Address,
        "city" | "town" | "ort" | "ville"
            if matches!(before, "billing" | "shipping" | "delivery" | "home") =>
        {
            Kind::Address
        }
        "city" | "town" | "ort" | "ville" | "stadt" if rest.is_empty() => {
            return Some(Field::OfPerson(Kind::Address));
        }
        "birth" | "naissance" | "nacimiento" | "nascita"
            if rest.contains("date") || rest.contains("fecha") || rest.contains("data") =>
        {
            Kind::BirthDate
        }
        "dob" | "birthdate" | "birthday" | "dateofbirth" | "geburtsdatum" | "geburtstag"
        | "birthdatum" => Kind::BirthDate,
        "date" | "day" if before == "birth" => Kind::BirthDate,
        "phone" | "telephone" | "telefon" | "telefono" | "tel" | "mobile" | "mobil" | "fax"
        | "cellphone" | "cell" | "msisdn" | "whatsapp" | "handy" | "phonenumber"
        | "mobilephone" | "mobilenumber" | "telefonnummer" | "handynummer" | "homephone"
        | "workphone" | "telefoon" | "telephonenumber" | "faxnumber" | "phoneno" => Kind::Phone,
        "number" | "no" | "nr"
            if matches!(
                before,
                "phone" | "telephone" | "mobile" | "tel" | "fax" | "cell" | "contact"
            ) =>
        {
            Kind::Phone
        }
        _ => return national(rest, before, last),
    };
    Some(Field::Personal(found))
}

fn name(before: &str, rest: &str) -> Option<Field> {
    match before {
        "first" | "last" | "sur" | "given" | "family" | "middle" | "maiden" | "full"
        | "customer" | "contact" | "recipient" | "receiver" | "sender" | "buyer" | "payer"
        | "payee" | "cardholder" | "holder" | "billing" | "shipping" | "delivery" | "employee"
        | "person" | "patient" | "guest" | "member" | "subscriber" | "passenger" | "driver"
        | "owner" | "preferred" | "birth" | "shopper" | "consignee" | "beneficiary"
        | "applicant" | "spouse" | "mother" | "father" | "attention" | "attn" | "signer"
        | "signatory" | "student" | "to" | "client" | "nick" | "fore" => {
            Some(Field::Personal(Kind::Name))
        }
        "" if rest.is_empty() => Some(Field::OfPerson(Kind::Name)),
        _ => None,
    }
}

fn address(before: &str, rest: &str) -> Option<Field> {
    match before {
        "" if rest.is_empty() => Some(Field::Personal(Kind::Address)),
        "street" | "billing" | "shipping" | "delivery" | "home" | "postal" | "mailing"
        | "customer" | "invoice" | "residential" | "recipient" | "sender" | "full" | "ship"
        | "bill" | "to" | "work" | "office" | "company" | "contact" | "permanent" | "current"
        | "registered" | "client" | "return" | "pickup" | "property" => {
            Some(Field::Personal(Kind::Address))
        }
        _ => None,
    }
}

fn national(rest: &str, before: &str, last: &str) -> Option<Field> {
    let known = match last {
        "ssn" | "nino" | "bsn" | "pesel" | "cpf" | "dni" | "nie" | "nif" | "personnummer"
        | "curp" | "aadhaar" | "aadhar" | "codicefiscale" | "steuerid" | "fodselsnummer"
        | "henkilotunnus" | "insee" | "hetu" | "ahv" | "passportnumber" | "passportno"
        | "nationalid" | "taxid" | "nhsnumber" | "egn" | "cnp" | "oib" => true,
        "fiscale" => before == "codice",
        "number" | "no" | "nr" | "id" => {
            matches!(
                before,
                "passport"
                    | "ssn"
                    | "nhs"
                    | "national"
                    | "insurance"
                    | "security"
                    | "identity"
                    | "licence"
                    | "license"
                    | "pesel"
                    | "steuer"
                    | "citizen"
            ) && (!matches!(before, "insurance" | "security" | "licence" | "license")
                || ["social", "national", "driver", "drivers", "driving"]
                    .iter()
                    .any(|w| rest.starts_with(w)))
        }
        "passport" => rest.is_empty(),
        _ => false,
    };
    known.then_some(Field::Personal(Kind::NationalId))
}

fn reference(before: &str, last: &str) -> Option<Field> {
    let card = matches!(before, "card" | "cc" | "pan" | "payment");
    let known = matches!(
        last,
        "id" | "ids"
            | "uuid"
            | "guid"
            | "ref"
            | "reference"
            | "order"
            | "trace"
            | "tracking"
            | "sku"
            | "ean"
            | "gtin"
            | "upc"
            | "barcode"
            | "serial"
            | "imei"
            | "timestamp"
            | "ts"
            | "time"
            | "at"
            | "epoch"
            | "date"
            | "version"
            | "build"
            | "seq"
            | "sequence"
            | "offset"
            | "checksum"
            | "batch"
            | "lot"
            | "etag"
            | "revision"
            | "isbn"
            | "invoice"
            | "span"
            | "correlation"
            | "amount"
            | "total"
            | "price"
            | "quantity"
            | "count"
            | "size"
            | "duration"
    );
    let numbered = matches!(last, "number" | "no" | "nr" | "num" | "code" | "key")
        && matches!(
            before,
            "order"
                | "tracking"
                | "invoice"
                | "serial"
                | "item"
                | "article"
                | "part"
                | "shipment"
                | "parcel"
                | "product"
                | "batch"
                | "lot"
                | "ticket"
                | "case"
                | "document"
                | "delivery"
                | "reference"
                | "line"
                | "sequence"
                | "build"
        );
    ((known || numbered) && !card).then_some(Field::Reference)
}

/// Whether a record of this name is about a person, so that its `name` is a person's.
pub(super) fn is_person(record: &str) -> bool {
    let words = Words::of(record);
    let text = words.text();
    let last = text.rsplit('_').next().unwrap_or_default();
    matches!(
        last.strip_suffix('s').unwrap_or(last),
        "customer"
            | "contact"
            | "person"
            | "people"
            | "buyer"
            | "recipient"
            | "billing"
            | "shipping"
            | "addres"
            | "addresse"
            | "payer"
            | "payee"
            | "shopper"
            | "patient"
            | "guest"
            | "employee"
            | "cardholder"
            | "consignee"
            | "receiver"
            | "sender"
            | "subscriber"
            | "member"
            | "passenger"
            | "traveller"
            | "applicant"
            | "beneficiary"
            | "user"
            | "owner"
            | "author"
            | "assignee"
            | "to"
            | "from"
            | "holder"
            | "kunde"
            | "empfaenger"
            | "delivery"
            | "student"
            | "driver"
    )
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
