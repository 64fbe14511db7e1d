//! The casebook: situations as a consultant would tell them, each with every sentence that is judged of it.
//! The snapshots are read aloud before a word of them changes; a case is here for what it shows, not for how it is computed.

use super::testing::{ERP, ORDERS, SHOP, SHOP_TO_ERP, TOTAL};
use super::{IntegrationAssessment, assess};
use crate::document::engagement::Engagement;
use crate::judgement::evidence::{Evidence, Subject};
use crate::judgement::verdict::{Action, Change};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use std::fmt::Write;

mod boundary;
mod known;
mod samples;
mod several;
mod transport;

/// A situation in a line, and the document that has it.
type Case = (&'static str, Engagement);

fn cases() -> Vec<Case> {
    [failures(), boundary::cases(), several::cases()].into_iter().flatten().collect()
}

/// What failed, and how that is known.
fn failures() -> Vec<Case> {
    [samples::cases(), transport::cases(), known::cases()].into_iter().flatten().collect()
}

/// Where a sentence leads, with names for ids.
pub(crate) fn place(about: &Subject) -> String {
    let names = [
        (SHOP_TO_ERP.to_string(), "Shop to ERP"),
        (SHOP.to_string(), "Shop"),
        (ERP.to_string(), "ERP"),
        (TOTAL.to_string(), "total"),
        (ORDERS.to_string(), "Order to invoice"),
        ("00000000-0000-0000-0000-0000000".into(), "#"),
    ];
    names.iter().fold(about.key(), |key, (id, name)| key.replace(id, name))
}

fn evidence(because: &[Evidence]) -> String {
    let told = because.iter().map(|one| {
        let samples = one.samples.map_or_else(String::new, |seen| {
            format!(" ({}: {} to {})", seen.count, seen.first, seen.last)
        });
        format!("    - {} → {}{samples}\n", one.says, place(&one.about))
    });
    told.collect()
}

fn action(mark: &str, action: &Action) -> String {
    let Action { stage, kind, finding, says, about, controls, .. } = action;
    let finding = finding.map_or_else(String::new, |kind| format!(", for “{kind}”"));
    let keys: Vec<_> = controls.iter().map(|control| control.key()).collect();
    format!("  {mark} {stage}: {says}\n      {kind}{finding} → {} {keys:?}\n", place(about))
}

fn verdict(one: &IntegrationAssessment) -> String {
    let verdict = &one.verdict;
    let mut told = format!("  {}\n", verdict.says);
    told += &evidence(&verdict.because);
    if let Some(sure) = &verdict.certainty {
        let steps: Vec<_> =
            sure.steps.iter().map(|one| (one.kind.key(), one.level.key())).collect();
        let from = sure.steps.first().map_or_else(String::new, |one| place(&one.because.about));
        let _ = writeln!(told, "  Sure: {} {steps:?} → {from}", sure.says);
    }
    for finding in &verdict.findings {
        let _ = writeln!(told, "  “{}”, {}: {}", finding.kind, finding.path, finding.action);
        told += &evidence(&finding.because);
    }
    told.extend(verdict.plan.iter().map(|one| action("+", one)));
    told.extend(verdict.set_aside.iter().map(|one| action("–", one)));
    told
}

fn change(change: &Change) -> String {
    let places: Vec<_> = change.about.iter().map(place).collect();
    format!("  - {} → {}\n", change.says, places.join("; "))
}

/// Every case with what is told of each of its integrations.
fn each(cases: &[Case], tell: impl Fn(&IntegrationAssessment) -> String) -> String {
    let told = cases.iter().map(|(name, doc)| {
        let each: String = assess(doc).integrations.iter().map(&tell).collect();
        format!("{name}\n{each}\n")
    });
    told.collect()
}

#[test]
fn what_failed_is_judged_like_this() {
    insta::assert_snapshot!("what_failed", each(&failures(), verdict));
}

#[test]
fn what_is_known_of_a_boundary_is_judged_like_this() {
    insta::assert_snapshot!("boundaries", each(&boundary::cases(), verdict));
}

#[test]
fn engagements_are_judged_like_this() {
    let told = several::cases().into_iter().map(|(name, doc)| {
        let told = assess(&doc);
        let whole = &told.verdict;
        let names = |ids: &[IntegrationId]| -> Vec<String> {
            let named = ids.iter().filter_map(|id| told.of(*id));
            named.map(|one| one.verdict.name.clone()).collect()
        };
        let (by, without) = (names(&whole.decided_by), names(&whole.without_evidence));
        let sure = whole.certainty.map_or("none", Catalogue::key);
        let paths = (whole.computed.map(Catalogue::key), whole.standing.map(Catalogue::key));
        let plan: String = whole.plan.iter().map(|one| action("+", one)).collect();
        let each: String = told.integrations.iter().map(verdict).collect();
        format!(
            "{name}\n{} [{}, {paths:?}, sure: {sure}, by {by:?}, without {without:?}]\n{plan}Each:\n{each}\n",
            whole.says, whole.answer
        )
    });
    insta::assert_snapshot!("engagements", told.collect::<String>());
}

#[test]
fn what_would_change_a_verdict_is_told_like_this() {
    let told = each(&cases(), |one| one.verdict.would_change.iter().map(change).collect());
    insta::assert_snapshot!("changes", told);
}
