//! API tokens of an engagement: the page that lists them, and the one that shows a new one, once.
//! A token itself is in no other page, and its hash in none.

mod handlers;
mod page;

pub use handlers::routes;
pub use page::TokensTable;
