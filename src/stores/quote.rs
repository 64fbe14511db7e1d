//! Quotes that were issued: what was offered, sealed with its hash, and what became of it.
//! What was issued never changes; redaction alone takes a text out of it, and leaves a mark.

use crate::document::engagement::Engagement;
use crate::document::quote::{Line, Quote};
use crate::judgement::assess::Assessment;
use crate::judgement::quote::{Appraisal, Price, hours, price, to_whole_hours, with_tax};
use crate::platform::catalogue::catalogue;
use crate::platform::ids::{IntegrationId, PartId, QuoteId};
use crate::platform::wording::ended;
use crate::stores::room::Hash;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[cfg(feature = "ssr")]
pub mod store;
#[cfg(all(test, feature = "ssr"))]
pub(crate) mod testing;
#[cfg(feature = "ssr")]
mod texts;

#[cfg(feature = "ssr")]
pub use texts::OutsideTexts;

catalogue! {
    /// What became of a quote.
    pub enum QuoteState {
        Issued => "issued", "Issued";
        Accepted => "accepted", "Accepted";
        Declined => "declined", "Declined";
        Superseded => "superseded", "Superseded";
    }
}

catalogue! {
    /// What the client answers to a quote.
    pub enum QuoteAnswer {
        Accept => "accept", "Accept";
        Decline => "decline", "Decline";
    }
}

/// The published version that was newest when a quote was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Its number.
    pub number: i32,
    /// Its hash.
    pub hash: String,
}

/// The contents of an issued quote, in the order in which they are written and hashed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    /// The form of these contents; a later form gets a higher number.
    pub format: i32,
    /// Its number in the engagement, from 1.
    pub number: i32,
    /// The engagement's title.
    pub title: String,
    /// The client's name.
    pub client: String,
    /// Who issued it, by name.
    pub issued_by: String,
    /// When.
    pub issued_at: DateTime<Utc>,
    /// Whether the verdict it rests on was provisional.
    pub provisional: bool,
    /// The recommendation it goes with.
    pub basis: Basis,
    /// The names of the integrations that its lines are for.
    pub integrations: BTreeMap<IntegrationId, String>,
    /// Its terms, the lines that are offered, and what it rests on.
    pub quote: Quote,
    /// What it comes to.
    pub appraisal: Appraisal,
    /// What its hours cost, as whole hours: enough in every second case, in four of five, in nine of ten.
    pub prices: [Price; 3],
    /// How the firm's quotes turned out; empty with too few to tell.
    #[serde(default)]
    pub record: String,
}

/// The form of [`Contents`] that is written now.
pub const FORMAT: i32 = 1;

/// What is added to a draft when it is issued.
#[derive(Debug, Clone)]
pub struct Issue {
    /// Its number.
    pub number: i32,
    /// Who issues it, by name.
    pub issued_by: String,
    /// The newest published version.
    pub basis: Basis,
    /// How the firm's quotes turned out; empty with too few to tell.
    pub record: String,
}

impl Contents {
    /// What the client is offered: the lines that are taken in, and nothing of those that are not.
    #[must_use]
    pub fn of(
        doc: &Engagement,
        assessment: &Assessment,
        draft: &Quote,
        appraisal: Appraisal,
        issue: Issue,
    ) -> Self {
        let lines: Vec<Line> = draft.included().cloned().collect();
        let offered: BTreeSet<PartId> = lines.iter().map(|line| line.id).collect();
        let quote = Quote { lines, ..draft.clone() };
        let used: BTreeSet<_> = quote.lines.iter().filter_map(|line| line.integration).collect();
        let names = doc.integrations.iter().filter(|one| used.contains(&one.id));
        let hours = appraisal.hours;
        let mut appraisal = appraisal;
        appraisal.lines.retain(|line| offered.contains(&line.line));
        appraisal.proposal = None;
        Self {
            format: FORMAT,
            number: issue.number,
            title: doc.title.clone(),
            client: doc.client.clone(),
            issued_by: issue.issued_by,
            issued_at: doc.as_of,
            provisional: assessment.is_provisional(),
            basis: issue.basis,
            integrations: names.map(|one| (one.id, one.name.clone())).collect(),
            prices: [hours.p50, hours.p80, hours.p90]
                .map(|minutes| price(&quote, to_whole_hours(minutes))),
            quote,
            appraisal,
            record: issue.record,
        }
    }

    /// What is offered: the price of P80 where it is fixed, and of P50 with P80 as what it may come to otherwise.
    #[must_use]
    pub fn offer(&self) -> Price {
        let [likely, enough, _] = self.prices;
        if self.quote.fixed_price { enough } else { likely }
    }
}

/// What a test of an assumption came to: a change order when it was false.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangeOrder {
    /// The assumption.
    pub assumption: PartId,
    /// What was assumed.
    pub says: String,
    /// Whether it holds.
    pub holds: bool,
    /// What was found.
    pub found: String,
    /// Minutes of work that come on top; none where it holds.
    pub minutes: i64,
    /// What they cost.
    pub price: Price,
    /// Who wrote it, by name.
    pub written_by: String,
    /// When.
    pub written_at: DateTime<Utc>,
}

impl ChangeOrder {
    /// The order in a sentence.
    #[must_use]
    pub fn says(&self, currency: &str) -> String {
        if self.holds {
            return format!("It holds: “{}” {}", ended(&self.says), ended(&self.found));
        }
        format!(
            "It was assumed: “{}” That is false. {} {} come on top, for {}.",
            ended(&self.says),
            ended(&self.found),
            hours(self.minutes),
            with_tax(self.price, currency)
        )
    }
}

/// An issued quote as it stands.
#[derive(Debug, Clone)]
pub struct Issued {
    /// Its id.
    pub id: QuoteId,
    /// The exact bytes that were hashed, or what redaction left of them.
    pub text: String,
    /// The hash it was issued with.
    pub hash: Hash,
    /// When a text was redacted in it.
    pub redacted_at: Option<DateTime<Utc>>,
    /// What they say.
    pub contents: Contents,
    /// What became of it.
    pub state: QuoteState,
    /// Why it was declined, or what the client added.
    pub reason: String,
    /// Who answered, by name.
    pub answered_by: String,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// The minutes it took in the end.
    pub actual_minutes: Option<i32>,
    /// Its version: what is recorded of it counts it up.
    pub version: i32,
    /// What its assumptions came to, in the order of their tests.
    pub changes: Vec<ChangeOrder>,
}

impl Issued {
    /// When a text was redacted in it, and the hash of what is left.
    #[must_use]
    pub fn redacted(&self) -> Option<(DateTime<Utc>, Hash)> {
        self.redacted_at.map(|at| (at, Hash::of(&self.text)))
    }

    /// The last day on which it can be accepted.
    #[must_use]
    pub fn valid_until(&self) -> Option<NaiveDate> {
        self.contents.quote.valid_until
    }

    /// Whether the client can answer it on a day.
    #[must_use]
    pub fn waits(&self, day: NaiveDate) -> bool {
        self.state == QuoteState::Issued && self.valid_until().is_none_or(|until| day <= until)
    }

    /// Whether what it took can be recorded.
    #[must_use]
    pub fn is_work(&self) -> bool {
        self.state == QuoteState::Accepted
    }

    /// The offer with the change orders that were written since.
    #[must_use]
    pub fn with_changes(&self) -> Price {
        let mut sum = self.contents.offer();
        for order in self.changes.iter().filter(|order| !order.holds) {
            sum.net += order.price.net;
            sum.tax += order.price.tax;
            sum.total += order.price.total;
        }
        sum
    }
}

/// The quote that goes with a recommendation: the one that waits for an answer, or else one that was accepted.
#[must_use]
pub fn standing(issued: &[Issued]) -> Option<&Issued> {
    standing_with(issued, i32::MAX)
}

/// The quote that stands for a version: [`standing`], among those that are no newer than the version.
#[must_use]
pub fn standing_with(issued: &[Issued], version: i32) -> Option<&Issued> {
    let of = |state| upon(issued, version).find(|one| one.state == state);
    of(QuoteState::Issued).or_else(|| of(QuoteState::Accepted))
}

/// The quote that went with a version: the newest that is no newer than the version, whatever became of it since.
#[must_use]
pub fn went_with(issued: &[Issued], version: i32) -> Option<&Issued> {
    upon(issued, version).max_by_key(|one| one.contents.number)
}

fn upon(issued: &[Issued], version: i32) -> impl Iterator<Item = &Issued> {
    issued.iter().filter(move |one| one.contents.basis.number <= version)
}
