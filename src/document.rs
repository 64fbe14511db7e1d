//! The document: what was recorded in an engagement, part by part.
//! It never judges itself; what follows from it is in `judgement`.

pub mod access_ledger;
pub mod call;
#[cfg(feature = "ssr")]
pub mod cells;
pub mod controls;
pub mod counted;
pub mod engagement;
pub mod evidence;
pub mod files;
#[cfg(feature = "ssr")]
pub mod imported;
#[cfg(feature = "ssr")]
pub mod intake;
pub mod integrations;
pub mod launch;
pub mod matching;
pub mod measures;
pub mod plan;
pub mod questions;
pub mod quote;
pub mod samples;
pub mod systems;
pub mod template;
pub mod truth;
pub mod workflow;
