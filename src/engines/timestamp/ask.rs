//! What an authority elsewhere is asked, and whose certificate its answer brings.

use super::asn1::{
    BOOLEAN, Element, INTEGER, OCTETS, SEQUENCE, algorithm, element, field, only, small,
};
use super::authority::CERTIFICATE;
use super::check::{NotStamped, Stamped, check};
use super::{Imprint, oid};
use der::pem::{self, LineEnding};
use ring::rand::{SecureRandom, SystemRandom};

/// A question to an authority: to stamp these 32 bytes, and to send its certificate with the answer.
#[derive(Debug, Clone)]
pub struct Request {
    imprint: Imprint,
    nonce: Vec<u8>,
}

impl Request {
    /// The question for an imprint, with a number that is drawn for it; nothing when the system gives no random numbers.
    #[must_use]
    pub fn new(imprint: Imprint) -> Option<Self> {
        let mut bytes = [0; 8];
        SystemRandom::new().fill(&mut bytes).ok()?;
        bytes[0] = (bytes[0] & 0x3f) | 0x40;
        Some(Self { imprint, nonce: element(INTEGER, &[bytes]) })
    }

    /// The question as it is sent.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let imprint =
            element(SEQUENCE, &[algorithm(oid::SHA256), element(OCTETS, &[self.imprint])]);
        let with_certificate = element(BOOLEAN, &[[0xff]]);
        element(SEQUENCE, &[small(1), imprint, self.nonce.clone(), with_certificate])
    }

    /// Checks what was answered, and gives the certificate of whoever answered as PEM.
    ///
    /// # Errors
    /// [`NotStamped`] when it is no stamp of what was asked, or the answer to another question.
    pub fn check(&self, answer: &[u8]) -> Result<(Stamped, String), NotStamped> {
        let authority = authority_of(answer).ok_or(NotStamped::Unread)?;
        let stamped = check(answer, &self.imprint, authority.as_bytes())?;
        if stamped.nonce.as_ref() != Some(&self.nonce) {
            return Err(NotStamped::Other);
        }
        Ok((stamped, authority))
    }
}

/// The certificates in an answer as PEM, that of whoever signed first; nothing when there is none of theirs.
pub(super) fn authority_of(answer: &[u8]) -> Option<String> {
    let answer = only(answer, SEQUENCE)?.inside(SEQUENCE)?;
    let [_, token] = answer[..] else { return None };
    let [_, held] = token.inside(SEQUENCE)?[..] else { return None };
    let data = held.inside(field(0))?.first()?.inside(SEQUENCE)?;
    let certificates = data.iter().find(|it| it.tag == field(0))?.inside(field(0))?;
    let signer = data.last()?.inside(super::asn1::SET)?.first()?.inside(SEQUENCE)?;
    let named = signer.get(1)?.whole;
    let is_signer = |one: &Element<'_>| {
        super::signer::Certificate::read(one.whole)
            .is_some_and(|read| element(SEQUENCE, &[&read.issuer, &read.serial]) == named)
    };
    let (first, others): (Vec<Element<'_>>, Vec<Element<'_>>) =
        certificates.iter().copied().partition(is_signer);
    first.first()?;
    let block = |one: &Element<'_>| pem::encode_string(CERTIFICATE, LineEnding::LF, one.whole).ok();
    first.iter().chain(&others).map(block).collect()
}
