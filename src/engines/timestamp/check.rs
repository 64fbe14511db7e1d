//! Whether an answer of an authority is a stamp of these 32 bytes, signed by the certificate that goes with it.
//! It asks no network and trusts nobody: it says whose stamp it is, not whether that is somebody to believe.

use super::asn1::{INTEGER, OCTETS, SEQUENCE, SET, element, elements, field, object, only};
use super::authority::CERTIFICATE;
use super::signer::{Certificate, Hashing};
use super::{Imprint, oid};
use chrono::{DateTime, Utc};
use der::asn1::ObjectIdentifier;
use der::pem;
use sha2::{Digest, Sha256};

/// The most bytes that an answer or a certificate may have.
const LIMIT: usize = 200_000;

/// A stamp that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// When it was given.
    pub at: DateTime<Utc>,
    /// The SHA-256 of the certificate that signed it.
    pub by: Imprint,
    /// The number that was asked with, as it stands; none when it was asked without.
    pub nonce: Option<Vec<u8>>,
}

/// Why an answer is no stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotStamped {
    /// It cannot be read.
    #[error("it is no answer of a time-stamping authority")]
    Unread,
    /// The authority refused.
    #[error("the authority refused to stamp")]
    Refused,
    /// It stamps something else.
    #[error("it stamps something else")]
    Other,
    /// Its signature or what was signed with it was changed.
    #[error("its signature is not of what it says")]
    Signature,
    /// The kind of key or signature is not known.
    #[error("it is signed in a way that is not known here")]
    Unknown,
    /// The certificate is not one that may stamp, or did not hold then.
    #[error("the certificate that signed it may not stamp, or did not hold then")]
    Certificate,
    /// The certificate beside it is not the one that signed it.
    #[error("the certificate beside it did not sign it")]
    OtherCertificate,
}

/// Checks an answer against what it should stamp and the certificate, as PEM, of whoever should have given it.
///
/// # Errors
/// [`NotStamped`], with what is wrong first.
pub fn check(answer: &[u8], imprint: &Imprint, authority: &[u8]) -> Result<Stamped, NotStamped> {
    if answer.len() > LIMIT || authority.len() > LIMIT {
        return Err(NotStamped::Unread);
    }
    let beside = first_certificate(authority).ok_or(NotStamped::OtherCertificate)?;
    let signed = Signed::read(answer)?;
    let told = Told::read(&signed.content).ok_or(NotStamped::Unread)?;
    if told.imprint != imprint {
        return Err(NotStamped::Other);
    }
    let certificate = Certificate::read(&beside).ok_or(NotStamped::OtherCertificate)?;
    if element(SEQUENCE, &[&certificate.issuer, &certificate.serial]) != signed.signer {
        return Err(NotStamped::OtherCertificate);
    }
    signed.check(&beside, &certificate)?;
    if !certificate.stamps_only() || !certificate.holds(told.at) {
        return Err(NotStamped::Certificate);
    }
    Ok(Stamped { at: told.at, by: Sha256::digest(&beside).into(), nonce: told.nonce })
}

/// The SHA-256 of the first certificate of a PEM text; nothing when there is none.
#[must_use]
pub fn fingerprint(text: &[u8]) -> Option<Imprint> {
    first_certificate(text).map(|bytes| Sha256::digest(bytes).into())
}

/// The first certificate of a PEM text.
fn first_certificate(text: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?;
    let end = format!("-----END {CERTIFICATE}-----");
    let upto = text.find(&end)? + end.len();
    let (label, bytes) = pem::decode_vec(&text.as_bytes()[..upto]).ok()?;
    (label == CERTIFICATE).then_some(bytes)
}

/// What was signed, and by whom.
struct Signed {
    content: Vec<u8>,
    /// Issuer and number of the certificate.
    signer: Vec<u8>,
    hashing: Hashing,
    signature_hashing: Hashing,
    /// The attributes, each as it stands.
    attributes: Vec<Vec<u8>>,
    signature: Vec<u8>,
}

impl Signed {
    fn read(answer: &[u8]) -> Result<Self, NotStamped> {
        let answer = only(answer, SEQUENCE).and_then(|it| it.inside(SEQUENCE));
        let answer = answer.ok_or(NotStamped::Unread)?;
        let status = answer.first().and_then(|it| it.inside(SEQUENCE)).unwrap_or_default();
        let status = status.first().filter(|it| it.tag == INTEGER).ok_or(NotStamped::Unread)?;
        if !matches!(status.value, [0 | 1]) {
            return Err(NotStamped::Refused);
        }
        let [_, token] = answer[..] else { return Err(NotStamped::Unread) };
        Self::of_token(token.whole).ok_or(NotStamped::Unread)?.ok_or(NotStamped::Unknown)
    }

    /// What a token holds; `None` inside when its algorithms are not known.
    #[expect(clippy::option_option, reason = "what cannot be read is told from what is not known")]
    fn of_token(token: &[u8]) -> Option<Option<Self>> {
        let [kind, held] = only(token, SEQUENCE)?.inside(SEQUENCE)?[..] else { return None };
        let data = held.inside(field(0)).filter(|_| kind.names(oid::SIGNED_DATA))?;
        let data = data.first()?.inside(SEQUENCE)?;
        let [_, _, content, between @ .., signers] = &data[..] else { return None };
        let in_order = between.iter().all(|it| [field(0), field(1)].contains(&it.tag));
        let [kind, held] = content.inside(SEQUENCE)?[..] else { return None };
        let content = held.inside(field(0)).filter(|_| kind.names(oid::TST_INFO) && in_order)?;
        let content = content.first().filter(|it| it.tag == OCTETS)?.value.to_vec();
        let [signer] = signers.inside(SET)?[..] else { return None };
        let parts = signer.inside(SEQUENCE)?;
        let [_, name, digest, attributes, algorithm, signature, ..] = &parts[..] else {
            return None;
        };
        let attributes = attributes.inside(field(0))?;
        let Some(hashing) = Hashing::of(digest) else { return Some(None) };
        let Some(signature_hashing) = Hashing::of_signature(algorithm, hashing) else {
            return Some(None);
        };
        Some(Some(Self {
            content,
            signer: name.whole.to_vec(),
            hashing,
            signature_hashing,
            attributes: attributes.iter().map(|it| it.whole.to_vec()).collect(),
            signature: Some(signature).filter(|it| it.tag == OCTETS)?.value.to_vec(),
        }))
    }

    /// The value of an attribute.
    fn attribute(&self, id: ObjectIdentifier) -> Option<Vec<u8>> {
        self.attributes.iter().find_map(|one| {
            let [name, values] = only(one, SEQUENCE)?.inside(SEQUENCE)?[..] else { return None };
            let [value] = values.inside(SET).filter(|_| name.names(id))?[..] else { return None };
            Some(value.whole.to_vec())
        })
    }

    /// Whether the certificate signed this content, and says that it did.
    fn check(&self, beside: &[u8], certificate: &Certificate) -> Result<(), NotStamped> {
        let digest = element(OCTETS, &[self.hashing.digest(&self.content)]);
        let kind = object(oid::TST_INFO);
        let holds = self.attribute(oid::MESSAGE_DIGEST) == Some(digest)
            && self.attribute(oid::CONTENT_TYPE) == Some(kind);
        if !holds {
            return Err(NotStamped::Signature);
        }
        if self.names_certificate(beside) != Some(true) {
            return Err(NotStamped::OtherCertificate);
        }
        let mut attributes = self.attributes.clone();
        attributes.sort();
        let message = element(SET, &attributes);
        match certificate.signed(self.signature_hashing, &message, &self.signature) {
            None => Err(NotStamped::Unknown),
            Some(false) => Err(NotStamped::Signature),
            Some(true) => Ok(()),
        }
    }

    /// Whether what is signed names this certificate; authorities of an older kind name it by SHA-1, which is passed over
    /// here because the signature itself is of the certificate's key.
    fn names_certificate(&self, beside: &[u8]) -> Option<bool> {
        let Some(named) = self.attribute(oid::SIGNING_CERTIFICATE_V2) else {
            return self.attribute(oid::SIGNING_CERTIFICATE).map(|_| true);
        };
        let list = only(&named, SEQUENCE)?.inside(SEQUENCE)?;
        let first = list.first()?.inside(SEQUENCE)?.first()?.inside(SEQUENCE)?;
        let (hashing, hash) = match &first[..] {
            [hash, ..] if hash.tag == OCTETS => (Hashing::Sha256, hash),
            [algorithm, hash, ..] => (Hashing::of(algorithm)?, hash),
            _ => return None,
        };
        Some(hash.value == hashing.digest(beside))
    }
}

/// What a stamp tells.
struct Told {
    imprint: Vec<u8>,
    at: DateTime<Utc>,
    nonce: Option<Vec<u8>>,
}

impl Told {
    fn read(content: &[u8]) -> Option<Self> {
        let parts = only(content, SEQUENCE)?.inside(SEQUENCE)?;
        let [_, _, imprint, _, at, more @ ..] = &parts[..] else { return None };
        let [algorithm, hash] = elements(imprint.value).ok()?[..] else { return None };
        let hash =
            Some(hash).filter(|it| it.tag == OCTETS && algorithm.is_algorithm(oid::SHA256))?;
        let nonce = more.iter().find(|it| it.tag == INTEGER).map(|it| it.whole.to_vec());
        Some(Self { imprint: hash.value.to_vec(), at: at.moment()?, nonce })
    }
}
