//! The process that serves Faultline: configuration, database, sessions, sign-in, downloads.
//! Nothing is judged here, and no client data is read here but through the root crate's stores.

pub mod api;
pub mod cli;
pub mod config;
pub mod convert;
pub mod database;
pub mod demo;
pub mod exports;
pub mod guards;
pub mod jobs;
pub mod local_postgres;
pub mod mail;
pub mod map_files;
pub mod password;
pub mod people;
pub mod picture;
pub mod report;
pub mod router;
pub mod serve;
pub mod sessions;
pub mod sign_in;
pub mod start_error;
pub mod token;
pub mod tokens;
