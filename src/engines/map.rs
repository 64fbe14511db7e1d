//! Maps: written as text, laid out by the program, drawn as SVG and told as a table.
//! Nothing here judges a workflow, and nothing here needs a browser or a database.

pub(crate) mod attached;
pub mod bench;
pub(crate) mod beside;
pub mod crossings;
pub mod edit;
pub mod editor;
pub mod facts;
pub mod glyphs;
pub mod layout;
pub mod merge;
mod model;
pub mod names;
pub mod numbers;
pub mod outline;
pub mod paste;
pub mod scene;
pub(crate) mod sorting;
pub mod svg;
pub mod table;
mod take;
pub mod text;

pub use model::{
    Beside, BesideKind, Flow, FlowKind, Form, Lane, LaneKind, Map, Side, Step, StepFacts, StepKind,
    Touch, TouchKind,
};
