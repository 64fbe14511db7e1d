//! Moments and days, readable by people and by programs.
//! The server writes UTC and says so; a script may rewrite it to the reader's own zone.

use super::Writer;
use crate::prelude::*;
use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Writes a moment, as [`Time`] shows it.
pub fn write_time(to: &mut Writer, at: DateTime<Utc>) {
    let (day, hour, minute, second) = (at.date_naive(), at.hour(), at.minute(), at.second());
    to.html("<time datetime=\"");
    iso(to, day);
    to.html("T").digits(hour, 2).html(":").digits(minute, 2).html(":").digits(second, 2);
    to.html("Z\" data-local=\"\">");
    written(to, day);
    to.html(", ").digits(hour, 2).html(":").digits(minute, 2).html(" UTC</time>");
}

/// Writes a day, as [`Day`] shows it.
pub fn write_day(to: &mut Writer, day: NaiveDate) {
    to.html("<time datetime=\"");
    iso(to, day);
    to.html("\">");
    written(to, day);
    to.html("</time>");
}

/// A day as people write it: “2 Oct 2026”.
fn written(to: &mut Writer, day: NaiveDate) {
    let month = MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
    to.digits(day.day(), 1).html(" ").html(month).html(" ");
    year(to, day, 1);
}

/// A day as programs write it.
fn iso(to: &mut Writer, day: NaiveDate) {
    year(to, day, 4);
    to.html("-").digits(day.month(), 2).html("-").digits(day.day(), 2);
}

fn year(to: &mut Writer, day: NaiveDate, least: usize) {
    if day.year() < 0 {
        to.html("-");
    }
    to.digits(day.year().unsigned_abs(), least);
}

/// A moment. Without scripts it reads in UTC; a script leaves that in its title.
#[component]
pub fn Time(
    /// When.
    at: DateTime<Utc>,
) -> impl IntoView {
    let mut to = Writer::default();
    write_time(&mut to, at);
    to.done()
}

/// A day on the calendar, the same in every zone.
#[component]
pub fn Day(
    /// Which.
    date: NaiveDate,
) -> impl IntoView {
    let mut to = Writer::default();
    write_day(&mut to, date);
    to.done()
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
