//! The ground: ids, closed lists, dates and the wording of sentences.
//! It knows nothing of the product.

pub mod boundary;
pub mod catalogue;
pub mod ids;
pub mod statistics;
pub mod when;
pub mod wording;
