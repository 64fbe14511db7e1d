//! The server as a browser meets it: the real router, a real database, and the role that owns nothing.
//! No test here knows more of the program than its addresses and its tables.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod access_ledger;
mod account;
mod api;
mod backup;
mod colleagues;
mod console;
mod decision;
mod documents;
mod erasure;
mod figures;
mod files;
mod forged;
mod harness;
mod health;
mod import;
mod intake;
mod isolation;
mod join;
mod judging;
mod lists;
mod map_files;
mod maps;
mod patterns;
mod people;
mod plan;
mod portfolio;
mod queries;
mod questions;
mod quote;
mod readers;
mod reconcile;
mod room_changes;
mod safety;
mod sample_evidence;
mod schedule;
mod share;
mod sign_in;
mod tables;
mod told;
mod truth_answers;
mod verdict_pack;
mod walk;
