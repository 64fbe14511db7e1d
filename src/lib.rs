//! Faultline: from integration failure to a reasoned verdict — patch, stabilise or rebuild.
//!
//! An engagement is a document; every judgement about it is a pure function of that document.
//! The modules, in reading order, are the table of contents of the product.

pub mod catalogue;
pub mod ids;

pub mod access;
pub mod engagement;

pub mod controls;
pub mod integrations;
pub mod map;
pub mod matching;
pub mod samples;
pub mod systems;
pub mod truth;
pub mod workflow;

pub mod assess;
pub mod digest;
pub mod evidence;
pub mod findings;
pub mod flags;
pub mod gates;
pub mod steps;
pub mod verdict;
pub mod wording;

pub mod report;
pub mod room;

pub mod jobs;

#[cfg(feature = "ssr")]
pub mod attachments;
#[cfg(feature = "ssr")]
pub mod audit;
#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod formats;
#[cfg(feature = "ssr")]
pub mod live;
#[cfg(feature = "ssr")]
pub mod people;
#[cfg(feature = "ssr")]
pub mod reconcile;
#[cfg(feature = "ssr")]
pub mod redact;
#[cfg(feature = "ssr")]
pub mod tokens;

/// The database's history, applied at start.
#[cfg(feature = "ssr")]
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();
