//! A quote as a whole: its hours, its range, its curve and its proposal.

use super::*;
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::Assumption;
use crate::document::quote::{AssumptionState, Bounds, Estimate, LedgerEntry, Work};
use crate::document::samples::{Cause, Symptom};
use crate::document::systems::DiscoveryFact;
use crate::judgement::assess::assess;
use crate::judgement::assess::testing::{Broken, ERP, SHOP_TO_ERP, confirmed, may, sound};
use crate::judgement::next_evidence;
use uuid::Uuid;

mod bounds;
mod sources;

fn broken() -> Engagement {
    sound()
        .with(confirmed(9, Symptom::Duplicate, Cause::Replayed))
        .control(Control::IdempotencyKey, ControlState::Missing)
        .control(Control::RetryCount, ControlState::Missing)
        .control(Control::Runbook, ControlState::Missing)
}

/// Every action that is asked for, as a line that is offered.
fn whole(doc: &Engagement) -> Quote {
    let mut quote = Quote::empty(PartId(Uuid::from_u128(1)), "EUR");
    quote.rate = 100.into();
    let asked = candidates(doc, &assess(doc));
    let line = |(at, one): (usize, Candidate)| Line {
        id: PartId(Uuid::from_u128(100 + at as u128)),
        action: one.key,
        says: one.says,
        integration: one.integration,
        work: one.work,
        hours: one.hours,
        included: true,
    };
    quote.lines = asked.into_iter().enumerate().map(line).collect();
    quote
}

fn entry(percent: i64, if_false: i64, state: AssumptionState) -> LedgerEntry {
    LedgerEntry {
        id: PartId(Uuid::from_u128(900)),
        unknown: String::new(),
        says: "Credentials can be had.".into(),
        owner: "Ada".into(),
        test: "Ask for them.".into(),
        assumed: Assumption { percent, minutes: 45 },
        if_false,
        state,
    }
}

fn appraised(doc: &Engagement, quote: &Quote, record: &Record) -> Appraisal {
    let (assessment, unknowns) = (assess(doc), next_evidence::of(doc));
    appraise(Context { doc, assessment: &assessment, unknowns: &unknowns, record }, quote)
}

fn alone(doc: &Engagement, quote: &Quote) -> Appraisal {
    appraised(doc, quote, &Record::default())
}

#[test]
fn the_same_document_and_quote_give_the_same_bytes() {
    let (doc, quote) = (broken(), whole(&broken()));
    let once = serde_json::to_string(&alone(&doc, &quote)).unwrap();
    assert_eq!(once, serde_json::to_string(&alone(&doc, &quote)).unwrap());
    let read: Appraisal = serde_json::from_str(&once).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), once);
}

#[test]
fn what_the_document_asks_for_can_be_stored_as_it_is() {
    let doc = broken().integration(|one| {
        one.code = crate::document::integrations::Availability::Unknown;
    });
    let mut quote = whole(&doc);
    let given = |entry| LedgerEntry { id: PartId(Uuid::now_v7()), ..entry };
    let told = suggested(&doc, &assess(&doc), &next_evidence::of(&doc)).into_iter();
    quote.assumptions = told.map(given).collect();
    assert!(quote.lines.len() > 3 && !quote.assumptions.is_empty());
    assert_eq!(quote.problems(), []);
}

#[test]
fn lines_that_answer_nothing_lower_nothing_and_one_action_is_lowered_once() {
    let doc = broken();
    let mut quote = whole(&doc);
    quote.lines[0].hours = Estimate { low: 60, likely: 90, high: 240 };
    let before = alone(&doc, &quote);
    assert_eq!(before.lines[0].mean, 130);
    assert_eq!((before.beyond, before.lowered), (0, before.risk));
    assert!(before.risk > 0);
    let mut twin = quote.lines.iter().find(|line| line.work == Work::Change).unwrap().clone();
    twin.id = PartId(Uuid::from_u128(800));
    quote.lines.push(twin);
    assert_eq!(alone(&doc, &quote).risk, before.risk);
    let by_hand = quote.lines.last_mut().unwrap();
    by_hand.action = "something else".into();
    let after = alone(&doc, &quote);
    assert_eq!(after.lines.last().unwrap().because, "");
    assert_eq!(after.risk, before.risk);
    assert!(after.hours.p50 > before.hours.p50, "it takes its hours all the same");
}

#[test]
fn an_open_assumption_widens_the_range_and_one_that_fell_moves_it() {
    let doc = broken();
    let mut quote = whole(&doc);
    let none = alone(&doc, &quote);
    quote.assumptions = vec![entry(30, 3_000, AssumptionState::Open)];
    let open = alone(&doc, &quote);
    assert!(open.hours.p90 - open.hours.p10 > none.hours.p90 - none.hours.p10);
    assert_eq!(open.sources.len(), 1);
    let source = &open.sources[0];
    assert_eq!((source.at_worst, source.costs), (3_000, 45));
    assert!(source.share > 0 && source.narrower > 0);
    assert_eq!(source.ask, "Ask for them. Ask Ada.");
    quote.assumptions[0].state = AssumptionState::Holds;
    assert_eq!(alone(&doc, &quote).hours, none.hours);
    quote.assumptions[0].state = AssumptionState::Fell;
    let fell = alone(&doc, &quote).hours;
    assert_eq!((fell.p50 - none.hours.p50, fell.p80 - none.hours.p80), (3_000, 3_000));
}

#[test]
fn facts_that_nobody_knows_widen_the_range_and_it_is_said_by_how_much() {
    let doc = broken();
    let quote = whole(&doc);
    let unknown = doc.but(|doc| {
        let system = doc.systems.iter_mut().find(|one| one.id == ERP).unwrap();
        system.facts.remove(&DiscoveryFact::RateLimits);
        system.facts.remove(&DiscoveryFact::LicenceTier);
    });
    let found = alone(&unknown, &quote);
    let source = found.sources.iter().find(|one| one.says.contains("“ERP”")).unwrap();
    let likely: i64 = quote.lines.iter().map(|line| line.hours.likely).sum();
    let at_worst = (likely as f64 * 2.0 * FOR_EACH_FACT).round() as i64;
    assert_eq!((source.at_worst, source.costs), (to_whole_hours(at_worst), 40));
    assert!(source.says.starts_with("2 discovery facts of “ERP” not known"), "{source:?}");
}

#[test]
fn three_unknowns_are_told_and_the_widest_comes_first() {
    let doc = broken();
    let mut quote = whole(&doc);
    quote.assumptions =
        [600, 2_400, 1_200, 4_800].map(|cost| entry(40, cost, AssumptionState::Open)).to_vec();
    let told = alone(&doc, &quote).sources;
    assert_eq!(told.iter().map(|one| one.at_worst).collect::<Vec<_>>(), [4_800, 2_400, 1_200]);
    assert!(told.iter().map(|one| one.share).sum::<i64>() <= 100);
}

#[test]
fn a_firm_that_runs_over_by_half_quotes_half_more() {
    let (doc, quote) = (broken(), whole(&broken()));
    let plain = alone(&doc, &quote);
    let record = Record::new(vec![1.5; 12], 0);
    let told = appraised(&doc, &quote, &record);
    assert_eq!((told.estimated, told.stretched), (plain.hours, Some(1_500)));
    assert!((told.hours.p80 - plain.hours.p80 * 3 / 2).abs() <= 1);
    assert_eq!(plain.stretched, None);
}

#[test]
fn the_proposal_lowers_the_most_that_fits_and_nothing_larger_would() {
    let doc = broken();
    let mut quote = whole(&doc);
    let all = alone(&doc, &quote);
    assert_eq!(all.proposal, None, "without bounds nothing is proposed");
    for share in [1, 2, 3, 5, 8] {
        let budget = (all.hours.p80 * share / 8 / 15 * 15).max(15);
        quote.bounds.budget = Some(price(&quote, budget).net);
        let told = alone(&doc, &quote);
        let Some(proposal) = told.proposal else { continue };
        assert!(proposal.p80 <= proposal.limit, "{proposal:?}");
        let chosen: Vec<_> = quote
            .lines
            .iter()
            .filter(|line| proposal.lines.contains(&line.id))
            .cloned()
            .map(|line| Line { included: true, ..line })
            .collect();
        let only = Quote { lines: chosen, ..quote.clone() };
        let alone = alone(&doc, &only);
        assert_eq!((alone.hours.p80, alone.lowered), (proposal.p80, proposal.lowered));
        assert!(
            !held_back(&doc, &only, &assess(&doc), Recommendation::Published)
                .iter()
                .any(|held| held.place == Place::Gate)
        );
    }
    quote.bounds.budget = Some(price(&quote, all.hours.p90 * 2).net);
    let everything = alone(&doc, &quote).proposal.unwrap();
    assert_eq!(everything.lowered, all.risk);
}

/// An assumption about the one integration, which is false for certain and costs more than anything is worth.
fn about_the_integration(state: AssumptionState) -> LedgerEntry {
    let unknown = format!("changeable:integration_fact/{SHOP_TO_ERP}/code");
    LedgerEntry { unknown, ..entry(100, 100_000, state) }
}

#[test]
fn an_assumption_about_an_integration_that_is_left_out_costs_nothing() {
    let doc = broken();
    let mut quote = whole(&doc);
    for state in [AssumptionState::Open, AssumptionState::Fell] {
        quote.assumptions = Vec::new();
        for line in &mut quote.lines {
            line.integration = None;
        }
        let without = alone(&doc, &quote).hours;
        quote.assumptions = vec![about_the_integration(state)];
        assert_eq!(alone(&doc, &quote).hours, without, "no line is for the integration");
        quote.lines[0].integration = Some(SHOP_TO_ERP);
        assert!(alone(&doc, &quote).hours.p50 >= 100_000, "one is");
        quote.lines[0].included = false;
        let less = alone(&doc, &quote).hours;
        assert!(less.p50 < 100_000, "and it is left out");
        quote.lines[0].included = true;
    }
}

#[test]
fn the_smallest_sprint_weighs_what_its_own_lines_rest_on() {
    let doc = broken();
    let mut quote = whole(&doc);
    // The cheapest that lowers anything: no other choice beats it.
    let lowers = |at: &usize| alone(&doc, &quote).lines[*at].risk > 0;
    let cost = |at: &usize| {
        quote.lines[*at].hours.low + quote.lines[*at].hours.likely + quote.lines[*at].hours.high
    };
    let apart = (0..quote.lines.len()).filter(lowers).min_by_key(cost).unwrap();
    quote.lines[apart].integration = None;
    let only = quote.lines[apart].id;
    quote.bounds.budget = Some(price(&quote, quote.lines[apart].hours.high * 2 + 600).net);
    for state in [AssumptionState::Open, AssumptionState::Fell] {
        quote.assumptions = vec![about_the_integration(state)];
        let proposal = alone(&doc, &quote).proposal;
        assert_eq!(proposal.map(|one| one.lines), Some(vec![only]), "{state:?}");
    }
}

#[test]
fn the_tighter_of_budget_and_deadline_counts() {
    let mut quote = Quote::empty(PartId(Uuid::from_u128(1)), "EUR");
    quote.rate = 100.into();
    assert_eq!(limit(&quote), None);
    quote.bounds = Bounds {
        budget: Some(2_000.into()),
        starts_on: Some(may(4)),
        deadline: Some(may(18)),
        hours_a_week: 30,
    };
    assert_eq!(limit(&quote), Some(20 * 60));
    quote.bounds.budget = Some(9_000.into());
    assert_eq!(limit(&quote), Some(60 * 60));
    quote.rate = 0.into();
    assert_eq!(limit(&quote), Some(60 * 60), "without a rate a budget buys nothing to tell");
    (quote.rate, quote.bounds.budget) = (100.into(), Some(1_999.into()));
    assert_eq!(limit(&quote), Some(19 * 60), "hours are told and paid as whole ones");
}

#[test]
fn what_would_make_the_verdict_harder_is_an_assumption() {
    let doc = broken().integration(|one| {
        one.code = crate::document::integrations::Availability::Unknown;
    });
    let (assessment, unknowns) = (assess(&doc), next_evidence::of(&doc));
    let told = suggested(&doc, &assessment, &unknowns);
    let entry = told.iter().find(|one| one.unknown.starts_with("changeable:")).unwrap();
    assert_eq!((entry.assumed.percent, entry.assumed.minutes), (15, 30));
    assert_eq!(entry.if_false, (240 - 80) * 60, "a rebuild in place of stabilising");
    assert!(entry.says.ends_with("It is assumed: it can be changed."), "{}", entry.says);
    let mut quote = whole(&doc);
    quote.assumptions = vec![LedgerEntry { id: PartId(Uuid::from_u128(700)), ..entry.clone() }];
    let source = appraised(&doc, &quote, &Record::default()).sources.remove(0);
    let place = unknowns.iter().position(|one| one.key() == entry.unknown).unwrap() + 1;
    assert_eq!(source.place, Some(place), "it is a question that a verdict turns on too");
}

#[test]
fn whoever_is_asked_by_name_answers_for_what_is_assumed_and_nobody_does_without_one() {
    use crate::document::integrations::{Availability, Ownership};
    let owner = |name: &str| {
        let mut doc = broken().integration(|one| {
            one.code = Availability::Unknown;
            one.owners.insert(Ownership::Logic, name.into());
        });
        doc.systems.iter_mut().for_each(|system| system.technical_owner.clear());
        let told = suggested(&doc, &assess(&doc), &next_evidence::of(&doc));
        told.into_iter().find(|one| one.unknown.starts_with("changeable:")).unwrap().owner
    };
    assert_eq!(owner(" Cara "), "Cara");
    assert_eq!(owner(""), "");
}
