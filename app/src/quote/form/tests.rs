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
fn each_fault_of_a_line_is_told_at_its_own_field() {
    let id = PartId::new().to_string();
    let sent = Form::of(vec![
        ("work_new", Work::See.key().into()),
        ("low_new", "1".into()),
        ("costs_new", "2".into()),
    ]);
    let mut reading = Reading::new(&sent);
    assert!(read_line(&mut reading, &sent, NEW).is_none());
    assert!(read_entry(&mut reading, &sent, NEW).is_none());
    let mut known = Form::default();
    for (of, typed) in [("says", "Log it."), ("low", "1"), ("likely", "two"), ("high", "3")] {
        known.push(&name(of, &id), typed);
    }
    known.push(&name("work", &id), Work::See.key());
    let mut read = Reading::new(&known);
    assert!(read_line(&mut read, &known, &id).is_some());
    let told = reading.problems().into_iter().chain(read.problems());
    let fields: Vec<_> = told.filter_map(|problem| problem.at).collect();
    assert_eq!(fields, ["says_new", "assumed_new", &format!("likely_{id}")]);
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
