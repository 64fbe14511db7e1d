//! The document: what was recorded in an engagement, part by part.
//! It never judges itself; what follows from it is in `judgement`.

pub mod call;
pub mod controls;
pub mod engagement;
pub mod evidence;
#[cfg(feature = "ssr")]
pub mod imported;
pub mod integrations;
pub mod launch;
pub mod matching;
pub mod quote;
pub mod samples;
pub mod systems;
pub mod truth;
pub mod workflow;
