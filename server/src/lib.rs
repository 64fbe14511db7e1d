//! The process that serves Faultline: configuration, database start, jobs, mail, command line.
//! Nothing here answers HTTP: that is the app's.

pub mod backup;
pub mod cli;
pub mod config;
pub mod connections;
pub mod console;
pub mod convert;
pub mod daily;
pub mod data_folder;
pub mod database;
pub mod demo;
pub mod digests;
pub mod failure;
pub mod jobs;
pub mod local_postgres;
pub mod mail;
pub mod output;
pub mod people;
pub mod picture;
pub mod presence;
pub mod reminders;
pub mod report;
pub mod schedule;
pub mod secrets;
pub mod serve;
pub mod start_error;
pub mod stopping;
