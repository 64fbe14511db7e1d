//! Faultline: from integration failure to a reasoned verdict — patch, stabilise or rebuild.
//!
//! An engagement is a document; every judgement about it is a pure function of that document.
//! The modules, from the ground up, are the table of contents of the product; a test holds the direction of imports.

pub mod platform;

pub mod engines;

pub mod document;

pub mod judgement;

pub mod stores;

pub mod delivery;

/// The database's history, applied at start.
#[cfg(feature = "ssr")]
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();

#[cfg(test)]
mod layers;
