//! Faultline: from integration failure to a reasoned verdict — patch, stabilise or rebuild.
//!
//! An engagement is a document; every judgement about it is a pure function of that document.
//! The modules, in reading order, are the table of contents of the product.

pub mod catalogue;
pub mod ids;
pub mod map;
#[cfg(feature = "ssr")]
pub mod redact;
pub mod workflow;
