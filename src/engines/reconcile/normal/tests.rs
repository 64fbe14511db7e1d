use super::*;
use proptest::prelude::*;

fn equal(rule: &str, left: &str, right: &str) -> bool {
    equal_under(&rule.parse().unwrap(), left, right)
}

fn equal_under(rule: &Rule, left: &str, right: &str) -> bool {
    let (mut a, mut b) = (Vec::new(), Vec::new());
    Normal::new(rule, rule.a).append(left.as_bytes(), &mut a);
    Normal::new(rule, rule.b).append(right.as_bytes(), &mut b);
    a == b
}

#[test]
fn only_what_the_rule_names_does_not_count() {
    assert!(!equal("exact", "Paid", "Paid ") && equal("trim", "Paid", "\u{a0} Paid "));
    assert!(!equal("trim", "Paid", "paid") && equal("case", "ÉTÉ", "été"));
    assert!(!equal("trim", "1.0", "1") && equal("number", "1.0", "1"));
    assert!(equal("number,b.comma", "1,234.50", " 1.234,5"));
    assert!(equal("date,b.zone=+02:00", "2026-01-31T22:30:00Z", "01/02/2026 00:30"));
}

#[test]
fn what_is_no_number_stays_the_text_it_is() {
    assert!(equal("number,trim,case", "N/A ", "n/a"));
    assert!(!equal("number", "N/A", "none") && !equal("number", "", "0"));
}

#[test]
fn codes_are_numbers_only_when_a_person_says_so() {
    assert!(!equal("number,codes", "1E3", "1000") && !equal("number,codes", "007", "7"));
    assert!(equal("number", "1E3", "1000") && equal("number", "007", "7"));
    assert!(equal("number,codes", "1.50", "1.5") && equal("number,codes", "0", "0.0"));
}

#[test]
fn a_missing_value_is_none_when_the_rule_says_so() {
    assert!(equal("trim,null", "NULL", "") && equal("date,null", "0000-00-00", " \\N "));
    assert!(!equal("trim", "NULL", "") && !equal("trim,null", "none", ""));
}

#[test]
fn what_a_key_has_around_it_can_be_left_out() {
    assert!(equal("trim,strip=#", "#10000", "10000") && equal("trim,zeros", "0007", "7"));
    assert!(equal("trim,whole", "1001.0", "1001") && !equal("trim", "1001.0", "1001"));
    assert!(equal("trim,case,digits", "ord-12", "12"));
}

#[test]
fn yes_and_no_lengths_of_time_and_percentages_are_understood() {
    assert!(equal("flag", "Yes", "1") && !equal("flag", "Yes", "0") && !equal("flag", "x", "1"));
    assert!(equal("duration", "1:30:00", "90 min") && equal("number", "15%", "0.150"));
}

#[test]
fn a_cell_is_compared_as_it_is_meant() {
    for (left, right) in [
        ("=\"0001\"", "0001"),
        ("'0001", "0001"),
        ("Zu\u{308}rich", "Zürich"),
        ("a\r\nb", "a\nb"),
        ("1\u{a0}000", "1 000"),
    ] {
        assert!(equal("exact", left, right) && equal("trim,case", left, right), "{left:?}");
    }
}

#[test]
fn values_of_a_map_mean_the_same_and_through_others() {
    let mut rule: Rule = "trim,case".parse().unwrap();
    rule.same = [("PAID", "settled"), ("bezahlt", "Settled"), ("open", "offen")]
        .map(|(left, right)| (left.to_owned(), right.to_owned()))
        .to_vec();
    assert!(equal_under(&rule, "paid", " Bezahlt") && equal_under(&rule, "OPEN", "offen"));
    assert!(!equal_under(&rule, "paid", "open"));
}

#[test]
fn latin_1_and_utf_8_are_the_same_text() {
    let normal = Normal::new(&Rule::default(), Format::default());
    let (mut a, mut b) = (Vec::new(), Vec::new());
    normal.append(b"Jos\xe9", &mut a);
    normal.append("José".as_bytes(), &mut b);
    assert_eq!(a, b);
}

proptest! {
    /// Guards and vertical tabs are left aside.
    #[test]
    fn a_cell_is_read_in_one_go_as_it_is_letter_by_letter(cell in "[ \t\r\nabZéÀÿ×ßŁłİıȺдÇ0\u{a0}\u{85}\u{301}]{0,20}") {
        for rule in ["exact", "trim", "case", "trim,case"] {
            let normal = Normal::new(&rule.parse().unwrap(), Format::default());
            let (mut once, mut each) = (Vec::new(), Vec::new());
            normal.append(cell.as_bytes(), &mut once);
            normal.append_meant(cell.as_bytes(), &mut each);
            prop_assert_eq!(once, each, "{} of {:?}", rule, cell);
        }
    }
}
