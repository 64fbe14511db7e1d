//! Delivery: what a published snapshot says, as a report and in the formats it is downloaded in.
//! It prints what was judged and judges nothing.

#[cfg(feature = "ssr")]
pub mod plan;
pub mod report;
#[cfg(feature = "ssr")]
pub mod risks;
pub mod rules;
#[cfg(feature = "ssr")]
pub mod truth;
