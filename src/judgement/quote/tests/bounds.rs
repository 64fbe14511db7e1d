//! The curve of risk against work, and sprints that fill their bounds.

use super::*;

/// What makes one integration visible, as the only line.
fn one_line(doc: &Engagement, hours: [i64; 3]) -> Quote {
    let mut quote = whole(doc);
    quote.lines.retain(|line| line.action.starts_with("plan:see"));
    let [low, likely, high] = hours;
    quote.lines[0].hours = Estimate { low, likely, high };
    quote
}

#[test]
fn the_curve_goes_from_all_risk_without_work_to_none_for_the_mean_of_its_lines() {
    let doc = broken();
    let told = alone(&doc, &one_line(&doc, [60, 90, 240]));
    let point = |minutes, left| Point { minutes, left };
    assert!(told.risk > 0);
    assert_eq!(told.curve, [point(0, told.risk), point(130, 0)]);
}

#[test]
fn a_sprint_may_fill_its_bounds_to_the_minute() {
    let doc = broken();
    let mut quote = one_line(&doc, [60, 60, 60]);
    for (budget, p80) in [(100, Some(60)), (99, None)] {
        quote.bounds.budget = Some(budget.into());
        assert_eq!(alone(&doc, &quote).proposal.map(|one| one.p80), p80, "{budget}");
    }
}

#[test]
fn what_is_seldom_needed_keeps_no_sprint_out_of_its_bounds() {
    let doc = broken();
    let mut quote = one_line(&doc, [600, 600, 600]);
    quote.assumptions = vec![entry(10, 6_000, AssumptionState::Open)];
    quote.bounds.budget = Some(1_100.into());
    let proposal = alone(&doc, &quote).proposal.unwrap();
    assert_eq!((proposal.limit, proposal.lines), (660, vec![quote.lines[0].id]));
}
