//! What a certificate certifies is what was sealed, and it is written in one way only.

use super::*;
use crate::platform::catalogue::Catalogue;
use uuid::Uuid;

/// A certificate with a quote and an event of each kind.
pub(crate) fn example() -> Certificate {
    let at = |minute: u32| format!("2026-11-30T10:{minute:02}:05Z").parse().unwrap();
    let decision = Acceptance {
        at: at(40),
        engagement: EngagementId(Uuid::from_u128(7)),
        number: 3,
        person: "Priya Shah".into(),
        person_id: PersonId(Uuid::from_u128(8)),
        typed: "priya shah".into(),
    };
    let quote = QuotePart {
        currency: "EUR".into(),
        fixed_price: false,
        hash: "ab".repeat(32),
        net: 12_100.into(),
        number: 1,
        tax: 2_420.into(),
        total: 14_520.into(),
        valid_until: NaiveDate::from_ymd_opt(2026, 12, 30),
    };
    let snapshot = SnapshotPart { hash: "cd".repeat(32), number: 2, published_at: at(0) };
    let trail = EventKind::ALL.iter().zip(0..).map(|(event, minute)| Happened {
        at: at(minute),
        by: "Mara Lind".into(),
        event: *event,
        number: 2,
    });
    Certificate::of(decision, Some(quote), snapshot, trail.collect()).unwrap()
}

#[test]
fn it_is_read_as_it_was_written_with_its_fields_in_the_order_of_the_alphabet() {
    let certificate = example();
    let bytes = certificate.bytes().unwrap();
    assert_eq!(Certificate::read(&bytes).unwrap(), certificate);
    let text = String::from_utf8(bytes).unwrap();
    let sorted: serde_json::Value = serde_json::from_str(&text).unwrap();
    let sorted = serde_json::to_string(&in_order(sorted)).unwrap();
    assert_eq!(text, sorted);
}

/// A value with the fields of its objects in the order of the alphabet, whatever order they are kept in.
fn in_order(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.into_iter().collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(fields.into_iter().map(|(name, value)| (name, in_order(value))).collect())
        }
        Value::Array(all) => Value::Array(all.into_iter().map(in_order).collect()),
        other => other,
    }
}

#[test]
fn the_first_part_that_was_changed_is_named() {
    let text = String::from_utf8(example().bytes().unwrap()).unwrap();
    let changed = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        Certificate::read(text.replacen(from, to, 1).as_bytes()).unwrap_err()
    };
    assert_eq!(changed("\"typed\":\"priya", "\"typed\":\"peter"), BrokenPart::Decision);
    assert_eq!(changed("\"14520\"", "\"14521\""), BrokenPart::Quote);
    assert_eq!(changed("cdcd", "cdce"), BrokenPart::Snapshot);
    assert_eq!(changed("10:00:05Z\",\"by\"", "10:00:06Z\",\"by\""), BrokenPart::Event(1));
    assert_eq!(changed("\"asked\"", "\"answered\""), BrokenPart::Event(4));
    assert_eq!(changed("{\"format\"", "{ \"format\""), BrokenPart::Writing);
    assert_eq!(changed("\"format\":1", "\"format\":2"), BrokenPart::Writing);
    assert_eq!(changed("\"kind\"", "\"sort\""), BrokenPart::Writing);
    let end = text.rfind("\"trail\":\"").unwrap() + 9;
    let other = if &text[end..=end] == "0" { "1" } else { "0" };
    let text = format!("{}{other}{}", &text[..end], &text[end + 1..]);
    assert_eq!(Certificate::read(text.as_bytes()), Err(BrokenPart::Event(7)));
}

#[test]
fn an_event_cannot_be_left_out_or_moved() {
    let certificate = example();
    let without = |at: usize| {
        let mut one = certificate.clone();
        one.parts.trail.remove(at);
        Certificate::read(&one.bytes().unwrap()).unwrap_err()
    };
    assert_eq!(without(0), BrokenPart::Event(1));
    assert_eq!(without(5), BrokenPart::Event(6));
    let mut swapped = certificate.clone();
    swapped.parts.trail.swap(2, 3);
    assert_eq!(Certificate::read(&swapped.bytes().unwrap()), Err(BrokenPart::Event(3)));
}
