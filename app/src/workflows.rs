//! Workflows: what should happen, what happens, and where the two part.
//! A map is written as text and laid out by the program; nobody places a step by hand.

pub mod editor;

#[cfg(feature = "ssr")]
mod compare;
#[cfg(feature = "ssr")]
pub mod drawing;
#[cfg(feature = "ssr")]
mod form;
#[cfg(feature = "ssr")]
mod handlers;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod map;
#[cfg(feature = "ssr")]
mod show;

#[cfg(feature = "ssr")]
pub use handlers::routes;
