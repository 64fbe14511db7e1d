//! What makes the range wide: the share of each unknown, and what it is worth to know it.

use super::*;

#[test]
fn the_shares_of_unknowns_make_up_the_variance() {
    let doc = broken();
    let mut quote = whole(&doc);
    for line in &mut quote.lines {
        line.hours = Estimate { low: 60, likely: 60, high: 60 };
    }
    quote.assumptions = [600, 1_200].map(|cost| entry(50, cost, AssumptionState::Open)).to_vec();
    let told = alone(&doc, &quote).sources;
    let shares: Vec<_> = told.iter().map(|one| (one.at_worst, one.share)).collect();
    assert_eq!(shares, [(1_200, 80), (600, 20)]);
}

#[test]
fn to_know_an_unknown_is_worth_the_width_that_goes_with_it() {
    let doc = broken();
    let mut quote = whole(&doc);
    quote.lines.truncate(2);
    quote.assumptions = [(30, 2_400), (40, 4_800), (35, 3_600)]
        .map(|(percent, cost)| entry(percent, cost, AssumptionState::Open))
        .to_vec();
    let told = alone(&doc, &quote);
    let width = |told: &Appraisal| told.hours.p90 - told.hours.p10;
    assert_eq!(told.sources.len(), 3);
    for source in &told.sources {
        let mut without = quote.clone();
        without.assumptions.retain(|one| one.if_false != source.at_worst);
        let less = width(&told) - width(&alone(&doc, &without));
        assert!(less > 0 && (source.narrower - less).abs() <= 2, "{less}: {source:?}");
    }
}

#[test]
fn what_is_certain_makes_no_width_and_is_no_unknown() {
    let doc = broken();
    let mut quote = whole(&doc);
    quote.assumptions = [(0, 600), (100, 600), (30, 0)]
        .map(|(percent, cost)| entry(percent, cost, AssumptionState::Open))
        .to_vec();
    assert_eq!(alone(&doc, &quote).sources, []);
}
