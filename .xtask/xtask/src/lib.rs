//! What the commands of the toolbox do, a module for each.
//! All of it runs from the root of the repository.

pub mod api_tests;
pub mod bench;
pub mod check;
mod files;
pub mod node;
pub mod packages;
pub mod postgres;
pub mod product;
pub mod queries;
pub mod run;
pub mod rust;
pub mod served;
pub mod site;
pub mod sizes;
pub mod test;
pub mod watch;
