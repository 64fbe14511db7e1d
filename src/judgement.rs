//! Judgements: pure functions of a document, from single facts up to the verdict.
//! They read nothing but the document, and change nothing.

pub mod assess;
pub mod digest;
pub mod evidence;
pub mod fault;
pub mod figures;
pub mod findings;
pub mod flags;
pub mod gaps;
pub mod gates;
pub mod ledger;
pub mod matching;
pub mod next_evidence;
pub mod plan;
pub mod questions;
pub mod quote;
#[cfg(feature = "ssr")]
pub mod right_side;
pub mod standing;
pub mod steps;
pub mod tasks;
pub mod truth;
pub mod verdict;
