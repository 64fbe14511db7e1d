//! Numbers of a log as people read them.

/// A whole number with commas between thousands.
#[must_use]
pub fn grouped(number: u64) -> String {
    crate::platform::numbers::grouped(&number.to_string())
}

/// A time between two events, in the unit that suits it.
#[must_use]
pub fn duration(milliseconds: i64) -> String {
    let seconds = milliseconds.max(0) / 1000;
    let tenths = |unit: i64| {
        let tenths = (seconds * 10 + unit / 2) / unit;
        if tenths % 10 == 0 {
            format!("{}", tenths / 10)
        } else {
            format!("{}.{}", tenths / 10, tenths % 10)
        }
    };
    match seconds {
        0 => "at once".to_owned(),
        1..=89 => format!("{seconds} s"),
        90..=5_399 => format!("{} min", (seconds + 30) / 60),
        5_400..=172_799 => format!("{} h", tenths(3_600)),
        _ => format!("{} days", tenths(86_400)),
    }
}

/// How much a part is of a whole, in whole per cent; a part that is there is never none of it.
#[must_use]
pub fn share(part: u64, whole: u64) -> String {
    let percent = (part * 100 + whole / 2).checked_div(whole).unwrap_or_default();
    match (percent, part) {
        (0, 1..) => "under 1%".to_owned(),
        (100, part) if part < whole => "over 99%".to_owned(),
        _ => format!("{percent}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_read_them() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        let waits = [0, 40_000, 600_000, 11_520_000, 259_200_000].map(duration);
        assert_eq!(waits, ["at once", "40 s", "10 min", "3.2 h", "3 days"]);
        assert_eq!(share(1, 1_000), "under 1%");
        assert_eq!(share(999, 1_000), "over 99%");
        assert_eq!((share(1, 4), share(0, 0)), ("25%".to_owned(), "0%".to_owned()));
    }
}
