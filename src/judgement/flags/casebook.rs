//! Risks as they are told: situations in a line each, with every flag that they raise and the evidence it names.
//! The snapshot is read aloud before a word of it changes. Why a risk matters, and what good looks like, is told once for
//! each rule and each control.

use super::{Flag, FlagRule, flags, good};
use crate::document::controls::Control;
use crate::document::engagement::Engagement;
use crate::judgement::assess::casebook::place;
use crate::judgement::findings::Reading;
use crate::platform::catalogue::Catalogue;

mod people;
mod records;

fn told(flag: &Flag) -> String {
    let Flag { rule, about, integration, severity, says, because, number, .. } = flag;
    let at = if integration.is_some() { " at an integration" } else { "" };
    let because = because.iter().map(|one| {
        let counted = one.samples.map_or_else(String::new, |seen| {
            format!(" ({}: {} to {})", seen.count, seen.first, seen.last)
        });
        format!("      - {} → {}{counted}\n", one.says, place(&one.about))
    });
    let because: String = because.collect();
    format!("  {number} {severity}: {says}\n    {}{at} → {}\n{because}", rule.key(), place(about))
}

fn each(cases: Vec<(&'static str, Engagement)>) -> String {
    let told = cases.into_iter().map(|(name, doc)| {
        let flags: String = flags(&Reading::of(&doc)).iter().map(told).collect();
        format!("{name}\n{flags}\n")
    });
    told.collect()
}

#[test]
fn risks_of_records_and_boundaries_are_told_like_this() {
    insta::assert_snapshot!("records", each(records::cases()));
}

#[test]
fn risks_of_people_and_their_work_are_told_like_this() {
    insta::assert_snapshot!("people", each(people::cases()));
}

#[test]
fn why_a_risk_matters_and_what_good_looks_like_is_told_like_this() {
    let rules = FlagRule::ALL.iter().map(|rule| (rule.label(), rule.text()));
    let controls = Control::ALL.iter().map(|control| (control.label(), good::text(*control)));
    let told = rules.chain(controls).map(|(name, text)| {
        let references: Vec<_> = text.references.iter().map(|one| one.key()).collect();
        format!("{name} ({}) {references:?}\n  {}\n  {}\n", text.weight, text.why, text.good)
    });
    insta::assert_snapshot!("texts", told.collect::<String>());
}
