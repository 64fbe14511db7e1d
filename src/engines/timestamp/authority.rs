//! An authority of one's own: a key, a certificate for stamping alone that it signs itself, and the stamps it gives.
//! Its key leaves it only as the text that is kept in the data folder.

use super::asn1::{
    BIT_STRING, BOOLEAN, INTEGER, OBJECT, OCTETS, SEQUENCE, SET, UTF8, algorithm, element, field,
    object, set_of, small, time, validity_time,
};
use super::signer::Certificate;
use super::{Imprint, oid};
use chrono::{DateTime, TimeDelta, Utc};
use der::pem::{self, LineEnding};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use sha2::{Digest, Sha256};

/// What the blocks of its text are called.
const KEY: &str = "PRIVATE KEY";
pub(super) const CERTIFICATE: &str = "CERTIFICATE";
/// How long its certificate holds.
const DAYS: i64 = 20 * 365;
/// The policy it stamps under, an object of its own (2.25 and a UUID): the clock of this server, within a second.
const POLICY: [u8; 20] = [
    0x69, 0x81, 0xf8, 0x8f, 0x9d, 0x94, 0xcd, 0xd1, 0xda, 0xba, 0x93, 0x9a, 0xa2, 0x8b, 0xed, 0xe5,
    0xdc, 0x83, 0x83, 0x53,
];

/// An authority of one's own.
#[derive(Debug)]
pub struct Authority {
    key: EcdsaKeyPair,
    certificate: Vec<u8>,
    random: SystemRandom,
}

/// Why there is no such authority.
#[derive(Debug, thiserror::Error)]
pub enum NoAuthority {
    /// The system gives no random numbers, or the key cannot sign.
    #[error("no key for time stamps can be made or used on this system")]
    System,
    /// What was kept is not a key with its certificate.
    #[error("what is kept is not a key for time stamps with its certificate")]
    Unread,
}

impl From<ring::error::Unspecified> for NoAuthority {
    fn from(_: ring::error::Unspecified) -> Self {
        Self::System
    }
}

impl Authority {
    /// A new one that is called so, and the text that brings it back.
    ///
    /// # Errors
    /// [`NoAuthority::System`] when the system gives no random numbers.
    pub fn make(name: &str, at: DateTime<Utc>) -> Result<(Self, String), NoAuthority> {
        let random = SystemRandom::new();
        let kept = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random)?;
        let key = read_key(kept.as_ref(), &random)?;
        let certificate = own_certificate(&key, &random, name, at)?;
        let text = block(KEY, kept.as_ref())? + &block(CERTIFICATE, &certificate)?;
        Ok((Self { key, certificate, random }, text))
    }

    /// The one whose text was kept.
    ///
    /// # Errors
    /// [`NoAuthority::Unread`] when it is none.
    pub fn read(text: &str) -> Result<Self, NoAuthority> {
        let begin = text.find(&format!("-----BEGIN {CERTIFICATE}")).ok_or(NoAuthority::Unread)?;
        let (key, certificate) = text.split_at(begin);
        let unread = |_| NoAuthority::Unread;
        let (_, key) = pem::decode_vec(key.as_bytes()).map_err(unread)?;
        let (_, certificate) = pem::decode_vec(certificate.as_bytes()).map_err(unread)?;
        let random = SystemRandom::new();
        let key = read_key(&key, &random).map_err(|_| NoAuthority::Unread)?;
        let read = Certificate::read(&certificate).ok_or(NoAuthority::Unread)?;
        if read.key != key.public_key().as_ref() {
            return Err(NoAuthority::Unread);
        }
        Ok(Self { key, certificate, random })
    }

    /// Its certificate as PEM: what its stamps are checked against.
    ///
    /// # Errors
    /// [`NoAuthority::Unread`] when it cannot be written as text.
    pub fn pem(&self) -> Result<String, NoAuthority> {
        block(CERTIFICATE, &self.certificate)
    }

    /// Whether its certificate holds at a moment.
    #[must_use]
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        Certificate::read(&self.certificate).is_some_and(|read| read.holds(at))
    }

    /// A stamp, as the answer of an authority: these 32 bytes were there at this moment.
    ///
    /// # Errors
    /// [`NoAuthority`] when the key cannot sign.
    pub fn stamp(&self, imprint: &Imprint, at: DateTime<Utc>) -> Result<Vec<u8>, NoAuthority> {
        self.answer(imprint, at, &[])
    }

    /// A stamp that repeats the number it was asked with, as that stands.
    pub(super) fn answer(
        &self,
        imprint: &Imprint,
        at: DateTime<Utc>,
        nonce: &[u8],
    ) -> Result<Vec<u8>, NoAuthority> {
        let content = element(
            SEQUENCE,
            &[
                small(1),
                element(OBJECT, &[POLICY]),
                element(SEQUENCE, &[algorithm(oid::SHA256), element(OCTETS, &[imprint])]),
                serial(&self.random)?,
                time(at),
                // Within a second.
                element(SEQUENCE, &[small(1)]),
                nonce.to_vec(),
            ],
        );
        let token = self.signed(&content)?;
        let granted = element(SEQUENCE, &[small(0)]);
        Ok(element(SEQUENCE, &[granted, token]))
    }

    /// Content with a signature, as CMS has it.
    fn signed(&self, content: &[u8]) -> Result<Vec<u8>, NoAuthority> {
        let read = Certificate::read(&self.certificate).ok_or(NoAuthority::Unread)?;
        let attributes = attributes(content, &self.certificate);
        let to_sign = set_of(SET, attributes.clone());
        let signature = self.key.sign(&self.random, &to_sign)?;
        let signer = element(
            SEQUENCE,
            &[
                small(1),
                element(SEQUENCE, &[read.issuer, read.serial]),
                algorithm(oid::SHA256),
                set_of(field(0), attributes),
                algorithm(oid::ECDSA_SHA256),
                element(OCTETS, &[signature.as_ref()]),
            ],
        );
        let held = element(field(0), &[element(OCTETS, &[content])]);
        let data = element(
            SEQUENCE,
            &[
                small(3),
                element(SET, &[algorithm(oid::SHA256)]),
                element(SEQUENCE, &[object(oid::TST_INFO), held]),
                element(field(0), &[&self.certificate]),
                element(SET, &[signer]),
            ],
        );
        Ok(element(SEQUENCE, &[object(oid::SIGNED_DATA), element(field(0), &[data])]))
    }
}

/// What is signed beside the content: what it is, its hash, and whose certificate signs it.
fn attributes(content: &[u8], certificate: &[u8]) -> Vec<Vec<u8>> {
    let attribute = |id, value: Vec<u8>| element(SEQUENCE, &[object(id), element(SET, &[value])]);
    let digest = |bytes: &[u8]| element(OCTETS, &[Sha256::digest(bytes)]);
    let own = element(SEQUENCE, &[digest(certificate)]);
    vec![
        attribute(oid::CONTENT_TYPE, object(oid::TST_INFO)),
        attribute(oid::MESSAGE_DIGEST, digest(content)),
        attribute(oid::SIGNING_CERTIFICATE_V2, element(SEQUENCE, &[element(SEQUENCE, &[own])])),
    ]
}

fn read_key(kept: &[u8], random: &SystemRandom) -> Result<EcdsaKeyPair, NoAuthority> {
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, kept, random)
        .map_err(|_| NoAuthority::Unread)
}

fn block(label: &str, bytes: &[u8]) -> Result<String, NoAuthority> {
    pem::encode_string(label, LineEnding::LF, bytes).map_err(|_| NoAuthority::Unread)
}

/// A number that no other stamp or certificate of it has: 128 bits drawn at random.
fn serial(random: &SystemRandom) -> Result<Vec<u8>, NoAuthority> {
    let mut bytes = [0; 16];
    random.fill(&mut bytes)?;
    // Positive, and written in as many bytes as it has.
    bytes[0] = (bytes[0] & 0x3f) | 0x40;
    Ok(element(INTEGER, &[bytes]))
}

/// A certificate that the key signs for itself; it is good for stamping and nothing else.
fn own_certificate(
    key: &EcdsaKeyPair,
    random: &SystemRandom,
    name: &str,
    at: DateTime<Utc>,
) -> Result<Vec<u8>, NoAuthority> {
    let named = element(SEQUENCE, &[object(oid::COMMON_NAME), element(UTF8, &[name])]);
    let name = element(SEQUENCE, &[element(SET, &[named])]);
    let (from, until) = (at - TimeDelta::hours(1), at + TimeDelta::days(DAYS));
    let curve = element(SEQUENCE, &[object(oid::EC_KEY), object(oid::P256)]);
    let held = element(
        SEQUENCE,
        &[
            element(field(0), &[small(2)]),
            serial(random)?,
            algorithm(oid::ECDSA_SHA256),
            name.clone(),
            element(SEQUENCE, &[validity_time(from), validity_time(until)]),
            name,
            element(SEQUENCE, &[curve, bits(key.public_key().as_ref())]),
            element(field(3), &[extensions()]),
        ],
    );
    let signature = key.sign(random, &held)?;
    Ok(element(SEQUENCE, &[held, algorithm(oid::ECDSA_SHA256), bits(signature.as_ref())]))
}

fn bits(bytes: &[u8]) -> Vec<u8> {
    element(BIT_STRING, &[&[0][..], bytes])
}

/// What the certificate may be used for; both are critical.
fn extensions() -> Vec<u8> {
    let critical = |id, value: Vec<u8>| {
        let yes = element(BOOLEAN, &[[0xff]]);
        element(SEQUENCE, &[object(id), yes, element(OCTETS, &[value])])
    };
    // The first of the uses: a digital signature.
    let signs = element(BIT_STRING, &[[7, 0x80]]);
    let stamps = element(SEQUENCE, &[object(oid::TIME_STAMPING)]);
    element(SEQUENCE, &[critical(oid::KEY_USAGE, signs), critical(oid::EXTENDED_KEY_USAGE, stamps)])
}
