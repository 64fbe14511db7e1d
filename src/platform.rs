//! The ground: ids, closed lists, dates, numbers and the wording of sentences.
//! It knows nothing of the product.

pub mod boundary;
pub mod catalogue;
pub mod ids;
pub mod numbers;
pub mod statistics;
pub mod when;
pub mod wording;
