//! Moments and days, readable by people and by programs.
//! The server writes UTC and says so; a script may rewrite it to the reader's own zone.

use crate::prelude::*;
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A day as people write it: “2 Oct 2026”.
fn written(day: NaiveDate) -> String {
    let month = MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", day.day(), day.year())
}

/// A day as programs write it.
fn iso(day: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// A moment. Without scripts it reads in UTC; a script leaves that in its title.
#[component]
pub fn Time(
    /// When.
    at: DateTime<Utc>,
) -> impl IntoView {
    let (day, hour, minute, second) = (at.date_naive(), at.hour(), at.minute(), at.second());
    let exact = format!("{}T{hour:02}:{minute:02}:{second:02}Z", iso(day));
    view! { <time datetime=exact data-local="">{format!("{}, {hour:02}:{minute:02} UTC", written(day))}</time> }
}

/// A day on the calendar, the same in every zone.
#[component]
pub fn Day(
    /// Which.
    date: NaiveDate,
) -> impl IntoView {
    view! { <time datetime=iso(date)>{written(date)}</time> }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn moments_and_days_read_as_chrono_would_write_them() {
        for seconds in [0, 951_782_400, 1_759_413_900, 4_102_444_799] {
            let at = DateTime::from_timestamp(seconds, 0).unwrap();
            let html = view! { <Time at /><Day date=at.date_naive() /> }.to_html();
            for part in ["%Y-%m-%dT%H:%M:%SZ", ">%-d %b %Y, %H:%M UTC<", "\"%Y-%m-%d\">%-d %b %Y<"]
            {
                assert!(html.contains(&at.format(part).to_string()), "{part} in {html}");
            }
        }
    }
}
