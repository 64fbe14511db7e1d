//! Maps: written as text, laid out by the program, drawn as SVG and told as a table.
//! Nothing here judges a workflow, and nothing here needs a browser or a database.

pub mod layout;
pub mod names;
mod take;
pub mod text;
