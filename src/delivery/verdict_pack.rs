//! The verdict pack: each claim of a version with its reasons, their evidence and what speaks against it, as text and as
//! OSCAL assessment results; and the nine points that an expert's report is measured by. It claims what was recorded and
//! published, and nothing else.

mod claims;
#[cfg(feature = "ssr")]
pub mod oscal;
mod points;

pub use claims::{Claim, Counter, Reason, claims};
pub use points::{Basis, Met, Point, points};
