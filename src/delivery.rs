//! Delivery: what a published snapshot says, as a report and in the formats it is downloaded in.
//! It prints what was judged and judges nothing.

#[cfg(feature = "ssr")]
pub mod certificate;
#[cfg(feature = "ssr")]
pub mod changes;
#[cfg(feature = "ssr")]
pub mod documents;
#[cfg(feature = "ssr")]
pub mod exchange;
#[cfg(feature = "ssr")]
pub mod plan;
pub mod proposal;
#[cfg(feature = "ssr")]
pub mod registers;
pub mod report;
#[cfg(feature = "ssr")]
pub mod risks;
pub mod rules;
#[cfg(feature = "ssr")]
pub mod shared;
#[cfg(feature = "ssr")]
pub mod test_matrix;
#[cfg(feature = "ssr")]
pub mod truth;
pub mod verdict_pack;
#[cfg(feature = "ssr")]
pub mod word;
