//! Workflows: what should happen, what happens, and where the two part.
//! A map is written as text and laid out by the program; nobody places a step by hand.

mod compare;
mod desk;
mod download;
pub mod drawing;
mod editor;
pub(crate) mod fault;
mod files;
mod form;
mod handlers;
mod import;
mod ledger;
mod list;
mod live;
mod map;
mod show;
mod writing;

pub use handlers::routes;
