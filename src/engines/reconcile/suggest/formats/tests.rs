use super::*;

fn column(values: &[&str]) -> Column {
    let raw: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    Column {
        name: "column".into(),
        values: raw.iter().map(|it| it.trim().to_owned()).collect(),
        raw,
    }
}

fn suggested(a: &[&str], b: &[&str]) -> String {
    let joined: Vec<(usize, usize)> = (0..a.len().min(b.len())).map(|at| (at, at)).collect();
    rule(&column(a), &column(b), &joined).to_string()
}

#[test]
fn a_rule_follows_from_how_values_are_written() {
    for (a, b, rule) in [
        (&["1,234.50", "7.00"][..], &["1.234,5", "7"][..], "trim, number, codes, b.comma"),
        (&["€5", "€6.50"], &["5.00", "6.5"], "trim, money=EUR, codes"),
        (&["HK$1,200.00", "HK$7"], &["1200", "7.00"], "trim, money=HKD, codes"),
        (&["2026-01-31"], &["01/31/2026"], "trim, date, b.mdy"),
        (&["PAID", "open"], &["paid", "Open"], "trim, case"),
        (&["007", "012"], &["007", "12"], "trim"),
        (&["1001", "1E3"], &["1001", "1000"], "trim"),
        (&["20260131", "20260201"], &["20260131", "7"], "trim, number, codes"),
        (&["15%", "7.5 %"], &["15.0%", "7.50%"], "trim, number, codes"),
        (&["1:30", "0:45"], &["90 min", "45 min"], "trim, duration"),
        (&["Yes", "No"], &["1", "0"], "trim, flag"),
        (&["NULL", "x"], &["", "x"], "trim, null"),
        (&["0000-00-00", "2026-01-31"], &["", "31.01.2026"], "trim, null, date"),
        (&["00000000", "20260131"], &["", "2026-01-31"], "trim, null, date"),
        (&["00000000", "10000001"], &["", "10000001"], "trim"),
        (&["CHF 1'250.--", "CHF 12.50"], &["1250.00", "12.5"], "trim, money=CHF, codes"),
        (&["1.250,-", "99,90"], &["1250", "99.9"], "trim, number, codes, a.comma"),
    ] {
        assert_eq!(suggested(a, b), rule, "{a:?} {b:?}");
    }
}

#[test]
fn the_other_side_decides_what_a_column_leaves_open() {
    assert_eq!(suggested(&["1.250", "3.400"], &["1250", "3400"]), "trim, number, codes, a.comma");
    assert_eq!(suggested(&["1.250", "3.400"], &["1.25", "3.4"]), "trim, number, codes");
    assert_eq!(
        suggested(&["03/04/2024", "05/06/2024"], &["2024-03-04", "2024-05-06"]),
        "trim, date, a.mdy"
    );
    assert_eq!(suggested(&["03/04/2024"], &["2024-04-03"]), "trim, date");
    assert_eq!(suggested(&["01/02/2024"], &["02/01/2024"]), "trim, date", "neither side tells");
    assert_eq!(suggested(&["1706177040"], &["2024-01-25T10:04:00Z"]), "trim, date");
}

#[test]
fn two_values_that_both_sides_use_stay_two() {
    for (a, b, rule) in [
        (&["paid", "PAID", "Open"][..], &["PAID", "paid", "OPEN"][..], "trim"),
        (&["NULL", "", "x"], &["", "NULL", "x"], "trim"),
        (&["1", "1.0", "2"], &["1.0", "1", "2"], "trim"),
        (&["x", "x ", "y"], &["x ", "x", "y"], "exact"),
        (&["yes", "1"], &["1", "yes"], "trim"),
    ] {
        assert_eq!(suggested(a, b), rule, "{a:?}");
    }
}
