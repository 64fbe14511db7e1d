//! The page on which a map is written: as text, as a table, as a picture, always in step.
//! Without scripts it is two forms and a drawing; text that cannot be understood comes back as it was.

pub mod island;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
mod picture;
#[cfg(feature = "ssr")]
pub mod table;
#[cfg(feature = "ssr")]
mod text;

pub use island::Pane;
