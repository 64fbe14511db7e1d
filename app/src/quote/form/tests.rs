//! The draft as a form, there and back.

use super::*;
use faultline::document::engagement::Assumption;
use faultline::document::quote::{AssumptionState, Estimate, MOST_HOURS, Override, Work};

#[test]
fn hours_are_read_as_they_are_shown() {
    for minutes_of in [0, 15, 90, 1_005, 120_000] {
        assert_eq!(minutes(&hours(minutes_of), MOST_HOURS), Ok(minutes_of));
    }
    let minutes = |typed: &str| minutes(typed, MOST_HOURS);
    assert_eq!([minutes("1,5"), minutes(" 2 ")], [Ok(90), Ok(120)]);
    assert!(matches!(minutes("1,200"), Err(Doubt::Either(..))));
    assert_eq!(minutes("1,200.00"), Ok(72_000));
    let wrong = ["", "one", "-1", "1e99", "99999999999999999999999999999"];
    assert!(wrong.iter().all(|typed| minutes(typed) == Err(Doubt::None)), "{wrong:?}");
}

#[test]
fn a_draft_is_read_as_it_was_filled() {
    let mut quote = Quote::empty(PartId::new(), "EUR");
    quote.rate = Decimal::new(9_750, 2).normalize();
    quote.fixed_price = true;
    quote.exclusions = vec!["Training".into(), "Licences".into()];
    quote.lines = vec![Line {
        id: PartId::new(),
        action: "plan:see".into(),
        says: "Log what is received.".into(),
        integration: None,
        work: Work::See,
        hours: Estimate { low: 60, likely: 90, high: 240 },
        included: true,
    }];
    quote.assumptions = vec![LedgerEntry {
        id: PartId::new(),
        unknown: "control:x".into(),
        says: "Credentials can be had.".into(),
        owner: "Ada".into(),
        test: "Ask.".into(),
        assumed: Assumption { percent: 12, minutes: 30 },
        if_false: 600,
        state: AssumptionState::Holds,
    }];
    let whole =
        Override { reason: "Seen and signed by the client.".into(), agreed_by: "Ben".into() };
    quote.overrides.insert(QuoteGate::Samples, whole);
    let sent = quote.fill();
    let mut reading = Reading::new(&sent);
    let mut read = read_terms(&mut reading, &sent, Quote::empty(quote.id, "USD"));
    read.lines = sent.all("line").filter_map(|id| read_line(&mut reading, &sent, id)).collect();
    read.assumptions =
        sent.all("entry").filter_map(|id| read_entry(&mut reading, &sent, id)).collect();
    read.overrides = QuoteGate::ALL
        .iter()
        .filter_map(|gate| Some((*gate, read_override(&sent, *gate)?)))
        .collect();
    assert_eq!(reading.problems(), []);
    assert_eq!(read, quote);
}
