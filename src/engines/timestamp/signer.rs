//! The certificate of whoever signed a stamp: its key, what it may be used for, and whether a signature is of that key.
//! No chain is followed here: which authority is trusted is for whoever reads the stamp.

use super::asn1::{BIT_STRING, BOOLEAN, Element, OCTETS, SEQUENCE, elements, field, only};
use super::oid;
use chrono::{DateTime, Utc};
use der::asn1::ObjectIdentifier;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA384_ASN1, ECDSA_P384_SHA256_ASN1, ECDSA_P384_SHA384_ASN1,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    UnparsedPublicKey, VerificationAlgorithm,
};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// What stamping needs to know of a certificate.
#[derive(Debug, Clone)]
pub(super) struct Certificate {
    /// Who issued it, as it stands.
    pub issuer: Vec<u8>,
    /// Its number, as it stands.
    pub serial: Vec<u8>,
    /// Its key.
    pub key: Vec<u8>,
    kind: Option<Kind>,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    stamps_only: bool,
}

/// A kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    P256,
    P384,
    Rsa,
}

/// A way to hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hashing {
    Sha256,
    Sha384,
    Sha512,
}

impl Hashing {
    const ALL: [(Self, ObjectIdentifier, [ObjectIdentifier; 2]); 3] = [
        (Self::Sha256, oid::SHA256, [oid::ECDSA_SHA256, oid::RSA_SHA256]),
        (Self::Sha384, oid::SHA384, [oid::ECDSA_SHA384, oid::RSA_SHA384]),
        (Self::Sha512, oid::SHA512, [oid::RSA_SHA512, oid::RSA_SHA512]),
    ];

    /// The one that an algorithm for hashing is.
    pub fn of(algorithm: &Element<'_>) -> Option<Self> {
        Self::ALL.iter().find(|(_, id, _)| algorithm.is_algorithm(*id)).map(|(one, ..)| *one)
    }

    /// The one that an algorithm for signing says; the bare name of a key leaves it to the algorithm for hashing.
    pub fn of_signature(algorithm: &Element<'_>, digest: Self) -> Option<Self> {
        if algorithm.is_algorithm(oid::RSA_KEY) {
            return Some(digest);
        }
        let signs = |ids: &[ObjectIdentifier]| ids.iter().any(|id| algorithm.is_algorithm(*id));
        Self::ALL.iter().find(|(.., ids)| signs(ids)).map(|(one, ..)| *one)
    }

    pub fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}

impl Certificate {
    /// What a certificate says; nothing when it is none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let whole = only(bytes, SEQUENCE)?.inside(SEQUENCE)?;
        let held = whole.first()?.inside(SEQUENCE)?;
        let held = if held.first()?.tag == field(0) { &held[1..] } else { &held[..] };
        let [serial, _, issuer, validity, _, key, more @ ..] = held else { return None };
        let [from, until] = validity.inside(SEQUENCE)?[..] else { return None };
        let [algorithm, bits] = key.inside(SEQUENCE)?[..] else { return None };
        let key = Some(bits).filter(|bits| bits.tag == BIT_STRING)?.value.strip_prefix(&[0])?;
        Some(Self {
            issuer: issuer.whole.to_vec(),
            serial: serial.whole.to_vec(),
            key: key.to_vec(),
            kind: Kind::of(&algorithm),
            from: from.moment()?,
            until: until.moment()?,
            stamps_only: more.iter().any(stamps_only),
        })
    }

    /// Whether it holds at a moment.
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at <= self.until
    }

    /// Whether it is for stamping alone, as whoever stamps must have it.
    pub fn stamps_only(&self) -> bool {
        self.stamps_only
    }

    /// Whether a signature of a message is of its key; `None` when the kind of signature is not known here.
    pub fn signed(&self, hashing: Hashing, message: &[u8], signature: &[u8]) -> Option<bool> {
        let algorithm = self.kind?.verification(hashing)?;
        Some(UnparsedPublicKey::new(algorithm, &self.key).verify(message, signature).is_ok())
    }
}

impl Kind {
    fn of(algorithm: &Element<'_>) -> Option<Self> {
        if algorithm.is_algorithm(oid::RSA_KEY) {
            return Some(Self::Rsa);
        }
        let [id, curve] = algorithm.inside(SEQUENCE)?[..] else { return None };
        match () {
            () if !id.names(oid::EC_KEY) => None,
            () if curve.names(oid::P256) => Some(Self::P256),
            () if curve.names(oid::P384) => Some(Self::P384),
            () => None,
        }
    }

    fn verification(self, hashing: Hashing) -> Option<&'static dyn VerificationAlgorithm> {
        use Hashing::{Sha256, Sha384, Sha512};
        Some(match (self, hashing) {
            (Self::P256, Sha256) => &ECDSA_P256_SHA256_ASN1,
            (Self::P256, Sha384) => &ECDSA_P256_SHA384_ASN1,
            (Self::P384, Sha256) => &ECDSA_P384_SHA256_ASN1,
            (Self::P384, Sha384) => &ECDSA_P384_SHA384_ASN1,
            (Self::Rsa, Sha256) => &RSA_PKCS1_2048_8192_SHA256,
            (Self::Rsa, Sha384) => &RSA_PKCS1_2048_8192_SHA384,
            (Self::Rsa, Sha512) => &RSA_PKCS1_2048_8192_SHA512,
            (Self::P256 | Self::P384, Sha512) => return None,
        })
    }
}

/// Whether these are the extensions of a certificate that is for stamping alone, and says so as what must be understood.
fn stamps_only(extensions: &Element<'_>) -> bool {
    let list = extensions.inside(field(3));
    let list = list.and_then(|list| list.first()?.inside(SEQUENCE)).unwrap_or_default();
    list.iter().filter_map(|one| one.inside(SEQUENCE)).any(|one| {
        let [id, critical, value] = one[..] else { return false };
        let is_critical = critical.tag == BOOLEAN && critical.value == [0xff];
        let uses = only(value.value, SEQUENCE).filter(|_| value.tag == OCTETS);
        let uses = uses.and_then(|uses| elements(uses.value).ok()).unwrap_or_default();
        let alone = uses.len() == 1 && uses[0].names(oid::TIME_STAMPING);
        id.names(oid::EXTENDED_KEY_USAGE) && is_critical && alone
    })
}
