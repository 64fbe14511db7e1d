//! The prefilter: one automaton over every literal by which something worth hiding can be noticed.
//! Must never miss what a rule could find: a rule without an anchor here is never asked.

mod lanes;

use std::ops::Range;
use std::sync::LazyLock;

use super::issued;
use super::pem;
use super::person::{self, Cue};
use lanes::Finder;

/// Which rule to ask about a place.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    /// The beginning of an issued key, by its index in [`issued::SHAPES`].
    Issued(usize),
    /// A private key's first line.
    Key,
    /// Part of a field's name.
    Field,
    /// A short word that is a field's name only when it stands alone.
    Word,
    /// The word `bearer`.
    Bearer,
    /// The word `basic`.
    Basic,
    /// The beginning of a placeholder.
    Placeholder,
    /// `://`
    Scheme,
    /// The beginning of an Oracle connection's user.
    Oracle,
    /// `@`
    At,
    /// A percent-encoded sign: something inside may be encoded.
    Percent,
    /// A command's flag for `user:password`.
    UserFlag,
    /// A command's flag for a password alone.
    PasswordFlag,
    /// The command that makes a secured string of a password.
    SecureString,
    /// A word after which a person may be named.
    Person(Cue),
    /// A port between colons, as in a line of `.pgpass`.
    Port,
}

/// Parts of field names; [`super::field`] decides about the whole name.
const FIELDS: &str = "pass pwd pswd kennwort contrase wachtwoord senha haslo hasło losenord lösenord adgangskode salasana \
    parola heslo jelszo sifre bindpw mnemonic phrase secret token key auth cred cookie sess jwt signature assertion \
    verifier name holder apellido prenom prénom cognome nazwisko fornavn förnamn recipient addressee consignee empf \
    address adres addr street stra direcci indirizzo anschrift hausn house postcode postal postleit zipcode phone \
    telef mobile birth geburt naissance nacimiento nascita passport national social personnummer aadhaar steuer \
    codice pesel insurance schlüssel schluessel besteller auftraggeber sachbearbeiter kunde kundin käufer acheteur created_by \
    createdby updated_by updatedby modified_by approved_by approvedby assigned_to assignedto reported_by requested_by \
    assignee reporter requester ansprechpartner destinataire sobrenome voornaam achternaam straat";

/// Field names, or parts of them, that are too short to mean anything inside another word.
const WORDS: &str = "pw psw mdp pin otp totp cvv cvc cvn csc code pat sid sas sig salt hmac pepper nonce cell fax tel \
    dob zip plz city town ort ville stadt imie nom nombre rue calle mobil handy ssn nino bsn cpf dni nie nif curp \
    insee hetu ahv egn cnp oib nhs msisdn whatsapp identity cliente endereco line clave clef llave chiave sleutel \
    customer client buyer caller klant author";

const PERCENT: &[&str] = &["%3a", "%3d", "%22", "%40", "%7b"];

const USER_FLAGS: &[&str] = &[" -u", " --user ", " --user=", " --proxy-user ", " -a "];

const PASSWORD_FLAGS: &[&str] = &[" -p", " -a ", " -w "];

/// Ports of databases between colons, and the sign for any.
const PORTS: &[&str] = &[":5432:", ":5433:", ":5434:", ":6432:", ":6543:", ":25060:", ":*:"];

/// The automaton and what each of its patterns stands for.
pub(super) struct Anchors {
    finder: Finder,
    meanings: Vec<Anchor>,
}

static ANCHORS: LazyLock<Option<Anchors>> = LazyLock::new(Anchors::build);

impl Anchors {
    /// Building fails only if the patterns outgrow the automaton's limits, which a test excludes.
    fn build() -> Option<Self> {
        let issued =
            issued::SHAPES.iter().enumerate().map(|(i, shape)| (shape.begins, Anchor::Issued(i)));
        let all = |literals: &'static [&'static str], anchor| {
            literals.iter().map(move |literal| (*literal, anchor))
        };
        let words =
            |list: &'static str, anchor| list.split_whitespace().map(move |word| (word, anchor));
        let rest = all(&pem::BEGINNINGS, Anchor::Key)
            .chain(words(FIELDS, Anchor::Field))
            .chain(words(WORDS, Anchor::Word))
            .chain(all(PERCENT, Anchor::Percent))
            .chain(all(USER_FLAGS, Anchor::UserFlag))
            .chain(all(PASSWORD_FLAGS, Anchor::PasswordFlag))
            .chain(all(PORTS, Anchor::Port))
            .chain(person::cues().map(|(word, cue)| (word, Anchor::Person(cue))))
            .chain([
                ("convertto-securestring", Anchor::SecureString),
                ("bearer", Anchor::Bearer),
                ("bearer", Anchor::Field),
                ("basic", Anchor::Basic),
                ("identified by", Anchor::Field),
                ("://", Anchor::Scheme),
                ("@", Anchor::At),
                ("‹", Anchor::Placeholder),
                ("oracle:thin:", Anchor::Oracle),
            ]);
        let (literals, meanings): (Vec<_>, Vec<_>) = issued.chain(rest).unzip();
        Some(Self { finder: Finder::of(&literals)?, meanings })
    }

    /// Every anchor in `text`, by where it ends: its meaning and its place.
    pub(super) fn find(text: &str) -> impl Iterator<Item = (Anchor, Range<usize>)> + '_ {
        ANCHORS.as_ref().into_iter().flat_map(move |anchors| {
            anchors
                .finder
                .places(text)
                .map(|(pattern, at)| (anchors.meanings[pattern.as_usize()], at))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_automaton_can_be_built_and_sees_every_anchor() {
        assert!(ANCHORS.is_some());
        let words = FIELDS.split_whitespace().chain(WORDS.split_whitespace());
        for literal in words.chain(pem::BEGINNINGS) {
            assert!(
                Anchors::find(&literal.to_uppercase()).next().is_some() || !literal.is_ascii(),
                "{literal}"
            );
        }
    }
}
