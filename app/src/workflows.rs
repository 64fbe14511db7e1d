//! Workflows: what should happen, what happens, and where the two part.
//! A map is written as text and laid out by the program; nobody places a step by hand.

mod compare;
pub mod drawing;
mod editor;
mod files;
mod form;
mod handlers;
mod import;
mod list;
mod map;
mod show;

pub use handlers::routes;
