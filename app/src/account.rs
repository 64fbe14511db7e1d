//! Signing in, joining, and a person's own account: password and sessions.
//! A password goes nowhere but into `password.rs`, and is never shown again.

mod handlers;
pub mod join;
pub mod notices;
pub mod overview;
pub mod resume;
pub mod sign_in;

pub use crate::password;
pub use handlers::routes;
