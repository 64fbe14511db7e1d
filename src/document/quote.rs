//! The quote as it is drafted: work with its hours, terms, and the assumptions it rests on (domain §11).
//! What it comes to and what holds it back is judged elsewhere.

use crate::document::call::is_of_substance;
use crate::document::engagement::Assumption;
use crate::platform::catalogue::catalogue;
use crate::platform::ids::{IntegrationId, PartId};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod check;
mod currency;

pub use check::terms;
pub use currency::{currencies, minor_units};

/// Most lines of one quote.
pub const MOST_LINES: usize = 200;
/// Most assumptions of one quote.
pub const MOST_ASSUMPTIONS: usize = 60;
/// The highest price of an hour.
pub const MOST_RATE: i64 = 100_000;
/// The highest tax, in per cent.
pub const MOST_TAX: i64 = 100;
/// The highest budget.
pub const MOST_BUDGET: i64 = 1_000_000_000;
/// The most that one line or assumption takes, in hours: a year of work.
pub const MOST_HOURS: i64 = 2_000;
/// The most that a quote takes in the end, in hours.
pub const MOST_TAKEN: i64 = 100_000;
/// The grid that hours are given on, in minutes.
pub const QUARTER: i64 = 15;

catalogue! {
    /// A kind of work, in the order in which it is done. What has to come before what follows from it.
    pub enum Work {
        FindOut => "find_out", "Find out and agree";
        Contain => "contain", "Contain";
        See => "see", "Make visible";
        Settle => "settle", "Settle the truth";
        Redesign => "redesign", "Redesign the flow";
        Change => "change", "Change logic or code";
        Rebuild => "rebuild", "Rebuild";
        Prove => "prove", "Prove on a controlled batch";
        Watch => "watch", "Watch and hand over";
    }
}

/// What a line takes, in minutes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Estimate {
    /// When all goes well.
    pub low: i64,
    /// Most likely.
    pub likely: i64,
    /// When it goes badly.
    pub high: i64,
}

/// One thing to do, as it is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Line {
    /// Its id.
    pub id: PartId,
    /// The action it answers, by its key: what that lowers is what the line lowers. Empty where it answers none.
    #[serde(default)]
    pub action: String,
    /// What is done.
    pub says: String,
    /// The integration it is for; without one it is for the whole engagement.
    #[serde(default)]
    pub integration: Option<IntegrationId>,
    /// What kind of work it is.
    pub work: Work,
    /// What it takes.
    pub hours: Estimate,
    /// Whether it is part of the offer.
    #[serde(default)]
    pub included: bool,
}

catalogue! {
    /// How an assumption stands.
    pub enum AssumptionState {
        Open => "open", "Not tested yet";
        Holds => "holds", "Tested, and it holds";
        Fell => "fell", "Tested, and it is false";
    }
}

/// An assumption that the quote rests on: whose it is, how it is tested, and what it costs if it is false.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct LedgerEntry {
    /// Its id.
    pub id: PartId,
    /// The open question it stands for, by its key; empty where it stands for none.
    #[serde(default)]
    pub unknown: String,
    /// What is assumed.
    pub says: String,
    /// Who answers for it.
    #[serde(default)]
    pub owner: String,
    /// How it is tested.
    #[serde(default)]
    pub test: String,
    /// How likely it is false, and what testing it takes.
    pub assumed: Assumption,
    /// Minutes of work that come on top if it is false.
    pub if_false: i64,
    /// How it stands.
    #[serde(default = "open")]
    pub state: AssumptionState,
}

fn open() -> AssumptionState {
    AssumptionState::Open
}

catalogue! {
    /// A gate that can be passed by an override.
    pub enum QuoteGate {
        Samples => "samples", "No quote is issued without failure samples";
        Facts => "facts", "No fixed price while discovery facts are unknown";
        Visibility => "visibility", "No business-logic change before visibility";
        Truth => "truth", "No rebuild before truth is named and the actual map exists";
    }
}

/// An override of a gate, recorded with its reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Override {
    /// Why.
    pub reason: String,
    /// The second person who agrees.
    pub agreed_by: String,
}

impl Override {
    /// Whether it counts: only with a reason of substance and a second person's agreement.
    #[must_use]
    pub fn counts(&self) -> bool {
        is_of_substance(&self.reason) && !self.agreed_by.trim().is_empty()
    }
}

/// The bounds that a sprint is sought within.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Bounds {
    /// What it may cost at most, before tax.
    pub budget: Option<Decimal>,
    /// The day it begins.
    pub starts_on: Option<NaiveDate>,
    /// The day it has to be done by.
    pub deadline: Option<NaiveDate>,
    /// Hours a week that are worked on it.
    pub hours_a_week: i64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { budget: None, starts_on: None, deadline: None, hours_a_week: 40 }
    }
}

/// A quote that is being drafted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Quote {
    /// Its id.
    pub id: PartId,
    /// The price of an hour, before tax.
    #[serde(default)]
    pub rate: Decimal,
    /// The currency of every amount, an ISO 4217 code.
    #[serde(default = "euro")]
    pub currency: String,
    /// The tax on top, in per cent.
    #[serde(default)]
    pub tax: Decimal,
    /// The last day on which it can be accepted.
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
    /// Whether the price is fixed, whatever the hours come to.
    #[serde(default)]
    pub fixed_price: bool,
    /// What is not part of it.
    #[serde(default)]
    pub exclusions: Vec<String>,
    /// The bounds that a sprint is sought within.
    #[serde(default)]
    pub bounds: Bounds,
    /// What could be done.
    #[serde(default)]
    pub lines: Vec<Line>,
    /// What it rests on.
    #[serde(default)]
    pub assumptions: Vec<LedgerEntry>,
    /// Gates that are passed although they are closed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub overrides: BTreeMap<QuoteGate, Override>,
}

fn euro() -> String {
    "EUR".into()
}

impl Quote {
    /// A quote without a line.
    #[must_use]
    pub fn empty(id: PartId, currency: &str) -> Self {
        Self {
            id,
            rate: Decimal::ZERO,
            currency: currency.to_owned(),
            tax: Decimal::ZERO,
            valid_until: None,
            fixed_price: false,
            exclusions: Vec::new(),
            bounds: Bounds::default(),
            lines: Vec::new(),
            assumptions: Vec::new(),
            overrides: BTreeMap::new(),
        }
    }

    /// The lines that are offered.
    pub fn included(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.included)
    }

    /// Whether an override that counts passes a gate.
    #[must_use]
    pub fn passes(&self, gate: QuoteGate) -> bool {
        self.overrides.get(&gate).is_some_and(Override::counts)
    }
}
