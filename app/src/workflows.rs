//! Workflows: what should happen, what happens, and where the two part.
//! A map is written as text and laid out by the program; nobody places a step by hand.

pub mod editor;

#[cfg(feature = "ssr")]
mod compare;
#[cfg(feature = "ssr")]
mod download;
#[cfg(feature = "ssr")]
pub mod drawing;
#[cfg(feature = "ssr")]
pub(crate) mod fault;
#[cfg(feature = "ssr")]
mod files;
#[cfg(feature = "ssr")]
mod form;
#[cfg(feature = "ssr")]
mod handlers;
#[cfg(feature = "ssr")]
mod import;
#[cfg(feature = "ssr")]
pub mod ledger;
#[cfg(feature = "ssr")]
mod lines;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod live;
#[cfg(feature = "ssr")]
mod map;
#[cfg(feature = "ssr")]
mod show;
#[cfg(feature = "ssr")]
mod source;
#[cfg(feature = "ssr")]
mod sync;
#[cfg(feature = "ssr")]
mod unfinished;
#[cfg(feature = "ssr")]
mod writing;

#[cfg(feature = "ssr")]
pub use handlers::routes;
