//! The layers in front of every route: where a request comes from, its session, its headers and its limits.
//! Nothing here knows a feature; a page is answered behind all of them.

pub mod carried;
pub mod download;
pub mod front;
pub mod kept;
pub mod limit;
pub mod network;
pub mod once;
pub mod security;
pub mod sessions;
pub mod turns;
