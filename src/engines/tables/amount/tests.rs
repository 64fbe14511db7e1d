use super::*;

fn same(left: &str, right: &str, comma: bool) -> bool {
    let read = |text: &str| Amount::read(text.as_bytes(), comma);
    read(left).is_some() && read(left) == read(right)
}

#[test]
fn one_number_has_one_form_however_it_is_written() {
    for text in [
        "1234.5",
        "1,234.50",
        "1.234,5",
        "1 234,50",
        "1'234.5",
        "+1234.5",
        "12345e-1",
        " 1234.500 ",
    ] {
        assert!(same(text, "1234.5", false), "{text}");
    }
    for text in ["-7", "(7)", "7-", "−7.0", "( 7.00 )"] {
        assert!(same(text, "-7", false), "{text}");
    }
    assert!(
        same("0.00", "-0", false)
            && same("1E+3", "1,000", false)
            && same("12,34,567", "1234567", false)
    );
    assert!(same("0000000000000000000012", "12", false) && same(".5", "0.50", false));
}

#[test]
fn a_dash_for_the_decimals_is_no_minus() {
    for text in ["1'250.--", "1'250.–", "1.250,-", "1250.-", "1 250,—", "1250,--"] {
        assert!(same(text, "1250", text.contains(',')), "{text}");
    }
    assert!(same("-12.--", "-12", false) && same("1.250,-", "1250", true));
    for text in [".-", "-.-", "--", ",-", "1250.-5"] {
        assert_eq!(Amount::read(text.as_bytes(), false), None, "{text}");
    }
}

#[test]
fn a_single_separator_means_what_the_side_says() {
    assert!(same("1,234", "1234", false) && same("1,234", "1.2340", true));
    assert!(
        same("1.234", "1234", true) && same("1,5", "1.5", false) && same("0,123", "0.123", false)
    );
}

#[test]
fn what_is_no_number_or_does_not_fit_is_none() {
    for text in [
        "",
        "-",
        ".",
        "1.2.3,4.5",
        "12 34",
        "1,23,4",
        "0x10",
        "1e99",
        "12a",
        "1234567890123456789.5",
    ] {
        assert_eq!(Amount::read(text.as_bytes(), false), None, "{text}");
    }
}

#[test]
fn a_percentage_is_so_many_hundredths() {
    assert!(same("15%", "15.0 %", false) && same("7,5\u{a0}%", "0.075", false));
    assert!(same("5 ‰", "0.005", false) && !same("15%", "15", false));
}

#[test]
fn codes_are_told_from_numbers() {
    for code in ["01234", "007", "1E3", "12e4", "00"] {
        assert!(Amount::is_code(code.as_bytes()), "{code}");
    }
    for number in ["0", "0.5", "10", "1.5E3", "1e-5", "1E+15", "-01", "E3", "3E", ""] {
        assert!(!Amount::is_code(number.as_bytes()), "{number}");
    }
}

#[test]
fn near_is_as_near_as_it_is_said() {
    let read = |text: &str| Amount::read(text.as_bytes(), false).unwrap();
    assert!(read("10").is_near(read("10.01"), read("0.01")));
    assert!(!read("10").is_near(read("10.011"), read("0.01")));
    assert!(read("-0.5").is_near(read("0.5"), read("1")));
    let most = "9".repeat(DIGITS);
    assert!(!read(&most).is_near(read(&format!("-{most}")), Amount::new(1, 20)));
}
