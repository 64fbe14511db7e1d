//! Facts about dates and times.

use super::DateOrder::{DayFirst, MonthFirst};
use super::*;

fn said(text: &str, order: Option<DateOrder>, zone: Zone) -> String {
    let moment = Moment::read(text.as_bytes(), order, zone);
    moment.and_then(Moment::at).map_or_else(
        || "no date".into(),
        |at| at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
    )
}

#[test]
fn dates_without_doubt_are_read_whatever_the_order() {
    for (text, expected) in [
        ("2026-11-02", "2026-11-02T00:00:00Z"),
        ("2026-11-02T14:05:06.789Z", "2026-11-02T14:05:06.789Z"),
        ("2026-11-02 14:05:06,789+01:00", "2026-11-02T13:05:06.789Z"),
        ("2026-11-02 14:05 -0330", "2026-11-02T17:35:00Z"),
        ("2026-11-02T14:05:06-05", "2026-11-02T19:05:06Z"),
        ("2026/11/02 14:05", "2026-11-02T14:05:00Z"),
        ("02.11.2026 14:05", "2026-11-02T14:05:00Z"),
        ("02.11.2026 - 14:05", "2026-11-02T14:05:00Z"),
        ("02.11.2026 um 14:05 Uhr", "2026-11-02T14:05:00Z"),
        ("2.11.26", "2026-11-02T00:00:00Z"),
        ("2. 11. 2026", "2026-11-02T00:00:00Z"),
        ("2 Nov 2026 2:05 pm", "2026-11-02T14:05:00Z"),
        ("02-Nov-26", "2026-11-02T00:00:00Z"),
        ("2nd November 2026", "2026-11-02T00:00:00Z"),
        ("2nd of November, 2026", "2026-11-02T00:00:00Z"),
        ("Nov. 2, 2026", "2026-11-02T00:00:00Z"),
        ("Sept 5 2024", "2024-09-05T00:00:00Z"),
        ("2. November 2026", "2026-11-02T00:00:00Z"),
        ("1er février 2026 à 10h30", "2026-02-01T10:30:00Z"),
        ("2 de noviembre de 2026", "2026-11-02T00:00:00Z"),
        ("lundi 2 novembre 2026", "2026-11-02T00:00:00Z"),
        ("3 września 2026", "2026-09-03T00:00:00Z"),
        ("2026年11月2日", "2026-11-02T00:00:00Z"),
        ("Mon, 02 Nov 2026 14:05:06 GMT", "2026-11-02T14:05:06Z"),
        ("November 2, 2026", "2026-11-02T00:00:00Z"),
        ("Nov 2, 2026, 12:05 AM", "2026-11-02T00:05:00Z"),
        ("Nov 2, 2026 12:05 p.m.", "2026-11-02T12:05:00Z"),
        ("2 Nov 2026 10 AM", "2026-11-02T10:00:00Z"),
        (
            "Mon Nov 02 2026 14:05:06 GMT+0100 (Central European Standard Time)",
            "2026-11-02T13:05:06Z",
        ),
        ("Mon Nov 2 14:05:06 2026", "2026-11-02T14:05:06Z"),
        ("Mon Nov  2 14:05:06 CET 2026", "2026-11-02T13:05:06Z"),
        ("02-NOV-26 02.05.06.789000 PM", "2026-11-02T14:05:06.789Z"),
        ("02-NOV-2026 14:05:06", "2026-11-02T14:05:06Z"),
        ("2026-11-02T14:05+01:00[Europe/Berlin]", "2026-11-02T13:05:00Z"),
        ("2026-11-02 14:05 Europe/Berlin", "2026-11-02T13:05:00Z"),
        ("2026-11-02 14:05 CET", "2026-11-02T13:05:00Z"),
        ("20261102", "2026-11-02T00:00:00Z"),
        ("20261102T140506Z", "2026-11-02T14:05:06Z"),
        ("20261102140506", "2026-11-02T14:05:06Z"),
        ("1793628306", "2026-11-02T14:05:06Z"),
        ("1793628306.5", "2026-11-02T14:05:06.500Z"),
        ("1793628306789", "2026-11-02T14:05:06.789Z"),
        ("/Date(1793628306789+0100)/", "2026-11-02T14:05:06.789Z"),
        ("\\/Date(1793628306789)\\/", "2026-11-02T14:05:06.789Z"),
        ("/Date(-1000)/", "1969-12-31T23:59:59Z"),
        ("'2026-11-02", "2026-11-02T00:00:00Z"),
        ("=\"2026-11-02\"", "2026-11-02T00:00:00Z"),
        ("12/31/99", "1999-12-31T00:00:00Z"),
    ] {
        let orders = if text.contains('/') && text.len() == 8 {
            vec![None]
        } else {
            vec![None, Some(DayFirst), Some(MonthFirst)]
        };
        for order in orders {
            assert_eq!(said(text, order, Zone::Utc), expected, "{text}");
        }
    }
}

#[test]
fn a_date_that_could_be_either_is_not_guessed() {
    for (text, order, expected) in [
        ("03/04/2026", None, "no date"),
        ("03/04/2026", Some(DayFirst), "2026-04-03T00:00:00Z"),
        ("03/04/2026 10:05 AM", Some(MonthFirst), "2026-03-04T10:05:00Z"),
        ("31/12/2026", Some(MonthFirst), "no date"),
        ("31/12/2026", None, "2026-12-31T00:00:00Z"),
        ("04/04/2026", None, "2026-04-04T00:00:00Z"),
    ] {
        assert_eq!(said(text, order, Zone::Utc), expected, "{text}");
    }
    assert_eq!(hint("03/04/2026"), Hint::Either);
    assert_eq!(hint("03/04/2026 10:00"), Hint::Either);
    assert_eq!(hint("31/04/2026"), Hint::Only(DayFirst));
    assert_eq!(hint("04-31-2026 14:05"), Hint::Only(MonthFirst));
    for text in ["04/04/2026", "03.04.2026", "2026-03-04", "3 April 2026", "03/04", "1793628306"] {
        assert_eq!(hint(text), Hint::None, "{text}");
    }
}

#[test]
fn a_time_without_a_zone_is_at_the_zone_of_the_file() {
    let berlin: Zone = "Europe/Berlin".parse().unwrap();
    assert_eq!(said("2026-11-02 00:30", None, berlin), "2026-11-01T23:30:00Z");
    assert_eq!(said("2026-07-02 00:30:00", None, berlin), "2026-07-01T22:30:00Z");
    assert_eq!(said("2026-11-02 00:30Z", None, berlin), "2026-11-02T00:30:00Z");
    let day = |text: &str| Moment::day(text.as_bytes(), None, berlin);
    assert_eq!(day("2026-06-30T23:30:00Z"), day("2026-07-01"));
}

#[test]
fn a_date_without_a_time_is_no_midnight() {
    let berlin: Zone = "Europe/Berlin".parse().unwrap();
    let when = |text: &str| Moment::when(text.as_bytes(), Some(DayFirst), berlin);
    let shown = |text: &str| when(text).map_or_else(String::new, |when| when.to_string());
    for text in [
        "2026-11-02",
        "02.11.2026",
        "2/11/2026",
        "2 Nov 2026",
        "Nov. 2nd, 2026",
        "20261102",
        "lundi 2 novembre 2026",
        "=\"2026-11-02\"",
        "2026-11-02Z",
        "2026-11-02+01:00",
    ] {
        assert_eq!(shown(text), "2026-11-02", "{text}");
    }
    for (text, expected) in [
        ("2026-11-02 00:00", "2026-11-01T23:00:00Z"),
        ("2026-11-02T00:00:00", "2026-11-01T23:00:00Z"),
        ("02.11.2026 0 Uhr", "2026-11-01T23:00:00Z"),
        ("1793628306", "2026-11-02T14:05:06Z"),
        ("soon", ""),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn moments_that_are_centuries_apart_are_not_near() {
    let read = |text: &str| Moment::read(text.as_bytes(), None, Zone::Utc).unwrap();
    // As nanoseconds, so many seconds just fit, and with their fraction no longer do.
    let (first, last) = (read("1970-01-01T00:00:00Z"), read("2262-04-11T23:47:16.999Z"));
    assert_eq!(last.seconds(), i64::MAX / 1_000_000_000);
    assert!(!first.is_near(last, Amount::new(5, 0)) && !last.is_near(first, Amount::new(5, 0)));
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "",
        "soon",
        "2026-13-01",
        "31.02.2026",
        "2026-02-29",
        "2026-11-02 25:00",
        "2026-11-02 13:00 pm",
        "1e309",
        "12:30",
        "2026-11-02 14:05 +9999",
        "2026-11-02T10:00:00 nowhere",
        "-1",
        "99999999999999999999",
        "99999999",
        "12",
        "PO 2026-11-02",
        "market 5 2026",
        "2026-11-02-03",
        "1.2.3",
        "10 11 2026",
        "2026-01-01T24:00:00",
        "0000-00-00",
        "5 Nov",
        "AB-12-2026",
    ] {
        for order in [None, Some(DayFirst)] {
            assert_eq!(said(text, order, Zone::Utc), "no date", "{text}");
        }
    }
}
