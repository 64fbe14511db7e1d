//! The certificate of an acceptance: who accepted what, when, and after which events, as bytes that never change.
//! No text from outside stands in it, so that nothing in it has ever to be redacted.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::{EngagementId, PersonId};
use crate::stores::quote::Contents as QuoteContents;
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

mod outside;
pub mod stamps;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;

pub use outside::TsaUrl;
pub use stamps::{OutsideStamp, Stamps};

/// The form of certificates that is written now.
const FORMAT: i32 = 1;
/// What a certificate calls itself.
const KIND: &str = "Faultline certificate of acceptance";
/// The most openings, questions and answers that the database tells of, the newest; no more stand in a trail.
const TRAIL: usize = 200;

catalogue! {
    /// What happened on the way to an acceptance.
    pub enum EventKind {
        Published => "published", "The recommendation was published";
        Issued => "issued", "The quote was issued";
        Opened => "opened", "The page to agree on was opened";
        Asked => "asked", "A question was asked";
        Answered => "answered", "Your consultants wrote on the page of the decision";
        Accepted => "accepted", "It was accepted";
    }
}

/// A certificate. Its fields stand in the order of the alphabet: that, without spaces, is the one way it is written, and the
/// one of RFC 8785.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    format: i32,
    kind: String,
    /// What it certifies.
    pub parts: Parts,
    seals: Seals,
}

/// What a certificate certifies, part by part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// Who accepted, and when.
    pub decision: Acceptance,
    /// The quote that was accepted, if there was one.
    pub quote: Option<QuotePart>,
    /// The published version that was accepted.
    pub snapshot: SnapshotPart,
    /// What happened on the way, in order of time.
    pub trail: Vec<Event>,
}

/// Who accepted, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// When, in whole seconds.
    pub at: DateTime<Utc>,
    /// In which engagement.
    pub engagement: EngagementId,
    /// The number of the decision among those of the engagement.
    pub number: i32,
    /// Who, by name.
    pub person: String,
    /// Who, in the records.
    pub person_id: PersonId,
    /// The name that they typed.
    pub typed: String,
}

/// The quote that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotePart {
    /// The currency of its amounts.
    pub currency: String,
    /// Whether its price is fixed.
    pub fixed_price: bool,
    /// The SHA-256 it was issued with.
    pub hash: String,
    /// What is offered, before tax.
    pub net: Decimal,
    /// Its number.
    pub number: i32,
    /// The tax.
    pub tax: Decimal,
    /// What is offered, with tax.
    pub total: Decimal,
    /// The last day on which it could be accepted.
    pub valid_until: Option<NaiveDate>,
}

/// The published version that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SnapshotPart {
    /// The SHA-256 it was published with.
    pub hash: String,
    /// Its number.
    pub number: i32,
    /// When it was published, in whole seconds.
    pub published_at: DateTime<Utc>,
}

/// An event; each is sealed with the one before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// When, in whole seconds.
    pub at: DateTime<Utc>,
    /// Who, by name.
    pub by: String,
    /// What happened.
    pub event: EventKind,
    /// The number of the version or quote that it was about.
    pub number: i32,
    seal: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seals {
    decision: String,
    quote: String,
    snapshot: String,
    trail: String,
}

/// Something that happened, before it is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by name.
    pub by: String,
    /// What.
    pub event: EventKind,
    /// The number of the version or quote that it was about.
    pub number: i32,
}

/// A part of a certificate that is not what was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrokenPart {
    /// It is not written as a certificate is.
    Writing,
    /// Who accepted, and when.
    Decision,
    /// The quote.
    Quote,
    /// The published version.
    Snapshot,
    /// An event, counted from one; one more than there are is their end.
    Event(usize),
}

impl Certificate {
    /// The certificate of an acceptance.
    ///
    /// # Errors
    /// When an amount in it cannot be written as JSON.
    pub fn of(
        decision: Acceptance,
        quote: Option<QuotePart>,
        snapshot: SnapshotPart,
        happened: Vec<Happened>,
    ) -> Result<Self, serde_json::Error> {
        let (mut trail, mut before) = (Vec::new(), String::new());
        for one in happened {
            let event = Event::sealed(one, &before)?;
            before.clone_from(&event.seal);
            trail.push(event);
        }
        let seals = Seals {
            decision: seal(&decision)?,
            quote: seal(&quote)?,
            snapshot: seal(&snapshot)?,
            trail: before,
        };
        let parts = Parts { decision, quote, snapshot, trail };
        Ok(Self { format: FORMAT, kind: KIND.into(), parts, seals })
    }

    /// It as it is stamped, kept and downloaded.
    ///
    /// # Errors
    /// When an amount in it cannot be written as JSON.
    pub fn bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// Reads a certificate and compares every part with its seal.
    ///
    /// # Errors
    /// The first part that is not what was sealed.
    pub fn read(bytes: &[u8]) -> Result<Self, BrokenPart> {
        let read: Self = serde_json::from_slice(bytes).map_err(|_| BrokenPart::Writing)?;
        if read.format != FORMAT || read.kind != KIND {
            return Err(BrokenPart::Writing);
        }
        if let Some(broken) = read.broken() {
            return Err(broken);
        }
        // Written in another way it would have another hash.
        match read.bytes() {
            Ok(written) if written == bytes => Ok(read),
            _ => Err(BrokenPart::Writing),
        }
    }

    /// Whether earlier openings, questions and answers may be left out of its trail.
    #[must_use]
    pub fn may_leave_out(&self) -> bool {
        use EventKind::{Answered, Asked, Opened};
        let all = self.parts.trail.iter().map(|event| event.event);
        all.filter(|event| matches!(event, Opened | Asked | Answered)).count() >= TRAIL
    }

    fn broken(&self) -> Option<BrokenPart> {
        let Self { parts, seals, .. } = self;
        let holds =
            |seal: Result<String, _>, kept: &String| seal.is_ok_and(|seal: String| seal == *kept);
        if !holds(seal(&parts.decision), &seals.decision) {
            return Some(BrokenPart::Decision);
        }
        if !holds(seal(&parts.quote), &seals.quote) {
            return Some(BrokenPart::Quote);
        }
        if !holds(seal(&parts.snapshot), &seals.snapshot) {
            return Some(BrokenPart::Snapshot);
        }
        let mut before = "";
        for (event, number) in parts.trail.iter().zip(1..) {
            let again = Event::sealed(event.happened(), before);
            if !again.is_ok_and(|again| again.seal == event.seal) {
                return Some(BrokenPart::Event(number));
            }
            before = &event.seal;
        }
        (before != seals.trail).then_some(BrokenPart::Event(parts.trail.len() + 1))
    }
}

impl Event {
    fn sealed(happened: Happened, before: &str) -> Result<Self, serde_json::Error> {
        let Happened { at, by, event, number } = happened;
        let seal = seal(&(at, &by, event, number, before))?;
        Ok(Self { at, by, event, number, seal })
    }

    fn happened(&self) -> Happened {
        let Self { at, by, event, number, seal: _ } = self.clone();
        Happened { at, by, event, number }
    }
}

impl Happened {
    /// It with the fraction of its second left out, as certificates tell times.
    #[must_use]
    pub fn in_seconds(self) -> Self {
        Self { at: self.at.trunc_subsecs(0), ..self }
    }
}

impl QuotePart {
    /// What a certificate says of an issued quote.
    #[must_use]
    pub fn of(contents: &QuoteContents, hash: String) -> Self {
        let (offer, quote) = (contents.offer(), &contents.quote);
        Self {
            currency: quote.currency.clone(),
            fixed_price: quote.fixed_price,
            hash,
            net: offer.net,
            number: contents.number,
            tax: offer.tax,
            total: offer.total,
            valid_until: quote.valid_until,
        }
    }
}

/// The SHA-256 of a part as it is written.
fn seal(part: &impl Serialize) -> Result<String, serde_json::Error> {
    Ok(hex::encode(Sha256::digest(serde_json::to_vec(part)?)))
}
