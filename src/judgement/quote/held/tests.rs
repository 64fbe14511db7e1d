//! A quote is held back by each of its gates and terms in turn, and each says why.

use super::*;
use crate::document::controls::{Control, ControlState};
use crate::document::quote::{Estimate, Override};
use crate::document::samples::{Cause, Symptom};
use crate::document::systems::DiscoveryFact;
use crate::judgement::assess::assess;
use crate::judgement::assess::testing::{Broken, ERP, SHOP_TO_ERP, confirmed, may, sound};
use crate::platform::ids::PartId;
use uuid::Uuid;

fn line(n: u128, work: Work) -> Line {
    Line {
        id: PartId(Uuid::from_u128(n)),
        action: String::new(),
        says: format!("Line {n}"),
        integration: Some(SHOP_TO_ERP),
        work,
        hours: Estimate { low: 60, likely: 120, high: 240 },
        included: true,
    }
}

/// A quote that nothing holds back, for a document that has what a quote asks for.
fn ready() -> (Engagement, Quote) {
    let mut quote = Quote::empty(PartId(Uuid::from_u128(1)), "EUR");
    quote.rate = 120.into();
    quote.valid_until = may(31).succ_opt();
    quote.lines = vec![line(2, Work::See), line(3, Work::Change), line(4, Work::Prove)];
    (sound().with(confirmed(9, Symptom::Wrong, Cause::WrongMapping)), quote)
}

fn told(doc: &Engagement, quote: &Quote) -> Vec<(Place, Option<QuoteGate>)> {
    let held = held_back(doc, quote, &assess(doc), Recommendation::Published);
    held.iter().map(|one| (one.place, one.gate)).collect()
}

fn agreed() -> Override {
    Override { reason: "The client has seen and signed it.".into(), agreed_by: "Ben".into() }
}

#[test]
fn what_has_all_it_needs_is_held_back_by_nothing() {
    let (doc, quote) = ready();
    assert_eq!(held_back(&doc, &quote, &assess(&doc), Recommendation::Published), []);
}

#[test]
fn a_quote_that_there_is_no_recommendation_to_read_beside_is_held_back() {
    let (doc, quote) = ready();
    let held = held_back(&doc, &quote, &assess(&doc), Recommendation::Unpublished);
    assert_eq!(held.len(), 1, "{held:?}");
    assert!(held[0].says.starts_with("Publish the recommendation first"), "{held:?}");
    assert_eq!(held_back(&doc, &quote, &assess(&doc), Recommendation::NotAsked), []);
}

#[test]
fn too_few_samples_hold_it_back_until_an_override_is_recorded() {
    let (_, mut quote) = ready();
    let doc = sound().with(confirmed(1, Symptom::Wrong, Cause::WrongMapping));
    assert_eq!(told(&doc, &quote), [(Place::Gate, Some(QuoteGate::Samples))]);
    let says = &held_back(&doc, &quote, &assess(&doc), Recommendation::Published)[0].says;
    assert!(says.starts_with("No quote is issued without failure samples."), "{says}");
    quote.overrides.insert(QuoteGate::Samples, Override { agreed_by: String::new(), ..agreed() });
    assert_eq!(told(&doc, &quote).len(), 1, "one person alone");
    quote.overrides.insert(QuoteGate::Samples, agreed());
    assert_eq!(told(&doc, &quote), []);
}

#[test]
fn unknown_facts_hold_back_a_fixed_price_alone() {
    let (doc, mut quote) = ready();
    let unknown = |doc: &mut Engagement| {
        let system = doc.systems.iter_mut().find(|one| one.id == ERP).unwrap();
        system.facts.remove(&DiscoveryFact::RateLimits);
    };
    let doc = doc.but(unknown);
    assert_eq!(told(&doc, &quote), []);
    quote.fixed_price = true;
    assert_eq!(told(&doc, &quote), [(Place::Gate, Some(QuoteGate::Facts))]);
    quote.overrides.insert(QuoteGate::Facts, agreed());
    assert_eq!(told(&doc, &quote), []);
}

#[test]
fn logic_is_not_sold_before_it_can_be_seen() {
    let (doc, mut quote) = ready();
    let doc = doc.control(Control::RetryCount, ControlState::Missing);
    assert_eq!(told(&doc, &quote), [], "it makes it visible itself");
    quote.lines.remove(0);
    assert_eq!(told(&doc, &quote), [(Place::Gate, Some(QuoteGate::Visibility))]);
    quote.lines[0].work = Work::Contain;
    assert_eq!(told(&doc, &quote), [], "nothing is changed");
}

#[test]
fn no_rebuild_is_sold_before_truth_is_named() {
    let (doc, mut quote) = ready();
    quote.lines = vec![line(2, Work::Rebuild), line(3, Work::Prove)];
    let doc = doc
        .but(|doc| doc.samples.patterns[0].cause = Cause::WrongAssumption)
        .field(|field| field.standing = crate::document::truth::Standing::Disputed);
    assert!(told(&doc, &quote).contains(&(Place::Gate, Some(QuoteGate::Truth))));
    quote.lines.push(line(5, Work::Settle));
    assert!(!told(&doc, &quote).contains(&(Place::Gate, Some(QuoteGate::Truth))));
}

#[test]
fn what_comes_first_is_offered_too_or_the_line_is_left_out() {
    let (doc, mut quote) = ready();
    quote.lines[2].included = false;
    let held = held_back(&doc, &quote, &assess(&doc), Recommendation::Published);
    assert_eq!(held.len(), 1);
    assert!(
        held[0].says.contains("“Line 3” at “Shop to ERP” needs this first: “Line 4”"),
        "{held:?}"
    );
    quote.lines[1].included = false;
    assert_eq!(told(&doc, &quote), []);
}

#[test]
fn each_term_that_is_missing_is_asked_for() {
    let (doc, quote) = ready();
    let with = |change: fn(&mut Quote)| {
        let mut quote = quote.clone();
        change(&mut quote);
        told(&doc, &quote)
    };
    assert_eq!(with(|quote| quote.rate = 0.into()), [(Place::Terms, None)]);
    assert_eq!(with(|quote| quote.valid_until = None), [(Place::Terms, None)]);
    assert_eq!(with(|quote| quote.valid_until = Some(may(31))), [(Place::Terms, None)]);
    assert_eq!(with(|quote| quote.lines.clear()), [(Place::Lines, None)]);
    let nothing = |quote: &mut Quote| {
        quote.lines.iter_mut().for_each(|line| line.hours = Estimate::default());
    };
    assert_eq!(with(nothing), [(Place::Lines, None)]);
    let assumed = |owner: &str, state| {
        vec![LedgerEntry {
            id: PartId(Uuid::from_u128(9)),
            unknown: String::new(),
            says: "Credentials can be had.".into(),
            owner: owner.into(),
            test: "Ask for them.".into(),
            assumed: crate::document::engagement::Assumption { percent: 10, minutes: 30 },
            if_false: 600,
            state,
        }]
    };
    for (owner, state, held) in [
        ("", AssumptionState::Open, vec![(Place::Assumptions, None)]),
        ("Ada", AssumptionState::Open, vec![]),
        ("", AssumptionState::Holds, vec![]),
    ] {
        let with = Quote { assumptions: assumed(owner, state), ..quote.clone() };
        assert_eq!(told(&doc, &with), held, "{owner} {state}");
    }
}
